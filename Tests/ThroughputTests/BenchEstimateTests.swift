import Algorithms
import BenchRecord
import Testing

@testable import Throughput

@Suite struct NoiseGateTests {
    private let gate = NoiseGate(floor: 0.7)

    @Test(arguments: [
        (5000.0, 0.7, 5000.0, 0.7, nil), (5000, 0.72, 5000, 0.7, nil),
        (5000, 0.73, 5000, 0.7, NoiseGate.Reason.contention),
        (5000, 0.7, 5000, 0.73, .contention), (5000, 0.7, 5000, 0.66, .contention),
        (5000, 0.7, 5060, 0.7, .frequency), (5060, 0.7, 5000, 0.7, .frequency),
        (5000, 0.7, 5040, 0.7, nil),
    ])
    func probes(
        _ chain: Double, _ contention: Double, _ laterChain: Double, _ laterContention: Double,
        _ reason: NoiseGate.Reason?
    ) {
        let batch = Batch(
            picoseconds: 1, before: Probe(chain: chain, contention: contention),
            after: Probe(chain: laterChain, contention: laterContention))
        #expect(gate.reason(against: batch) == reason)
    }

    @Test func switchesAndThrottling() {
        let before = Probe(chain: 5000, contention: 0.7, switches: 3)
        let after = Probe(chain: 5000, contention: 0.7, switches: 4)
        var batch = Batch(picoseconds: 1, before: before, after: after)
        #expect(gate.reason(against: batch) == .switched)
        batch = Batch(picoseconds: 1, before: before, after: before)
        #expect(gate.reason(against: batch) == nil)
        batch.isThrottled = true
        #expect(gate.reason(against: batch) == .throttled)
    }

    /// Only where operations call the system: of others it says nothing.
    @Test func slowCallsCount() {
        let gate = NoiseGate(floor: 0.7, callsFloor: 0.22)
        let before = Probe(chain: 5000, contention: 0.7, calls: 0.23)
        let after = Probe(chain: 5000, contention: 0.7, calls: 0.28)
        var batch = Batch(picoseconds: 1, before: before, after: after)
        #expect(gate.reason(against: batch) == nil)
        batch.callsSystem = true
        #expect(gate.reason(against: batch) == .slowCalls)
        batch.after = before
        #expect(gate.reason(against: batch) == nil)
    }

    /// Nearly all batches of a process were slow, and enough of them were not.
    @Test(arguments: [(12, 1000.0), (7, 1040.0)])
    func theLowestModeCounts(_ fast: Int, _ expected: Double) throws {
        let probe = Probe(chain: 5000, contention: 0.7)
        let batches = (0..<400).map { index in
            Batch(
                picoseconds: (index < fast ? 1000 : 1040) + Double(index % 7) / 10, before: probe,
                after: probe)
        }
        let measured = try #require(
            LowQuantile.measured(batches, gate, operationsPerBatch: 1))
        #expect(abs(Double(measured.bins[0].picoseconds) - expected) <= 1)
        #expect(measured.bins[0].batches == 400)
    }

    /// The floor is found below a neighbour who is there for nine tenths of the time, and above
    /// probes whose chain was interrupted.
    @Test func floorIsLearned() throws {
        var learner = FloorLearner()
        #expect(learner.floor == nil)
        var machine = NoisyMachine(seed: 1)
        var last = Probe(chain: 5000, contention: 0.7)
        for index in 0..<3000 {
            let crowd = index % 10 == 0 ? 1 : 1.3 + 0.3 * machine.share()
            // Every twentieth has its chain interrupted.
            let odd = index % 20 == 7 ? 1.15 : 1.0
            let probe = Probe(chain: 5000 * odd, contention: 0.7 * crowd / odd)
            learner.add(probe, after: last)
            last = probe
        }
        let floor = try #require(learner.floor)
        #expect(abs(floor / 0.7 - 1) < 0.005, "\(floor)")
    }

    /// Calls so slow that nothing can be told of them are no ground to turn a batch away.
    @Test func floorOfCallsIsLearned() throws {
        for (calls, expected) in [(0.25, 0.25), (7.0, nil)] as [(Double, Double?)] {
            var learner = FloorLearner()
            let probe = Probe(chain: 5000, contention: 0.7, calls: calls)
            for _ in 0..<1000 { learner.add(probe, after: probe) }
            #expect(learner.callsFloor.map { ($0 * 1000).rounded() / 1000 } == expected)
        }
    }

    /// The real probes, of which nothing is asked but that they are numbers.
    @Test func probesRun() {
        let probe = Probe.read()
        #expect(probe.chain > 0 && probe.contention > 0 && probe.megahertz > 0)
    }
}

@Suite struct BenchEstimateTests {
    /// Neighbours, interruptions and steps of the frequency move a clean estimate by less than one
    /// percent; the median of all batches is off by far more.
    @Test func noiseDoesNotMoveTheEstimate() throws {
        var machine = NoisyMachine(seed: 2)
        for _ in 0..<50 {
            let point = machine.point(cycles: 10_000, processes: 3, batches: 400, layout: 0)
            let estimate = try #require(point.estimate)
            let cycles = try #require(estimate.milliCycles)
            #expect(abs(Double(cycles) / 10_000_000 - 1) < 0.01, "\(cycles)")
            #expect(estimate.rawMedianPicoseconds > estimate.picoseconds * 101 / 100)
            #expect(estimate.lowerPicoseconds < estimate.picoseconds)
            #expect(estimate.upperPicoseconds > estimate.picoseconds)
        }
    }

    /// An interval of 95 % holds the truth about as often as it says.
    @Test func intervalsAreHonest() throws {
        var machine = NoisyMachine(seed: 3)
        var inside = 0
        for _ in 0..<300 {
            let point = machine.point(cycles: 10_000, processes: 5, layout: 0.004)
            let estimate = try #require(point.estimate)
            let cycles = Double(try #require(estimate.milliCycles)) / 1000
            // In cycles, since the frequency is the machine's and not the operation's.
            let half =
                Double(estimate.upperPicoseconds - estimate.lowerPicoseconds)
                / Double(estimate.picoseconds) / 2
            if abs(cycles / 10_010 - 1) <= half { inside += 1 }
        }
        #expect(inside >= 270 && inside <= 299, "\(inside)")
    }

    @Test func binsHoldOneFrequencyEach() throws {
        var machine = NoisyMachine(seed: 4)
        let point = machine.point(cycles: 10_000, processes: 1, batches: 1000, layout: 0)
        let bins = try #require(point.replicates.first).bins
        #expect(bins.map(\.megahertz) == [3600, 3700, 3800])
        for bin in bins {
            #expect(bin.batches >= 8)
            let cycles = Double(bin.picoseconds) * Double(bin.megahertz) / 1_000_000
            #expect(abs(cycles / 10_000 - 1) < 0.01)
        }
    }

    @Test func noCleanBatchIsNoNumber() {
        let crowded = Probe(chain: 5000, contention: 1)
        let batches = [Batch](
            repeating: Batch(picoseconds: 5, before: crowded, after: crowded), count: 100)
        #expect(
            LowQuantile.measured(batches, NoiseGate(floor: 0.7), operationsPerBatch: 1) == nil)
    }

    /// A process that could not measure does not keep two others from it; two do.
    @Test func mostProcessesMustMeasure() {
        var machine = NoisyMachine(seed: 5)
        let good = machine.point(cycles: 10_000, processes: 1)
        let gate = NoiseGate(floor: NoisyMachine.floor)
        let measured = BenchJob.PointAnswer(
            id: "p", state: .measured, reason: "",
            measured: LowQuantile.measured(
                machine.batches(100, cycles: 10_000, layout: 0), gate, operationsPerBatch: 1))
        let not = BenchJob.PointAnswer(id: "p", state: .inconclusive, reason: "few")
        let failed = BenchJob.PointAnswer(id: "p", state: .failed, reason: "broken")
        #expect(BenchEstimate.complete(good, [measured, not, measured]).state == .measured)
        let few = BenchEstimate.complete(good, [measured, not, not])
        #expect(few.state == .inconclusive && few.estimate == nil && few.replicates.isEmpty)
        #expect(few.reason == "few")
        #expect(BenchEstimate.complete(good, [measured, measured, failed]).reason == "broken")
        #expect(BenchEstimate.complete(good, []).state == .inconclusive)
    }
}

@Suite struct StartUpTests {
    @Test func partsAreMedians() throws {
        let all = [(10, 3), (30, 1), (20, 2)].map { load, test in
            BenchRecord.StartUp(
                loadPicoseconds: load,
                selfTests: [
                    BenchRecord.SelfTest(type: "KAT", description: "a", picoseconds: test)
                ])
        }
        let startUp = try #require(BenchEstimate.startUp(all))
        #expect(startUp.loadPicoseconds == 20 && startUp.selfTests.map(\.picoseconds) == [2])
        #expect(startUp.selfTests[0].description == "a")
        #expect(BenchEstimate.startUp([]) == nil)
    }
}

@Suite struct CostFitTests {
    @Test func aLineIsFound() throws {
        let fit = try #require(
            CostFit(
                [64, 1024, 16384].map { (bytes: $0, picoseconds: 250_000 + 97.5 * Double($0)) }))
        #expect(abs(fit.fixedPicoseconds - 250_000) < 1)
        #expect(abs(fit.picosecondsPerByte - 97.5) < 0.01)
    }

    @Test func nothingCostsLessThanNothing() throws {
        let fit = try #require(
            CostFit([(bytes: 64, picoseconds: 10), (bytes: 1024, picoseconds: 1000)]))
        #expect(fit.fixedPicoseconds == 0 && fit.picosecondsPerByte > 0)
        #expect(CostFit([(bytes: 64, picoseconds: 10), (bytes: 64, picoseconds: 11)]) == nil)
    }
}

@Suite struct BenchSanityTests {
    private let features = ["cpuFeatures": "aes pclmulqdq sha_ni"]

    private func point(
        _ module: String, _ algorithm: String, cyclesPerByte: Double
    ) -> BenchRecord.Point {
        BenchRecord.Point(
            id: "\(module)/\(algorithm)/x/16384", module: module, algorithm: algorithm,
            operation: "x", messageBytes: 16384, workload: "w/1", workloadDigest: "",
            state: .measured,
            estimate: BenchRecord.Estimate(
                picoseconds: 1, lowerPicoseconds: 1, upperPicoseconds: 1,
                milliCycles: Int(cyclesPerByte * 16_384_000), cycleSource: "frequency probe",
                rawMedianPicoseconds: 1))
    }

    @Test(arguments: [
        ("SHA2-256", 8.1, "sha-acceleration-not-active"), ("SHA2-256", 2.06, nil),
        ("ACVP-AES-GCM", 12.0, "aes-acceleration-not-active"), ("ACVP-AES-GCM", 0.4, nil),
        ("SHA2-512", 8.1, nil),
    ])
    func acceleration(_ algorithm: String, _ cycles: Double, _ finding: String?) {
        let points = [point("openssl", algorithm, cyclesPerByte: cycles)]
        let findings = BenchSanity.findings(.of(points, features))
        #expect(findings.count == (finding == nil ? 0 : 1))
        if let finding { #expect(findings.first?.hasPrefix(finding) == true) }
        #expect(BenchSanity.findings(.of(points, ["cpuFeatures": "sse2"])).isEmpty)
    }

    /// 512 bits at a time, where both the processor and the module's version have them.
    @Test(arguments: [
        (0.25, "3.5.7", "openssl", false), (0.6, "3.5.7", "openssl", true),
        (0.6, "3.0.9", "openssl", false), (0.6, "3.5.7", "gcrypt", false),
    ])
    func wideAcceleration(
        _ cycles: Double, _ version: String, _ module: String, _ isFinding: Bool
    ) {
        let fields = [
            "cpuFeatures": "aes avx512f avx512vl pclmulqdq vaes vpclmulqdq",
            "openssl.version": "OpenSSL FIPS Provider \(version)",
        ]
        let points = [point(module, "ACVP-AES-GCM", cyclesPerByte: cycles)]
        let findings = BenchSanity.findings(.of(points, fields))
        #expect(findings.map { $0.prefix(4) } == (isFinding ? ["vaes"] : []))
        #expect(BenchSanity.findings(.of(points, features)).isEmpty)
    }

    @Test(arguments: [(2.06, 2.05, false), (2.06, 2.2, true), (8.0, 2.06, false)])
    func modulesAgree(_ first: Double, _ second: Double, _ isFinding: Bool) {
        let findings = BenchSanity.findings(
            .of(
                [
                    point("openssl", "SHA2-256", cyclesPerByte: first),
                    point("gcrypt", "SHA2-256", cyclesPerByte: second),
                ], features))
        #expect(findings.contains { $0.hasPrefix("sha256-modules-disagree") } == isFinding)
    }
}

@Suite struct WorkloadDefinitionTests {
    /// One name never means two things.
    @Test func namesAreDistinct() {
        let definitions = Point.all(.full).map(\.workload.definition)
        let byName = Dictionary(grouping: definitions, by: \.name)
        for (name, definitions) in byName {
            #expect(Set(definitions.map(\.words)).count == 1, "\(name)")
            #expect(name.wholeMatch(of: /[a-z0-9-]+\/[1-9][0-9]*/) != nil, "\(name)")
        }
    }

    /// What is measured where nobody chooses is there, and no more than a coffee break.
    @Test func usualPoints() {
        let points = Point.all(messageBytes: Point.usualMessageBytes)
        let usual = points.filter(\.isUsual)
        #expect(usual.count >= 28 && usual.count <= 40)
        #expect(Set(points.map { $0.id(.openssl) }).count == points.count)
    }
}
