package import BenchRecord
import Glibc

/// Puts together what the processes measured.
package enum BenchEstimate {
    /// Two runs of the same never agree better than this (measured over 56 processes).
    package static let leastRelativeNoise = 0.0015
    /// How far a single process may be from others, where there are no others to tell.
    package static let assumedRelativeNoise = 0.005

    /// The point with its estimate, or the reason why there is none.
    ///
    /// - Parameter answers: one for each process that came to the point.
    package static func complete(
        _ point: BenchRecord.Point, _ answers: [BenchJob.PointAnswer]
    ) -> BenchRecord.Point {
        var point = point
        point.estimate = nil
        point.replicates = []
        point.reason = ""
        // What failed once has failed, whatever the other processes saw.
        if let failed = answers.first(where: { $0.state == .failed }) {
            point.state = .failed
            point.reason = failed.reason
            return point
        }
        let measured = answers.compactMap(\.measured)
        if measured.count * 2 <= answers.count {
            let other = answers.first { $0.state != .measured }
            point.state = other?.state ?? .inconclusive
            point.reason = other?.reason ?? "no process came to it"
            return point
        }
        // Times at one frequency: that of the core differs from process to process, and what the
        // module costs does not.
        let megahertz = LowQuantile.median(measured.map(\.megahertz))
        point.state = .measured
        point.replicates = measured.map { replicate($0, megahertz) }
        point.estimate = estimate(measured, point.replicates)
        return point
    }

    private static func replicate(
        _ measured: BenchJob.Measured, _ megahertz: Double
    ) -> BenchRecord.Replicate {
        // Counted cycles and the probe's frequency need not be of one scale.
        let time =
            measured.cyclesAreCounted
            ? atOneFrequency(measured) : measured.milliCycles * 1000 / megahertz
        return BenchRecord.Replicate(
            picoseconds: Int(time.rounded()),
            rawMedianPicoseconds: measured.rawMedianPicoseconds, batches: measured.batches,
            cleanBatches: measured.cleanBatches,
            operationsPerBatch: measured.operationsPerBatch, bins: measured.bins)
    }

    /// The low quantile of the bin that has most batches.
    private static func atOneFrequency(_ measured: BenchJob.Measured) -> Double {
        let fullest = measured.bins.max { $0.batches < $1.batches }
        return fullest.map { Double($0.picoseconds) }
            ?? measured.milliCycles * 1000 / measured.megahertz
    }

    private static func estimate(
        _ measured: [BenchJob.Measured], _ replicates: [BenchRecord.Replicate]
    ) -> BenchRecord.Estimate {
        let times = replicates.map { Double($0.picoseconds) }
        let middle = LowQuantile.median(times)
        let half = max(
            middle * leastRelativeNoise,
            times.count < 2
                ? 2 * assumedRelativeNoise * middle
                : StudentT.quantile(0.975, freedom: times.count - 1) * deviation(times)
                    / Double(times.count).squareRoot())
        let counted = measured.allSatisfy(\.cyclesAreCounted)
        return BenchRecord.Estimate(
            picoseconds: Int(middle.rounded()),
            lowerPicoseconds: max(0, Int((middle - half).rounded())),
            upperPicoseconds: Int((middle + half).rounded()),
            milliCycles: counted || Probe.knowsFrequency
                ? Int(LowQuantile.median(measured.map(\.milliCycles)).rounded()) : nil,
            cycleSource: counted
                ? "perf_event_open" : Probe.knowsFrequency ? "frequency probe" : nil,
            rawMedianPicoseconds: Int(
                LowQuantile.median(measured.map { Double($0.rawMedianPicoseconds) }).rounded()))
    }

    /// Of a sample: 0 for a single value.
    package static func deviation(_ values: [Double]) -> Double {
        if values.count < 2 { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }
}

/// Student's t distribution.
package enum StudentT {
    /// The value that a share lies below, by bisection of the integral; `share` is above one half.
    package static func quantile(_ share: Double, freedom: Int) -> Double {
        var low = 0.0
        var high = 1000.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if below(middle, freedom: freedom) < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The share below `value`, which is not negative: the closed forms for whole degrees of
    /// freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4).
    package static func below(_ value: Double, freedom: Int) -> Double {
        let angle = atan(value / Double(freedom).squareRoot())
        let cosine = cos(angle)
        var term = 1.0
        var sum = 0.0
        if freedom % 2 == 1 {
            if freedom > 1 {
                term = cosine
                sum = term
                for index in stride(from: 3, through: freedom - 2, by: 2) {
                    term *= Double(index - 1) / Double(index) * cosine * cosine
                    sum += term
                }
            }
            return 0.5 + (angle + sin(angle) * sum) / Double.pi
        }
        sum = 1
        for index in stride(from: 2, through: freedom - 2, by: 2) {
            term *= Double(index - 1) / Double(index) * cosine * cosine
            sum += term
        }
        return 0.5 + sin(angle) * sum / 2
    }
}
