import ArgumentParser
import CommandSupport
import Glibc

struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy this executable into a directory, such as an emptyDir of a pod.",
        discussion: """
            An init container of fipsmark's image installs it into a volume; a container of the \
            workload's own image then runs it from there, so that the libcrypto that is tested is \
            the workload's. The copy is there whole or not at all, with mode 0755, and takes the \
            place of an older one.

            Example:
              fipsmark install /fipsmark
            """)

    @Argument(help: "The directory. It must exist.", completion: .directory)
    var directory: String

    func run() throws {
        leaving { () throws(CommandError) in
            let bytes = try FileBytes.read(ChildProcess.program)
            let target = try ExecutableCopy.write(bytes, into: directory)
            StandardError.say("installed \(target) (\(bytes.count) bytes)")
            return .passed
        }
    }
}

/// Puts an executable into a directory so that nobody ever starts half of one.
enum ExecutableCopy {
    /// The path of what is there then.
    static func write(_ bytes: [UInt8], into directory: String) throws(CommandError) -> String {
        // The folder is opened once: what its name means later is of no matter.
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder < 0 {
            let reason = errno == ENOTDIR ? "it is no directory" : words(errno)
            throw CommandError("cannot install into \(directory): \(reason); name a directory")
        }
        defer { close(folder) }
        let temporary = ".fipsmark-\(getpid())"
        let file = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file < 0 { throw failure(directory, errno) }
        // The mode comes last and whatever the umask is: until then nobody can execute it.
        var code = bytes.withUnsafeBytes { FileBytes.write($0, to: file) }
        if code == 0 && fchmod(file, 0o755) != 0 { code = errno }
        if code == 0 && fsync(file) != 0 && errno != EINVAL { code = errno }
        if close(file) != 0 && code == 0 { code = errno }
        if code == 0 && renameat(folder, temporary, folder, "fipsmark") != 0 { code = errno }
        if code != 0 {
            unlinkat(folder, temporary, 0)
            throw failure(directory, code)
        }
        return directory.hasSuffix("/") ? "\(directory)fipsmark" : "\(directory)/fipsmark"
    }

    private static func failure(_ directory: String, _ code: Int32) -> CommandError {
        CommandError("cannot install \(directory)/fipsmark: \(words(code)); nothing was changed")
    }

    private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
