import CJSONText

/// Reads JSON (RFC 8259) strictly, one token after the other, without a tree of it.
struct JSONCursor: ~Escapable {
    let file: String
    let text: Span<UInt8>
    var position: Int
    private static let maximumDepth = 64

    @_lifetime(copy text)
    init(file: String, text: Span<UInt8>, at position: Int = 0) {
        self.file = file
        self.text = text
        self.position = position
    }

    /// The first character of the next token, which stays unread.
    @_lifetime(self: copy self)
    mutating func peek() throws(VectorError) -> UInt8 {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            case let character: return character
            }
        }
        throw error("the text ends here, in the middle of a value")
    }

    @_lifetime(self: copy self)
    mutating func expect(_ character: Unicode.Scalar) throws(VectorError) {
        if try peek() != UInt8(ascii: character) { throw error("expected '\(character)'") }
        position += 1
    }

    /// Reads the character if it comes next.
    @_lifetime(self: copy self)
    mutating func take(_ character: Unicode.Scalar) throws(VectorError) -> Bool {
        if try peek() != UInt8(ascii: character) { return false }
        position += 1
        return true
    }

    /// The next key of an object whose '{' has been read, its colon read too; nil at the end.
    ///
    /// - Parameter isFirst: whether no member has been read yet.
    @_lifetime(self: copy self)
    mutating func nextKey(_ isFirst: inout Bool) throws(VectorError) -> Range<Int>? {
        if try take("}") { return nil }
        if !isFirst { try expect(",") }
        isFirst = false
        let key = try string()
        try expect(":")
        return key
    }

    /// Whether another element of an array whose '[' has been read follows.
    @_lifetime(self: copy self)
    mutating func nextElement(_ isFirst: inout Bool) throws(VectorError) -> Bool {
        if try take("]") { return false }
        if !isFirst { try expect(",") }
        isFirst = false
        return true
    }

    /// The place of a string between its quotes, escapes as they are.
    @_lifetime(self: copy self)
    mutating func string() throws(VectorError) -> Range<Int> {
        if try peek() != UInt8(ascii: "\"") { throw error("expected a string") }
        let start = position + 1
        var end = start
        while end < text.count {
            switch text[end] {
            case UInt8(ascii: "\""):
                position = end + 1
                return start..<end
            case UInt8(ascii: "\\"): end += 2
            case 0..<0x20:
                position = end
                throw error("a control character in a string")
            default: end += 1
            }
        }
        throw error("a string without an end")
    }

    @_lifetime(self: copy self)
    mutating func word() throws(VectorError) -> String {
        let range = try string()
        return text.string(range)
    }

    /// An integer of at most 15 digits, as many as a record can hold (RFC 8785 has 2^53).
    @_lifetime(self: copy self)
    mutating func integer() throws(VectorError) -> Int {
        _ = try peek()
        let start = position
        let isNegative = text[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var value = 0
        let digits = position
        while position < text.count, case let digit = text[position] &- 0x30, digit <= 9 {
            if position - digits == 15 {
                position = start
                throw error("a number of more than 15 digits")
            }
            value = value * 10 + Int(digit)
            position += 1
        }
        let isFraction = position < text.count && [0x2e, 0x45, 0x65].contains(text[position])
        if position == digits || isFraction {
            position = start
            throw error("expected an integer")
        }
        return isNegative ? -value : value
    }

    @_lifetime(self: copy self)
    mutating func boolean() throws(VectorError) -> Bool {
        switch try peek() {
        case UInt8(ascii: "t"):
            try literal("true")
            return true
        case UInt8(ascii: "f"):
            try literal("false")
            return false
        default: throw error("expected true or false")
        }
    }

    @_lifetime(self: copy self)
    private mutating func literal(_ word: StaticString) throws(VectorError) {
        let end = position + word.utf8CodeUnitCount
        if end > text.count || !text.extracting(position..<end).matches(word) {
            throw error("expected '\(word)'")
        }
        position = end
    }

    /// Reads over a value of any kind and returns its place.
    @_lifetime(self: copy self)
    @discardableResult
    mutating func skip(depth: Int = 0) throws(VectorError) -> Range<Int> {
        if depth > JSONCursor.maximumDepth { throw error("nested too deeply") }
        let first = try peek()
        let start = position
        switch first {
        case UInt8(ascii: "{"):
            position += 1
            var isFirst = true
            while try nextKey(&isFirst) != nil { try skip(depth: depth + 1) }
        case UInt8(ascii: "["):
            position += 1
            var isFirst = true
            while try nextElement(&isFirst) { try skip(depth: depth + 1) }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean()
        case UInt8(ascii: "n"): try literal("null")
        default: try skipNumber()
        }
        return start..<position
    }

    @_lifetime(self: copy self)
    private mutating func skipNumber() throws(VectorError) {
        let start = position
        while position < text.count, "+-.0123456789Ee".utf8.contains(text[position]) {
            position += 1
        }
        if position == start { throw error("expected a value") }
    }

    /// Reads over an array by its brackets alone, and says where every `every`-th of the objects
    /// in it begins.
    ///
    /// - Returns: those places, and the number of objects.
    @_lifetime(self: copy self)
    mutating func measureArray(
        every: Int
    ) throws(VectorError) -> (starts: [Int], count: Int) {
        if try peek() != UInt8(ascii: "[") { throw error("expected an array") }
        let start = position
        // Few groups have more units than this; those are measured again.
        var starts = [Int](repeating: 0, count: 4)
        while true {
            var elements = 0
            let capacity = starts.count
            var target = starts.mutableSpan
            let length = unsafe text.withUnsafeBufferPointer { text in
                unsafe target.withUnsafeMutableBufferPointer { target in
                    guard let text = text.baseAddress, let target = target.baseAddress else {
                        return 0
                    }
                    return unsafe target.withMemoryRebound(to: UInt.self, capacity: capacity) {
                        var count = 0
                        let length = unsafe cjsontext_measure(
                            text + start, self.text.count - start, every, $0, capacity, &count)
                        elements = count
                        return length
                    }
                }
            }
            if length == 0 { throw error("the array has no end") }
            let wanted = (elements + every - 1) / every
            if wanted > starts.count {
                starts = [Int](repeating: 0, count: wanted)
                continue
            }
            position = start + length
            starts.removeLast(starts.count - wanted)
            for index in starts.indices { starts[index] += start }
            return (starts, elements)
        }
    }

    func error(_ message: String) -> VectorError {
        VectorError(file: file, place: .byte(position), message: message)
    }
}

extension Span where Element == UInt8 {
    func string(_ range: Range<Int>) -> String {
        unsafe extracting(range).withUnsafeBufferPointer {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }

    /// The first byte that is not part of well-formed UTF-8; nil where all are.
    var firstInvalidUTF8: Int? {
        let ascii = unsafe withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return 0 }
            return unsafe cjsontext_first_beyond_ascii(start, text.count)
        }
        if ascii == count { return nil }
        do {
            _ = try UTF8Span(validating: extracting(ascii..<count))
            return nil
        } catch {
            return ascii + error.byteOffsets.lowerBound
        }
    }
}
