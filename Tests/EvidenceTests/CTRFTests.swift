import Approval
import Evidence
import Testing

@Suite struct CTRFTests {
    private func results(_ sources: BundleSources) throws -> Any {
        let ctrf = try #require(Projection.optional.first { $0.name == "ctrf" })
        let report = try FormatSample.object(ctrf.derive(sources))
        #expect(try FormatSample.member(report, "reportFormat") as? String == "CTRF")
        return try FormatSample.member(report, "results")
    }

    @Test(arguments: Sample.Kind.allCases) func countsAreThoseOfTheRun(_ kind: Sample.Kind) throws {
        let sources = try FormatSample.sources(kind)
        let checks = sources.results.checks
        let results = try results(sources)
        let tests = try FormatSample.objects(try FormatSample.member(results, "tests"))
        #expect(tests.count == checks.count)
        #expect(tests.map { $0["rawStatus"] as? String } == checks.map(\.outcome.rawValue))
        for status in ["passed", "failed", "skipped", "pending", "other"] {
            #expect(
                try FormatSample.member(results, "summary", status) as? Int
                    == tests.count { $0["status"] as? String == status })
        }
        // What could not be determined is not let through either.
        let failed = tests.filter { $0["status"] as? String == "failed" }
        #expect(failed.count == (kind == .pass ? 0 : 1))
        #expect(failed.allSatisfy { $0["testId"] as? String == "kat/SHA2-256/1.0/1/openssl" })
        #expect(
            tests.count { $0["status"] as? String == "passed" }
                == checks.count { $0.outcome == .pass })
    }

    @Test func timesAreMillisecondsOfTheRun() throws {
        let results = try results(FormatSample.sources(.pass))
        let start = try FormatSample.member(results, "summary", "start") as? Int
        #expect(start == 1_795_348_800_000)
        #expect(try FormatSample.member(results, "summary", "stop") as? Int == 1_795_348_807_000)
    }

    @Test func hostileWordsStayInTheirField() throws {
        let sources = try FormatSample.sources(
            .fail, text: FormatSample.hostile,
            changes: [("\"2026-11-22T12:00:00Z\"", "\"2026-02-30T12:00:00Z\"")])
        let results = try results(sources)
        let tests = try FormatSample.objects(try FormatSample.member(results, "tests"))
        #expect(tests.count == 9)
        for test in tests {
            let name = try #require(test["name"] as? String)
            #expect(!name.contains { $0.isNewline } && name.utf8.count < 1000)
        }
        let trace = try #require(tests[3]["trace"] as? String)
        #expect(trace.contains("\ncase 1, md: expected 00; openssl fail <script>x</script> ]]>"))
        // What is no day has no time.
        #expect(try FormatSample.member(results, "summary", "start") as? Int == 0)
    }
}
