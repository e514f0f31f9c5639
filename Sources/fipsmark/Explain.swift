import ArgumentParser
import CommandSupport
import NodeChecks
import Reports

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a check of 'accept' is for, its standard and controls.",
        discussion: """
            Example: fipsmark explain K02
            """)

    @Argument(help: "The check's ID, such as K02.")
    var id: String

    func run() throws {
        guard let check = NodeCheck.named(id) else {
            let nearest = Suggestion.nearest(to: id, among: NodeCheck.table.map(\.id))
            let hint = nearest.map { "; did you mean \($0)?" } ?? "; IDs are K01 to L04"
            throw ValidationError("there is no check '\(id)'\(hint)")
        }
        leaving { () throws(CommandError) in
            try ReportFile.writeToStandardOutput(check.explanation)
            return .passed
        }
    }
}
