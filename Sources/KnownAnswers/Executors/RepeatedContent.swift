import CMemory

/// A few bytes repeated to a length of gigabytes, in 16 MiB of real memory, so that a module can be
/// handed the whole message in one call, as the large data test asks for.
@safe
final class RepeatedContent {
    private let memory: UnsafePointer<UInt8>
    private let mapped: Int
    private let count: Int

    /// - Throws: `Unsupported` where the content is too long, or the system maps no such memory.
    init(_ content: Span<UInt8>, bytes: Int) throws(Unsupported) {
        var mapped = 0
        let memory = unsafe content.withUnsafeBufferPointer {
            unsafe cmemory_repeat($0.baseAddress, $0.count, bytes, &mapped)
        }
        guard let memory = unsafe memory else {
            throw Unsupported(
                .testType, "no memory can be mapped for \(content.count) bytes repeated to \(bytes)"
            )
        }
        unsafe self.memory = memory
        self.mapped = mapped
        count = bytes
    }

    deinit {
        unsafe cmemory_unmap(memory, mapped)
    }

    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            let span = unsafe Span<UInt8>(_unsafeStart: memory, count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}
