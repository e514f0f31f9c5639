import Algorithms
package import Approval
package import BenchRecord
import Glibc
import Statistics

/// What several threads do at once, beside what one does: each operation of a thread has contexts
/// of its own, and their methods come from library contexts of their own, or all from one.
package struct ThreadScaling {
    /// For each thread a module of its own.
    private let own: [Gate]
    /// For each thread a module that shares the first one's library context.
    private let shared: [Gate]

    private static let rounds = 7
    private static let windowNanoseconds = 10_000_000
    private static let batchNanoseconds = 100_000

    /// - Parameters: as many modules as there shall be threads, in both.
    package init(own: [Gate], shared: [Gate]) {
        self.own = own
        self.shared = shared
    }

    /// Nil where the module does not offer the point, or stops: then the point itself says so.
    package func measure(_ point: Point, id: String) -> BenchRecord.Scaling? {
        guard let own = ThreadScaling.operations(point, own),
            let shared = ThreadScaling.operations(point, shared),
            let batch = ThreadScaling.batch(own[0])
        else { return nil }
        var ratios: (own: [Double], shared: [Double]) = ([], [])
        // By turns, so that all three meet the same machine.
        for _ in 0..<ThreadScaling.rounds {
            guard let single = ThreadScaling.rate([own[0]], batch),
                let apart = ThreadScaling.rate(own, batch),
                let together = ThreadScaling.rate(shared, batch)
            else { return nil }
            ratios.own.append(apart / single)
            ratios.shared.append(together / single)
        }
        return BenchRecord.Scaling(
            id: id, threads: own.count,
            ownPerMille: Int((Sample.median(ratios.own) * 1000).rounded()),
            sharedPerMille: Int((Sample.median(ratios.shared) * 1000).rounded()))
    }

    private static func operations(_ point: Point, _ gates: [Gate]) -> [any TimedOperation]? {
        let operations = gates.compactMap { try? $0.timedOperation(point.workload) }
        return operations.count == gates.count && !operations.isEmpty ? operations : nil
    }

    /// How many operations take as long as the clock needs not to be seen.
    private static func batch(_ operation: any TimedOperation) -> Int? {
        var count = 1
        while true {
            let start = Clock.nanoseconds()
            guard (try? operation.run(count: count)) != nil else { return nil }
            if Clock.nanoseconds() - start >= batchNanoseconds { return count }
            count *= 2
        }
    }

    /// Operations in a nanosecond of a processor's time, of all threads together; nil where one of
    /// them stopped.
    private static func rate(_ operations: [any TimedOperation], _ batch: Int) -> Double? {
        let barrier = UnsafeMutablePointer<pthread_barrier_t>.allocate(capacity: 1)
        unsafe pthread_barrier_init(barrier, nil, UInt32(operations.count))
        defer {
            unsafe pthread_barrier_destroy(barrier)
            unsafe barrier.deallocate()
        }
        let workers = operations.map { unsafe Worker($0, batch, barrier) }
        var threads: [pthread_t] = []
        for worker in workers.dropFirst() {
            var thread = pthread_t()
            let failed = unsafe pthread_create(
                &thread, nil,
                { argument in
                    guard let argument = unsafe argument else { return nil }
                    unsafe Unmanaged<Worker>.fromOpaque(argument).takeUnretainedValue().work()
                    return nil
                }, Unmanaged.passUnretained(worker).toOpaque())
            // Those that wait at the barrier would wait for ever.
            precondition(failed == 0, "no thread for a measurement")
            threads.append(thread)
        }
        workers[0].work()
        for thread in threads { pthread_join(thread, nil) }
        return workers.reduce(0.0 as Double?) { sum, worker in
            sum.flatMap { sum in worker.rate.map { sum + $0 } }
        }
    }

    /// What one thread does. Nobody else touches it before the thread has ended.
    @safe
    private final class Worker {
        private let operation: any TimedOperation
        private let batch: Int
        private let barrier: UnsafeMutablePointer<pthread_barrier_t>
        private(set) var rate: Double?

        init(
            _ operation: any TimedOperation, _ batch: Int,
            _ barrier: UnsafeMutablePointer<pthread_barrier_t>
        ) {
            self.operation = operation
            self.batch = batch
            unsafe self.barrier = barrier
        }

        func work() {
            unsafe pthread_barrier_wait(barrier)
            let start = Clock.nanoseconds()
            let used = Clock.threadNanoseconds()
            var count = 0
            while Clock.nanoseconds() - start < windowNanoseconds {
                guard (try? operation.run(count: batch)) != nil else { return }
                count += batch
            }
            // What threads wait for each other they spend in the processor; what others take of it
            // is not theirs.
            rate = Double(count) / Double(max(1, Clock.threadNanoseconds() - used))
        }
    }
}
