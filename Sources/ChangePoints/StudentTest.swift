import Statistics

/// Sums of a series up to each place, so that the mean and spread of any segment cost nothing.
struct SegmentSums {
    private let centre: Double
    private var sums: [Double] = [0]
    private var squares: [Double] = [0]

    init(_ series: [Double]) {
        // Deviations from the mean are small, and so their squares lose no digits.
        centre = series.reduce(0, +) / Double(series.count)
        for value in series {
            let deviation = value - centre
            sums.append((sums.last ?? 0) + deviation)
            squares.append((squares.last ?? 0) + deviation * deviation)
        }
    }

    func mean(_ segment: Range<Int>) -> Double {
        centre + (sums[segment.upperBound] - sums[segment.lowerBound]) / Double(segment.count)
    }

    /// The sum of squared deviations from the segment's own mean.
    private func scatter(_ segment: Range<Int>) -> Double {
        let sum = sums[segment.upperBound] - sums[segment.lowerBound]
        let square = squares[segment.upperBound] - squares[segment.lowerBound]
        return max(0, square - sum * sum / Double(segment.count))
    }

    /// Student's two-sided t-test with a common variance: Welch's would need two measurements on
    /// both sides, and the newest run is to be judged alone.
    func probability(_ left: Range<Int>, _ right: Range<Int>) -> Double {
        let squared = squaredT(left, right)
        if squared == 0 { return 1 }
        let freedom = Double(left.count + right.count - 2)
        return StudentT.outside(squared: squared, freedom: freedom)
    }

    /// Whether the probability is below the limit. That of the normal distribution never is above
    /// it, takes a tenth of the time, and is enough for most splits.
    func isProbability(
        below limit: Double, _ left: Range<Int>, _ right: Range<Int>
    ) -> Bool {
        StudentT.outsideNormal(squared: squaredT(left, right)) < limit
            && probability(left, right) < limit
    }

    /// Zero where there is nothing to tell.
    private func squaredT(_ left: Range<Int>, _ right: Range<Int>) -> Double {
        let freedom = Double(left.count + right.count - 2)
        guard freedom >= 1 else { return 0 }
        let difference = mean(right) - mean(left)
        // Equal values leave nothing but what rounding leaves.
        if abs(difference) <= abs(centre) * 1e-9 { return 0 }
        let variance = (scatter(left) + scatter(right)) / freedom
        let error = variance * (1 / Double(left.count) + 1 / Double(right.count))
        return difference * difference / error
    }
}
