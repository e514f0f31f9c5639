package import Algorithms
import COpenSSL

/// The OpenSSL FIPS provider, reached through the node's own libcrypto.
package final class OpenSSLModule: Module {
    package let identity: ModuleIdentity
    /// The self-tests that ran while the provider loaded.
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
    private var schemes = Prepared<SchemeKey, any SignatureScheme>()
    /// Shared by the operations that leave nothing in them: many points have long messages.
    private var timedBuffers = Prepared<Int, TimedBuffers>()
    var customizableMACs = Prepared<SHA3DerivedFunction, any CustomizableAuthentication>()
    var rsaKeyImports: OpenSSLRSAKeys?
    var encapsulations = Prepared<PostQuantumParameters, any KeyEncapsulation>()
    var postQuantumSignatures = Prepared<PostQuantumParameters, any PostQuantumSignature>()
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

    private struct SchemeKey: Hashable {
        let curve: Curve
        let hash: Hash?
    }

    /// Loads the provider, which runs its self-tests.
    ///
    /// - Parameters:
    ///   - providerPath: the provider's shared library.
    ///   - configuration: its parameters; nil where it needs none.
    /// - Throws: `couldNotRun` where there is no such module, `selfTestFailed` where there is one
    ///   and it does not pass its own tests.
    package init(
        providerPath: String, configuration: ProviderConfiguration?
    ) throws(ModuleError) {
        library = try Library(providerPath: providerPath, configuration: configuration)
        loadSelfTests = library.recorder.events
        library.recorder.stop()
        identity = ModuleIdentity(
            role: .openssl, name: library.providerParameter("name"),
            version: library.providerParameter("version"),
            buildInformation: library.providerParameter("buildinfo"), path: providerPath,
            reachedThrough: OpenSSLModule.libcrypto,
            approvedMode: library.isOperational
                && EVP_default_properties_is_fips_enabled(library.context) == 1)
    }

    /// The same provider with operations of its own, for another thread: nothing is loaded again.
    package init(sharing other: OpenSSLModule) {
        library = other.library
        loadSelfTests = other.loadSelfTests
        identity = other.identity
    }

    package func digest(_ hash: Hash) throws(ModuleError) -> any Digest {
        try digests.operation(hash) { () throws(ModuleError) in
            try OpenSSLDigest(library, hash)
        }
    }

    package func extendableOutput(
        _ function: ExtendableOutputFunction
    ) throws(ModuleError) -> any ExtendableOutput {
        try extendableOutputs.operation(function) { () throws(ModuleError) in
            try OpenSSLExtendableOutput(library, function)
        }
    }

    package func hmac(_ hash: Hash) throws(ModuleError) -> any MessageAuthentication {
        try macs.operation(hash) { () throws(ModuleError) in
            try OpenSSLHMAC(library, hash)
        }
    }

    package func gmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication {
        try gmacs.operation(keyBits) { () throws(ModuleError) in
            try OpenSSLGMAC(library, keyBits: keyBits)
        }
    }

    package func cmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication {
        try cmacs.operation(keyBits) { () throws(ModuleError) in
            try OpenSSLCMAC(library, keyBits: keyBits)
        }
    }

    package func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int
    ) throws(ModuleError) -> any BlockCipher {
        let key = BlockCipherKey(mode: mode, keyBits: keyBits)
        return try blockCiphers.operation(key) { () throws(ModuleError) in
            try OpenSSLBlockCipher(library, mode, keyBits: keyBits)
        }
    }

    package func gcm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher {
        try gcms.operation(keyBits) { () throws(ModuleError) in
            try OpenSSLGCM(library, keyBits: keyBits)
        }
    }

    package func ccm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher {
        try ccms.operation(keyBits) { () throws(ModuleError) in
            try OpenSSLCCM(library, keyBits: keyBits)
        }
    }

    package func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) -> any KeyWrap {
        let key = KeyWrapKey(keyBits: keyBits, padded: padded, inverse: inverse)
        return try keyWraps.operation(key) { () throws(ModuleError) in
            try OpenSSLKeyWrap(library, keyBits: keyBits, padded: padded, inverse: inverse)
        }
    }

    package func randomBitGenerator(
        _ mechanism: DRBGMechanism
    ) throws(ModuleError) -> any RandomBitGenerator {
        try generators.operation(mechanism) { () throws(ModuleError) in
            try OpenSSLRandomBitGenerator(library, mechanism)
        }
    }

    package func ellipticCurve(
        _ curve: Curve, _ hash: Hash?
    ) throws(ModuleError) -> any SignatureScheme {
        try schemes.operation(SchemeKey(curve: curve, hash: hash)) { () throws(ModuleError) in
            try OpenSSLSignatureScheme(library, curve, hash)
        }
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
            try TimedSeal(OpenSSLGCM(library, keyBits: keyBits), bytes)
        case .open(let keyBits, let bytes):
            try TimedOpen(OpenSSLGCM(library, keyBits: keyBits), bytes)
        case .gmac(let keyBits, let bytes):
            try TimedGMAC(OpenSSLGMAC(library, keyBits: keyBits), bytes)
        case .digest(let hash, let bytes):
            TimedDigest(try OpenSSLDigest(library, hash), bytes)
        case .hmac(let hash, let bytes):
            try TimedHMAC(OpenSSLHMAC(library, hash), bytes, keepsKey: false)
        case .generate(let mechanism, let bytes):
            try TimedGenerate(library, mechanism, bytes)
        case .generateKey(let curve):
            TimedKeyGeneration(try OpenSSLSignatureScheme(library, curve, nil))
        case .sign(let curve, let hash):
            try TimedSign(OpenSSLSignatureScheme(library, curve, hash), deterministic: false)
        case .signDeterministically(let curve, let hash):
            try TimedSign(OpenSSLSignatureScheme(library, curve, hash), deterministic: true)
        case .verify(let curve, let hash):
            try TimedVerify(OpenSSLSignatureScheme(library, curve, hash))
        case .validatePublicKey(let curve):
            try TimedKeyValidation(OpenSSLSignatureScheme(library, curve, nil))
        case .cipher(let workload): try timedOperation(workload)
        case .keccak(let workload): try timedOperation(workload)
        case .keyDerivation(let workload):
            try timedKeyDerivation(workload)
        case .keyAgreement(let workload): try timedKeyAgreement(workload)
        case .postQuantum(let workload): try timedOperation(workload)
        case .rsa(let workload): try timedRSA(workload)
        case .eddsa(let workload): try timedEdDSA(workload)
        case .reusing(let workload): try timedReusing(workload)
        }
    }

    package func runSelfTests() throws(ModuleError) -> [SelfTestEvent] {
        let recorder = library.recorder
        recorder.start()
        defer { recorder.stop() }
        ErrorQueue.clear()
        let passed = OSSL_PROVIDER_self_test(library.provider)
        if passed != 1 {
            let failed = recorder.events.first { $0.phase == "Fail" }
            throw .selfTestFailed(
                failed.map { "\($0.type) \($0.description)" }
                    ?? ErrorQueue.drain().joined(separator: "; "))
        }
        return recorder.events
    }

    /// Nil while the module is operational; else what became of it since it was loaded, as when a
    /// conditional self-test fails in the middle of a run.
    package var failureSinceLoad: String? {
        if library.recorder.failures > 0 {
            return "\(library.recorder.failures) self-tests failed since it was loaded"
        }
        return library.isOperational ? nil : "the provider is in its error state"
    }

    /// The libcrypto of this process: what it calls itself, and its file, empty where nobody can
    /// say.
    package static var library: (version: String, path: String) {
        (
            OpenSSL_version(OPENSSL_VERSION).map { String(cString: $0) } ?? "libcrypto",
            fipsmark_libcrypto_path().map { String(cString: $0) } ?? ""
        )
    }

    private static var libcrypto: String {
        let (version, path) = library
        return path.isEmpty ? version : "\(version), \(path)"
    }
}
