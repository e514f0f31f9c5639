import Foundation
import Testing

/// `certificates`: the table, searched, replayed and replaced.
@Suite final class CertificatesTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test func theTableIsSearchedAndDated() throws {
        let outcome = try run(["3.0.7-395c1a240fbfffd8"])
        #expect(outcome.status == 0)
        #expect(outcome.firstLine.hasPrefix("1 of ") && outcome.firstLine.contains("2026-04-15"))
        #expect(outcome.output.contains("4857  Red Hat"))
        #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(try run(["nothing like this"]).status == 1)
    }

    @Test func aStatusIsThatOfADay() throws {
        for (day, status) in [("2030-03-10", "active"), ("2030-03-11", "historical")] {
            let outcome = try run(["4985", "--as-of", day, "--format", "json"])
            #expect(outcome.output.contains(#""asOf":"\#(day)""#))
            #expect(outcome.output.contains(#""id":"4985""#))
            #expect(
                outcome.output.contains(#""standard":"FIPS 140-3","status":"\#(status)""#), "\(day)"
            )
        }
        #expect(try run(["--as-of", "2030-02-30"]).status == 64)
    }

    @Test func anotherTableTakesItsPlaceOrIsRefusedWhole() throws {
        let table = """
            { "format": "fipsmark certificates 1", "date": "2027-01-01", "certificates": [
              { "id": "9", "module": "m", "kind": "openssl", "standard": "FIPS 140-3",
                "status": "active", "sunset": "2030-01-01", "source": "s" } ] }
            """
        let good = try folder.file("good.json", table)
        #expect(try run(["--certificates", good]).firstLine.contains("1 of 1"))
        let bad = try folder.file("bad.json", table.replacing("2030-01-01", with: "2030-01-32"))
        expectError(
            try run(["--certificates", bad]), status: 2, "bad.json: line 3", "is no date")
        let vectors = try Vectors.small(in: folder)
        let arguments = ["kat", "--quiet", "--kats", vectors, "--certificates"]
        expectError(
            try Fipsmark.run(arguments + [bad], folder: folder), status: 2, "bad.json: line 3")
        let replaced = try Fipsmark.run(arguments + [good], folder: folder)
        #expect(replaced.status == 0)
        #expect(replaced.output.contains("unknown to table dated 2027-01-01"))
    }

    private func run(_ arguments: [String]) throws -> Outcome {
        try Fipsmark.run(
            ["certificates"] + arguments,
            environment: ["FIPSMARK_PROVIDER": "/nonexistent/fips.so"], folder: folder)
    }
}
