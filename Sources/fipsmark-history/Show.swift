import ArgumentParser
import BenchExports
import BenchRecord
import ChangePoints
import Foundation
import History
import HistoryPlots

struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Plot a point in the terminal, with its change points and their dates.",
        discussion: "Example: fipsmark-history show 'AES-256 seal/16384'")

    @Argument(help: "The point's ID, or a part of it that no other has.")
    var point: String

    @OptionGroup var options: HistoryOptions
    @OptionGroup var length: RunsOption

    func run() throws {
        try leaving {
            let history = try options.open()
            let point = try options.point(point, in: history)
            let plot = try HistoryPlot(point, in: history, newest: length.runs)
            try Streams.print(plot.terminalText)
            return .passed
        }
    }
}

struct SVG: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "svg", abstract: "Draw a point as SVG, with its change points.",
        discussion: "Example: fipsmark-history svg 'AES-256 seal/16384' --output seal.svg")

    @Argument(help: "The point's ID, or a part of it that no other has.")
    var point: String

    @OptionGroup var options: HistoryOptions
    @OptionGroup var length: RunsOption
    @OptionGroup var output: OutputOption

    func run() throws {
        try leaving {
            let history = try options.open()
            let point = try options.point(point, in: history)
            let plot = try HistoryPlot(point, in: history, newest: length.runs)
            try Streams.write(plot.svg, to: output.output)
            return .passed
        }
    }
}

struct HTML: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "html", abstract: "A page that stands alone: plots and change points.",
        discussion: "Example: fipsmark-history html --output history.html")

    @Argument(help: "Points, by ID or a part of it that no other has; default: all.")
    var points: [String] = []

    @OptionGroup var options: HistoryOptions
    @OptionGroup var length: RunsOption
    @OptionGroup var output: OutputOption

    func run() throws {
        try leaving {
            let history = try options.open()
            let chosen =
                points.isEmpty
                ? try history.points().map(\.point)
                : try points.map { try options.point($0, in: history) }
            let plots = try chosen.map {
                try HistoryPlot($0, in: history, newest: length.runs)
            }
            let now = UTCTime.text(Int(Date().timeIntervalSince1970))
            try Streams.write(HistoryPlot.page(plots, madeAt: now), to: output.output)
            return .passed
        }
    }
}

struct OutputOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write to a file instead of standard output: whole or not at all.",
            valueName: "file"))
    var output: String?
}

extension HistoryPlot {
    init(_ point: String, in history: History, newest: Int?) throws {
        let series = try history.series(of: point, newest: newest ?? .max)
        let known = PointHistory(point: point, series: series)
        self.init(title: point, segments: known.segments.map(HistoryPlot.segment))
    }

    private static func segment(_ segment: PointHistory.Segment) -> Segment {
        let series = segment.series
        var remarks = segment.step?.differences ?? []
        if let effect = segment.step?.effect {
            remarks.append("step \(Format.percent(effect)), not judged: these differ")
        }
        if series.source == .openSSLSpeed {
            remarks.append("measured by openssl speed: one mean a run, not judged")
        }
        if series.withoutNumber > 0 {
            remarks.append("\(series.withoutNumber) runs without a number are not shown")
        }
        return Segment(
            remarks: remarks, nanoseconds: series.picoseconds.map { $0 / 1000 },
            times: series.times, marks: segment.changes.map(mark))
    }

    private static func mark(_ change: PointHistory.Change) -> Mark {
        let percent = Format.percent(change.point.effect)
        let levels = [change.point.before, change.point.after].map(Format.time)
        var text =
            "\(UTCTime.text(change.time)) run \(change.run): \(percent), "
            + "\(levels[0]) to \(levels[1]), \(Format.probability(change.point.probability))"
        if let blessing = change.blessing { text += "; accepted: \(blessing.reason)" }
        return Mark(
            index: change.point.index, label: percent, text: text,
            isAccepted: change.blessing != nil)
    }
}
