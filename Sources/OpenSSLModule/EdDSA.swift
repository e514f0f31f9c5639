package import Algorithms
import COpenSSL
import Glibc

extension OpenSSLModule {
    package func edwardsCurve(
        _ curve: EdwardsCurve, preHash: Bool
    ) throws(ModuleError) -> any EdwardsScheme {
        try OpenSSLEdwardsScheme(library, curve, preHash: preHash)
    }

    package func timedEdDSA(
        _ workload: EdDSAWorkload
    ) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .generateKey(let curve):
            TimedEdwardsKeyGeneration(try OpenSSLEdwardsScheme(library, curve, preHash: false))
        case .sign(let curve):
            try TimedEdwardsSignature(
                OpenSSLEdwardsScheme(library, curve, preHash: false), signing: true)
        case .verify(let curve):
            try TimedEdwardsSignature(
                OpenSSLEdwardsScheme(library, curve, preHash: false), signing: false)
        }
    }
}

/// EdDSA on one curve. What is signed is chosen by the parameters `instance` and `context-string`,
/// which providers since 3.2 take; libcrypto hands them through, whatever its own version.
final class OpenSSLEdwardsScheme: EdwardsScheme {
    private let library: Library
    let curve: EdwardsCurve
    private let name: UnsafeMutablePointer<CChar>?
    private let importContext: OpaquePointer
    private let context: OpaquePointer
    private let publicKey = ParameterList([("pub", .lentOctets)])
    private let keyPair = ParameterList([("pub", .lentOctets), ("priv", .lentOctets)])
    private let instance: ParameterList
    /// Whether the provider takes an instance and a context; an older one would ignore them, and
    /// sign something else.
    private let takesInstance: Bool
    /// Whether the provider looks for the point of a public key; those of 3.0 do not. Nil until a
    /// key is to be validated.
    private var looksAtPoints: Bool?

    init(
        _ library: Library, _ curve: EdwardsCurve, preHash: Bool
    ) throws(ModuleError) {
        self.library = library
        self.curve = curve
        let instanceName = curve.name + (preHash ? "ph" : "")
        instance = ParameterList([
            ("instance", .text(instanceName)), ("context-string", .lentOctets),
        ])
        takesInstance = try OpenSSLEdwardsScheme.requireOrigin(library, curve)
        if preHash && !takesInstance {
            throw .notOffered("this provider has no \(instanceName), which came with 3.2")
        }
        guard let imports = EVP_PKEY_CTX_new_from_name(library.context, curve.name, nil) else {
            throw library.fetchFailure(curve.name, "EVP_PKEY_CTX_new_from_name")
        }
        importContext = imports
        name = strdup(curve.name)
        context = EVP_MD_CTX_new()
        try check(EVP_PKEY_fromdata_init(imports), "EVP_PKEY_fromdata_init")
    }

    deinit {
        free(name)
        EVP_PKEY_CTX_free(importContext)
        EVP_MD_CTX_free(context)
    }

    /// Returns whether the signatures take an instance.
    private static func requireOrigin(
        _ library: Library, _ curve: EdwardsCurve
    ) throws(ModuleError) -> Bool {
        ErrorQueue.clear()
        guard let keys = EVP_KEYMGMT_fetch(library.context, curve.name, nil) else {
            throw library.fetchFailure(curve.name, "EVP_KEYMGMT_fetch")
        }
        defer { EVP_KEYMGMT_free(keys) }
        try library.require(EVP_KEYMGMT_get0_provider(keys), curve.name)
        guard let signatures = EVP_SIGNATURE_fetch(library.context, curve.name, nil) else {
            throw library.fetchFailure(curve.name, "EVP_SIGNATURE_fetch")
        }
        defer { EVP_SIGNATURE_free(signatures) }
        try library.require(EVP_SIGNATURE_get0_provider(signatures), curve.name)
        ErrorQueue.clear()
        let known = EVP_SIGNATURE_settable_ctx_params(signatures)
        return known != nil && OSSL_PARAM_locate_const(known, "instance") != nil
    }

    func generateKey(
        d: inout MutableSpan<UInt8>, q: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let key = try generateKey()
        defer { EVP_PKEY_free(key) }
        var count = 0
        let bytes = curve.keyBytes
        try check(
            EVP_PKEY_get_octet_string_param(key, "priv", d.mutableAddress, bytes, &count),
            "EVP_PKEY_get_octet_string_param")
        try check(
            EVP_PKEY_get_octet_string_param(key, "pub", q.mutableAddress, bytes, &count),
            "EVP_PKEY_get_octet_string_param")
        if count != bytes {
            throw .failed(call: "EVP_PKEY_generate", detail: "a public key of \(count) bytes")
        }
    }

    /// The caller frees the key.
    func generateKey() throws(ModuleError) -> OpaquePointer {
        try library.generateKey(name, nil)
    }

    func validatesPublicKey(_ q: Span<UInt8>) throws(ModuleError) -> Bool {
        if looksAtPoints == nil {
            // No point of either curve has the y coordinate 2 (RFC 8032, section 5.1.3 and 5.2.3).
            let noPoint = [2] + [UInt8](repeating: 0, count: curve.keyBytes - 1)
            looksAtPoints = !(try accepts(noPoint.span))
        }
        if looksAtPoints == false {
            throw .notOffered("this provider takes any octets for a public key on \(curve.name)")
        }
        return try accepts(q)
    }

    private func accepts(_ q: Span<UInt8>) throws(ModuleError) -> Bool {
        guard let key = importPublicKey(q) else { return false }
        defer { EVP_PKEY_free(key) }
        let context = try library.newContext(of: key)
        defer { EVP_PKEY_CTX_free(context) }
        // 0 is the answer that it is none; the module notes no reason.
        let result = EVP_PKEY_public_check(context)
        ErrorQueue.clear()
        if result < 0 { throw failure("EVP_PKEY_public_check") }
        return result == 1
    }

    func sign(
        _ message: Span<UInt8>, d: Span<UInt8>, q: Span<UInt8>, context: Span<UInt8>,
        into signature: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        keyPair.lend(0, q.address, q.count)
        keyPair.lend(1, d.address, d.count)
        var key: OpaquePointer?
        // EVP_PKEY_KEYPAIR, a macro of macros that Swift does not import.
        try check(
            EVP_PKEY_fromdata(importContext, &key, 0x87, keyPair.entries), "EVP_PKEY_fromdata")
        guard let key else { throw failure("EVP_PKEY_fromdata") }
        defer { EVP_PKEY_free(key) }
        try lend(context)
        try sign(
            key, message.address, message.count, signature.mutableAddress, signature.count)
    }

    @inline(__always)
    func sign(
        _ key: OpaquePointer, _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ signature: UnsafeMutablePointer<UInt8>, _ capacity: Int
    ) throws(ModuleError) {
        EVP_MD_CTX_reset(context)
        try check(
            EVP_DigestSignInit_ex(
                context, nil, nil, library.context, nil, key, instance.entries),
            "EVP_DigestSignInit_ex")
        var count = capacity
        try check(
            EVP_DigestSign(context, signature, &count, message, messageBytes), "EVP_DigestSign")
        if count != curve.signatureBytes {
            throw .failed(call: "EVP_DigestSign", detail: "a signature of \(count) bytes")
        }
    }

    func verify(
        _ message: Span<UInt8>, q: Span<UInt8>, context: Span<UInt8>, signature: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        guard let key = importPublicKey(q) else { return false }
        defer { EVP_PKEY_free(key) }
        try lend(context)
        return try verify(
            key, message.address, message.count, signature.address, signature.count)
    }

    @inline(__always)
    func verify(
        _ key: OpaquePointer, _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ signature: UnsafePointer<UInt8>, _ signatureBytes: Int
    ) throws(ModuleError) -> Bool {
        EVP_MD_CTX_reset(self.context)
        try check(
            EVP_DigestVerifyInit_ex(
                self.context, nil, nil, library.context, nil, key, instance.entries),
            "EVP_DigestVerifyInit_ex")
        let result = EVP_DigestVerify(
            self.context, signature, signatureBytes, message, messageBytes)
        if result == 1 { return true }
        if result == 0 {
            ErrorQueue.clear()
            return false
        }
        throw failure("EVP_DigestVerify")
    }

    /// Nil for octets of another length than a key's.
    private func importPublicKey(_ q: Span<UInt8>) -> OpaquePointer? {
        publicKey.lend(0, q.address, q.count)
        var key: OpaquePointer?
        // EVP_PKEY_PUBLIC_KEY, likewise.
        if EVP_PKEY_fromdata(importContext, &key, 0x86, publicKey.entries) == 1 { return key }
        ErrorQueue.clear()
        return nil
    }

    private func lend(_ context: Span<UInt8>) throws(ModuleError) {
        if context.count > 0 && !takesInstance {
            throw .notOffered("this provider's \(curve.name) takes no context, which came with 3.2")
        }
        instance.lend(1, context.address, context.count)
    }

    /// For the timed operations, which have no context string.
    func lendNoContext(_ address: UnsafePointer<UInt8>) { instance.lend(1, address, 0) }
}

final class TimedEdwardsKeyGeneration: TimedOperation {
    private let scheme: OpenSSLEdwardsScheme

    init(_ scheme: OpenSSLEdwardsScheme) { self.scheme = scheme }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { EVP_PKEY_free(try scheme.generateKey()) }
    }
}

/// Signs one message with one key, or verifies the one signature of it.
final class TimedEdwardsSignature: TimedOperation {
    private let scheme: OpenSSLEdwardsScheme
    private let key: OpaquePointer
    private let signing: Bool
    private let buffers = TimedBuffers(messageBytes: 32)
    private let signature: UnsafeMutablePointer<UInt8>

    init(_ scheme: OpenSSLEdwardsScheme, signing: Bool) throws(ModuleError) {
        self.scheme = scheme
        key = try scheme.generateKey()
        self.signing = signing
        signature = .allocate(capacity: scheme.curve.signatureBytes)
        scheme.lendNoContext(buffers.input)
        if !signing { try sign() }
    }

    deinit {
        EVP_PKEY_free(key)
        signature.deallocate()
    }

    func run(count: Int) throws(ModuleError) {
        if signing {
            for _ in 0..<count { try sign() }
        } else {
            for _ in 0..<count { try verify() }
        }
    }

    @inline(__always)
    private func sign() throws(ModuleError) {
        try scheme.sign(
            key, buffers.input, buffers.messageBytes, signature, scheme.curve.signatureBytes)
    }

    @inline(__always)
    private func verify() throws(ModuleError) {
        let right = try scheme.verify(
            key, buffers.input, buffers.messageBytes, signature, scheme.curve.signatureBytes)
        if !right {
            throw .failed(call: "EVP_DigestVerify", detail: "its own signature is wrong")
        }
    }
}
