import ArgumentParser
import BenchRecord
import History

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Every point: its runs, its newest time, and whether it became slower.",
        discussion: """
            The last column is the newest open change point: a step of at least 1.5 % that the \
            t-test gives less than one chance in a thousand. '=' is none, '+' an accepted one, \
            '~' a point that is not judged, since openssl speed measured it.

            Example: fipsmark-history list --runs 200
            """)

    @OptionGroup var options: HistoryOptions
    @OptionGroup var length: RunsOption

    func run() throws {
        try leaving {
            let history = try options.open()
            var lines = [row("point", "runs", "newest", "last run", "change")]
            for summary in try history.points() {
                let series = try history.series(
                    of: summary.point, newest: length.runs ?? List.runsRead)
                let point = PointHistory(point: summary.point, series: series)
                lines.append(line(summary, point.newest))
            }
            let read = length.runs ?? List.runsRead
            lines.append("Change points are those of the newest \(read) runs of a series.\n")
            try Streams.print(lines.joined())
            return .passed
        }
    }

    /// Enough to see what is new; all of them are in 'show'.
    static let runsRead = 500

    private func line(
        _ summary: History.PointSummary, _ newest: PointHistory.Segment?
    ) -> String {
        let last = newest?.series.picoseconds.last.map { Format.time($0) } ?? "none"
        let date = String(UTCTime.text(summary.lastAt).prefix(10))
        return row(summary.point, String(summary.runs), last, date, change(newest))
    }

    private func change(_ segment: PointHistory.Segment?) -> String {
        guard let segment else { return "" }
        if segment.series.source != .bench { return "~" }
        if let regression = segment.regression { return Format.percent(regression) }
        guard let last = segment.changes.last else { return "=" }
        return last.blessing == nil ? "=" : "+"
    }

    /// 80 columns: what is too long for its own takes a line for itself.
    private func row(
        _ point: String, _ runs: String, _ newest: String, _ last: String, _ change: String
    ) -> String {
        let columns = [(runs, 8), (newest, 11), (last, 12), (change, 9)]
        let rest = columns.map { Format.right($0.0, $0.1) }.joined()
        if point.count <= 39 { return Format.left(point, 39) + rest + "\n" }
        return "\(point)\n" + Format.left("", 39) + rest + "\n"
    }
}

/// Numbers and columns as every command shows them.
enum Format {
    static func percent(_ effect: Double) -> String {
        let tenths = Int((effect * 1000).rounded())
        let digits = "\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
        return (tenths < 0 ? "-" : "+") + digits + " %"
    }

    static func time(_ picoseconds: Double) -> String {
        func fixed(_ value: Double) -> String {
            let hundredths = Int((value * 100).rounded())
            let rest = hundredths % 100
            return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
        }
        for (unit, name) in [(1e12, "s"), (1e9, "ms"), (1e6, "µs")] where picoseconds >= unit {
            return "\(fixed(picoseconds / unit)) \(name)"
        }
        return "\(fixed(picoseconds / 1e3)) ns"
    }

    /// `p < 1e-12`, since what is below has no meaning.
    static func probability(_ value: Double) -> String {
        if value < 1e-12 { return "p < 1e-12" }
        var (digits, exponent) = (value, 0)
        while digits < 1 {
            digits *= 10
            exponent += 1
        }
        return "p = \(Int(digits.rounded()))e-\(exponent)"
    }

    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
