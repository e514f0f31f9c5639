/// Reads a tar archive member by member: POSIX.1-2024, pax Interchange Format, and the long names
/// of GNU tar, which is what Sonobuoy and tar write.
///
/// Nothing is unpacked, and still nothing is taken whose name leads elsewhere: somebody else may
/// unpack the same archive. What is refused is named, and the rest goes on.
package struct TarReader {
    package struct Member {
        package let path: String
        package let bytes: Int
    }

    private static let block = 512
    /// A path of 4,096 bytes is the longest that Linux takes; a header of pax holds little more.
    private static let mostHeaderBytes = 1 << 20
    private static let mostPathBytes = 4096

    private let stream: any ByteStream
    private let name: String
    private var buffer = [UInt8](repeating: 0, count: block)
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    package init(_ stream: any ByteStream, name: String) {
        self.stream = stream
        self.name = name
    }

    /// Whether an archive begins so.
    package static func isArchive(_ head: [UInt8]) -> Bool {
        head.count >= block && head[257..<262].elementsEqual("ustar".utf8)
    }

    /// Goes through all members.
    ///
    /// - Parameters:
    ///   - isWanted: whether a member is taken; what is not is stepped over.
    ///   - see: called with each one that is.
    ///   - problem: called with each one that is refused.
    package mutating func forEach(
        isWanted: (Member) -> Bool, see: (Member, [UInt8]) throws(FleetProblem) -> Void,
        problem: (FleetProblem) -> Void
    ) throws(FleetProblem) {
        var longName: String?
        var paxPath: String?
        var paxSize: Int?
        while try nextHeader() {
            let header = try Header(buffer, archive: name)
            switch header.type {
            case UInt8(ascii: "x"):
                (paxPath, paxSize) = try pax(try content(header.size, "a header of pax"))
                continue
            case UInt8(ascii: "g"):
                _ = try content(header.size, "a global header of pax")
                continue
            case UInt8(ascii: "L"):
                let text = try content(header.size, "a long name").prefix { $0 != 0 }
                longName = String(decoding: text, as: UTF8.self)
                continue
            case UInt8(ascii: "K"):
                _ = try content(header.size, "a long name of a link")
                continue
            default: break
            }
            let path = paxPath ?? longName ?? header.path
            let size = paxSize ?? header.size
            (longName, paxPath, paxSize) = (nil, nil, nil)
            let member = Member(path: TarReader.plain(path), bytes: size)
            if let reason = TarReader.refusal(path, header.type, size) {
                problem(FleetProblem("\(name):\(TarReader.shown(path))", reason))
                try skip(header.hasContent ? size : 0, path)
            } else if header.type == UInt8(ascii: "5") || !isWanted(member) {
                try skip(header.type == UInt8(ascii: "5") ? 0 : size, path)
            } else if size > FleetLimits.documentBytes {
                problem(
                    FleetProblem(
                        "\(name):\(TarReader.shown(path))",
                        "it has \(size) bytes, and a report at most 64 MiB"))
                try skip(size, path)
            } else {
                let bytes = try content(size, TarReader.shown(path), most: size)
                do throws(FleetProblem) {
                    try see(member, bytes)
                } catch {
                    problem(error)
                }
            }
        }
    }

    private static func refusal(_ path: String, _ type: UInt8, _ size: Int) -> String? {
        switch type {
        case 0, UInt8(ascii: "0"), UInt8(ascii: "5"), UInt8(ascii: "7"): break
        case UInt8(ascii: "1"), UInt8(ascii: "2"):
            return "refused: it is a link, and an archive of results has none"
        default: return "refused: it is neither a file nor a folder"
        }
        if path.utf8.count > mostPathBytes {
            return "refused: its path has \(path.utf8.count) bytes"
        }
        if path.isEmpty || path.utf8.contains(0) { return "refused: it has no usable path" }
        if path.hasPrefix("/") { return "refused: its path is absolute" }
        if path.split(separator: "/").contains("..") {
            return "refused: its path leads out of the archive"
        }
        return nil
    }

    /// Without `./` in front and without `/` behind.
    private static func plain(_ path: String) -> String {
        path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }

    private static func shown(_ path: String) -> String {
        path.utf8.count <= 200 ? path : "\(path.prefix(200))…"
    }

    /// False at the end, which is two blocks of zeros.
    private mutating func nextHeader() throws(FleetProblem) -> Bool {
        let count = try stream.fill(&buffer)
        if count == TarReader.block && buffer.contains(where: { $0 != 0 }) { return true }
        if count < TarReader.block {
            throw FleetProblem(
                name, "the archive is cut short: it has no end; what came before counts")
        }
        let second = try stream.fill(&buffer)
        if second < TarReader.block || buffer.contains(where: { $0 != 0 }) {
            throw FleetProblem(name, "the archive ends in one block of zeros instead of two")
        }
        return false
    }

    private mutating func content(
        _ size: Int, _ what: String, most: Int = mostHeaderBytes
    ) throws(FleetProblem) -> [UInt8] {
        if size > most {
            throw FleetProblem(name, "\(what) has \(size) bytes, of which none is so long")
        }
        var bytes = [UInt8](repeating: 0, count: size)
        let count = try stream.fill(&bytes)
        if count < size {
            throw FleetProblem(
                name, "\(what) is cut short: \(count) of \(size) bytes; what came before counts")
        }
        try skipPadding(size, what)
        return bytes
    }

    private mutating func skipPadding(_ size: Int, _ what: String) throws(FleetProblem) {
        let rest = (TarReader.block - size % TarReader.block) % TarReader.block
        if rest > 0 { try skipBytes(rest, what) }
    }

    private mutating func skip(_ size: Int, _ path: String) throws(FleetProblem) {
        try skipBytes(size, TarReader.shown(path))
        try skipPadding(size, TarReader.shown(path))
    }

    private mutating func skipBytes(_ size: Int, _ what: String) throws(FleetProblem) {
        var left = size
        while left > 0 {
            if left < chunk.count { chunk.removeLast(chunk.count - left) }
            let count = try stream.fill(&chunk)
            if count < chunk.count {
                throw FleetProblem(name, "\(what) is cut short; what came before counts")
            }
            left -= count
        }
        if chunk.count < 1 << 16 { chunk = [UInt8](repeating: 0, count: 1 << 16) }
    }

    /// Records `LENGTH KEYWORD=VALUE\n`, of which two matter here.
    private func pax(_ text: [UInt8]) throws(FleetProblem) -> (path: String?, size: Int?) {
        var path: String?
        var size: Int?
        var position = 0
        while position < text.count {
            guard let space = text[position...].firstIndex(of: 0x20),
                let length = Int(String(decoding: text[position..<space], as: UTF8.self)),
                length > space - position + 1, length <= text.count - position,
                text[position + length - 1] == UInt8(ascii: "\n"),
                let equals = text[space..<position + length].firstIndex(of: UInt8(ascii: "="))
            else { throw FleetProblem(name, "a header of pax is malformed") }
            let value = String(
                decoding: text[equals + 1..<position + length - 1], as: UTF8.self)
            switch String(decoding: text[space + 1..<equals], as: UTF8.self) {
            case "path": path = value
            case "size":
                guard let number = Int(value), number >= 0, number < 1 << 50 else {
                    throw FleetProblem(name, "a header of pax has no readable size")
                }
                size = number
            default: break
            }
            position += length
        }
        return (path, size)
    }
}

/// One header of ustar.
private struct Header {
    let path: String
    let size: Int
    let type: UInt8

    /// Links, devices and folders have none, whatever their size says.
    var hasContent: Bool {
        ![UInt8(ascii: "1"), 0x32, 0x33, 0x34, 0x35, 0x36].contains(type)
    }

    init(_ block: [UInt8], archive: String) throws(FleetProblem) {
        var sum = 0
        for (index, byte) in block.enumerated() {
            sum += (148..<156).contains(index) ? 0x20 : Int(byte)
        }
        guard Header.octal(block[148..<156]) == sum else {
            throw FleetProblem(
                archive,
                "a header has another checksum; the archive is damaged, and what comes "
                    + "after it is lost")
        }
        guard block[257..<262].elementsEqual("ustar".utf8),
            let size = Header.octal(block[124..<136])
        else {
            throw FleetProblem(archive, "a header is not of ustar, or without a readable size")
        }
        func text(_ range: Range<Int>) -> String {
            String(decoding: block[range].prefix { $0 != 0 }, as: UTF8.self)
        }
        // GNU's form has other fields where ustar has the prefix.
        let prefix = block[262] == 0 ? text(345..<500) : ""
        path = prefix.isEmpty ? text(0..<100) : "\(prefix)/\(text(0..<100))"
        self.size = size
        type = block[156]
    }

    /// Octal digits, with spaces around them and a zero at the end.
    private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
        var value = 0
        var digits = 0
        for byte in field {
            if (0x30...0x37).contains(byte) {
                value = value * 8 + Int(byte - 0x30)
                digits += 1
            } else if digits > 0 && (byte == 0 || byte == 0x20) {
                break
            } else if byte != 0x20 {
                return nil
            }
        }
        return digits > 0 ? value : nil
    }
}
