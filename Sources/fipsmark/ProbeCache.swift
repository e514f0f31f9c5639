import CommandSupport
import Glibc
import NodeChecks

/// A probe that passed, remembered with the fingerprint of all that it depended on.
struct ProbeCache {
    private let path: String

    init(directory: String) {
        path = "\(directory)/fipsmark-probe-\(geteuid())"
    }

    /// Whether a probe passed and nothing has changed since. A directory that others may write to
    /// is common (an emptyDir is), so the file itself must be ours and nobody else's to change.
    var holds: Bool {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if file < 0 { return false }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_uid == geteuid(), status.st_mode & 0o022 == 0
        else { return false }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(file, &bytes, bytes.count)
        if count <= 0 || count == bytes.count { return false }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        // The names of the files stand in it, so that it can be made again.
        let files = text.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("file "), let slash = line.firstIndex(of: "/") else { return nil }
            return String(line[slash...])
        }
        return text == ProbeCache.fingerprint(files)
    }

    /// Remembers a pass. That it cannot is no failure of the module's.
    func store(_ files: [String]) {
        let text = ProbeCache.fingerprint(["/proc/self/exe"] + files.filter { $0.hasPrefix("/") })
        let temporary = "\(path).\(getpid())"
        let file = open(
            temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if file < 0 { return }
        let bytes = Array(text.utf8)
        let written = Glibc.write(file, bytes, bytes.count)
        close(file)
        if written != bytes.count || rename(temporary, path) != 0 { unlink(temporary) }
    }

    /// All that a verdict depends on and that can change while this process lives, a line each.
    static func fingerprint(_ files: [String]) -> String {
        let host = HostTree(root: "/")
        func line(_ path: String) -> String {
            host.read(path).text?.split(separator: "\n").first.map(String.init) ?? "none"
        }
        var lines = [
            "fipsmark probe 1 \(Tool.version)",
            "flag \(line("/proc/sys/crypto/fips_enabled"))",
            "boot \(line("/proc/sys/kernel/random/boot_id"))",
        ]
        for (name, value) in NodeFacts.environment().sorted(by: { $0.key < $1.key }) {
            lines.append(FactSheet.row(["variable \(name)", value]).split(separator: "\n")[0] + "")
        }
        for path in files { lines.append("file \(state(path)) \(path)") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Whatever is done to a file changes one of these; the time of change cannot be set back.
    private static func state(_ path: String) -> String {
        var status = stat()
        if stat(path, &status) != 0 { return "gone" }
        return "\(status.st_dev):\(status.st_ino):\(status.st_size):"
            + "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec):"
            + "\(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)"
    }
}
