package import BenchRecord
import Statistics

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
        point.firstUsePicoseconds = median(answers.compactMap(\.firstUsePicoseconds))
        let measured = answers.compactMap(\.measured)
        if measured.count * 2 <= answers.count {
            let other = answers.first { $0.state != .measured }
            point.state = other?.state ?? .inconclusive
            point.reason = other?.reason ?? "no process came to it"
            return point
        }
        // Times at one frequency: that of the core differs from process to process, and what the
        // module costs does not.
        let megahertz = Sample.median(measured.map(\.megahertz))
        point.state = .measured
        point.replicates = measured.map { replicate($0, megahertz) }
        point.estimate = estimate(measured, point.replicates)
        return point
    }

    /// Nil where no process told.
    package static func startUp(_ all: [BenchRecord.StartUp]) -> BenchRecord.StartUp? {
        guard var startUp = all.first, let load = median(all.map(\.loadPicoseconds)) else {
            return nil
        }
        startUp.loadPicoseconds = load
        for index in startUp.selfTests.indices {
            // A module runs the same tests in the same order each time.
            let same = all.compactMap { other in
                index < other.selfTests.count ? other.selfTests[index].picoseconds : nil
            }
            startUp.selfTests[index].picoseconds = median(same) ?? 0
        }
        return startUp
    }

    private static func median(_ values: [Int]) -> Int? {
        values.isEmpty ? nil : Int(Sample.median(values.map { Double($0) }).rounded())
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
        let middle = Sample.median(times)
        let half = max(
            middle * leastRelativeNoise,
            times.count < 2
                ? 2 * assumedRelativeNoise * middle
                : StudentT.quantile(0.975, freedom: times.count - 1) * Sample.deviation(times)
                    / Double(times.count).squareRoot())
        let counted = measured.allSatisfy(\.cyclesAreCounted)
        return BenchRecord.Estimate(
            picoseconds: Int(middle.rounded()),
            lowerPicoseconds: max(0, Int((middle - half).rounded())),
            upperPicoseconds: Int((middle + half).rounded()),
            milliCycles: counted || Probe.knowsFrequency
                ? Int(Sample.median(measured.map(\.milliCycles)).rounded()) : nil,
            cycleSource: counted
                ? "perf_event_open" : Probe.knowsFrequency ? "frequency probe" : nil,
            rawMedianPicoseconds: Int(
                Sample.median(measured.map { Double($0.rawMedianPicoseconds) }).rounded()))
    }
}
