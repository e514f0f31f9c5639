import BenchRecord
import Statistics

/// The estimates of one process, from the batches of one point.
package enum LowQuantile {
    /// A bin with fewer batches says nothing.
    private static let leastOfBin = 8

    /// Low enough to leave the rest of the noise above it, and far from the lowest, which a
    /// disturbed probe can make.
    package static let share = 0.1

    /// Nil where no batch is clean.
    package static func measured(
        _ batches: [Batch], _ gate: NoiseGate, operationsPerBatch: Int
    ) -> BenchJob.Measured? {
        let clean = batches.filter { gate.reason(against: $0) == nil }
        if clean.isEmpty { return nil }
        var bins: [Int: [Double]] = [:]
        for batch in clean {
            bins[Int((batch.megahertz / 100).rounded()) * 100, default: []]
                .append(batch.picoseconds)
        }
        let kept = bins.filter { $0.value.count >= leastOfBin }.sorted { $0.key < $1.key }
        return BenchJob.Measured(
            milliCycles: estimate(clean.map(\.cycles)) * 1000,
            megahertz: Sample.median(clean.map(\.megahertz)),
            rawMedianPicoseconds: Int(Sample.median(batches.map(\.picoseconds)).rounded()),
            batches: batches.count, cleanBatches: clean.count,
            operationsPerBatch: operationsPerBatch,
            cyclesAreCounted: clean.allSatisfy { $0.countedCycles != nil },
            bins: kept.map { megahertz, values in
                BenchRecord.Bin(
                    megahertz: megahertz, batches: values.count,
                    picoseconds: Int(estimate(values).rounded()))
            })
    }

    private static func estimate(_ values: [Double]) -> Double {
        Sample.quantile(Array(lowestMode(values.sorted())), share)
    }

    /// Values below a gap, where there are enough of them. A processor that predicts a branch
    /// wrongly may do so throughout a batch, and in one process of a hundred in nearly all: 97 of
    /// 100 batches of a short HMAC took 4 % longer there, and the rest what they take in others.
    private static func lowestMode(_ sorted: [Double]) -> ArraySlice<Double> {
        let least = max(leastOfBin, Int(Double(sorted.count) * leastShare))
        for index in stride(from: least, to: sorted.count / 2, by: 1)
        where sorted[index] > sorted[index - 1] * (1 + leastGap) {
            return sorted[..<index]
        }
        return sorted[...]
    }

    /// As a share. Batches of one mode lie closer than that.
    private static let leastGap = 0.01
    /// Of the batches: fewer may be those of disturbed probes.
    private static let leastShare = 0.02
}
