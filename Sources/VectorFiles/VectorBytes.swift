import Glibc

/// The bytes of one vector file, decompressed, lent for as long as this lives.
///
/// They never change once it is made, so that every thread may read them.
@safe
package final class VectorBytes: @unchecked Sendable {
    private let base: UnsafeMutableRawPointer?
    private let capacity: Int
    package let count: Int

    /// Takes over a mapping of `capacity` bytes.
    @unsafe
    init(base: UnsafeMutableRawPointer, capacity: Int, count: Int) {
        unsafe self.base = unsafe base
        self.capacity = capacity
        self.count = count
    }

    private init() {
        unsafe base = nil
        capacity = 0
        count = 0
    }

    /// What there is where there is no file.
    package static let none = VectorBytes()

    deinit {
        if let base = unsafe base { unsafe munmap(base, capacity) }
    }

    package var span: Span<UInt8> {
        @_lifetime(borrow self) get {
            guard let base = unsafe base else { return Span() }
            let start = unsafe UnsafePointer(base.assumingMemoryBound(to: UInt8.self))
            let span = unsafe Span(_unsafeStart: start, count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// The first bytes, copied.
    func first(_ most: Int) -> [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: base, count: min(most, count)))
    }

    /// A file of any size and compression.
    package static func read(
        _ path: String, limits: VectorLimits = VectorLimits()
    ) throws(VectorFileError) -> VectorBytes {
        let source = try ByteSource(path: path)
        return try VectorReader(source, limits).all()
    }

    /// What comes through a descriptor that is open already, as standard input is.
    package static func read(
        descriptor: Int32, name: String, limits: VectorLimits = VectorLimits()
    ) throws(VectorFileError) -> VectorBytes {
        let source = ByteSource(descriptor: descriptor, name: name)
        return try VectorReader(source, limits).all()
    }
}
