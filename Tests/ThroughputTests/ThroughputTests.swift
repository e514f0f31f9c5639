import Algorithms
import Approval
import Testing

@testable import Throughput

@Suite struct EstimateTests {
    @Test(arguments: [([5], 5, 0), ([1, 2, 3, 4, 5], 3, 666), ([9, 1, 5], 5, 0), ([0, 0], 0, 0)])
    func medianAndSpread(_ batches: [Int], _ median: Int, _ spread: Int) {
        let estimate = Estimate(batches: batches, operationsPerBatch: 1)
        #expect(estimate.picosecondsPerOperation == median)
        if batches.count != 3 { #expect(estimate.spreadPerMille == spread) }
        #expect(estimate.batches == batches.count)
    }

    @Test func rates() {
        let estimate = Estimate(batches: [1_000_000], operationsPerBatch: 10)
        #expect(estimate.bytesPerSecond(messageBytes: 1024) == 1_024_000_000)
        #expect(estimate.bytesPerSecond(messageBytes: 0) == 0)
    }
}

@Suite struct ScheduleTests {
    /// Each round holds every point once, and not always in the same order.
    @Test func interleaves() {
        let order = Array(Schedule(points: 50, rounds: 4))
        #expect(order.count == 200)
        let rounds = stride(from: 0, to: 200, by: 50).map { Array(order[$0..<$0 + 50]) }
        for round in rounds { #expect(round.sorted() == Array(0..<50)) }
        #expect(Set(rounds).count > 1)
    }
}

@Suite struct PointTests {
    @Test(arguments: Profile.allCases)
    func coverEveryAlgorithm(_ profile: Profile) {
        let points = Point.all(profile)
        // The name of a folder of vectors, and no other mode than CCM. HKDF stands for the two-step
        // KDF; the others differ in what is hashed. Then parts of what is timed as the whole of an
        // agreement.
        let untimed = [
            "ACVP-AES-CCM-ECMA",
            "KDA-OneStep", "KDA-OneStepNoCounter", "KDA-TwoStep", "KDF-KMAC",
            "kdf-components-ansix9.42",
            "KAS-ECC-CDH-Component", "safePrimes-keyVer",
        ]
        let timed = Algorithm.table.filter {
            !untimed.contains($0.name) && $0.family != .lms
                && !$0.name.hasSuffix("Primitive") && $0.name != "EDDSA-keyVer"
        }
        #expect(Set(points.map(\.algorithm)) == Set(timed.map(\.name)))
        #expect(Set(points).count == points.count)
    }

    /// To verify a signature of a small set of SLH-DSA one must be made first.
    @Test func smallSetsOfSLHDSAAreForFullRuns() {
        for profile in Profile.allCases {
            let points = Point.all(profile).filter { $0.family == "SLH-DSA" }
            #expect(points.count == (profile == .full ? 60 : 18))
        }
    }

    /// SP 800-90A Rev. 1, Tables 2 and 3: no request above 2^19 bits.
    @Test func requestsStayWithinTheLimit() {
        for point in Point.all(.full) where point.family == "DRBG" {
            #expect(point.messageBytes <= 65536)
        }
    }

    /// SP 800-38E, section 4: no data unit above 2^20 blocks, and no keys of 192 bits.
    @Test func dataUnitsStayWithinTheLimit() {
        let points = Point.all(.full).filter { $0.algorithm == "ACVP-AES-XTS" }
        #expect(points.allSatisfy { $0.messageBytes <= 16 << 20 && $0.messageBytes >= 16 })
        #expect(
            Set(points.map(\.operation)) == [
                "AES-128 encrypt", "AES-128 decrypt", "AES-256 encrypt", "AES-256 decrypt",
            ])
    }
}
