/// Reads one JSON value (RFC 8259) whose numbers are integers, as all in this protocol are.
struct JSONReader {
    struct Malformed: Error, Equatable {
        let reason: String
    }

    /// No request nests deeper than three; a reader that calls itself needs an end.
    private static let maximumDepth = 16

    private let bytes: [UInt8]
    private var position = 0

    static func read(_ bytes: [UInt8]) throws(Malformed) -> JSON {
        var reader = JSONReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        if reader.position < bytes.count { throw reader.malformed("something after the value") }
        return value
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func value(depth: Int) throws(Malformed) -> JSON {
        if depth > JSONReader.maximumDepth { throw malformed("values nested too deeply") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .integer(try integer())
        }
    }

    private mutating func object(depth: Int) throws(Malformed) -> JSON {
        position += 1
        var members: [JSON.Member] = []
        // A line of 4 MiB has room for half a million names, too many to compare each with each.
        var names: Set<String> = []
        if skips("}") { return .object(members) }
        repeat {
            skipSpace()
            if next != UInt8(ascii: "\"") { throw malformed("no name of a member") }
            let name = try string()
            if !names.insert(name).inserted {
                throw malformed("the member \(name) twice")
            }
            if !skips(":") { throw malformed("no colon after a name") }
            members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
        } while skips(",")
        if !skips("}") { throw malformed("no end of an object") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(Malformed) -> JSON {
        position += 1
        var values: [JSON] = []
        if skips("]") { return .array(values) }
        repeat { values.append(try value(depth: depth + 1)) } while skips(",")
        if !skips("]") { throw malformed("no end of an array") }
        return .array(values)
    }

    private mutating func string() throws(Malformed) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw malformed("a string that is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): text += try escaped()
            case 0..<0x20: throw malformed("a control character in a string")
            default: text.append(byte)
            }
        }
        throw malformed("no end of a string")
    }

    private mutating func escaped() throws(Malformed) -> [UInt8] {
        guard let byte = next else { throw malformed("no end of a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw malformed("an unknown escape")
        }
    }

    /// Beyond the basic plane two escapes make one scalar (RFC 8259, section 7).
    private mutating func escapedScalar() throws(Malformed) -> [UInt8] {
        var value = try fourDigits()
        if (0xD800..<0xDC00).contains(value), position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let low = try fourDigits()
            if !(0xDC00..<0xE000).contains(low) { throw malformed("half a surrogate pair") }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw malformed("half a surrogate pair") }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func fourDigits() throws(Malformed) -> UInt32 {
        let digits = bytes[position..<min(position + 4, bytes.count)]
        guard digits.count == 4, let values = Hexadecimal.decode(Array(digits)) else {
            throw malformed("an escape without four digits")
        }
        position += 4
        return values.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private mutating func integer() throws(Malformed) -> Int {
        let start = position
        while let byte = next,
            byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        {
            position += 1
        }
        let digits = bytes[start..<position]
        // Swift would take a plus sign and leading zeros too; neither gets here or is harmful.
        guard let value = Int(String(decoding: digits, as: UTF8.self)) else {
            throw malformed("neither a value nor an integer")
        }
        return value
    }

    private mutating func word(_ word: String, _ value: JSON) throws(Malformed) -> JSON {
        let letters = Array(word.utf8)
        if !bytes[position...].starts(with: letters) { throw malformed("an unknown word") }
        position += letters.count
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private mutating func skips(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        if next != UInt8(ascii: character) { return false }
        position += 1
        return true
    }

    private func malformed(_ reason: String) -> Malformed {
        Malformed(reason: "\(reason), at byte \(position)")
    }
}

/// Hexadecimal as both protocols write it: read in either case, written in upper case.
enum Hexadecimal {
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        if text.count & 1 != 0 { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    static func encode(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
