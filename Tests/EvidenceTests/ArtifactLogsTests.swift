import Evidence
import Testing

@Suite struct ArtifactLogsTests {
    private let policy = (path: "policy.json", bytes: Array("{}\n".utf8))
    private let results = (path: "results.json", bytes: Array("{\"results\":[]}\n".utf8))

    private func logs(
        _ files: [(path: String, bytes: [UInt8])], cmmc: Bool = true
    ) throws -> [String] {
        var options = BundleOptions()
        options.cmmc = cmmc
        let sources = try FormatSample.sources(.pass, options: options)
        return sources.artifactLogs(files: files).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func theListIsWhatGetFileHashPrints() throws {
        let logs = try logs([results, policy])
        try #require(logs.count == 2)
        let head = """
            Algorithm    Hash                                                             Path
            ------------ ---------------------------------------------------------------- ----

            """
        let policyDigest = "CA3D163BAB055381827226140568F3BEF7EAAC187CEBD76878E0B63E9E442356"
        let resultsDigest = "250A97E605CCC127D0B54B8D69907118CCD5D0A3352B27819891E2DC8C5B4046"
        #expect(
            logs[0] == head + "SHA256       \(policyDigest) policy.json\n"
                + "SHA256       \(resultsDigest) results.json\n")
        // SHA-256 of the first log, by another program.
        let digest = "74BD1019367E45FBC073037D36A46670E32B48E659E2B88034A7FFDC193968CC"
        #expect(logs[1] == head + "SHA256       \(digest) CMMCAssessmentArtifacts.log\n")
    }

    @Test func anotherFileIsAnotherListAndTheLogsThemselvesAreNone() throws {
        let own = BundleSources.artifactLogPaths.map { (path: $0, bytes: results.bytes) }
        #expect(try logs([policy] + own) == logs([policy]))
        #expect(try logs([(policy.path, results.bytes)]) != logs([policy]))
        #expect(try logs([policy], cmmc: false).isEmpty)
    }
}
