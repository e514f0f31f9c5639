import Glibc

/// Prints what our own code costs beside a plain C loop of the same EVP calls, as ratios of one
/// run, and exits with 1 where a ratio is above its budget (ARCHITECTURE.md, Speed).
@main
struct Overhead {
    static func main() {
        do {
            if CommandLine.argc == 2, let output = try SweepCost.runChild(CommandLine.arguments[1])
            {
                print(output, terminator: "")
                exit(0)
            }
            exit(try compare())
        } catch {
            print("benchmarks: error: \(error)")
            exit(2)
        }
    }

    private static func compare() throws -> Int32 {
        let library = try Library()
        var table = Table()
        // `acvp=FOLDER` holds what Scripts/cavp-to-acvp wrote. For a look with a profiler:
        // `rounds=N`, and lines chosen by how their names begin.
        let arguments = CommandLine.arguments.dropFirst()
        let rounds = arguments.first { $0.hasPrefix("rounds=") }.flatMap { Int($0.dropFirst(7)) }
        let document = arguments.first { $0.hasPrefix("acvp=") }.map { String($0.dropFirst(5)) }
        let chosen = arguments.filter { !$0.contains("=") }
        func isChosen(_ name: String) -> Bool {
            chosen.isEmpty || chosen.contains { name == $0 || name.hasPrefix($0 + " ") }
        }
        var families = try KnownAnswerFamily.all(library, where: isChosen)
        if let document, isChosen(KnownAnswerFamily.documentName) {
            families.append(try KnownAnswerFamily.document(document, library))
        }
        for family in families {
            let ratio = try Comparison.measure(
                rounds: rounds ?? family.rounds, family.loop, family.engine)
            table.add(family.name, "\(family.cases) cases", ratio, budget: family.budget)
        }
        for point in try TimedPoint.all(library) where isChosen(point.name) {
            let ratio = try Comparison.measure(rounds: rounds ?? 1500, point.loop, point.engine)
            table.add(point.name, "\(point.operations) operations", ratio, budget: point.budget)
        }
        if isChosen(SweepCost.name) {
            let ratio = try SweepCost.measure(rounds: rounds ?? 10)
            table.add(SweepCost.name, "all names", ratio, budget: 3)
        }
        return table.finish()
    }
}

/// The lines of the report.
struct Table {
    private var over = 0

    init() {
        print(pad("work", 32) + pad("size", 18) + "C loop     fipsmark   ratio  budget")
    }

    mutating func add(_ name: String, _ size: String, _ result: Comparison, budget: Double?) {
        let isOver = budget.map { result.ratio > $0 } ?? false
        if isOver { over += 1 }
        print(
            pad(name, 32) + pad(size, 18) + pad(microseconds(result.loopNanoseconds), 11)
                + pad(microseconds(result.engineNanoseconds), 11) + pad(decimal(result.ratio), 7)
                + (budget.map(decimal) ?? "-") + (isOver ? "  over" : ""))
    }

    func finish() -> Int32 {
        print(over == 0 ? "all within budget" : "\(over) over budget")
        return over == 0 ? 0 : 1
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private func microseconds(_ nanoseconds: Int) -> String { "\(nanoseconds / 1000) µs" }

    private func decimal(_ value: Double) -> String {
        let thousandths = Int((value * 1000).rounded())
        let fraction = String(thousandths % 1000)
        return "\(thousandths / 1000)."
            + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}
