import Foundation
import Testing

@Suite final class KatTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test func reportAndTalkAreKeptApart() throws {
        let outcome = try Fipsmark.run(["kat"], folder: folder)
        #expect(outcome.status == 0)
        #expect(outcome.firstLine.hasPrefix("PASS  "))
        let lines = outcome.output.split(separator: "\n")
        #expect(outcome.firstLine.count <= 80)
        #expect(!outcome.output.contains("fipsmark: "))
        for family in ["AES-GCM", "SHA-2", "HMAC", "DRBG", "ECDSA"] {
            #expect(lines.contains { $0.hasPrefix("  \(family) ") }, "\(family)")
        }
        #expect(!outcome.talkLines.isEmpty)
        #expect(outcome.talkLines.allSatisfy { $0.hasPrefix("fipsmark: ") })
        // Neither goes to a terminal here: a log must not hold control characters.
        #expect(!(outcome.output + outcome.talk).contains("\u{1B}"))
    }

    @Test func jsonIsCanonicalAndRepeatable() throws {
        let outcome = try json()
        #expect(outcome.status == 0)
        #expect(outcome.talk.isEmpty, "--quiet")
        #expect(outcome.output.last == "\n")
        let text = String(outcome.output.dropLast())
        #expect(try CanonicalJSON.rewritten(text) == text)
        #expect(CanonicalJSON.charactersOutsideStrings(text).isSubset(of: "{}[]:,-0123456789"))
        let again = try json().output
        #expect(CanonicalJSON.withoutTimes(again) == CanonicalJSON.withoutTimes(outcome.output))
        let results = try Results(outcome)
        #expect(results.verdict == "pass")
        #expect(results.headline.count <= 80)
        #expect(results.crossCheck == "available")
        #expect(results.sets.reduce(0) { $0 + $1.cases } >= 5000)
        #expect(results.sets.allSatisfy { $0.findings.isEmpty })
        #expect(results.sets.map(\.file).sorted() == Vectors.names)
    }

    @Test func filesOfAFolderGiveWhatTheEmbeddedGive() throws {
        let embedded = try json().output
        let files = try json(["--kats", Vectors.folder.path]).output
        #expect(CanonicalJSON.withoutTimes(files) == CanonicalJSON.withoutTimes(embedded))
    }

    @Test(arguments: ["text", "json"])
    func outputFileIsTheWholeReport(format: String) throws {
        let vectors = try Vectors.small(in: folder)
        let arguments = ["kat", "--kats", vectors, "--format", format]
        let printed = try Fipsmark.run(arguments, folder: folder)
        let target = try folder.folder("target")
        for previous in [nil, "what was there before, and longer than any report\n"] {
            if let previous { try target.file("report", previous) }
            let written = try Fipsmark.run(arguments + ["--output", "report"], folder: target)
            #expect(written.status == 0)
            #expect(written.output.isEmpty)
            #expect(written.talkLines.last?.hasPrefix("fipsmark: PASS  1/1 right") == true)
            let report = try String(
                contentsOf: target.appending(path: "report"), encoding: .utf8)
            #expect(
                CanonicalJSON.withoutTimes(report) == CanonicalJSON.withoutTimes(printed.output))
            #expect(try Folder.names(target) == ["report"])
        }
    }

    @Test func quietSilencesEverythingButErrors() throws {
        let vectors = try Vectors.small(in: folder)
        let arguments = ["kat", "--quiet", "--kats", vectors]
        #expect(try Fipsmark.run(arguments, folder: folder).talk.isEmpty)
        let written = try Fipsmark.run(arguments + ["--output", "report"], folder: folder)
        #expect(written.talk.isEmpty && written.output.isEmpty)
    }

    @Test func nothingExecutedIsNoPass() throws {
        let vectors = try folder.folder("refused")
        // P-192 is refused by the gate, so that no case reaches a module.
        try vectors.file(
            "ECDSA-keyGen.kat",
            """
            set ECDSA-keyGen FIPS186-5
            cases 1

            group 1 testType=AFT curve=P-192 secretGenerationMode=testing-candidates
            columns tcId
            1

            """)
        let outcome = try Fipsmark.run(
            ["kat", "--quiet", "--kats", vectors.path], folder: folder)
        #expect(outcome.status == 2)
        #expect(outcome.firstLine.hasPrefix("UNKNOWN  0/1 right, 0 wrong"))
    }

    /// A type of test that is not known must not be taken for another one.
    @Test func unknownTestTypeIsNoPass() throws {
        let vectors = try folder.folder("unknown")
        try vectors.file(
            "SHA2-256.kat", Vectors.small.replacingOccurrences(of: "=AFT", with: "=ABC"))
        let outcome = try Fipsmark.run(
            ["kat", "--quiet", "--kats", vectors.path], folder: folder)
        #expect(outcome.status == 2)
        #expect(outcome.firstLine.hasPrefix("UNKNOWN  0/1 right, 0 wrong, 1 unsupported"))
    }

    private func json(_ more: [String] = []) throws -> Outcome {
        try Fipsmark.run(["kat", "--quiet", "--format", "json"] + more, folder: folder)
    }
}
