import BenchRecord
import Testing
import Throughput

/// On a machine of known noise, whose seed makes each run the same.
@Suite struct BenchComparisonTests {
    /// Of a thousand comparisons of the same with the same at most one in a hundred is an alarm.
    @Test(arguments: [(3, 3), (3, 5), (1, 1)])
    func falseAlarms(_ base: Int, _ candidate: Int) {
        var machine = NoisyMachine(seed: UInt64(1000 * base + candidate))
        let verdicts = (0..<1000).map { _ in
            verdict(&machine, base, candidate, loss: 1)
        }
        let alarms = verdicts.count { $0 == .regression }
        #expect(alarms <= 10, "\(alarms)")
        // Nor is everything left open.
        #expect(verdicts.count { $0 == .noChange } >= 900)
    }

    /// Every 32nd operation done twice.
    @Test func aLossOfOneInThirtyTwoIsFound() {
        var machine = NoisyMachine(seed: 32)
        let verdicts = (0..<300).map { _ in verdict(&machine, 3, 3, loss: 33.0 / 32) }
        #expect(verdicts.count { $0 == .regression } >= 297)
    }

    /// One process may stray: what it alone shows is looked at again, and no alarm before that.
    @Test func oneProcessIsNoAlarm() throws {
        var machine = NoisyMachine(seed: 11)
        let base = machine.point(cycles: 10_000, processes: 1)
        let slow = machine.point(cycles: 10_400, processes: 1)
        var comparison = compare(base, slow)
        #expect(comparison.alarmed.isEmpty && comparison.suspected == ["p"])
        #expect(comparison.points[0].verdict == .inconclusive)
        #expect(comparison.points[0].reason.contains("--profile standard"))
        let again = compare(base, machine.point(cycles: 10_400, processes: 3))
        comparison.confirm(with: again)
        #expect(comparison.alarmed == ["p"])
        let verySlow = machine.point(cycles: 12_000, processes: 1)
        #expect(compare(base, verySlow).alarmed == ["p"])
    }

    @Test func theEffectIsTheLoss() throws {
        var machine = NoisyMachine(seed: 7)
        let effects = try (0..<100).map { _ in
            let base = machine.point(cycles: 10_000, processes: 3)
            let other = machine.point(cycles: 10_500, processes: 3)
            return try #require(compare(base, other).points.first?.effect)
        }
        let mean = effects.reduce(0) { $0 + $1.value } / 100
        #expect(abs(mean - 0.04879) < 0.002, "\(mean)")
        let inside = effects.count { $0.lower < 0.04879 && $0.upper > 0.04879 }
        #expect(inside >= 85)
        for effect in effects { #expect(effect.smallestDetectable > effect.threshold) }
    }

    /// Processes that differ by several percent show nothing, and it is said so.
    @Test func whatCannotBeToldIsInconclusive() {
        var machine = NoisyMachine(seed: 9)
        let verdicts = (0..<100).map { _ in
            compare(
                machine.point(cycles: 10_000, processes: 3, layout: 0.05),
                machine.point(cycles: 10_000, processes: 3, layout: 0.05)
            ).points[0].verdict
        }
        #expect(verdicts.count { $0 == .inconclusive } >= 90)
        #expect(verdicts.count { $0 == .regression } <= 2)
    }

    /// A machine whose runs differ by more than these processes do is known for it.
    @Test func theNoiseOfAHistoryCounts() throws {
        var machine = NoisyMachine(seed: 10)
        let base = machine.point(cycles: 10_000, processes: 3)
        let slow = machine.point(cycles: 10_300, processes: 3)
        #expect(compare(base, slow).alarmed == ["p"])
        func judged(_ noise: [String: Double]) throws -> BenchComparison.Point {
            try #require(
                BenchComparison(base: .of([base]), candidate: .of([slow]), noise: noise)
                    .points.first)
        }
        let noisy = try judged(["p": 0.03])
        #expect(noisy.verdict == .inconclusive && noisy.reason.contains("3.0 %"))
        let threshold = try #require(noisy.effect?.threshold)
        #expect(abs(threshold - 3.5 * 0.03 * (2.0 / 3).squareRoot()) < 1e-9)
        // A quiet history makes nothing of these processes smaller.
        #expect(try judged(["p": 0.0001, "q": 1]) == compare(base, slow).points.first)
    }

    /// A process that is slow all along hides no loss and makes none; two are no stray.
    @Test func oneProcessMayStray() throws {
        var machine = NoisyMachine(seed: 16)
        let base = machine.point(cycles: 10_000, processes: 5, batches: 400, layout: 0.001)
        let slow = machine.point(cycles: 10_312.5, processes: 3, batches: 400, layout: 0.001)
        let astray = machine.point(cycles: 10_400, processes: 2, batches: 400, layout: 0.001)
            .replicates
        func with(_ point: BenchRecord.Point, _ count: Int) -> BenchRecord.Point {
            var point = point
            point.replicates[..<count] = astray[..<count]
            return point
        }
        #expect(compare(with(base, 1), slow).alarmed == ["p"])
        #expect(compare(base, with(slow, 1)).alarmed == ["p"])
        let same = machine.point(cycles: 10_000, processes: 3, batches: 400, layout: 0.001)
        let one = compare(base, with(same, 1)).points[0]
        #expect(one.verdict == .noChange, "\(one)")
        #expect(compare(base, with(same, 2)).points[0].verdict == .inconclusive)
    }

    @Test func improvementsAreNoRegressions() {
        var machine = NoisyMachine(seed: 11)
        #expect(verdict(&machine, 3, 3, loss: 0.9) == .noChange)
    }

    @Test func whatHasNoNumberIsNotCompared() {
        var machine = NoisyMachine(seed: 12)
        let base = machine.point(cycles: 10_000, processes: 3)
        var other = base
        other.workloadDigest = "11"
        #expect(compare(base, other).points[0].verdict == .inconclusive)
        other = base
        other.estimate = nil
        other.state = .inconclusive
        #expect(compare(base, other).exitCode == 2)
        #expect(compare(base, base).exitCode == 0)
        #expect(BenchComparison(base: .of([base]), candidate: .of([])).exitCode == 2)
        #expect(BenchComparison(base: .of([base]), candidate: .of([])).onlyInBase == ["p"])
    }

    /// Frequencies that only one side saw are not compared; cycles are, where both know them.
    @Test func withoutACommonFrequencyCyclesCount() throws {
        var machine = NoisyMachine(seed: 13)
        let base = machine.point(cycles: 10_000, processes: 3)
        var other = machine.point(cycles: 10_500, processes: 3)
        for index in other.replicates.indices { other.replicates[index].bins = [] }
        let effect = try #require(compare(base, other).points[0].effect)
        #expect(abs(effect.value - 0.0488) < 0.01)
        other.estimate?.milliCycles = nil
        #expect(compare(base, other).points[0].verdict == .inconclusive)
    }

    @Test func differencesAreNamed() {
        let comparison = BenchComparison(
            base: .of([], ["kernel": "1", "suite": "1"]),
            candidate: .of([], ["kernel": "2", "suite": "1"]))
        #expect(comparison.differences == ["kernel"])
    }

    @Test func anAlarmIsRaisedTwice() {
        var machine = NoisyMachine(seed: 14)
        let base = machine.point(cycles: 10_000, processes: 3)
        let slow = machine.point(cycles: 11_000, processes: 3)
        let first = compare(base, slow)
        var confirmed = first
        confirmed.confirm(with: first)
        #expect(confirmed.exitCode == 1)
        var refuted = first
        refuted.confirm(with: compare(base, machine.point(cycles: 10_000, processes: 3)))
        #expect(refuted.exitCode == 0)
        var lost = first
        lost.confirm(with: BenchComparison(base: .of([base]), candidate: .of([])))
        #expect(lost.exitCode == 2)
    }

    /// Two builds side by side: a loss shows beside the pairs of one build with itself.
    @Test(arguments: [(1.0, BenchComparison.Verdict.noChange), (1.03125, .regression)])
    func buildsSideBySide(_ loss: Double, _ verdict: BenchComparison.Verdict) throws {
        var machine = NoisyMachine(seed: 15)
        let gate = NoiseGate(floor: NoisyMachine.floor)
        var answers: [String: [BenchJob.PointAnswer]] = [:]
        for _ in 0..<3 {
            for (label, cycles) in [
                ("openssl", 10_000), ("control", 10_000), ("against", 10_000 * loss),
            ] {
                let batches = machine.batches(100, cycles: cycles, layout: 0)
                answers["\(label)/p", default: []].append(
                    BenchJob.PointAnswer(
                        id: "\(label)/p", state: .measured, reason: "",
                        measured: LowQuantile.measured(batches, gate, operationsPerBatch: 1)))
            }
        }
        let comparison = BenchComparison(ids: ["p", "q"], answers: answers)
        #expect(comparison.points[0].verdict == verdict)
        let effect = try #require(comparison.points[0].effect)
        #expect(abs(effect.value - (loss - 1)) < 0.005)
        #expect(comparison.points[1].verdict == .inconclusive)
        answers["against/p"]?[1] = BenchJob.PointAnswer(
            id: "against/p", state: .failed, reason: "broken")
        let broken = BenchComparison(ids: ["p"], answers: answers).points[0]
        #expect(broken.verdict == .inconclusive && broken.reason.contains("broken"))
    }

    private func verdict(
        _ machine: inout NoisyMachine, _ base: Int, _ candidate: Int, loss: Double
    ) -> BenchComparison.Verdict {
        let first = machine.point(cycles: 10_000, processes: base)
        let second = machine.point(cycles: 10_000 * loss, processes: candidate)
        return compare(first, second).points[0].verdict
    }

    private func compare(
        _ base: BenchRecord.Point, _ candidate: BenchRecord.Point
    ) -> BenchComparison {
        BenchComparison(base: .of([base]), candidate: .of([candidate]))
    }
}
