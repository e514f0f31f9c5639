import Approval
import BenchRecord
import CanonicalJSON
import Evidence
import EvidenceSigning
import OpenSSLModule
import Testing

@testable import Fleet

/// What is written, and two of them compared.
@Suite struct OutputTests {
    private let signer: Signer

    init() throws { signer = try Signer() }

    private func fleet(_ nodes: [SyntheticNode]) throws -> RollUp {
        var input = FleetReports()
        input.reports = try nodes.map { try signer.report($0) }
        input.problems = [FleetProblem("place\n", "words")]
        input.problemCount = 1
        return RollUp(
            input, scopes: .everything, inventory: Inventory(),
            options: RollUp.Options(
                now: try #require(UTCTime.seconds("2026-11-22T12:00:00Z")),
                asOf: .on("2026-11-22")))
    }

    @Test func textSaysTheWorstFirst() throws {
        var bad = SyntheticNode("z-\"bad\",=1")
        bad.verdict = "fail"
        let text = try fleet([SyntheticNode("a"), bad]).text
        #expect(text.hasPrefix("FLEET FAIL  2 nodes: 1 full, 0 partial, 1 none, 0 unknown"))
        #expect(text.contains("F04") && text.contains("could not be read: 1"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func commaSeparatedValuesAreQuoted() throws {
        let csv = try fleet([SyntheticNode("=1+1"), SyntheticNode("a\",b")]).csv
        let lines = csv.split(separator: "\r\n")
        #expect(lines.count == 3 && lines[1].hasPrefix("'=1+1,"))
        #expect(lines[2].hasPrefix("\"a\"\",b\","))
    }

    @Test func pageNeedsNothingFromElsewhere() throws {
        var bad = SyntheticNode("<script>alert(1)</script>")
        bad.verdict = "fail"
        let page = try fleet([bad, SyntheticNode("a")]).html
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!page.contains("<script>alert") && page.contains("<tr class=\"none\">"))
        for word in ["http://", "https://", "src=", "@import", "url("] {
            #expect(!page.contains(word), "\(word)")
        }
    }

    /// Signed, over every report, and naming what passes alone.
    @Test func summaryListsEveryReport() throws {
        var bad = SyntheticNode("b")
        bad.verdict = "fail"
        var input = FleetReports()
        for node in [SyntheticNode("a"), bad] { input.reports.append(try signer.report(node)) }
        for reports in [input.reports, Array(input.reports.prefix(1))] {
            input.reports = reports
            let fleet = RollUp(
                input, scopes: .everything, inventory: Inventory(),
                options: RollUp.Options(
                    now: try #require(UTCTime.seconds("2026-11-22T12:00:00Z")),
                    asOf: .on("2026-11-22")))
            let text = try FleetSummary.envelope(
                FleetSummary.statement(fleet, policy: ("scopes.yaml", "00")), signer.stranger,
                signer.hashing)
            let envelope = try Envelope(Array(text.utf8), isForeign: false)
            let key = try VerificationKey(pem: Array(signer.stranger.publicPEM.utf8))
            #expect(key.verifies(envelope.signature, of: envelope.signedBytes))
            let statement = try JSONReader.read(envelope.payload)
            let digests = try statement.elements("subject").map {
                try $0.member("digest").string("sha256")
            }
            #expect(digests == reports.map(\.digest))
            #expect(try statement.string("predicateType") == FleetSummary.predicateType)
            let body = String(decoding: envelope.payload, as: UTF8.self)
            #expect(body.contains("FIPSMARK_F08"))
            #expect(body.contains("FIPSMARK_F04") == (reports.count == 1))
            #expect(body.contains("FIPSMARK_FLEET_FULL") == (reports.count == 1))
        }
    }

    @Test func metricsEndAsTheyMust() throws {
        let text = try fleet([SyntheticNode("a")]).metrics
        #expect(text.hasSuffix("# EOF\n"))
        #expect(
            text.contains(
                "fipsmark_fleet_nodes{kind=\"cluster\",scope=\"fleet\",verdict=\"full\"} 1\n"))
        let series = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            $0.split(separator: " ").dropLast().joined(separator: " ")
        }
        #expect(Set(series).count == series.count)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (1_795_348_799, "2026-11-22T11:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
    ])
    func timesAreWrittenAsTheyAreRead(_ seconds: Int, _ text: String) {
        #expect(UTCTime.text(seconds) == text)
        #expect(UTCTime.seconds(text) == seconds)
    }

    @Test func comparisonTellsWhatChanged() throws {
        var worse = SyntheticNode("b")
        worse.verdict = "fail"
        var other = SyntheticNode("c")
        other.digest = String(repeating: "b", count: 64)
        other.certificate = "5021"
        let names = ["a", "b", "c", "d"]
        let before = try fleet(names.map(SyntheticNode.init))
        let after = try fleet([worse, other, SyntheticNode("d"), SyntheticNode("e")])
        func record(_ fleet: RollUp) throws -> RecordedFleet {
            try RecordedFleet(Array(fleet.json(toolVersion: "0.1.0").utf8))
        }
        let comparison = FleetComparison(try record(before), try record(after))
        #expect(comparison.isWorse)
        let found = comparison.changes.map { "\($0.kind) \($0.name)" }
        #expect(
            found == [
                "scope fleet", "lost fleet/a", "verdict fleet/b", "module fleet/c",
                "certificate fleet/c", "gained fleet/e",
            ])
        #expect(comparison.text.hasPrefix("FLEET WORSE  1 gained, 1 lost, 1 verdicts, 1 modules"))
        let same = FleetComparison(try record(before), try record(before))
        #expect(!same.isWorse && same.changes.isEmpty)
        #expect(!FleetComparison(try record(after), try record(before)).changes.isEmpty)
    }

    @Test func certificatesThatLapseAreNamed() throws {
        var soon = SyntheticNode("a")
        soon.sunset = "2026-12-31"
        let records = try [fleet([SyntheticNode("a")]), fleet([soon])].map {
            try RecordedFleet(Array($0.json(toolVersion: "0.1.0").utf8))
        }
        let comparison = FleetComparison(records[0], records[1])
        #expect(!comparison.isWorse && comparison.lapsing.map(\.nodes) == [1])
        #expect(comparison.text.contains("4985 lapses in 39 days, on 2026-12-31: 1 node"))
        #expect(comparison.json.contains("\"lapsing\":[{"))
        #expect(FleetComparison(records[1], records[0]).lapsing.isEmpty)
    }

    @Test func recordsOfOthersAreRefused() throws {
        let text = try fleet([SyntheticNode("a")]).json(toolVersion: "0.1.0")
        for changed in [
            text.replacing("fipsmark fleet 1", with: "fipsmark fleet 2"),
            String(text.dropLast(10)), text.replacing("\"verdict\"", with: "\"verdikt\""), "",
        ] {
            #expect(throws: RecordError.self) { try RecordedFleet(Array(changed.utf8)) }
        }
    }
}
