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
        discussion: "'fipsmark fleet' runs this program.",
        version: Tool.version,
        subcommands: [Judge.self, Compare.self],
        defaultSubcommand: Judge.self)
}
