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
        leaving { () throws(CommandError) in
            let days = Prune.days(keep) ?? 0
            let border = UTCTime.later(by: -days * 86400)
            var lines: [String] = []
            var status = ExitStatus.passed
            for link in try BundleChain.links(in: folder)
            where link.manifest.startedAt < border {
                let place = Evidence.line(link.folder)
                do throws(CommandError) {
                    let count = try prune(link)
                    if count == 0 { continue }
                    lines.append(
                        "\(dryRun ? "would prune" : "pruned") \(place): \(count) files, "
                            + "run of \(Evidence.line(link.manifest.startedAt))")
                } catch {
                    // The other bundles have done nothing wrong.
                    StandardError.say("error: \(place): \(Evidence.line(error.message))")
                    status = .undetermined
                }
            }
            if lines.isEmpty && status == .passed { lines.append("nothing is older than \(keep)") }
            try ReportFile.writeToStandardOutput(lines.map { "\($0)\n" }.joined())
            return status
        }
    }

    /// Only what the manifest lists, and never through a link or above the folder.
    private func prune(_ link: BundleChain.Link) throws(CommandError) -> Int {
        let paths = link.manifest.files.map(\.path) + BundleSources.artifactLogPaths
        let payload = paths.filter { !Prune.kept.contains($0) }
        for path in payload where !Prune.isPlain(path) {
            throw CommandError("the manifest lists \(path), and nothing was removed")
        }
        let top = open(link.folder, Prune.folderFlags)
        if top < 0 { throw BundleFolder.failure(link.folder, "open") }
        defer { close(top) }
        var count = 0
        for path in payload where try remove(path, from: top) { count += 1 }
        return count
    }

    /// A link in the place of a folder is an error.
    private static let folderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

    /// Whether there was such a file.
    private func remove(_ path: String, from top: Int32) throws(CommandError) -> Bool {
        let parts = path.split(separator: "/").map(String.init)
        var place = top
        if parts.count == 2 {
            place = openat(top, parts[0], Prune.folderFlags)
            if place < 0 && errno == ENOENT { return false }
            if place < 0 { throw BundleFolder.failure(parts[0], "open") }
        }
        defer { if place != top { close(place) } }
        var status = stat()
        if fstatat(place, parts[parts.count - 1], &status, AT_SYMLINK_NOFOLLOW) != 0 {
            return false
        }
        if dryRun { return true }
        if unlinkat(place, parts[parts.count - 1], 0) != 0 {
            throw BundleFolder.failure(path, "remove")
        }
        // Fails until its last file is gone.
        if parts.count == 2 { unlinkat(top, parts[0], AT_REMOVEDIR) }
        return true
    }

    /// A name, or a folder and a name.
    private static func isPlain(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count <= 2 && !path.utf8.contains(0)
            && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
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
