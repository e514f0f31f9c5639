import Foundation
import GRDB

/// Holds the folder of a file against others that would begin or set aside the same history. Ends
/// with the process, however that ends, and leaves nothing behind.
struct FolderLock {
    private let folder: Int32

    init(of path: String) throws(HistoryError) {
        let name = URL(filePath: path).deletingLastPathComponent().path
        folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder < 0 {
            throw .cannotOpen(path: path, reason: "\(name): " + String(cString: strerror(errno)))
        }
        while flock(folder, LOCK_EX) != 0 && errno == EINTR {}
    }

    func release() { close(folder) }
}

extension History {
    /// Opens a history to write to it. Where the file is damaged or another program's, it is kept
    /// under another name with what belongs to it, and a new history begins.
    /// - Returns: the history, and where the old file is now if it was set aside.
    package static func opening(
        path: String, after reason: HistoryError? = nil
    ) throws(HistoryError) -> (history: History, setAside: String?) {
        do throws(HistoryError) {
            let history = try History(path: path, creating: true)
            // What failed in the middle is only known to a look at every page.
            if reason != nil { try history.check() }
            return (history, nil)
        } catch {
            guard error.isUnusable else { throw error }
            let name = try setAside(path)
            return (try History(path: path, creating: true), name)
        }
    }

    /// Every page and index, as SQLite checks them.
    package func check() throws(HistoryError) {
        do {
            let problem = try database.inDatabase {
                try String.fetchOne($0, sql: "PRAGMA quick_check(1)")
            }
            guard let problem, problem != "ok" else { return }
            throw HistoryError.damaged(path: path, reason: problem)
        } catch {
            throw HistoryError(error, path: path)
        }
    }

    /// - Returns: the name that it has now, nil where another process has put a good one there.
    private static func setAside(_ path: String) throws(HistoryError) -> String? {
        let lock = try FolderLock(of: path)
        defer { lock.release() }
        if isSound(path) { return nil }
        let time = Int(Date().timeIntervalSince1970)
        var name = "\(path).set-aside-\(time)"
        var number = 1
        while access(name, F_OK) == 0 {
            number += 1
            name = "\(path).set-aside-\(time)-\(number)"
        }
        // The log first: a new history beside an old log would take its pages for its own.
        for ending in ["-wal", "-shm", ""] where access(path + ending, F_OK) == 0 {
            if rename(path + ending, name + ending) != 0 {
                let reason = String(cString: strerror(errno))
                throw .cannotOpen(path: path, reason: "cannot be renamed to \(name): \(reason)")
            }
        }
        return name
    }

    /// Whether another process has set the file aside meanwhile. Opens without the lock, which is
    /// held here.
    private static func isSound(_ path: String) -> Bool {
        guard access(path, F_OK) == 0 else { return true }
        guard let history = try? History(held: path) else { return false }
        return (try? history.check()) != nil
    }
}
