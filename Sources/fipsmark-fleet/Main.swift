import ArgumentParser
import CommandSupport

@main
enum Main {
    static func main() { FleetCommand.main(Array(Arguments.begin().dropFirst())) }
}

struct FleetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fipsmark-fleet",
        abstract: "One answer for a cluster, a project and a tenant, from the results of nodes.",
        discussion: """
            'fipsmark fleet' runs this program.

            Reports are bundles of 'fipsmark evidence', lines of 'fipsmark evidence sign', \
            results.json, what 'accept --format json' writes, folders of them, archives of \
            Sonobuoy (.tar, .tar.gz), and lines of JSON ('kubectl logs' of a Job). Only what an \
            allowed key signed can pass. Every other file of a bundle is for 'fipsmark verify' to \
            derive again.

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
