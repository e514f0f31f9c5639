extension BundleSources {
    /// The two logs of the CMMC Hashing Guide: the digest of each file, and the digest of that list,
    /// which is what an organisation enters into eMASS. Both have the columns that PowerShell's
    /// Get-FileHash prints, since that is the guide's own means.
    ///
    /// - Parameter files: every other file of the bundle, in the order that the log shall have.
    package func artifactLogs(
        files: [(path: String, sha256: String)]
    ) -> [(path: String, text: String)] {
        let listPath = "CMMCAssessmentArtifacts.log"
        let list = BundleSources.log(files)
        return [
            (listPath, list),
            ("CMMCAssessmentLogHash.log", BundleSources.log([(listPath, hashing.sha256(list))])),
        ]
    }

    private static func log(_ files: [(path: String, sha256: String)]) -> String {
        func row(_ algorithm: String, _ digest: String, _ path: String) -> String {
            let padding = String(repeating: " ", count: 12 - algorithm.utf8.count)
            let more = String(repeating: " ", count: max(0, 64 - digest.utf8.count))
            return "\(algorithm)\(padding) \(digest)\(more) \(path)\n"
        }
        func rule(_ length: Int) -> String { String(repeating: "-", count: length) }
        return row("Algorithm", "Hash", "Path") + row(rule(12), rule(64), rule(4))
            + files.map { row("SHA256", $0.sha256.uppercased(), $0.path) }.joined()
    }
}
