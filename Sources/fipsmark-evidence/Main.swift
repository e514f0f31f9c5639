import ArgumentParser
import CRuntime
import CommandSupport
import Glibc

@main
enum Main {
    static func main() {
        // A closed pipe and a file that may not grow are errors of a write, reported as such.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let arguments = sequence(state: Int32(1)) { index -> String? in
            defer { index += 1 }
            return cruntime_argument(index).map { String(cString: $0) }
        }
        EvidenceCommand.main(Array(arguments))
    }
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
            Create.self, KeyGeneration.self, KeyCheck.self, Verify.self, Redact.self, Prune.self,
        ],
        defaultSubcommand: Create.self)
}
