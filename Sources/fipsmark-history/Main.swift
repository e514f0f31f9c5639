import ArgumentParser
import Glibc

@main
enum Main {
    static func main() {
        // A closed pipe and a file that may not grow are errors of a write, reported as such.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        FipsmarkHistory.main()
    }
}

struct FipsmarkHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fipsmark-history",
        abstract: "Keep records of 'fipsmark bench', and find when something became slower.",
        discussion: """
            A history is one SQLite file. It has a series for each point, fingerprint and \
            workload: runs are compared with runs of the same machine, module and definition, and \
            with no others. Where one of these changes the step is told, never judged.

            Start with 'fipsmark-history add record.json', then 'list' and 'show POINT'. As a \
            gate, 'fipsmark-history check' exits with 1 while a point is slower than it was.

            The history is --history FILE, else fipsmark/history.sqlite in $XDG_DATA_HOME, else in \
            ~/.local/share.

            Exit codes: 0 done, nothing slower; 1 a regression stands ('check' alone); 2 it could \
            not be determined or done; 64 wrong usage.
            """,
        version: "0.1.0",
        subcommands: [
            Add.self, Import.self, List.self, Show.self, SVG.self, HTML.self, Check.self,
            Bless.self, Noise.self, Export.self, Measure.self,
        ])

    /// Without a command nothing was done, which must not look like success to a script.
    func run() throws {
        throw ValidationError("name a command, such as 'fipsmark-history list'")
    }
}

/// The exit codes of every command.
enum ExitStatus: Int32 {
    case passed = 0
    case failed = 1
    case undetermined = 2
}

/// Runs a command's body and leaves with its status.
func leaving(_ body: () throws -> ExitStatus) throws {
    let status: ExitStatus
    do {
        status = try body()
    } catch {
        Streams.say("error: \(error)")
        status = .undetermined
    }
    throw ExitCode(status.rawValue)
}
