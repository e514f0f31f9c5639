package import Algorithms
import Glibc

/// Reads the project's own vector format (KATs/README.md), strictly, one case at a time.
///
/// The format holds what an ACVP vector set holds. It is a table and not JSON because known
/// answers are run from it: a case is decoded in one pass, with nothing to look up.
package struct VectorTable: VectorReader, ~Escapable {
    static var hasManyCases: Bool { true }

    package let file: String
    private let text: Span<UInt8>
    private var position = 0
    package private(set) var setName = ""
    package private(set) var revision = ""
    private var setPosition = 0
    private var announced = 0
    private var casesRead = 0
    private var lastGroup = 0
    private var lastCase = 0
    /// The last group's properties and columns with what spelled them: most groups of a file have
    /// the same, and comparing is less than reading.
    private var valuesOfLastGroup: [PropertyValue] = []
    private var spellingsOfValues: [Range<Int>] = []
    private var columnsOfLastGroup: [VectorField] = []
    private var spellingOfColumns = 0..<0

    /// Reads the head of the file, up to the first group.
    @_lifetime(copy text)
    package init(file: String, text: Span<UInt8>) throws(VectorError) {
        self.file = file
        self.text = text
        while peek() == ASCII.hash { skipLine() }
        setPosition = position
        try expect("set ")
        setName = try word()
        try expect(" ")
        revision = try word()
        try expect("\ncases ")
        announced = try integer()
        try expect("\n")
        if announced == 0 { throw error("the file announces no cases") }
        valuesOfLastGroup.reserveCapacity(8)
        spellingsOfValues.reserveCapacity(8)
    }

    /// The next group, or nil at the end of the file, which must come after as many cases as were
    /// announced.
    package mutating func nextGroup(
        _ algorithm: Algorithm, into vector: inout VectorCase
    ) throws(VectorError) -> VectorGroup? {
        if position == text.count {
            if casesRead != announced {
                throw error("the file announces \(announced) cases and holds \(casesRead)")
            }
            return nil
        }
        try expect("\ngroup ")
        let tgId = try integer()
        if tgId <= lastGroup { throw error("tgId \(tgId) does not follow \(lastGroup)") }
        lastGroup = tgId
        let values = try properties()
        try expect("\ncolumns tcId")
        let columns = try columns()
        columnsOfLastGroup = columns
        if (peek() ?? ASCII.newline) == ASCII.newline { throw error("group \(tgId) has no cases") }
        vector.beginGroup()
        vector.beginTable(columns)
        for value in values { vector.take(value) }
        return VectorGroup(
            tgId: tgId, algorithm: algorithm, revision: revision, values: values)
    }

    /// Fills `vector` with the group's next case; false at the end of the group.
    package mutating func nextCase(
        of group: VectorGroup, into vector: inout VectorCase
    ) throws(VectorError) -> Bool {
        if position == text.count || text[position] == ASCII.newline { return false }
        let characters = vector.setLine(text, at: position)
        if characters > 0 && vector.tcId > lastCase {
            position += characters
        } else {
            try readLine(into: &vector)
        }
        lastCase = vector.tcId
        casesRead += 1
        return true
    }

    /// Reads a line field by field, with an error for whatever is wrong with it.
    private mutating func readLine(into vector: inout VectorCase) throws(VectorError) {
        vector.rewind()
        let tcId = try integer()
        if tcId <= lastCase { throw error("tcId \(tcId) does not follow \(lastCase)") }
        vector.set(.tcId, integer: tcId)
        for field in columnsOfLastGroup {
            try expect(ASCII.space, "a value for \(field.name)")
            switch field.form {
            case .octets, .text: try readOctets(field, into: &vector)
            case .integer, .boolean: try readNumber(field, into: &vector)
            }
        }
        try expect(ASCII.newline, "the end of the line")
    }

    private mutating func readOctets(
        _ field: VectorField, into vector: inout VectorCase
    ) throws(VectorError) {
        if peek() == ASCII.minus {
            position += 1
            vector.point(field, at: vector.end)
            return
        }
        // Looked at only where the text is long enough for it.
        if vector.isFull(with: text.count - position) {
            var end = position
            while end < text.count, text[end] > ASCII.space { end += 1 }
            if vector.isFull(with: end - position) { throw error(VectorCase.isTooLong) }
        }
        let digits = vector.set(field, hexadecimal: text, at: position)
        if digits == 0 { throw error("\(field.name) is not hexadecimal") }
        let next = position + digits < text.count ? text[position + digits] : ASCII.newline
        if next > ASCII.space { throw error("\(field.name) is not hexadecimal") }
        if digits & 1 == 1 {
            throw error("\(field.name) has an odd number of hexadecimal digits")
        }
        position += digits
    }

    private mutating func readNumber(
        _ field: VectorField, into vector: inout VectorCase
    ) throws(VectorError) {
        if field.form == .integer {
            vector.set(field, integer: try integer())
        } else if peek() == ASCII.t {
            try expect("true")
            vector.set(field, integer: 1)
        } else {
            try expect("false")
            vector.set(field, integer: 0)
        }
    }

    private mutating func properties() throws(VectorError) -> [PropertyValue] {
        var index = 0
        while peek() == ASCII.space {
            position += 1
            let isKnown = index < valuesOfLastGroup.count
            if !isKnown || !skip(spellingsOfValues[index], upTo: ASCII.space) {
                let start = position
                let value = try value(hint: isKnown ? valuesOfLastGroup[index].property : nil)
                if isKnown {
                    valuesOfLastGroup[index] = value
                    spellingsOfValues[index] = start..<position
                } else {
                    valuesOfLastGroup.append(value)
                    spellingsOfValues.append(start..<position)
                }
            }
            index += 1
        }
        if index < valuesOfLastGroup.count {
            valuesOfLastGroup.removeSubrange(index...)
            spellingsOfValues.removeSubrange(index...)
        }
        return valuesOfLastGroup
    }

    /// Reads over what was read before, where it stands here again and a character up to `last`
    /// follows.
    @inline(__always)
    private mutating func skip(_ spelling: Range<Int>, upTo last: UInt8) -> Bool {
        let end = position + spelling.count
        guard end < text.count, text[end] <= last, !spelling.isEmpty,
            text.extracting(position..<end).matches(text.extracting(spelling))
        else { return false }
        position = end
        return true
    }

    /// - Parameter hint: what probably stands here, as it did in the group before.
    private mutating func value(
        hint: GroupProperty?
    ) throws(VectorError) -> PropertyValue {
        let nameStart = position
        while let next = peek(), next > ASCII.space, next != ASCII.equals { position += 1 }
        guard
            let property = GroupProperty.spelled(text.extracting(nameStart..<position), hint: hint)
        else { throw error("unknown group property '\(string(nameStart..<position))'") }
        try expect(ASCII.equals, "'=' after \(property.name)")
        let start = position
        var number = 0
        while let next = peek(), next >= ASCII.zero, next <= ASCII.nine, position - start < 9 {
            number = number * 10 + Int(next - ASCII.zero)
            position += 1
        }
        if position > start, (peek() ?? ASCII.newline) <= ASCII.space {
            return PropertyValue(property, integer: number)
        }
        position = start
        return PropertyValue(property, text: try word())
    }

    private mutating func columns() throws(VectorError) -> [VectorField] {
        if skip(spellingOfColumns, upTo: ASCII.newline) {
            try expect(ASCII.newline, "the end of the line")
            return columnsOfLastGroup
        }
        let lineStart = position
        var columns: [VectorField] = []
        columns.reserveCapacity(8)
        while peek() == ASCII.space {
            position += 1
            let start = position
            skipWord()
            guard let field = VectorField.spelled(text.extracting(start..<position)) else {
                throw error("unknown column '\(string(start..<position))'")
            }
            if field == .tcId || columns.contains(field) {
                throw error("column \(field.name) stands twice")
            }
            columns.append(field)
        }
        spellingOfColumns = lineStart..<position
        try expect(ASCII.newline, "the end of the line")
        return columns
    }

    @inline(__always)
    private func peek() -> UInt8? {
        position < text.count ? text[position] : nil
    }

    private mutating func skipLine() {
        let rest = text.count - position
        position += unsafe text.extracting(position...).withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return 0 }
            guard let end = unsafe memchr(start, Int32(ASCII.newline), rest) else { return rest }
            return unsafe UnsafeRawPointer(end) - start + 1
        }
    }

    private mutating func skipWord() {
        while let next = peek(), next > ASCII.space { position += 1 }
    }

    private mutating func word() throws(VectorError) -> String {
        let start = position
        skipWord()
        if position == start { throw error("a word is missing") }
        return string(start..<position)
    }

    @inline(__always)
    private mutating func integer() throws(VectorError) -> Int {
        let start = position
        var number = 0
        while let next = peek(), next >= ASCII.zero, next <= ASCII.nine {
            number = number &* 10 &+ Int(next &- ASCII.zero)
            position += 1
        }
        // Nine digits are more than any ID or length needs and cannot overflow.
        if position == start || position - start > 9 { throw error("a number is expected") }
        return number
    }

    @inline(__always)
    private mutating func expect(
        _ character: UInt8, _ what: @autoclosure () -> String
    ) throws(VectorError) {
        if peek() != character { throw error("expected \(what())") }
        position += 1
    }

    private mutating func expect(_ literal: StaticString) throws(VectorError) {
        let matches = literal.withUTF8Buffer { wanted in
            guard position + wanted.count <= text.count else { return false }
            for index in wanted.indices
            where unsafe text[position + index] != wanted[index] { return false }
            return true
        }
        if !matches {
            let shown = "\(literal)".split(separator: "\n").joined(separator: " ")
            throw error("expected '\(shown)'")
        }
        position += literal.utf8CodeUnitCount
    }

    private func string(_ range: Range<Int>) -> String {
        unsafe text.extracting(range).withUnsafeBufferPointer {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }

    /// An error about the set that the file is for, at the line that names it.
    func setError(_ message: String) -> VectorError { error(message, at: setPosition) }

    @inline(never)
    private func error(_ message: String) -> VectorError {
        let ended = position >= text.count ? " (the file ends here)" : ""
        return error(message + ended, at: position)
    }

    /// The line is counted only here, where something is wrong.
    private func error(_ message: String, at position: Int) -> VectorError {
        var line = 1
        for index in 0..<min(position, text.count) where text[index] == ASCII.newline { line += 1 }
        return VectorError(file: file, place: .line(line), message: message)
    }
}

private enum ASCII {
    static let newline = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let hash = UInt8(ascii: "#")
    static let minus = UInt8(ascii: "-")
    static let equals = UInt8(ascii: "=")
    static let zero = UInt8(ascii: "0")
    static let nine = UInt8(ascii: "9")
    static let t = UInt8(ascii: "t")
}
