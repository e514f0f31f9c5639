package import Algorithms

/// A vector file that could not be read: which one, where, and what was found.
package struct VectorError: Error, Equatable, Sendable {
    package let file: String
    package let line: Int
    package let message: String

    package init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    package var description: String { "\(file):\(line): \(message)" }
}

/// Reads the project's own vector format (KATs/README.md), strictly, one case at a time.
///
/// The format holds what an ACVP vector set holds. It is a table and not JSON because known
/// answers are run from it: a case is decoded in one pass, with nothing to look up.
package struct VectorTable: ~Escapable {
    package let file: String
    private let text: Span<UInt8>
    private var position = 0
    package private(set) var setName = ""
    package private(set) var revision = ""
    private var announced = 0
    private var read = 0
    private var lastGroup = 0
    private var lastCase = 0

    /// Reads the head of the file, up to the first group.
    @_lifetime(copy text)
    package init(file: String, text: Span<UInt8>) throws(VectorError) {
        self.file = file
        self.text = text
        while peek() == ASCII.hash { skipLine() }
        try expect("set ")
        setName = try word()
        try expect(" ")
        revision = try word()
        try expect("\ncases ")
        announced = try integer()
        try expect("\n")
        if announced == 0 { throw error("the file announces no cases") }
    }

    /// The next group, or nil at the end of the file, which must come after as many cases as were
    /// announced.
    package mutating func nextGroup(_ algorithm: Algorithm) throws(VectorError) -> VectorGroup? {
        if position == text.count {
            if read != announced {
                throw error("the file announces \(announced) cases and holds \(read)")
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
        return VectorGroup(tgId: tgId, algorithm: algorithm, columns: columns, values: values)
    }

    /// Fills `vector` with the group's next case; false at the end of the group.
    package mutating func nextCase(
        of group: borrowing VectorGroup, into vector: inout VectorCase
    ) throws(VectorError) -> Bool {
        if position == text.count || text[position] == ASCII.newline { return false }
        vector.rewind()
        let tcId = try integer()
        if tcId <= lastCase { throw error("tcId \(tcId) does not follow \(lastCase)") }
        lastCase = tcId
        vector.set(.tcId, integer: tcId)
        for field in group.columns {
            try expect(ASCII.space, "a value for \(field.name)")
            try value(of: field, into: &vector)
        }
        try expect(ASCII.newline, "the end of the line")
        read += 1
        return true
    }

    private mutating func value(
        of field: VectorField, into vector: inout VectorCase
    ) throws(VectorError) {
        switch field.form {
        case .octets:
            if peek() == ASCII.minus {
                position += 1
                vector.setEmpty(field)
                return
            }
            let start = position
            do {
                position = try vector.set(field, hexadecimal: text, at: position)
            } catch {
                throw self.error("\(field.name) has an odd number of hexadecimal digits")
            }
            if position == start { throw error("\(field.name) is not hexadecimal") }
        case .integer:
            vector.set(field, integer: try integer())
        case .boolean:
            if peek() == ASCII.t {
                try expect("true")
                vector.set(field, integer: 1)
            } else {
                try expect("false")
                vector.set(field, integer: 0)
            }
        }
    }

    private mutating func properties() throws(VectorError) -> [(GroupProperty, String)] {
        var values: [(GroupProperty, String)] = []
        values.reserveCapacity(12)
        while peek() == ASCII.space {
            position += 1
            let start = position
            while let next = peek(), next > ASCII.space, next != ASCII.equals {
                position += 1
            }
            let name = text.extracting(start..<position)
            guard let property = GroupProperty.spelled(name) else {
                throw error("unknown group property '\(string(start..<position))'")
            }
            try expect(ASCII.equals, "'=' after \(property.name)")
            values.append((property, try word()))
        }
        return values
    }

    private mutating func columns() throws(VectorError) -> [VectorField] {
        var columns: [VectorField] = []
        columns.reserveCapacity(12)
        while peek() == ASCII.space {
            position += 1
            let start = position
            skipWord()
            guard let field = VectorField.spelled(text.extracting(start..<position)) else {
                throw error("unknown column '\(string(start..<position))'")
            }
            if columns.contains(field) { throw error("column \(field.name) stands twice") }
            columns.append(field)
        }
        try expect(ASCII.newline, "the end of the line")
        return columns
    }

    // MARK: Words

    @inline(__always)
    private func peek() -> UInt8? {
        position < text.count ? text[position] : nil
    }

    private mutating func skipLine() {
        while let next = peek(), next != ASCII.newline { position += 1 }
        if position < text.count { position += 1 }
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

    private mutating func expect(_ literal: String) throws(VectorError) {
        for character in literal.utf8 {
            if peek() != character {
                let shown = literal.split(separator: "\n").joined(separator: " ")
                throw error("expected '\(shown)'")
            }
            position += 1
        }
    }

    private func string(_ range: Range<Int>) -> String {
        String(decoding: text.extracting(range).indices.map { text[range.lowerBound + $0] }, as: UTF8.self)
    }

    /// The line is counted only here, where something is wrong.
    @inline(never)
    private func error(_ message: String) -> VectorError {
        var line = 1
        for index in 0..<min(position, text.count) where text[index] == ASCII.newline {
            line += 1
        }
        let ended = position >= text.count ? " (the file ends here)" : ""
        return VectorError(file: file, line: line, message: message + ended)
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
