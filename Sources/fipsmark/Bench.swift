import Algorithms
import ArgumentParser
import BenchRecord
import CRuntime
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
            could not be measured; 64 wrong usage.

            Examples:
              fipsmark bench --format json --output base.json
              fipsmark bench --algorithm AES-GCM --size 1350 --module openssl --profile quick
            """)

    @OptionGroup(title: "Points") var selection: PointOptions

    @Option(
        help: ArgumentHelp(
            "quick, standard or thorough: 1, 3 or 5 processes; 100, 100 or 250 ms of a point in "
                + "each.", valueName: "profile"))
    var profile = BenchProfile.standard

    @OptionGroup(title: "Modules") var modules: ModuleOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        try leaving { () throws(CommandError) in
            cruntime_catch_interruptions(1)
            let progress = Progress(output)
            var run = try BenchRun(
                modules, profile, selection.points, roles: selection.roles,
                messageBytes: selection.messageBytes, doubledEvery: selection.doubled, progress)
            let record = try run.measure()
            progress.done()
            try output.write(try record.printed(output.format))
            if output.output != nil && !output.quiet { StandardError.say(record.headline) }
            return ExitStatus(rawValue: record.exitCode) ?? .undetermined
        }
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

/// Which points are measured.
struct PointOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An ACVP algorithm or a family to time; may be repeated. Default: what most "
                + "deployments spend their time on.", valueName: "name"))
    var algorithm: [String] = []

    @Flag(help: "Time every algorithm of the table.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "Bytes of a message, a multiple of 16; may be repeated. Default: 64, 1024 and 16384.",
            valueName: "bytes"))
    var size: [Int] = []

    @Option(
        help: ArgumentHelp(
            "openssl or gcrypt: measure this module alone.", valueName: "module"))
    var module: ModuleIdentity.Role?

    @Option(help: .hidden)
    var doubled = 0

    var messageBytes: [Int] { size.isEmpty ? Point.usualMessageBytes : Set(size).sorted() }

    var roles: [ModuleIdentity.Role] { module.map { [$0] } ?? ModuleIdentity.Role.allCases }

    var points: [Point] {
        Point.all(messageBytes: messageBytes).filter { point in
            if all { return true }
            if algorithm.isEmpty { return point.isUsual }
            return algorithm.contains {
                [point.algorithm.lowercased(), point.family.lowercased()].contains($0.lowercased())
            }
        }
    }

    func validate() throws {
        let names = Algorithm.table.map(\.name) + Algorithm.Family.allCases.map(\.rawValue)
        for name in algorithm where !names.contains(where: { $0.lowercased() == name.lowercased() })
        {
            let nearest = Suggestion.nearest(to: name, among: names)
            throw ValidationError(
                "no algorithm or family '\(name)'" + (nearest.map { "; did you mean \($0)?" } ?? "")
            )
        }
        for bytes in size where bytes < 16 || bytes > 16 << 20 || bytes % 16 != 0 {
            throw ValidationError(
                "--size takes a multiple of 16 from 16 to 16777216, not \(bytes)")
        }
        if all && !algorithm.isEmpty {
            throw ValidationError("--all and --algorithm exclude each other")
        }
        if points.isEmpty {
            throw ValidationError("nothing of \(algorithm.joined(separator: ", ")) is timed")
        }
    }
}

extension ModuleIdentity.Role: ExpressibleByArgument {}
