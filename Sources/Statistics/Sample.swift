/// What a sample of values says. None of it is asked of an empty one, but for the deviation.
package enum Sample {
    /// The value below which that share lies, between the two nearest.
    package static func quantile(_ values: [Double], _ share: Double) -> Double {
        let sorted = values.sorted()
        let place = Double(sorted.count - 1) * share
        let lower = Int(place)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (sorted[upper] - sorted[lower]) * (place - Double(lower))
    }

    package static func median(_ values: [Double]) -> Double {
        quantile(values, 0.5)
    }

    /// The standard deviation of what the sample is of: 0 for a single value.
    package static func deviation(_ values: [Double]) -> Double {
        if values.count < 2 { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(values.count - 1)).squareRoot()
    }
}
