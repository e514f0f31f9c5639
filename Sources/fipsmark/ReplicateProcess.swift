import CRuntime
import CommandSupport
import FoundationEssentials
import Glibc
import Throughput

/// A process that measures: this program again, so that memory lies differently.
final class ReplicateProcess {
    private let child: ChildProcess
    private var pending: [UInt8] = []

    /// A step of one process takes milliseconds; one operation may take some seconds.
    private static let silenceMilliseconds = 120_000

    /// - Parameter modules: the options that choose them, as they were given.
    init(_ job: BenchJob, modules: [String]) throws(CommandError) {
        let text: Data
        do { text = try JSONEncoder().encode(job) } catch {
            throw CommandError("cannot write a job for a measuring process: \(error)")
        }
        do throws(ChildProcess.StartFault) {
            child = try ChildProcess(["bench-replicate"] + modules, input: [UInt8](text))
        } catch {
            throw CommandError("cannot start a measuring process: \(error.message)")
        }
    }

    /// Waits for the answer, and hands on how far the process is.
    func finish(progress: (Double) -> Void) throws(CommandError) -> BenchJob.Answer {
        var answer: String?
        var isAsked = false
        while let line = nextLine(&isAsked) {
            if let share = Double(line) { progress(share) } else { answer = line }
        }
        let end = child.wait()
        if case .code(let code) = end, let status = ExitStatus(rawValue: code), status != .passed {
            throw CommandError("a measuring process could not go on, for the reason above", status)
        }
        guard end == .code(0), let answer else {
            throw CommandError(
                "a measuring process \(end) and gave no answer; "
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
        var silence = 0
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeSubrange(...end)
                return line
            }
            if cruntime_is_interrupted() != 0 && !isAsked {
                // On a terminal the child was told already; told twice, it does the same.
                child.signal(SIGINT)
                isAsked = true
            }
            let step = 500
            switch child.next(milliseconds: step) {
            case .bytes(let more): pending += more
            case .nothing:
                silence += step
                if silence < ReplicateProcess.silenceMilliseconds { continue }
                child.signal(SIGKILL)
                return nil
            case .end, .fault: return nil
            }
        }
    }
}
