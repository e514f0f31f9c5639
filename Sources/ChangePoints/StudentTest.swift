import Glibc

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
        let freedom = Double(left.count + right.count - 2)
        guard freedom >= 1 else { return 1 }
        let difference = mean(right) - mean(left)
        // Equal values leave nothing but what rounding leaves.
        if abs(difference) <= abs(centre) * 1e-9 { return 1 }
        let variance = (scatter(left) + scatter(right)) / freedom
        let error = variance * (1 / Double(left.count) + 1 / Double(right.count))
        return studentTail(squared: difference * difference / error, freedom: freedom)
    }
}

/// The chance of a t at least as far from zero, both sides: the regularised incomplete beta
/// function at ν/(ν+t²) (Abramowitz and Stegun, 26.7.1 and 26.5.27).
func studentTail(squared t: Double, freedom: Double) -> Double {
    if t.isInfinite { return 0 }
    let x = freedom / (freedom + t)
    return incompleteBeta(x, freedom / 2, 0.5)
}

/// By its continued fraction (Abramowitz and Stegun, 26.5.8), which converges fast below
/// (a+1)/(a+b+2); above it the function of the complement is used.
private func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    // Evaluated from the front with Lentz's method.
    let smallest = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < smallest ? smallest : value }
    var numerator = 1.0
    var denominator = 1 / kept(1 - (a + b) * x / (a + 1))
    var fraction = denominator
    for step in 1...1000 {
        let m = Double(step)
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        var change = 1.0
        for coefficient in [even, odd] {
            denominator = 1 / kept(1 + coefficient * denominator)
            numerator = kept(1 + coefficient / numerator)
            change = numerator * denominator
            fraction *= change
        }
        if abs(change - 1) < 1e-14 { break }
    }
    return front * fraction
}
