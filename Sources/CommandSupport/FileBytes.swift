import Glibc

/// Reads and writes whole files, of which there is no reason to be large.
package enum FileBytes {
    /// More than any module or vector file that ships; less than what a node cannot spare.
    private static let limitBytes = 256 << 20

    package static func read(_ path: String) throws(CommandError) -> [UInt8] {
        let (file, count) = try open(path)
        defer { close(file) }
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
    package static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Int32 {
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

    /// A library's file as the loader has it, without a copy of it. Only what the loader maps too:
    /// where a mapped file is cut short, the process that reads it ends.
    package static func withMapped<Result>(
        _ path: String, _ body: (Span<UInt8>) throws(CommandError) -> Result
    ) throws(CommandError) -> Result {
        let (file, count) = try open(path)
        defer { close(file) }
        if count == 0 { return try body(Span()) }
        guard
            let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0),
            start != MAP_FAILED
        else { throw failure(path) }
        defer { munmap(start, count) }
        return try body(
            UnsafeRawBufferPointer(start: start, count: count).bindMemory(to: UInt8.self).span)
    }

    private static func open(_ path: String) throws(CommandError) -> (file: Int32, count: Int) {
        // Without waiting: a pipe in the place of a file must not be read for ever.
        let file = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        if file < 0 { throw failure(path) }
        do throws(CommandError) {
            var status = stat()
            if fstat(file, &status) != 0 { throw failure(path) }
            if status.st_mode & S_IFMT != S_IFREG {
                throw CommandError("cannot read \(path): it is not a file")
            }
            if status.st_size > limitBytes {
                throw CommandError("cannot read \(path): it is larger than 256 MiB")
            }
            return (file, Int(status.st_size))
        } catch {
            close(file)
            throw error
        }
    }

    private static func failure(_ path: String) -> CommandError {
        CommandError("cannot read \(path): \(String(cString: strerror(errno)))")
    }
}
