package import Algorithms
import CGcrypt

/// libgcrypt, loaded at run time; a node may be without it.
package final class GcryptModule: Module {
    package let identity: ModuleIdentity
    /// The self-test that ran in a child process before the library was used in this one.
    package let loadSelfTests: [SelfTestEvent]

    let library: Library
    private var digests = Prepared<Hash, any Digest>()
    private var extendableOutputs = Prepared<ExtendableOutputFunction, any ExtendableOutput>()
    private var macs = Prepared<Hash, any MessageAuthentication>()
    private var gmacs = Prepared<Int, any MessageAuthentication>()
    private var cmacs = Prepared<Int, any MessageAuthentication>()
    private var blockCiphers = Prepared<BlockCipherKey, any BlockCipher>()
    private var gcms = Prepared<Int, any AuthenticatedCipher>()
    private var ccms = Prepared<Int, any AuthenticatedCipher>()
    private var keyWraps = Prepared<KeyWrapKey, any KeyWrap>()
    private var generators = Prepared<DRBGMechanism, any RandomBitGenerator>()
    /// Shared by the operations that leave nothing in them: many points have long messages.
    private var timedBuffers = Prepared<Int, TimedBuffers>()
    var customizableOutputs = Prepared<SHA3DerivedFunction, any CustomizableOutput>()
    var derivations = Prepared<KeyDerivationMethod, any KeyDerivation>()

    private struct BlockCipherKey: Hashable {
        let mode: BlockCipherMode
        let keyBits: Int
    }

    private struct KeyWrapKey: Hashable {
        let keyBits: Int
        let padded: Bool
        let inverse: Bool
    }

    /// Loads the node's own libgcrypt, wherever the dynamic loader finds it.
    package convenience init() throws(ModuleError) {
        try self.init(libraryPath: "libgcrypt.so.20")
    }

    /// - Throws: `couldNotRun` where there is no such library, `selfTestFailed` where there is one
    ///   and it does not pass its own tests.
    package init(libraryPath: String) throws(ModuleError) {
        library = try Library.shared(path: libraryPath)
        loadSelfTests = [library.selfTestPassed(nanoseconds: library.selfTestNanoseconds)]
        identity = ModuleIdentity(
            role: .gcrypt, name: "libgcrypt", version: library.version,
            buildInformation: library.buildInformation, path: library.mappedFile,
            reachedThrough: "dlopen", approvedMode: library.isApprovedMode)
    }

    package func digest(_ hash: Hash) throws(ModuleError) -> any Digest {
        try digests.operation(hash) { () throws(ModuleError) in
            try GcryptDigest(library, hash)
        }
    }

    package func extendableOutput(
        _ function: ExtendableOutputFunction
    ) throws(ModuleError) -> any ExtendableOutput {
        try extendableOutputs.operation(function) { () throws(ModuleError) in
            try GcryptExtendableOutput(library, function)
        }
    }

    package func hmac(_ hash: Hash) throws(ModuleError) -> any MessageAuthentication {
        try macs.operation(hash) { () throws(ModuleError) in
            try GcryptHMAC(library, hash)
        }
    }

    package func gmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication {
        try gmacs.operation(keyBits) { () throws(ModuleError) in
            try GcryptGMAC(library, keyBits: keyBits)
        }
    }

    package func cmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication {
        try cmacs.operation(keyBits) { () throws(ModuleError) in
            try GcryptCMAC(library, keyBits: keyBits)
        }
    }

    package func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int
    ) throws(ModuleError) -> any BlockCipher {
        let key = BlockCipherKey(mode: mode, keyBits: keyBits)
        return try blockCiphers.operation(key) { () throws(ModuleError) in
            try GcryptBlockCipher(library, mode, keyBits: keyBits)
        }
    }

    package func gcm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher {
        try gcms.operation(keyBits) { () throws(ModuleError) in
            try GcryptGCM(library, keyBits: keyBits)
        }
    }

    package func ccm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher {
        try ccms.operation(keyBits) { () throws(ModuleError) in
            try GcryptCCM(library, keyBits: keyBits)
        }
    }

    package func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) -> any KeyWrap {
        let key = KeyWrapKey(keyBits: keyBits, padded: padded, inverse: inverse)
        return try keyWraps.operation(key) { () throws(ModuleError) in
            try GcryptKeyWrap(library, keyBits: keyBits, padded: padded, inverse: inverse)
        }
    }

    package func randomBitGenerator(
        _ mechanism: DRBGMechanism
    ) throws(ModuleError) -> any RandomBitGenerator {
        try generators.operation(mechanism) { () throws(ModuleError) in
            try GcryptRandomBitGenerator(library, mechanism)
        }
    }

    package func ellipticCurve(
        _ curve: Curve, _ hash: Hash?
    ) throws(ModuleError) -> any SignatureScheme {
        try GcryptSignatureScheme(library, curve, hash)
    }

    func timedBuffers(messageBytes: Int) throws(ModuleError) -> TimedBuffers {
        // Long ones are shared, for the memory; where short ones lie decides their time.
        if messageBytes <= 1 << 14 { return TimedBuffers(messageBytes: messageBytes) }
        return try timedBuffers.operation(messageBytes) { () throws(ModuleError) in
            TimedBuffers(messageBytes: messageBytes)
        }
    }

    package func timedOperation(_ workload: Workload) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .seal(let keyBits, let bytes):
            try TimedSeal(GcryptGCM(library, keyBits: keyBits), bytes)
        case .open(let keyBits, let bytes):
            try TimedOpen(GcryptGCM(library, keyBits: keyBits), bytes)
        case .gmac(let keyBits, let bytes):
            try TimedGMAC(GcryptGMAC(library, keyBits: keyBits), bytes)
        case .digest(let hash, let bytes):
            TimedDigest(try GcryptDigest(library, hash), bytes)
        case .hmac(let hash, let bytes):
            try TimedHMAC(GcryptHMAC(library, hash), bytes, keepsKey: false)
        case .reusing(.hmac(let hash, let bytes)):
            try TimedHMAC(GcryptHMAC(library, hash), bytes, keepsKey: true)
        case .reusing: throw .notOffered("libgcrypt has no context of keys to keep")
        case .generate(let mechanism, let bytes):
            try TimedGenerate(library, mechanism, bytes)
        case .generateKey(let curve):
            TimedKeyGeneration(try GcryptSignatureScheme(library, curve, nil))
        case .sign(let curve, let hash):
            try TimedSign(GcryptSignatureScheme(library, curve, hash), deterministic: false)
        case .signDeterministically(let curve, let hash):
            try TimedSign(GcryptSignatureScheme(library, curve, hash), deterministic: true)
        case .verify(let curve, let hash):
            try TimedVerify(GcryptSignatureScheme(library, curve, hash))
        case .validatePublicKey(let curve):
            try TimedKeyValidation(GcryptSignatureScheme(library, curve, nil))
        case .cipher(let workload): try timedOperation(workload)
        case .keccak(let workload): try timedOperation(workload)
        case .keyDerivation(let workload):
            try timedKeyDerivation(workload)
        case .keyAgreement(let workload): try timedKeyAgreement(workload)
        case .postQuantum(let workload): try timedOperation(workload)
        case .rsa(let workload): try timedRSA(workload)
        case .eddsa(let workload): try timedEdDSA(workload)
        }
    }

    /// GCRYCTL_OPERATIONAL_P: whether it is not in its error state.
    package var isOperational: Bool {
        cgcrypt_control(library.calls, GCRYCTL_OPERATIONAL_P) != 0
    }

    package func runSelfTests() throws(ModuleError) -> [SelfTestEvent] {
        [try library.runSelfTest()]
    }
}
