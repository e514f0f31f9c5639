import ArgumentParser
import CanonicalJSON
import CommandSupport
import Reports

struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two records: what no longer passes, and what is no longer run.",
        discussion: """
            Reads two files that 'run' or 'kat' wrote with --format json. A check or case that \
            no longer passes, or that was executed and is not any more, is a regression, whatever \
            became better beside it. Times are not compared. No module is loaded.

            Exit codes: 0 no regression; 1 a regression; 2 a record cannot be read; 64 wrong usage.

            Example: fipsmark diff before.json after.json
            """)

    @Argument(help: ArgumentHelp("The earlier record.", valueName: "old"))
    var old: String

    @Argument(help: ArgumentHelp("The later record.", valueName: "new"))
    var new: String

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        leaving { () throws(CommandError) in
            let comparison = RunComparison(old: try Diff.read(old), new: try Diff.read(new))
            let text =
                switch output.format {
                case .text: comparison.text(oldFile: old, newFile: new)
                case .json: comparison.json(oldFile: old, newFile: new)
                }
            try output.target.deliver(text, headline: comparison.headline)
            return comparison.outcome == .regression ? .failed : .passed
        }
    }

    private static func read(_ path: String) throws(CommandError) -> RecordedRun {
        let text = try FileBytes.read(path)
        do throws(RecordError) {
            return try RecordedRun(text)
        } catch {
            throw CommandError("\(path): byte \(error.position): \(error.message)")
        }
    }
}
