import Algorithms
import COpenSSL

extension OpenSSLModule {
    /// What a program saves that sets up a key or a context once.
    func timedReusing(_ workload: Workload) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .hmac(let hash, let bytes):
            return try TimedHMAC(OpenSSLHMAC(library, hash), bytes, keepsKey: true)
        case .sign(let curve, let hash), .verify(let curve, let hash):
            let scheme = try OpenSSLSignatureScheme(library, curve, hash)
            return try TimedReuse(
                library, scheme, key: scheme.generateKey(), hash: scheme.hashName,
                verifying: workload == .verify(curve, hash))
        case .rsa(.sign(let scheme, let bits)), .rsa(.verify(let scheme, let bits)):
            let signatures = try OpenSSLRSASignatures(library, scheme)
            let made = try OpenSSLRSAKeys(library).generateKey(modulusBits: bits)
            let key = try OpenSSLRSAKey.own(made)
            // Before the object goes, which holds the only reference so far.
            withExtendedLifetime(made) { _ = EVP_PKEY_up_ref(key) }
            return try TimedReuse(
                library, signatures, key: key, hash: signatures.hashName,
                parameters: signatures.parameters,
                verifying: workload == .rsa(.verify(scheme, modulusBits: bits)))
        case .eddsa(.sign(let curve)), .eddsa(.verify(let curve)):
            let scheme = try OpenSSLEdwardsScheme(library, curve, preHash: false)
            return try TimedReuse(
                library, scheme, key: scheme.generateKey(), hash: nil,
                verifying: workload == .eddsa(.verify(curve)))
        case .postQuantum(let workload):
            return try timedOperation(workload, keepsContext: true)
        default: throw .notOffered("this operation has no context that a program could keep")
        }
    }
}

/// Signs or verifies with one key in one context. Begun again without its key, as
/// EVP_DigestSignInit(3) has it, a context keeps the key and the provider's own part.
private final class TimedReuse: TimedOperation {
    private let library: Library
    /// Owns what the name and the parameters point to.
    private let owner: AnyObject
    private let key: OpaquePointer
    private let hash: UnsafePointer<CChar>?
    private let parameters: ParameterList?
    private let verifying: Bool
    private let context: OpaquePointer
    private let buffers = TimedBuffers(messageBytes: 32)
    private let signature: UnsafeMutablePointer<UInt8>
    private var signatureBytes = 0

    /// - Parameter key: is freed with this.
    init(
        _ library: Library, _ owner: AnyObject, key: OpaquePointer,
        hash: UnsafeMutablePointer<CChar>?, parameters: ParameterList? = nil, verifying: Bool
    ) throws(ModuleError) {
        self.library = library
        self.owner = owner
        self.key = key
        self.hash = UnsafePointer(hash)
        self.parameters = parameters
        self.verifying = verifying
        context = EVP_MD_CTX_new()
        signature = .allocate(capacity: Int(EVP_PKEY_get_size(key)))
        try sign(key)
        if verifying {
            EVP_MD_CTX_reset(context)
            try verify(key)
        }
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_PKEY_free(key)
        signature.deallocate()
    }

    func run(count: Int) throws(ModuleError) {
        if verifying {
            for _ in 0..<count { try verify(nil) }
        } else {
            for _ in 0..<count { try sign(nil) }
        }
    }

    private func sign(_ key: OpaquePointer?) throws(ModuleError) {
        var keyContext: OpaquePointer?
        try check(
            EVP_DigestSignInit_ex(context, &keyContext, hash, library.context, nil, key, nil),
            "EVP_DigestSignInit_ex")
        try set(keyContext)
        signatureBytes = Int(EVP_PKEY_get_size(self.key))
        try check(
            EVP_DigestSign(
                context, signature, &signatureBytes, buffers.input, buffers.messageBytes),
            "EVP_DigestSign")
    }

    private func verify(_ key: OpaquePointer?) throws(ModuleError) {
        var keyContext: OpaquePointer?
        try check(
            EVP_DigestVerifyInit_ex(context, &keyContext, hash, library.context, nil, key, nil),
            "EVP_DigestVerifyInit_ex")
        try set(keyContext)
        try check(
            EVP_DigestVerify(
                context, signature, signatureBytes, buffers.input, buffers.messageBytes),
            "EVP_DigestVerify")
    }

    /// A provider that begins again has forgotten its scheme.
    private func set(_ keyContext: OpaquePointer?) throws(ModuleError) {
        guard let parameters else { return }
        try check(
            EVP_PKEY_CTX_set_params(keyContext, parameters.entries), "EVP_PKEY_CTX_set_params")
    }
}
