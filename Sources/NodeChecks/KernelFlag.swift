/// The kernel's FIPS flag as its file has it.
package enum KernelFlag: Sendable, Equatable {
    case on
    case off
    /// No file, or one that says something else, and what.
    case undetermined(String)

    package static let path = "/proc/sys/crypto/fips_enabled"

    package init(_ reading: FileReading) {
        switch reading {
        case .bytes(let bytes):
            switch String(decoding: bytes, as: UTF8.self).trimmed {
            case "1": self = .on
            case "0": self = .off
            case let other:
                self = .undetermined("it says '\(other.prefix(40))', which is neither 0 nor 1")
            }
        case .absent:
            self = .undetermined(
                "there is no such file: the kernel was built without CONFIG_CRYPTO_FIPS, or /proc "
                    + "is not the kernel's own")
        case .unreadable(let reason): self = .undetermined("it cannot be read: \(reason)")
        }
    }

    package var word: String {
        switch self {
        case .on: "on"
        case .off: "off"
        case .undetermined: "unknown"
        }
    }
}

extension String {
    /// Found by bytes: as characters a line feed takes ten times as long to find.
    package func lines(withEmpty: Bool = false) -> [Substring] {
        utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: !withEmpty)
            .map { Substring($0) }
    }
}

extension Substring {
    /// Without white space of ASCII at both ends.
    var trimmed: String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte >= 9 && byte <= 13 }
        var rest = utf8.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(Substring(rest))
    }
}

extension String {
    /// Without white space of ASCII at both ends.
    var trimmed: String { self[...].trimmed }
}

/// What was given to the kernel at boot: whether it says `fips=1`.
struct BootArguments {
    /// Nil where neither says anything of FIPS.
    let fips: Bool?
    /// Where that stands.
    let source: String

    /// `fips=` of the command line, the last one; else of the boot configuration.
    init?(_ kernel: HostTree) {
        guard let line = kernel.read("/proc/cmdline").text else { return nil }
        var last: Bool?
        for word in line.split(whereSeparator: \.isWhitespace) {
            // What follows belongs to the first program.
            if word == "--" { break }
            if word.hasPrefix("fips=") { last = BootArguments.isOn(word.dropFirst(5)) }
        }
        if let last {
            fips = last
            source = kernel.name("/proc/cmdline")
            return
        }
        for line in (kernel.read("/proc/bootconfig").text ?? "").split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map(\.trimmed)
            if parts.count == 2 && parts[0] == "kernel.fips" {
                last = BootArguments.isOn(parts[1].filter { $0 != "\"" })
            }
        }
        fips = last
        source = kernel.name(last == nil ? "/proc/cmdline" : "/proc/bootconfig")
    }

    /// As the kernel reads it: any number but zero.
    private static func isOn(_ value: some StringProtocol) -> Bool {
        if value.hasPrefix("0x") { return value.dropFirst(2).contains { $0 != "0" } }
        let digits = value.prefix { $0.isNumber }
        return digits.contains { $0 != "0" }
    }
}

/// One line of mountinfo (proc_pid_mountinfo(5)).
struct Mount {
    /// What of the file system is mounted.
    let root: String
    let point: String
    let type: String
    let source: String

    /// Every mount of this process; nil where that cannot be read.
    static func all(_ kernel: HostTree) -> [Mount]? {
        guard let text = kernel.read("/proc/self/mountinfo", limit: 4 << 20).text else {
            return nil
        }
        return text.split(separator: "\n").compactMap { Mount($0) }
    }

    private init?(_ line: Substring) {
        let fields = line.split(separator: " ")
        guard fields.count >= 9, let dash = fields.dropFirst(6).firstIndex(of: "-"),
            dash + 2 < fields.count
        else { return nil }
        root = String(fields[3])
        point = String(fields[4])
        type = String(fields[dash + 1])
        source = String(fields[dash + 2])
    }
}
