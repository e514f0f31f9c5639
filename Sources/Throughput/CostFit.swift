package import BenchRecord

/// What a message costs whatever its length, and what each byte costs, fitted over the lengths of
/// one operation.
package struct CostFit: Sendable, Equatable {
    package let fixedPicoseconds: Double
    package let picosecondsPerByte: Double

    /// - Parameter points: message bytes and picoseconds. Nil for fewer than two lengths.
    package init?(_ points: [(bytes: Int, picoseconds: Double)]) {
        if Set(points.map(\.bytes)).count < 2 { return nil }
        // Weighted by 1/t², so that each length counts by its relative error.
        var weights = 0.0
        var bytes = 0.0
        var squares = 0.0
        var times = 0.0
        var products = 0.0
        for point in points where point.picoseconds > 0 {
            let weight = 1 / (point.picoseconds * point.picoseconds)
            let length = Double(point.bytes)
            weights += weight
            bytes += weight * length
            squares += weight * length * length
            times += weight * point.picoseconds
            products += weight * length * point.picoseconds
        }
        let determinant = weights * squares - bytes * bytes
        if determinant <= 0 { return nil }
        let fixed = (squares * times - bytes * products) / determinant
        if fixed >= 0 {
            fixedPicoseconds = fixed
            picosecondsPerByte = (weights * products - bytes * times) / determinant
        } else {
            // A message costs no less than nothing: the line goes through the origin.
            fixedPicoseconds = 0
            picosecondsPerByte = products / squares
        }
    }

    package init?(_ points: [BenchRecord.Point]) {
        self.init(
            points.compactMap { point in
                point.estimate.map { (point.messageBytes, Double($0.picoseconds)) }
            })
    }
}
