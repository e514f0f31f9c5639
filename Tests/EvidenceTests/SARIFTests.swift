import Approval
import Evidence
import Testing

@Suite struct SARIFTests {
    private struct Log {
        let run: Any
        let results: [[String: Any]]
        let rules: [[String: Any]]

        init(_ sources: BundleSources) throws {
            let sarif = try #require(Projection.optional.first { $0.name == "sarif" })
            let log = try FormatSample.object(sarif.derive(sources))
            #expect(try FormatSample.member(log, "version") as? String == "2.1.0")
            run = try FormatSample.member(log, "runs", "0")
            results = try FormatSample.objects(try FormatSample.member(run, "results"))
            rules = try FormatSample.objects(
                try FormatSample.member(run, "tool", "driver", "rules"))
        }

        func count(_ kind: String, _ level: String) -> Int {
            results.count { $0["kind"] as? String == kind && $0["level"] as? String == level }
        }
    }

    @Test(arguments: Sample.Kind.allCases) func countsAreThoseOfTheRun(_ kind: Sample.Kind) throws {
        let sources = try FormatSample.sources(kind)
        let checks = sources.results.checks
        let log = try Log(sources)
        #expect(log.results.count == checks.count)
        #expect(log.count("fail", "error") == (kind == .fail ? 1 : 0))
        #expect(log.count("fail", "warning") == checks.count { $0.isWarning })
        #expect(log.count("pass", "none") == checks.count { $0.outcome == .pass })
        #expect(
            log.count("open", "none")
                == checks.count { [.unknown, .error, .notChecked].contains($0.outcome) })
        for result in log.results {
            // Section 3.27.10.
            #expect((result["kind"] as? String == "fail") == (result["level"] as? String != "none"))
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(log.rules[index]["id"] as? String == result["ruleId"] as? String)
            #expect(
                try FormatSample.member(
                    result, "locations", "0", "physicalLocation", "artifactLocation", "uri")
                    as? String == "policy.json")
        }
        let invocation = try FormatSample.member(log.run, "invocations", "0")
        #expect(
            try FormatSample.member(invocation, "executionSuccessful") as? Bool
                == (kind != .unknown))
        let notes = try FormatSample.objects(
            try FormatSample.member(invocation, "toolExecutionNotifications"))
        #expect(notes.count == (kind == .unknown ? 1 : 0))
    }

    @Test func fingerprintsAreOfTheCheckAlone() throws {
        func prints(_ kind: Sample.Kind) throws -> [String] {
            try Log(FormatSample.sources(kind)).results.map {
                try #require(
                    try FormatSample.member($0, "partialFingerprints", "checkID/v1") as? String)
            }
        }
        let passing = try prints(.pass)
        #expect(passing == (try prints(.fail)))
        #expect(Set(passing).count == passing.count)
    }

    @Test func aRuleNamesTheControlsOfItsGroup() throws {
        let log = try Log(FormatSample.sources(.pass))
        let rule = try #require(log.rules.first { $0["id"] as? String == "known-answers" })
        let taxa = try FormatSample.objects(
            try FormatSample.member(log.run, "taxonomies", "0", "taxa"))
        let related = try FormatSample.objects(try FormatSample.member(rule, "relationships"))
        let names = try related.map { relationship in
            let index = try #require(
                try FormatSample.member(relationship, "target", "index") as? Int)
            #expect(
                try FormatSample.member(relationship, "target", "id") as? String
                    == taxa[index]["id"] as? String)
            return taxa[index]["id"] as? String
        }
        #expect(names == ["SC-13", "SI-7(1)"])
        // A check that the map does not know is there all the same.
        #expect(log.rules.contains { $0["id"] as? String == "unmapped-limit" })
    }

    @Test func hostileWordsAreNeitherPlaceholderNorLink() throws {
        let log = try Log(FormatSample.sources(.fail, text: FormatSample.hostile))
        let failed = try #require(log.results.first { $0["level"] as? String == "error" })
        let text = try #require(try FormatSample.member(failed, "message", "text") as? String)
        #expect(
            text.hasPrefix("<script>x</script> \\]\\]> \"q\" 'a' \\\\ {{0}} \\[x\\](y) # SKIP no"))
        #expect(text.contains("\ncase 1, md: expected 00; openssl fail <script>"))
        #expect(text.utf8.count < 4000)
        #expect(log.results.count == 9)
    }
}
