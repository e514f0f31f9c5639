import Glibc

/// Reads and writes whole files, of which there is no reason to be large.
enum FileBytes {
    /// More than any module or vector file that ships; less than what a node cannot spare.
    private static let limitBytes = 256 << 20

    static func read(_ path: String) throws(CommandError) -> [UInt8] {
        // Without waiting: a pipe in the place of a file must not be read for ever.
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        if file < 0 { throw failure(path) }
        defer { close(file) }
        var status = stat()
        if fstat(file, &status) != 0 { throw failure(path) }
        if status.st_mode & S_IFMT != S_IFREG {
            throw CommandError("cannot read \(path): it is not a file")
        }
        let count = Int(status.st_size)
        if count > limitBytes {
            throw CommandError("cannot read \(path): it is larger than 256 MiB")
        }
        var bytes = [UInt8](repeating: 0, count: count)
        var used = 0
        while used < count {
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress.map { $0 + used }, count - used)
            }
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw failure(path) }
            if got == 0 { break }
            used += got
        }
        bytes.removeLast(count - used)
        return bytes
    }

    /// Writes all bytes to an open file. 0, or the error's number.
    static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(
                file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return errno }
            rest = rest.dropFirst(count)
        }
        return 0
    }

    private static func failure(_ path: String) -> CommandError {
        CommandError("cannot read \(path): \(String(cString: strerror(errno)))")
    }
}
