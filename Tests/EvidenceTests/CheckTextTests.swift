import Approval
import Evidence
import Testing

/// What the formats for test results share.
@Suite struct CheckTextTests {
    private func derived(_ name: String, _ sources: BundleSources) throws -> String {
        try #require(Projection.optional.first { $0.name == name }).derive(sources)
    }

    private static let formats = ["junit", "sarif", "tap", "hdf", "ctrf"]

    /// A run that executed nothing has no check that is wrong, and no format may look as if it had
    /// passed.
    @Test(arguments: formats) func anUnexplainedVerdictIsACheck(_ format: String) throws {
        let sources = try FormatSample.sources(
            .pass, changes: [("\"verdict\":\"pass\"}", "\"verdict\":\"unknown\"}")])
        let text = try derived(format, sources)
        #expect(text.contains("the verdict of the run"))
        #expect(!(try derived(format, FormatSample.sources(.pass))).contains("the verdict of"))
        #expect(!(try derived(format, FormatSample.sources(.unknown))).contains("the verdict of"))
        switch format {
        case "junit":
            #expect(text.contains("<error message=\"the verdict of the run: PASS  1/1 right, "))
        case "tap": #expect(text.contains("not ok 10 - run: the verdict of the run\n"))
        case "ctrf": #expect(text.contains("\"failed\":1,"))
        case "hdf": #expect(text.contains("\"status\":\"error\""))
        default: #expect(text.contains("\"executionSuccessful\":false"))
        }
    }

    @Test(arguments: formats) func casesThatAreNotToldAreCounted(_ format: String) throws {
        let sources = try FormatSample.sources(
            .fail,
            changes: [
                ("\"cases\":1,", "\"cases\":50,"),
                ("\"error\":0,\"fail\":1,", "\"error\":0,\"fail\":50,"),
                (
                    "\"gcrypt\",\"notComparable\":0,\"pass\":1",
                    "\"gcrypt\",\"notComparable\":0,\"pass\":50"
                ),
            ])
        #expect(try derived(format, sources).contains("and 49 more in results.json"))
        #expect(
            !(try derived(format, FormatSample.sources(.fail))).contains("more in results.json"))
    }

    @Test(arguments: formats) func whereModulesDifferTheComparisonTellsTheCase(
        _ format: String
    ) throws {
        let id = "\"id\":\"cross-check/SHA2-256/1.0/1\",\"observed\":\"words\",\"outcome\":"
        let told = "case 1, md: expected 00; openssl fail words; gcrypt pass 00"
        func count(_ sources: BundleSources) throws -> Int {
            try derived(format, sources).split(separator: told, omittingEmptySubsequences: false)
                .count - 1
        }
        let differing = try FormatSample.sources(
            .fail, changes: [("\(id)\"pass\"", "\(id)\"fail\"")])
        #expect(try count(differing) == 2 * count(FormatSample.sources(.fail)))
        #expect(try count(FormatSample.sources(.fail)) > 0)
    }

    /// Readers of JUnit merge tests of one name, and a failed one could vanish in another.
    @Test(arguments: formats) func namesAreUnlikeEachOther(_ format: String) throws {
        let sources = try FormatSample.sources(
            .fail, changes: [("\"id\":\"state/openssl\"", "\"id\":\"kat/SHA2-256/1.0/1/openssl\"")])
        #expect(try derived(format, sources).contains("kat/SHA2-256/1.0/1/openssl (2)"))
    }

    @Test(arguments: formats + ["metrics"]) func theSameSourcesGiveTheSameBytes(
        _ format: String
    ) throws {
        let first = try derived(format, FormatSample.sources(.fail))
        #expect(first == (try derived(format, FormatSample.sources(.fail))))
        #expect(first != (try derived(format, FormatSample.sources(.pass))))
    }
}
