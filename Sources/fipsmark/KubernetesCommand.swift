import ArgumentParser
import BenchRecord
import CRuntime
import CommandSupport
import Glibc
import Throughput

/// Runs `accept` in a child process and tells its verdict to what watches nodes.
struct KubernetesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubernetes",
        abstract: "Tell the verdict of 'accept' to what watches the nodes of a cluster.",
        discussion: """
            'fipsmark accept' runs with the arguments after '--' in a process of its own. A crash \
            and a hang of it are reported too, and never as a pass.

            sonobuoy   Writes sonobuoy_results.yaml (result-format: manual) and then its path into \
            the file 'done', which is written whatever happens. The directory is \
            $SONOBUOY_RESULTS_DIR, else $RESULTS_DIR, else /tmp/results. With --wait it does not \
            end until it is told to, as a plugin on every node must.
            features   Writes the file 'fipsmark' that node-feature-discovery makes labels of. \
            With --interval it is written again and again, each time up to a tenth of it earlier \
            or later, and expires after two intervals, so that a node whose checks no longer run \
            loses its labels.
            problem    Prints one line of at most 80 characters and ends with 0, 1 or 2, as \
            node-problem-detector asks of a custom plugin.

            Example:
              fipsmark kubernetes features --interval 21600 -- --policy update-stream
            """)

    enum Watcher: String, ExpressibleByArgument, CaseIterable {
        case sonobuoy
        case features
        case problem
    }

    @Argument(help: "Who is told.")
    var watcher: Watcher

    @Option(help: ArgumentHelp("Where files are written.", valueName: "directory"))
    var directory: String?

    @Option(help: ArgumentHelp("When 'accept' is ended.", valueName: "seconds"))
    var timeout = 120

    @Option(help: ArgumentHelp("Features: again after so many seconds.", valueName: "seconds"))
    var interval: Int?

    @Flag(help: "Sonobuoy: wait to be told to stop.")
    var wait = false

    @Argument(parsing: .postTerminator, help: "What 'accept' is told.")
    var arguments: [String] = []

    func validate() throws {
        if !(1...86_400).contains(timeout) {
            throw ValidationError("--timeout takes 1 to 86400 seconds, not \(timeout)")
        }
        if let interval, !(10...604_800).contains(interval) {
            throw ValidationError("--interval takes 10 to 604800 seconds, not \(interval)")
        }
    }

    func run() throws {
        leaving { () throws(CommandError) in
            cruntime_catch_interruptions(0)
            switch watcher {
            case .sonobuoy: return try tellSonobuoy()
            case .features: return try writeFeatures()
            case .problem: return try printProblem()
            }
        }
    }

    private func accept(_ format: String, beginning: String) -> AcceptProcess {
        AcceptProcess.run(
            arguments + ["--format", format], seconds: timeout, beginning: beginning)
    }

    private func tellSonobuoy() throws(CommandError) -> ExitStatus {
        let outcome = accept("sonobuoy", beginning: "{")
        let folder =
            directory ?? KubernetesCommand.variable("SONOBUOY_RESULTS_DIR")
            ?? KubernetesCommand.variable("RESULTS_DIR") ?? "/tmp/results"
        let file = "\(folder)/sonobuoy_results.yaml"
        var failure: CommandError?
        do throws(CommandError) {
            try ReportFile.write(outcome.sonobuoyResults, to: file)
        } catch {
            failure = error
        }
        // Without it Sonobuoy waits for its own timeout and says nothing of the cause.
        try ReportFile.write(file, to: "\(folder)/done")
        if let failure { throw failure }
        if wait { _ = Rounds.isStopped(before: nil) }
        return outcome.status
    }

    private func writeFeatures() throws(CommandError) -> ExitStatus {
        let folder = directory ?? "/etc/kubernetes/node-feature-discovery/features.d"
        // What begins with a dot is not read by node-feature-discovery: the name comes last.
        let (hidden, file) = ("\(folder)/.fipsmark", "\(folder)/fipsmark")
        Rounds.removeLeftovers(of: hidden)
        var status = ExitStatus.undetermined
        while true {
            let start = Clock.nanoseconds()
            let outcome = accept("text", beginning: "FIPS ")
            // Half a round is no verdict: the labels of the last one stand until they expire.
            if interval != nil && outcome.isStopped { return status }
            status = outcome.status
            StandardError.say(outcome.headline)
            let expiry = interval.map { UTCTime.later(by: 2 * $0) }
            try ReportFile.write(outcome.features(expiry: expiry), to: hidden)
            if rename(hidden, file) != 0 {
                let reason = String(cString: strerror(errno))
                unlink(hidden)
                throw CommandError("cannot write \(file): \(reason)")
            }
            guard let interval else { return outcome.status }
            let next = Rounds.next(after: start, milliseconds: interval * 1000)
            if Rounds.isStopped(before: next) { return outcome.status }
        }
    }

    private func printProblem() throws(CommandError) -> ExitStatus {
        let outcome = accept("text", beginning: "FIPS ")
        try ReportFile.writeToStandardOutput("\(outcome.headline.prefix(80))\n")
        return outcome.status
    }

    private static func variable(_ name: String) -> String? {
        let value = getenv(name).map { String(cString: $0) }
        return value == "" ? nil : value
    }
}
