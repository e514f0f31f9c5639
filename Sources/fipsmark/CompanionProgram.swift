import CommandSupport
import Glibc

/// A subcommand that is an executable of its own, since it needs more than a node should carry.
enum CompanionProgram: String {
    /// Its database brings all of Foundation.
    case history = "fipsmark-history"
    /// Its formats have no room in an executable of 20 MB.
    case evidence = "fipsmark-evidence"
    /// It reads YAML, which brings all of Foundation too.
    case fleet = "fipsmark-fleet"

    func executable() throws(CommandError) -> String {
        let name = rawValue
        var candidates: [String] = []
        if let folder = CompanionProgram.ownFolder { candidates.append("\(folder)/\(name)") }
        if let path = getenv("PATH").map({ String(cString: $0) }) {
            // An empty entry is the working folder, from which nobody means to run a program.
            candidates += path.split(separator: ":").map { "\($0)/\(name)" }
        }
        if let found = candidates.first(where: { access($0, X_OK) == 0 }) { return found }
        throw CommandError(
            "\(name) is neither beside this executable nor on PATH; build it with "
                + "'make \(self)' and copy .build/release/\(name) here")
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

    /// Becomes that program, where the words ask for it.
    static func runIfAsked(_ words: [String]) {
        let program: CompanionProgram
        var arguments = Array(words.dropFirst())
        switch words.first {
        case "history": program = .history
        case "evidence": program = .evidence
        case "fleet": program = .fleet
        case "verify", "redact": (program, arguments) = (.evidence, words)
        default: return
        }
        do throws(CommandError) {
            throw replaceProcess(by: try program.executable(), arguments)
        } catch {
            StandardError.say("error: \(error.message)")
            exit(error.status.rawValue)
        }
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
