import BenchRecord
import CommandSupport
import Glibc
import NodeChecks

/// The last records of `accept --interval`, a file each, whose names sort by time.
final class RecordFolder {
    private let path: String
    private let keep: Int

    /// A digit stands for any.
    private static let form = Array("accept-00000000T000000.000Z.json".utf8)

    init(_ path: String, keep: Int) {
        self.path = path
        self.keep = keep
    }

    /// Whether records can be written at all, before the first is made. Removes what a process that
    /// was killed left half written.
    func prepare() throws(CommandError) {
        let names = list { name in
            let record = name.prefix(RecordFolder.form.count)
            return RecordFolder.isRecord(record) && Rounds.isLeftover(name, of: record)
        }
        guard let names, access(path, W_OK | X_OK) == 0 else {
            throw CommandError(
                "cannot write into the directory \(path): \(String(cString: strerror(errno))); "
                    + "pass --results DIR")
        }
        for name in names { unlink("\(path)/\(name)") }
    }

    /// Adds a record and removes the oldest. What cannot be written is said, and changes no
    /// verdict.
    func add(_ record: String) {
        let name = RecordFolder.nameNow
        do throws(CommandError) {
            try ReportFile.write(record, to: "\(path)/\(name)")
        } catch {
            StandardError.say("error: \(error.message)")
        }
        let names = list { RecordFolder.isRecord($0[...]) } ?? []
        // After a clock that was set back, those of its future go first.
        let ordered = names.filter { $0 > name } + names.filter { $0 <= name }
        for name in ordered.dropLast(keep) { unlink("\(path)/\(name)") }
    }

    private func list(where isWanted: (String) -> Bool) -> [String]? {
        HostTree(root: path).list("/", limit: 100_000, where: isWanted)
    }

    /// Only what this program wrote is ever removed.
    private static func isRecord(_ name: Substring) -> Bool {
        name.utf8.count == form.count
            && zip(name.utf8, form).allSatisfy { byte, expected in
                expected == UInt8(ascii: "0") ? byte &- expected < 10 : byte == expected
            }
    }

    /// In milliseconds: two rounds may begin in one second.
    private static var nameNow: String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let time = UTCTime.text(now.tv_sec).filter { $0 != "-" && $0 != ":" && $0 != "Z" }
        return "accept-\(time).\(String(1000 + now.tv_nsec / 1_000_000).dropFirst())Z.json"
    }
}
