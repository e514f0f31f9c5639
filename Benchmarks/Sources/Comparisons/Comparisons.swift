import BenchRecord
import Foundation
import Statistics
import Throughput

/// What `fipsmark compare` would say, many times over, for Scripts/bench-proof: its own rule, on
/// the noise of a machine that is made from a seed, or on records.
///
/// `Comparisons null COUNT` compares the same with the same COUNT times for some numbers of
/// processes, and prints how many alarms that gave.
///
/// `Comparisons of` reads a line for each comparison from standard input: paths of the base's
/// records, a tabulator, those of the candidate's, each separated by spaces. It prints a line for
/// each point of each: the line's number, the point, the verdict, the effect and the loss above
/// which it would be an alarm.
@main
struct Comparisons {
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        do {
            if words.first == "null", let count = words.last.flatMap({ Int($0) }), count > 0 {
                compareNothing(count)
            } else if words == ["of"] {
                var records = Records()
                var number = 0
                while let line = readLine() {
                    try records.compare(line, number)
                    number += 1
                }
            } else {
                throw Failure("usage: Comparisons null COUNT | Comparisons of < LINES")
            }
        } catch {
            FileHandle.standardError.write(Data("Comparisons: error: \(error)\n".utf8))
            exit(2)
        }
    }

    private static func compareNothing(_ count: Int) {
        for (base, candidate) in [(1, 1), (3, 3), (5, 3)] {
            var machine = NoisyMachine(seed: UInt64(1000 * base + candidate))
            var verdicts: [BenchComparison.Verdict: Int] = [:]
            for _ in 0..<count {
                let first = machine.point(cycles: 10_000, processes: base)
                let second = machine.point(cycles: 10_000, processes: candidate)
                let comparison = BenchComparison(base: .of([first]), candidate: .of([second]))
                verdicts[comparison.points[0].verdict, default: 0] += 1
            }
            let counts = [.regression, .noChange, .inconclusive].map { verdicts[$0] ?? 0 }
            print(
                "\(base)\t\(candidate)\t\(count)\t"
                    + counts.map(String.init).joined(separator: "\t"))
        }
    }
}

struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Records by path, each read once.
struct Records {
    private var known: [Substring: BenchRecord] = [:]

    mutating func compare(_ line: String, _ number: Int) throws {
        let sides = line.split(separator: "\t")
        guard sides.count == 2 else { throw Failure("line \(number + 1): no two sides") }
        let comparison = BenchComparison(base: try read(sides[0]), candidate: try read(sides[1]))
        for point in comparison.points {
            let effect = point.effect.map { "\($0.value)\t\($0.threshold)" } ?? "\t"
            print("\(number)\t\(point.id)\t\(point.verdict.rawValue)\t\(effect)")
        }
    }

    /// Processes of several records as those of one.
    private mutating func read(_ side: Substring) throws -> BenchRecord {
        var all: [BenchRecord] = []
        for path in side.split(separator: " ") {
            if known[path] == nil {
                let data = try Data(contentsOf: URL(filePath: String(path)))
                known[path] = try BenchRecord(decoding: data, name: String(path))
            }
            if let record = known[path] { all.append(record) }
        }
        guard var together = all.first else { throw Failure("a side without records") }
        if all.count == 1 { return together }
        for index in together.points.indices {
            let same = all.compactMap { record in
                record.points.first { $0.id == together.points[index].id }
            }
            together.points[index] = Records.together(same)
        }
        return together
    }

    /// As a run puts its processes together: the greater part of them must have a number.
    private static func together(_ points: [BenchRecord.Point]) -> BenchRecord.Point {
        var point = points[0]
        point.replicates = points.flatMap(\.replicates)
        let estimates = points.compactMap(\.estimate)
        guard estimates.count * 2 > points.count, var estimate = estimates.first else {
            point.estimate = nil
            point.state = .inconclusive
            return point
        }
        func median(_ values: [Int]) -> Int { Int(Sample.median(values.map { Double($0) })) }
        estimate.picoseconds = median(estimates.map(\.picoseconds))
        let cycles = estimates.compactMap(\.milliCycles)
        estimate.milliCycles = cycles.isEmpty ? nil : median(cycles)
        point.estimate = estimate
        point.state = .measured
        return point
    }
}
