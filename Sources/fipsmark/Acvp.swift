import Algorithms
import ArgumentParser
import CommandSupport
import KnownAnswers
import VectorFiles
import Wrapper

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
              fipsmark acvp --check prompt.json response.json
              fipsmark acvp --registration --module gcrypt

            --check takes a prompt and a response and holds one against the other: the form \
            that the server asks for, every case answered once, and every value. The modules \
            answer the prompt themselves; keys, signatures and IVs of somebody's own choice \
            they verify. Where expectedResults.json lies beside the prompt, it is compared too.

            --registration writes what the module can be registered for, as the server takes it: \
            the table of algorithms, each asked of the module and of the rules. One revision of \
            each algorithm stands in it, and prereqVals is left empty.

            Exit codes: 0 something was answered and nothing went wrong, 2 otherwise; of \
            --check 0 all is right, 1 something is wrong or missing, 2 nothing could be judged; \
            64 wrong usage.
            """)

    @Argument(help: ArgumentHelp("Prompts and folders of prompts.", valueName: "path"))
    var paths: [String] = []

    @Flag(help: "Check the second path, a response, against the first, its prompt.")
    var check = false

    @Flag(help: "Write what the module can be registered for.")
    var registration = false

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
        if check && paths.count != 2 {
            throw ValidationError("--check takes a prompt and a response")
        }
        if registration {
            if check || !paths.isEmpty {
                throw ValidationError("--registration takes no path, and no --check")
            }
            return
        }
        if paths.isEmpty { throw ValidationError("name a prompt or a folder of prompts") }
    }

    func run() throws {
        leaving { () throws(CommandError) in
            if registration { return try register() }
            return check ? try checkResponse() : try respond()
        }
    }

    private func register() throws(CommandError) -> ExitStatus {
        let gate = try modules.load(threads: 1).answering
        let registration: Registration
        do throws(ModuleError) {
            registration = try Registration(gate)
        } catch {
            throw CommandError(error)
        }
        try write(registration.text)
        return registration.algorithms.isEmpty ? .undetermined : .passed
    }

    private func checkResponse() throws(CommandError) -> ExitStatus {
        let engine = KnownAnswerEngine(teams: try modules.load(threads: threads.count).teams)
        guard let prompt = VectorInputs.find(paths: [paths[0]]).first,
            let response = VectorInputs.find(paths: [paths[1]]).first
        else { throw CommandError("\(paths[0]) or \(paths[1]) is an empty folder") }
        if case .unreadable(let error) = prompt.kind {
            throw CommandError("\(error.file): \(error.message)")
        }
        if prompt.kind != .acvp || prompt.isProjection {
            throw CommandError("\(paths[0]) is no prompt of ACVP")
        }
        let (asked, answered) = (try read(prompt), try read(response))
        let published = try read(
            VectorInputs.find(paths: [prompt.expected].compactMap { $0 }).first)
        let report = ResponseReport(
            check: ResponseCheck(
                engine, file: prompt.name, prompt: asked.span, response: answered.span,
                published: published.span))
        try write(report.text)
        if output != nil { StandardError.say(report.headline) }
        return report.status
    }

    private func respond() throws(CommandError) -> ExitStatus {
        var responses = Responses(try modules.load(threads: threads.count))
        for input in VectorInputs.find(paths: paths) { responses.add(input) }
        if let joined = ResponseJoin.join(responses.texts) {
            try write(joined.string)
        }
        StandardError.say(responses.headline)
        if !quiet { for line in responses.details { StandardError.say(line) } }
        return responses.status
    }

    /// No bytes where there is no file.
    private func read(_ input: VectorInput?) throws(CommandError) -> VectorBytes {
        do throws(VectorFileError) {
            return try input?.read() ?? VectorBytes.none
        } catch {
            throw CommandError("\(error.file): \(error.message)")
        }
    }

    private func write(_ text: String) throws(CommandError) {
        if let output {
            try ReportFile.write(text, to: output)
        } else {
            try ReportFile.writeToStandardOutput(text)
        }
    }
}
