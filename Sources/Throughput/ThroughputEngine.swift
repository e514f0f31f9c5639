package import Algorithms
package import Approval

/// What became of one point on one module.
package struct Measurement: Sendable {
    package let point: Point
    package let role: ModuleIdentity.Role
    package let result: Result

    package enum Result: Sendable {
        case measured(Estimate)
        case notOffered(String)
        case refused(Rule)
        case failed(String)
    }
}

/// Times points on every module behind a gate, all of them interleaved.
package struct ThroughputEngine {
    private let gates: [Gate]
    private let profile: Profile

    package init(_ gates: [Gate], _ profile: Profile) {
        self.gates = gates
        self.profile = profile
    }

    /// - Parameters:
    ///   - points: what to time, in report order.
    ///   - progress: called with the share that is done, from 0 to 1.
    package func run(
        _ points: [Point], progress: (Double) -> Void
    ) -> [Measurement] {
        var samplers: [Sampler] = []
        for point in points {
            for gate in gates { samplers.append(Sampler(point, gate)) }
        }
        let schedule = profile.schedule
        let total = samplers.count * schedule.rounds
        for (step, index) in Schedule(points: samplers.count, rounds: schedule.rounds).enumerated()
        {
            samplers[index].sample(schedule.batches)
            if step % 32 == 0 { progress(Double(step) / Double(total)) }
        }
        return samplers.map(\.measurement)
    }
}

/// One point on one module: its prepared operation and what has been measured of it.
private struct Sampler {
    private let point: Point
    private let role: ModuleIdentity.Role
    private var operation: (any TimedOperation)?
    private var operationsPerBatch = 0
    private var batches: [Int] = []
    private var obstacle: Measurement.Result?

    /// A batch is long enough for the clock not to matter, and short enough to fit between two
    /// interruptions.
    private static let batchNanoseconds = 100_000

    init(_ point: Point, _ gate: Gate) {
        self.point = point
        role = gate.identity.role
        do throws(ServiceError) {
            operation = try gate.timedOperation(point.workload)
        } catch {
            switch error {
            case .refused(let refusal): obstacle = .refused(refusal.rule)
            case .module(.notOffered(let reason)): obstacle = .notOffered(reason)
            case .module(let error): obstacle = .failed(error.message)
            }
        }
    }

    mutating func sample(_ count: Int) {
        guard let operation, obstacle == nil else { return }
        do throws(ModuleError) {
            if operationsPerBatch == 0 { operationsPerBatch = try Sampler.calibrate(operation) }
            // One call before the clock starts: the other points have emptied the caches.
            try operation.run(count: 1)
            for _ in 0..<count {
                let start = Clock.nanoseconds()
                try operation.run(count: operationsPerBatch)
                let elapsed = Clock.nanoseconds() - start
                batches.append(elapsed * 1000 / operationsPerBatch)
            }
        } catch {
            if case .notOffered(let reason) = error {
                obstacle = .notOffered(reason)
            } else {
                obstacle = .failed(error.message)
            }
        }
    }

    var measurement: Measurement {
        let result =
            obstacle
            ?? .measured(Estimate(batches: batches, operationsPerBatch: operationsPerBatch))
        return Measurement(point: point, role: role, result: result)
    }

    /// How many operations fill a batch.
    private static func calibrate(_ operation: any TimedOperation) throws(ModuleError) -> Int {
        var count = 1
        while true {
            let start = Clock.nanoseconds()
            try operation.run(count: count)
            let elapsed = max(Clock.nanoseconds() - start, 1)
            if elapsed >= batchNanoseconds { return count }
            count = max(count * 2, count * batchNanoseconds / elapsed)
        }
    }
}
