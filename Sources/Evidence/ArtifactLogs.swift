extension BundleSources {
    /// The two logs of the CMMC Hashing Guide: the digest of each file, and that of the list, which
    /// is what an organisation enters into eMASS. Both have the columns that PowerShell's
    /// Get-FileHash prints, since that is the guide's own means.
    ///
    /// The list has every other file, the manifest and its signature among them, so that it comes
    /// last and stands in no manifest.
    ///
    /// - Parameter files: all files of the bundle; the logs themselves are passed over.
    /// - Returns: nothing where nobody asked for it.
    package func artifactLogs(
        files: [(path: String, bytes: [UInt8])]
    ) -> [(path: String, bytes: [UInt8])] {
        if !options.cmmc { return [] }
        let others = files.filter { !BundleSources.artifactLogPaths.contains($0.path) }
            .sorted { $0.path < $1.path }
        let list = BundleSources.log(others.map { ($0.path, hashing.sha256($0.bytes)) })
        let paths = BundleSources.artifactLogPaths
        let hash = BundleSources.log([(paths[0], hashing.sha256(list))])
        return [(paths[0], Array(list.utf8)), (paths[1], Array(hash.utf8))]
    }

    package static let artifactLogPaths = [
        "CMMCAssessmentArtifacts.log", "CMMCAssessmentLogHash.log",
    ]

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
