import CRuntime
import Glibc
import NodeChecks

/// A child process that looks at a library, and its fact sheet.
enum ViewProcess {
    /// A sheet is some ten thousand bytes.
    private static let limitBytes = 1 << 20

    /// - Parameters:
    ///   - configuration: OPENSSL_CONF of the child; nil for that of this process.
    ///   - showsTalk: whether what it says on standard error is passed on.
    static func read(
        _ arguments: [String], configuration: String? = nil, showsTalk: Bool = false,
        seconds: Int
    ) -> FactSheet {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) != 0 { return FactSheet(missing: "no pipe: \(reason(errno))") }
        defer { close(ends[0]) }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        var process: pid_t = 0
        let code = start(
            arguments, environment(configuration), output: ends[1], showsTalk, &process)
        close(ends[1])
        if code != 0 { return FactSheet(missing: "no child process: \(reason(code))") }
        let (text, isLate) = collect(
            ends[0], deadline: NodeFacts.clock() + UInt64(seconds) * 1_000_000_000)
        if isLate { kill(process, SIGKILL) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        let fault =
            isLate
            ? "it did not come to an end within \(seconds) s"
            : "it ended with " + (status & 0x7f == 0 ? "\(status >> 8)" : "signal \(status & 0x7f)")
        return FactSheet(report: text, fault: "the child process is not through: \(fault)")
    }

    private static func start(
        _ arguments: [String], _ environment: [String], output: Int32, _ showsTalk: Bool,
        _ process: inout pid_t
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, output)
        if !showsTalk {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }
        return ChildProcess.withStrings(["fipsmark", "view"] + arguments) { arguments in
            ChildProcess.withStrings(environment) { environment in
                posix_spawnp(
                    &process, ChildProcess.program, &actions, nil, arguments, environment)
            }
        }
    }

    private static func collect(_ end: Int32, deadline: UInt64) -> (text: String, isLate: Bool) {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count < limitBytes {
            let now = NodeFacts.clock()
            if now >= deadline { break }
            var ready = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
            let polled = poll(&ready, 1, Int32(min((deadline - now) / 1_000_000 + 1, 60_000)))
            if polled == 0 || (polled < 0 && errno == EINTR) { continue }
            if polled < 0 { break }
            let count = Glibc.read(end, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return (String(decoding: bytes, as: UTF8.self), false) }
            bytes += chunk[..<count]
        }
        return (String(decoding: bytes, as: UTF8.self), true)
    }

    private static func environment(_ configuration: String?) -> [String] {
        var variables = configuration.map { ["OPENSSL_CONF=\($0)"] } ?? []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if configuration == nil || !text.hasPrefix("OPENSSL_CONF=") { variables.append(text) }
            next += 1
        }
        return variables
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
