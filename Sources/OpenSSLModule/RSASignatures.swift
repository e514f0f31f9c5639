import Algorithms
import COpenSSL
import Glibc

/// RSA signatures of one scheme; the context of hash and scheme is reused.
final class OpenSSLRSASignatures: RSASignatures {
    private let library: Library
    /// The hash's name for C; bridging a String would allocate for each message.
    let hashName: UnsafeMutablePointer<CChar>?
    private let context: OpaquePointer
    let parameters: ParameterList

    init(_ library: Library, _ scheme: RSAScheme) throws(ModuleError) {
        guard case .function(let hash) = scheme.digest else {
            throw .notOffered("the provider's RSA signs with no extendable-output function")
        }
        switch scheme.padding {
        case .pkcs1:
            parameters = ParameterList([("pad-mode", .text("pkcs1"))])
        case .pss(let saltBytes, .mgf1(.function(let mask))):
            parameters = ParameterList([
                ("pad-mode", .text("pss")), ("saltlen", .text("\(saltBytes)")),
                ("mgf1-digest", .text(mask.openSSLName)),
            ])
        case .pss:
            throw .notOffered("the provider's RSASSA-PSS has no mask but MGF1 with a hash function")
        case .x931:
            throw .notOffered("X9.31 is not offered by this module's signatures")
        }
        self.library = library
        hashName = strdup(hash.openSSLName)
        context = EVP_MD_CTX_new()
    }

    deinit {
        free(hashName)
        EVP_MD_CTX_free(context)
    }

    func sign(
        _ message: Span<UInt8>, _ key: any RSAKey, into signature: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let count = try sign(
            OpenSSLRSAKey.own(key), message.address, message.count, signature.mutableAddress,
            signature.count)
        if count != signature.count {
            throw .failed(call: "EVP_DigestSign", detail: "a signature of \(count) bytes")
        }
    }

    /// Returns the signature's length.
    @inline(__always)
    func sign(
        _ key: OpaquePointer, _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ signature: UnsafeMutablePointer<UInt8>, _ capacity: Int
    ) throws(ModuleError) -> Int {
        EVP_MD_CTX_reset(context)
        var keyContext: OpaquePointer?
        try check(
            EVP_DigestSignInit_ex(
                context, &keyContext, hashName, library.context, nil, key, nil),
            "EVP_DigestSignInit_ex")
        try setScheme(keyContext)
        var count = capacity
        try check(
            EVP_DigestSign(context, signature, &count, message, messageBytes), "EVP_DigestSign")
        return count
    }

    /// After the hash: given with it, a provider of 3.0 takes RSASSA-PSS for one with SHA-1.
    @inline(__always)
    private func setScheme(_ keyContext: OpaquePointer?) throws(ModuleError) {
        try check(
            EVP_PKEY_CTX_set_params(keyContext, parameters.entries), "EVP_PKEY_CTX_set_params")
    }

    func verify(
        _ message: Span<UInt8>, _ key: any RSAKey, signature: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        try verify(
            OpenSSLRSAKey.own(key), message.address, message.count, signature.address,
            signature.count)
    }

    @inline(__always)
    func verify(
        _ key: OpaquePointer, _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ signature: UnsafePointer<UInt8>, _ signatureBytes: Int
    ) throws(ModuleError) -> Bool {
        EVP_MD_CTX_reset(context)
        var keyContext: OpaquePointer?
        try check(
            EVP_DigestVerifyInit_ex(
                context, &keyContext, hashName, library.context, nil, key, nil),
            "EVP_DigestVerifyInit_ex")
        try setScheme(keyContext)
        let result = EVP_DigestVerify(
            context, signature, signatureBytes, message, messageBytes)
        if result == 1 { return true }
        // 0 is a wrong signature; less is a failure, of the signature's numbers or of the module.
        if result == 0 || ErrorQueue.wasAboutRSA() {
            ErrorQueue.clear()
            return false
        }
        throw failure("EVP_DigestVerify")
    }
}

/// RSAES-OAEP with one hash; a context is made for each key.
final class OpenSSLRSAEncryption: RSAEncryption {
    private let library: Library
    private let parameters: ParameterList
    private static let label = 3

    init(_ library: Library, _ hash: Hash, mask: Hash) throws(ModuleError) {
        self.library = library
        parameters = ParameterList([
            ("pad-mode", .text("oaep")), ("digest", .text(hash.openSSLName)),
            ("mgf1-digest", .text(mask.openSSLName)), ("oaep-label", .lentOctets),
        ])
        ErrorQueue.clear()
        guard let encryption = EVP_ASYM_CIPHER_fetch(library.context, "RSA", nil) else {
            throw library.fetchFailure("RSA", "EVP_ASYM_CIPHER_fetch")
        }
        defer { EVP_ASYM_CIPHER_free(encryption) }
        try library.require(EVP_ASYM_CIPHER_get0_provider(encryption), "RSA")
    }

    func encrypt(
        _ plaintext: Span<UInt8>, label: Span<UInt8>, _ key: any RSAKey,
        into ciphertext: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let context = try library.newContext(of: OpenSSLRSAKey.own(key))
        defer { EVP_PKEY_CTX_free(context) }
        parameters.lend(OpenSSLRSAEncryption.label, label.address, label.count)
        try check(
            EVP_PKEY_encrypt_init_ex(context, parameters.entries), "EVP_PKEY_encrypt_init_ex")
        var count = ciphertext.count
        try check(
            EVP_PKEY_encrypt(
                context, ciphertext.mutableAddress, &count, plaintext.address, plaintext.count),
            "EVP_PKEY_encrypt")
        if count != ciphertext.count {
            throw .failed(call: "EVP_PKEY_encrypt", detail: "a ciphertext of \(count) bytes")
        }
    }

    func decrypt(
        _ ciphertext: Span<UInt8>, label: Span<UInt8>, _ key: any RSAKey,
        into plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Int? {
        let context = try library.newContext(of: OpenSSLRSAKey.own(key))
        defer { EVP_PKEY_CTX_free(context) }
        parameters.lend(OpenSSLRSAEncryption.label, label.address, label.count)
        try check(
            EVP_PKEY_decrypt_init_ex(context, parameters.entries), "EVP_PKEY_decrypt_init_ex")
        var count = plaintext.count
        ErrorQueue.clear()
        let result = EVP_PKEY_decrypt(
            context, plaintext.mutableAddress, &count, ciphertext.address, ciphertext.count)
        if result == 1 { return count }
        // A wrong ciphertext may leave no reason behind, so that nobody learns of its padding.
        if ERR_peek_error() == 0 || ErrorQueue.wasAboutRSA() {
            ErrorQueue.clear()
            return nil
        }
        throw failure("EVP_PKEY_decrypt")
    }
}

final class TimedRSAKeyGeneration: TimedOperation {
    private let keys: OpenSSLRSAKeys
    private let modulusBits: Int

    init(_ keys: OpenSSLRSAKeys, _ modulusBits: Int) {
        self.keys = keys
        self.modulusBits = modulusBits
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { _ = try keys.generateKey(modulusBits: modulusBits) }
    }
}

/// Signs one message with one key, or verifies the one signature of it.
final class TimedRSASignature: TimedOperation {
    private let signatures: OpenSSLRSASignatures
    private let owner: any RSAKey
    private let key: OpaquePointer
    private let signing: Bool
    private let buffers = TimedBuffers(messageBytes: 32)
    private let signature: UnsafeMutablePointer<UInt8>
    private let signatureBytes: Int

    init(
        _ library: Library, _ scheme: RSAScheme, _ modulusBits: Int, signing: Bool
    ) throws(ModuleError) {
        signatures = try OpenSSLRSASignatures(library, scheme)
        owner = try OpenSSLRSAKeys(library).generateKey(modulusBits: modulusBits)
        key = try OpenSSLRSAKey.own(owner)
        self.signing = signing
        signatureBytes = modulusBits / 8
        signature = .allocate(capacity: signatureBytes)
        if !signing { try sign() }
    }

    deinit { signature.deallocate() }

    func run(count: Int) throws(ModuleError) {
        if signing {
            for _ in 0..<count { try sign() }
        } else {
            for _ in 0..<count { try verify() }
        }
    }

    @inline(__always)
    private func sign() throws(ModuleError) {
        _ = try signatures.sign(
            key, buffers.input, buffers.messageBytes, signature, signatureBytes)
    }

    @inline(__always)
    private func verify() throws(ModuleError) {
        let right = try signatures.verify(
            key, buffers.input, buffers.messageBytes, signature, signatureBytes)
        if !right {
            throw .failed(call: "EVP_DigestVerify", detail: "its own signature is wrong")
        }
    }
}
