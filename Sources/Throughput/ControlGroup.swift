import Glibc

/// The processors' time that this process's control group may use.
package struct ControlGroup: Sendable {
    private let folder: String?

    package init() {
        folder = ControlGroup.folders.first { unsafe access("\($0)/cpu.stat", R_OK) == 0 }
    }

    /// How often the group was held back since it was made; nil where nobody counts.
    package var throttledPeriods: Int? {
        guard let folder, let text = SystemFile.read("\(folder)/cpu.stat") else { return nil }
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == "nr_throttled" { return Int(words[1]) }
        }
        return nil
    }

    /// Thousandths of a processor; nil where there is no limit.
    package var quotaPerMille: Int? {
        guard let folder else { return nil }
        var words: [Int?] = []
        if let text = SystemFile.read("\(folder)/cpu.max") {
            words = text.split { $0 == " " || $0 == "\n" }.map { Int($0) }
        } else {
            words = ["cpu.cfs_quota_us", "cpu.cfs_period_us"].map { name in
                SystemFile.read("\(folder)/\(name)")
                    .flatMap { $0.split(separator: "\n").first.flatMap { Int($0) } }
            }
        }
        guard words.count == 2, let quota = words[0], let period = words[1], quota > 0, period > 0
        else { return nil }
        return quota * 1000 / period
    }

    /// Where the group may lie, in version 2 of control groups and in version 1. A container sees
    /// its own group at the top.
    private static var folders: [String] {
        var folders: [String] = []
        for line in (SystemFile.read("/proc/self/cgroup") ?? "").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            if parts.count != 3 { continue }
            if parts[1].isEmpty { folders.append("/sys/fs/cgroup\(parts[2])") }
            if parts[1].split(separator: ",").contains("cpu") {
                folders.append("/sys/fs/cgroup/\(parts[1])\(parts[2])")
                folders.append("/sys/fs/cgroup/\(parts[1])")
            }
        }
        return folders + ["/sys/fs/cgroup"]
    }
}

/// Small files of the kernel's.
package enum SystemFile {
    private static let limitBytes = 1 << 18

    /// Nil where it cannot be read.
    package static func read(_ path: String) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if file < 0 { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count < limitBytes {
            let count = unsafe Glibc.read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
