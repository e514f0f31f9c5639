import Glibc

/// Reads a CAVP file line by line. Blank lines mean nothing; all others are of four kinds.
struct CAVPCursor: ~Escapable {
    enum Line {
        /// `[Keylen = 128]`, without its brackets.
        case title(Range<Int>)
        /// `Key = 00ff`.
        case value(name: Range<Int>, Range<Int>)
        /// A line without a sign of equality: `FAIL`.
        case word(Range<Int>)
        /// A comment, or one of the intermediate values that CAVP indents.
        case aside(Range<Int>)
    }

    let file: String
    let text: Span<UInt8>
    private(set) var position: Int
    let end: Int
    /// Where the last line that was read begins.
    private(set) var lineStart: Int

    @_lifetime(copy text)
    init(file: String, text: Span<UInt8>, _ range: Range<Int>) {
        self.file = file
        self.text = text
        position = range.lowerBound
        lineStart = position
        end = range.upperBound
    }

    /// The next line that is not blank; nil at the end.
    @_lifetime(self: copy self)
    mutating func next() -> Line? {
        while position < end {
            lineStart = position
            let lineEnd = first(ASCII.newline, in: position..<end) ?? end
            position = min(lineEnd + 1, end)
            let line = trimmed(lineStart..<lineEnd)
            if !line.isEmpty { return kind(of: line) }
        }
        return nil
    }

    private func kind(of line: Range<Int>) -> Line {
        let first = text[line.lowerBound]
        if line.lowerBound > lineStart || first == ASCII.hash { return .aside(line) }
        if first == ASCII.star { return .aside(line) }
        if first == ASCII.bracket {
            if text[line.upperBound - 1] != ASCII.closingBracket { return .word(line) }
            return .title(line.lowerBound + 1..<line.upperBound - 1)
        }
        guard let sign = self.first(ASCII.equals, in: line) else { return .word(line) }
        return .value(
            name: trimmed(line.lowerBound..<sign), trimmed(sign + 1..<line.upperBound))
    }

    private func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
        let distance = unsafe text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress,
                let found = unsafe memchr(start + range.lowerBound, Int32(byte), range.count)
            else { return -1 }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(start)
        }
        return distance < 0 ? nil : distance
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while end > start, text[end - 1] <= ASCII.space { end -= 1 }
        while start < end, text[start] <= ASCII.space { start += 1 }
        return start..<end
    }

    func error(_ message: String) -> VectorError { error(message, at: lineStart) }

    /// The line is counted only here, where something is wrong.
    func error(_ message: String, at position: Int) -> VectorError {
        var line = 1
        for index in 0..<min(position, text.count) where text[index] == ASCII.newline { line += 1 }
        return VectorError(file: file, place: .line(line), message: message)
    }
}

private enum ASCII {
    static let newline = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let hash = UInt8(ascii: "#")
    static let star = UInt8(ascii: "*")
    static let equals = UInt8(ascii: "=")
    static let bracket = UInt8(ascii: "[")
    static let closingBracket = UInt8(ascii: "]")
}

extension Span where Element == UInt8 {
    /// Whether the bytes are the word, which is in upper case, in any case.
    @inline(__always)
    func spells(_ word: [UInt8], in range: Range<Int>) -> Bool {
        if range.count != word.count { return false }
        for index in word.indices {
            var byte = self[range.lowerBound + index]
            if byte >= 0x61 && byte <= 0x7a { byte -= 0x20 }
            if byte != word[index] { return false }
        }
        return true
    }
}
