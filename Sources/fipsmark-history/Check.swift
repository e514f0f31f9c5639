import ArgumentParser
import BenchRecord
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
            var (judged, short, slower) = (0, 0, 0)
            for name in chosen {
                let series = try history.series(of: name, newest: length.runs ?? List.runsRead)
                guard let newest = PointHistory(point: name, series: series).newest,
                    newest.series.source == .bench
                else { continue }
                // Below that even a large step is no change point.
                if newest.series.runs.count < Check.fewestRuns { short += 1 } else { judged += 1 }
                let found = regression(name, newest)
                if !found.isEmpty { slower += 1 }
                lines += found
            }
            var status = judged > 0 ? ExitStatus.passed : .undetermined
            if !lines.isEmpty { status = .failed }
            let heads: [ExitStatus: String] = [
                .passed: "PASS", .failed: "FAIL", .undetermined: "UNKNOWN",
            ]
            var first = "\(heads[status] ?? "")  \(slower) of \(judged + short) points slower"
            if short > 0 { first += ", \(short) with fewer than \(Check.fewestRuns) runs" }
            try Streams.print(first + "\n" + lines.joined())
            return status
        }
    }

    private static let fewestRuns = 6

    private func regression(_ name: String, _ segment: PointHistory.Segment) -> [String] {
        guard let effect = segment.regression,
            let change = segment.changes.last(where: { $0.blessing == nil && $0.point.effect > 0 })
        else { return [] }
        let step = Format.percent(change.point.effect)
        let date = UTCTime.text(change.time)
        return [
            "  \(name)\n",
            "    \(Format.percent(effect)) above its best level; \(step) at run \(change.run),\n",
            "    \(date). Accept it with 'fipsmark-history bless'.\n",
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
            var newest: (series: HistorySeries, change: PointHistory.Change)?
            for segment in segments {
                for change in segment.changes where isMeant(change) {
                    if change.time >= newest?.change.time ?? .min {
                        newest = (segment.series, change)
                    }
                }
            }
            guard let (series, change) = newest else {
                var missing = "open change point"
                if let dated { missing = "change point at run \(dated)" }
                throw CommandError("\(name) has no \(missing); see 'fipsmark-history show'")
            }
            let now = Int(Date().timeIntervalSince1970)
            try history.bless(series, run: change.run, reason: reason, at: now)
            let percent = Format.percent(change.point.effect)
            try Streams.print("\(name): \(percent) at run \(change.run) accepted\n")
            return .passed
        }
    }

    private func isMeant(_ change: PointHistory.Change) -> Bool {
        if let dated { return change.run == dated }
        return change.blessing == nil
    }
}
