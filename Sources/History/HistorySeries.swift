package import BenchRecord
import Foundation
import GRDB

/// The measurements of one point with one fingerprint, in the order of time.
package struct HistorySeries: Sendable {
    package var id: Int64
    package var point: String
    package var source: HistoryRun.Source
    package var workload: String
    package var fingerprint: BenchRecord.Fingerprint
    package var runs: [Int64]
    /// Seconds since 1970.
    package var times: [Int]
    package var picoseconds: [Double]
    package var blessings: [Blessing]
    /// Runs without a number of this point.
    package var withoutNumber: Int
}

/// A step that somebody accepted, and why.
package struct Blessing: Sendable {
    package var run: Int64
    package var reason: String
    package var blessedAt: Int
}

extension History {
    /// A point as a list shows it.
    package struct PointSummary: Sendable {
        package var point: String
        package var runs: Int
        package var fingerprints: Int
        package var lastAt: Int
    }

    package func points() throws(HistoryError) -> [PointSummary] {
        try reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT point, sum(runs), count(DISTINCT fingerprint), max(
                        (SELECT max(started_at) FROM measurement WHERE series = series.id))
                    FROM series GROUP BY point ORDER BY point
                    """
            ).map { row in
                PointSummary(
                    point: row[0], runs: row[1], fingerprints: row[2], lastAt: row[3] ?? 0)
            }
        }
    }

    /// Every series of a point, the one that began first in front.
    /// - Parameter newest: how many runs of each are read at most.
    package func series(
        of point: String, newest: Int = .max
    ) throws(HistoryError) -> [HistorySeries] {
        try reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT series.id, source, workload, fields, runs,
                        (SELECT min(started_at) FROM measurement WHERE series = series.id) AS first
                    FROM series JOIN fingerprint ON fingerprint.id = series.fingerprint
                    WHERE point = ? ORDER BY first, series.id
                    """, arguments: [point])
            return try rows.map { row in
                try History.read(row, point: point, newest: newest, database)
            }
        }
    }

    private static func read(
        _ row: Row, point: String, newest: Int, _ database: Database
    ) throws -> HistorySeries {
        let id: Int64 = row[0]
        let total: Int = row[4]
        let skipped = max(0, total - newest)
        // A limit would keep SQLite from reading all of a series in one go.
        let limit = skipped > 0 ? "LIMIT -1 OFFSET \(skipped)" : ""
        // A column at a time: SQLite hands out whole numbers without a row around them, which
        // takes a third of the time.
        func column<Value: DatabaseValueConvertible & StatementColumnConvertible>(
            _ name: String
        ) throws -> [Value] {
            try Value.fetchAll(
                database,
                sql: """
                    SELECT \(name) FROM (
                        SELECT \(name), picoseconds FROM measurement WHERE series = ?
                        ORDER BY started_at, run \(limit)
                    ) WHERE picoseconds IS NOT NULL
                    """, arguments: [id])
        }
        let fields = try JSONDecoder().decode(
            [String: String].self, from: Data((row[3] as String).utf8))
        let blessings = try Row.fetchAll(
            database, sql: "SELECT run, reason, blessed_at FROM blessing WHERE series = ?",
            arguments: [id])
        let runs: [Int64] = try column("run")
        return HistorySeries(
            id: id, point: point, source: HistoryRun.Source(rawValue: row[1]) ?? .openSSLSpeed,
            workload: row[2], fingerprint: BenchRecord.Fingerprint(fields: fields), runs: runs,
            times: try column("started_at"), picoseconds: try column("picoseconds"),
            blessings: blessings.map {
                Blessing(run: $0[0], reason: $0[1], blessedAt: $0[2])
            }, withoutNumber: total - skipped - runs.count)
    }

    /// Accepts what the series is from a run on.
    package func bless(
        _ series: HistorySeries, run: Int64, reason: String, at time: Int
    ) throws(HistoryError) {
        do {
            try database.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO blessing (series, run, reason, blessed_at) VALUES (?, ?, ?, ?)
                        ON CONFLICT (series, run) DO UPDATE
                        SET reason = excluded.reason, blessed_at = excluded.blessed_at
                        """, arguments: [series.id, run, reason, time])
            }
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// One state of the database, whatever others write meanwhile.
    func reading<Value>(
        _ body: (Database) throws -> Value
    ) throws(HistoryError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw HistoryError(error, path: path)
        }
    }
}
