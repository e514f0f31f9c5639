/// What the batches of one point say. Times are in picoseconds, so that integers keep what a
/// short operation needs.
package struct Estimate: Sendable, Equatable {
    /// The median over all batches.
    package let picosecondsPerOperation: Int
    /// The distance of the quartiles as thousandths of the median.
    package let spreadPerMille: Int
    package let batches: Int
    package let operationsPerBatch: Int

    /// - Parameter batches: picoseconds per operation of each batch; at least one.
    init(batches: [Int], operationsPerBatch: Int) {
        let sorted = batches.sorted()
        let median = Estimate.quantile(sorted, 2)
        picosecondsPerOperation = median
        spreadPerMille =
            median == 0
            ? 0 : (Estimate.quantile(sorted, 3) - Estimate.quantile(sorted, 1)) * 1000 / median
        self.batches = batches.count
        self.operationsPerBatch = operationsPerBatch
    }

    /// Bytes a second for messages of that length; 0 where there is none.
    package func bytesPerSecond(messageBytes: Int) -> Int {
        picosecondsPerOperation == 0
            ? 0 : Int(Double(messageBytes) * 1e12 / Double(picosecondsPerOperation))
    }

    private static func quantile(_ sorted: [Int], _ quarter: Int) -> Int {
        sorted[(sorted.count - 1) * quarter / 4]
    }
}
