/// What is said of an answer. Obstacles, which carry words, are thrown: a case that goes well
/// copies no string.
enum Judgement {
    case pass
    case fail
    case notComparable
    /// The module answered, and nobody says what the answer should be.
    case unanswered

    @inline(__always)
    static func judging(_ sheet: AnswerSheet, by vector: borrowing VectorCase) -> Judgement {
        if !vector.hasAnswer { return .unanswered }
        if let verdict = sheet.verdict {
            if verdict != vector.testPassed { return .fail }
            // A plaintext may only be right where the tag was meant to be.
            return !verdict || sheet.matches(vector) ? .pass : .fail
        }
        // Our own files hold answers that are wrong on purpose.
        return sheet.matches(vector) == vector.testPassed ? .pass : .fail
    }

    var verdict: Verdict {
        switch self {
        case .pass: .pass
        case .fail: .fail
        case .notComparable, .unanswered: .notComparable
        }
    }
}

extension AnswerSheet {
    /// Whether every field that can be compared is what the vector says.
    @inline(__always)
    func matches(_ vector: borrowing VectorCase) -> Bool {
        if hasResults { return results().matches(vector.bytes(.resultsArray)) }
        for index in 0..<entryCount {
            let entry = entry(index)
            if entry.isCompared && !matches(entry, vector) { return false }
        }
        return true
    }

    @inline(__always)
    private func matches(_ entry: Entry, _ vector: borrowing VectorCase) -> Bool {
        if !vector.has(entry.field) { return false }
        return entry.isInteger
            ? integer(entry) == vector.integer(entry.field)
            : bytes(entry).matches(vector.bytes(entry.field))
    }

    /// The first field that is not what the vector says, else the first that could be compared.
    func telling(_ vector: borrowing VectorCase) -> Answer? {
        if let verdict, verdict != vector.testPassed || !verdict {
            return Answer(.testPassed, verdict ? "true" : "false")
        }
        if hasResults { return tellingResult(vector) }
        var first: Entry?
        for index in 0..<entryCount {
            let entry = entry(index)
            if !entry.isCompared { continue }
            if !matches(entry, vector) { return answer(entry) }
            first = first ?? entry
        }
        if let first { return answer(first) }
        return verdict.map { Answer(.testPassed, $0 ? "true" : "false") }
    }

    /// Where the chain broke off.
    private func tellingResult(_ vector: borrowing VectorCase) -> Answer? {
        let expected = vector.bytes(.resultsArray)
        var position = 0
        var last: Entry?
        for index in 0..<entryCount {
            let entry = entry(index)
            let end = position + Int(entry.count)
            let right =
                end <= expected.count
                && bytes(entry).matches(expected.extracting(position..<end))
            last = entry
            if !right { break }
            position = end
        }
        guard let last else { return nil }
        let end = min(position + Int(last.count), expected.count)
        return Answer(
            .resultsArray, Hexadecimal.encode(bytes(last)),
            expected: Hexadecimal.encode(expected.extracting(min(position, end)..<end)),
            detail: "\(last.field.name) of entry \(last.result)")
    }

    private func answer(_ entry: Entry) -> Answer {
        Answer(
            entry.field,
            entry.isInteger ? String(integer(entry)) : Hexadecimal.encode(bytes(entry)))
    }
}

/// A module's answer beside the field of the vector that it is compared with.
struct Answer: Equatable {
    let field: VectorField
    /// Hexadecimal, a number, or `true` and `false`.
    let value: String
    /// What it should be, where it is not the whole field.
    let expected: String?
    /// Which part of the field it is, where it is not the whole.
    let detail: String

    init(_ field: VectorField, _ value: String, expected: String? = nil, detail: String = "") {
        self.field = field
        self.value = value
        self.expected = expected
        self.detail = detail
    }
}
