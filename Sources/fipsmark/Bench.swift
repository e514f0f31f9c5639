import Algorithms
import ArgumentParser
import Throughput

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time the approved algorithms alone.",
        discussion: """
            Points are interleaved in several shuffled rounds; each is the median of its \
            batches. One operation is a whole message, as programs use it.

            Example: fipsmark bench --algorithm AES-GCM --algorithm ECDSA-sigGen --full
            """)

    @Option(
        help: ArgumentHelp(
            "An ACVP algorithm or a family to time; may be repeated. Default: all.",
            valueName: "name"))
    var algorithm: [String] = []

    @OptionGroup(title: "Modules") var modules: ModuleOptions
    @OptionGroup(title: "Measurement") var measurement: ProfileOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        try leaving { () throws(CommandError) in
            let progress = Progress(output)
            let points = Point.all(measurement.profile).filter(isChosen)
            var session = try Session(modules, progress, knownAnswersRequested: false)
            session.runThroughput(points, measurement.profile)
            return try output.deliver(session.finish())
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
    }

    private func isChosen(_ point: Point) -> Bool {
        algorithm.isEmpty
            || algorithm.contains {
                [point.algorithm.lowercased(), point.family.lowercased()].contains($0.lowercased())
            }
    }
}
