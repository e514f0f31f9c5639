import Algorithms
import Approval
import BenchRecord
import Testing

@testable import Throughput

/// The engine with operations that count, fail or are not there.
@Suite struct ThroughputEngineTests {
    private static let point = Point(
        algorithm: "SHA2-256", family: "SHA-2", operation: "hash", messageBytes: 16,
        workload: .digest(.sha2_256, messageBytes: 16))

    @Test func measuresAndCounts() throws {
        let module = CountingModule(.work)
        let result = try measure(module)
        guard case .measured(let estimate) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(estimate.batches == 9 && estimate.operationsPerBatch > 0)
        #expect(module.operation.count >= 9 * estimate.operationsPerBatch)
    }

    @Test func failuresAreNoNumbers() throws {
        let result = try measure(CountingModule(.fail(.failed(call: "EVP", detail: "why"))))
        guard case .failed(let message) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(message.contains("EVP"))
    }

    @Test func whatIsNotOfferedIsSaid() throws {
        guard case .notOffered = try measure(CountingModule(.fail(.notOffered("no")))) else {
            Issue.record("not offered became something else")
            return
        }
    }

    private func measure(_ module: CountingModule) throws -> Measurement.Result {
        let engine = ThroughputEngine([Gate(module, for: .test)], .quick)
        let measurement = engine.run([ThroughputEngineTests.point]) { _ in }.first
        return try #require(measurement).result
    }
}

/// The engine of `bench`, which decides by itself which batches count.
@Suite struct ReplicateEngineTests {
    private static let point = Point(
        algorithm: "SHA2-256", family: "SHA-2", operation: "hash", messageBytes: 16,
        workload: .digest(.sha2_256, messageBytes: 16))
    private static let id = "openssl/SHA2-256/hash/16"

    @Test func workIsDone() throws {
        let module = CountingModule(.work)
        let answer = run(module)
        let point = try #require(answer.points.first)
        #expect(point.id == ReplicateEngineTests.id)
        // On a busy machine there may be no number, which is an answer too.
        #expect([.measured, .inconclusive].contains(point.state), "\(point)")
        #expect((point.measured == nil) == (point.state == .inconclusive))
        #expect(answer.noise.batches > 0 && answer.noise.floorInUse > 0)
        #expect(module.operation.count > answer.noise.batches)
    }

    @Test func errorsInTheLoopAreNoTimes() throws {
        let point = try #require(
            run(CountingModule(.fail(.failed(call: "EVP", detail: "why")))).points.first)
        #expect(point.state == .failed && point.reason.contains("EVP") && point.measured == nil)
    }

    @Test func whatIsNotOfferedIsSaid() throws {
        let point = try #require(run(CountingModule(.fail(.notOffered("no")))).points.first)
        #expect(point.state == .notOffered && point.measured == nil)
    }

    @Test func interruptionsEndIt() {
        let answer = run(CountingModule(.work), interrupted: true)
        #expect(answer.isInterrupted && answer.noise.batches == 0)
    }

    /// A machine whose cores are never alone: no batch is clean, and there is no number.
    @Test func noQuietIsNoNumber() throws {
        let point = try #require(run(CountingModule(.work), floor: 0.0001).points.first)
        #expect(point.state == .inconclusive && point.measured == nil)
        #expect(point.reason.hasPrefix("0 of "))
    }

    private func run(
        _ module: CountingModule, floor: Double? = nil, interrupted: Bool = false
    ) -> BenchJob.Answer {
        let job = BenchJob(
            points: [ReplicateEngineTests.id], messageBytes: [16], milliseconds: 20, floor: floor)
        var engine = ReplicateEngine([Gate(module, for: .test)], job)
        return engine.run(
            [ReplicateEngineTests.point], progress: { _ in }, isInterrupted: { interrupted })
    }
}

/// Threads beside one. How many times as much they do is the machine's to say.
@Suite struct ThreadScalingTests {
    private static let point = Point(
        algorithm: "SHA2-256", family: "SHA-2", operation: "hash", messageBytes: 16,
        workload: .digest(.sha2_256, messageBytes: 16))

    @Test func eachThreadHasItsOperation() throws {
        let modules = (0..<6).map { _ in CountingModule(.work) }
        let scaling = try #require(measure(modules))
        #expect(scaling.id == "p" && scaling.threads == 3)
        #expect(scaling.ownPerMille > 0 && scaling.sharedPerMille > 0)
        #expect(modules[1...5].allSatisfy { $0.operation.count > 0 })
        // The first of them runs alone too.
        #expect(modules[0].operation.count > modules[1].operation.count)
    }

    @Test(arguments: [0, 2, 5])
    func whatStopsIsNoNumber(_ failing: Int) {
        let modules = (0..<6).map { number in
            CountingModule(
                number == failing ? .fail(.failed(call: "EVP", detail: "why")) : .work)
        }
        #expect(measure(modules) == nil)
    }

    /// The first three have contexts of their own, the others share one.
    private func measure(_ modules: [CountingModule]) -> BenchRecord.Scaling? {
        let gates = modules.map { Gate($0, for: .test) }
        return ThreadScaling(own: Array(gates[..<3]), shared: Array(gates[3...]))
            .measure(ThreadScalingTests.point, id: "p")
    }
}

private final class CountingOperation: TimedOperation {
    var count = 0
    let behaviour: CountingModule.Behaviour
    private var state: UInt64 = 1

    init(_ behaviour: CountingModule.Behaviour) { self.behaviour = behaviour }

    func run(count: Int) throws(ModuleError) {
        if case .fail(let error) = behaviour { throw error }
        self.count += count
        for _ in 0..<count { state = state &* 6_364_136_223_846_793_005 &+ 1 }
    }
}

private final class CountingModule: Module {
    enum Behaviour {
        case work
        case fail(ModuleError)
    }

    let operation: CountingOperation
    let identity = ModuleIdentity(
        role: .openssl, name: "counting", version: "1", buildInformation: "", path: "",
        reachedThrough: "", approvedMode: true)

    init(_ behaviour: Behaviour) { operation = CountingOperation(behaviour) }

    func timedOperation(_ workload: Workload) throws(ModuleError) -> any TimedOperation {
        operation
    }

    func digest(_ hash: Hash) throws(ModuleError) -> any Digest { throw absent }
    func hmac(_ hash: Hash) throws(ModuleError) -> any MessageAuthentication { throw absent }
    func gmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication { throw absent }
    func cmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication { throw absent }
    func extendableOutput(
        _ function: ExtendableOutputFunction
    ) throws(ModuleError) -> any ExtendableOutput { throw absent }
    func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int
    ) throws(ModuleError) -> any BlockCipher { throw absent }
    func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) -> any KeyWrap { throw absent }
    func ccm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher { throw absent }
    func gcm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher { throw absent }
    func randomBitGenerator(
        _ mechanism: DRBGMechanism
    ) throws(ModuleError) -> any RandomBitGenerator { throw absent }
    func ellipticCurve(
        _ curve: Curve, _ hash: Hash?
    ) throws(ModuleError) -> any SignatureScheme { throw absent }
    func runSelfTests() throws(ModuleError) -> [SelfTestEvent] { [] }
    func knownNames() throws(ModuleError) -> [KnownName] { [] }
    func admits(_ name: KnownName) -> Bool { false }

    private var absent: ModuleError { .notOffered("not here") }
}
