import BenchRecord
import Foundation
import GRDB

/// A history of runs in SQLite: a series for each point, fingerprint and workload.
///
/// A run is stored in one transaction and with it in the file when `add` returns, whatever happens
/// next (write-ahead log, synchronous FULL). Other processes wait their turn.
package struct History {
    package static let schemaVersion = 1
    static let patienceSeconds = 30.0
    /// "fipm", by which a history is told from other databases.
    private static let applicationID = 0x6669_706D

    package let path: String
    let database: DatabaseQueue

    /// - Parameter creating: whether a history that is not there is begun.
    package init(path: String, creating: Bool) throws(HistoryError) {
        do {
            var status = stat()
            let exists = stat(path, &status) == 0
            if !exists && errno == ENOENT && !creating { throw HistoryError.missing(path: path) }
            if exists && status.st_mode & S_IFMT != S_IFREG {
                throw HistoryError.cannotOpen(path: path, reason: "it is not a file")
            }
            if creating { try History.makeFolder(of: path) }
            // One at a time: two that begin the same history would meet half of a schema.
            let lock = try FolderLock(of: path)
            defer { lock.release() }
            self = try History(held: path)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// Opens or begins a history whose folder is locked by the caller.
    init(held path: String) throws {
        self.path = path
        database = try DatabaseQueue(path: path, configuration: History.configuration)
        try database.inDatabase { try History.prepare($0, path: path) }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patienceSeconds)
        configuration.label = "history"
        return configuration
    }

    private static func makeFolder(of path: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            let reason = (error as NSError).localizedDescription
            throw HistoryError.cannotOpen(path: path, reason: reason)
        }
    }

    private static func prepare(_ database: Database, path: String) throws {
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        if application != applicationID && (application != 0 || tables > 0) {
            throw HistoryError.foreign(path: path)
        }
        if version > schemaVersion { throw HistoryError.newer(path: path, version: version) }
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        if application == applicationID { return }
        try database.inTransaction(.immediate) {
            try database.execute(sql: schema)
            try database.execute(
                sql: "PRAGMA application_id = \(applicationID); "
                    + "PRAGMA user_version = \(schemaVersion)")
            return .commit
        }
    }

    /// Measurements lie in the order of their series and time, so that reading a series reads
    /// neighbouring pages.
    private static let schema = """
        CREATE TABLE fingerprint (
            id INTEGER PRIMARY KEY,
            fields TEXT NOT NULL UNIQUE
        );
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            fingerprint INTEGER NOT NULL REFERENCES fingerprint,
            source TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            profile TEXT NOT NULL,
            tool_version TEXT NOT NULL,
            grade TEXT NOT NULL,
            content INTEGER NOT NULL,
            UNIQUE (content, started_at, fingerprint)
        );
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            point TEXT NOT NULL,
            fingerprint INTEGER NOT NULL REFERENCES fingerprint,
            source TEXT NOT NULL,
            workload TEXT NOT NULL,
            workload_digest TEXT NOT NULL,
            runs INTEGER NOT NULL DEFAULT 0,
            UNIQUE (point, fingerprint, source, workload, workload_digest)
        );
        CREATE TABLE measurement (
            series INTEGER NOT NULL REFERENCES series,
            started_at INTEGER NOT NULL,
            run INTEGER NOT NULL REFERENCES run,
            picoseconds INTEGER,
            lower_picoseconds INTEGER,
            upper_picoseconds INTEGER,
            milli_cycles INTEGER,
            raw_median_picoseconds INTEGER,
            state TEXT NOT NULL,
            PRIMARY KEY (series, started_at, run)
        ) WITHOUT ROWID;
        CREATE TABLE blessing (
            id INTEGER PRIMARY KEY,
            series INTEGER NOT NULL REFERENCES series,
            run INTEGER NOT NULL REFERENCES run,
            reason TEXT NOT NULL,
            blessed_at INTEGER NOT NULL,
            UNIQUE (series, run)
        );
        """

    package enum Added: Equatable {
        case stored(run: Int64)
        /// The same record was stored before: adding it again changes nothing.
        case present(run: Int64)
    }

    package func add(_ run: HistoryRun) throws(HistoryError) -> Added {
        try add([run])[0]
    }

    /// All of them or none.
    package func add(_ runs: [HistoryRun]) throws(HistoryError) -> [Added] {
        do {
            return try database.writeWithoutTransaction { database in
                var added: [Added] = []
                try database.inTransaction(.immediate) {
                    added = try runs.map { try History.insert($0, into: database) }
                    return .commit
                }
                return added
            }
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    private static func insert(_ run: HistoryRun, into database: Database) throws -> Added {
        let fingerprint = try fingerprint(run.fingerprint, in: database)
        let present = try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT id FROM run WHERE content = ? AND started_at = ? AND fingerprint = ?"),
            arguments: [run.content, run.startedAt, fingerprint])
        if let present { return .present(run: present) }
        try database.cachedStatement(
            sql: """
                INSERT INTO run (fingerprint, source, started_at, profile, tool_version, grade,
                    content) VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            fingerprint, run.source.rawValue, run.startedAt, run.profile, run.toolVersion,
            run.grade, run.content,
        ])
        let id = database.lastInsertedRowID
        let insertion = try database.cachedStatement(
            sql: """
                INSERT INTO measurement (series, started_at, run, picoseconds, lower_picoseconds,
                    upper_picoseconds, milli_cycles, raw_median_picoseconds, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for one in run.measurements {
            let series = try series(of: one, run.source, fingerprint, in: database)
            try insertion.execute(arguments: [
                series, run.startedAt, id, one.picoseconds, one.lowerPicoseconds,
                one.upperPicoseconds, one.milliCycles, one.rawMedianPicoseconds,
                one.state.rawValue,
            ])
        }
        return .stored(run: id)
    }

    /// A fingerprint as it is stored: the same fields are the same text.
    static func text(_ fields: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(fields), as: UTF8.self)
    }

    private static func fingerprint(
        _ fields: [String: String], in database: Database
    ) throws -> Int64 {
        let text = try text(fields)
        try database.cachedStatement(sql: "INSERT OR IGNORE INTO fingerprint (fields) VALUES (?)")
            .execute(arguments: [text])
        let id = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT id FROM fingerprint WHERE fields = ?"),
            arguments: [text])
        guard let id else { throw DatabaseError(message: "a fingerprint was not stored") }
        return id
    }

    private static func series(
        of one: HistoryRun.Measurement, _ source: HistoryRun.Source, _ fingerprint: Int64,
        in database: Database
    ) throws -> Int64 {
        let id = try Int64.fetchOne(
            database.cachedStatement(
                sql: """
                    INSERT INTO series (point, fingerprint, source, workload, workload_digest, runs)
                    VALUES (?, ?, ?, ?, ?, 1)
                    ON CONFLICT (point, fingerprint, source, workload, workload_digest)
                    DO UPDATE SET runs = runs + 1 RETURNING id
                    """),
            arguments: [one.point, fingerprint, source.rawValue, one.workload, one.workloadDigest])
        guard let id else { throw DatabaseError(message: "a series was not stored") }
        return id
    }
}
