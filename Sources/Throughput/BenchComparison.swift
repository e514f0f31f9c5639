package import BenchRecord
import Glibc
import Statistics

/// Two records of the same points, and for each point whether it became slower.
package struct BenchComparison: Sendable {
    package enum Verdict: String, Codable, Sendable {
        case regression
        case noChange
        case inconclusive
    }

    /// Effects are natural logarithms of candidate over base, which for small ones are shares.
    package struct Point: Sendable, Equatable {
        package let id: String
        package var verdict: Verdict
        /// Nil where there is nothing to compare.
        package var effect: Effect?
        /// Why it is not comparable, or what is to be known of the comparison.
        package var reason = ""
        /// Whether it would be an alarm, had the candidate more processes.
        package var isSuspected = false
    }

    package struct Effect: Sendable, Equatable {
        package let value: Double
        /// The ends of the interval of 95 %.
        package let lower: Double
        package let upper: Double
        /// The loss that would have been found in 95 of 100 such comparisons.
        package let smallestDetectable: Double
        /// The loss above which it is a regression.
        package let threshold: Double
    }

    /// Fields of the fingerprint that differ.
    package let differences: [String]
    package private(set) var points: [Point]
    package let onlyInBase: [String]
    package let onlyInCandidate: [String]

    /// - Parameter noise: how far runs of a point differ where nothing changed, by ID and as a
    ///   share, where somebody knows; few processes say little of it.
    package init(base: BenchRecord, candidate: BenchRecord, noise: [String: Double] = [:]) {
        differences = base.fingerprint.differences(from: candidate.fingerprint)
        let candidates = Dictionary(
            candidate.points.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(base.points.map(\.id))
        onlyInBase = base.points.map(\.id).filter { candidates[$0] == nil }
        onlyInCandidate = candidate.points.map(\.id).filter { !known.contains($0) }
        points = base.points.compactMap { point in
            guard let other = candidates[point.id] else { return nil }
            // What neither module offers has not changed.
            let absent: [BenchRecord.State] = [.notOffered, .refused]
            if absent.contains(point.state) && absent.contains(other.state) { return nil }
            return BenchComparison.compare(point, other, noise: noise[point.id] ?? 0)
        }
    }

    package var alarmed: [String] { points.filter { $0.verdict == .regression }.map(\.id) }

    /// What a second measurement is to look at.
    package var suspected: [String] { points.filter(\.isSuspected).map(\.id) + alarmed }

    /// 1 where a point became slower; 2 where one cannot be told, or there is none.
    package var exitCode: Int32 {
        if !alarmed.isEmpty { return 1 }
        return points.isEmpty || points.contains { $0.verdict == .inconclusive } ? 2 : 0
    }

    /// Takes what a second measurement of alarmed points says in the place of the first: an alarm
    /// is one that was raised twice.
    package mutating func confirm(with second: BenchComparison) {
        let suspected = Set(suspected)
        for index in points.indices where suspected.contains(points[index].id) {
            let id = points[index].id
            guard let again = second.points.first(where: { $0.id == id }) else {
                points[index].verdict = .inconclusive
                points[index].isSuspected = false
                points[index].reason = "slower, and not confirmed: it was not measured again"
                continue
            }
            points[index] = again
            if again.isSuspected { continue }
            points[index].reason =
                again.verdict == .regression
                ? "confirmed by a second measurement"
                : "it was slower, which a second measurement did not confirm"
        }
    }

    /// Two builds of a module that were measured side by side: pairs of each process, and beside
    /// them pairs of the module with itself.
    ///
    /// - Parameter answers: of each point's ID those of the processes, in their order.
    package init(ids: [String], answers: [String: [BenchJob.PointAnswer]]) {
        differences = []
        onlyInBase = []
        onlyInCandidate = []
        points = ids.map { id in
            func of(_ label: String) -> [BenchJob.PointAnswer] {
                answers["\(label)/\(id)"] ?? []
            }
            let labels = ["openssl", BenchJob.OtherModule.controlLabel, BenchJob.OtherModule.label]
            let all = labels.map(of)
            if let other = all.joined().first(where: {
                $0.state == .failed || $0.state == .notOffered
            }) {
                return Point(
                    id: id, verdict: .inconclusive,
                    reason: "\(other.id) \(other.state.rawValue): \(other.reason)")
            }
            var controls: [Double] = []
            var effects: [Double] = []
            for index in 0..<(all.map(\.count).min() ?? 0) {
                let measured = all.compactMap { $0[index].measured }
                if measured.count < 3 { continue }
                controls.append(ProcessRatios.ratio(measured[0], measured[1]))
                effects.append(ProcessRatios.ratio(measured[0], measured[2]))
            }
            if effects.count * 2 <= all[0].count {
                let reason = all.joined().first { $0.state != .measured }?.reason
                return Point(
                    id: id, verdict: .inconclusive, reason: reason ?? "no process came to it")
            }
            let effect = Effect(ProcessRatios(bases: controls, candidates: effects))
            return Point(id: id, verdict: effect.verdict, effect: effect)
        }
    }

    /// So many tell a process that strays from the others.
    private static let leastProcesses = 3
    /// As a share: of 500 processes with the same module one was slower by 9 %, three by 3 to 4.
    private static let largestStray = 0.1

    private static func compare(
        _ base: BenchRecord.Point, _ other: BenchRecord.Point, noise: Double
    ) -> Point {
        func inconclusive(_ reason: String) -> Point {
            Point(id: base.id, verdict: .inconclusive, reason: reason)
        }
        if base.workloadDigest != other.workloadDigest {
            return inconclusive("\(base.workload) and \(other.workload) time different things")
        }
        for (point, name) in [(base, "base"), (other, "candidate")] where point.estimate == nil {
            return inconclusive(
                "no number in the \(name): \(point.state.rawValue), \(point.reason)")
        }
        guard let ratios = ProcessRatios(base, other) else {
            return inconclusive("no frequency at which both were measured, and no cycles")
        }
        let own = Effect(ratios)
        let effect = Effect(ratios, known: noise)
        var point = Point(id: base.id, verdict: effect.verdict, effect: effect)
        if effect.threshold > own.threshold {
            let tenths = Int((noise * 1000).rounded())
            point.reason =
                "judged by the noise in its history, \(tenths / 10).\(tenths % 10) %, which is "
                + "more than that of these processes"
        }
        if effect.verdict == .regression && other.replicates.count < leastProcesses
            && effect.value < largestStray
        {
            point.verdict = .inconclusive
            point.isSuspected = true
            point.reason =
                "slower, as one process in a hundred is by chance: \(leastProcesses) of the "
                + "candidate must have a number, for which --profile standard is made"
        }
        return point
    }
}

extension BenchComparison.Effect {
    /// Below it nobody is alarmed: compilers and layouts move code by as much.
    private static let leastAlarm = 0.015
    /// In standard errors: one false alarm in some thousands.
    private static let alarmDeviations = 3.5
    /// What must be detectable for a verdict of no change.
    private static let needed = 0.03
    /// Above it a difference is looked at twice.
    private static let suspicious = 0.01

    /// What noise a process is known to have before any is measured, and how many degrees of
    /// freedom that knowledge is worth: few processes say little of their own noise.
    private static let priorDeviation = 0.004
    private static let priorFreedom = 4

    /// - Parameter known: noise that is not made little of, whatever these processes show.
    init(_ ratios: ProcessRatios, known: Double = 0) {
        let freedom = ratios.freedom + Self.priorFreedom
        let moderated =
            (Double(Self.priorFreedom) * Self.priorDeviation * Self.priorDeviation
                + ratios.squares) / Double(freedom)
        // What is known beforehand may raise what was seen, and not make little of it.
        let seen = ratios.squares / Double(max(ratios.freedom, 1))
        let deviation = max(
            BenchEstimate.leastRelativeNoise, max(moderated, seen).squareRoot(), known)
        let error =
            deviation
            * (1 / Double(ratios.candidates.count) + 1 / Double(ratios.bases.count)).squareRoot()
        // Means, whose error is the one above; a process that strays shows in the deviation.
        value = Self.mean(ratios.candidates) - Self.mean(ratios.bases)
        let half = StudentT.quantile(0.975, freedom: freedom) * error
        lower = value - half
        upper = value + half
        // Far above what is known, a deviation of few processes is itself uncertain.
        let deviations =
            seen > 4 * Self.priorDeviation * Self.priorDeviation
            ? max(Self.alarmDeviations, StudentT.quantile(0.995, freedom: ratios.freedom))
            : Self.alarmDeviations
        threshold = max(Self.leastAlarm, deviations * error)
        smallestDetectable = threshold + 1.645 * error
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    var verdict: BenchComparison.Verdict {
        if value > threshold { return .regression }
        if smallestDetectable > Self.needed { return .inconclusive }
        return value <= Self.suspicious || upper <= Self.leastAlarm ? .noChange : .inconclusive
    }
}

/// How far each process lies from the base's middle, at the frequencies at which both measured.
struct ProcessRatios {
    private(set) var bases: [Double] = []
    private(set) var candidates: [Double] = []

    /// Of both groups about their own means.
    var squares: Double {
        [bases, candidates].reduce(0) { sum, group in
            let deviation = Sample.deviation(group)
            return sum + deviation * deviation * Double(group.count - 1)
        }
    }

    var freedom: Int { bases.count + candidates.count - 2 }

    /// Of measurements in one process, at common frequencies, or in cycles where there are none.
    static func ratio(_ base: BenchJob.Measured, _ other: BenchJob.Measured) -> Double {
        let middle = base.bins.map { ($0.megahertz, (Double($0.picoseconds), $0.batches)) }
        return ratio(other.bins, Dictionary(uniqueKeysWithValues: middle))
            ?? log(other.milliCycles / base.milliCycles)
    }

    init(bases: [Double], candidates: [Double]) {
        self.bases = bases
        self.candidates = candidates
    }

    /// Nil where there is nothing common to both.
    init?(_ base: BenchRecord.Point, _ candidate: BenchRecord.Point) {
        var middle: [Int: (picoseconds: Double, batches: Int)] = [:]
        let bins = Dictionary(grouping: base.replicates.flatMap(\.bins), by: \.megahertz)
        for (megahertz, bins) in bins {
            middle[megahertz] = (
                Sample.median(bins.map { Double($0.picoseconds) }),
                bins.reduce(0) { $0 + $1.batches }
            )
        }
        bases = base.replicates.compactMap { ProcessRatios.ratio($0.bins, middle) }
        candidates = candidate.replicates.compactMap { ProcessRatios.ratio($0.bins, middle) }
        // The greater part of the processes has to be there.
        if bases.count * 2 > base.replicates.count,
            candidates.count * 2 > candidate.replicates.count
        {
            dropStrays()
            return
        }
        guard let first = base.estimate, let second = candidate.estimate,
            let from = first.milliCycles, let to = second.milliCycles,
            first.cycleSource == second.cycleSource, from > 0, to > 0
        else { return nil }
        // Without a common frequency, cycles: each process as it lies to its own record's middle.
        bases = base.replicates.map { log(Double($0.picoseconds) / Double(first.picoseconds)) }
        candidates = candidate.replicates.map {
            log(Double($0.picoseconds) / Double(second.picoseconds))
                + log(Double(to) / Double(from))
        }
        if bases.isEmpty || candidates.isEmpty { return nil }
        dropStrays()
    }

    /// One process in some dozens is slow all along and its neighbours are not: what is in the way
    /// of it no gate sees. A loss is in the greater part of the processes, so the slowest of three
    /// or more is left out where it strays alone, on both sides.
    private mutating func dropStrays() {
        bases = ProcessRatios.withoutStray(bases)
        candidates = ProcessRatios.withoutStray(candidates)
    }

    /// As far from the others, which agree as well.
    private static let alone = 0.01

    private static func withoutStray(_ values: [Double]) -> [Double] {
        if values.count < 3 { return values }
        let sorted = values.sorted()
        let rest = sorted.dropLast()
        let strays = sorted[sorted.count - 1] > Sample.median(sorted) + alone
        return strays && sorted[rest.count - 1] - sorted[0] < alone ? Array(rest) : values
    }

    private static func ratio(
        _ bins: [BenchRecord.Bin], _ middle: [Int: (picoseconds: Double, batches: Int)]
    ) -> Double? {
        var weights = 0.0
        var sum = 0.0
        for bin in bins {
            guard let base = middle[bin.megahertz], base.picoseconds > 0, bin.picoseconds > 0
            else { continue }
            let weight = Double(min(bin.batches, base.batches))
            weights += weight
            sum += weight * log(Double(bin.picoseconds) / base.picoseconds)
        }
        return weights > 0 ? sum / weights : nil
    }
}
