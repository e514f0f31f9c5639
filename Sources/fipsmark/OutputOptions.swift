import ArgumentParser
import CommandSupport
import Reports

/// Where a report goes and what it looks like.
struct OutputOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Option(help: "What is printed: text for people, json for the canonical record.")
    var format = Format.text

    @OptionGroup var target: ReportTarget

    func deliver(_ record: RunRecord) throws(CommandError) -> ExitStatus {
        try target.deliver(
            format == .json ? record.resultsJSON : record.text, headline: record.headline)
        return ExitStatus(rawValue: record.verdict.exitCode) ?? .undetermined
    }
}

/// Where a report goes.
struct ReportTarget: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write to a file instead of standard output: whole or not at all.",
            valueName: "file"))
    var output: String?

    @Flag(help: "No progress on standard error.")
    var quiet = false

    func write(_ text: String) throws(CommandError) {
        if let output {
            try ReportFile.write(text, to: output)
        } else {
            try ReportFile.writeToStandardOutput(text)
        }
    }

    /// Prints a report, and its first line on standard error where the rest went to a file.
    func deliver(_ text: String, headline: String) throws(CommandError) {
        try write(text)
        if output != nil && !quiet { StandardError.say(headline) }
    }
}
