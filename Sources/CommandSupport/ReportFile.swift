import Glibc

/// Writes a report so that a reader never finds half of one.
package enum ReportFile {
    /// Writes beside the target and renames; a full disk leaves what was there before.
    package static func write(_ text: String, to path: String) throws(CommandError) {
        try write(.text(text), to: path, mode: 0o644)
    }

    /// - Parameter mode: who may read a file that is new.
    package static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644
    ) throws(CommandError) {
        try write(.bytes(bytes), to: path, mode: mode)
    }

    /// What is written, without a copy of it: a response may be as large as its prompt.
    private enum Content {
        case text(String)
        case bytes([UInt8])

        /// 0, or the error's number.
        func write(to file: Int32) -> Int32 {
            switch self {
            case .text(var text):
                text.withUTF8 { FileBytes.write(UnsafeRawBufferPointer($0), to: file) }
            case .bytes(let bytes):
                bytes.withUnsafeBytes { FileBytes.write($0, to: file) }
            }
        }
    }

    private static func write(
        _ content: Content, to path: String, mode: UInt32
    ) throws(CommandError) {
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists && status.st_mode & S_IFMT == S_IFDIR {
            throw CommandError("cannot write \(path): it is a directory; name a file")
        }
        // A pipe or a device is not replaced, and has no halves that somebody could find later.
        if exists && status.st_mode & S_IFMT != S_IFREG {
            try write(content, path, for: path, flags: O_WRONLY, mode)
            return
        }
        let temporary = "\(path).fipsmark-\(getpid())"
        do throws(CommandError) {
            try write(content, temporary, for: path, flags: O_WRONLY | O_CREAT | O_EXCL, mode)
            if rename(temporary, path) != 0 { throw failure(path, errno) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Writes into the file that is there: Kubernetes mounts the one for a termination message, and
    /// what is mounted cannot be renamed over.
    package static func overwrite(_ text: String, in path: String) throws(CommandError) {
        // A pipe without a reader would wait for ever.
        try write(
            .text(text), path, for: path,
            flags: O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK, 0o644)
    }

    package static func writeToStandardOutput(_ text: String) throws(CommandError) {
        try writeAll(.text(text), STDOUT_FILENO, "standard output")
    }

    private static func write(
        _ content: Content, _ path: String, for name: String, flags: Int32, _ mode: UInt32
    ) throws(CommandError) {
        let file = open(path, flags | O_CLOEXEC, mode)
        if file < 0 { throw failure(name, errno) }
        do throws(CommandError) {
            try writeAll(content, file, name)
        } catch {
            close(file)
            throw error
        }
        // A file system over a network may report a full disk only now. A device or a pipe
        // cannot be synchronised, which is no fault.
        if fsync(file) != 0 && errno != EINVAL && errno != EROFS {
            let error = failure(name, errno)
            close(file)
            throw error
        }
        if close(file) != 0 { throw failure(name, errno) }
    }

    private static func writeAll(
        _ content: Content, _ file: Int32, _ name: String
    ) throws(CommandError) {
        let code = content.write(to: file)
        if code != 0 { throw failure(name, code) }
    }

    private static func failure(_ name: String, _ code: Int32) -> CommandError {
        CommandError("cannot write \(name): \(String(cString: strerror(code)))")
    }
}
