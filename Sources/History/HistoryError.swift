import GRDB

/// Why a history could not be read or written.
package enum HistoryError: Error, CustomStringConvertible {
    case missing(path: String)
    case cannotOpen(path: String, reason: String)
    /// Not SQLite, or SQLite that does not hold together.
    case damaged(path: String, reason: String)
    /// SQLite, but not a history.
    case foreign(path: String)
    case newer(path: String, version: Int)
    case full(path: String, reason: String)
    case busy(path: String)
    case failed(path: String, reason: String)

    /// What to set aside before a new history can begin.
    package var isUnusable: Bool {
        switch self {
        case .damaged, .foreign: true
        default: false
        }
    }

    package var description: String {
        switch self {
        case .missing(let path):
            "no history at \(path); begin one with 'fipsmark-history add RECORD'"
        case .cannotOpen(let path, let reason):
            "cannot open the history \(path): \(reason); name another with --history FILE"
        case .damaged(let path, let reason):
            "\(path) is damaged or no history (\(reason)); 'sqlite3 FILE .recover' may save "
                + "what is in it"
        case .foreign(let path):
            "\(path) is a database of another program; name another file with --history"
        case .newer(let path, let version):
            "\(path) has schema \(version), this fipsmark-history knows "
                + "\(History.schemaVersion); use a newer one"
        case .full(let path, let reason):
            "cannot write to the history \(path): \(reason); nothing of this run was stored and "
                + "everything before it is; free space and do it again"
        case .busy(let path):
            "\(path) was locked by another process for \(Int(History.patienceSeconds)) seconds; "
                + "do it again"
        case .failed(let path, let reason): "\(path): \(reason)"
        }
    }

    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = error as? HistoryError ?? .failed(path: path, reason: "\(error)")
            return
        }
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .damaged(path: path, reason: reason)
        case .SQLITE_FULL: self = .full(path: path, reason: reason)
        // A file that may not grow further is told as an error of writing.
        case .SQLITE_IOERR: self = .full(path: path, reason: reason)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY:
            self = .cannotOpen(path: path, reason: reason)
        default: self = .failed(path: path, reason: reason)
        }
    }
}
