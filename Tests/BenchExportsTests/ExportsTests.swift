import BenchExports
import BenchRecord
import Foundation
import Testing

@Suite struct ExportsTests {
    private let record = Made.record()

    @Test func bencherHasValuesWithTheirIntervals() throws {
        let points = try json(.bencher) as? [String: [String: [String: Double]]]
        let seal = try #require(points?["openssl/ACVP-AES-GCM/AES-256 seal/1024"])
        #expect(
            seal["latency"] == ["value": 500.125, "lower_value": 499, "upper_value": 502])
        #expect(seal["throughput"]?["value"] == 2_047_488_127.97)
        #expect(seal["cycles"] == ["value": 1500.375])
        // Without a message length there is no throughput.
        #expect(points?["openssl/ECDSA-sigGen/P-256/0"]?["throughput"] == nil)
        #expect(points?.count == 3)
    }

    @Test func githubActionBenchmarkHasOneEntryForEachNumber() throws {
        let entries = try #require(json(.githubAction) as? [[String: Any]])
        #expect(entries.count == 3)
        #expect(entries[0]["value"] as? Double == 500.125)
        #expect(entries[0]["unit"] as? String == "ns/op")
        #expect(entries[0]["range"] as? String == "± 0.30 %")
        #expect((entries[0]["extra"] as? String)?.contains("140 of 160 batches clean") == true)
    }

    @Test func benchstatHasOneLineForEachProcess() {
        let lines = text(.benchstat).split(separator: "\n")
        let seal = lines.filter { $0.contains("AES-256_seal/1024-1\t") }
        #expect(seal.count == 2)
        #expect(seal[0].hasSuffix("\t14000\t500.000 ns/op\t2048.00 MB/s"))
        #expect(lines.contains("cpu: Some CPU") && lines.contains("openssl-version: 3.5.7"))
        // No capital, no space before the colon: else it is no line of configuration.
        for line in lines where !line.hasPrefix("Benchmark") {
            let key = line.prefix { $0 != ":" }
            #expect(key.allSatisfy { !$0.isUppercase && !$0.isWhitespace }, "\(line)")
        }
    }

    @Test func openSSLSpeedReadsItselfBack() throws {
        let result = try #require(OpenSSLSpeedResult(text(.openSSLSpeed)))
        #expect(result.unusedLines == [])
        let seal = result.entries.first { $0.name == "ACVP-AES-GCM AES-256 seal" }
        #expect(seal?.messageBytes == 1024)
        #expect(abs((seal?.picoseconds ?? 0) - 500_125) <= 1)
        let signing = result.entries.first { $0.name == "ecdsa 256 sign" }
        #expect(abs((signing?.picoseconds ?? 0) - 25_000_000) <= 20)
    }

    @Test func openMetricsHasWhatAProcessPays() {
        var record = record
        record.points[0].firstUsePicoseconds = 1_500_000_000
        record.startUp = BenchRecord.StartUp(
            loadPicoseconds: 2_000_000_000_000,
            selfTests: ["a", "a"].map {
                BenchRecord.SelfTest(type: "KAT", description: $0, picoseconds: 1)
            })
        let lines = BenchExport.openMetrics.text(of: [record]).split(separator: "\n")
        #expect(lines.contains("fipsmark_bench_provider_load_seconds 2.000000000000"))
        #expect(
            lines.contains {
                $0.hasPrefix("fipsmark_bench_first_use_seconds{") && $0.hasSuffix(" 0.001500000000")
            })
        // Two self-tests of one name are two samples.
        let tests = lines.filter { $0.hasPrefix("fipsmark_bench_self_test_seconds{") }
        #expect(Set(tests).count == 2)
    }

    @Test func openMetricsEndsAndTellsStates() {
        let lines = text(.openMetrics).split(separator: "\n")
        #expect(lines.last == "# EOF")
        #expect(
            lines.contains {
                $0.hasPrefix("fipsmark_bench_operation_seconds{") && $0.hasSuffix(" 0.000000500125")
            })
        #expect(lines.contains { $0.contains("state=\"inconclusive\"") && $0.hasSuffix(" 0") })
        // Quotes and backslashes of a value are escaped.
        #expect(lines.contains { $0.contains("fingerprint_note=\"a \\\"b\\\" \\\\ c\\nd\"") })
    }

    @Test func otavaHasARowForEachRun() {
        let records = (1...20).map { day in
            var one = record
            one.startedAt = "2026-02-\(String(day + 100).dropFirst())T00:00:00Z"
            // One run lacks a point.
            if day == 7 { one.points.removeFirst() }
            return one
        }
        let lines = BenchExport.otava.text(of: records).split(separator: "\n")
        #expect(lines.count == 20)
        #expect(lines[0].hasPrefix("time,commit,profile,grade,openssl/ACVP-AES-GCM/"))
        #expect(lines[1].hasPrefix("2026-02-01T00:00:00Z,3.5.7,standard,B,500.125,"))
        #expect(!lines.contains { $0.hasPrefix("2026-02-07") || $0.contains("KDF") })
        #expect(
            BenchExport.otava.leftOut(of: records) == [
                "openssl/KDF/counter/0: fewer than nine of ten runs have a number",
                "the run of 2026-02-07T00:00:00Z: no number of "
                    + "openssl/ACVP-AES-GCM/AES-256 seal/1024",
            ])
    }

    @Test func tablesTellWhyThereIsNoNumber() {
        #expect(text(.markdown).contains("| inconclusive: 3 of 400 \\| clean |"))
        #expect(text(.csv).contains(",inconclusive,3 of 400 | clean,,,,,,"))
        #expect(BenchExport.markdown.leftOut(of: [record]) == [])
        #expect(
            BenchExport.bencher.leftOut(of: [record])
                == ["openssl/KDF/counter/0: inconclusive (3 of 400 | clean)"])
    }

    /// Nothing that has no estimate gets a number anywhere.
    @Test(arguments: BenchExport.allCases)
    func noNumberIsInvented(_ format: BenchExport) {
        for line in text(format).split(separator: "\n") where line.contains("KDF") {
            let claims = ["inconclusive", "state="].contains { line.contains($0) }
            #expect(claims && format.tellsStates, "\(line)")
        }
    }

    @Test func timesAreReadAndWritten() {
        for text in ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "2100-03-01T12:00:00Z"] {
            #expect(UTCTime.seconds(text).map(UTCTime.text) == text)
        }
        #expect(UTCTime.seconds("2026-02-01T00:00:00Z") == 1_769_904_000)
        for text in [
            "2026-02-01", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-02-01T24:00:00Z",
            "2026-02-01 00:00:00Z", "",
        ] {
            #expect(UTCTime.seconds(text) == nil, "\(text)")
        }
    }

    private func text(_ format: BenchExport) -> String { format.text(of: [record]) }

    private func json(_ format: BenchExport) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(text(format).utf8))
    }
}
