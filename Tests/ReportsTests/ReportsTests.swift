import Algorithms
import CanonicalJSON
import Foundation
import Testing

@testable import Approval
@testable import KnownAnswers
@testable import Reports
@testable import Throughput

@Suite struct JSONValueTests {
    /// RFC 8785, section 3.2.2.2 and 3.2.3: shortest escapes, sorted keys, no white space.
    @Test func isCanonical() {
        let value: JSONValue = [
            "b": .array([1, .string("\u{8}\t\n\u{c}\r\u{1}\"\\/é€")]), "a": [:], "B": 0,
        ]
        #expect(
            value.canonicalText
                == #"{"B":0,"a":{},"b":[1,"\b\t\n\f\r\u0001\"\\/é€"]}"#)
    }
}

@Suite struct TextLayoutTests {
    @Test(arguments: [
        (999, "999 B/s"), (1000, "1.00 kB/s"), (999_499, "999 kB/s"), (12_345_678, "12.3 MB/s"),
        (3_200_000_000, "3.20 GB/s"), (0, "0 B/s"),
    ])
    func rates(_ value: Int, _ text: String) {
        #expect(TextLayout.rate(value) == text)
    }

    @Test func wrapsAtEightyColumns() {
        let lines = TextLayout.wrapped(String(repeating: "word ", count: 60), indent: 4)
        #expect(lines.allSatisfy { $0.count <= 80 && $0.hasPrefix("    w") } && lines.count > 3)
    }

    @Test func barsFillTheirWidth() {
        for share in [-1, 0, 0.3, 0.99, 1, 2] { #expect(TextLayout.bar(share, 8).count == 8) }
        #expect(TextLayout.bar(1, 3) == "███")
    }
}

@Suite struct VerdictTests {
    @Test func nothingExecutedIsUnknown() {
        #expect(record(VerdictCounts()).verdict == .unknown)
        var refused = VerdictCounts()
        refused.refused = 5
        #expect(record(refused).verdict == .unknown)
    }

    @Test func failComesBeforeError() {
        var counts = VerdictCounts()
        counts.pass = 10
        #expect(record(counts).verdict == .pass)
        counts.error = 1
        #expect(record(counts).verdict == .unknown)
        counts.fail = 1
        #expect(record(counts).verdict == .fail)
        #expect(RunVerdict.fail.exitCode == 1 && RunVerdict.unknown.exitCode == 2)
    }

    @Test func missingCrossCheckCountsOnlyWhereRequired() {
        var counts = VerdictCounts()
        counts.pass = 1
        #expect(record(counts, missing: "none").verdict == .pass)
        #expect(record(counts, missing: "none").headline.contains("no libgcrypt"))
        #expect(record(counts, missing: "none", required: true).verdict == .unknown)
    }

    @Test func headlineStaysShort() {
        var counts = VerdictCounts()
        counts.pass = 9999
        counts.fail = 999
        counts.error = 99
        counts.refused = 999
        counts.unsupported = 999
        let lines = record(counts).text.split(separator: "\n")
        #expect((lines.first?.count ?? 99) <= 80)
    }

    @Test func everyRightModuleAndLineIsShown() {
        var counts = VerdictCounts()
        counts.pass = 3
        let text = record(counts).text
        #expect(text.contains("sha256 00ff") && text.contains("SHA-2"))
        #expect(text.contains("certificate: unknown to table dated 2026-04-15"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func aKernelThatIsWrongFailsTheRun() {
        var right = VerdictCounts()
        right.pass = 3
        var record = record(right)
        #expect(record.headline.hasSuffix("no cross-check"))
        record.sets.append(kernelSet(right))
        #expect(record.verdict == .pass && record.headline.hasSuffix(", kernel agrees"))
        var wrong = right
        wrong.fail = 1
        record.sets[1] = kernelSet(wrong)
        #expect(record.verdict == .fail && record.headline.contains("kernel 1 wrong"))
        #expect(record.headline.count <= 80)
    }

    /// What nobody could ask is told, and is no failure.
    @Test func aKernelThatCannotBeAskedIsToldWithTheReason() throws {
        var counts = VerdictCounts()
        counts.pass = 3
        var record = record(counts)
        record.kernelMissing = "AF_ALG cannot be used: EPERM"
        #expect(record.verdict == .pass && record.headline.hasSuffix(", no kernel"))
        #expect(record.text.contains("kernel not tested: AF_ALG cannot be used: EPERM"))
        let check = try #require(record.checks.first { $0.id == "state/kernel" })
        #expect(check.outcome == .notChecked && check.observed.contains("EPERM"))
    }

    private func kernelSet(_ counts: VerdictCounts) -> SetResult {
        SetResult(
            file: "b.kat", setName: "SHA2-512", revision: "1.0", family: "SHA-2",
            cases: counts.total,
            checks: [
                GroupCheck(
                    setName: "SHA2-512", revision: "1.0", tgId: 1, role: .kernel, counts: counts,
                    reasons: [])
            ], findings: [])
    }

    private func record(
        _ counts: VerdictCounts, missing: String? = nil, required: Bool = false
    ) -> RunRecord {
        let identity = ModuleIdentity(
            role: .openssl, name: "OpenSSL FIPS Provider", version: "3.5.7",
            buildInformation: "3.5.7", path: "/fips.so", reachedThrough: "OpenSSL 3",
            approvedMode: true)
        var record = RunRecord(
            toolVersion: "0", startedAt: "2026-01-01T00:00:00Z", asOf: .on("2026-01-01"),
            modules: [
                RunRecord.ModuleRecord(
                    identity: identity, sha256: "00ff", certificates: SmallTable.table,
                    asOf: SmallTable.table.date)
            ],
            crossCheckMissing: missing, crossCheckRequired: required, knownAnswersRequested: true)
        record.sets = [
            SetResult(
                file: "a.kat", setName: "SHA2-256", revision: "1.0", family: "SHA-2",
                cases: counts.total,
                checks: [
                    GroupCheck(
                        setName: "SHA2-256", revision: "1.0", tgId: 1, role: .openssl,
                        counts: counts, reasons: [])
                ], findings: [])
        ]
        return record
    }
}
