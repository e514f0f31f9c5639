/// What Go's linker wrote into an executable about its build, as debug/buildinfo reads it.
///
/// The header has 32 bytes: a magic of 14, the size of a pointer, flags. Since Go 1.18 two strings
/// follow, each behind its length as a varint; before, the header has the addresses of two strings.
/// The second string is the text that `go version -m` prints.
struct GoBuildInformation: Sendable, Equatable {
    /// `go1.27.3`, with what a vendor or an experiment adds (` X:strictfipsruntime`).
    let version: String
    /// The main package; empty where the build knew none.
    let path: String
    /// Settings of the build, of those in `named` alone.
    let settings: [String: String]

    /// What bears on cryptography, in the order in which it is told.
    static let named = [
        "GOFIPS140", "GOEXPERIMENT", "microsoft_systemcrypto", "microsoft_toolset_version", "-tags",
        "DefaultGODEBUG", "CGO_ENABLED",
    ]

    enum Reading: Equatable {
        case found(GoBuildInformation)
        /// No such header: no Go program, or one of a Go before 1.13.
        case absent
        case damaged
    }

    /// "\xff Go buildinf:"
    private static let magic: [UInt8] = [0xFF] + " Go buildinf:".utf8
    /// Kubernetes' own have 30 kB.
    private static let maximumText = 1 << 20
    private static let maximumVersion = 256

    static func read(_ executable: ExecutableFile) -> Reading {
        var reading = Reading.absent
        var budget = 32 << 20
        let parts =
            executable.buildInformation.map { [$0] } ?? executable.segments.filter(\.isWritable)
        for part in parts {
            let isFound = executable.search(magic, in: part, budget: &budget) { offset, bytes in
                // It lies on a multiple of 16 in memory; elsewhere the bytes are somebody's text.
                if (part.address &+ (offset - part.offset)) & 15 != 0 { return false }
                reading = decode(executable, offset, Array(bytes.prefix(32)))
                return true
            }
            if isFound { break }
        }
        return reading
    }

    private static func decode(
        _ executable: ExecutableFile, _ offset: Int, _ header: [UInt8]
    ) -> Reading {
        if header.count < 32 { return .damaged }
        var version: [UInt8]?
        var text: [UInt8]?
        // The second flag says that the strings follow.
        if header[15] & 2 != 0 {
            var next = offset + 32
            version = counted(executable.file, &next, maximumVersion)
            text = version == nil ? nil : counted(executable.file, &next, maximumText)
        } else if header[14] == 8 && header[15] & 1 == 0 {
            version = pointed(executable, header.number(16, 8), maximumVersion)
            // A build without modules has no text.
            text = pointed(executable, header.number(24, 8), maximumText) ?? []
        }
        guard let version, let text, !version.isEmpty else { return .damaged }
        return .found(GoBuildInformation(String(decoding: version, as: UTF8.self), framed(text)))
    }

    /// A string behind its length.
    private static func counted(
        _ file: HostFile, _ next: inout Int, _ limit: Int
    ) -> [UInt8]? {
        var length = 0
        // Four bytes of seven bits are more than any limit.
        for (index, byte) in file.read(at: next, count: 4).enumerated() {
            length |= Int(byte & 0x7F) << (7 * index)
            if byte & 0x80 != 0 { continue }
            let start = next + index + 1
            if length > limit || length > file.sizeBytes - start { return nil }
            let bytes = file.read(at: start, count: length)
            next = start + length
            return bytes.count == length ? bytes : nil
        }
        return nil
    }

    /// A string whose address and length lie at an address.
    private static func pointed(
        _ executable: ExecutableFile, _ address: Int?, _ limit: Int
    ) -> [UInt8]? {
        guard let address, let place = executable.offset(address) else { return nil }
        let header = executable.file.read(at: place, count: 16)
        guard let length = header.number(8, 8), length <= limit,
            let target = header.number(0, 8), let start = executable.offset(target)
        else { return nil }
        let bytes = executable.file.read(at: start, count: length)
        return bytes.count == length ? bytes : nil
    }

    /// The text between its two marks of 16 bytes (cmd/go/internal/modload).
    private static func framed(_ text: [UInt8]) -> ArraySlice<UInt8> {
        text.count >= 33 && text[text.count - 17] == 0x0A ? text[16..<(text.count - 16)] : []
    }

    private init(_ version: String, _ text: ArraySlice<UInt8>) {
        var path = ""
        var settings: [String: String] = [:]
        for line in text.split(separator: 0x0A) {
            if let value = line.after("path\t") {
                path = value
            } else if line.starts(with: "build\t".utf8) {
                for name in Self.named where settings[name] == nil {
                    if let value = line.after("build\t\(name)=") { settings[name] = value }
                }
            }
        }
        self.version = version
        self.path = path
        self.settings = settings
    }
}

extension ArraySlice<UInt8> {
    /// What follows a beginning, without the quotes of a value that has blanks.
    fileprivate func after(_ beginning: String) -> String? {
        if !starts(with: beginning.utf8) { return nil }
        var value = dropFirst(beginning.utf8.count).prefix(1 << 12)
        if value.count > 1 && value.first == 0x22 && value.last == 0x22 {
            value = value.dropFirst().dropLast()
        }
        return String(decoding: value, as: UTF8.self)
    }
}

// MARK: - Cryptography

/// Whether cryptography is linked into a Go program.
enum LinkedCryptography: Equatable {
    /// A package of it.
    case package(String)
    case none
    /// The table of functions is longer than is read.
    case unknown

    /// The names of functions lie in the table that a stack trace needs, which no strip removes;
    /// each begins with its package's path. What only serves others is no cryptography by itself.
    static func find(_ executable: ExecutableFile) -> LinkedCryptography {
        let parts = executable.functions.map { [$0] } ?? executable.segments
        var found = ""
        // Packages of Go's own, then what is developed beside it.
        for pattern in ["\0crypto/", "golang.org/x/crypto/"] {
            var budget = 32 << 20
            for part in parts {
                let isFound = executable.search(Array(pattern.utf8), in: part, budget: &budget) {
                    let name = name($1)
                    if name.isEmpty { return false }
                    found = name
                    return true
                }
                if isFound { return .package(found) }
            }
            if budget <= 0 { return .unknown }
        }
        return .none
    }

    /// The package of a function: up to the point behind its last slash. Empty where it is none
    /// that counts.
    private static func name(_ bytes: ArraySlice<UInt8>) -> String {
        let text = bytes.drop { $0 == 0 }.prefix {
            // Up to a receiver or a type argument, which may have slashes of its own.
            $0 > 32 && $0 < 127 && $0 != 0x28 && $0 != 0x5B
        }
        guard let slash = text.lastIndex(of: 0x2F) else { return "" }
        let end = text[slash...].firstIndex(of: 0x2E) ?? text.endIndex
        let name = String(decoding: text[..<end], as: UTF8.self)
        let serves = ["crypto/fips140", "crypto/subtle"]
        return name.hasPrefix("crypto/internal/") || serves.contains(name) ? "" : name
    }
}
