/// One case of a vector group, decoded. It is filled anew for each case and allocates only when a
/// value is longer than any before it.
package struct VectorCase: ~Copyable {
    /// The decoded octets of all fields, one after the other.
    var octets = [UInt8](repeating: 0, count: 1 << 16)
    private var used = 0
    private var starts = InlineArray<40, Int>(repeating: 0)
    private var ends = InlineArray<40, Int>(repeating: 0)
    /// Integers and booleans, by field.
    private var integers = InlineArray<40, Int>(repeating: 0)
    private var present = InlineArray<40, Bool>(repeating: false)

    package init() {
        precondition(VectorField.allCases.count <= 40)
    }

    package func has(_ field: VectorField) -> Bool { present[field.rawValue] }

    package func integer(_ field: VectorField) -> Int { integers[field.rawValue] }

    /// The field's octets; empty where the case has none.
    @_lifetime(borrow self)
    package func bytes(_ field: VectorField) -> Span<UInt8> {
        octets.span.extracting(starts[field.rawValue]..<ends[field.rawValue])
    }

    /// Whether the answer is expected to be right: true where the vector does not say.
    package var testPassed: Bool {
        !present[VectorField.testPassed.rawValue] || integers[VectorField.testPassed.rawValue] == 1
    }

    package var tcId: Int { integers[VectorField.tcId.rawValue] }

    /// Forgets every field: for a new group, whose cases have other columns.
    package mutating func clearFields() {
        for index in present.indices {
            present[index] = false
            starts[index] = 0
            ends[index] = 0
        }
        used = 0
    }

    /// Forgets the values, keeps the fields: for the next case of the same group.
    mutating func rewind() { used = 0 }

    mutating func set(_ field: VectorField, integer: Int) {
        integers[field.rawValue] = integer
        present[field.rawValue] = true
    }

    /// Decodes hexadecimal from `text` at `position` into the field; returns the position of the
    /// first character that is no digit.
    mutating func set(
        _ field: VectorField, hexadecimal text: Span<UInt8>, at position: Int
    ) throws(HexadecimalError) -> Int {
        // Room for all that could follow in the text, so that the decoder need not ask; where
        // that is more than there is, the length of this value decides.
        if octets.count - used < (text.count - position) / 2 { makeRoom(text, position) }
        let start = used
        var target = octets.mutableSpan
        let end = try Hexadecimal.decode(text, at: position, into: &target, at: start)
        starts[field.rawValue] = start
        used += (end - position) / 2
        ends[field.rawValue] = used
        present[field.rawValue] = true
        return end
    }

    /// Marks a field that is present and empty.
    mutating func setEmpty(_ field: VectorField) {
        starts[field.rawValue] = used
        ends[field.rawValue] = used
        present[field.rawValue] = true
    }

    @inline(never)
    private mutating func makeRoom(_ text: Span<UInt8>, _ position: Int) {
        var end = position
        while end < text.count, text[end] > 0x20 { end += 1 }
        let needed = used + (end - position) / 2 + Hexadecimal.overrun
        if octets.count < needed {
            octets.append(contentsOf: repeatElement(0, count: max(needed, 2 * octets.count)))
        }
    }
}
