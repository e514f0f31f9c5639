import ArgumentParser
import CanonicalJSON
import CommandSupport
import Fleet

struct Compare: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case json
    }

    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two runs of a fleet: nodes, modules, certificates, verdicts.",
        discussion: """
            Both are what 'fipsmark fleet --format json' wrote. Exit codes: 0 nothing is worse; 1 \
            a node is lost or a verdict is worse; 2 a record could not be read; 64 wrong usage.

            Example: fipsmark fleet diff monday.json tuesday.json
            """)

    @Argument(help: "The earlier record.") var before: String
    @Argument(help: "The later record.") var after: String

    @Option(help: "What is printed.") var format = Format.text

    func run() throws {
        leaving { () throws(CommandError) in
            let comparison = FleetComparison(
                try Compare.read(before), try Compare.read(after))
            try ReportFile.writeToStandardOutput(
                format == .text ? comparison.text : comparison.json)
            return comparison.isWorse ? .failed : .passed
        }
    }

    private static func read(_ path: String) throws(CommandError) -> RecordedFleet {
        let text = try FileBytes.read(path)
        do throws(RecordError) {
            return try RecordedFleet(text)
        } catch {
            throw CommandError("\(path): byte \(error.position): \(error.message)")
        }
    }
}
