import ArgumentParser
import CommandSupport

@main
enum Main {
    static func main() {
        let words = command(Arguments.begin())
        // Before anything is parsed: ArgumentParser takes a text made beforehand, and the digest of
        // this executable is not worth computing at every start.
        if words == ["--version"] { VersionText.printAndExit() }
        OwnProcess.runIfAsked(words)
        CompanionProgram.runIfAsked(words)
        // By itself a command is parsed in half the time of the tree of all. What it does not take
        // goes the usual way, to the usual words about it.
        if words.first == "accept", let accept = try? Accept.parse(Array(words.dropFirst())) {
            accept.run()
        }
        Fipsmark.main(words)
    }

    /// The arguments without the program's name. acvptool starts its wrapper without any: a link
    /// with this ending in its name stands for the command.
    private static func command(_ arguments: [String]) -> [String] {
        let isWrapper = arguments.first?.hasSuffix("modulewrapper") ?? false
        return (isWrapper ? ["modulewrapper"] : []) + arguments.dropFirst()
    }
}

struct Fipsmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fipsmark",
        abstract: "Test and time the cryptography that a FIPS deployment stands on.",
        discussion: """
            fipsmark runs known-answer tests and measurements through the node's own OpenSSL \
            FIPS provider, checks every answer against libgcrypt and refuses what is not \
            approved. It shows what the module does; it is not a validation.

            Start with 'fipsmark run'. The first line of its output is the verdict.

            Exit codes: 0 all required checks passed; 1 a check failed (a module that does not \
            pass its own tests is one); 2 it could not be determined (no module, unreadable \
            vectors, nothing executed); 64 wrong usage.
            """,
        version: Tool.version,
        subcommands: [
            Run.self, Accept.self, ProbeCommand.self, Explain.self, Kat.self, Acvp.self, Bench.self,
            Compare.self, CompanionCommand.self, Diff.self, Algorithms.self, Certificates.self,
            ModuleWrapper.self, Install.self, KubernetesCommand.self, BenchReplicate.self,
        ])

    /// Without a command nothing was tested, which must not look like a pass to a script.
    func run() throws {
        throw ValidationError("name a command, such as 'fipsmark run'")
    }
}
