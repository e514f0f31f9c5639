import BenchRecord
package import ChangePoints
import Statistics

/// A point through time: a segment for each fingerprint, its change points, and how the segments
/// differ.
package struct PointHistory: Sendable {
    package struct Change: Sendable {
        package var point: ChangePoint
        package var run: Int64
        package var time: Int
        package var blessing: Blessing?
    }

    /// From one fingerprint to the next: told, never judged, since two things changed at once.
    package struct Step: Sendable {
        /// `openssl.version: 3.5.6 → 3.5.7`.
        package var differences: [String]
        /// Of the medians of up to 10 runs on both sides; nil where a side has no number.
        package var effect: Double?
    }

    package struct Segment: Sendable {
        package var series: HistorySeries
        package var changes: [Change]
        /// How it differs from the segment before it.
        package var step: Step?
        /// How far the newest level is above the best one since the last accepted change; nil
        /// where that is less than what counts as a change.
        package var regression: Double?
    }

    package var point: String
    package var segments: [Segment]

    /// What new runs are added to, and what is judged.
    package var newest: Segment? {
        segments.max { ($0.series.times.last ?? 0) < ($1.series.times.last ?? 0) }
    }

    package init(point: String, series: [HistorySeries], rule: ChangeRule = .standard) {
        self.point = point
        var segments: [Segment] = []
        for one in series {
            let changes = PointHistory.changes(of: one, rule)
            segments.append(
                Segment(
                    series: one, changes: changes,
                    step: segments.last.map { PointHistory.step(from: $0.series, to: one) },
                    regression: PointHistory.regression(of: one, changes, rule)))
        }
        self.segments = segments
    }

    /// A blessing accepts the change at its run, or where more runs have since dated it a little
    /// differently.
    private static func changes(of series: HistorySeries, _ rule: ChangeRule) -> [Change] {
        // One mean without replicates cannot tell a change from the noise of its clock.
        guard series.source == .bench else { return [] }
        let accepted = series.blessings.compactMap { blessing in
            series.runs.firstIndex(of: blessing.run).map { (index: $0, blessing: blessing) }
        }
        return rule.changePoints(in: series.picoseconds).map { point in
            Change(
                point: point, run: series.runs[point.index], time: series.times[point.index],
                blessing: accepted.first { abs($0.index - point.index) <= tolerance }?.blessing)
        }
    }

    /// In runs: how far more data may move a change point.
    private static let tolerance = 5

    private static func regression(
        of series: HistorySeries, _ changes: [Change], _ rule: ChangeRule
    ) -> Double? {
        let lastAccepted = changes.lastIndex { $0.blessing != nil } ?? -1
        let open = changes[(lastAccepted + 1)...]
        guard let first = open.first, let last = open.last else { return nil }
        let best = open.reduce(first.point.before) { min($0, $1.point.after) }
        let effect = last.point.after / best - 1
        return effect >= rule.minimumEffect ? effect : nil
    }

    private static func step(from old: HistorySeries, to new: HistorySeries) -> Step {
        var differences = new.fingerprint.differences(from: old.fingerprint).map { name in
            let values = [old, new].map { $0.fingerprint.fields[name] ?? "none" }
            return "\(name): \(values[0]) → \(values[1])"
        }
        if old.workload != new.workload {
            differences.append("workload: \(old.workload) → \(new.workload)")
        } else if differences.isEmpty {
            differences.append("workload: another definition of \(new.workload)")
        }
        if old.picoseconds.isEmpty || new.picoseconds.isEmpty {
            return Step(differences: differences, effect: nil)
        }
        let before = Sample.median(Array(old.picoseconds.suffix(10)))
        let after = Sample.median(Array(new.picoseconds.prefix(10)))
        return Step(differences: differences, effect: after / before - 1)
    }
}
