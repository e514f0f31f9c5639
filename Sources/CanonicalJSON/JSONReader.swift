/// A text that is no record, with the byte at which it stops being one.
package struct RecordError: Error, Equatable, Sendable {
    /// Counted from 0.
    package let position: Int
    package let message: String

    package init(at position: Int, _ message: String) {
        self.position = position
        self.message = message
    }
}

/// A value that was read, and where it begins.
package struct JSONNode {
    package enum Value {
        case string(String)
        case integer(Int)
        case array([JSONNode])
        case object([String: JSONNode])
    }

    package let position: Int
    package let value: Value
}

/// Reads what `JSONValue` writes: RFC 8259, with integers and strings only.
///
/// White space may stand between tokens, since people keep records indented. Nothing else is
/// forgiven: a record is evidence, and half of one must not be taken for all.
package struct JSONReader {
    private let text: [UInt8]
    private var position = 0
    /// A record is seven levels deep; what is deeper is none, and must not use up the stack.
    private static let maximumDepth = 32

    /// Reads a text to its end.
    package static func read(_ text: [UInt8]) throws(RecordError) -> JSONNode {
        do {
            _ = try UTF8Span(validating: text.span)
        } catch {
            throw RecordError(at: error.byteOffsets.lowerBound, "not UTF-8")
        }
        var reader = JSONReader(text: text)
        let node = try reader.value(depth: 0)
        reader.skipSpace()
        if reader.position < text.count { throw reader.error("expected the end of the text") }
        return node
    }

    private init(text: [UInt8]) {
        self.text = text
    }

    private mutating func value(depth: Int) throws(RecordError) -> JSONNode {
        let first = try peek()
        let start = position
        if depth > JSONReader.maximumDepth { throw error("nested too deeply") }
        switch first {
        case UInt8(ascii: "{"):
            return JSONNode(position: start, value: .object(try members(depth: depth)))
        case UInt8(ascii: "["):
            return JSONNode(position: start, value: .array(try elements(depth: depth)))
        case UInt8(ascii: "\""):
            return JSONNode(position: start, value: .string(try string()))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return JSONNode(position: start, value: .integer(try integer()))
        default:
            throw error("expected an object, an array, a string or an integer")
        }
    }

    private mutating func members(depth: Int) throws(RecordError) -> [String: JSONNode] {
        var members: [String: JSONNode] = [:]
        position += 1
        if try take("}") { return members }
        repeat {
            _ = try peek()
            let start = position
            let key = try string()
            if members[key] != nil { throw RecordError(at: start, "'\(key)' stands twice") }
            if !(try take(":")) { throw error("expected ':'") }
            members[key] = try value(depth: depth + 1)
        } while try take(",")
        if !(try take("}")) { throw error("expected ',' or '}'") }
        return members
    }

    private mutating func elements(depth: Int) throws(RecordError) -> [JSONNode] {
        var elements: [JSONNode] = []
        position += 1
        if try take("]") { return elements }
        repeat {
            elements.append(try value(depth: depth + 1))
        } while try take(",")
        if !(try take("]")) { throw error("expected ',' or ']'") }
        return elements
    }

    /// Integers as RFC 8785 writes them: no sign of zero, no leading zero, within 2^53.
    private mutating func integer() throws(RecordError) -> Int {
        let start = position
        let isNegative = text[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let digits = position
        var value = 0
        while position < text.count, case let digit = text[position] &- 0x30, digit <= 9 {
            value = min(value * 10 + Int(digit), 1 << 54)
            position += 1
        }
        let count = position - digits
        let isFraction = position < text.count && [0x2e, 0x45, 0x65].contains(text[position])
        let isCanonical =
            count == 1 ? !(isNegative && value == 0) : count > 1 && text[digits] != 0x30
        if isFraction || !isCanonical || value > 1 << 53 {
            throw RecordError(at: start, "expected an integer within 2^53")
        }
        return isNegative ? -value : value
    }

    private mutating func string() throws(RecordError) -> String {
        if try peek() != UInt8(ascii: "\"") { throw error("expected a string") }
        let opening = position
        position += 1
        var string = ""
        // Up to where it is not simply copied.
        var start = position
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "\""):
                string += String(decoding: text[start..<position], as: UTF8.self)
                position += 1
                return string
            case UInt8(ascii: "\\"):
                string += String(decoding: text[start..<position], as: UTF8.self)
                string += try escape()
                start = position
            case 0..<0x20: throw error("a control character in a string")
            default: position += 1
            }
        }
        throw RecordError(at: opening, "a string without an end")
    }

    private mutating func escape() throws(RecordError) -> String {
        let start = position
        let letter = position + 1 < text.count ? text[position + 1] : 0
        position += 2
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw RecordError(at: start, "unknown escape")
        }
        var units = [try codeUnit(start)]
        // RFC 8259, section 7: beyond the basic plane, two escapes that form a surrogate pair.
        if UTF16.isLeadSurrogate(units[0]), position + 1 < text.count,
            text[position] == UInt8(ascii: "\\"), text[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            units.append(try codeUnit(start))
        }
        guard let decoded = String(validating: units, as: UTF16.self) else {
            throw RecordError(at: start, "half of a surrogate pair")
        }
        return decoded
    }

    private mutating func codeUnit(_ start: Int) throws(RecordError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let character = position < text.count ? text[position] : 0
            guard let digit = Character(UnicodeScalar(character)).hexDigitValue else {
                throw RecordError(at: start, "an escape without four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    /// The first character of the next token, which stays unread.
    private mutating func peek() throws(RecordError) -> UInt8 {
        skipSpace()
        if position < text.count { return text[position] }
        throw error("the text ends here, in the middle of a value")
    }

    private mutating func take(_ character: Unicode.Scalar) throws(RecordError) -> Bool {
        if try peek() != UInt8(ascii: character) { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default: return
            }
        }
    }

    private func error(_ message: String) -> RecordError {
        RecordError(at: position, message)
    }
}

extension JSONNode {
    package func members() throws(RecordError) -> [String: JSONNode] {
        guard case .object(let members) = value else { throw expected("an object") }
        return members
    }

    /// A member that nobody knows is a mistyped one, which would count for nothing.
    package func requireOnly(_ known: Set<String>) throws(RecordError) {
        let unknown = try members().filter { !known.contains($0.key) }
        if let first = unknown.min(by: { $0.value.position < $1.value.position }) {
            throw RecordError(at: first.value.position, "unknown member '\(first.key)'")
        }
    }

    package func member(_ name: String) throws(RecordError) -> JSONNode {
        guard let member = try members()[name] else {
            throw RecordError(at: position, "the object has no '\(name)'")
        }
        return member
    }

    package func elements(_ name: String) throws(RecordError) -> [JSONNode] {
        let member = try member(name)
        guard case .array(let elements) = member.value else { throw member.expected("an array") }
        return elements
    }

    package func string(_ name: String) throws(RecordError) -> String {
        let member = try member(name)
        guard case .string(let string) = member.value else { throw member.expected("a string") }
        return string
    }

    /// A number of things, or an identifier.
    package func count(_ name: String) throws(RecordError) -> Int {
        let member = try member(name)
        // Below 2^40 no record is long enough for a sum of them to overflow.
        guard case .integer(let integer) = member.value, (0..<1 << 40).contains(integer) else {
            throw member.expected("an integer that is not negative, and below 2^40")
        }
        return integer
    }

    /// One of a closed list of words.
    package func word<Word: RawRepresentable<String>>(
        _ name: String, of type: Word.Type
    ) throws(RecordError) -> Word {
        let string = try string(name)
        if let word = Word(rawValue: string) { return word }
        throw RecordError(at: try member(name).position, "'\(string)' is no \(name)")
    }

    private func expected(_ what: String) -> RecordError {
        RecordError(at: position, "expected \(what)")
    }
}

extension JSONNode {
    /// What was read, without its place.
    package var jsonValue: JSONValue {
        switch value {
        case .string(let string): .string(string)
        case .integer(let integer): .integer(integer)
        case .array(let elements): .array(elements.map(\.jsonValue))
        case .object(let members): .object(members.mapValues(\.jsonValue))
        }
    }
}
