import ArgumentParser
import CommandSupport
import Glibc

/// Stands for `fipsmark-history`, an executable of its own: its database needs more than a node
/// should carry.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Keep records of 'bench' and find what became slower (fipsmark-history).",
        discussion: """
            Runs 'fipsmark-history' with the same arguments, from the folder of this executable or \
            from PATH. 'fipsmark history --help' is that program's help where it is installed.

            Example: fipsmark history show 'AES-256 encrypt/16384'
            """)

    @Argument(parsing: .captureForPassthrough, help: "Arguments of fipsmark-history.")
    var arguments: [String] = []

    func run() throws {
        try leaving { () throws(CommandError) in
            throw HistoryCommand.replaceProcess(by: try HistoryCommand.executable(), arguments)
        }
    }

    static func executable() throws(CommandError) -> String {
        let name = "fipsmark-history"
        var candidates: [String] = []
        if let folder = ownFolder { candidates.append("\(folder)/\(name)") }
        if let path = getenv("PATH").map({ String(cString: $0) }) {
            // An empty entry is the working folder, from which nobody means to run a program.
            candidates += path.split(separator: ":").map { "\($0)/\(name)" }
        }
        if let found = candidates.first(where: { access($0, X_OK) == 0 }) { return found }
        throw CommandError(
            "\(name) is neither beside this executable nor on PATH; build it with "
                + "'make history' and copy .build/release/\(name) here")
    }

    private static var ownFolder: Substring? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let length = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map {
                readlink("/proc/self/exe", $0.assumingMemoryBound(to: CChar.self), bytes.count)
            } ?? -1
        }
        guard length > 0, length < buffer.count else { return nil }
        let path = String(decoding: buffer.prefix(length), as: UTF8.self)
        return path.lastIndex(of: "/").map { path[..<$0] }
    }

    /// - Returns: why it did not happen, or never.
    private static func replaceProcess(by path: String, _ arguments: [String]) -> CommandError {
        // An ignored signal stays ignored, and the other program decides for itself.
        signal(SIGPIPE, SIG_DFL)
        signal(SIGXFSZ, SIG_DFL)
        var pointers = ([path] + arguments).map { strdup($0) }
        pointers.append(nil)
        execv(path, pointers)
        let error = CommandError("cannot run \(path): \(String(cString: strerror(errno)))")
        for pointer in pointers { free(pointer) }
        return error
    }
}
