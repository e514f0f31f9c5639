import ArgumentParser
import BenchRecord
import CommandSupport
import Evidence
import Glibc

struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove what old bundles hold, and keep their manifests and the chain.",
        discussion: """
            Of bundles whose run is older than --keep, the manifest, its signature and the \
            signer's key stay, so that the chain of later bundles can still be followed. CMMC \
            wants six years (32 CFR 170.17), PCI DSS twelve months at hand.

            Example: fipsmark evidence prune bundles --keep 6y
            """)

    @Argument(help: "The folder that bundles are kept in.")
    var folder: String

    @Option(
        help: ArgumentHelp(
            "How long a bundle stays whole: days, weeks or years, such as 30d, 12w or 6y.",
            valueName: "time"))
    var keep: String

    @Flag(help: "Say what would be removed, and remove nothing.")
    var dryRun = false

    /// What stays of an old bundle.
    private static let kept: Set<String> = [
        Manifest.path, Manifest.envelopePath, Manifest.timestampPath, BundleFiles.publicKeyPath,
    ]

    func validate() throws {
        if Prune.days(keep) == nil {
            throw ValidationError("--keep takes a time such as 30d, 12w or 6y, not '\(keep)'")
        }
    }

    func run() throws {
        try leaving { () throws(CommandError) in
            let days = Prune.days(keep) ?? 0
            let border = UTCTime.later(by: -days * 86400)
            var lines: [String] = []
            for link in try BundleChain.links(in: folder)
            where link.manifest.startedAt < border {
                let payload = link.manifest.files.filter {
                    !Prune.kept.contains($0.path)
                        && access("\(link.folder)/\($0.path)", F_OK) == 0
                }
                if payload.isEmpty { continue }
                if !dryRun { try remove(payload, link.folder) }
                lines.append(
                    "\(dryRun ? "would prune" : "pruned") \(link.folder): \(payload.count) files, "
                        + "run of \(link.manifest.startedAt)")
            }
            if lines.isEmpty { lines.append("nothing is older than \(keep)") }
            try ReportFile.writeToStandardOutput(lines.map { "\($0)\n" }.joined())
            return .passed
        }
    }

    /// Only what the manifest lists, and never through a link or above the folder.
    private func remove(
        _ files: [Manifest.File], _ folder: String
    ) throws(CommandError) {
        for file in files {
            let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
            if parts.contains("..") || parts.contains("") {
                throw CommandError("\(folder): the manifest lists \(Evidence.line(file.path))")
            }
            if unlink("\(folder)/\(file.path)") != 0 && errno != ENOENT {
                throw BundleFolder.failure("\(folder)/\(file.path)", "remove")
            }
            if parts.count == 2 { rmdir("\(folder)/\(parts[0])") }
        }
    }

    private static func days(_ text: String) -> Int? {
        guard let count = Int(text.dropLast()), (1...36500).contains(count) else { return nil }
        switch text.last {
        case "d": return count
        case "w": return count * 7
        // Six years hold one or two days more.
        case "y": return count * 366
        default: return nil
        }
    }
}
