import BenchRecord
import CRuntime
import CommandSupport
import Glibc
import NodeChecks
import Throughput

/// `accept --interval`: one `accept` after the other, each in a process of its own, so that what a
/// library does to one round, and what memory it takes, ends with it.
final class AcceptRounds {
    private let milliseconds: Int
    private let timeoutSeconds: Int
    private let output: AcceptOutputOptions
    private let folder: RecordFolder?
    /// Told to each round: those of this process, of which `--round` leaves the rounds out.
    private let arguments: [String]
    private var files: [String] = []
    private var seen: [String] = []
    private var status: ExitStatus?

    init(
        milliseconds: Int, timeoutSeconds: Int, output: AcceptOutputOptions, folder: RecordFolder?
    ) {
        self.milliseconds = milliseconds
        self.timeoutSeconds = timeoutSeconds
        self.output = output
        self.folder = folder
        arguments = Arguments.all.dropFirst(2) + ["--round"]
    }

    /// The exit code is that of the last verdict.
    func run() throws(CommandError) -> ExitStatus {
        cruntime_catch_interruptions(0)
        try folder?.prepare()
        if let path = output.metrics { Rounds.removeLeftovers(of: path) }
        while true {
            let start = Clock.nanoseconds()
            let before = state
            let round = AcceptProcess.run(
                arguments, seconds: timeoutSeconds, beginning: "FIPS ")
            if round.fault != nil, let path = output.metrics { Rounds.removeLeftovers(of: path) }
            // Half a round is no verdict, and what stood before it is still whole.
            if round.isStopped { return status ?? .undetermined }
            try tell(round)
            status = round.status
            watch(round, before)
            let next = Rounds.next(after: start, milliseconds: milliseconds)
            if Rounds.isStopped(before: next, orChanged: { hasChanged }) {
                return round.status
            }
        }
    }

    /// A round prints its first line, its record, and the files that it stands on.
    private func tell(_ round: AcceptProcess) throws(CommandError) {
        let time = UTCTime.now
        if let fault = round.fault {
            output.writeTerminationMessage("\(round.headline)\n")
            if let path = output.metrics { MetricsFile.writeUnknown(fault, to: path) }
            StandardError.say("error: no verdict at \(time): \(fault)")
        }
        let lines = round.output.lines()
        let record = round.fault == nil && lines.count > 1 ? "\(lines[1])\n" : nil
        if output.format == .text {
            try ReportFile.writeToStandardOutput("\(time) \(round.headline)\n")
        } else if let record {
            try ReportFile.writeToStandardOutput(record)
        }
        if let record, let folder { folder.add(record) }
    }
}

// MARK: - What a verdict stands on

extension AcceptRounds {
    private var state: [String] { ProbeCache.fingerprint(files).lines().map(String.init) }

    /// What changes while a round looks is looked at again.
    private func watch(_ round: AcceptProcess, _ before: [String]) {
        let named = round.output.lines().dropFirst(2).map(String.init)
        // A round without a verdict names none; those of the last one are still worth a look.
        if round.fault != nil || named == files {
            seen = before
        } else {
            files = named
            seen = state
        }
    }

    private var hasChanged: Bool {
        let now = state
        if now == seen { return false }
        // Those of the files come last, in their order.
        var what = "the kernel's FIPS flag"
        for (index, file) in files.enumerated() {
            let line = now.count - files.count + index
            if line < seen.count && now[line] != seen[line] { what = file }
        }
        StandardError.say("\(what) changed: judging again")
        return true
    }
}
