import ArgumentParser
import BenchRecord
import CommandSupport
import FoundationEssentials
import Reports
import Throughput

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two records of 'bench': which points became slower.",
        discussion: """
            Reads two files that 'bench' wrote with --format json. Times are compared at \
            frequencies that both measured. A point is slower when its change is above 1.5 % and \
            above three and a half standard errors; the smallest loss that would have been found \
            stands beside it. No module is loaded. With --history the noise of a point is that of \
            its last runs, where these are further apart than the processes compared.

            Exit codes: 0 no regression; 1 a regression; 2 inconclusive, or the records cannot be \
            compared; 64 wrong usage.

            Example: fipsmark compare base.json candidate.json
            """)

    @Argument(help: ArgumentHelp("The earlier record.", valueName: "base"))
    var base: String

    @Argument(help: ArgumentHelp("The later record.", valueName: "candidate"))
    var candidate: String

    @Flag(help: "Compare records of different machines or libraries all the same.")
    var force = false

    @OptionGroup var known: HistoryNoise
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        leaving { () throws(CommandError) in
            let comparison = BenchComparison(
                base: try BenchRecord(path: base), candidate: try BenchRecord(path: candidate),
                noise: try known.noise(of: base))
            try comparison.requireSameFingerprint(force: force, base: base)
            if comparison.points.isEmpty {
                throw CommandError("\(base) and \(candidate) have no point in common")
            }
            try output.target.deliver(
                comparison.printed(output.format, base: base, candidate: candidate),
                headline: comparison.headline)
            return ExitStatus(rawValue: comparison.exitCode) ?? .undetermined
        }
    }
}

extension BenchRecord {
    init(path: String) throws(CommandError) {
        let bytes = try FileBytes.read(path)
        do throws(FormatError) {
            try self.init(decoding: Data(bytes), name: path)
        } catch {
            throw CommandError(error.description)
        }
    }
}

extension BenchComparison {
    func printed(_ format: OutputOptions.Format, base: String, candidate: String) -> String {
        format == .json
            ? json(base: base, candidate: candidate) : text(base: base, candidate: candidate)
    }

    func requireSameFingerprint(force: Bool, base: String) throws(CommandError) {
        if force || differences.isEmpty { return }
        throw CommandError(
            "\(base) is of another machine or of other libraries; these differ: "
                + differences.joined(separator: ", ") + "; --force compares all the same")
    }
}
