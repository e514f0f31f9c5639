import BenchRecord
import Glibc
import Throughput

/// A machine as noisy as those that were measured, from a seed: the same noise each time.
struct NoisyMachine {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    mutating func share() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// Normal, by the method of Box and Muller.
    mutating func normal() -> Double {
        (-2 * log(1 - share())).squareRoot() * cos(2 * Double.pi * share())
    }

    static let floor = 0.6944

    /// Batches of an operation of `cycles`, in one process: the frequency steps, a neighbour comes
    /// and goes, now and then a batch is interrupted.
    mutating func batches(_ count: Int, cycles: Double, layout: Double) -> [Batch] {
        var batches: [Batch] = []
        var hundreds = 36 + Int(next() % 3)
        var neighbour = 1.0
        func probe(_ megahertz: Double, _ neighbour: Double, _ noise: Double) -> Probe {
            Probe(
                chain: 15_000_000 / megahertz,
                contention: NoisyMachine.floor * neighbour * (1 + 0.003 * abs(noise)))
        }
        var before = probe(Double(hundreds) * 100, neighbour, normal())
        for _ in 0..<count {
            if share() < 0.05 { hundreds = 36 + Int(next() % 3) }
            if share() < 0.3 { neighbour = share() < 0.5 ? 1 : 1.2 + 0.5 * share() }
            let megahertz = Double(hundreds) * 100
            let after = probe(megahertz, neighbour, normal())
            var time = cycles * 1_000_000 / megahertz * exp(layout)
            // The neighbour was there for some part of the batch, or all of it.
            let crowd = max(before.contention, after.contention) / NoisyMachine.floor
            time *= 1 + (crowd - 1) * (before.contention == after.contention ? 1 : share())
            time *= 1 + 0.004 * abs(normal())
            if share() < 0.03 { time *= 1 + 5 * share() }
            batches.append(Batch(picoseconds: time, before: before, after: after))
            before = after
        }
        return batches
    }

    /// What some processes make of an operation, put together as a run does it.
    mutating func point(
        cycles: Double, processes: Int, batches count: Int = 80, layout: Double = 0.004
    ) -> BenchRecord.Point {
        let gate = NoiseGate(floor: NoisyMachine.floor)
        let answers = (0..<processes).map { _ in
            let offset = layout * normal()
            return BenchJob.PointAnswer(
                id: "p", state: .measured, reason: "",
                measured: LowQuantile.measured(
                    batches(count, cycles: cycles, layout: offset), gate, operationsPerBatch: 1))
        }
        let open = BenchRecord.Point(
            id: "p", module: "openssl", algorithm: "SHA2-256", operation: "hash",
            messageBytes: 1024, workload: "digest/1", workloadDigest: "00", state: .inconclusive)
        return BenchEstimate.complete(open, answers)
    }
}

extension BenchRecord {
    /// A record with nothing in it but points.
    static func of(_ points: [Point], _ fields: [String: String] = [:]) -> BenchRecord {
        BenchRecord(
            toolVersion: "1", startedAt: "", finishedAt: "", profile: "standard",
            fingerprint: Fingerprint(fields: fields),
            quietness: Quietness(grade: "A", cleanPerMille: 900, remarks: []), points: points)
    }
}
