import Markup

/// Throughput by message size of one family on one module; both scales are logarithmic. Panels of a
/// family have the same scales, so that modules stand side by side.
struct ThroughputPlot {
    struct Series {
        let algorithm: String
        let operation: String
        /// Message bytes and bytes per second, by message.
        var values: [(bytes: Int, rate: Int)]
    }

    let family: String
    let module: String
    /// In the order of the family; a series that the module lacks is nil, and keeps its sign.
    let series: [Series?]
    let sizes: [Int]
    let lowest: Int
    let highest: Int

    private static let width = 430
    private static let height = 268
    // In tenths, as every coordinate.
    private static let left = 640
    private static let right = 2760
    private static let top = 140
    private static let bottom = 2300

    var element: Element {
        var drawing = Drawing(
            width: ThroughputPlot.width, height: ThroughputPlot.height,
            title: "\(family) on \(module): throughput by message size; the table below has values")
        axes(&drawing)
        for (index, line) in series.enumerated() {
            guard let line else { continue }
            let points = line.values.map { (x: x($0.bytes), y: y($0.rate)) }
            if points.count > 1 { drawing.path(points, "line") }
            for point in points { drawing.add(PlotSign.at(index).element(point.x, point.y)) }
        }
        labels(&drawing)
        return drawing.element
    }

    private func x(_ bytes: Int) -> Int {
        PlotScale.place(
            PlotScale.logarithm(Double(bytes)), PlotScale.logarithm(Double(sizes.first ?? 1)),
            PlotScale.logarithm(Double(sizes.last ?? 1)), ThroughputPlot.left + 80,
            ThroughputPlot.right - 60)
    }

    private func y(_ rate: Int) -> Int {
        PlotScale.place(
            PlotScale.logarithm(Double(rate)), PlotScale.logarithm(Double(lowest)),
            PlotScale.logarithm(Double(highest)), ThroughputPlot.bottom, ThroughputPlot.top)
    }

    private func axes(_ drawing: inout Drawing) {
        for tick in ticks {
            let y = y(tick)
            drawing.line(ThroughputPlot.left, y, ThroughputPlot.right, y, "grid")
            drawing.label(
                ThroughputPlot.left - 60, y + 35, Throughput.tick(tick), "end", "tick")
        }
        drawing.line(
            ThroughputPlot.left, ThroughputPlot.bottom, ThroughputPlot.right,
            ThroughputPlot.bottom, "axis")
        let step = max(1, (sizes.count + 4) / 5)
        for (index, size) in sizes.enumerated() where index % step == 0 || size == sizes.last {
            if size != sizes.last && index + step > sizes.count { continue }
            drawing.label(
                x(size), ThroughputPlot.bottom + 160, Throughput.size(size), "middle", "tick")
        }
        drawing.label(
            (ThroughputPlot.left + ThroughputPlot.right) / 2, ThroughputPlot.bottom + 300,
            "message", "middle", "tick")
    }

    /// Powers of ten; where there are few, 2 and 5 times them.
    private var ticks: [Int] {
        var ticks: [Int] = []
        for multiples in [[1], [1, 3], [1, 2, 5]] {
            ticks = []
            var power = 1
            while power <= highest && power < 1_000_000_000_000_000 {
                for multiple in multiples {
                    let tick = power * multiple
                    if tick >= lowest && tick <= highest { ticks.append(tick) }
                }
                power *= 10
            }
            if ticks.count >= 3 { break }
        }
        return ticks
    }

    /// Names stand at the ends of their lines, one below the other.
    private func labels(_ drawing: inout Drawing) {
        let distance = 125
        var ends: [(index: Int, name: String, x: Int, y: Int)] = []
        for (index, line) in series.enumerated() {
            guard let line, let last = line.values.last else { continue }
            ends.append((index, line.algorithm, x(last.bytes), y(last.rate)))
        }
        ends.sort { ($0.y, $0.index) < ($1.y, $1.index) }
        var places = ends.map(\.y)
        for index in places.indices.dropFirst() {
            places[index] = max(places[index], places[index - 1] + distance)
        }
        // What was pushed out at the bottom goes up again, and the rest with it.
        var floor = ThroughputPlot.bottom + 20
        for index in places.indices.reversed() {
            places[index] = min(places[index], floor)
            floor = places[index] - distance
        }
        for (place, end) in zip(places, ends) {
            let start = ThroughputPlot.right - 20
            drawing.line(end.x + 50, end.y, start + 110, place, "leader")
            drawing.add(PlotSign.at(end.index).element(start + 160, place))
            drawing.label(start + 230, place + 35, ThroughputPlot.short(end.name), "start")
        }
    }

    /// Names of ACVP, without what every name of the family has in front.
    private static func short(_ name: String) -> String {
        name.hasPrefix("ACVP-") ? String(name.dropFirst(5)) : name
    }
}

/// Rates and sizes in words.
enum Throughput {
    /// Nil where nothing was measured, there is no message, or the value is none of a machine.
    static func rate(_ point: BenchExcerpt.Point) -> Int? {
        guard point.isMeasured, point.messageBytes > 0 else { return nil }
        let rate = Double(point.messageBytes) * 1e12 / Double(point.picosecondsPerOperation)
        return rate >= 1 && rate < 1e15 ? Int(rate) : nil
    }

    static func words(_ rate: Int) -> String {
        scaled(rate, [" B/s", " kB/s", " MB/s", " GB/s", " TB/s"])
    }

    static func duration(_ picoseconds: Int) -> String {
        scaled(picoseconds, [" ps", " ns", " µs", " ms", " s"])
    }

    static func size(_ bytes: Int) -> String {
        if bytes >= 1 << 20 && bytes % (1 << 20) == 0 { return "\(bytes >> 20) MiB" }
        if bytes >= 1024 && bytes % 1024 == 0 { return "\(bytes >> 10) KiB" }
        return "\(bytes) B"
    }

    /// A round value, which needs no digits behind the point.
    static func tick(_ rate: Int) -> String {
        let words = Throughput.words(rate).split(separator: " ")
        guard words.count == 2, words[0].contains(".") else { return Throughput.words(rate) }
        let digits = words[0].reversed().drop { $0 == "0" }.drop { $0 == "." }
        return String(digits.reversed()) + " " + words[1]
    }

    /// Three digits.
    private static func scaled(_ value: Int, _ units: [String]) -> String {
        var unit = 0
        var divisor = 1
        while unit + 1 < units.count && value / divisor >= 1000 {
            divisor *= 1000
            unit += 1
        }
        let whole = value / divisor
        if divisor == 1 || whole >= 100 { return "\(Figure.grouped(whole))\(units[unit])" }
        if whole >= 10 {
            return "\(whole).\(value % divisor * 10 / divisor)\(units[unit])"
        }
        let hundredths = value % divisor * 100 / divisor
        return "\(whole).\(hundredths < 10 ? "0" : "")\(hundredths)\(units[unit])"
    }
}
