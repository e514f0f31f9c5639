/// The bridge from lent bytes to C, used by the modules alone.
///
/// A C call often takes five buffers at once; five nested closures would hide it. A span that is a
/// function's parameter is lent for the whole of that function, and so is its address: it must
/// not be kept beyond it. The address of an empty span is never null, since to EVP a null pointer
/// means something else (associated data, a length query, the key that is already set).
extension Span where Element == UInt8 {
    @inlinable package var address: UnsafePointer<UInt8> {
        unsafe withUnsafeBufferPointer { buffer in
            unsafe buffer.baseAddress ?? EmptyBytes.address
        }
    }
}

extension MutableSpan where Element == UInt8 {
    @inlinable package var mutableAddress: UnsafeMutablePointer<UInt8> {
        mutating get {
            unsafe withUnsafeMutableBufferPointer { buffer in
                unsafe buffer.baseAddress ?? UnsafeMutablePointer(mutating: EmptyBytes.address)
            }
        }
    }
}

@usableFromInline
package enum EmptyBytes {
    /// Sixteen bytes that nobody writes: an empty span has no element to write to.
    @usableFromInline nonisolated(unsafe) static let address: UnsafePointer<UInt8> = {
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 16)
        unsafe bytes.initialize(repeating: 0, count: 16)
        return unsafe UnsafePointer(bytes)
    }()
}
