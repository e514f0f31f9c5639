import CRuntime
import FoundationEssentials
import Glibc
import Throughput

/// A process that measures: this program again, so that memory lies differently.
final class ReplicateProcess {
    private var process: pid_t = 0
    private var output: Int32 = -1
    private var pending: [UInt8] = []

    /// A step of one process takes milliseconds; one operation may take some seconds.
    private static let silenceMilliseconds: Int32 = 120_000

    /// - Parameter modules: the options that choose them, as they were given.
    init(_ job: BenchJob, modules: [String]) throws(CommandError) {
        let text: Data
        do { text = try JSONEncoder().encode(job) } catch {
            throw CommandError("cannot write a job for a measuring process: \(error)")
        }
        var input: [Int32] = [-1, -1]
        var result: [Int32] = [-1, -1]
        if pipe(&input) != 0 || pipe(&result) != 0 {
            throw ReplicateProcess.failure("no pipe", errno)
        }
        for end in input + result { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, result[1], STDOUT_FILENO)
        let code = ChildProcess.withStrings(["fipsmark", "bench-replicate"] + modules) {
            posix_spawnp(&process, ChildProcess.program, &actions, nil, $0, environ)
        }
        close(input[0])
        close(result[1])
        output = result[0]
        if code != 0 {
            close(input[1])
            throw ReplicateProcess.failure("no process", code)
        }
        text.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(
                    input[1], UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                // A child that is gone shows when its answer is read.
                if count < 0 { return }
                rest = rest.dropFirst(count)
            }
        }
        close(input[1])
    }

    deinit {
        if output >= 0 { close(output) }
    }

    /// Waits for the answer, and hands on how far the process is.
    func finish(progress: (Double) -> Void) throws(CommandError) -> BenchJob.Answer {
        var answer: String?
        var isAsked = false
        while let line = nextLine(&isAsked) {
            if let share = Double(line) { progress(share) } else { answer = line }
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        let code = status >> 8 & 0xff
        if status & 0x7f == 0, let status = ExitStatus(rawValue: code), status != .passed {
            throw CommandError("a measuring process could not go on, for the reason above", status)
        }
        guard status == 0, let answer else {
            throw CommandError(
                "a measuring process ended with status \(status) and no answer; "
                    + "run again with --profile quick to see whether it is always so")
        }
        do {
            return try JSONDecoder().decode(BenchJob.Answer.self, from: Data(answer.utf8))
        } catch {
            throw CommandError("a measuring process gave no answer that can be read: \(error)")
        }
    }

    /// Nil at the end.
    private func nextLine(_ isAsked: inout Bool) -> String? {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeSubrange(...end)
                return line
            }
            if cruntime_is_interrupted() != 0 && !isAsked {
                // On a terminal the child was told already; told twice, it does the same.
                kill(process, SIGINT)
                isAsked = true
            }
            var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let polled = poll(&ready, 1, ReplicateProcess.silenceMilliseconds)
            if polled < 0 && errno == EINTR { continue }
            if polled <= 0 {
                kill(process, SIGKILL)
                return nil
            }
            let count = read(output, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return nil }
            pending += chunk[..<count]
        }
    }

    private static func failure(_ what: String, _ code: Int32) -> CommandError {
        CommandError(
            "cannot start a measuring process: \(what) (\(String(cString: strerror(code))))")
    }
}
