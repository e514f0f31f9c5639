/// Reads a run of cases of one group from an ACVP document, with what other documents say about
/// the same cases: the expected results, and the secrets of the test's author.
struct JSONVectorReader: VectorReader, ~Escapable, ~Copyable {
    static var hasManyCases: Bool { true }

    private var prompt: JSONCursor
    private let questions: JSONObjectReader
    private var remaining: Int
    private var isFirst = true
    /// Where the next run of the group's cases begins; nil where the group ends with this one.
    private let next: Int?
    private var answers: JSONAnswers
    private var secrets: JSONAnswers
    /// The tcId of every case read.
    private(set) var cases: [Int] = []

    /// - Parameters:
    ///   - start: where the first case begins.
    ///   - count: how many cases are read.
    ///   - next: where the case behind them is, if there is one.
    @_lifetime(copy prompt, copy answers, copy secrets)
    init(
        _ prompt: consuming JSONCursor, _ questions: JSONObjectReader, at start: Int, count: Int,
        next: Int?, answers: consuming JSONAnswers, secrets: consuming JSONAnswers
    ) {
        self.prompt = prompt
        self.questions = questions
        self.prompt.position = start
        self.answers = answers
        self.secrets = secrets
        self.next = next
        remaining = count
        cases.reserveCapacity(count)
    }

    mutating func nextCase(
        of group: VectorGroup, into vector: inout VectorCase
    ) throws(VectorError) -> Bool {
        if remaining == 0 {
            try prompt.leaveCases(next: next)
            return false
        }
        remaining -= 1
        if !isFirst { try prompt.expect(",") }
        isFirst = false
        _ = try prompt.peek()
        let start = prompt.position
        vector.beginCase()
        try questions.read(&prompt, into: &vector)
        if !vector.has(.tcId) {
            prompt.position = start
            throw prompt.error("the case has no tcId")
        }
        let tcId = vector.tcId
        cases.append(tcId)
        // A document with the answers to its own questions has nothing else to be asked.
        vector.hasAnswer = !answers.isPresent && answers.isNotNeeded
        if answers.isPresent {
            vector.hasAnswer = try answers.readNext(tcId, into: &vector)
            if !vector.hasAnswer {
                try readAgain(from: start, &vector)
                vector.hasAnswer = try answers.find(tcId, into: &vector)
            }
        }
        if secrets.isPresent, try !secrets.readNext(tcId, into: &vector) {
            try readAgain(from: start, &vector)
            if vector.hasAnswer { _ = try answers.find(tcId, into: &vector) }
            _ = try secrets.find(tcId, into: &vector)
        }
        return true
    }

    /// The fields of another case were read over this one's.
    private mutating func readAgain(
        from start: Int, _ vector: inout VectorCase
    ) throws(VectorError) {
        vector.beginCase()
        prompt.position = start
        try questions.read(&prompt, into: &vector)
    }
}

/// The cases of one group in a second document, by their tcId: mostly in the same order.
struct JSONAnswers: ~Escapable, ~Copyable {
    private var cursor: JSONCursor
    private let objects: JSONObjectReader
    private let groupStart: Int
    private let cases: Int
    /// Where the next case is, as long as both documents have the same order.
    private var next: Int?
    private var remaining: Int
    private var places: [Int: Int]?
    let isPresent: Bool
    /// Whether the prompt itself holds the answers.
    let isNotNeeded: Bool

    /// - Parameters:
    ///   - group: the group in this document; nil where it has none.
    ///   - isNotNeeded: whether the prompt itself holds the answers.
    @_lifetime(copy cursor)
    init(
        _ cursor: consuming JSONCursor, _ objects: JSONObjectReader,
        _ group: JSONVectorPlan.Group?, unit: Int, isNotNeeded: Bool
    ) {
        self.cursor = cursor
        self.objects = objects
        self.isNotNeeded = isNotNeeded
        let starts = group?.starts ?? []
        isPresent = !starts.isEmpty
        cases = group?.cases ?? 0
        groupStart = starts.first ?? 0
        next = unit < starts.count ? starts[unit] : nil
        remaining = cases - unit * JSONVectorPlan.unitCases
    }

    /// Adds what the document's next case says, if it is this one; otherwise false, and fields of
    /// that other case may have been written over the vector's.
    @inline(__always)
    mutating func readNext(
        _ tcId: Int, into vector: inout VectorCase
    ) throws(VectorError) -> Bool {
        guard let next else { return false }
        cursor.position = next
        try read(into: &vector)
        remaining -= 1
        if remaining == 0 { try cursor.leaveCases(next: nil) }
        let isRight = vector.tcId == tcId
        self.next = isRight && remaining > 0 ? try placeOfNext() : nil
        return isRight
    }

    /// Adds what the document says about the case, wherever it stands; false where it says nothing.
    mutating func find(
        _ tcId: Int, into vector: inout VectorCase
    ) throws(VectorError) -> Bool {
        if places == nil { places = try index() }
        guard let place = places?[tcId] else { return false }
        cursor.position = place
        try objects.read(&cursor, into: &vector)
        return true
    }

    /// Reads the object at hand, which must say which case it answers: the prompt's tcId must not
    /// be taken for its own.
    @inline(__always)
    private mutating func read(into vector: inout VectorCase) throws(VectorError) {
        let start = cursor.position
        vector.set(.tcId, integer: -1)
        try objects.read(&cursor, into: &vector)
        if vector.tcId < 0 {
            cursor.position = start
            throw cursor.error("the case has no tcId")
        }
    }

    private mutating func placeOfNext() throws(VectorError) -> Int {
        try cursor.expect(",")
        _ = try cursor.peek()
        return cursor.position
    }

    /// Every case of the group by its tcId.
    private mutating func index() throws(VectorError) -> [Int: Int] {
        var places: [Int: Int] = [:]
        var vector = VectorCase()
        cursor.position = groupStart
        for number in 0..<cases {
            if number > 0 { try cursor.expect(",") }
            _ = try cursor.peek()
            let start = cursor.position
            vector.beginCase()
            try read(into: &vector)
            if places.updateValue(start, forKey: vector.tcId) != nil {
                cursor.position = start
                throw cursor.error("tcId \(vector.tcId) stands twice")
            }
        }
        return places
    }
}

extension JSONCursor {
    /// Sees that nothing stands behind the last case read but another one, or the array's end.
    @_lifetime(self: copy self)
    fileprivate mutating func leaveCases(next: Int?) throws(VectorError) {
        guard let next else {
            if try peek() != UInt8(ascii: "]") { throw error("expected ',' or ']'") }
            return
        }
        try expect(",")
        _ = try peek()
        if position != next { throw error("expected a case") }
    }
}
