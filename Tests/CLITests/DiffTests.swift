import Foundation
import Testing

/// `diff`: two records of the real executable, one of them of a broken run.
@Suite final class DiffTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test func twoRunsOfTheSame() throws {
        let vectors = try Vectors.small(in: folder)
        try record("old.json", vectors)
        try record("new.json", vectors)
        let outcome = try diff(["old.json", "new.json"])
        #expect(outcome.status == 0 && outcome.talk.isEmpty)
        #expect(
            outcome.firstLine == "SAME  4 checks pass in both, 0 fail in both, 2 run in neither")
    }

    @Test func aCaseThatBreaks() throws {
        let vectors = try Vectors.small(in: folder)
        try record("old.json", vectors)
        let wrong = Vectors.digest.dropLast() + "0"
        try folder.file(
            "vectors/SHA2-256.kat",
            Vectors.small.replacingOccurrences(of: Vectors.digest, with: wrong))
        try record("new.json", vectors)
        let worse = try diff(["old.json", "new.json"])
        #expect(worse.status == 1)
        #expect(worse.firstLine == "REGRESSION  2 checks no longer pass")
        #expect(
            worse.output.contains(
                "  kat/SHA2-256/1.0/1/openssl\n    was pass, is fail; 1 case, tcId 1"))
        #expect(worse.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let better = try diff(["new.json", "old.json"])
        #expect(better.status == 0)
        #expect(better.firstLine == "IMPROVED  2 improved")
    }

    @Test func coverageThatIsLost() throws {
        try record("old.json", nil)
        try record("new.json", try Vectors.small(in: folder))
        let outcome = try diff(["old.json", "new.json"])
        #expect(outcome.status == 1)
        #expect(outcome.firstLine.hasPrefix("REGRESSION  "))
        #expect(outcome.firstLine.contains(" of coverage lost"))
        #expect(outcome.firstLine.count <= 80)
    }

    /// `run` asks more than `kat`: what it warns of is told, and is no regression.
    @Test func moreIsAsked() throws {
        try record("old.json", nil)
        _ = try Fipsmark.run(
            ["run", "--quick", "--quiet", "--format", "json", "--output", "new.json"],
            folder: folder, seconds: 240)
        let outcome = try diff(["old.json", "new.json"])
        #expect(outcome.status == 0)
        #expect(outcome.firstLine.hasPrefix("IMPROVED  "))
        #expect(outcome.output.contains("\nA warning, and was not asked before\n  name/openssl/"))
        #expect(try diff(["new.json", "old.json"]).status == 1)
    }

    @Test func jsonIsCanonical() throws {
        let vectors = try Vectors.small(in: folder)
        try record("old.json", vectors)
        let outcome = try diff(["old.json", "old.json", "--format", "json"])
        #expect(outcome.status == 0)
        #expect(try CanonicalJSON.rewritten(outcome.output) + "\n" == outcome.output)
        let written = try diff([
            "old.json", "old.json", "--format", "json", "--output", "diff.json",
        ])
        #expect(written.output.isEmpty && written.talkLines.count == 1)
        #expect(
            try String(contentsOf: folder.appending(path: "diff.json"), encoding: .utf8)
                == outcome.output)
    }

    /// Where no module can be loaded, two records can be compared all the same.
    @Test func loadsNoModule() throws {
        try record("old.json", try Vectors.small(in: folder))
        let broken = try folder.file("fips.so", "no module")
        let outcome = try Fipsmark.run(
            ["diff", "old.json", "old.json"], environment: ["FIPSMARK_PROVIDER": broken],
            folder: folder)
        #expect(outcome.status == 0)
    }

    @Test func whatIsNoRecord() throws {
        try record("old.json", try Vectors.small(in: folder))
        let whole = try Data(contentsOf: folder.appending(path: "old.json"))
        try folder.file("cut.json", whole.prefix(whole.count / 2))
        try folder.file("empty.json", "")
        try folder.file("text.json", "PASS")
        let text = String(decoding: whole, as: UTF8.self)
        try folder.file(
            "next.json", text.replacingOccurrences(of: #"Version":"1.4""#, with: #"Version":"9.9""#)
        )
        for (name, parts) in [
            ("cut.json", "byte "), ("empty.json", "byte 0: the text ends here"),
            ("text.json", "byte 0: expected an object"), ("next.json", "schemaVersion 9.9"),
            ("nowhere.json", "No such file"), (folder.path, "it is not a file"),
        ] {
            expectError(try diff([name, "old.json"]), status: 2, name, parts)
            expectError(try diff(["old.json", name]), status: 2, name, parts)
        }
    }

    @Test func wrongUsage() throws {
        #expect(try diff([]).status == 64)
        #expect(try diff(["old.json"]).status == 64)
        #expect(try diff(["a", "b", "c"]).status == 64)
    }

    private func record(_ name: String, _ vectors: String?) throws {
        let chosen = vectors.map { ["--kats", $0] } ?? []
        _ = try Fipsmark.run(
            ["kat", "--quiet", "--format", "json", "--output", name] + chosen, folder: folder)
    }

    private func diff(_ arguments: [String]) throws -> Outcome {
        try Fipsmark.run(["diff"] + arguments, folder: folder)
    }
}
