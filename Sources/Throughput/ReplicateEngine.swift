import Algorithms
package import Approval
import BenchRecord
import Statistics

/// Measures every point of a job in this process: all of them interleaved in rounds, each round
/// shuffled, every batch between two probes.
package struct ReplicateEngine {
    private let modules: [(label: String, gate: Gate)]
    private let job: BenchJob
    private var samplers: [PointSampler] = []
    private var learner = FloorLearner()
    private var gate: NoiseGate
    private let group = ControlGroup()
    private let cycles = CycleCounter()

    /// Enough for a quantile of one in a hundred.
    private static let leastProbes = 2000
    /// Of those, that lie beside one of the same frequency.
    private static let leastPairs = 500
    /// The counter of a control group lies in a file, which takes some microseconds to read.
    private static let throttleNanoseconds = 10_000_000

    package init(_ gates: [Gate], _ job: BenchJob) {
        self.init(modules: gates.map { ($0.role.rawValue, $0) }, job)
    }

    /// - Parameter modules: with what stands first in the IDs of their points.
    package init(modules: [(label: String, gate: Gate)], _ job: BenchJob) {
        self.modules = modules
        self.job = job
        gate = NoiseGate(floor: job.floor ?? .infinity)
    }

    /// - Parameters:
    ///   - points: those of the table, of which the job names some.
    ///   - progress: called with the share that is done, from 0 to 1.
    ///   - isInterrupted: whether somebody wants it to end now.
    package mutating func run(
        _ points: [Point], progress: (Double) -> Void, isInterrupted: () -> Bool
    ) -> BenchJob.Answer {
        learn()
        let noise = gate
        let asked = Set(job.points)
        for point in points {
            for (label, gate) in modules where asked.contains(point.id(label: label)) {
                if isInterrupted() { break }
                samplers.append(PointSampler(point, gate, label: label, job, noise))
            }
        }
        measure(progress, isInterrupted)
        updateFloor()
        return answer(isInterrupted())
    }

    private mutating func learn() {
        // In bursts, so that a neighbour that comes and goes is not there in all of them.
        var last = Probe.read()
        for _ in 0..<ReplicateEngine.leastProbes {
            let probe = Probe.read()
            learner.add(probe, after: last)
            last = probe
        }
        updateFloor()
    }

    /// The lower of what is stored and what is seen: a core is never less alone than that.
    private mutating func updateFloor() {
        let seen = learner.floor ?? job.floor ?? .infinity
        // A little lower is the same floor seen through other noise.
        gate = NoiseGate(
            floor: min(job.floor ?? .infinity, seen), callsFloor: learner.callsFloor ?? .infinity)
    }

    private mutating func measure(_ progress: (Double) -> Void, _ isInterrupted: () -> Bool) {
        var generator = SystemRandomNumberGenerator()
        var before = Probe.read()
        var nextLook = Clock.nanoseconds() + ReplicateEngine.throttleNanoseconds
        var throttled = group.throttledPeriods
        var marks = samplers.map(\.batches.count)
        var active = samplers.filter { !$0.isComplete }
        while !active.isEmpty && !isInterrupted() {
            for sampler in active.shuffled(using: &generator) {
                let count = sampler.batches.count
                let last = before
                before = sampler.sample(after: last, cycles: cycles)
                learner.add(before, after: last)
                if sampler.batches.count > count,
                    gate.reason(against: sampler.batches[count]) == nil
                {
                    sampler.cleanBatches += 1
                }
                if Clock.nanoseconds() < nextLook { continue }
                let now = group.throttledPeriods
                if now != throttled {
                    for (sampler, mark) in zip(samplers, marks) {
                        sampler.markThrottled(from: mark)
                    }
                }
                throttled = now
                marks = samplers.map(\.batches.count)
                recount()
                progress(samplers.reduce(0) { $0 + $1.shareDone } / Double(samplers.count))
                if isInterrupted() { break }
                before = Probe.read()
                nextLook = Clock.nanoseconds() + ReplicateEngine.throttleNanoseconds
            }
            // Also one that was complete by a floor which has fallen since.
            active = samplers.filter { !$0.isComplete }
        }
    }

    /// Counts anew where the floor has moved by more than noise.
    private mutating func recount() {
        let old = gate
        updateFloor()
        let moved = max(
            abs(gate.floor / old.floor - 1), abs(gate.callsFloor / old.callsFloor - 1) / 10)
        if moved < 0.002 { return }
        for sampler in samplers {
            sampler.cleanBatches = sampler.batches.count { gate.reason(against: $0) == nil }
        }
    }

    /// Of points that differ in length alone the first one was cold.
    private func answers() -> [BenchJob.PointAnswer] {
        var used: Set<Substring> = []
        return samplers.map { sampler in
            var answer = sampler.answer(gate)
            let operation = sampler.id[..<(sampler.id.lastIndex(of: "/") ?? sampler.id.endIndex)]
            if used.insert(operation).inserted && sampler.obstacle == nil {
                answer.firstUsePicoseconds = 1000 * sampler.firstUseNanoseconds
            }
            return answer
        }
    }

    private func answer(_ isInterrupted: Bool) -> BenchJob.Answer {
        var noise = BenchJob.Noise(floorInUse: gate.floor)
        noise.floor = learner.probes < ReplicateEngine.leastPairs ? nil : learner.floor
        var clean: [Double] = []
        for batch in samplers.flatMap(\.batches) {
            noise.batches += 1
            if batch.callsSystem { noise.withCalls += 1 }
            switch gate.reason(against: batch) {
            case nil: clean.append(batch.megahertz)
            case .contention: noise.contended += 1
            case .frequency: noise.frequencyChanged += 1
            case .slowCalls: noise.slowCalls += 1
            case .switched: noise.switched += 1
            case .throttled: noise.throttled += 1
            }
        }
        noise.clean = clean.count
        if !clean.isEmpty {
            noise.lowestMegahertz = Int(Sample.quantile(clean, 0.02))
            noise.highestMegahertz = Int(Sample.quantile(clean, 0.98))
        }
        return BenchJob.Answer(
            points: answers(), noise: noise, isInterrupted: isInterrupted)
    }
}

extension PointSampler {
    fileprivate func answer(_ gate: NoiseGate) -> BenchJob.PointAnswer {
        switch obstacle {
        case .refused(let rule):
            return BenchJob.PointAnswer(
                id: id, state: .refused, reason: "\(rule.id), \(rule.citation)")
        case .notOffered(let reason):
            return BenchJob.PointAnswer(id: id, state: .notOffered, reason: reason)
        case .failed(let message):
            return BenchJob.PointAnswer(id: id, state: .failed, reason: message)
        case nil: break
        }
        let measured = LowQuantile.measured(
            batches, gate, operationsPerBatch: operationsPerBatch)
        let clean = measured?.cleanBatches ?? 0
        guard let measured, clean >= quota else {
            return BenchJob.PointAnswer(
                id: id, state: .inconclusive,
                reason: "\(clean) of \(batches.count) batches were clean, \(quota) are needed")
        }
        return BenchJob.PointAnswer(id: id, state: .measured, reason: "", measured: measured)
    }
}
