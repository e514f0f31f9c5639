import Glibc

/// Student's t distribution.
package enum StudentT {
    /// The chance of a t at least as far from zero, on both sides: the regularised incomplete beta
    /// function at ν/(ν+t²) (Abramowitz and Stegun, 26.7.1 and 26.5.27).
    package static func outside(squared t: Double, freedom: Double) -> Double {
        if t.isInfinite { return 0 }
        return incompleteBeta(freedom / (freedom + t), freedom / 2, 0.5)
    }

    /// The same of a normal distribution, whose tails are lighter: never above that.
    package static func outsideNormal(squared t: Double) -> Double { erfc((t / 2).squareRoot()) }

    /// The value that a share lies below, by bisection; `share` is above one half.
    package static func quantile(_ share: Double, freedom: Int) -> Double {
        var low = 0.0
        var high = 1000.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            let above = outside(squared: middle * middle, freedom: Double(freedom)) / 2
            if 1 - above < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
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
