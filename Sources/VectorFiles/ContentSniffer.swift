/// Tells what a file is by how it begins.
enum ContentSniffer {
    /// Room for the longest head of a vector file, with comments and notes.
    static let headBytes = 64 << 10

    /// Of a name only our own ending counts: a broken table must be told as broken.
    static func kind(of head: [UInt8], name: String) -> VectorInput.Kind {
        let endings = [".kat", ".kat.gz", ".kat.xz", ".kat.bz2"]
        if endings.contains(where: { name.hasSuffix($0) }) { return .kat }
        if head.isEmpty { return .other("an empty file") }
        if let archive = archive(head) { return .other(archive) }
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let text = head.dropFirst(head.starts(with: mark) ? mark.count : 0)
        let words = text.drop { isSpace($0) }
        guard let first = words.first else { return .other("nothing but white space") }
        let isBinary = words.contains { $0 < 0x20 && !isSpace($0) }
        let second = words.dropFirst().first { !isSpace($0) }
        // A section of a CAVP file begins with a bracket too, but never holds an object or a list.
        if first == UInt8(ascii: "{")
            || first == UInt8(ascii: "[") && second.map("{[\"]".utf8.contains) ?? true
        {
            // Whatever else is in it, as a NUL byte: its reader tells the place.
            let kind = json(words)
            if !isBinary || kind == .acvp || kind == .wycheproof { return kind }
        }
        if isBinary { return .other("binary data") }
        // The last line may be cut off in the middle.
        let isWhole = head.count < headBytes
        let lines = text.split(separator: UInt8(ascii: "\n"))
        return table(isWhole ? lines[...] : lines.dropLast())
    }

    private static func json(_ text: ArraySlice<UInt8>) -> VectorInput.Kind {
        let keys = JSONHead.keys(text)
        // Wycheproof's sets have testGroups as well.
        if !keys.isDisjoint(with: ["numberOfTests", "generatorVersion", "schema"]) {
            return .wycheproof
        }
        if !keys.isDisjoint(with: ["vsId", "testGroups"]) { return .acvp }
        return .other("JSON without vectors: it has neither vsId nor testGroups near its start")
    }

    private static func table(_ lines: ArraySlice<ArraySlice<UInt8>>) -> VectorInput.Kind {
        let significant = lines.lazy
            .map { String(decoding: $0, as: UTF8.self).trimmed }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        var head = significant.prefix(2).makeIterator()
        guard let first = head.next() else { return .other("nothing but comments") }
        if first.hasPrefix("set "), head.next()?.hasPrefix("cases ") ?? false { return .kat }
        var fitting = 0
        var total = 0
        var hasData = false
        for line in significant {
            total += 1
            if line.hasPrefix("[") && line.hasSuffix("]") {
                fitting += 1
            } else if let sign = line.firstIndex(of: "=") {
                let value = String(line[line.index(after: sign)...]).trimmed
                fitting += 1
                hasData = hasData || value.count >= 16 && value.allSatisfy(\.isHexDigit)
            }
        }
        // Lines such as FAIL have neither form. Settings of programs have both, but no data.
        if hasData && fitting * 4 >= total * 3 { return .cavp }
        return .other("text without vectors")
    }

    private static func archive(_ head: [UInt8]) -> String? {
        if head.starts(with: Array("PK\u{3}\u{4}".utf8)) { return "a zip archive; unpack it" }
        if head.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) { return "zstd; decompress it" }
        if head.dropFirst(257).starts(with: Array("ustar".utf8)) {
            return "a tar archive; unpack it"
        }
        return CompressionFormat(head).map { "compressed twice, with \($0.name); decompress it" }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0d).contains(byte)
    }
}

extension String {
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
