import Algorithms
import Approval
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
