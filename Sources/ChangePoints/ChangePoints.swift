/// Where a series of measurements changed: E-divisive (Matteson and James, 2014) in windows that
/// slide over the series finds candidates, and Student's t-test between the neighbouring segments
/// keeps those that are significant and large enough (Fleming and others, ICPE 2023).
package struct ChangePoint: Sendable, Equatable {
    /// The first measurement of the new segment.
    package var index: Int
    /// Means of the segments on both sides.
    package var before: Double
    package var after: Double
    /// How likely a difference as large is in a window where nothing changed, by the t-test.
    package var probability: Double

    /// 0.03 where the new segment is 3 % above the old one.
    package var effect: Double { after / before - 1 }

    /// The larger of both directions, so that a step up and the same step down count the same.
    var magnitude: Double { max(abs(effect), abs(before / after - 1)) }
}

/// What counts as a change.
package struct ChangeRule: Sendable {
    package var windowLength = 50
    package var significance = 0.001
    package var minimumEffect = 0.015

    package static let standard = ChangeRule()

    package init(
        windowLength: Int = 50, significance: Double = 0.001, minimumEffect: Double = 0.015
    ) {
        precondition(windowLength >= 4, "a window holds at least two pairs")
        self.windowLength = windowLength
        self.significance = significance
        self.minimumEffect = minimumEffect
    }

    /// Change points of a series of positive values, in order. Linear in its length.
    package func changePoints(in series: [Double]) -> [ChangePoint] {
        guard series.count > 2 else { return [] }
        let sums = SegmentSums(series)
        let candidates = candidates(series, sums)
        return confirmed(candidates, count: series.count, sums)
    }

    /// The first pass is ten times as lenient, since a window sees only a part of each segment.
    private func candidates(_ series: [Double], _ sums: SegmentSums) -> [Int] {
        var found: Set<Int> = []
        var distances = Distances(longest: windowLength)
        var start = 0
        while start < series.count {
            var last = 0
            var pending = [start..<min(start + windowLength, series.count)]
            while let segment = pending.popLast() {
                distances.measure(series, segment)
                guard let split = strongestSplit(segment, distances) else { continue }
                let (left, right) = (segment.lowerBound..<split, split..<segment.upperBound)
                guard sums.isProbability(below: significance * 10, left, right) else { continue }
                found.insert(split)
                last = max(last, split)
                pending += [left, right]
            }
            start = max(last, start + windowLength / 2)
        }
        return found.sorted()
    }

    /// The split with the largest energy distance, nil where no value differs from another.
    ///
    /// With n values left and m right, E = 2/(nm) ΣΣ|x−y| − 1/C(n,2) Σ|x−x'| − 1/C(m,2) Σ|y−y'|,
    /// weighted with nm/(n+m). Moving the border by one value changes each sum by that value's
    /// distances alone.
    private func strongestSplit(_ segment: Range<Int>, _ distances: borrowing Distances) -> Int? {
        var (left, across) = (0.0, 0.0)
        var right = distances.toEarlier.prefix(segment.count).reduce(0, +)
        var strongest = (energy: 0.0, split: Int?.none)
        for moved in 0..<(segment.count - 1) {
            let (toLeft, toRight) = (distances.toEarlier[moved], distances.toLater[moved])
            left += toLeft
            right -= toRight
            across += toRight - toLeft
            let n = Double(moved + 1)
            let m = Double(segment.count - moved - 1)
            var distance = 2 * across / (n * m)
            if n > 1 { distance -= 2 * left / (n * (n - 1)) }
            if m > 1 { distance -= 2 * right / (m * (m - 1)) }
            let energy = distance * n * m / (n + m)
            if energy > strongest.energy { strongest = (energy, segment.lowerBound + moved + 1) }
        }
        return strongest.split
    }

    /// Drops the weakest candidate until all that are left are significant and large: first the
    /// least significant, then the smallest. A dropped one joins its neighbours' segments.
    private func confirmed(_ splits: [Int], count: Int, _ sums: SegmentSums) -> [ChangePoint] {
        var splits = splits
        func point(_ position: Int) -> ChangePoint {
            let start = position > 0 ? splits[position - 1] : 0
            let end = position + 1 < splits.count ? splits[position + 1] : count
            return changePoint(start..<splits[position], splits[position]..<end, sums)
        }
        var points = splits.indices.map(point)
        while let weakest = weakest(of: points) {
            splits.remove(at: weakest)
            points.remove(at: weakest)
            for neighbour in [weakest - 1, weakest] where points.indices.contains(neighbour) {
                points[neighbour] = point(neighbour)
            }
        }
        return points
    }

    /// The split is the best of as many as a window offers, so the largest of so many differences
    /// is what was tested: its probability is multiplied by their number (Bonferroni). Without
    /// that, every fortieth series of 200 runs with 1 % of noise has a change point.
    private func changePoint(
        _ left: Range<Int>, _ right: Range<Int>, _ sums: SegmentSums
    ) -> ChangePoint {
        let choices = Double(min(left.count + right.count, windowLength) - 1)
        return ChangePoint(
            index: right.lowerBound, before: sums.mean(left), after: sums.mean(right),
            probability: min(1, sums.probability(left, right) * choices))
    }

    private func weakest(of points: [ChangePoint]) -> Int? {
        let leastSignificant = points.indices.max {
            points[$0].probability < points[$1].probability
        }
        guard let leastSignificant else { return nil }
        if points[leastSignificant].probability >= significance { return leastSignificant }
        let smallest = points.indices.min { points[$0].magnitude < points[$1].magnitude }
        guard let smallest, points[smallest].magnitude < minimumEffect else { return nil }
        return smallest
    }
}

/// For each value of a segment, the sum of its distances to the values before it in the segment and
/// to those behind.
private struct Distances {
    private(set) var toEarlier: [Double]
    private(set) var toLater: [Double]

    init(longest: Int) {
        toEarlier = [Double](repeating: 0, count: longest)
        toLater = toEarlier
    }

    /// Value by value into all sums at once: sums of their own do not wait for each other, so that
    /// the processor adds several in one go, and each is made in the order of the series.
    mutating func measure(_ series: [Double], _ segment: Range<Int>) {
        let count = segment.count
        unsafe series.withUnsafeBufferPointer { series in
            let values = unsafe UnsafeBufferPointer(rebasing: series[segment])
            unsafe toEarlier.withUnsafeMutableBufferPointer { sums in
                for index in 0..<count { unsafe sums[index] = 0 }
                for index in 0..<count {
                    let value = unsafe values[index]
                    for other in (index + 1)..<max(count, index + 1) {
                        unsafe sums[other] += abs(values[other] - value)
                    }
                }
            }
            unsafe toLater.withUnsafeMutableBufferPointer { sums in
                for index in 0..<count { unsafe sums[index] = 0 }
                for index in 0..<count {
                    let value = unsafe values[index]
                    for other in 0..<index { unsafe sums[other] += abs(values[other] - value) }
                }
            }
        }
    }
}
