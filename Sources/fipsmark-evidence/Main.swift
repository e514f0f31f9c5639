import ArgumentParser
import CommandSupport

@main
enum Main {
    static func main() { EvidenceCommand.main(Array(Arguments.begin().dropFirst())) }
}

struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fipsmark-evidence",
        abstract: "Turn a run into evidence that others verify with their own tools.",
        discussion: """
            'fipsmark evidence', 'fipsmark verify' and 'fipsmark redact' run this program.

            Start with 'fipsmark evidence keygen --output key.pem', then \
            'fipsmark run --evidence bundles --key key.pem', and on another machine \
            'fipsmark verify bundles/RUN --key key.pub.pem'.
            """,
        version: Tool.version,
        subcommands: [
            Create.self, Sign.self, KeyGeneration.self, KeyCheck.self, Verify.self, Redact.self,
            Prune.self,
        ],
        defaultSubcommand: Create.self)
}
