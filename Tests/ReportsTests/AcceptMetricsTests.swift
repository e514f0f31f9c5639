import Algorithms
import Approval
import BenchRecord
import Reports
import Testing

@testable import NodeChecks

/// An acceptance as gauges, and the spans of time that rounds are asked for in.
@Suite struct AcceptMetricsTests {
    private func acceptance(_ outcome: CheckOutcome, _ summary: NodeSummary) throws -> Acceptance {
        let results = NodeCheck.table.map { check in
            CheckResult(
                check: check,
                finding: Finding(
                    check.id == "K01" ? outcome : .pass, expected: "1", observed: "1",
                    method: "a file"),
                severity: check.weight, waiver: nil, waiverHolds: false, durationNanoseconds: 1,
                requirements: [])
        }
        return Acceptance(
            options: AcceptOptions(), asOf: try #require(CalendarDate("2026-05-01")),
            tableDate: try #require(CalendarDate("2026-04-15")), results: results,
            summary: summary, untested: [])
    }

    private func summary(_ sunset: String?) -> NodeSummary {
        NodeSummary(
            node: "n", openSSL: "3.1.2\n\"\\", certificate: "4985", kernel: "on", platform: "p",
            release: "r", machine: "m", sunset: sunset.flatMap { CalendarDate($0) })
    }

    private func lines(_ acceptance: Acceptance) -> [Substring] {
        acceptance.metrics(version: "1.2.3", time: "2026-05-01T12:00:00Z").split(separator: "\n")
    }

    @Test(arguments: [
        (CheckOutcome.pass, "full", 0), (.fail, "none", 1), (.unknown, "unknown", 2),
    ])
    func oneStatusIsOne(outcome: CheckOutcome, status: String, code: Int) throws {
        let lines = lines(try acceptance(outcome, summary(nil)))
        for word in ["full", "partial", "none", "unknown"] {
            let value = word == status ? 1 : 0
            #expect(lines.contains("fipsmark_accept_status{status=\"\(word)\"} \(value)"))
        }
        #expect(lines.contains("fipsmark_accept_exit_code \(code)"))
        #expect(
            lines.contains(
                "fipsmark_accept_check{id=\"K01\",severity=\"required\","
                    + "outcome=\"\(outcome.rawValue)\",waived=\"no\"} 1"))
        #expect(
            lines.count { $0.hasPrefix("fipsmark_accept_check{") } == NodeCheck.table.count)
        #expect(lines.contains("fipsmark_accept_timestamp_seconds 1777636800"))
        #expect(lines.contains("fipsmark_accept_table_timestamp_seconds 1776211200"))
        #expect(lines.last == "# EOF")
    }

    @Test func theSunsetIsThereWhereItIsKnown() throws {
        let known = lines(try acceptance(.pass, summary("2026-05-31")))
        #expect(known.contains("fipsmark_accept_certificate_sunset_days{certificate=\"4985\"} 30"))
        #expect(known.contains("# UNIT fipsmark_accept_certificate_sunset_days days"))
        let past = lines(try acceptance(.pass, summary("2026-04-30")))
        #expect(past.contains("fipsmark_accept_certificate_sunset_days{certificate=\"4985\"} -1"))
        let none = lines(try acceptance(.pass, summary(nil)))
        #expect(!none.contains { $0.contains("sunset") })
    }

    @Test func whatComesFromANodeStaysInItsLabel() throws {
        let lines = lines(try acceptance(.pass, summary(nil)))
        #expect(
            lines.contains(
                #"fipsmark_accept_module{version="3.1.2?\"\\",certificate="4985"} 1"#))
    }

    @Test func aRoundWithoutAVerdictIsUnknownAndSaysWhy() {
        let text = AcceptMetrics.unknown("ended by \"9\"", time: "2026-05-01T12:00:00Z")
        #expect(text.contains("\nfipsmark_accept_status{status=\"unknown\"} 1\n"))
        #expect(text.contains("\nfipsmark_accept_status{status=\"full\"} 0\n"))
        #expect(text.contains("\nfipsmark_accept_exit_code 2\n"))
        #expect(text.contains("\nfipsmark_accept_fault{reason=\"ended by \\\"9\\\"\"} 1\n"))
        #expect(text.hasSuffix("\n# EOF\n") && !text.contains("fipsmark_accept_check"))
    }

    @Test(arguments: [
        ("500ms", 500), ("1ms", 1), ("30s", 30_000), ("10m", 600_000), ("6h", 21_600_000),
        ("7d", 604_800_000), ("604800s", 604_800_000),
    ])
    func spansOfTime(text: String, milliseconds: Int) {
        #expect(TimeSpan.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [
        "", "s", "ms", "5", "0s", "-5s", "+5s", " 5s", "5 s", "5S", "5w", "1.5h", "5sm", "1000001s",
        "99999999999999999999d", "٥s",
    ])
    func noSpansOfTime(text: String) {
        #expect(TimeSpan.milliseconds(text) == nil)
    }
}
