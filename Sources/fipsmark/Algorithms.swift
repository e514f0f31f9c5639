import Algorithms
import Approval
import ArgumentParser
import CommandSupport
import Reports

struct Algorithms: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the algorithms, or explain the standing of one name.",
        discussion: """
            Without a name: the table of algorithms that fipsmark tests, and in csv, markdown and \
            json the rules too. With one, under any name that OpenSSL, libgcrypt or ACVP use: its \
            status, the rule, the citation, what to use instead, and the layers of approval: the \
            standard on a day, what certificates list, and what the module itself says. No \
            module is loaded but with --probe.

            Examples:
              fipsmark algorithms DES-EDE3-CBC
              fipsmark algorithms ED25519 --probe
              fipsmark algorithms --format markdown --as-of 2031-01-01
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case csv
        case markdown
    }

    @Argument(help: "A name such as AES-256-GCM, SHA1, X25519 or ECDSA-sigGen.")
    var name: String?

    @Option(help: "What the table is printed as.")
    var format = Format.text

    @Flag(help: "Load the modules and ask them for their indicators.")
    var probe = false

    @OptionGroup(title: "Modules") var modules: ModuleOptions

    func validate() throws {
        if name != nil && format != .text {
            throw ValidationError("--format goes with the table; a name is explained in text")
        }
        if probe && name == nil { throw ValidationError("--probe goes with a name") }
    }

    func run() throws {
        leaving { () throws(CommandError) in
            try ReportFile.writeToStandardOutput(try text())
            return .passed
        }
    }

    private func text() throws(CommandError) -> String {
        // Certificates are looked at with --probe alone, but a file that is none is told at once.
        if modules.policy.certificates.certificates != nil {
            _ = try modules.policy.certificates.table()
        }
        let (asOf, legacy) = (modules.policy.certificates.date, modules.policy.legacy)
        guard let name else {
            let catalogue = Catalogue(
                asOf: asOf, legacy: legacy, cases: ShippedVectors.caseCounts)
            return switch format {
            case .text: catalogue.text
            case .json: catalogue.json
            case .csv: catalogue.csv
            case .markdown: catalogue.markdown
            }
        }
        let trials = try probe ? Session.trials(modules) : []
        let explained = ApprovalText(asOf: asOf, legacy: legacy, trials: trials)
        if let text = explained.explanation(of: name) { return text }
        // ACVP says ACVP-AES-GCM where everyone else says AES-GCM.
        let short = Algorithm.table.map(\.name).filter { $0.hasPrefix("ACVP-") }
            .map { String($0.dropFirst(5)) }
        let names =
            NameEntry.all.flatMap(\.names) + Algorithm.table.map(\.name) + short
            + Rule.all.map(\.id)
        let nearest = Suggestion.nearest(to: name, among: names)
        throw CommandError(
            "no algorithm is known as '\(name)'; "
                + (nearest.map { "did you mean \($0)?" } ?? "without a name, all are listed"))
    }
}
