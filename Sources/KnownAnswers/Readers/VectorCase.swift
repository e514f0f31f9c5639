import CHexadecimal

/// One case of a vector group, decoded. It is filled anew for each case and allocates only when a
/// value is longer than any before it.
///
/// A line is decoded in one call; where it has the lengths of the line before, as most have, not
/// even the slots change.
@safe
package struct VectorCase: ~Copyable {
    /// Where a field's octets are, and whether the group has the field at all.
    private struct Slot {
        var start: Int32 = 0
        var count: Int32 = 0
        var isPresent = false
    }

    /// The decoded octets of all fields, one after the other.
    private var octets = Scratch(count: 1 << 14)
    private var used = 0
    // Not arrays, for the reason that `Scratch` gives. The first two are indexed by field.
    private let slots: UnsafeMutablePointer<Slot>
    /// Integers and booleans.
    private let integers: UnsafeMutablePointer<Int32>
    /// The group's columns with the lengths of the case before.
    private let columns: UnsafeMutablePointer<chexadecimal_column>
    private var columnCount = 0
    /// Whether the slots are those of the columns.
    private var hasLayout = false

    package init() {
        let count = VectorField.allCases.count
        unsafe slots = .allocate(capacity: count)
        unsafe integers = .allocate(capacity: count)
        unsafe columns = .allocate(capacity: count)
        unsafe slots.initialize(repeating: Slot(), count: count)
        unsafe integers.initialize(repeating: 0, count: count)
        unsafe columns.initialize(repeating: chexadecimal_column(), count: count)
    }

    deinit {
        unsafe slots.deallocate()
        unsafe integers.deallocate()
        unsafe columns.deallocate()
    }

    package func has(_ field: VectorField) -> Bool { unsafe slots[field.rawValue].isPresent }

    package func integer(_ field: VectorField) -> Int {
        unsafe Int(integers[field.rawValue])
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

    /// Forgets every field and takes up a group's columns.
    package mutating func begin(_ group: borrowing VectorGroup) {
        unsafe slots.update(repeating: Slot(), count: VectorField.allCases.count)
        unsafe slots[VectorField.tcId.rawValue].isPresent = true
        columnCount = group.columns.count
        for (index, field) in group.columns.enumerated() {
            unsafe slots[field.rawValue].isPresent = true
            unsafe columns[index] = chexadecimal_column(
                form: field.form.code, slot: UInt8(field.rawValue), octets: 0)
        }
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
                start: Int32(used), count: Int32(column.octets), isPresent: true)
            used += Int(column.octets)
        }
    }

    /// Forgets the values: before a line is read field by field.
    mutating func rewind() {
        used = 0
        hasLayout = false
    }

    mutating func set(_ field: VectorField, integer: Int) {
        unsafe integers[field.rawValue] = Int32(integer)
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
            start: Int32(used), count: Int32(count), isPresent: true)
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

extension VectorField.Form {
    fileprivate var code: UInt8 {
        switch self {
        case .integer: UInt8(CHEXADECIMAL_INTEGER.rawValue)
        case .octets: UInt8(CHEXADECIMAL_OCTETS.rawValue)
        case .boolean: UInt8(CHEXADECIMAL_BOOLEAN.rawValue)
        }
    }
}
