import Algorithms
import Approval
import ArgumentParser
import Reports

struct Algorithms: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the algorithms, or explain the standing of one name.",
        discussion: """
            Without a name: the table of algorithms that fipsmark tests. With one, under any \
            name that OpenSSL, libgcrypt or ACVP use: its status, the rule, the citation and \
            what to use instead. No module is loaded.

            Example: fipsmark algorithms DES-EDE3-CBC
            """)

    @Argument(help: "A name such as AES-256-GCM, SHA1, X25519 or ECDSA-sigGen.")
    var name: String?

    func run() throws {
        try leaving { () throws(CommandError) in
            try ReportFile.writeToStandardOutput(try text())
            return .passed
        }
    }

    private func text() throws(CommandError) -> String {
        guard let name else { return ApprovalText.table() }
        if let text = ApprovalText.explanation(of: name) { return text }
        let names =
            NameEntry.all.flatMap(\.names) + Algorithm.table.map(\.name) + Rule.all.map(\.id)
        let nearest = Suggestion.nearest(to: name, among: names)
        throw CommandError(
            "no algorithm is known as '\(name)'" + (nearest.map { "; did you mean \($0)?" } ?? ""))
    }
}
