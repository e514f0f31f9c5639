import Markup

/// One point over many runs: a line, and a flag where something changed for good.
struct HistoryLine {
    let series: BenchExcerpt.Series

    /// More runs than there are places are told by every so many.
    private static let mostRuns = 300
    private static let width = 640
    private static let height = 200
    private static let left = 700
    private static let right = 6280
    private static let top = 340
    private static let bottom = 1660

    var element: Element {
        let last = series.runs.count - 1
        let values = series.runs.map(\.picosecondsPerOperation)
        let lowest = values.min() ?? 0
        let highest = values.max() ?? 0
        // The scale begins where the values are, a tenth of their range below and above.
        let margin = max(1, (highest - lowest) / 10)
        func x(_ index: Int) -> Int {
            PlotScale.place(index, 0, last, HistoryLine.left + 60, HistoryLine.right - 60)
        }
        func y(_ value: Int) -> Int {
            PlotScale.place(
                value, lowest - margin, highest + margin, HistoryLine.bottom, HistoryLine.top)
        }
        var drawing = Drawing(
            width: HistoryLine.width, height: HistoryLine.height,
            title: "\(series.id): time per operation over \(values.count) runs")
        for value in lowest == highest ? [lowest] : [lowest, (lowest + highest) / 2, highest] {
            drawing.line(HistoryLine.left, y(value), HistoryLine.right, y(value), "grid")
            drawing.label(
                HistoryLine.left - 60, y(value) + 35, Throughput.duration(value), "end", "tick")
        }
        drawing.line(
            HistoryLine.left, HistoryLine.bottom, HistoryLine.right, HistoryLine.bottom, "axis")
        let step = max(1, (values.count + HistoryLine.mostRuns - 1) / HistoryLine.mostRuns)
        var points: [(x: Int, y: Int)] = []
        for index in values.indices where index % step == 0 || index == last {
            points.append((x(index), y(values[index])))
        }
        drawing.path(points, "line")
        if values.count <= 60 {
            for point in points { drawing.add(PlotSign.circle.element(point.x, point.y)) }
        }
        flags(&drawing, x)
        ends(&drawing)
        return drawing.element
    }

    private func flags(_ drawing: inout Drawing, _ x: (Int) -> Int) {
        var shown = 0
        for (index, run) in series.runs.enumerated() where run.isChange && shown < 24 {
            let place = x(index)
            drawing.line(place, HistoryLine.top - 60, place, HistoryLine.bottom, "change")
            drawing.add(PlotSign.triangle.element(place, HistoryLine.top - 80))
            // Neighbouring dates take turns between two lines.
            let isRight = place > (HistoryLine.left + HistoryLine.right) / 2
            drawing.label(
                place + (isRight ? -70 : 70), HistoryLine.top - (shown % 2 == 0 ? 50 : 180),
                "changed \(HistoryLine.day(run.startedAt))", isRight ? "end" : "start")
            shown += 1
        }
    }

    private func ends(_ drawing: inout Drawing) {
        let y = HistoryLine.bottom + 180
        if let first = series.runs.first {
            drawing.label(HistoryLine.left, y, HistoryLine.day(first.startedAt), "start", "tick")
        }
        if series.runs.count > 1, let last = series.runs.last {
            drawing.label(HistoryLine.right, y, HistoryLine.day(last.startedAt), "end", "tick")
        }
    }

    static func day(_ time: String) -> String { String(time.prefix(10)) }
}
