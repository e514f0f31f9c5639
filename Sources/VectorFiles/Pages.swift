internal import CCompression
import Glibc

/// Memory that grows without a copy of what it holds.
///
/// The kernel moves pages from one address to another, and gives a page only when it is written to.
/// So N bytes take N bytes of memory at their peak too, though the room for them is doubled.
@safe
struct Pages: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0

    private static let smallest = 64 << 10

    /// Nil where the kernel has no memory.
    init?() {
        guard let base = unsafe ccompression_resize_pages(nil, 0, Pages.smallest) else {
            return nil
        }
        unsafe self.base = unsafe base
        capacity = Pages.smallest
    }

    deinit {
        unsafe munmap(base, capacity)
    }

    /// Lets `write` fill some of at most `most` bytes behind the others and say how many; false
    /// where the kernel has no memory.
    mutating func append(
        most: Int, _ write: (_ room: UnsafeMutableBufferPointer<UInt8>) -> Int
    ) -> Bool {
        if count == capacity {
            guard
                let moved = unsafe ccompression_resize_pages(base, capacity, capacity * 2)
            else { return false }
            unsafe base = unsafe moved
            capacity *= 2
        }
        let room = min(most, capacity - count)
        let start = unsafe (base + count).assumingMemoryBound(to: UInt8.self)
        let written = unsafe write(UnsafeMutableBufferPointer(start: start, count: room))
        precondition(written >= 0 && written <= room)
        count += written
        return true
    }

    /// Gives back what was not needed.
    consuming func finish() -> VectorBytes {
        let needed = max((count + 4095) & ~4095, 4096)
        if needed < capacity,
            let kept = unsafe ccompression_resize_pages(base, capacity, needed)
        {
            unsafe base = unsafe kept
            capacity = needed
        }
        let bytes = unsafe VectorBytes(base: base, capacity: capacity, count: count)
        discard self
        return bytes
    }
}
