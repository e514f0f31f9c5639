import Glibc

/// A file or a pipe, read a chunk at a time, that knows where it is.
@safe
final class ByteSource {
    let name: String
    private let descriptor: Int32
    private let closes: Bool
    /// Of a regular file when it was opened; nil for what has no size.
    let size: Int?
    /// Of the next byte to be taken.
    private(set) var position = 0
    /// Of its bytes, those from `taken` up to `filled` are still to be taken.
    private let chunk: UnsafeMutableBufferPointer<UInt8>
    private var taken = 0
    private var filled = 0
    private var hasEnded = false

    private static let chunkBytes = 256 << 10

    /// Opens a regular file and nothing else, without waiting: a pipe in the place of a file must
    /// not be read for ever.
    init(path: String) throws(VectorFileError) {
        name = path
        descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { throw ByteSource.failure(path) }
        closes = true
        unsafe chunk = .allocate(capacity: ByteSource.chunkBytes)
        var status = stat()
        let isKnown = unsafe fstat(descriptor, &status) == 0
        size = Int(status.st_size)
        if !isKnown { throw ByteSource.failure(path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR:
            throw VectorFileError(file: path, message: "cannot read: it is a folder")
        default:
            throw VectorFileError(
                file: path,
                message: "cannot read: it is not a regular file; give - to read standard input")
        }
    }

    init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        closes = false
        unsafe chunk = .allocate(capacity: ByteSource.chunkBytes)
        size = nil
    }

    deinit {
        unsafe chunk.deallocate()
        if closes { close(descriptor) }
    }

    /// The next bytes, at most `most` and fewer only at the end; they are not taken.
    func peek(_ most: Int) throws(VectorFileError) -> [UInt8] {
        while filled - taken < most, try readMore() {}
        return unsafe Array(left.prefix(most))
    }

    /// Whether everything is taken.
    func isAtEnd() throws(VectorFileError) -> Bool {
        while taken == filled {
            if try !readMore() { return true }
        }
        return false
    }

    /// Lends what is at hand to `use`, which says how much of it is taken.
    func take<Result>(
        _ use: (_ bytes: UnsafeBufferPointer<UInt8>) -> (count: Int, result: Result)
    ) -> Result {
        let (count, result) = unsafe use(left)
        taken += count
        position += count
        return result
    }

    /// Tapes and some tools fill a compressed file up with zeros.
    func skipZeros() throws(VectorFileError) {
        while try !isAtEnd(), unsafe chunk[taken] == 0 {
            taken += 1
            position += 1
        }
    }

    /// The whole file as one mapping, which takes no memory of its own.
    func map(_ count: Int) throws(VectorFileError) -> VectorBytes {
        guard let base = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
            unsafe base != MAP_FAILED
        else { throw ByteSource.failure(name, "map") }
        return unsafe VectorBytes(base: base, capacity: count, count: count)
    }

    private var left: UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(UnsafeMutableBufferPointer(rebasing: chunk[taken..<filled]))
    }

    /// False at the end.
    private func readMore() throws(VectorFileError) -> Bool {
        if hasEnded { return false }
        // Only what was peeked at is left, and a chunk is far longer than that.
        _ = unsafe chunk.update(fromContentsOf: left)
        filled -= taken
        taken = 0
        let got = readOnce()
        if got < 0 {
            let reason = unsafe String(cString: strerror(errno))
            throw VectorFileError(
                file: name, position: position + filled, message: "cannot read on: \(reason)")
        }
        filled += got
        hasEnded = got == 0
        return !hasEnded
    }

    private func readOnce() -> Int {
        let room = unsafe UnsafeMutableBufferPointer(rebasing: chunk[filled...])
        while true {
            let got = unsafe Glibc.read(descriptor, room.baseAddress, room.count)
            if got >= 0 { return got }
            if errno == EAGAIN {
                // Whoever started us may have left standard input in a state of not waiting.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = unsafe poll(&waiting, 1, -1)
            } else if errno != EINTR {
                return got
            }
        }
    }

    private static func failure(_ path: String, _ verb: String = "read") -> VectorFileError {
        let reason = unsafe String(cString: strerror(errno))
        return VectorFileError(file: path, message: "cannot \(verb): \(reason)")
    }
}
