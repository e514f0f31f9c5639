import ArgumentParser

/// Stands in the help for the commands of programs of their own, which are started before anything
/// is parsed (`CompanionProgram`): four types of ArgumentParser would take 60 kB of an executable
/// that has a limit.
struct CompanionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Make bundles that an auditor verifies (evidence), check them (verify), take "
            + "names out of them (redact); keep records of 'bench' (history); judge many nodes "
            + "(fleet).",
        discussion: """
            These run programs of their own with the same arguments, from the folder of this \
            executable or from PATH: fipsmark-evidence, and fipsmark-history for 'history', \
            fipsmark-fleet for 'fleet'. \
            'fipsmark evidence --help' is that program's help where it is installed.

            Examples:
              fipsmark evidence keygen --output key.pem
              fipsmark evidence results.json --output bundles --key key.pem
              fipsmark verify bundles/0123456789abcdef --key key.pub.pem
              fipsmark history show 'AES-256 encrypt/16384'
            """,
        aliases: ["verify", "redact", "history", "fleet"])

    @Argument(parsing: .captureForPassthrough, help: "Arguments of that program.")
    var arguments: [String] = []
}
