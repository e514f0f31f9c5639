import ArgumentParser
import BenchExports
import ChangePoints
import Foundation
import History

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Exit with 1 while a point is slower than it was: a gate for CI.",
        discussion: """
            Looks at the series that each point's newest run belongs to. A regression stands while \
            the newest level is 1.5 % or more above the best one since the last accepted change. \
            Points that openssl speed measured are not judged.

            Exit codes: 0 no regression; 1 a regression; 2 nothing to judge; 64 wrong usage.

            Example: fipsmark-history add record.json && fipsmark-history check
            """)

    @Argument(help: "Points, by ID or a part of it that no other has; default: all.")
    var points: [String] = []

    @OptionGroup var options: HistoryOptions
    @OptionGroup var length: RunsOption

    func run() throws {
        try leaving {
            let history = try options.open()
            let chosen =
                points.isEmpty
                ? try history.points().map(\.point)
                : try points.map { try options.point($0, in: history) }
            var lines: [String] = []
            var (judged, short) = (0, 0)
            for name in chosen {
                let series = try history.series(of: name, newest: length.runs ?? List.runsRead)
                guard let newest = PointHistory(point: name, series: series).newest,
                    newest.series.source == .bench
                else { continue }
                // Below that even a large step is no change point.
                if newest.series.runs.count < Check.fewestRuns { short += 1 } else { judged += 1 }
                lines += regression(name, newest)
            }
            let head =
                lines.isEmpty
                ? (judged > 0 ? "PASS" : "UNKNOWN") : "FAIL"
            let shortly = short > 0 ? ", \(short) with fewer than \(Check.fewestRuns) runs" : ""
            try Streams.print(
                "\(head)  \(lines.count) of \(judged + short) points slower\(shortly)\n"
                    + lines.joined())
            return lines.isEmpty ? (judged > 0 ? .passed : .undetermined) : .failed
        }
    }

    private static let fewestRuns = 6

    private func regression(_ name: String, _ segment: PointHistory.Segment) -> [String] {
        guard let effect = segment.regression,
            let change = segment.changes.last(where: { $0.blessing == nil && $0.point.effect > 0 })
        else { return [] }
        return [
            "  \(name)\n    \(Format.percent(effect)) above its best level; slower by "
                + "\(Format.percent(change.point.effect)) since run \(change.run)\n"
                + "    of \(UTCTime.text(change.time)). Accept it with: fipsmark-history bless\n"
        ]
    }
}

struct Bless: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Accept a step, with the reason: what came after it is the new baseline.",
        discussion: """
            Example: fipsmark-history bless 'AES-256 seal/16384' 'provider 3.5.8 clears its keys'
            """)

    @Argument(help: "The point's ID, or a part of it that no other has.")
    var point: String

    @Argument(help: "Why it is accepted; it is shown with the step.")
    var reason: String

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            "The run that a change point is dated to; default: the newest open one.",
            valueName: "run"))
    var dated: Int64?

    @OptionGroup var options: HistoryOptions

    func validate() throws {
        if reason.allSatisfy(\.isWhitespace) { throw ValidationError("name a reason") }
    }

    func run() throws {
        try leaving {
            let history = try options.open()
            let name = try options.point(point, in: history)
            let segments = PointHistory(point: name, series: try history.series(of: name)).segments
            let all = segments.flatMap { segment in segment.changes.map { (segment, $0) } }
            let matching = all.filter { dated == nil ? $0.1.blessing == nil : $0.1.run == dated }
            guard let (segment, change) = matching.max(by: { $0.1.time < $1.1.time }) else {
                throw CommandError(
                    "\(name) has no \(dated.map { "change point at run \($0)" } ?? "open change point")"
                        + "; see 'fipsmark-history show'")
            }
            try history.bless(
                segment.series, run: change.run, reason: reason,
                at: Int(Date().timeIntervalSince1970))
            try Streams.print(
                "\(name): \(Format.percent(change.point.effect)) at run \(change.run) accepted\n")
            return .passed
        }
    }
}
