/// What is said of an answer. Obstacles, which carry words, are thrown: a case that goes well
/// copies no string.
enum Judgement {
    case pass
    case fail
    case notComparable
    /// The module answered, and nobody says what the answer should be.
    case unanswered
    /// The answer is expected to differ, and could not but do so: it is of another length.
    case meaningless

    @inline(__always)
    static func judging(_ sheet: AnswerSheet, by vector: borrowing VectorCase) -> Judgement {
        if !vector.hasAnswer { return .unanswered }
        if let verdict = sheet.verdict {
            if verdict != vector.testPassed { return .fail }
            // A plaintext may only be right where the tag was meant to be.
            return !verdict || sheet.matches(vector) ? .pass : .fail
        }
        let isRight = sheet.matches(vector)
        if vector.testPassed { return isRight ? .pass : .fail }
        // Our own files hold answers that are wrong on purpose.
        if isRight { return .fail }
        return sheet.hasLengths(of: vector) ? .pass : .meaningless
    }

    var verdict: Verdict {
        switch self {
        case .pass: .pass
        case .fail: .fail
        case .notComparable, .unanswered: .notComparable
        case .meaningless:
            .unsupported(
                Unsupported(.contradictoryVector, "the expected answer has another length"))
        }
    }
}

extension AnswerSheet {
    /// Whether every field that can be compared is what the vector says.
    @inline(__always)
    func matches(_ vector: borrowing VectorCase) -> Bool {
        if hasResults { return firstWrongResult(vector) == nil }
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

    @inline(never)
    fileprivate func hasLengths(of vector: borrowing VectorCase) -> Bool {
        if hasResults {
            return !vector.results.isEmpty || results().count == vector.bytes(.resultsArray).count
        }
        for index in 0..<entryCount {
            let entry = entry(index)
            if entry.isCompared && !entry.isInteger
                && Int(entry.count) != vector.bytes(entry.field).count
            {
                return false
            }
        }
        return true
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

    /// The index of the first entry of `resultsArray` that is not what the vector says, by its
    /// field where the vector names fields; `entryCount` where the vector says more than there is.
    @inline(never)
    private func firstWrongResult(_ vector: borrowing VectorCase) -> Int? {
        if vector.results.isEmpty { return firstWrongOctet(vector.bytes(.resultsArray)) }
        var next = 0
        for index in 0..<entryCount {
            let entry = entry(index)
            while next < vector.results.count, vector.results[next].entry < entry.result {
                next += 1
            }
            guard let expected = vector.result(of: entry, from: next),
                bytes(entry).matches(vector.bytes(expected))
            else { return index }
        }
        let last = vector.results.last?.entry ?? 0
        return entryCount > 0 && last > entry(entryCount - 1).result ? entryCount : nil
    }

    private func firstWrongOctet(_ expected: Span<UInt8>) -> Int? {
        var position = 0
        for index in 0..<entryCount {
            let octets = bytes(entry(index))
            let end = position + octets.count
            if end > expected.count || !octets.matches(expected.extracting(position..<end)) {
                return index
            }
            position = end
        }
        return position == expected.count ? nil : entryCount
    }

    /// Where the chain broke off, or how it ended.
    private func tellingResult(_ vector: borrowing VectorCase) -> Answer? {
        if entryCount == 0 { return nil }
        let index = min(firstWrongResult(vector) ?? entryCount, entryCount - 1)
        let entry = entry(index)
        var expected = ""
        if vector.results.isEmpty {
            let start = (0..<index).reduce(0) { $0 + Int(self.entry($1).count) }
            let all = vector.bytes(.resultsArray)
            let end = min(start + Int(entry.count), all.count)
            expected = Hexadecimal.encode(all.extracting(min(start, end)..<end))
        } else if let result = vector.result(of: entry, from: 0) {
            expected = Hexadecimal.encode(vector.bytes(result))
        }
        return Answer(
            .resultsArray, Hexadecimal.encode(bytes(entry)), expected: expected,
            detail: "\(entry.field.name) of entry \(entry.result)")
    }

    private func answer(_ entry: Entry) -> Answer {
        Answer(
            entry.field,
            entry.isInteger ? String(integer(entry)) : Hexadecimal.encode(bytes(entry)))
    }
}

extension VectorCase {
    /// What the vector says about an entry, looked for from its own entry on.
    fileprivate func result(of entry: AnswerSheet.Entry, from start: Int) -> Result? {
        for result in results[start...] {
            if result.entry > entry.result { return nil }
            if result.entry == entry.result && result.field == entry.field { return result }
        }
        return nil
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
