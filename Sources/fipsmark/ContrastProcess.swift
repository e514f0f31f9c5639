import Approval
import Glibc

/// The child process of a contrast run. It works while the module under test is asked the same.
final class ContrastProcess {
    private var process: pid_t = 0
    private var output: Int32 = -1
    private var fault: String?

    /// Far above the second that the slowest machine needs.
    private static let limitMilliseconds: Int32 = 60_000

    /// Starts this program again, by its file.
    init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) != 0 {
            fault = "no pipe: \(String(cString: strerror(errno)))"
            return
        }
        output = ends[0]
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[1])
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // Whatever the system's configuration would load into the child's default context, it is
        // not what is asked here.
        let variables = ContrastProcess.environment + ["OPENSSL_CONF=/dev/null"]
        let code = ChildProcess.withStrings(["fipsmark", "contrast"]) { arguments in
            ChildProcess.withStrings(variables) { environment in
                posix_spawnp(
                    &process, ChildProcess.program, &actions, nil, arguments, environment)
            }
        }
        close(ends[1])
        if code != 0 { fault = "no child process: \(String(cString: strerror(code)))" }
    }

    deinit {
        if output >= 0 { close(output) }
    }

    /// Waits for the child to end.
    func finish() -> Contrast {
        if let fault { return Contrast(missing: fault) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let polled = poll(&ready, 1, ContrastProcess.limitMilliseconds)
            if polled < 0 && errno == EINTR { continue }
            if polled <= 0 {
                kill(process, SIGKILL)
                break
            }
            let count = read(output, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            bytes += chunk[..<count]
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        guard status == 0, let contrast = Contrast(report: String(decoding: bytes, as: UTF8.self))
        else {
            return Contrast(missing: "the default provider could not be asked in a child process")
        }
        return contrast
    }

    private static var environment: [String] {
        var variables: [String] = []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if !text.hasPrefix("OPENSSL_CONF=") { variables.append(text) }
            next += 1
        }
        return variables
    }
}
