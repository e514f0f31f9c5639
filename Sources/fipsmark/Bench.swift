import Algorithms
import ArgumentParser
import BenchRecord
import CRuntime
import CommandSupport
import Glibc
import OpenSSLModule
import Reports
import Throughput

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time approved algorithms, so that a change of 3 % shows.",
        discussion: """
            Every point is measured in rounds with all others, in processes of their own, and \
            only while nothing else uses the core. One operation is a whole message, as programs \
            use it. Known answers are asked for first. Ctrl-C keeps what is complete.

            Exit codes: 0 all that the modules offer was measured; 1 a module failed; 2 a point \
            could not be measured; 64 wrong usage. With --baseline as 'fipsmark compare': 1 a \
            regression that was found twice.

            Examples:
              fipsmark bench --format json --output base.json
              fipsmark bench --algorithm AES-GCM --size 1350 --module openssl --profile quick
            """)

    @OptionGroup(title: "Points") var selection: PointOptions

    @Option(
        help: ArgumentHelp(
            "quick, standard or thorough: 1, 3 or 5 processes; up to 100, 100 or 250 ms of a point "
                + "in each.", valueName: "profile"))
    var profile = BenchProfile.standard

    @Option(
        help: ArgumentHelp(
            "Compare with a record, of which the same points are measured where none are named.",
            discussion: "Points that became slower are measured again, for three times as long.",
            valueName: "file"))
    var baseline: String?

    @Option(
        help: ArgumentHelp(
            "Measure another build of the FIPS provider beside the one under test, batch by batch "
                + "in the same processes, and compare the two.", valueName: "provider"))
    var against: String?

    @Option(
        help: ArgumentHelp(
            "The other provider's fipsmodule.cnf. Default: as of --module-config.",
            valueName: "path"))
    var againstConfig: String?

    @Flag(help: "Compare with a record of another machine or library all the same.")
    var force = false

    @OptionGroup var known: HistoryNoise
    @OptionGroup(title: "Modules") var modules: ModuleOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        leaving { () throws(CommandError) in
            cruntime_catch_interruptions(1)
            let progress = Progress(output)
            let base: BenchRecord? =
                if let baseline { try BenchRecord(path: baseline) } else { nil }
            let noise =
                if let baseline { try known.noise(of: baseline) } else { [String: Double]() }
            var run = try BenchRun(modules, profile, selection, base: base, progress)
            if let base, let baseline, !force {
                try BenchRun.requireSame(base, run.fingerprint, name: baseline)
            }
            if let against { return try compare(against, &run, progress) }
            let record = try run.measure()
            if let base, let baseline {
                return try compare(base, baseline, record, noise, &run, progress)
            }
            progress.done()
            try output.target.deliver(
                try record.printed(output.format), headline: record.headline)
            if cruntime_is_interrupted() != 0 { return .undetermined }
            return ExitStatus(rawValue: record.exitCode) ?? .undetermined
        }
    }

    func validate() throws {
        if against != nil && baseline != nil {
            throw ValidationError("--against and --baseline exclude each other")
        }
        if against != nil && selection.module == .gcrypt {
            throw ValidationError("--against compares FIPS providers, not libgcrypt")
        }
        if known.history != nil && baseline == nil {
            throw ValidationError("--history goes with --baseline")
        }
        if againstConfig != nil && against == nil {
            throw ValidationError("--against-config goes with --against")
        }
    }

    private func compare(
        _ path: String, _ run: inout BenchRun, _ progress: Progress
    ) throws(CommandError) -> ExitStatus {
        // Absolute: libcrypto would look for a relative path where it keeps its modules.
        let absolute = realpath(path, nil).map { name in
            defer { free(name) }
            return String(cString: name)
        }
        guard let absolute else {
            throw CommandError("no FIPS provider at \(path); --against takes its file")
        }
        let comparison = try run.compare(
            against: BenchJob.OtherModule(
                path: absolute,
                configurationPath: againstConfig
                    ?? ProviderConfiguration.defaultPath(forProvider: absolute)))
        progress.done()
        try output.target.deliver(
            comparison.printed(output.format, base: "the provider under test", candidate: path),
            headline: comparison.headline)
        return ExitStatus(rawValue: comparison.exitCode) ?? .undetermined
    }

    private func compare(
        _ base: BenchRecord, _ name: String, _ record: BenchRecord, _ noise: [String: Double],
        _ run: inout BenchRun, _ progress: Progress
    ) throws(CommandError) -> ExitStatus {
        var comparison = BenchComparison(base: base, candidate: record, noise: noise)
        if comparison.points.isEmpty {
            throw CommandError("\(name) has none of the points that were measured")
        }
        let suspected = comparison.suspected
        if !suspected.isEmpty && cruntime_is_interrupted() == 0 {
            let second = try run.confirm(suspected)
            comparison.confirm(with: BenchComparison(base: base, candidate: second, noise: noise))
        }
        progress.done()
        try output.target.deliver(
            comparison.printed(output.format, base: name, candidate: "this run"),
            headline: comparison.headline)
        return ExitStatus(rawValue: comparison.exitCode) ?? .undetermined
    }
}

extension BenchProfile: ExpressibleByArgument {}

extension BenchRecord {
    func printed(_ format: OutputOptions.Format) throws(CommandError) -> String {
        if format == .text { return text }
        do {
            return String(decoding: try encoded(), as: UTF8.self) + "\n"
        } catch {
            throw CommandError("cannot write the record: \(error)")
        }
    }
}
