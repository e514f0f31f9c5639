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
        FleetCommand.main(Array(arguments))
    }
}

struct FleetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fipsmark-fleet",
        abstract: "One answer for a cluster, a project and a tenant, from the results of nodes.",
        discussion: """
            'fipsmark fleet' runs this program.

            Reports are bundles of 'fipsmark evidence', results.json, what 'accept --format json' \
            writes, folders of them, archives of Sonobuoy (.tar, .tar.gz), and lines of JSON \
            ('kubectl logs' of a Job). Only what an allowed key signed can pass. Every other file \
            of a bundle is for 'fipsmark verify' to derive again.

            The inventory tells when nodes were made, and their labels:
              columns=NAME:.metadata.name,MADE:.metadata.creationTimestamp
              columns=$columns,LABELS:.metadata.labels
              kubectl get nodes --no-headers -o custom-columns=$columns

            Exit codes: 0 all scopes that are on pass; 1 a finding; 2 it could not be determined \
            (missing, stale, unsigned, contradicting or unreadable reports); 64 wrong usage.

            Example: fipsmark fleet bundles --scopes scopes.yaml --allowed-key fleet.pub.pem
            """,
        version: Tool.version,
        subcommands: [Judge.self, Compare.self],
        defaultSubcommand: Judge.self)
}
