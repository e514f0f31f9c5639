import Algorithms

/// A module that offers nothing: a test's own has it for a base and offers what the test asks for.
class AbsentModule: Module {
    let identity: ModuleIdentity
    let absent = ModuleError.notOffered("a fake module has it not")

    init(_ name: String, approvedMode: Bool = true) {
        identity = ModuleIdentity(
            role: .openssl, name: name, version: "1", buildInformation: "", path: "/nowhere",
            reachedThrough: "", approvedMode: approvedMode)
    }

    func perform(_ operation: ProbeOperation) -> ProbeOutcome { .absent }
    func digest(_ hash: Hash) throws(ModuleError) -> any Digest { throw absent }
    func extendableOutput(
        _ function: ExtendableOutputFunction
    ) throws(ModuleError) -> any ExtendableOutput { throw absent }
    func hmac(_ hash: Hash) throws(ModuleError) -> any MessageAuthentication { throw absent }
    func gmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication { throw absent }
    func cmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication { throw absent }
    func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int
    ) throws(ModuleError) -> any BlockCipher { throw absent }
    func gcm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher { throw absent }
    func ccm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher { throw absent }
    func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) -> any KeyWrap { throw absent }
    func randomBitGenerator(
        _ mechanism: DRBGMechanism
    ) throws(ModuleError) -> any RandomBitGenerator { throw absent }
    func ellipticCurve(
        _ curve: Curve, _ hash: Hash?
    ) throws(ModuleError) -> any SignatureScheme { throw absent }
    func timedOperation(_ workload: Workload) throws(ModuleError) -> any TimedOperation {
        throw absent
    }
    func runSelfTests() throws(ModuleError) -> [SelfTestEvent] { [] }
    func knownNames() throws(ModuleError) -> [KnownName] { [] }
    func admits(_ name: KnownName) -> Bool { true }
}
