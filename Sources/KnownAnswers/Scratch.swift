/// Memory that executors and readers fill anew for each case.
///
/// It stands outside Swift's arrays because a case costs some 200 ns in all, of which uniqueness
/// and exclusivity checks of an array in a mutated property were a third (measured). Whoever holds
/// it is its only user, keeps it for as long as it uses a span of it, and lets no two spans of one
/// scratch overlap in time: the compiler does not see that here.
@safe
final class Scratch {
    private let address: UnsafeMutablePointer<UInt8>
    let count: Int

    /// The contents are undefined until they are written.
    init(count: Int) {
        self.count = count
        unsafe address = .allocate(capacity: max(count, 1))
    }

    deinit {
        unsafe address.deallocate()
    }

    @_lifetime(immortal)
    func span(_ range: Range<Int>) -> Span<UInt8> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let span = unsafe Span(
            _unsafeStart: UnsafePointer(address + range.lowerBound), count: range.count)
        return unsafe _overrideLifetime(span, copying: ())
    }

    /// The same for a place without signs, which takes a single check.
    @inline(__always)
    @_lifetime(immortal)
    func span(at start: UInt32, count: UInt32) -> Span<UInt8> {
        precondition(Int(start) &+ Int(count) <= self.count)
        let span = unsafe Span(
            _unsafeStart: UnsafePointer(address + Int(start)), count: Int(count))
        return unsafe _overrideLifetime(span, copying: ())
    }

    @_lifetime(immortal)
    func span(first count: Int) -> Span<UInt8> { span(0..<count) }

    var whole: Span<UInt8> {
        @_lifetime(immortal) get { span(0..<count) }
    }

    @_lifetime(immortal)
    func mutableSpan(_ range: Range<Int>) -> MutableSpan<UInt8> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let span = unsafe MutableSpan(
            _unsafeStart: address + range.lowerBound, count: range.count)
        return unsafe _overrideLifetime(span, copying: ())
    }

    @inline(__always)
    @_lifetime(immortal)
    func mutableSpan(at start: UInt32, count: UInt32) -> MutableSpan<UInt8> {
        precondition(Int(start) &+ Int(count) <= self.count)
        let span = unsafe MutableSpan(_unsafeStart: address + Int(start), count: Int(count))
        return unsafe _overrideLifetime(span, copying: ())
    }

    @_lifetime(immortal)
    func mutableSpan(first count: Int) -> MutableSpan<UInt8> { mutableSpan(0..<count) }

    @_lifetime(immortal)
    func mutableSpan() -> MutableSpan<UInt8> { mutableSpan(first: count) }

    /// Fills the front with a copy.
    func copy(from source: Span<UInt8>) {
        precondition(source.count <= count)
        unsafe source.withUnsafeBufferPointer { source in
            if let start = source.baseAddress {
                unsafe address.update(from: start, count: source.count)
            }
        }
    }
}
