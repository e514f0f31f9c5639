import CProbes

/// What a probe saw just before or after a batch.
package struct Probe: Sendable {
    /// Nanoseconds of the chain: long where the core runs slowly.
    package let chain: Double
    /// Time of the units over that of the chain: high where somebody shares the core.
    package let contention: Double
    /// Time of some calls of the system over that of the chain.
    package let calls: Double
    package let switches: Int

    package init(chain: Double, contention: Double, calls: Double = 0, switches: Int = 0) {
        self.chain = chain
        self.contention = contention
        self.calls = calls
        self.switches = switches
    }

    /// Nominal where the architecture's latency of a multiplication is not known: such a number
    /// tells frequencies apart and is none.
    package var megahertz: Double {
        let cycles = Probe.knowsFrequency ? Double(cprobes_chain_cycles) : 15_000
        return cycles * 1000 / chain
    }

    package static var knowsFrequency: Bool { cprobes_chain_cycles != 0 }

    /// Nanoseconds between two readings of the clock with nothing between.
    static let clockCost = Int(cprobes_clock_cost())

    static func read() -> Probe {
        var reading = cprobes_reading()
        unsafe cprobes_read(&reading, UInt64(clockCost))
        let chain = Double(reading.chain_nanoseconds)
        return Probe(
            chain: chain, contention: Double(reading.units_nanoseconds) / chain,
            calls: Double(reading.calls_nanoseconds) / chain, switches: Int(reading.switches))
    }
}

/// One batch of operations between two probes.
package struct Batch: Sendable {
    /// Of one operation.
    package var picoseconds: Double
    package var before: Probe
    package var after: Probe
    /// Cycles of one operation by the machine's own counter; nil where it shows none.
    package var countedCycles: Double?
    /// Whether its operations call the system so often that it shows.
    package var callsSystem = false
    /// Whether the control group was held back meanwhile.
    package var isThrottled = false

    package init(picoseconds: Double, before: Probe, after: Probe) {
        self.picoseconds = picoseconds
        self.before = before
        self.after = after
    }

    package var megahertz: Double { (before.megahertz + after.megahertz) / 2 }

    package var cycles: Double { countedCycles ?? picoseconds * megahertz / 1_000_000 }
}

/// Which batches count.
package struct NoiseGate: Sendable {
    /// The least contention of this machine, which is that of a core alone.
    package let floor: Double
    /// The least that calls of the system take. On a guest one was seen to take 139 or 182 ns, for
    /// up to a second at a time.
    package let callsFloor: Double

    package init(floor: Double, callsFloor: Double = .infinity) {
        self.floor = floor
        self.callsFloor = callsFloor
    }

    package enum Reason: CaseIterable {
        case contention
        case frequency
        case slowCalls
        case switched
        case throttled
    }

    /// Nil where the batch is clean.
    package func reason(against batch: Batch) -> Reason? {
        if batch.isThrottled { return .throttled }
        if batch.before.switches != batch.after.switches { return .switched }
        if isContended(batch.before) || isContended(batch.after) { return .contention }
        if abs(batch.after.chain / batch.before.chain - 1) >= 0.01 { return .frequency }
        let calls = max(batch.before.calls, batch.after.calls)
        return batch.callsSystem && calls > callsFloor * 1.15 ? .slowCalls : nil
    }

    /// Below the floor too: then the chain was interrupted and not the units.
    func isContended(_ probe: Probe) -> Bool {
        probe.contention > floor * 1.03 || probe.contention < floor * 0.95
    }
}

/// Learns the floors: what one probe in a hundred stays below.
package struct FloorLearner: Sendable {
    private var contention = Histogram()
    private var calls = Histogram()

    package init() {}

    package var probes: Int { contention.total }

    /// - Parameter last: the probe before it. One whose chain was interrupted seems less contended
    ///   than a core alone, and its chain is not as long as the last one's.
    package mutating func add(_ probe: Probe, after last: Probe) {
        if abs(probe.chain / last.chain - 1) > 0.005 { return }
        contention.add(probe.contention)
        calls.add(probe.calls)
    }

    /// Of contention; nil before the first probe.
    package var floor: Double? { contention.low }

    /// Of calls of the system; nil before the first probe, and where a tracer or a sandbox makes
    /// them so slow that they cannot be told apart.
    package var callsFloor: Double? { calls.low.flatMap { $0 < 3.9 ? $0 : nil } }

    /// By steps of 1/8192 up to 4.
    private struct Histogram {
        private var counts = [Int](repeating: 0, count: 4 << 13)
        private(set) var total = 0

        mutating func add(_ value: Double) {
            counts[Int(max(0, min(value * 8192, Double(counts.count - 1))))] += 1
            total += 1
        }

        /// What one in a hundred stays below.
        var low: Double? {
            var rest = total / 100
            for (index, count) in counts.enumerated() {
                if count > rest { return (Double(index) + 0.5) / 8192 }
                rest -= count
            }
            return nil
        }
    }
}
