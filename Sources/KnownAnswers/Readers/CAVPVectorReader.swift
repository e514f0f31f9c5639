import Algorithms

/// Reads the cases of one section of a CAVP file.
struct CAVPVectorReader: VectorReader, ~Escapable, ~Copyable {
    static var hasManyCases: Bool { false }

    private var cursor: CAVPCursor
    private let shape: CAVPShape
    private let opening: [UInt8]
    /// The line that begins the next case, and where it is; nil at the end of the section.
    private var pending: (line: CAVPCursor.Line, start: Int)?
    /// How often each name has stood in the case.
    private var times: [UInt8]
    private var hint = 0
    private var cases = 0
    /// Whether the cases have answers; the first one decides.
    private var hasAnswers: Bool?
    /// Whether a question mark stands in the case.
    private var asks = false
    private static let monteCarloResults = 100
    /// Beyond any vector there is; what lies in front of it can be counted in 32 bits.
    private static let maximumDigits = 1 << 29

    /// Reads what holds for the whole section: the file's own values, the titles', and those above
    /// the first case.
    @_lifetime(copy text)
    init(
        file: String, text: Span<UInt8>, _ section: CAVPPlan.Section, preamble: Range<Int>,
        _ shape: CAVPShape, into vector: inout VectorCase
    ) throws(VectorError) {
        self.shape = shape
        times = [UInt8](repeating: 0, count: shape.entries.count)
        let body = CAVPCursor(file: file, text: text, section.body)
        opening = CAVPVectorReader.opening(of: shape, body)
        vector.beginGroup()
        cursor = CAVPCursor(file: file, text: text, preamble)
        try readToOpening(&vector)
        if pending != nil { throw cursor.error("a case above the first section") }
        cursor = body
        beginNames()
        for (name, value) in section.settings {
            try cursor.set(name, value, shape, &vector)
        }
        try readToOpening(&vector)
        vector.keepForGroup()
    }

    /// The name that begins the cases of a section.
    static func opening(of shape: CAVPShape, _ section: borrowing CAVPCursor) -> [UInt8] {
        for name in shape.openings where section.firstValue(of: name) != nil {
            return Array(name.utf8)
        }
        return Array("COUNT".utf8)
    }

    private mutating func readToOpening(_ vector: inout VectorCase) throws(VectorError) {
        while let line = cursor.next() {
            if begins(line) {
                pending = (line, cursor.lineStart)
                return
            }
            try read(line, &vector)
        }
    }

    @inline(__always)
    private func begins(_ line: CAVPCursor.Line) -> Bool {
        if case .value(let name, _) = line { return cursor.text.spells(opening, in: name) }
        return false
    }

    mutating func nextCase(
        of group: VectorGroup, into vector: inout VectorCase
    ) throws(VectorError) -> Bool {
        guard let first = pending else { return false }
        vector.beginCase()
        cases += 1
        vector.set(.tcId, integer: cases)
        pending = nil
        asks = false
        if shape.isMonteCarlo {
            try readResults(first.line, &vector)
        } else {
            beginNames()
            try read(first.line, &vector)
            try readToOpening(&vector)
        }
        vector.completeCAVP(group, shape)
        try judgeAnswers(&vector, first.start)
        return true
    }

    private mutating func beginNames() {
        hint = 0
        for index in times.indices { times[index] = 0 }
    }

    private mutating func read(
        _ line: CAVPCursor.Line, _ vector: inout VectorCase
    ) throws(VectorError) {
        switch line {
        case .aside, .title: return
        case .word(let word):
            if !shape.mayFail || !cursor.text.spells(Array("FAIL".utf8), in: word) {
                throw cursor.error("expected 'name = value'")
            }
            vector.set(.testPassed, integer: 0)
        case .value(let name, let value):
            guard let index = shape.index(of: name, in: cursor.text, hint: hint) else { return }
            hint = index + 1
            if isQuestion(value) { return }
            let meanings = shape.entries[index].meanings
            let time = Int(times[index])
            if time == meanings.count {
                throw cursor.error("\(cursor.text.string(name)) stands here once too often")
            }
            times[index] += 1
            try read(meanings[time], value, &vector)
        }
    }

    /// Some of NIST's files ask for a value with a question mark.
    @inline(__always)
    private mutating func isQuestion(_ value: Range<Int>) -> Bool {
        let isQuestion = value.count == 1 && cursor.text[value.lowerBound] == UInt8(ascii: "?")
        if isQuestion { asks = true }
        return isQuestion
    }

    @inline(__always)
    private func read(
        _ meaning: CAVPShape.Meaning, _ value: Range<Int>, _ vector: inout VectorCase
    ) throws(VectorError) {
        switch meaning {
        case .octets(let field):
            let start = vector.end
            try append(field, value, &vector)
            vector.point(field, at: start)
        case .number(let field):
            let start = vector.end
            try append(field, number: value, &vector)
            vector.point(field, at: start)
        case .bitString(let field):
            let start = vector.end
            try append(field, bits: value, &vector)
            vector.point(field, at: start)
            vector.set(.payloadLen, integer: value.count)
        case .integer(let field, let times):
            vector.set(field, integer: try cursor.integer(value) * times)
        case .result:
            if shape.answers.contains(.testPassed) { try readResult(value, &vector) }
        case .property, .flag, .count: return
        }
    }

    private func append(
        _ field: VectorField, _ value: Range<Int>, _ vector: inout VectorCase
    ) throws(VectorError) {
        if value.isEmpty { return }
        if value.count > CAVPVectorReader.maximumDigits {
            throw cursor.error("\(field.name) is too long")
        }
        let digits = vector.append(hexadecimal: cursor.text, at: value.lowerBound)
        if digits < value.count { throw cursor.error("\(field.name) is not hexadecimal") }
        if digits & 1 == 1 {
            throw cursor.error("\(field.name) has an odd number of hexadecimal digits")
        }
    }

    private func append(
        _ field: VectorField, number value: Range<Int>, _ vector: inout VectorCase
    ) throws(VectorError) {
        if value.count & 1 == 0 { return try append(field, value, &vector) }
        guard let digit = Int(cursor.text.string(value.prefix(1)), radix: 16) else {
            throw cursor.error("\(field.name) is not hexadecimal")
        }
        let octets = [UInt8(digit)]
        vector.append(octets.span)
        try append(field, value.dropFirst(), &vector)
    }

    private func append(
        _ field: VectorField, bits value: Range<Int>, _ vector: inout VectorCase
    ) throws(VectorError) {
        var octets = [UInt8](repeating: 0, count: (value.count + 7) / 8)
        for (index, position) in value.enumerated() {
            switch cursor.text[position] {
            case UInt8(ascii: "0"): break
            case UInt8(ascii: "1"): octets[index / 8] |= 0x80 >> UInt8(index % 8)
            default: throw cursor.error("\(field.name) is not a row of bits")
            }
        }
        vector.append(octets.span)
    }

    private func readResult(
        _ value: Range<Int>, _ vector: inout VectorCase
    ) throws(VectorError) {
        switch cursor.text.string(value.prefix(1)) {
        case "P", "p": vector.set(.testPassed, integer: 1)
        case "F", "f": vector.set(.testPassed, integer: 0)
        default: throw cursor.error("the result is neither pass nor fail")
        }
    }

    /// The blocks of a Monte Carlo test: each is one result, and the first one's inputs are the
    /// case's.
    private mutating func readResults(
        _ first: CAVPCursor.Line, _ vector: inout VectorCase
    ) throws(VectorError) {
        var entries = 1
        beginNames()
        while let line = cursor.next() {
            if begins(line) {
                entries += 1
                beginNames()
                if entries > CAVPVectorReader.monteCarloResults { break }
                continue
            }
            guard case .value(let name, let value) = line,
                let index = shape.index(of: name, in: cursor.text, hint: hint),
                let meaning = shape.entries[index].meanings.first
            else { continue }
            hint = index + 1
            if isQuestion(value) { continue }
            let start = vector.end
            guard let field = try append(meaning, value, &vector) else { continue }
            vector.addResult(field, entry: entries, from: start)
            if entries == 1 { vector.point(field, at: start) }
        }
        if entries != CAVPVectorReader.monteCarloResults {
            let found = entries < CAVPVectorReader.monteCarloResults ? "\(entries)" : "more"
            throw cursor.error("a Monte Carlo test has 100 results, and here are \(found)")
        }
    }

    private func append(
        _ meaning: CAVPShape.Meaning, _ value: Range<Int>, _ vector: inout VectorCase
    ) throws(VectorError) -> VectorField? {
        switch meaning {
        case .octets(let field), .number(let field):
            try append(field, value, &vector)
            return field
        case .bitString(let field):
            try append(field, bits: value, &vector)
            return field
        case .integer(let field, let times):
            vector.append(integer: try cursor.integer(value) * times)
            return field
        case .property, .flag, .result, .count: return nil
        }
    }

    /// A response file answers every case and a request file none. Anything between is a file that
    /// was cut off.
    private mutating func judgeAnswers(
        _ vector: inout VectorCase, _ start: Int
    ) throws(VectorError) {
        if asks {
            vector.hasAnswer = false
            return
        }
        var hasAnswer = vector.has(.testPassed) && !vector.testPassed
        if !hasAnswer {
            var wanted = shape.answers
            if vector.has(.testPassed) { wanted.formUnion(shape.passing) }
            hasAnswer = vector.present.contains(wanted)
            if !hasAnswer {
                let missing = wanted.fields.filter { !vector.has($0) }
                let names = missing.map(\.name).joined(separator: ", ")
                if hasAnswers == true || missing.count < wanted.fields.count {
                    throw cursor.error("the case has no \(names)", at: start)
                }
            }
        }
        if hasAnswer && hasAnswers == false {
            throw cursor.error("the case has an answer, and those before it have none", at: start)
        }
        hasAnswers = hasAnswer
        vector.hasAnswer = hasAnswer
    }
}

extension CAVPCursor {
    /// The first value of a name, in the lines that are left.
    func firstValue(of name: String) -> Range<Int>? {
        var cursor = CAVPCursor(file: file, text: text, position..<end)
        let name = Array(name.utf8)
        while let line = cursor.next() {
            if case .value(let found, let value) = line, text.spells(name, in: found) {
                return value
            }
        }
        return nil
    }

    func integer(_ value: Range<Int>) throws(VectorError) -> Int {
        if value.isEmpty || value.count > 15 { throw error("a number is expected") }
        var number = 0
        for position in value {
            let digit = text[position] &- 0x30
            if digit > 9 { throw error("'\(text.string(value))' is no number") }
            number = number * 10 + Int(digit)
        }
        return number
    }

    /// A value of a title, which can only be a length.
    fileprivate func set(
        _ name: String, _ value: String, _ shape: CAVPShape, _ vector: inout VectorCase
    ) throws(VectorError) {
        let entry = shape.entries.first { $0.name == Array(name.utf8) }
        guard case .integer(let field, let times)? = entry?.meanings.first else { return }
        guard let number = Int(value), (0..<1 << 32).contains(number) else {
            throw error("'\(value)' is no length")
        }
        vector.set(field, integer: number * times)
    }
}

extension VectorCase {
    /// What CAVP leaves to be understood: the lengths of codes and keys, and that data of length 0
    /// are written as one zero byte.
    fileprivate mutating func completeCAVP(_ group: VectorGroup, _ shape: CAVPShape) {
        if group.algorithm.kind == .ccm {
            empty(.aad, if: (try? group.integer(.aadLen)) == 0)
            empty(.pt, if: (try? group.integer(.payloadLen)) == 0)
        }
        empty(.message, if: has(.msgLen) && integer(.msgLen) == 0)
        if has(.mac) {
            if !has(.keyLen) { set(.keyLen, integer: 8 * bytes(.key).count) }
            if !has(.macLen) { set(.macLen, integer: 8 * bytes(.mac).count) }
        }
    }

    private mutating func empty(_ field: VectorField, if isEmpty: Bool) {
        if isEmpty && has(field) && bytes(field).count == 1 && bytes(field)[0] == 0 {
            point(field, at: end)
        }
    }
}
