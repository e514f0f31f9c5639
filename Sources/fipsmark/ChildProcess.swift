import CRuntime
import CTrials
import CommandSupport
import Glibc
import Throughput

/// A child process, mostly this program again, with its standard output in hand.
final class ChildProcess {
    private var process: pid_t = 0
    private var output: Int32 = -1
    private let leadsGroup: Bool

    /// What kept a child from being started.
    struct StartFault: Error {
        let message: String

        init(_ what: String, _ code: Int32) {
            message = "\(what): \(String(cString: strerror(code)))"
        }
    }

    /// Starts this program again by its file, or another.
    ///
    /// - Parameters:
    ///   - program: another program's file.
    ///   - configuration: OPENSSL_CONF of the child; nil for that of this process.
    ///   - isSilent: whether what it says on standard error is thrown away.
    ///   - leadsGroup: whether it has a group of its own, so that its children end with it.
    ///   - input: what it finds on standard input.
    init(
        _ arguments: [String], of program: String? = nil, configuration: String? = nil,
        isSilent: Bool = false, leadsGroup: Bool = false, input: [UInt8] = []
    ) throws(StartFault) {
        self.leadsGroup = leadsGroup
        let feed = try ChildProcess.pipe()
        defer { for end in feed { _ = close(end) } }
        let ends = try ChildProcess.pipe()
        output = ends[0]
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, feed[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        if isSilent {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        if leadsGroup { posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP)) }
        let environment = ChildProcess.environment(configuration)
        let code = ChildProcess.withStrings([program ?? "fipsmark"] + arguments) { arguments in
            ChildProcess.withStrings(environment) { environment in
                posix_spawnp(
                    &process, program ?? ChildProcess.program, &actions, &attributes, arguments,
                    environment)
            }
        }
        if code != 0 { throw StartFault("no child process", code) }
        // A child that is gone shows when its answer is read.
        _ = input.withUnsafeBytes { FileBytes.write($0, to: feed[1]) }
    }

    /// This process once more, for work that a library may end or that must come first.
    ///
    /// - Parameter body: it writes to standard output; what it returns is the exit code.
    init(
        seconds: Int, _ body: @convention(c) (UnsafeMutableRawPointer?) -> Int32
    ) throws(StartFault) {
        leadsGroup = false
        let ends = try ChildProcess.pipe()
        output = ends[0]
        defer { close(ends[1]) }
        process = ctrials_begin(body, nil, ends[1], UInt32(seconds))
        if process < 0 { throw StartFault("no child process", errno) }
    }

    /// The end to read from and the end to write to, neither of them for children.
    private static func pipe() throws(StartFault) -> [Int32] {
        var ends: [Int32] = [-1, -1]
        if Glibc.pipe(&ends) != 0 { throw StartFault("no pipe", errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends
    }

    deinit {
        if output >= 0 { close(output) }
    }

    /// What was heard of a child within a time.
    enum Word {
        case bytes([UInt8])
        case nothing
        case end
        case fault(Int32)
    }

    private static let chunkBytes = 1 << 16

    func next(milliseconds: Int) -> Word {
        var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        let polled = poll(&ready, 1, Int32(clamping: milliseconds))
        if polled == 0 || polled < 0 && errno == EINTR { return .nothing }
        if polled < 0 { return .fault(errno) }
        var count = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: ChildProcess.chunkBytes) { memory, used in
            count = read(output, memory.baseAddress, memory.count)
            used = max(count, 0)
        }
        if count < 0 { return errno == EINTR ? .nothing : .fault(errno) }
        return count == 0 ? .end : .bytes(chunk)
    }

    /// Until the child has closed its output, or for so long.
    private func waitForEnd(milliseconds: Int) {
        var end = pollfd(fd: output, events: 0, revents: 0)
        _ = poll(&end, 1, Int32(clamping: milliseconds))
    }

    /// Why a child was not heard to its end.
    enum Cut {
        case late
        case tooMuch
        case interrupted
        case fault(Int32)
    }

    /// Everything that the child writes. One that is cut short is killed.
    func collect(seconds: Int, limitBytes: Int) -> (bytes: [UInt8], cut: Cut?) {
        var bytes: [UInt8] = []
        let cut = collect(
            into: &bytes, deadline: Clock.nanoseconds() + seconds * 1_000_000_000,
            limitBytes: limitBytes)
        if cut != nil { signal(SIGKILL) }
        return (bytes, cut)
    }

    private func collect(into bytes: inout [UInt8], deadline: Int, limitBytes: Int) -> Cut? {
        var isFull = false
        while true {
            if cruntime_is_interrupted() != 0 { return .interrupted }
            let left = (deadline - Clock.nanoseconds()) / 1_000_000
            if left <= 0 { return .late }
            // Not at each word: to wake up for sixty of them takes a millisecond. In steps, since
            // the first process of a container is told to stop by a signal that may come between
            // two calls, and since a pipe holds 64 KiB.
            if !isFull { waitForEnd(milliseconds: min(left, 20)) }
            switch next(milliseconds: 0) {
            case .bytes(let more):
                bytes += more
                isFull = more.count == ChildProcess.chunkBytes
            case .nothing: continue
            case .end: return nil
            case .fault(let code): return .fault(code)
            }
            if bytes.count > limitBytes { return .tooMuch }
        }
    }

    /// Sends a signal to the child, and to its group where it leads one.
    func signal(_ number: Int32) {
        _ = kill(leadsGroup ? -process : process, number)
    }

    enum End: Equatable, CustomStringConvertible {
        case code(Int32)
        case signal(Int32)

        var description: String {
            switch self {
            case .code(let code): "ended with \(code)"
            case .signal(let signal): "was ended by signal \(signal)"
            }
        }
    }

    /// Waits for the child to end.
    func wait() -> End {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7f == 0 ? .code(status >> 8 & 0xff) : .signal(status & 0x7f)
    }

    /// This program's file; where /proc is not mounted, as in a bare chroot, what it was called by.
    static var program: String {
        let link = "/proc/self/exe"
        if access(link, X_OK) == 0 { return link }
        return cruntime_argument(0).map { String(cString: $0) } ?? link
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

    private static func withStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an empty list") }
            return body(base)
        }
    }
}
