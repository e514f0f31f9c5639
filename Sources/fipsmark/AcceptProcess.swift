import CRuntime
import Glibc

/// `fipsmark accept` in a process of its own with a limit of time: what reports to Kubernetes must
/// report whatever becomes of the checks, a crash of a library among it.
struct AcceptProcess {
    /// Its exit code; undetermined where there is a fault.
    let status: ExitStatus
    let output: String
    /// What is to be said where there is no verdict of `accept` itself.
    let fault: String?

    /// Far more than any report has.
    private static let limitBytes = 4 << 20

    /// - Parameters:
    ///   - arguments: those of `accept`.
    ///   - beginning: of a report. What begins otherwise, such as a help, is no verdict.
    static func run(_ arguments: [String], seconds: Int, beginning: String) -> AcceptProcess {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) != 0 { return AcceptProcess("no pipe", errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        // A group of its own, so that the children of the child end with it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var process: pid_t = 0
        let code = ChildProcess.withStrings(["fipsmark", "accept", "--quiet"] + arguments) {
            posix_spawnp(&process, ChildProcess.program, &actions, &attributes, $0, environ)
        }
        close(ends[1])
        if code != 0 { return AcceptProcess("no child process", code) }
        var bytes: [UInt8] = []
        let fault = read(ends[0], into: &bytes, seconds: seconds)
        if fault != nil { kill(-process, SIGKILL) }
        var ended: Int32 = 0
        while waitpid(process, &ended, 0) < 0 && errno == EINTR {}
        let output = String(decoding: bytes, as: UTF8.self)
        return AcceptProcess(ended, output, fault, isReport: output.hasPrefix(beginning))
    }

    private init(_ what: String, _ code: Int32) {
        status = .undetermined
        output = ""
        fault = "\(what): \(String(cString: strerror(code)))"
    }

    private init(_ ended: Int32, _ output: String, _ fault: String?, isReport: Bool) {
        self.output = output
        let signal = ended & 0x7f
        let code = ended >> 8 & 0xff
        let known = signal == 0 ? ExitStatus(rawValue: code) : nil
        var fault = fault
        if fault == nil && known == nil {
            fault =
                "fipsmark accept "
                + (signal == 0 ? "ended with \(code)" : "was ended by signal \(signal)")
        }
        if fault == nil && !isReport { fault = "fipsmark accept printed no verdict" }
        self.fault = fault
        status = fault == nil ? known ?? .undetermined : .undetermined
    }

    /// Reads until the end, and says why it did not come to it.
    private static func read(
        _ file: Int32, into bytes: inout [UInt8], seconds: Int
    ) -> String? {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let end = clock + seconds * 1000
        while true {
            if cruntime_is_interrupted() != 0 { return "fipsmark was told to stop" }
            let left = end - clock
            if left <= 0 {
                return "fipsmark accept did not end within \(seconds) s; see --timeout"
            }
            // In steps: the first process of a container is told to stop by a signal that may
            // come between two calls.
            var ready = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            let polled = poll(&ready, 1, Int32(min(left, 500)))
            if polled == 0 || polled < 0 && errno == EINTR { continue }
            let count = polled < 0 ? -1 : Glibc.read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return "its output: \(String(cString: strerror(errno)))" }
            if count == 0 { return nil }
            bytes += chunk[..<count]
            if bytes.count > limitBytes { return "fipsmark accept wrote more than 4 MiB" }
        }
    }

    private static var clock: Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
    }
}
