extension HistoryPlot {
    /// A plot of at most 80 columns: ● the middle of the runs that share a column, │ the range of
    /// nine in ten of them, ┊ where another fingerprint begins, ▲ change points, which are listed
    /// below it.
    package var terminalText: String {
        guard !segments.isEmpty else { return "\(title)\n  no run has a number\n" }
        let values = values
        let columns = Column.columns(values, atMost: HistoryPlot.width)
        let axis = Axis(columns)
        var lines = [title]
        for row in (0..<HistoryPlot.height).reversed() {
            lines.append(axisLabel(row, axis) + line(row, columns, axis, values.count))
        }
        lines.append(markLine(columns.count, values.count))
        lines.append(dateLine(columns.count))
        lines += legend
        return lines.map { $0 + "\n" }.joined()
    }

    private static let width = 66
    private static let height = 12

    private func axisLabel(_ row: Int, _ axis: Axis) -> String {
        guard row % 3 == 2 || row == 0 else { return String(repeating: " ", count: 11) + "│" }
        let part = (Double(row) + 0.5) / Double(HistoryPlot.height)
        let label = Axis.label(axis.lowest + (axis.highest - axis.lowest) * part)
        return String(repeating: " ", count: max(0, 10 - label.count)) + label + " ┤"
    }

    private func line(_ row: Int, _ columns: [Column], _ axis: Axis, _ count: Int) -> String {
        func rowOf(_ value: Double) -> Int {
            min(HistoryPlot.height - 1, Int(axis.height(value) * Double(HistoryPlot.height)))
        }
        let borders = Set(
            borders.map { Column.column(of: $0, among: count, atMost: HistoryPlot.width) })
        let cells: [Character] = columns.enumerated().map { number, column in
            if rowOf(column.middle) == row { return "●" }
            if (rowOf(column.low)...rowOf(column.high)).contains(row) { return "│" }
            return borders.contains(number) ? "┊" : " "
        }
        return trimmed(cells)
    }

    private func markLine(_ columns: Int, _ count: Int) -> String {
        var cells = Array(repeating: Character("─"), count: columns)
        for (place, _) in marks {
            cells[Column.column(of: place, among: count, atMost: HistoryPlot.width)] = "▲"
        }
        return String(repeating: " ", count: 11) + "└" + String(cells)
    }

    private func dateLine(_ columns: Int) -> String {
        let (first, last) = (HistoryPlot.date(times.first), HistoryPlot.date(times.last))
        let room = max(1, columns - first.count - last.count)
        return String(repeating: " ", count: 12) + first + String(repeating: " ", count: room)
            + last
    }

    private var legend: [String] {
        var lines: [String] = []
        for (number, segment) in segments.enumerated() {
            if segments.count > 1 {
                lines.append(
                    "  segment \(number + 1), from \(HistoryPlot.date(segment.times.first)), "
                        + "\(segment.nanoseconds.count) runs")
            }
            lines += segment.remarks.flatMap { wrapped($0, "    ") }
            lines += segment.marks.flatMap { wrapped("▲ \($0.text)", "  ") }
        }
        return lines
    }

    /// Lines of at most 80 columns, broken between words.
    private func wrapped(_ text: String, _ indentation: String) -> [String] {
        var lines: [String] = []
        var line = indentation
        for word in text.split(separator: " ") {
            if line.count + word.count >= 80, line.count > indentation.count {
                lines.append(line)
                line = indentation + "  "
            }
            line += (line.last == " " || line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }

    private func trimmed(_ cells: [Character]) -> String {
        String(cells.prefix((cells.lastIndex { $0 != " " } ?? -1) + 1))
    }
}
