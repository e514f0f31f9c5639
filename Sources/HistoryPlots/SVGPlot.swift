extension HistoryPlot {
    private static let size = (width: 960.0, height: 360.0)
    private static let margin = (left: 90.0, right: 20.0, top: 46.0, bottom: 40.0)
    private static let columnLimit = 800

    /// A drawing that stands alone: no script, no font and no image from elsewhere.
    package var svg: String {
        var shapes: [String] = []
        let size = HistoryPlot.size
        if !segments.isEmpty {
            let columns = Column.columns(values, atMost: HistoryPlot.columnLimit)
            let axis = Axis(columns)
            shapes = grid(axis) + band(columns, axis) + borderLines() + markLines() + dates()
        } else {
            shapes = [label(size.width / 2, size.height / 2, "no run has a number", "middle")]
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(whole(size.width)) \
            \(whole(size.height))" role="img" font-family="sans-serif" font-size="12">
            <title>\(escaped(title))</title>
            <style>
            text { fill: #333 } .grid { stroke: #ccc } .band { fill: #4a90d9; opacity: .25 }
            .middle { fill: none; stroke: #1f5fa8; stroke-width: 1.5 } .dot { fill: #1f5fa8 }
            .border { stroke: #777; stroke-dasharray: 2 3 }
            .open { stroke: #c0392b; stroke-width: 1.5 } .open-text { fill: #c0392b }
            .accepted { stroke: #2e7d32; stroke-dasharray: 6 3 } .accepted-text { fill: #2e7d32 }
            @media (prefers-color-scheme: dark) {
            text { fill: #ddd } .grid { stroke: #444 } .middle { stroke: #7fb4ee }
            .dot { fill: #7fb4ee } .open-text { fill: #ff8a7a } .accepted-text { fill: #81c784 } }
            </style>
            \(label(HistoryPlot.margin.left, 18, title, "start"))
            \(shapes.joined(separator: "\n"))
            </svg>

            """
    }

    private func x(_ place: Double) -> Double {
        let margin = HistoryPlot.margin
        let room = HistoryPlot.size.width - margin.left - margin.right
        return margin.left + room * (place + 0.5) / Double(max(1, values.count))
    }

    private func y(_ height: Double) -> Double {
        let margin = HistoryPlot.margin
        let room = HistoryPlot.size.height - margin.top - margin.bottom
        return margin.top + room * (1 - height)
    }

    private func grid(_ axis: Axis) -> [String] {
        let left = HistoryPlot.margin.left
        let right = HistoryPlot.size.width - HistoryPlot.margin.right
        return (0...4).flatMap { step in
            let part = Double(step) / 4
            let height = y(part)
            let value = Axis.label(axis.lowest + (axis.highest - axis.lowest) * part)
            return [
                line(left, height, right, height, "grid"),
                label(left - 8, height + 4, value, "end"),
            ]
        }
    }

    /// The range of nine in ten runs, and their middle.
    private func band(_ columns: [Column], _ axis: Axis) -> [String] {
        let width = Double(values.count) / Double(columns.count)
        let places = columns.indices.map { x((Double($0) + 0.5) * width - 0.5) }
        func points(_ value: (Column) -> Double) -> [String] {
            zip(places, columns).map { "\(tenths($0)),\(tenths(y(axis.height(value($1)))))" }
        }
        let outline = points(\.high) + points(\.low).reversed()
        let middle = points(\.middle)
        var shapes = [
            "<polygon class=\"band\" points=\"\(outline.joined(separator: " "))\"/>",
            "<polyline class=\"middle\" points=\"\(middle.joined(separator: " "))\"/>",
        ]
        if columns.count <= 150 {
            shapes += zip(places, columns).map { place, column in
                "<circle class=\"dot\" cx=\"\(tenths(place))\" "
                    + "cy=\"\(tenths(y(axis.height(column.middle))))\" r=\"2.5\"/>"
            }
        }
        return shapes
    }

    private func borderLines() -> [String] {
        borders.map { border in
            let place = x(Double(border) - 0.5)
            return line(place, y(1), place, y(0), "border")
        }
    }

    /// Neighbouring labels take turns between two lines.
    private func markLines() -> [String] {
        marks.enumerated().flatMap { number, entry in
            let place = x(Double(entry.place) - 0.5)
            let kind = entry.mark.isAccepted ? "accepted" : "open"
            let end = place > HistoryPlot.size.width - 120 ? "end" : "start"
            let offset = end == "end" ? -3.0 : 3.0
            return [
                "<g><title>\(escaped(entry.mark.text))</title>"
                    + line(place, y(1) - 8, place, y(0), kind)
                    + label(
                        place + offset, y(1) - (number % 2 == 0 ? 1 : 13), entry.mark.label, end,
                        kind + "-text") + "</g>"
            ]
        }
    }

    private func dates() -> [String] {
        let bottom = HistoryPlot.size.height - 16
        return [
            label(HistoryPlot.margin.left, bottom, HistoryPlot.date(times.first), "start"),
            label(
                HistoryPlot.size.width - HistoryPlot.margin.right, bottom,
                HistoryPlot.date(times.last), "end"),
        ]
    }

    private func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String
    ) -> String {
        "<line class=\"\(kind)\" x1=\"\(tenths(x1))\" y1=\"\(tenths(y1))\" "
            + "x2=\"\(tenths(x2))\" y2=\"\(tenths(y2))\"/>"
    }

    private func label(
        _ x: Double, _ y: Double, _ text: String, _ anchor: String, _ kind: String = ""
    ) -> String {
        let style = kind.isEmpty ? "" : " class=\"\(kind)\""
        return "<text\(style) x=\"\(tenths(x))\" y=\"\(tenths(y))\" "
            + "text-anchor=\"\(anchor)\">\(escaped(text))</text>"
    }

    private func whole(_ value: Double) -> String { String(Int(value)) }

    private func tenths(_ value: Double) -> String {
        let scaled = Int((value * 10).rounded())
        return "\(scaled / 10).\(abs(scaled % 10))"
    }
}

/// Text as XML and HTML take it.
func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        default: result.append(character)
        }
    }
    return result
}
