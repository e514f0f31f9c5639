import Algorithms

/// A module that answers as it is told: right, wrong, throwing or not offering. Engines see
/// `any Module`, so what they do with a bad one is shown with this one.
final class FakeModule: Module {
    enum Behaviour {
        /// Every digest is this byte repeated.
        case answer(UInt8)
        case fail(ModuleError)
    }

    let identity: ModuleIdentity
    private let behaviour: Behaviour
    /// What it hands out for key agreement.
    var agreement: (any KeyAgreement)?
    /// Calls that reached the module.
    private(set) var calls = 0
    /// What it has of ML-KEM, whatever the parameter set.
    var encapsulation: (any KeyEncapsulation)?

    init(_ role: ModuleIdentity.Role, _ behaviour: Behaviour) {
        self.behaviour = behaviour
        identity = ModuleIdentity(
            role: role, name: "fake", version: "1", buildInformation: "", path: "/nowhere",
            reachedThrough: "", approvedMode: true)
    }

    func digest(_ hash: Hash) throws(ModuleError) -> any Digest {
        calls += 1
        if case .fail(let error) = behaviour { throw error }
        return FakeDigest(behaviour, hash.outputBytes)
    }

    func hmac(_ hash: Hash) throws(ModuleError) -> any MessageAuthentication { throw refuse() }
    func gmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication { throw refuse() }
    func cmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication { throw refuse() }
    func extendableOutput(
        _ function: ExtendableOutputFunction
    ) throws(ModuleError) -> any ExtendableOutput { throw refuse() }
    func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int
    ) throws(ModuleError) -> any BlockCipher { throw refuse() }
    func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) -> any KeyWrap { throw refuse() }
    func ccm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher { throw refuse() }
    func gcm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher { throw refuse() }
    func randomBitGenerator(
        _ mechanism: DRBGMechanism
    ) throws(ModuleError) -> any RandomBitGenerator { throw refuse() }
    func ellipticCurve(
        _ curve: Curve, _ hash: Hash?
    ) throws(ModuleError) -> any SignatureScheme { throw refuse() }
    func keyAgreement(_ domain: KeyAgreementDomain) throws(ModuleError) -> any KeyAgreement {
        if let agreement { return agreement }
        throw refuse()
    }
    func keyEncapsulation(
        _ parameters: PostQuantumParameters
    ) throws(ModuleError) -> any KeyEncapsulation {
        if let encapsulation { return encapsulation }
        throw refuse()
    }
    func timedOperation(_ workload: Workload) throws(ModuleError) -> any TimedOperation {
        throw refuse()
    }
    func runSelfTests() throws(ModuleError) -> [SelfTestEvent] { [] }
    func knownNames() throws(ModuleError) -> [KnownName] { [] }
    func admits(_ name: KnownName) -> Bool { false }

    private func refuse() -> ModuleError {
        calls += 1
        return .notOffered("a fake module")
    }
}

private final class FakeDigest: Digest {
    private let behaviour: FakeModule.Behaviour
    private let count: Int

    init(_ behaviour: FakeModule.Behaviour, _ count: Int) {
        self.behaviour = behaviour
        self.count = count
    }

    func hash(_ message: Span<UInt8>, into output: inout MutableSpan<UInt8>) {
        if case .answer(let byte) = behaviour {
            for index in 0..<count { output[index] = byte }
        }
    }

    func chain(
        _ seeds: inout MutableSpan<UInt8>, seedCount: Int, messageBytes: Int, rounds: Int
    ) {}
}
