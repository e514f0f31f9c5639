import CHexadecimal

/// One case of a vector group, decoded. It is filled anew for each case and allocates only when a
/// value is longer than any before it.
///
/// What its group gives to all cases lies before what is the case's own, and stays. A line of a
/// table, or an object of JSON, is decoded in one call where it is written as the one before it.
@safe
package struct VectorCase: ~Copyable {
    /// Where a field's octets are.
    fileprivate struct Slot {
        var start: UInt32 = 0
        var count: UInt32 = 0
    }

    /// All that a case holds. It lies behind a pointer because the compiler copies a borrowed value
    /// of many words for each call that it is lent to, a tenth of a short case (measured).
    private struct State {
        /// The decoded octets of all fields, one after the other.
        var octets = Scratch(count: 1 << 14)
        var used = 0
        var present = FieldSet()
        var usedByGroup = 0
        var presentInGroup = FieldSet()
        /// Whether the group has octets, whose slots a case may have pointed elsewhere.
        var groupHasOctets = false
        /// Whether a case gave a number of its own in the place of the group's.
        var isGroupOverwritten = false
        var columnCount = 0
        /// Whether the slots are those of the columns.
        var hasLayout = false
        var hasAnswer = false
        var results: [Result] = []
    }

    private let state: UnsafeMutablePointer<State>
    // Not arrays, for the reason that `Scratch` gives. They are indexed by field.
    private let slots: UnsafeMutablePointer<Slot>
    private let slotsOfGroup: UnsafeMutablePointer<Slot>
    /// Integers and booleans.
    private let integers: UnsafeMutablePointer<Int64>
    private let integersOfGroup: UnsafeMutablePointer<Int64>
    /// The columns of a table, with the lengths of the case before.
    private let columns: UnsafeMutablePointer<chexadecimal_column>
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
        fileprivate let slot: Slot
    }

    private var octets: Scratch { unsafe state.pointee.octets }
    private var used: Int {
        get { unsafe state.pointee.used }
        set { unsafe state.pointee.used = newValue }
    }
    private var usedByGroup: Int { unsafe state.pointee.usedByGroup }
    private var presentInGroup: FieldSet { unsafe state.pointee.presentInGroup }
    private var isGroupOverwritten: Bool {
        get { unsafe state.pointee.isGroupOverwritten }
        set { unsafe state.pointee.isGroupOverwritten = newValue }
    }
    private var columnCount: Int { unsafe state.pointee.columnCount }
    private var hasLayout: Bool {
        get { unsafe state.pointee.hasLayout }
        set { unsafe state.pointee.hasLayout = newValue }
    }

    package init() {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State())
        let count = VectorField.allCases.count
        unsafe slots = .allocate(capacity: count)
        unsafe slotsOfGroup = .allocate(capacity: count)
        unsafe integers = .allocate(capacity: count)
        unsafe integersOfGroup = .allocate(capacity: count)
        unsafe columns = .allocate(capacity: count)
        unsafe slots.initialize(repeating: Slot(), count: count)
        unsafe slotsOfGroup.initialize(repeating: Slot(), count: count)
        unsafe integers.initialize(repeating: 0, count: count)
        unsafe integersOfGroup.initialize(repeating: 0, count: count)
        unsafe columns.initialize(repeating: chexadecimal_column(), count: count)
    }

    deinit {
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
        unsafe slots.deallocate()
        unsafe slotsOfGroup.deallocate()
        unsafe integers.deallocate()
        unsafe integersOfGroup.deallocate()
        unsafe columns.deallocate()
    }

    @inline(__always)
    package func has(_ field: VectorField) -> Bool { present.contains(field) }

    @inline(__always)
    package func integer(_ field: VectorField) -> Int {
        unsafe Int(integers[field.rawValue])
    }

    /// The field's octets; empty where the case has none.
    @inline(__always)
    @_lifetime(borrow self)
    package func bytes(_ field: VectorField) -> Span<UInt8> {
        if !has(field) { return Span() }
        let slot = unsafe slots[field.rawValue]
        let span = octets.span(at: slot.start, count: slot.count)
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
        hasLayout = false
        unsafe state.pointee.columnCount = 0
        forgetResults()
    }

    /// Keeps what has been set so far for every case to come.
    mutating func keepForGroup() {
        unsafe state.pointee.usedByGroup = used
        unsafe state.pointee.presentInGroup = present
        unsafe state.pointee.groupHasOctets = used > 0
        isGroupOverwritten = false
        unsafe slotsOfGroup.update(from: slots, count: VectorField.allCases.count)
        unsafe integersOfGroup.update(from: integers, count: VectorField.allCases.count)
    }

    /// Forgets the fields of the case before.
    @inline(__always)
    mutating func beginCase() {
        if !results.isEmpty { forgetResults() }
        used = usedByGroup
        hasLayout = false
        if unsafe state.pointee.groupHasOctets || isGroupOverwritten { restoreGroup() }
        present = presentInGroup
    }

    private mutating func restoreGroup() {
        isGroupOverwritten = false
        for field in presentInGroup.fields {
            unsafe slots[field.rawValue] = slotsOfGroup[field.rawValue]
            unsafe integers[field.rawValue] = integersOfGroup[field.rawValue]
        }
    }

    /// Takes up the columns of a table, which every case fills.
    mutating func beginTable(_ fields: [VectorField]) {
        present = [.tcId]
        unsafe state.pointee.columnCount = fields.count
        for (index, field) in fields.enumerated() {
            present.insert(field)
            unsafe columns[index] = chexadecimal_column(
                form: field.form.code, slot: UInt8(field.rawValue), octets: 0)
        }
        hasAnswer = true
        hasLayout = false
    }

    /// Decodes a whole line at once and returns the number of characters; 0 where it must be read
    /// field by field, to tell what is wrong or because the text ends or memory is short.
    @inline(__always)
    mutating func setLine(_ text: Span<UInt8>, at position: Int) -> Int {
        var changed = !hasLayout
        var target = octets.mutableSpan()
        let characters = unsafe text.withUnsafeBufferPointer { text in
            unsafe target.withUnsafeMutableBufferPointer { target in
                guard let start = text.baseAddress, let output = target.baseAddress else {
                    return 0
                }
                return unsafe chexadecimal_decode_line(
                    start + position, text.count - position, columns, columnCount, output,
                    target.count, integers, &changed)
            }
        }
        hasLayout = characters > 0
        if changed && hasLayout { layOut() }
        return characters
    }

    /// Points the slots at the octets of the line that was decoded.
    private mutating func layOut() {
        used = 0
        for index in 0..<columnCount {
            let column = unsafe columns[index]
            if column.form != CHEXADECIMAL_OCTETS.rawValue { continue }
            unsafe slots[Int(column.slot)] = Slot(
                start: UInt32(used), count: column.octets)
            used += Int(column.octets)
        }
    }

    /// Decodes a whole object that is written as the layout says and returns the number of
    /// characters; 0 where it is written otherwise.
    @inline(__always)
    mutating func setObject(
        _ text: Span<UInt8>, at position: Int, _ layout: borrowing ObjectLayout
    ) -> Int {
        var target = octets.mutableSpan()
        let (used, members, count) = unsafe (used, layout.members, layout.count)
        let characters = unsafe text.withUnsafeBufferPointer { text in
            unsafe target.withUnsafeMutableBufferPointer { target in
                guard let start = text.baseAddress, let output = target.baseAddress else {
                    return 0
                }
                return unsafe chexadecimal_decode_object(
                    start + position, text.count - position, members, count,
                    start + layout.after.lowerBound, layout.after.count, output + used,
                    target.count - used, integers)
            }
        }
        if characters == 0 { return 0 }
        for index in 0..<count {
            let column = unsafe members[index].column
            if column.form != CHEXADECIMAL_OCTETS.rawValue { continue }
            unsafe slots[Int(column.slot)] = Slot(
                start: UInt32(self.used), count: column.octets)
            self.used += Int(column.octets)
        }
        present.formUnion(layout.fields)
        if presentInGroup.intersects(layout.fields) { isGroupOverwritten = true }
        return characters
    }

    /// Forgets the values of a line: before it is read field by field.
    mutating func rewind() {
        used = 0
        hasLayout = false
    }

    mutating func set(_ field: VectorField, integer: Int) {
        unsafe integers[field.rawValue] = Int64(integer)
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
        unsafe slots[field.rawValue] = Slot(start: UInt32(start), count: UInt32(used - start))
        present.insert(field)
    }

    mutating func remove(_ field: VectorField) { present.remove(field) }

    /// Makes a field of an entry of `resultsArray` of everything appended since `start`.
    mutating func addResult(_ field: VectorField, entry: Int, from start: Int) {
        unsafe state.pointee.results.append(
            Result(
                field: field, entry: Int32(entry),
                slot: Slot(start: UInt32(start), count: UInt32(used - start))))
    }

    /// Forgets the entries, when another document states them again.
    mutating func forgetResults() { unsafe state.pointee.results = [] }

    @_lifetime(borrow self)
    func bytes(_ result: Result) -> Span<UInt8> {
        let span = octets.span(at: result.slot.start, count: result.slot.count)
        return unsafe _overrideLifetime(span, borrowing: self)
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
        var target = octets.mutableSpan()
        let (digits, tooShort) = Hexadecimal.decode(text, at: position, into: &target, at: used)
        if tooShort {
            makeRoom(2 * octets.count)
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
        if used + bytes.count > octets.count { makeRoom(2 * (used + bytes.count)) }
        var target = octets.mutableSpan()
        for index in bytes.indices { target[used + index] = bytes[index] }
        used += bytes.count
    }

    private mutating func makeRoom(_ count: Int) {
        let larger = Scratch(count: count)
        var target = larger.mutableSpan()
        let filled = octets.span(first: used)
        for index in filled.indices { target[index] = filled[index] }
        unsafe state.pointee.octets = larger
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
