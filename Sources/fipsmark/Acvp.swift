import ArgumentParser
import KnownAnswers
import VectorFiles

struct Acvp: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acvp",
        abstract: "Answer prompts of NIST's ACVP with a response, as a testing laboratory asks.",
        discussion: """
            Puts every case of the prompts to the module and writes the response in NIST's own \
            shape. A path is a prompt or a folder of prompts, plain or compressed; '-' is \
            standard input. Several prompts give one JSON array. Answers that lie beside a \
            prompt are not read. A case that is refused, or that the module cannot answer, is \
            left out and counted, with the reason, on standard error.

            Examples:
              fipsmark acvp prompt.json > response.json
              fipsmark acvp --module gcrypt --output responses.json gen-val/json-files

            Exit codes: 0 something was answered and nothing went wrong; 2 otherwise; 64 wrong \
            usage.
            """)

    @Argument(help: ArgumentHelp("Prompts and folders of prompts.", valueName: "path"))
    var paths: [String] = []

    @OptionGroup(title: "Modules") var modules: ModuleChoice
    @OptionGroup(title: "Vectors") var threads: ThreadOptions

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Write to a file instead of standard output: whole or not at all.",
            valueName: "file"))
    var output: String?

    @Flag(help: "The headline alone on standard error.")
    var quiet = false

    func validate() throws {
        if paths.isEmpty { throw ValidationError("name a prompt or a folder of prompts") }
    }

    func run() throws {
        try leaving { () throws(CommandError) in try respond() }
    }

    private func respond() throws(CommandError) -> ExitStatus {
        var responses = Responses(try modules.load(threads: threads.count))
        for input in VectorInputs.find(paths: paths) { responses.add(input) }
        if let joined = ResponseJoin.join(responses.texts) {
            try write(joined.text().withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) })
        }
        StandardError.say(responses.headline)
        if !quiet { for line in responses.details { StandardError.say(line) } }
        return responses.status
    }

    private func write(_ text: String) throws(CommandError) {
        if let output {
            try ReportFile.write(text, to: output)
        } else {
            try ReportFile.writeToStandardOutput(text)
        }
    }
}
