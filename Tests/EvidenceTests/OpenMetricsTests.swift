import Approval
import Evidence
import Testing

@Suite struct OpenMetricsTests {
    private func text(_ sources: BundleSources) throws -> String {
        try #require(Projection.optional.first { $0.name == "metrics" }).derive(sources)
    }

    /// Values by series, as both readings have them.
    private func samples(_ text: String) throws -> [String: String] {
        var samples: [String: String] = [:]
        var family = ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.suffix(2) == ["# EOF", ""])
        for line in lines.dropLast(2) {
            if line.hasPrefix("# TYPE ") {
                let words = line.split(separator: " ")
                family = String(words[2])
                #expect(words[3] == "gauge")
            } else if !line.hasPrefix("# ") {
                let space = try #require(line.lastIndex(of: " "))
                let series = String(line[..<space])
                #expect(series.prefix { $0 != "{" } == family)
                #expect(
                    samples.updateValue(String(line[space...].dropFirst()), forKey: series) == nil)
            }
        }
        return samples
    }

    @Test(arguments: Sample.Kind.allCases) func countsAreThoseOfTheRun(_ kind: Sample.Kind) throws {
        let sources = try FormatSample.sources(kind)
        let samples = try samples(text(sources))
        for verdict in Sample.Kind.allCases {
            #expect(
                samples["fipsmark_run_verdict{verdict=\"\(verdict.rawValue)\"}"]
                    == (verdict == kind ? "1" : "0"))
        }
        for severity in CheckSeverity.allCases {
            for outcome in CheckOutcome.allCases {
                let labels = "severity=\"\(severity.rawValue)\",outcome=\"\(outcome.rawValue)\""
                let count = sources.results.checks.count {
                    $0.severity == severity && $0.outcome == outcome
                }
                #expect(samples["fipsmark_run_checks{\(labels)}"] == String(count))
            }
        }
        let failed = "fipsmark_run_cases{module=\"openssl\",verdict=\"fail\"}"
        #expect(samples[failed] == (kind == .fail ? "1" : "0"))
        #expect(samples["fipsmark_run_start_timestamp_seconds"] == "1795348800")
    }

    @Test func pointsHaveTheNamesOfTheBench() throws {
        let labels =
            "{module=\"openssl\",algorithm=\"SHA2-256\",operation=\"hash\",message_bytes=\"16384\"}"
        let run = try samples(text(FormatSample.sources(.pass)))
        #expect(run["fipsmark_run_operation_seconds\(labels)"] == "0.000008000000")
        #expect(run["fipsmark_run_operation_bytes_per_second\(labels)"] == "2048000000")
        #expect(run["fipsmark_bench_operation_seconds\(labels)"] == nil)
        let bench = try samples(text(FormatSample.sources(.pass, bench: "bench")))
        #expect(bench["fipsmark_bench_operation_seconds\(labels)"] == "0.000008000000")
        #expect(bench["fipsmark_bench_operation_upper_seconds\(labels)"] == "0.000008000000")
        let test =
            "moment=\"load\",place=\"1\",type=\"KAT_Digest\",description=\"words\",phase=\"Pass\""
        #expect(run["fipsmark_run_self_test_seconds{\(test)}"] == "0.000001000")
    }

    /// Who verifies a bundle reads numbers that nobody measured.
    @Test func impossibleRatesAreNone() {
        func rate(_ bytes: Int, _ picoseconds: Int) -> Int? {
            BenchExcerpt.Point(
                id: "", algorithm: "", operation: "", messageBytes: bytes, module: "", reason: "",
                picosecondsPerOperation: picoseconds, lowPicoseconds: 0, highPicoseconds: 0
            ).bytesPerSecond
        }
        #expect(rate(16384, 8_000_000) == 2_048_000_000)
        #expect(rate(1 << 39, 1) == nil)
        #expect(rate(0, 8_000_000) == nil)
    }

    /// The clock of who derives the file is not asked.
    @Test func sunsetsCountFromTheDayOfTheRun() throws {
        let sources = try FormatSample.sources(
            .pass, changes: [("\"sunset\":\"\"", "\"sunset\":\"2026-12-24\"")])
        let name = "fipsmark_run_certificate_sunset_days{module=\"openssl\",certificate=\"\"}"
        #expect(try samples(text(sources))[name] == "32")
        #expect(try samples(text(FormatSample.sources(.pass)))[name] == nil)
    }

    @Test func hostileWordsStayInTheirLabel() throws {
        let tame = try samples(text(FormatSample.sources(.fail)))
        let hostile = try text(FormatSample.sources(.fail, text: FormatSample.hostile))
        #expect(try samples(hostile).count == tame.count)
        #expect(
            hostile.contains("name=\"<script>x</script> ]]> \\\"q\\\" 'a' \\\\ {0} [x](y) # SKIP"))
        #expect(hostile.utf8.count < 20000)
    }
}
