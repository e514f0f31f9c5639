import ArgumentParser
import CRuntime
import Glibc

/// Runs `accept` in a child process and tells its verdict to what watches nodes.
struct KubernetesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubernetes",
        abstract: "Tell the verdict of 'accept' to Sonobuoy, node-feature-discovery or "
            + "node-problem-detector.",
        discussion: """
            Each runs 'fipsmark accept' with the arguments after '--' in a process of its own, and \
            reports whatever becomes of it: a crash and a hang are reports too, and never a pass.
            """,
        subcommands: [Sonobuoy.self, Features.self, Problem.self])
}

/// What all three take.
struct AcceptProcessOptions: ParsableArguments {
    @Option(help: ArgumentHelp("When 'accept' is ended.", valueName: "seconds"))
    var timeout = 120

    @Argument(parsing: .postTerminator, help: "What 'accept' is told.")
    var arguments: [String] = []

    func validate() throws {
        if !(1...86_400).contains(timeout) {
            throw ValidationError("--timeout takes 1 to 86400 seconds, not \(timeout)")
        }
    }

    func run(_ format: [String] = []) -> AcceptProcess {
        AcceptProcess.run(arguments + format, seconds: timeout)
    }
}

extension KubernetesCommand {
    struct Sonobuoy: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Be a Sonobuoy plugin: results, and then the file that says where.",
            discussion: """
                Writes sonobuoy_results.yaml (result-format: manual) and then its path into the \
                file 'done', which is written whatever happens: without it Sonobuoy waits for its \
                own timeout and says nothing of the cause.
                """)

        @Option(
            help: ArgumentHelp(
                "Default: $SONOBUOY_RESULTS_DIR, else $RESULTS_DIR, else /tmp/results.",
                valueName: "directory"))
        var results: String?

        @Flag(help: "Wait to be told to stop, as a plugin on every node must.")
        var wait = false

        @OptionGroup var accept: AcceptProcessOptions

        func run() throws {
            try leaving { () throws(CommandError) in
                cruntime_catch_interruptions(0)
                let outcome = accept.run(["--format", "sonobuoy"])
                let written = write(outcome)
                // Sonobuoy reads the files, not the code; other callers want it all the same.
                if let failure = written { throw failure }
                if wait { Interruption.await(seconds: nil) }
                return outcome.status
            }
        }

        /// The file of results or, where it cannot be written, at least the one that ends waiting.
        private func write(_ outcome: AcceptProcess) -> CommandError? {
            let directory =
                results ?? Environment["SONOBUOY_RESULTS_DIR"] ?? Environment["RESULTS_DIR"]
                ?? "/tmp/results"
            let file = "\(directory)/sonobuoy_results.yaml"
            var failure: CommandError?
            do throws(CommandError) {
                try ReportFile.write(text(outcome), to: file)
            } catch {
                failure = error
            }
            do throws(CommandError) {
                try ReportFile.write(file, to: "\(directory)/done")
            } catch {
                failure = failure ?? error
            }
            return failure
        }

        private func text(_ outcome: AcceptProcess) -> String {
            guard let fault = outcome.faultOrSilence else { return outcome.output }
            return """
                name: fipsmark
                status: failed
                items:
                - name: accept
                  status: failed
                  details:
                    message: \(yamlQuoted(fault))

                """
        }

        /// In YAML's single quotes nothing is special but the quote.
        private func yamlQuoted(_ text: String) -> String {
            "'"
                + text.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "''") + "'"
        }
    }

    struct Problem: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Be a custom plugin of node-problem-detector: one line, and 0, 1 or 2.",
            discussion: """
                Prints the verdict in at most 80 characters. node-problem-detector takes 0 for no \
                problem, 1 for a problem, and everything else for unknown.
                """)

        @OptionGroup var accept: AcceptProcessOptions

        func run() throws {
            try leaving { () throws(CommandError) in
                cruntime_catch_interruptions(0)
                let outcome = accept.run()
                let fault = outcome.faultOrSilence.map { "FIPS UNKNOWN \($0)" }
                let line = fault ?? outcome.firstLine
                try ReportFile.writeToStandardOutput("\(line.prefix(80))\n")
                return fault == nil ? outcome.status : .undetermined
            }
        }
    }
}

extension AcceptProcess {
    /// What is to be said where `accept` itself has said nothing.
    var faultOrSilence: String? {
        fault ?? (output.isEmpty ? "fipsmark accept printed nothing" : nil)
    }

    var firstLine: String {
        String(output.prefix { $0 != "\n" })
    }
}

/// Waiting that ends when the process is told to.
enum Interruption {
    /// Whether it was told to; without a number of seconds nothing else ends it.
    @discardableResult
    static func await(seconds: Int?) -> Bool {
        var left = seconds.map { $0 * 2 }
        while cruntime_is_interrupted() == 0 {
            if left == 0 { return false }
            left = left.map { $0 - 1 }
            // In steps: the first process of a container has no other handler of SIGTERM, and the
            // signal may come just before the call.
            _ = poll(nil, 0, 500)
        }
        return true
    }
}

enum Environment {
    /// A variable that is set and not empty.
    static subscript(name: String) -> String? {
        let value = getenv(name).map { String(cString: $0) }
        return value == "" ? nil : value
    }
}
