import ArgumentParser
import BenchExports
import BenchRecord
import Foundation
import History

struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add records of 'fipsmark bench --format json' to the history.",
        discussion: """
            Each record is stored whole or not at all, and is on disk when its line is printed. \
            Adding a record again changes nothing. A history that is damaged or another program's \
            is kept under another name, which is told; a new one begins, and the exit code is 2.

            Example: fipsmark bench --format json | fipsmark-history add -
            """)

    @Argument(help: ArgumentHelp("Records; '-' is standard input.", valueName: "record"))
    var records: [String]

    @OptionGroup var options: HistoryOptions

    func run() throws {
        try leaving {
            // All are read before the first is stored: a mistaken name stores nothing.
            let runs = try records.map {
                try HistoryRun(Streams.record($0), name: $0)
            }
            return try Storing(path: options.path()).store(runs, names: records)
        }
    }
}

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Add what other tools measured: own records, or 'openssl speed -mr'.",
        discussion: """
            What openssl measured is one mean of a coarse clock: it is listed and plotted, and \
            never judged. Its output says neither when nor where it was measured.

            Example: openssl speed -mr -evp aes-256-gcm 2>&1 | fipsmark-history import - \
            --machine build7
            """)

    @Argument(help: ArgumentHelp("Files; '-' is standard input.", valueName: "file"))
    var files: [String]

    @Option(help: "What you call the machine that openssl ran on.")
    var machine = "unnamed"

    @Option(
        help: ArgumentHelp(
            "When openssl ran, such as 2026-01-31T12:00:00Z; default: the file's time.",
            valueName: "time"))
    var time: String?

    @OptionGroup var options: HistoryOptions

    func validate() throws {
        if let time, UTCTime.seconds(time) == nil {
            throw ValidationError("--time is not a time such as 2026-01-31T12:00:00Z: \(time)")
        }
    }

    func run() throws {
        try leaving {
            let runs = try files.map { file in
                let data = try Streams.read(file)
                let text = String(decoding: data, as: UTF8.self)
                guard let result = OpenSSLSpeedResult(text) else {
                    let record = try BenchRecord(decoding: data, name: file)
                    return try HistoryRun(record, name: file)
                }
                for line in result.unusedLines { Streams.say("\(file): not used: \(line)") }
                if result.entries.isEmpty {
                    throw CommandError("\(file): no line has both a name and a rate")
                }
                return HistoryRun(result, machine: machine, startedAt: startedAt(file))
            }
            return try Storing(path: options.path()).store(runs, names: files)
        }
    }

    private func startedAt(_ file: String) -> Int {
        if let time = time.flatMap(UTCTime.seconds) { return time }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        let date = attributes?[.modificationDate] as? Date ?? Date()
        return Int(date.timeIntervalSince1970)
    }
}

/// Stores runs one by one, and begins a new history where the old one cannot be used.
struct Storing {
    let path: String

    func store(_ runs: [HistoryRun], names: [String]) throws -> ExitStatus {
        var status = ExitStatus.passed
        var history = try open(after: nil, &status)
        for (run, name) in zip(runs, names) {
            let added = try add(run, to: &history, &status)
            switch added {
            case .stored(let id):
                try Streams.print("\(name): run \(id), \(run.measurements.count) points\n")
            case .present(let id): try Streams.print("\(name): there already, as run \(id)\n")
            }
        }
        return status
    }

    private func add(
        _ run: HistoryRun, to history: inout History, _ status: inout ExitStatus
    ) throws -> History.Added {
        do throws(HistoryError) {
            return try history.add(run)
        } catch {
            guard error.isUnusable else { throw error }
            // The damage lies where nothing was read before.
            history = try open(after: error, &status)
        }
        return try history.add(run)
    }

    private func open(after error: HistoryError?, _ status: inout ExitStatus) throws -> History {
        let (history, setAside) = try History.opening(path: path, after: error)
        if let setAside {
            Streams.say(
                "warning: \(path) is damaged or no history; it is now \(setAside), and a new "
                    + "history begins at \(path)")
            status = .undetermined
        }
        return history
    }
}
