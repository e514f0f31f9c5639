import ArgumentParser
import Glibc

/// What a history knows of the noise of each point, read through `fipsmark-history`.
struct HistoryNoise: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A history of fipsmark-history, whose noise of a point counts where it is the greater.",
            valueName: "file"))
    var history: String?

    /// By ID, as shares; empty where no history is named.
    ///
    /// - Parameter record: the file whose machine, module and workloads the runs must have.
    func noise(of record: String) throws(CommandError) -> [String: Double] {
        guard let history else { return [:] }
        let program = try HistoryCommand.executable()
        var noise: [String: Double] = [:]
        for line in try HistoryNoise.output(program, ["noise", record, "--history", history])
            .split(separator: "\n")
        {
            // Millionths, runs and the point's ID.
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count == 3, let millionths = Int(words[0]) else {
                throw CommandError("\(program) is of another version: it says '\(line)'")
            }
            noise[String(words[2])] = Double(millionths) / 1e6
        }
        return noise
    }

    private static func output(
        _ program: String, _ arguments: [String]
    ) throws(CommandError) -> String {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) != 0 { throw failure("no pipe", errno) }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        var process: pid_t = 0
        let code = ChildProcess.withStrings([program] + arguments) {
            posix_spawn(&process, program, &actions, nil, $0, environ)
        }
        close(ends[1])
        if code != 0 { throw failure("\(program) does not start", code) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = read(ends[0], &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            bytes += chunk[..<count]
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        if status != 0 {
            throw CommandError("fipsmark-history could not tell the noise, for the reason above")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func failure(_ what: String, _ code: Int32) -> CommandError {
        CommandError("cannot read the history: \(what) (\(String(cString: strerror(code))))")
    }
}
