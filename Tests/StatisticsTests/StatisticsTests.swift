import Statistics
import Testing

@Suite struct StudentTTests {
    /// Abramowitz and Stegun, Table 26.10: the tail of Student's t.
    @Test(arguments: [
        (1.0, 12.706, 0.05), (2, 9.925, 0.01), (5, 6.869, 0.001), (10, 1.812, 0.1),
        (30, 3.646, 0.001), (120, 2.617, 0.01),
    ])
    func tail(freedom: Double, t: Double, probability: Double) {
        let outside = StudentT.outside(squared: t * t, freedom: freedom)
        #expect(abs(outside / probability - 1) < 0.002)
    }

    @Test func nothingLiesBeyondInfinity() {
        #expect(StudentT.outside(squared: .infinity, freedom: 3) == 0)
        #expect(StudentT.outside(squared: 0, freedom: 3) == 1)
    }

    /// From the tables of Student's t.
    @Test(arguments: [
        (1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (8, 2.306), (30, 2.042),
    ])
    func quantile(_ freedom: Int, _ quantile: Double) {
        #expect(abs(StudentT.quantile(0.975, freedom: freedom) - quantile) < 0.001)
    }

    /// What is not below a limit by the normal distribution is not by Student's t either, and 1.96
    /// deviations leave 5 %.
    @Test func normalTailsAreTheLighter() {
        #expect(abs(StudentT.outsideNormal(squared: 1.959964 * 1.959964) - 0.05) < 1e-6)
        for squared in [0.1, 1, 4, 9, 25] {
            for freedom in [1.0, 5, 48, 1000] {
                let outside = StudentT.outside(squared: squared, freedom: freedom)
                #expect(StudentT.outsideNormal(squared: squared) <= outside)
            }
        }
    }
}

@Suite struct SampleTests {
    @Test func quantilesLieBetweenTheNearest() {
        let values = [4.0, 1, 3, 2]
        #expect(Sample.median(values) == 2.5)
        #expect(Sample.quantile(values, 0) == 1)
        #expect(Sample.quantile(values, 1) == 4)
        #expect(abs(Sample.quantile(values, 0.15) - 1.45) < 1e-12)
        #expect(Sample.median([7.0]) == 7)
    }

    @Test func deviationIsThatOfASample() {
        #expect(Sample.deviation([2.0, 4, 4, 4, 5, 5, 7, 9]).rounded(to: 3) == 2.138)
        #expect(Sample.deviation([5.0]) == 0)
        #expect(Sample.deviation([]) == 0)
    }
}

extension Double {
    fileprivate func rounded(to places: Int) -> Double {
        let factor = (0..<places).reduce(1.0) { product, _ in product * 10 }
        return (self * factor).rounded() / factor
    }
}
