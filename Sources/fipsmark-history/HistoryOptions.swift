import ArgumentParser
import ChangePoints
import Foundation
import History

/// Which history, and how its points are named.
struct HistoryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The history; default: fipsmark/history.sqlite in $XDG_DATA_HOME or ~/.local/share.",
            valueName: "file"))
    var history: String?

    func path() throws -> String {
        if let history { return URL(filePath: history).path }
        let environment = ProcessInfo.processInfo.environment
        // XDG Base Directory Specification: a relative path is invalid and is ignored.
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            return data + "/fipsmark/history.sqlite"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw CommandError(
                "no place for a history: neither XDG_DATA_HOME nor HOME is set; "
                    + "name one with --history FILE")
        }
        return home + "/.local/share/fipsmark/history.sqlite"
    }

    func open() throws -> History { try History(path: path(), creating: false) }

    /// The point of that name, or the one point that has it as a part.
    func point(_ name: String, in history: History) throws -> String {
        let points = try history.points().map(\.point)
        if points.contains(name) { return name }
        let matches = points.filter { $0.range(of: name, options: .caseInsensitive) != nil }
        if matches.count == 1 { return matches[0] }
        let shown = (matches.isEmpty ? points : matches).prefix(8).map { "\n  \($0)" }
        let list = shown.joined()
        if matches.isEmpty {
            throw CommandError(
                "no point '\(name)' in \(history.path), which has \(points.count), such as\(list)")
        }
        throw CommandError(
            "\(matches.count) points have '\(name)' in their name; name one:\(list)")
    }
}

/// How much of a series is read.
struct RunsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only the newest runs of each series.", valueName: "count"))
    var runs: Int?

    func validate() throws {
        if let runs, runs < 1 { throw ValidationError("--runs is at least 1") }
    }
}
