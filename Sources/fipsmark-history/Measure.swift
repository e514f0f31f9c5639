import ArgumentParser
import BenchRecord
import ChangePoints
import Foundation
import History
import HistoryPlots
import Statistics

/// How long this program takes on a large history that it makes: `make bench-history`.
struct Measure: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill a new history and print what adding, change points and plots take.",
        shouldDisplay: false)

    @Option(help: "The history to make; it must not be there.")
    var file: String

    @Option(help: "How many runs it gets.")
    var runs = 100_000

    @Option(help: "How many points each run has.")
    var points = 40

    func run() throws {
        try leaving {
            if access(file, F_OK) == 0 { throw CommandError("\(file) is there; name a new file") }
            let history = try History(path: file, creating: true)
            let filling = try seconds {
                for first in stride(from: 0, to: runs, by: 500) {
                    let batch = try (first..<min(first + 500, runs)).map(made)
                    _ = try history.add(batch)
                }
            }
            Streams.say("\(runs) runs made in \(Int(filling)) s")
            let insertions = try (0..<50).map { number in
                let run = try made(runs + number)
                return try seconds { _ = try history.add(run) }
            }.sorted()
            let name = "openssl/made/hash/0"
            var series: [HistorySeries] = []
            let reading = try seconds { series = try history.series(of: name) }
            let values = series[0].picoseconds
            var changes: [ChangePoint] = []
            let finding = try median(5) { changes = ChangeRule.standard.changePoints(in: values) }
            var text = ""
            let plotting = try median(3) {
                text = try HistoryPlot(name, in: history, newest: nil).terminalText
            }
            let drawing = try median(3) {
                text = try HistoryPlot(name, in: history, newest: nil).svg
            }
            try Streams.print(
                table([
                    ("insert a run, median of 50", insertions[25], 0.05),
                    ("insert a run, slowest of 50", insertions[49], 0.05),
                    ("change points of a series (\(changes.count) found)", finding, 0.05),
                    ("read the series", reading, nil), ("plot in the terminal", plotting, 1),
                    ("plot as SVG (\(text.utf8.count) bytes)", drawing, 1),
                ]))
            return insertions[25] <= 0.05 && finding <= 0.05 && plotting <= 1 && drawing <= 1
                ? .passed : .failed
        }
    }

    /// Levels that change by 3 % every 5,000 runs, in noise of 0.5 %.
    private func made(_ number: Int) throws -> HistoryRun {
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        func noise() -> Double {
            // A sum of twelve uniform numbers has a variance of 1.
            (0..<12).reduce(-6) { sum, _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return sum + Double(state >> 11) / 9_007_199_254_740_992
            }
        }
        let level = number / 5000 % 2 == 0 ? 1.0 : 1.03
        let all = (0..<points).map { point in
            let value = Int(Double(500_000 + 10_000 * point) * level * (1 + 0.005 * noise()))
            return BenchRecord.Point(
                id: "openssl/made/hash/\(point)", module: "openssl", algorithm: "made",
                operation: "hash", messageBytes: point, workload: "made/1", workloadDigest: "",
                state: .measured,
                estimate: BenchRecord.Estimate(
                    picoseconds: value, lowerPicoseconds: value, upperPicoseconds: value,
                    milliCycles: value * 3, cycleSource: nil, rawMedianPicoseconds: value))
        }
        let hour = String(number % 24 + 100).dropFirst()
        let day = String(number / 24 % 28 + 101).dropFirst()
        let month = String(number / 672 % 12 + 101).dropFirst()
        let time = "\(2026 + number / 8064)-\(month)-\(day)T\(hour):00:00Z"
        let record = BenchRecord(
            toolVersion: "0.1.0", startedAt: time, finishedAt: time, profile: "standard",
            fingerprint: BenchRecord.Fingerprint(fields: ["cpuModel": "made"]),
            quietness: BenchRecord.Quietness(grade: "A", cleanPerMille: 900, remarks: []),
            points: all)
        return try HistoryRun(record, name: "made")
    }

    private func seconds(_ body: () throws -> Void) throws -> Double {
        let clock = ContinuousClock()
        let duration = try clock.measure(body)
        return duration / .seconds(1)
    }

    private func median(_ count: Int, _ body: () throws -> Void) throws -> Double {
        Sample.median(try (0..<count).map { _ in try seconds(body) })
    }

    private func table(_ rows: [(name: String, seconds: Double, budget: Double?)]) -> String {
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size]) as? Int ?? 0
        let head = "\(runs) runs of \(points) points, \(size / 1_000_000) MB\n"
        return rows.reduce(into: head) { text, row in
            let taken = Format.right(Format.time(row.seconds * 1e12), 12)
            let budget = row.budget.map { Format.right(Format.time($0 * 1e12), 12) } ?? ""
            text += Format.left("  " + row.name, 50) + taken + budget + "\n"
        }
    }
}
