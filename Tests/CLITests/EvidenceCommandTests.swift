import Foundation
import Testing

/// `fipsmark evidence` and `fipsmark verify` from results to a verdict.
@Suite struct EvidenceCommandTests {
    private let desk: EvidenceDesk

    init() throws { desk = try EvidenceDesk() }

    @Test(arguments: EvidenceDesk.Run.allCases)
    func whatIsMadeIsVerified(_ run: EvidenceDesk.Run) throws {
        let bundle = try desk.bundle(run)
        #expect(bundle.lastPathComponent.wholeMatch(of: /[0-9a-f]{16}/) != nil)
        let outcome = try desk.verify(bundle)
        #expect(outcome.status == run.statuses.verify, "\(outcome.output)\(outcome.talk)")
        #expect(outcome.firstLine.hasPrefix("VERIFIED  the run "))
        #expect(!outcome.output.contains("BAD"))
        #expect(outcome.output.contains("by a key in the module under test"))
        #expect(try bundle.manifestWord("verdict") == run.rawValue)
        for line in outcome.output.split(separator: "\n") { #expect(line.count <= 80) }
    }

    /// Whoever has no key cannot tell one signer from another.
    @Test func withoutAKeyNobodyIsKnown() throws {
        let outcome = try desk.verify(try desk.bundle(), [])
        #expect(outcome.status == 2)
        #expect(outcome.firstLine == "NOT VERIFIED  signer unknown: consistency only")
    }

    @Test func anotherKeyDidNotSign() throws {
        let bundle = try desk.bundle()
        for curve in ["P-256", "P-384"] {
            let other = try desk.key("other-\(curve)", curve: curve)
            let outcome = try desk.verify(bundle, ["--key", other.open])
            #expect(outcome.status == 2)
            #expect(outcome.firstLine.hasPrefix("NOT VERIFIED  "))
            #expect(outcome.output.contains("signer.pub.pem is not the key that is trusted"))
        }
        // The private key is no public one.
        expectError(
            try desk.verify(bundle, ["--key", try desk.key().own]), status: 2, "key.pem",
            "no public key")
    }

    @Test func unsignedBundlesSaySo() throws {
        let outcome = try desk.create(try desk.results(), ["--no-sign"])
        #expect(outcome.status == 0 && outcome.talk.isEmpty, "\(outcome.talk)")
        let bundle = URL(filePath: String(outcome.output.dropLast()))
        let files = try bundle.files()
        #expect(files["manifest.dsse.json"] == nil && files["signer.pub.pem"] == nil)
        #expect(try bundle.manifestWord("signer") == "nobody")
        let verified = try desk.verify(bundle)
        #expect(verified.status == 2)
        #expect(verified.output.contains("nobody vouches for this bundle"))
        #expect(verified.output.contains("signed    by nobody"))
    }

    @Test func theSameRunIsThereAlready() throws {
        let bundle = try desk.bundle()
        let before = try bundle.files()
        let again = try desk.create(try desk.results(), ["--key", try desk.key().own])
        expectError(again, status: 2, "there is one already", bundle.path)
        #expect(try bundle.files() == before)
        #expect(try Folder.names(bundle.deletingLastPathComponent()).count == 1)
    }

    /// The same bytes, signatures apart.
    @Test func theSameResultsGiveTheSameBytes() throws {
        let one = try desk.bundle(.fail, in: "one").files()
        let other = try desk.bundle(.fail, in: "other").files()
        let differing = one.keys.filter { one[$0] != other[$0] }
        // What is signed, and what has the digest of a signature.
        #expect(
            Set(differing) == [
                "SHA256SUMS", "manifest.json", "manifest.dsse.json",
                "oscal/assessment-results.dsse.json",
            ])
        #expect(one.keys.sorted() == other.keys.sorted())
    }

    // MARK: Options

    @Test func formatsAreChosen() throws {
        let all = try desk.bundle(in: "all").files()
        let bundle = try desk.bundle(in: "some", ["--format", "junit", "tap"])
        let some = try bundle.files()
        #expect(some["junit.xml"] != nil && some["results.tap"] != nil)
        #expect(all["results.sarif"] != nil && some["results.sarif"] == nil)
        #expect(some["report.html"] != nil && some["oscal/assessment-results.json"] != nil)
        #expect(some.count < all.count)
        #expect(try desk.verify(bundle).status == 0)
        let outcome = try desk.create(
            try desk.results(), ["--no-sign", "--format", "junit", "xlsx"])
        #expect(outcome.status == 64 && outcome.talk.contains("not 'xlsx'"))
    }

    @Test(arguments: ["1.6", "1.7"])
    func theBillOfMaterialsHasTheVersionAskedFor(_ version: String) throws {
        let bundle = try desk.bundle(.pass, ["--cyclonedx", version])
        let text = try desk.text(bundle.path + "/cbom.cdx.json")
        #expect(text.contains("\"specVersion\":\"\(version)\""))
        #expect(try desk.verify(bundle).status == 0)
    }

    @Test func theLogsOfCMMCListEveryFile() throws {
        let bundle = try desk.bundle(.pass, ["--cmmc"])
        let log = try desk.text(bundle.path + "/CMMCAssessmentArtifacts.log")
        let files = try bundle.files().keys.filter { !$0.hasPrefix("CMMC") }
        for file in files { #expect(log.contains(" \(file)\n"), "\(file)") }
        #expect(try desk.verify(bundle).status == 0)
        try bundle.change("CMMCAssessmentLogHash.log", "SHA256", "SHA257")
        #expect(try desk.verify(bundle).status == 2)
    }

    /// A record of bench stands in the place of the run's own table, with others before it.
    @Test func benchHasAHistory() throws {
        func record(_ day: Int, _ picoseconds: Int) throws -> String {
            try desk.folder.file(
                "bench-\(day).json",
                BenchTests.record(picoseconds: picoseconds).replacingOccurrences(
                    of: "\"startedAt\":\"\"", with: "\"startedAt\":\"2026-11-0\(day)T00:00:00Z\""))
        }
        let records = try (1...4).map { try record($0, 100_000 + $0) }
        let bundle = try desk.bundle(
            .pass, ["--bench", records[3], "--history"] + Array(records[..<3]))
        let bench = try desk.text(bundle.path + "/bench.json")
        #expect(bench.contains("\"origin\":\"bench\""))
        for day in 1...4 {
            #expect(bench.contains("2026-11-0\(day)T00:00:00Z") && bench.contains("10000\(day)"))
        }
        #expect(try desk.verify(bundle).status == 0)
        let alone = try desk.create(
            try desk.results(), ["--no-sign", "--history", records[0]])
        #expect(alone.status == 64 && alone.talk.contains("--history needs --bench"))
        let text = try desk.folder.file("no.json", "text")
        let wrong = try desk.create(try desk.results(), ["--no-sign", "--bench", text])
        expectError(wrong, status: 2, "no.json", "no record of fipsmark bench")
    }

    /// Each bundle names the one before it.
    @Test func bundlesAreAChain() throws {
        let first = try desk.bundle(startedAt: "2026-01-01T00:00:00Z")
        let second = try desk.bundle(.fail, startedAt: "2026-01-02T00:00:00Z")
        let third = try desk.bundle(startedAt: "2026-01-03T00:00:00Z")
        let key = try desk.key().open
        func follows(_ bundle: URL, _ previous: URL) throws -> Int32 {
            try desk.verify(bundle, ["--key", key, "--previous", previous.path]).status
        }
        #expect(try first.manifestWord("previous").isEmpty)
        #expect(try follows(second, first) == 1 && follows(third, second) == 0)
        #expect(try follows(third, first) == 2 && follows(first, third) == 2)
    }

    @Test(arguments: [
        (["evidence", "r.json", "--output", "b"], "--key FILE or --no-sign"),
        (["evidence", "r.json", "--output", "b", "--no-sign", "--key", "k"], "--no-sign"),
        (["evidence", "r.json", "--output", "b", "--no-sign", "--outside"], "--outside needs"),
        (["evidence", "r.json", "--no-sign"], "--output"), (["verify"], "<bundle>"),
        (["evidence", "prune", "b", "--keep", "6"], "30d, 12w or 6y"),
        (["run", "--evidence", "b"], "--no-sign"), (["run", "--no-sign"], "need --evidence"),
    ])
    func wrongUsageIsExplained(_ arguments: [String], _ cause: String) throws {
        let outcome = try desk.fipsmark(arguments)
        #expect(outcome.status == 64, "\(outcome.talk)")
        #expect(outcome.talk.contains(cause), "\(outcome.talk)")
    }
}
