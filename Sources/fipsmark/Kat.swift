import ArgumentParser
import CRuntime
import CommandSupport

struct Kat: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kat",
        abstract: "Run known-answer tests: the vectors that ship, or files and folders of yours.",
        discussion: """
            Every case is put to the FIPS provider and to libgcrypt; deterministic answers must \
            equal the published value, random ones are verified by both.

            Without a path the vectors that ship are run. A path is a file or a folder: vector \
            sets of ACVP in JSON (with expectedResults.json and internalProjection.json beside \
            prompt.json where they are), CAVP's .rsp and .fax, Wycheproof's JSON; plain, or \
            compressed with gzip, xz or bzip2; '-' is standard input. What is not approved is \
            refused case by case, and what cannot be run is counted with its reason.

            Examples:
              fipsmark kat
              fipsmark kat gen-val/json-files
              fipsmark kat --fresh "a text of yours" --emit vectors
              fipsmark kat --threads 4 --format json --output results.json sets/*.json.xz
            """)

    @Argument(help: ArgumentHelp("Vector files and folders.", valueName: "path"))
    var paths: [String] = []

    @OptionGroup(title: "Modules") var modules: ModuleOptions
    @Flag(help: "Put every case to the kernel too, where it lets programs use it (AF_ALG).")
    var kernel = false

    @OptionGroup(title: "Vectors") var vectors: VectorOptions
    @OptionGroup(title: "Vectors") var fresh: FreshOptions
    @OptionGroup(title: "Vectors") var threads: ThreadOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if vectors.kats != nil && !paths.isEmpty {
            throw ValidationError("--kats and paths exclude each other")
        }
        if fresh.fresh != nil && (vectors.kats != nil || !paths.isEmpty) {
            throw ValidationError("--fresh makes its own vectors: leave out --kats and paths")
        }
    }

    func run() throws {
        leaving { () throws(CommandError) in
            let progress = Progress(output)
            let shipped = try paths.isEmpty ? vectors.files() : ShippedVectors()
            var session = try Session(
                modules, progress, knownAnswersRequested: true, withKernel: kernel)
            if let seed = fresh.fresh {
                try session.runFresh(
                    seed, cases: fresh.cases ?? 1, emit: fresh.emit, threads: threads.count)
            } else if paths.isEmpty {
                try session.runKnownAnswers(shipped)
            } else {
                session.runVectorFiles(paths, threads: threads.count)
            }
            return try output.deliver(session.finish())
        }
    }
}

/// How many threads share the cases of a set.
struct ThreadOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Threads that share the cases of a set, each with its own contexts.",
            discussion: "Default: the processors that this process may use. The report does not "
                + "depend on it.", valueName: "count"))
    var threads: Int?

    private static let most = 256

    var count: Int { min(threads ?? Int(cruntime_processors()), ThreadOptions.most) }

    func validate() throws {
        if let threads, !(1...ThreadOptions.most).contains(threads) {
            throw ValidationError("--threads takes a number from 1 to \(ThreadOptions.most)")
        }
    }
}
