import Evidence
import Testing

@Suite struct ArtifactLogsTests {
    /// Digests of `{}` and `{"results":[]}`, each with a line's end.
    private let policy = "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"
    private let results = "250a97e605ccc127d0b54b8d69907118ccd5d0a3352b27819891e2dc8c5b4046"

    @Test func theListIsWhatGetFileHashPrints() throws {
        let logs = try FormatSample.sources(.pass).artifactLogs(
            files: [("policy.json", policy), ("results.json", results)])
        try #require(logs.count == 2)
        let head = """
            Algorithm    Hash                                                             Path
            ------------ ---------------------------------------------------------------- ----

            """
        #expect(logs[0].path == "CMMCAssessmentArtifacts.log")
        #expect(
            logs[0].text == head + "SHA256       \(policy.uppercased()) policy.json\n"
                + "SHA256       \(results.uppercased()) results.json\n")
        // SHA-256 of the first log, by another program.
        let digest = "74BD1019367E45FBC073037D36A46670E32B48E659E2B88034A7FFDC193968CC"
        #expect(logs[1].path == "CMMCAssessmentLogHash.log")
        #expect(logs[1].text == head + "SHA256       \(digest) CMMCAssessmentArtifacts.log\n")
    }

    @Test func anotherDigestIsAnotherList() throws {
        let sources = try FormatSample.sources(.pass)
        let right = sources.artifactLogs(files: [("policy.json", policy)])
        let wrong = sources.artifactLogs(files: [("policy.json", results)])
        #expect(right[0].text != wrong[0].text)
        #expect(right[1].text != wrong[1].text)
    }
}
