import BenchRecord

/// What a plot shows: the runs of one point in the order of time, segment by segment.
package struct HistoryPlot: Sendable {
    package struct Mark: Sendable {
        /// Among the values of its segment: the first run of the new level.
        package var index: Int
        /// `+3.1 %`.
        package var label: String
        package var text: String
        package var isAccepted: Bool

        package init(index: Int, label: String, text: String, isAccepted: Bool) {
            self.index = index
            self.label = label
            self.text = text
            self.isAccepted = isAccepted
        }
    }

    package struct Segment: Sendable {
        /// What sets it apart from the segment before it, a line each.
        package var remarks: [String]
        package var nanoseconds: [Double]
        /// Seconds since 1970.
        package var times: [Int]
        package var marks: [Mark]

        package init(
            remarks: [String], nanoseconds: [Double], times: [Int], marks: [Mark]
        ) {
            precondition(nanoseconds.count == times.count, "a time for each value")
            self.remarks = remarks
            self.nanoseconds = nanoseconds
            self.times = times
            self.marks = marks
        }
    }

    package var title: String
    package var segments: [Segment]

    package init(title: String, segments: [Segment]) {
        self.title = title
        self.segments = segments.filter { !$0.nanoseconds.isEmpty }
    }

    var values: [Double] { segments.flatMap(\.nanoseconds) }
    var times: [Int] { segments.flatMap(\.times) }

    /// Where each segment but the first begins among all values.
    var borders: [Int] {
        var count = 0
        return segments.dropLast().map { segment in
            count += segment.nanoseconds.count
            return count
        }
    }

    /// Every mark with its place among all values, in order.
    var marks: [(place: Int, mark: Mark)] {
        var count = 0
        return segments.flatMap { segment in
            defer { count += segment.nanoseconds.count }
            return segment.marks.map { (count + $0.index, $0) }
        }
    }

    static func date(_ seconds: Int?) -> String {
        String(UTCTime.text(seconds ?? 0).prefix { $0 != "T" })
    }
}

/// Values that share a column of a plot: their middle and the range that nine of ten lie in.
struct Column {
    var low: Double
    var middle: Double
    var high: Double

    /// - Parameter limit: at most so many columns.
    static func columns(_ values: [Double], atMost limit: Int) -> [Column] {
        let count = min(values.count, limit)
        return (0..<count).map { number in
            let first = number * values.count / count
            let sorted = values[first..<((number + 1) * values.count / count)].sorted()
            let last = sorted.count - 1
            return Column(
                low: sorted[last / 20], middle: sorted[sorted.count / 2],
                high: sorted[last - last / 20])
        }
    }

    /// The column that a value falls into.
    static func column(of place: Int, among count: Int, atMost limit: Int) -> Int {
        let columns = min(count, limit)
        var column = place * columns / count
        while column + 1 < columns, (column + 1) * count / columns <= place { column += 1 }
        return column
    }
}

/// The vertical axis: from a round number to a round number, around everything that is shown.
struct Axis {
    let lowest: Double
    let highest: Double

    init(_ columns: [Column]) {
        let low = columns.map(\.low).min() ?? 0
        let high = columns.map(\.high).max() ?? 1
        // A quiet series must not look like a mountain range: 2 % at least.
        let room = max((high - low) * 0.05, (low + high) * 0.005)
        lowest = max(0, low - room)
        highest = high + room
    }

    /// 0 at the bottom, 1 at the top.
    func height(_ value: Double) -> Double {
        max(0, min(1, (value - lowest) / (highest - lowest)))
    }

    /// With as many digits as neighbouring labels need.
    static func label(_ nanoseconds: Double) -> String {
        func fixed(_ value: Double, _ digits: Int) -> String {
            let scale = [1.0, 10, 100][digits]
            let scaled = Int((value * scale).rounded())
            if digits == 0 { return String(scaled) }
            let rest = String(scaled % Int(scale))
            return "\(scaled / Int(scale))."
                + String(repeating: "0", count: digits - rest.count) + rest
        }
        for (unit, name) in [(1e9, "s"), (1e6, "ms"), (1e3, "µs")] where nanoseconds >= unit * 10 {
            return fixed(nanoseconds / unit, 2) + " " + name
        }
        return fixed(nanoseconds, nanoseconds < 100 ? 2 : nanoseconds < 1000 ? 1 : 0) + " ns"
    }
}
