/// Reads canonical text (RFC 8785 as `JSONValue` writes it) straight into values, member by member
/// in the order of their names: no tree is made, and whatever is not canonical is an error. One
/// newline may stand at the end.
///
/// A document that somebody reformatted is not what was signed, so nothing is forgiven.
package struct CanonicalReader {
    private let text: [UInt8]
    package private(set) var position = 0
    /// Whether the next member is the first of its object.
    private var isFirst = true

    package init(_ text: [UInt8]) throws(RecordError) {
        do {
            _ = try UTF8Span(validating: text.span)
        } catch {
            throw RecordError(at: error.byteOffsets.lowerBound, "not UTF-8")
        }
        self.text = text
    }

    /// The end of the document, behind at most one newline.
    package mutating func finish() throws(RecordError) {
        if position < text.count && text[position] == UInt8(ascii: "\n") { position += 1 }
        if position < text.count { throw error("expected the end of the text") }
    }

    package mutating func open() throws(RecordError) {
        try expect("{")
        isFirst = true
    }

    package mutating func close() throws(RecordError) {
        if !take("}") { throw error("expected the end of the object: no other member is known") }
        isFirst = false
    }

    /// The name of the next member, which is this one.
    package mutating func key(_ name: StaticString) throws(RecordError) {
        let start = position
        if hasKey(name) { return }
        position = start
        throw error("expected the member '\(name)'")
    }

    /// Whether the next member is this one; if so, its value comes next.
    package mutating func hasKey(_ name: StaticString) -> Bool {
        let start = position
        if (isFirst || take(",")) && take("\"") && matches(name) && take("\"") && take(":") {
            isFirst = false
            return true
        }
        position = start
        return false
    }

    package mutating func string(_ name: StaticString) throws(RecordError) -> String {
        try key(name)
        return try string()
    }

    /// A number of things, or an identifier: below 2^40, so that no sum of them overflows.
    package mutating func count(_ name: StaticString) throws(RecordError) -> Int {
        try key(name)
        let start = position
        let value = try integer()
        if !(0..<1 << 40).contains(value) {
            throw RecordError(at: start, "expected an integer from 0 to 2^40")
        }
        return value
    }

    package mutating func integer(_ name: StaticString) throws(RecordError) -> Int {
        try key(name)
        return try integer()
    }

    /// `yes` or `no`.
    package mutating func flag(_ name: StaticString) throws(RecordError) -> Bool {
        try key(name)
        let start = position
        switch try string() {
        case "yes": return true
        case "no": return false
        default: throw RecordError(at: start, "expected yes or no")
        }
    }

    /// One of a closed list of words.
    package mutating func word<Word: RawRepresentable<String>>(
        _ name: StaticString
    ) throws(RecordError) -> Word {
        try key(name)
        let start = position
        let text = try string()
        guard let word = Word(rawValue: text) else {
            throw RecordError(at: start, "'\(text)' is no \(name)")
        }
        return word
    }

    package mutating func list<Element>(
        _ name: StaticString,
        _ element: (inout CanonicalReader) throws(RecordError) -> Element
    ) throws(RecordError) -> [Element] {
        try key(name)
        var elements: [Element] = []
        try eachElement { reader throws(RecordError) in elements.append(try element(&reader)) }
        return elements
    }

    /// Each element of an array, none of which is kept.
    package mutating func eachElement(
        _ element: (inout CanonicalReader) throws(RecordError) -> Void
    ) throws(RecordError) {
        try expect("[")
        if !take("]") {
            repeat {
                isFirst = true
                try element(&self)
            } while take(",")
            if !take("]") { throw error("expected a comma or the end of the array") }
        }
        isFirst = false
    }

    package mutating func string() throws(RecordError) -> String {
        try expect("\"")
        let start = position
        while position < text.count, text[position] >= 0x20, text[position] != UInt8(ascii: "\""),
            text[position] != UInt8(ascii: "\\")
        {
            position += 1
        }
        if position < text.count, text[position] == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: text[start..<position], as: UTF8.self)
        }
        var bytes = Array(text[start..<position])
        while true {
            if position >= text.count { throw RecordError(at: start, "a string without an end") }
            let byte = text[position]
            if byte == UInt8(ascii: "\"") { break }
            if byte < 0x20 { throw error("a control character in a string") }
            if byte == UInt8(ascii: "\\") {
                bytes.append(try escape())
            } else {
                bytes.append(byte)
                position += 1
            }
        }
        position += 1
        return String(decoding: bytes, as: UTF8.self)
    }

    package mutating func integer() throws(RecordError) -> Int {
        let start = position
        let isNegative = take("-")
        let digits = position
        var value = 0
        while position < text.count, (0x30...0x39).contains(text[position]), position - digits < 17
        {
            value = value * 10 + Int(text[position] - 0x30)
            position += 1
        }
        let count = position - digits
        let isCanonical =
            count == 1 ? !(isNegative && value == 0) : count > 1 && text[digits] != 0x30
        if !isCanonical || value > 1 << 53 {
            throw RecordError(at: start, "expected an integer within 2^53")
        }
        return isNegative ? -value : value
    }

    /// The escapes of RFC 8785, section 3.2.2.2: the shortest, and no others.
    private mutating func escape() throws(RecordError) -> UInt8 {
        let start = position
        position += 2
        if position <= text.count {
            switch text[position - 1] {
            case UInt8(ascii: "\""): return 0x22
            case UInt8(ascii: "\\"): return 0x5C
            case UInt8(ascii: "b"): return 0x08
            case UInt8(ascii: "t"): return 0x09
            case UInt8(ascii: "n"): return 0x0A
            case UInt8(ascii: "f"): return 0x0C
            case UInt8(ascii: "r"): return 0x0D
            case UInt8(ascii: "u"):
                if let code = controlCode() { return code }
            default: break
            }
        }
        throw RecordError(at: start, "an escape that is not the canonical one")
    }

    /// Four lower-case digits of a control character that has no letter of its own.
    private mutating func controlCode() -> UInt8? {
        guard position + 4 <= text.count else { return nil }
        var code: UInt8 = 0
        for index in position..<position + 4 {
            let byte = text[index]
            switch byte {
            case 0x30...0x39: code = code &<< 4 | (byte - 0x30)
            case 0x61...0x66: code = code &<< 4 | (byte - 0x61 + 10)
            default: return nil
            }
        }
        guard text[position] == 0x30, text[position + 1] == 0x30, code < 0x20,
            ![0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(code)
        else { return nil }
        position += 4
        return code
    }

    /// Steps over the next value: its form is checked, and nothing of it is kept. Whoever reads the
    /// records of ten thousand nodes wants a few members of each.
    package mutating func skip() throws(RecordError) {
        let start = position
        // A bit for each level that is open, set for an object; the highest bit is none of them.
        var levels: UInt64 = 1
        repeat {
            if position >= text.count { throw error("the text ends within a value") }
            switch text[position] {
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isObject = text[position] == UInt8(ascii: "{")
                position += 1
                if take(isObject ? "}" : "]") { break }
                if levels >> 32 != 0 { throw RecordError(at: start, "nested too deeply") }
                levels = levels << 1 | (isObject ? 1 : 0)
                if isObject { try skipName() }
                continue
            default: _ = try integer()
            }
            while levels > 1 && !take(",") {
                try expect(levels & 1 == 1 ? "}" : "]")
                levels >>= 1
            }
            if levels > 1 && levels & 1 == 1 { try skipName() }
        } while levels > 1
        isFirst = false
    }

    /// Whether these characters come next; none of them is taken.
    package func startsWith(_ characters: StaticString) -> Bool {
        var ahead = self
        return ahead.matches(characters)
    }

    package mutating func skip(_ name: StaticString) throws(RecordError) {
        try key(name)
        try skip()
    }

    private mutating func skipName() throws(RecordError) {
        try skipString()
        try expect(":")
    }

    private mutating func skipString() throws(RecordError) {
        try expect("\"")
        let start = position
        // Of its own, so that the position may move meanwhile.
        let text = text
        let span = text.span
        var place = position
        while place < span.count {
            // Eight at a time, up to the first that means something.
            while place + 8 <= span.count {
                let word = unsafe span.bytes.unsafeLoadUnaligned(
                    fromByteOffset: place, as: UInt64.self)
                let found = CanonicalReader.special(UInt64(littleEndian: word))
                place += found == 0 ? 8 : found.trailingZeroBitCount / 8
                if found != 0 { break }
            }
            if place >= span.count { break }
            let byte = span[place]
            place += 1
            if byte == UInt8(ascii: "\"") {
                position = place
                return
            }
            if byte == UInt8(ascii: "\\") {
                position = place - 1
                _ = try escape()
                place = position
            } else if byte < 0x20 {
                throw RecordError(at: place - 1, "a control character in a string")
            }
        }
        throw RecordError(at: start, "a string without an end")
    }

    /// The highest bit of each byte that is a quote, a backslash or a control character; beyond the
    /// lowest such byte a carry may set others.
    private static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let hits =
            ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
            | ((word &- ones &* 0x20) & ~word)
        return hits & (ones &* 0x80)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(RecordError) {
        if !take(character) { throw error("expected '\(character)'") }
    }

    private mutating func matches(_ name: StaticString) -> Bool {
        let count = name.utf8CodeUnitCount
        guard position + count <= text.count else { return false }
        let start = position
        let isEqual = name.withUTF8Buffer { characters in
            for index in 0..<count where unsafe text[start + index] != characters[index] {
                return false
            }
            return true
        }
        if isEqual { position += count }
        return isEqual
    }

    private func error(_ message: String) -> RecordError { RecordError(at: position, message) }
}
