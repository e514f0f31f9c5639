package import BenchRecord
import ChangePoints
import GRDB
import Statistics

/// How far runs of one point differ where nothing changed.
package struct HistoryNoise: Sendable, Equatable {
    package var point: String
    /// A standard deviation, as a share.
    package var relative: Double
    package var runs: Int
}

extension History {
    /// As many of the newest runs count, and no fewer.
    private static let runsOfNoise = 5...30

    /// The noise of a record's points in runs of its machine, module and workloads; a point with
    /// too few of them is left out.
    package func noise(of record: BenchRecord) throws(HistoryError) -> [HistoryNoise] {
        try reading { database in
            let fields = try History.text(record.fingerprint.fields)
            return try record.points.compactMap { point in
                let rows = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT measurement.picoseconds, measurement.milli_cycles
                        FROM series JOIN fingerprint ON fingerprint.id = series.fingerprint
                        JOIN measurement ON measurement.series = series.id
                        WHERE point = ? AND fields = ? AND workload_digest = ? AND source = ?
                            AND picoseconds IS NOT NULL
                        ORDER BY started_at DESC, run DESC LIMIT ?
                        """,
                    arguments: [
                        point.id, fields, point.workloadDigest,
                        HistoryRun.Source.bench.rawValue, History.runsOfNoise.upperBound,
                    ])
                let newest = Array(rows.reversed())
                // An operation costs cycles; one whose instructions hold the frequency down costs
                // time. What it does not cost varies with the frequency, which is no noise.
                let spreads = [
                    newest.compactMap { $0[0] as Double? }, newest.compactMap { $0[1] as Double? },
                ].compactMap(History.spread)
                guard let least = spreads.min(by: { $0.relative < $1.relative }) else { return nil }
                return HistoryNoise(point: point.id, relative: least.relative, runs: least.runs)
            }
        }
    }

    /// The median absolute deviation, as the standard deviation of normal noise that has it
    /// (1.4826 times): a run that strays does not count. Of what came after the last change, since
    /// a step is no noise.
    private static func spread(_ values: [Double]) -> (relative: Double, runs: Int)? {
        let first = ChangeRule.standard.changePoints(in: values).last?.index ?? 0
        let level = values[first...]
        if level.count < runsOfNoise.lowerBound { return nil }
        let middle = Sample.median(Array(level))
        if middle <= 0 { return nil }
        return (1.4826 * Sample.median(level.map { abs($0 - middle) }) / middle, level.count)
    }
}
