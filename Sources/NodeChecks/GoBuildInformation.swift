/// What Go's linker wrote into an executable about its build, as debug/buildinfo reads it.
///
/// The header has 32 bytes: a magic of 14, the size of a pointer, flags. Since Go 1.18 two strings
/// follow, each behind its length as a varint; before, the header has the addresses of two strings.
/// The second string is the text that `go version -m` prints.
final class GoBuildInformation {
    /// `go1.27.3`, with what a vendor or an experiment adds (` X:strictfipsruntime`); empty where
    /// there is build information that cannot be read.
    let version: String
    /// The main package; empty where the build knew none.
    let path: String
    /// Settings of the build, in the order of `named`, each empty where there is none.
    let values: [String]

    /// What bears on cryptography, in the order in which it is told.
    static let named = [
        "GOFIPS140", "GOEXPERIMENT", "microsoft_systemcrypto", "microsoft_toolset_version", "-tags",
        "DefaultGODEBUG", "CGO_ENABLED",
    ]

    /// "\xff Go buildinf:"
    private static let magic: [UInt8] = [0xFF] + " Go buildinf:".utf8
    /// Kubernetes' own have 30 kB.
    private static let maximumText = 1 << 20
    private static let maximumVersion = 256

    /// Nil where there is no such header: no Go program, or one of a Go before 1.13.
    static func read(_ executable: ExecutableFile) -> GoBuildInformation? {
        var build: GoBuildInformation?
        let parts =
            executable.buildInformation.map { [$0] } ?? executable.segments.filter(\.isWritable)
        _ = executable.search(magic, in: parts) { address, offset, bytes in
            // It lies on a multiple of 16 in memory; elsewhere the bytes are somebody's text.
            if address & 15 != 0 { return false }
            build = GoBuildInformation(executable, offset, bytes)
            return true
        }
        return build
    }

    private init(_ executable: ExecutableFile, _ offset: Int, _ header: [UInt8]) {
        var version: [UInt8]?
        var text: [UInt8]?
        // The second flag says that the strings follow.
        if header.count >= 32 && header[15] & 2 != 0 {
            var next = offset + 32
            version = GoBuildInformation.counted(
                executable.file, &next, GoBuildInformation.maximumVersion)
            if version != nil {
                text = GoBuildInformation.counted(
                    executable.file, &next, GoBuildInformation.maximumText)
            }
        } else if header.count >= 32 && header[14] == 8 && header[15] & 1 == 0 {
            version = GoBuildInformation.pointed(
                executable, header.number(16, 8), GoBuildInformation.maximumVersion)
            // A build without modules has no text.
            text =
                GoBuildInformation.pointed(
                    executable, header.number(24, 8), GoBuildInformation.maximumText) ?? []
        }
        guard let version, var text else {
            self.version = ""
            path = ""
            values = []
            return
        }
        // The text stands between two marks of 16 bytes (cmd/go/internal/modload).
        if text.count >= 33 && text[text.count - 17] == 0x0A {
            text = [0x0A] + text[16..<(text.count - 16)]
        } else {
            text = []
        }
        self.version = String(decoding: version, as: UTF8.self)
        path = GoBuildInformation.value("\npath\t", in: text)
        var values: [String] = []
        for name in GoBuildInformation.named {
            values.append(GoBuildInformation.value("\nbuild\t" + name + "=", in: text))
        }
        self.values = values
    }

    /// The rest of a line, without the quotes of a value that has blanks.
    @inline(never)
    private static func value(_ beginning: String, in text: [UInt8]) -> String {
        let wanted = Array(beginning.utf8)
        guard let place = text.place(of: wanted, from: 0) else { return "" }
        var start = place + wanted.count
        var end = start
        while end < text.count && text[end] != 0x0A && end - start < 1024 { end += 1 }
        if end - start > 1 && text[start] == 0x22 && text[end - 1] == 0x22 {
            start += 1
            end -= 1
        }
        return String(decoding: text[start..<end], as: UTF8.self)
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
}

// MARK: - Cryptography

extension ExecutableFile {
    /// A package of cryptography that is linked into a Go program: empty where none is, nil where
    /// the table of functions is longer than is read.
    ///
    /// The names of functions lie in the table that a stack trace needs, which no strip removes;
    /// each begins with its package's path. What only serves others is no cryptography by itself.
    func linkedCryptography() -> String? {
        var found = ""
        let parts = functions.map { [names(in: $0)] } ?? segments
        // Packages of Go's own, then what is developed beside it.
        for pattern in ["\0crypto/", "golang.org/x/crypto/"] {
            let answer = search(Array(pattern.utf8), in: parts) { _, _, bytes in
                found = ExecutableFile.package(bytes)
                return !found.isEmpty
            }
            if answer != false { return answer.map { _ in found } }
        }
        return ""
    }

    /// The part of a table of functions that has their names, a sixth of it, by its header
    /// (runtime.pcHeader since Go 1.16, and with the start of the text since 1.18); the whole table
    /// where that says something else than right behind it, where the linker writes them.
    private func names(in table: Part) -> Part {
        let header = file.read(at: table.offset, count: 48)
        let place = header.number(0, 4) == 0xFFFF_FFFA ? 24 : 32
        let isKnown = [0xFFFF_FFFA, 0xFFFF_FFF0, 0xFFFF_FFF1].contains(header.number(0, 4))
        guard isKnown, let start = header.number(place, 8), let end = header.number(place + 8, 8),
            start > 0, start <= 256, start < end, end <= table.count
        else { return table }
        // With the byte before, since what is looked for begins with the end of another name.
        return Part(
            offset: table.offset + start - 1, count: end - start + 1,
            address: table.address &+ (start - 1), isWritable: false)
    }

    /// The package of a function: up to the point behind its last slash, where a receiver or a
    /// type argument may have slashes of its own. Empty where it is none that counts.
    private static func package(_ bytes: [UInt8]) -> String {
        var name: [UInt8] = []
        var isBehindSlash = false
        for byte in bytes where byte != 0 || !name.isEmpty {
            if byte <= 32 || byte >= 127 || byte == 0x28 || byte == 0x5B { break }
            if byte == 0x2E && isBehindSlash { break }
            // The point of golang.org stands before its first slash.
            if byte == 0x2F { isBehindSlash = true }
            name.append(byte)
        }
        let text = String(decoding: name, as: UTF8.self)
        let serves =
            text.hasPrefix("crypto/internal/") || text == "crypto/fips140"
            || text == "crypto/subtle"
        return serves ? "" : text
    }
}
