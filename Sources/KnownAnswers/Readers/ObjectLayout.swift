import CHexadecimal

/// How the object read last was written: which characters stand before each of its values. Most
/// objects of a vector set differ from the one before in their values alone, and are decoded in
/// one call then.
@safe
struct ObjectLayout: ~Copyable {
    let members: UnsafeMutablePointer<chexadecimal_member>
    private(set) var count = 0
    private(set) var fields = FieldSet()
    /// What follows the last value, in the text that the layout was learned from.
    private(set) var after = 0..<0
    /// Where the last value ended.
    private var end = 0
    /// Whether a whole object was learned, of values that can be decoded so.
    private(set) var isUsable = false
    /// Not while an object is being learned: one that breaks off with an error teaches nothing.
    private var isGivenUp = false
    private static let capacity = 16
    private static let longest = 1 << 16

    init() {
        unsafe members = .allocate(capacity: ObjectLayout.capacity)
    }

    deinit {
        unsafe members.deallocate()
    }

    /// Begins to learn the object at `position`.
    mutating func begin(at position: Int) {
        count = 0
        fields = []
        end = position
        isUsable = false
        isGivenUp = false
    }

    /// Learns a value.
    ///
    /// - Parameter value: its place, without quotes.
    mutating func add(_ field: VectorField, _ text: Span<UInt8>, value: Range<Int>) {
        let before = value.lowerBound - end
        if count == ObjectLayout.capacity || field.form == .text { giveUp() }
        // Members that are read over may be of any length.
        if before > ObjectLayout.longest { giveUp() }
        if isGivenUp { return }
        unsafe text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return }
            unsafe members[count] = chexadecimal_member(
                before: start + end, before_count: UInt32(before),
                column: chexadecimal_column(
                    form: field.form.code, slot: UInt8(field.rawValue),
                    octets: UInt32(value.count / 2)))
        }
        count += 1
        fields.insert(field)
        end = value.upperBound
    }

    /// The object has a value that must be looked at closely.
    mutating func giveUp() { isGivenUp = true }

    /// Ends with what follows the last value.
    mutating func finish(at position: Int) {
        after = end..<position
        isUsable = count > 0 && !isGivenUp
    }
}
