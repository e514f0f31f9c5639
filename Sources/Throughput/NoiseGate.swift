import CProbes

/// What a probe saw just before or after a batch.
package struct Probe: Sendable {
    /// Nanoseconds of the chain: long where the core runs slowly.
    package let chain: Double
    /// Time of the units over that of the chain: high where somebody shares the core.
    package let contention: Double
    package let switches: Int

    package init(chain: Double, contention: Double, switches: Int = 0) {
        self.chain = chain
        self.contention = contention
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
            switches: Int(reading.switches))
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

    package init(floor: Double) { self.floor = floor }

    package enum Reason: CaseIterable {
        case contention
        case frequency
        case switched
        case throttled
    }

    /// Nil where the batch is clean.
    package func reason(against batch: Batch) -> Reason? {
        if batch.isThrottled { return .throttled }
        if batch.before.switches != batch.after.switches { return .switched }
        if isContended(batch.before) || isContended(batch.after) { return .contention }
        return abs(batch.after.chain / batch.before.chain - 1) < 0.01 ? nil : .frequency
    }

    /// Below the floor too: then the chain was interrupted and not the units.
    func isContended(_ probe: Probe) -> Bool {
        probe.contention > floor * 1.03 || probe.contention < floor * 0.95
    }
}

/// Learns the floor: the contention below which one probe in a hundred stays.
package struct FloorLearner: Sendable {
    /// By steps of 1/8192 up to 4.
    private var counts = [Int](repeating: 0, count: 4 << 13)
    package private(set) var probes = 0

    package init() {}

    /// - Parameter last: the probe before it. One whose chain was interrupted seems less contended
    ///   than a core alone, and its chain is not as long as the last one's.
    package mutating func add(_ probe: Probe, after last: Probe) {
        if abs(probe.chain / last.chain - 1) > 0.005 { return }
        let index = Int(probe.contention * 8192)
        counts[max(0, min(index, counts.count - 1))] += 1
        probes += 1
    }

    /// Nil before the first probe.
    package var floor: Double? {
        var rest = probes / 100
        for (index, count) in counts.enumerated() {
            if count > rest { return (Double(index) + 0.5) / 8192 }
            rest -= count
        }
        return nil
    }
}
