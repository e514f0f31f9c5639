import Approval
import Evidence
import Testing

@Suite struct HDFTests {
    private func controls(_ sources: BundleSources) throws -> [[String: Any]] {
        let hdf = try #require(Projection.optional.first { $0.name == "hdf" })
        let profile = try FormatSample.member(
            try FormatSample.object(hdf.derive(sources)), "profiles", "0")
        #expect(try FormatSample.member(profile, "sha256") as? String == sources.digests.policy)
        return try FormatSample.objects(try FormatSample.member(profile, "controls"))
    }

    private func status(_ control: [String: Any]) throws -> String {
        let results = try FormatSample.objects(try FormatSample.member(control, "results"))
        #expect(results.count == 1)
        return try #require(results.first?["status"] as? String)
    }

    @Test(arguments: Sample.Kind.allCases) func countsAreThoseOfTheRun(_ kind: Sample.Kind) throws {
        let sources = try FormatSample.sources(kind)
        let checks = sources.results.checks
        let statuses = try controls(sources).map(status)
        #expect(statuses.count == checks.count)
        #expect(statuses.count { $0 == "passed" } == checks.count { $0.outcome == .pass })
        #expect(statuses.count { $0 == "failed" } == (kind == .fail ? 2 : 1))
        #expect(statuses.count { $0 == "error" } == (kind == .unknown ? 1 : 0))
    }

    @Test func whatDecidesWeighsMore() throws {
        let controls = try controls(FormatSample.sources(.fail))
        func control(_ id: String) throws -> [String: Any] {
            try #require(controls.first { $0["id"] as? String == id })
        }
        let required = try control("kat/SHA2-256/1.0/1/openssl")
        #expect(required["impact"] as? Double == 0.7)
        #expect(try status(required) == "failed")
        #expect(
            try FormatSample.member(required, "tags", "nist") as? [String] == ["SC-13", "SI-7 (1)"])
        let message = try FormatSample.member(required, "results", "0", "message") as? String
        #expect(message?.contains("case 1, md: expected 00; openssl fail words") == true)
        let warning = try control("probe/openssl/tdea3-enc/tdea-encryption")
        #expect(warning["impact"] as? Double == 0.3)
        #expect(try status(warning) == "failed")
    }

    @Test func hostileWordsStayInTheirField() throws {
        let controls = try controls(FormatSample.sources(.fail, text: FormatSample.hostile))
        #expect(controls.count == 9)
        for control in controls {
            let title = try #require(control["title"] as? String)
            #expect(title.hasPrefix("<script>x</script> ]]> \"q\""))
            #expect(!title.contains { $0.isNewline } && title.utf8.count < 1000)
        }
    }
}
