import Glibc

/// Writes a report so that a reader never finds half of one.
package enum ReportFile {
    /// Writes beside the target and renames; a full disk leaves what was there before.
    package static func write(_ text: String, to path: String) throws(CommandError) {
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists && status.st_mode & S_IFMT == S_IFDIR {
            throw CommandError("cannot write \(path): it is a directory; name a file")
        }
        // A pipe or a device is not replaced, and has no halves that somebody could find later.
        if exists && status.st_mode & S_IFMT != S_IFREG {
            try write(text, path, for: path, flags: O_WRONLY)
            return
        }
        let temporary = "\(path).fipsmark-\(getpid())"
        do throws(CommandError) {
            try write(text, temporary, for: path, flags: O_WRONLY | O_CREAT | O_EXCL)
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
        try write(text, path, for: path, flags: O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK)
    }

    package static func writeToStandardOutput(_ text: String) throws(CommandError) {
        try writeAll(text, STDOUT_FILENO, "standard output")
    }

    private static func write(
        _ text: String, _ path: String, for name: String, flags: Int32
    ) throws(CommandError) {
        let file = open(path, flags | O_CLOEXEC, 0o644)
        if file < 0 { throw failure(name, errno) }
        do throws(CommandError) {
            try writeAll(text, file, name)
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
        _ text: String, _ file: Int32, _ name: String
    ) throws(CommandError) {
        var text = text
        let code = text.withUTF8 { FileBytes.write(UnsafeRawBufferPointer($0), to: file) }
        if code != 0 { throw failure(name, code) }
    }

    private static func failure(_ name: String, _ code: Int32) -> CommandError {
        CommandError("cannot write \(name): \(String(cString: strerror(code)))")
    }
}
