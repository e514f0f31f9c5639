import Algorithms
import Approval
import CProbes
import Glibc

/// One point on one module in one process: what it needs prepared several times over, and the
/// batches so far.
final class PointSampler {
    let id: String
    private(set) var batches: [Batch] = []
    private(set) var obstacle: Obstacle?
    /// What preparing the first operation and running it once took.
    private(set) var firstUseNanoseconds = 0
    private(set) var operationsPerBatch = 0
    private(set) var spentNanoseconds = 0
    private var firstBatchNanoseconds = 0
    /// Batches that were clean by the floor of the time.
    var cleanBatches = 0

    /// Why there will be no number.
    enum Obstacle {
        case refused(Rule)
        case notOffered(String)
        case failed(String)
    }

    private let call: BatchCall
    private var operations: [any TimedOperation] = []
    /// Odd blocks between contexts, so that the allocator does not lay them alike.
    private var padding: [[UInt8]] = []
    private var nanosecondsPerOperation = 1
    private let budgetNanoseconds: Int
    private let doubledEvery: Int
    private let noise: NoiseGate
    private let callsSystem: Bool

    private static let batchNanoseconds = 100_000
    private static let momentNanoseconds = 1_000_000_000
    /// What is called before the clock starts takes about so long, since others have emptied the
    /// caches and the tables of branches.
    private static let warmingNanoseconds = 20_000
    private static let mostWarmingCalls = 32

    /// - Parameter noise: tells which tries of the calibration count.
    init(_ point: Point, _ gate: Gate, label: String, _ job: BenchJob, _ noise: NoiseGate) {
        id = point.id(label: label)
        budgetNanoseconds = job.milliseconds * 1_000_000
        // More than 16 KiB are a loss by themselves, where one is asked for.
        doubledEvery = point.messageBytes > 1 << 14 ? 0 : job.doubledEvery
        self.noise = noise
        callsSystem = point.workload.callsSystem
        call = BatchCall()
        do throws(ServiceError) {
            try prepare(point, gate)
        } catch {
            switch error {
            case .refused(let refusal): obstacle = .refused(refusal.rule)
            case .module(let error): stop(error)
            }
        }
    }

    /// How many clean batches make a number: sixty, or as many as fill a fifth of the time where a
    /// batch is long, since it is seldom left alone then; eight make a bin.
    var quota: Int {
        let fitting = budgetNanoseconds / nanosecondsPerBatch
        return max(5, min(60, max(8, fitting / 5), fitting))
    }

    private var nanosecondsPerBatch: Int {
        max(nanosecondsPerOperation * operationsPerBatch, 1)
    }

    var isComplete: Bool {
        if obstacle != nil { return true }
        if spentNanoseconds >= capNanoseconds || hasPlenty { return true }
        return spentNanoseconds >= budgetNanoseconds && cleanBatches >= quota
    }

    /// Whether more clean batches would tell nothing: over 24 runs of seven operations, the losses
    /// that could be alarmed were the same with 400 of 100 ms as with all 600. They must be of more
    /// than a moment, though: calls of the system were slower for up to a second at a time.
    private var hasPlenty: Bool {
        cleanBatches >= plenty
            && Clock.nanoseconds() - firstBatchNanoseconds >= PointSampler.momentNanoseconds
    }

    private var plenty: Int { 4 * budgetNanoseconds / 1_000_000 }

    /// Of what it will take at least.
    var shareDone: Double {
        if isComplete { return 1 }
        let ofTime = Double(spentNanoseconds) / Double(budgetNanoseconds)
        return min(1, max(ofTime, Double(cleanBatches) / Double(plenty)))
    }

    /// Four times the time, and three times what a quota of long batches takes; more where a loss
    /// is made, which makes batches long that are short else.
    private var capNanoseconds: Int {
        let patience = doubledEvery == 0 ? 3 : 200
        return max(4 * budgetNanoseconds, patience * quota * nanosecondsPerBatch)
    }

    /// Times one batch. The probe after it is the probe before the next one's.
    func sample(after before: Probe, cycles: CycleCounter) -> Probe {
        let start = Clock.nanoseconds()
        if batches.isEmpty { firstBatchNanoseconds = start }
        call.operation = operations[batches.count % operations.count]
        call.moveStack()
        var before = before
        if nanosecondsPerOperation < PointSampler.batchNanoseconds {
            // As many as the time holds: with a step from many to one, an operation that lies at
            // the step would be warm in one process and cold in the next.
            let fitting = PointSampler.warmingNanoseconds / nanosecondsPerOperation
            call.repeat(max(1, min(fitting, PointSampler.mostWarmingCalls)))
        } else {
            before = Probe.read()
        }
        let extra = doubledEvery > 0 ? operationsPerBatch / doubledEvery : 0
        let firstCycles = cycles.count
        call.repeat(operationsPerBatch + extra)
        let lastCycles = cycles.count
        let after = Probe.read()
        spentNanoseconds += Clock.nanoseconds() - start
        if let error = call.error {
            stop(error)
            return after
        }
        var batch = Batch(
            picoseconds: Double(call.nanoseconds) * 1000 / Double(operationsPerBatch),
            before: before, after: after)
        batch.callsSystem = callsSystem
        if let firstCycles, let lastCycles {
            batch.countedCycles = Double(lastCycles - firstCycles) / Double(operationsPerBatch)
        }
        batches.append(batch)
        return after
    }

    /// Marks the batches from that one on as held back by the control group.
    func markThrottled(from first: Int) {
        for index in min(first, batches.count)..<batches.count { batches[index].isThrottled = true }
    }

    private func prepare(_ point: Point, _ gate: Gate) throws(ServiceError) {
        let start = Clock.nanoseconds()
        operations.append(try gate.timedOperation(point.workload))
        let preparation = Clock.nanoseconds() - start
        firstUseNanoseconds = preparation
        try calibrate(operations[0])
        let contexts = PointSampler.contexts(point.messageBytes, preparation)
        for _ in 1..<max(contexts, 2) where contexts > 1 {
            padding.append([UInt8](repeating: 0, count: 16 * Int.random(in: 1...256)))
            let operation = try gate.timedOperation(point.workload)
            call.operation = operation
            call.repeat(1)
            if let error = call.error { throw .module(error) }
            operations.append(operation)
        }
    }

    /// As many as memory and time allow, up to sixteen: where one lies decides up to half of the
    /// time of a short message.
    private static func contexts(_ messageBytes: Int, _ preparationNanoseconds: Int) -> Int {
        if preparationNanoseconds > 20_000_000 { return 1 }
        if preparationNanoseconds > 2_000_000 || messageBytes > 1 << 16 { return 2 }
        return messageBytes > 1024 ? 8 : 16
    }

    private func calibrate(_ operation: any TimedOperation) throws(ServiceError) {
        call.operation = operation
        // The first call of a kind may fetch, seed or test.
        call.repeat(1)
        firstUseNanoseconds += call.nanoseconds
        var count = 1
        var least = leastNanoseconds(of: count, tries: 5)
        while least < PointSampler.batchNanoseconds / 2 && call.error == nil {
            count *= 2
            least = leastNanoseconds(of: count, tries: 5)
        }
        // Beside a neighbour the operation seems half as long again, and batches of this process
        // would hold less than those of others: a core alone is waited for, and not for long.
        least = min(least, leastNanoseconds(of: count, tries: 40))
        if let error = call.error { throw .module(error) }
        let single = Double(max(least, 1)) / Double(count)
        nanosecondsPerOperation = max(1, Int(single))
        // No power of two: at the border between two of them processes would differ by a half.
        operationsPerBatch = max(1, Int(Double(PointSampler.batchNanoseconds) / single))
        if doubledEvery != 0 {
            let multiple = abs(doubledEvery)
            operationsPerBatch = (operationsPerBatch + multiple - 1) / multiple * multiple
        }
    }

    /// The least of some tries, since each may be interrupted; three clean ones are enough, and two
    /// where they are long.
    private func leastNanoseconds(of count: Int, tries: Int) -> Int {
        var least = Int.max
        var clean = 0
        var before = Probe.read()
        for number in 1...tries {
            call.repeat(count)
            if call.error != nil { return least }
            least = min(least, call.nanoseconds)
            let after = Probe.read()
            if !noise.isContended(before) && !noise.isContended(after) { clean += 1 }
            before = after
            let spent = number * least
            if clean >= 3 || number > 1 && spent > 50 * PointSampler.batchNanoseconds { break }
        }
        return least
    }

    private func stop(_ error: ModuleError) {
        if case .notOffered(let reason) = error {
            obstacle = .notOffered(reason)
        } else {
            obstacle = .failed(error.message)
        }
    }
}

/// A batch as C calls it, below a stack of another depth each time.
private final class BatchCall {
    var operation: (any TimedOperation)?
    private(set) var nanoseconds = 0
    private(set) var error: ModuleError?
    private var count = 0
    private var depth = 0

    /// What warms a batch then lies where the batch does.
    func moveStack() { depth = 16 * Int.random(in: 0..<256) }

    func `repeat`(_ count: Int) {
        self.count = count
        unsafe cprobes_call_below(
            depth,
            { context in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<BatchCall>.fromOpaque(context).takeUnretainedValue().run()
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func run() {
        guard let operation, error == nil else { return }
        do throws(ModuleError) {
            let start = Clock.nanoseconds()
            try operation.run(count: count)
            nanoseconds = max(1, Clock.nanoseconds() - start - Probe.clockCost)
        } catch {
            self.error = error
        }
    }
}

/// The machine's own counter of cycles, where it shows one.
struct CycleCounter {
    private let file: Int32

    init() { file = cprobes_open_cycles() }

    var count: Int? {
        if file < 0 { return nil }
        let count = cprobes_read_cycles(file)
        return count < 0 ? nil : Int(count)
    }
}

extension Workload {
    /// OpenSSL's generators ask for the process's number in each request, to notice a fork. Of a
    /// millisecond's work that is nothing, of a short request a tenth.
    fileprivate var callsSystem: Bool {
        if case .generate = self { true } else { false }
    }
}
