import ArgumentParser
import CommandSupport
import Reports
import Throughput

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Do it all: self-tests, known answers, refusals and throughput.",
        discussion: """
            Loads the FIPS provider, forces its self-tests, runs every shipped vector on it and \
            on libgcrypt, asks for everything that is not approved, and times what is.

            Example: fipsmark run --quick --format json --output results.json
            """)

    @OptionGroup(title: "Modules") var modules: ModuleOptions
    @OptionGroup(title: "Vectors") var vectors: VectorOptions
    @OptionGroup(title: "Measurement") var measurement: ProfileOptions
    @OptionGroup(title: "Evidence") var evidence: EvidenceOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        leaving { () throws(CommandError) in
            try evidence.requireProgramAndKey()
            let progress = Progress(output)
            let files = try vectors.files()
            var session = try Session(modules, progress, knownAnswersRequested: true)
            try session.runSelfTests()
            try session.runKnownAnswers(files)
            try session.runRejectionSweep()
            session.runThroughput(Point.all(measurement.profile), measurement.profile)
            let record = session.finish()
            let status = try output.deliver(record)
            do throws(CommandError) {
                try evidence.leave(record.resultsJSON, modules)
            } catch {
                // Any fail gives 1, whatever becomes of the evidence.
                throw CommandError(error.message, status == .failed ? .failed : .undetermined)
            }
            return status
        }
    }
}

/// Which vectors are run.
struct VectorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Run the .kat files of a folder instead of the embedded ones.", valueName: "folder"))
    var kats: String?

    func files() throws(CommandError) -> ShippedVectors {
        if let kats { try ShippedVectors(folder: kats) } else { ShippedVectors() }
    }
}

/// How much is measured.
struct ProfileOptions: ParsableArguments {
    @Flag(help: "Fewer message lengths and batches: a few seconds.")
    var quick = false

    @Flag(help: "More message lengths and batches: half a minute.")
    var full = false

    var profile: Profile { full ? .full : quick ? .quick : .standard }

    func validate() throws {
        if quick && full { throw ValidationError("--quick and --full exclude each other") }
    }
}
