import CHexadecimal

/// One case of a vector group, decoded. It is filled anew for each case and allocates only when a
/// value is longer than any before it.
///
/// What its group gives to all cases lies before what is the case's own, and stays. A line of a
/// table, or an object of JSON, is decoded in one call where it is written as the one before it.
@safe
package struct VectorCase: ~Copyable {
    /// All that a case holds. It lies behind one pointer because the compiler copies a borrowed
    /// value of many words for each call that it is lent to, a tenth of a short case (measured).
    @safe
    private struct State {
        /// What was decoded: the octets of all fields, one after the other, and integers and
        /// booleans. Slots and integers are indexed by field.
        var values: chexadecimal_values
        let slotsOfGroup: UnsafeMutablePointer<chexadecimal_slot>
        let integersOfGroup: UnsafeMutablePointer<Int64>
        /// The columns of a table, with the lengths of the case before.
        let columns: UnsafeMutablePointer<chexadecimal_column>
        var present = FieldSet()
        var usedByGroup = 0
        var presentInGroup = FieldSet()
        /// Whether the group has octets, whose slots a case may have pointed elsewhere.
        var groupHasOctets = false
        /// Whether a case gave a number of its own in the place of the group's.
        var isGroupOverwritten = false
        var columnCount = 0
        var hasAnswer = false
        var results: [Result] = []

        // Not arrays, for the reason that `Scratch` gives.
        init() {
            let count = VectorField.allCases.count
            let capacity = 1 << 14
            unsafe values = chexadecimal_values(
                octets: .allocate(capacity: capacity), capacity: capacity, used: 0,
                slots: .allocate(capacity: count), integers: .allocate(capacity: count))
            unsafe values.slots.initialize(repeating: chexadecimal_slot(), count: count)
            unsafe values.integers.initialize(repeating: 0, count: count)
            unsafe slotsOfGroup = .allocate(capacity: count)
            unsafe integersOfGroup = .allocate(capacity: count)
            unsafe columns = .allocate(capacity: count)
            unsafe slotsOfGroup.initialize(repeating: chexadecimal_slot(), count: count)
            unsafe integersOfGroup.initialize(repeating: 0, count: count)
            unsafe columns.initialize(repeating: chexadecimal_column(), count: count)
        }

        func deallocate() {
            unsafe values.octets.deallocate()
            unsafe values.slots.deallocate()
            unsafe values.integers.deallocate()
            unsafe slotsOfGroup.deallocate()
            unsafe integersOfGroup.deallocate()
            unsafe columns.deallocate()
        }
    }

    private let state: UnsafeMutablePointer<State>
    /// Whether anybody says what the answer should be.
    package var hasAnswer: Bool {
        get { unsafe state.pointee.hasAnswer }
        set { unsafe state.pointee.hasAnswer = newValue }
    }
    private(set) var present: FieldSet {
        get { unsafe state.pointee.present }
        set { unsafe state.pointee.present = newValue }
    }
    /// The fields of each entry of `resultsArray`, where the format names them; where it does not,
    /// the entries are the octets of that field, one behind the other.
    var results: [Result] { unsafe state.pointee.results }

    struct Result {
        let field: VectorField
        /// 1 for the first entry, as in `AnswerSheet`.
        let entry: Int32
        fileprivate let slot: chexadecimal_slot
    }

    private var used: Int {
        get { unsafe state.pointee.values.used }
        set { unsafe state.pointee.values.used = newValue }
    }
    private var usedByGroup: Int { unsafe state.pointee.usedByGroup }
    private var presentInGroup: FieldSet { unsafe state.pointee.presentInGroup }
    private var isGroupOverwritten: Bool {
        get { unsafe state.pointee.isGroupOverwritten }
        set { unsafe state.pointee.isGroupOverwritten = newValue }
    }

    package init() {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State())
    }

    deinit {
        unsafe state.pointee.deallocate()
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    @inline(__always)
    package func has(_ field: VectorField) -> Bool { present.contains(field) }

    @inline(__always)
    package func integer(_ field: VectorField) -> Int {
        unsafe Int(state.pointee.values.integers[field.rawValue])
    }

    /// The field's octets; empty where the case has none.
    @inline(__always)
    @_lifetime(borrow self)
    package func bytes(_ field: VectorField) -> Span<UInt8> {
        if !has(field) { return Span() }
        return unsafe octets(at: state.pointee.values.slots[field.rawValue])
    }

    @inline(__always)
    @_lifetime(borrow self)
    private func octets(at slot: chexadecimal_slot) -> Span<UInt8> {
        // A slot is made of octets that lie here already, and is forgotten with them.
        let span = unsafe Span<UInt8>(
            _unsafeStart: state.pointee.values.octets + Int(slot.start), count: Int(slot.count))
        // Held by this case, which is what the caller borrows.
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// Whether the answer is expected to be right: true where the vector does not say.
    @inline(__always)
    package var testPassed: Bool { !has(.testPassed) || integer(.testPassed) == 1 }

    package var tcId: Int { integer(.tcId) }

    /// What a case without these fields cannot do without.
    @inline(__always)
    func require(_ fields: FieldSet) throws(Obstacle) {
        if !present.contains(fields) { throw lacking(fields) }
    }

    @inline(never)
    private func lacking(_ fields: FieldSet) -> Obstacle {
        let missing = fields.fields.filter { !has($0) }.map(\.name)
        return .unsupported(
            Unsupported(.missingField, "no " + missing.joined(separator: ", ")))
    }

    // What follows fills a case; the readers alone do.

    /// Forgets every field, the group's too.
    mutating func beginGroup() {
        used = 0
        present = []
        unsafe state.pointee.usedByGroup = 0
        unsafe state.pointee.presentInGroup = []
        unsafe state.pointee.groupHasOctets = false
        unsafe state.pointee.columnCount = 0
        forgetResults()
    }

    /// Keeps what has been set so far for every case to come.
    mutating func keepForGroup() {
        unsafe state.pointee.usedByGroup = used
        unsafe state.pointee.presentInGroup = present
        unsafe state.pointee.groupHasOctets = used > 0
        isGroupOverwritten = false
        let count = VectorField.allCases.count
        unsafe state.pointee.slotsOfGroup.update(from: state.pointee.values.slots, count: count)
        unsafe state.pointee.integersOfGroup.update(
            from: state.pointee.values.integers, count: count)
    }

    /// Forgets the fields of the case before.
    @inline(__always)
    mutating func beginCase() {
        if !results.isEmpty { forgetResults() }
        used = usedByGroup
        if unsafe state.pointee.groupHasOctets || isGroupOverwritten { restoreGroup() }
        present = presentInGroup
    }

    private mutating func restoreGroup() {
        isGroupOverwritten = false
        for field in presentInGroup.fields {
            let index = field.rawValue
            unsafe state.pointee.values.slots[index] = state.pointee.slotsOfGroup[index]
            unsafe state.pointee.values.integers[index] = state.pointee.integersOfGroup[index]
        }
    }

    /// Takes up the columns of a table, which every case fills.
    mutating func beginTable(_ fields: [VectorField]) {
        present = [.tcId]
        unsafe state.pointee.columnCount = fields.count
        for (index, field) in fields.enumerated() {
            present.insert(field)
            unsafe state.pointee.columns[index] = chexadecimal_column(
                form: field.form.code, slot: UInt8(field.rawValue), octets: 0)
        }
        hasAnswer = true
    }

    /// Decodes a whole line at once and returns the number of characters; 0 where it must be read
    /// field by field, to tell what is wrong or because the text ends or memory is short.
    @inline(__always)
    mutating func setLine(_ text: Span<UInt8>, at position: Int) -> Int {
        used = 0
        return unsafe text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return 0 }
            return unsafe chexadecimal_decode_line(
                start + position, text.count - position, state.pointee.columns,
                state.pointee.columnCount, &state.pointee.values)
        }
    }

    /// Decodes a whole object that is written as the layout says and returns the number of
    /// characters; 0 where it is written otherwise.
    @inline(__always)
    mutating func setObject(
        _ text: Span<UInt8>, at position: Int, _ layout: borrowing ObjectLayout
    ) -> Int {
        let (members, count) = unsafe (layout.members, layout.count)
        let characters = unsafe text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return 0 }
            return unsafe chexadecimal_decode_object(
                start + position, text.count - position, members, count,
                start + layout.after.lowerBound, layout.after.count, &state.pointee.values)
        }
        if characters == 0 { return 0 }
        present.formUnion(layout.fields)
        if presentInGroup.intersects(layout.fields) { isGroupOverwritten = true }
        return characters
    }

    /// Forgets the values of a line: before it is read field by field.
    mutating func rewind() { used = 0 }

    mutating func set(_ field: VectorField, integer: Int) {
        unsafe state.pointee.values.integers[field.rawValue] = Int64(integer)
        present.insert(field)
        if presentInGroup.contains(field) { isGroupOverwritten = true }
    }

    /// Decodes hexadecimal from `text` at `position` into the field and returns the number of
    /// digits; where that is odd the field is not set.
    mutating func set(
        _ field: VectorField, hexadecimal text: Span<UInt8>, at position: Int
    ) -> Int {
        let start = used
        let digits = append(hexadecimal: text, at: position)
        if digits & 1 == 0 { point(field, at: start) }
        return digits
    }

    /// Makes a field of everything appended since `start`.
    mutating func point(_ field: VectorField, at start: Int) {
        unsafe state.pointee.values.slots[field.rawValue] = slot(from: start)
        present.insert(field)
    }

    mutating func remove(_ field: VectorField) { present.remove(field) }

    /// Makes a field of an entry of `resultsArray` of everything appended since `start`.
    mutating func addResult(_ field: VectorField, entry: Int, from start: Int) {
        unsafe state.pointee.results.append(
            Result(field: field, entry: Int32(entry), slot: slot(from: start)))
    }

    private func slot(from start: Int) -> chexadecimal_slot {
        chexadecimal_slot(start: UInt32(start), count: UInt32(used - start))
    }

    /// Forgets the entries, when another document states them again.
    mutating func forgetResults() { unsafe state.pointee.results = [] }

    @_lifetime(borrow self)
    func bytes(_ result: Result) -> Span<UInt8> {
        octets(at: result.slot)
    }

    /// Where the next octets go.
    var end: Int { used }

    /// A slot counts in 32 bits; no case of any set comes near this.
    private static let maximumCharacters = 1 << 29
    static let isTooLong = "a case of more than \(maximumCharacters) characters"

    /// Whether so many more characters would be too many.
    func isFull(with characters: Int) -> Bool {
        used + characters > VectorCase.maximumCharacters
    }

    /// Decodes hexadecimal behind all other octets; nothing is kept of an odd number of digits.
    mutating func append(hexadecimal text: Span<UInt8>, at position: Int) -> Int {
        var target = unsafe memory
        let (digits, tooShort) = Hexadecimal.decode(text, at: position, into: &target, at: used)
        if tooShort {
            makeRoom(2 * target.count)
            return append(hexadecimal: text, at: position)
        }
        if digits & 1 == 0 { used += digits / 2 }
        return digits
    }

    /// A number of an entry of `resultsArray`, as `AnswerSheet` holds it.
    mutating func append(integer: Int) {
        var octets: [UInt8] = []
        for shift in [24, 16, 8, 0] { octets.append(UInt8(truncatingIfNeeded: integer >> shift)) }
        append(octets.span)
    }

    mutating func append(_ bytes: Span<UInt8>) {
        if unsafe used + bytes.count > state.pointee.values.capacity {
            makeRoom(2 * (used + bytes.count))
        }
        var target = unsafe memory
        for index in bytes.indices { target[used + index] = bytes[index] }
        used += bytes.count
    }

    /// All that there is for octets, of which no other span may be in use.
    @unsafe private var memory: MutableSpan<UInt8> {
        @_lifetime(immortal)
        get {
            let span = unsafe MutableSpan(
                _unsafeStart: state.pointee.values.octets,
                count: Int(state.pointee.values.capacity))
            return unsafe _overrideLifetime(span, copying: ())
        }
    }

    private mutating func makeRoom(_ count: Int) {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
        unsafe larger.update(from: state.pointee.values.octets, count: used)
        unsafe state.pointee.values.octets.deallocate()
        unsafe state.pointee.values.octets = larger
        unsafe state.pointee.values.capacity = count
    }
}

extension VectorField.Form {
    var code: UInt8 {
        switch self {
        case .integer: UInt8(CHEXADECIMAL_INTEGER.rawValue)
        case .octets, .text: UInt8(CHEXADECIMAL_OCTETS.rawValue)
        case .boolean: UInt8(CHEXADECIMAL_BOOLEAN.rawValue)
        }
    }
}
