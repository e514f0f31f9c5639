/// One case of a vector group, decoded. It is filled anew for each case and allocates only when a
/// value is longer than any before it.
///
/// Cases of a group are mostly alike: a run of octet columns that has the lengths of the case
/// before is decoded in one call, and then not even the slots change.
@safe
package struct VectorCase: ~Copyable {
    /// Where a field's value is, and whether the group has the field at all.
    private struct Slot {
        var start: Int32 = 0
        var count: Int32 = 0
        /// The value of an integer or a boolean.
        var integer: Int32 = 0
        var isPresent = false
    }

    /// What a run of octet columns had in the case before.
    private struct Row {
        /// Where the run's octets begin; -1 before the first case.
        var base = -1
        var octets = 0
        var characters = 0
    }

    /// The decoded octets of all fields, one after the other.
    private var octets = Scratch(count: 1 << 14)
    private(set) var used = 0
    // Not arrays, for the reason that `Scratch` gives.
    private let slots: UnsafeMutablePointer<Slot>
    private let rows: UnsafeMutablePointer<Row>
    /// The octets of each column in the case before.
    private let lengths: UnsafeMutablePointer<UInt32>

    package init() {
        let count = VectorField.allCases.count
        unsafe slots = .allocate(capacity: count)
        unsafe rows = .allocate(capacity: count)
        unsafe lengths = .allocate(capacity: count)
        unsafe slots.initialize(repeating: Slot(), count: count)
        unsafe rows.initialize(repeating: Row(), count: count)
        unsafe lengths.initialize(repeating: 0, count: count)
    }

    deinit {
        unsafe slots.deallocate()
        unsafe rows.deallocate()
        unsafe lengths.deallocate()
    }

    package func has(_ field: VectorField) -> Bool { unsafe slots[field.rawValue].isPresent }

    package func integer(_ field: VectorField) -> Int {
        unsafe Int(slots[field.rawValue].integer)
    }

    /// The field's octets; empty where the case has none.
    @inline(__always)
    @_lifetime(borrow self)
    package func bytes(_ field: VectorField) -> Span<UInt8> {
        let slot = unsafe slots[field.rawValue]
        let span = octets.span(Int(slot.start)..<Int(slot.start + slot.count))
        // Held by this case, which is what the caller borrows.
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// Whether the answer is expected to be right: true where the vector does not say.
    package var testPassed: Bool { !has(.testPassed) || integer(.testPassed) == 1 }

    package var tcId: Int { integer(.tcId) }

    // What follows fills a case; `VectorTable` alone does.

    /// Forgets every field: for a new group, whose cases have other columns.
    package mutating func clearFields() {
        unsafe slots.update(repeating: Slot(), count: VectorField.allCases.count)
        unsafe rows.update(repeating: Row(), count: VectorField.allCases.count)
    }

    /// Forgets the values, keeps the fields: for the next case of the same group.
    mutating func rewind() { used = 0 }

    mutating func set(_ field: VectorField, integer: Int) {
        unsafe slots[field.rawValue].integer = Int32(integer)
        unsafe slots[field.rawValue].isPresent = true
    }

    /// Decodes a run of octet columns that has the lengths which it had in the case before. Returns
    /// the number of characters, or 0 where it has others.
    @inline(__always)
    mutating func setRow(_ run: ColumnRun, _ text: Span<UInt8>, at position: Int) -> Int {
        let row = unsafe rows[run.number]
        if row.base != used { return 0 }
        let read = unsafe Hexadecimal.decodeRow(
            text, at: position, characters: row.characters,
            UnsafePointer(lengths + run.columns.lowerBound), run.columns.count, into: octets,
            at: used)
        if read > 0 { used += row.octets }
        return read
    }

    /// Keeps the lengths of a run that was read field by field.
    mutating func keepRow(
        _ run: ColumnRun, _ columns: [VectorField], from base: Int, characters: Int
    ) {
        for column in run.columns {
            unsafe lengths[column] = UInt32(slots[columns[column].rawValue].count)
        }
        unsafe rows[run.number] = Row(base: base, octets: used - base, characters: characters)
    }

    /// Decodes hexadecimal from `text` at `position` into the field and returns the number of
    /// digits; where that is odd the field is not set.
    mutating func set(
        _ field: VectorField, hexadecimal text: Span<UInt8>, at position: Int
    ) -> Int {
        var target = octets.mutableSpan()
        let (digits, tooShort) = Hexadecimal.decode(text, at: position, into: &target, at: used)
        if tooShort {
            makeRoom()
            return set(field, hexadecimal: text, at: position)
        }
        if digits & 1 == 0 { set(field, octets: digits / 2) }
        return digits
    }

    /// Gives the field the next octets, which are decoded already.
    mutating func set(_ field: VectorField, octets count: Int) {
        unsafe slots[field.rawValue] = Slot(
            start: Int32(used), count: Int32(count), integer: 0, isPresent: true)
        used += count
    }

    private mutating func makeRoom() {
        let larger = Scratch(count: 2 * octets.count)
        var target = larger.mutableSpan()
        let filled = octets.span(first: used)
        for index in filled.indices { target[index] = filled[index] }
        octets = larger
    }
}
