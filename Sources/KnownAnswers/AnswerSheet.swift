/// What a module answered to one case: fields with their octets, in memory that is reused.
///
/// Entries of `resultsArray` are set in the order of the fields themselves, so that all of them
/// together are the octets that a vector's `resultsArray` is decoded to.
@safe
final class AnswerSheet {
    struct Entry {
        let field: VectorField
        let isInteger: Bool
        /// Whether a vector may say what the value must be; a value of the module's own choice
        /// (an IV, a random signature) is shown and not compared.
        let isCompared: Bool
        /// 0 for a field of the case itself, n for one of the nth entry of `resultsArray`.
        let result: Int32
        let start: UInt32
        var count: UInt32
    }

    private struct State {
        var octets: Scratch
        var used: UInt32 = 0
        var entryCount = 0
        var results: Int32 = 0
        var resultsStart: UInt32 = 0
        var verdict: Bool?
        var verdictIsShown = false
    }

    // Behind a pointer: a stored `var` of a class is checked for exclusive access at each use.
    private let state: UnsafeMutablePointer<State>
    private let entries: UnsafeMutablePointer<Entry>
    private static let capacity = 1024

    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State(octets: Scratch(count: 1 << 14)))
        unsafe entries = .allocate(capacity: AnswerSheet.capacity)
    }

    deinit {
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
        unsafe entries.deallocate()
    }

    /// Forgets the last answer and makes room for `bytes` octets of all fields together.
    @inline(__always)
    func begin(reserving bytes: Int) {
        unsafe state.pointee.used = 0
        unsafe state.pointee.entryCount = 0
        unsafe state.pointee.results = 0
        unsafe state.pointee.verdict = nil
        if unsafe state.pointee.octets.count < bytes {
            unsafe state.pointee.octets = Scratch(count: bytes)
        }
    }

    /// The octets of a field, to be filled whole.
    @inline(__always)
    @_lifetime(immortal)
    func octets(
        _ field: VectorField, count: Int, isCompared: Bool = true
    ) -> MutableSpan<UInt8> {
        let (start, count) = unsafe (state.pointee.used, UInt32(count))
        unsafe entries[add()] = Entry(
            field: field, isInteger: false, isCompared: isCompared,
            result: state.pointee.results, start: start, count: count)
        unsafe state.pointee.used = start &+ count
        return unsafe state.pointee.octets.mutableSpan(at: start, count: count)
    }

    /// Octets that are no answer yet. A field that is set after them begins with the first.
    @inline(__always)
    @_lifetime(immortal)
    func octetsAside(count: Int, behind: Int = 0) -> MutableSpan<UInt8> {
        let start = unsafe state.pointee.used + UInt32(behind)
        return unsafe state.pointee.octets.mutableSpan(at: start, count: UInt32(count))
    }

    /// Keeps the first octets of the field that was set last.
    func shorten(to count: Int) {
        let last = unsafe state.pointee.entryCount - 1
        precondition(count <= Int(unsafe entries[last].count))
        unsafe entries[last].count = UInt32(count)
        unsafe state.pointee.used = entries[last].start + UInt32(count)
    }

    func integer(_ field: VectorField, _ value: Int) {
        let start = unsafe state.pointee.used
        var target = unsafe state.pointee.octets.mutableSpan(at: start, count: 4)
        let encoded = UInt32(value)
        for index in 0..<4 {
            target[index] = UInt8(truncatingIfNeeded: encoded >> UInt32(24 - 8 * index))
        }
        unsafe entries[add()] = Entry(
            field: field, isInteger: true, isCompared: true, result: state.pointee.results,
            start: start, count: 4)
        unsafe state.pointee.used = start + 4
    }

    /// The answer to a question of yes or no.
    ///
    /// - Parameter isShown: whether a response says so when it is yes; a decryption shows its
    ///   plaintext instead.
    @inline(__always)
    func verdict(_ verdict: Bool, isShown: Bool = true) {
        unsafe state.pointee.verdict = verdict
        unsafe state.pointee.verdictIsShown = isShown
    }

    /// What follows belongs to the next entry of `resultsArray`.
    func beginResult() {
        if unsafe state.pointee.results == 0 {
            unsafe state.pointee.resultsStart = state.pointee.used
        }
        unsafe state.pointee.results += 1
    }

    @inline(__always)
    private func add() -> Int {
        let index = unsafe state.pointee.entryCount
        precondition(index < AnswerSheet.capacity)
        unsafe state.pointee.entryCount = index + 1
        return index
    }

    // Reading.

    @inline(__always)
    var verdict: Bool? { unsafe state.pointee.verdict }

    var showsVerdict: Bool { unsafe state.pointee.verdictIsShown || verdict == false }

    @inline(__always)
    var entryCount: Int { unsafe state.pointee.entryCount }

    @inline(__always)
    func entry(_ index: Int) -> Entry { unsafe entries[index] }

    @inline(__always)
    @_lifetime(immortal)
    func bytes(_ entry: Entry) -> Span<UInt8> {
        unsafe state.pointee.octets.span(at: entry.start, count: entry.count)
    }

    func integer(_ entry: Entry) -> Int {
        let octets = bytes(entry)
        var value = 0
        for index in octets.indices { value = value << 8 | Int(octets[index]) }
        return value
    }

    @inline(__always)
    var hasResults: Bool { unsafe state.pointee.results > 0 }

    /// All entries of `resultsArray`, joined.
    @_lifetime(immortal)
    func results() -> Span<UInt8> {
        let start = unsafe state.pointee.resultsStart
        return unsafe state.pointee.octets.span(at: start, count: state.pointee.used - start)
    }

    /// Whether two modules gave the same answer, as far as it is not of their own choice.
    func agrees(with other: AnswerSheet) -> Bool {
        if verdict != other.verdict { return false }
        if verdict == false { return true }
        if entryCount != other.entryCount { return false }
        for index in 0..<entryCount {
            let (mine, theirs) = (entry(index), other.entry(index))
            if mine.field != theirs.field { return false }
            if mine.isCompared && !bytes(mine).matches(other.bytes(theirs)) { return false }
        }
        return true
    }
}
