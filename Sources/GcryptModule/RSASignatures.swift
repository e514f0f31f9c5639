import Algorithms
import CGcrypt
import Glibc

/// RSA signatures of one scheme; the handle of the hash is reused.
final class GcryptRSASignatures: RSASignatures {
    private let library: Library
    private let scheme: RSAScheme
    private let digest: gcry_md_hd_t
    /// What is signed, with the places of the hash's name and the digest.
    private let template: UnsafeMutablePointer<CChar>?

    init(_ library: Library, _ scheme: RSAScheme) throws(ModuleError) {
        guard case .function(let hash) = scheme.digest else {
            throw .notOffered("libgcrypt's RSA signs with no extendable-output function")
        }
        let text: String
        switch scheme.padding {
        case .pkcs1:
            try GcryptRSASignatures.requireDigestInfo(library, hash)
            text = "(data(flags pkcs1)(hash %s %b))"
        case .pss(let saltBytes, .mgf1(scheme.digest)):
            let digits = "\(saltBytes)"
            text = "(data(flags pss)(hash %s %b)(salt-length \(digits.utf8.count):\(digits)))"
        case .pss(_, .mgf1):
            throw .notOffered("libgcrypt's RSASSA-PSS has one hash function for message and mask")
        case .pss:
            throw .notOffered("libgcrypt's RSASSA-PSS has no mask but MGF1")
        case .x931:
            throw .notOffered("libgcrypt has no X9.31 signatures")
        }
        self.library = library
        self.scheme = scheme
        digest = try library.openDigest(hash.gcryptDigest, hash.rawValue)
        template = strdup(text)
    }

    deinit {
        library.calls.pointee.md_close(digest)
        free(template)
    }

    /// Up to 1.10 the DigestInfo (RFC 8017, section 9.2) of SHA-3 is a single byte there: it would
    /// sign, and verify, what no other library does.
    private static func requireDigestInfo(
        _ library: Library, _ hash: Hash
    ) throws(ModuleError) {
        var count = 64
        var octets = [UInt8](repeating: 0, count: count)
        let error = library.calls.pointee.md_algo_info(
            Int32(hash.gcryptDigest.rawValue), Int32(GCRYCTL_GET_ASNOID.rawValue), &octets, &count)
        // SEQUENCE { SEQUENCE { OBJECT IDENTIFIER, NULL }, OCTET STRING } before the digest.
        if error != 0 || count < 15 {
            throw .notOffered(
                "libgcrypt \(library.version) knows no DigestInfo of \(hash.rawValue), which came "
                    + "with 1.11")
        }
    }

    func sign(
        _ message: Span<UInt8>, _ key: any RSAKey, into signature: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let made = try sign(GcryptRSAKey.own(key), message.address, message.count)
        defer { library.calls.pointee.sexp_release(made) }
        let value = try library.extractOne(made, "sig-val!rsa", "s")
        defer { library.calls.pointee.mpi_release(value) }
        try library.write(value, signature.mutableAddress, signature.count)
    }

    /// Hashes and signs in one call, as FIPS mode demands; the caller releases the signature.
    func sign(
        _ key: gcry_sexp_t, _ message: UnsafePointer<UInt8>, _ messageBytes: Int
    ) throws(ModuleError) -> gcry_sexp_t {
        guard let sign = library.calls.pointee.pk_hash_sign else { throw library.withoutHashSign() }
        library.calls.pointee.md_reset(digest)
        library.calls.pointee.md_write(digest, message, messageBytes)
        var signature: gcry_sexp_t?
        let error = sign(&signature, template, key, digest, nil)
        guard error == 0, let signature else {
            throw library.classifyOpen("RSA \(scheme.name)", error, "gcry_pk_hash_sign")
        }
        return signature
    }

    func verify(
        _ message: Span<UInt8>, _ key: any RSAKey, signature: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        let key = try GcryptRSAKey.own(key)
        // It takes the signature for a number, which says nothing of its length: RFC 8017, sections
        // 8.1.2 and 8.2.2, step 1 is left to its caller.
        let modulus = try library.extractOne(key, "rsa", "n")
        defer { library.calls.pointee.mpi_release(modulus) }
        let bits = Int(library.calls.pointee.mpi_get_nbits(modulus))
        if signature.count != (bits + 7) / 8 { return false }
        let value = try library.scan(signature.address, signature.count)
        defer { library.calls.pointee.mpi_release(value) }
        if library.calls.pointee.mpi_cmp(value, modulus) >= 0 { return false }
        let expression = try library.build("(sig-val(rsa(s %b)))", signature)
        defer { library.calls.pointee.sexp_release(expression) }
        return try verify(key, message.address, message.count, expression)
    }

    func verify(
        _ key: gcry_sexp_t, _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ signature: gcry_sexp_t?
    ) throws(ModuleError) -> Bool {
        guard let verify = library.calls.pointee.pk_hash_verify else {
            throw library.withoutHashSign()
        }
        library.calls.pointee.md_reset(digest)
        library.calls.pointee.md_write(digest, message, messageBytes)
        let error = verify(signature, template, key, digest, nil)
        switch gcry_err_code(error) {
        case GPG_ERR_NO_ERROR: return true
        // The second is what a modulus gives that is too short for the scheme's encoding.
        case GPG_ERR_BAD_SIGNATURE, GPG_ERR_TOO_SHORT: return false
        default:
            throw library.classifyOpen("RSA \(scheme.name)", error, "gcry_pk_hash_verify")
        }
    }
}

/// RSAES-OAEP with one hash.
final class GcryptRSAEncryption: RSAEncryption {
    private let library: Library
    private let plain: UnsafeMutablePointer<CChar>?
    private let plainLabelled: UnsafeMutablePointer<CChar>?
    private let secret: UnsafeMutablePointer<CChar>?
    private let secretLabelled: UnsafeMutablePointer<CChar>?

    init(_ library: Library, _ hash: Hash, mask: Hash) throws(ModuleError) {
        if hash != mask {
            throw .notOffered("libgcrypt's OAEP has one hash function for label and mask")
        }
        self.library = library
        let number = Int32(hash.gcryptDigest.rawValue)
        guard let name = library.calls.pointee.md_algo_name(number) else {
            throw .notOffered("libgcrypt has no \(hash.rawValue)")
        }
        // The hash's name is a token of its own there, with characters that need a length.
        let word = String(cString: name)
        let algorithm = "(hash-algo \(word.utf8.count):\(word))"
        plain = strdup("(data(flags oaep)\(algorithm)(value %b))")
        plainLabelled = strdup("(data(flags oaep)\(algorithm)(label %b)(value %b))")
        secret = strdup("(enc-val(flags oaep)\(algorithm)(rsa(a %b)))")
        secretLabelled = strdup("(enc-val(flags oaep)\(algorithm)(label %b)(rsa(a %b)))")
    }

    deinit {
        for text in [plain, plainLabelled, secret, secretLabelled] { free(text) }
    }

    func encrypt(
        _ plaintext: Span<UInt8>, label: Span<UInt8>, _ key: any RSAKey,
        into ciphertext: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        // It would be no element at all.
        if plaintext.isEmpty { throw .notOffered("libgcrypt encrypts no empty plaintext") }
        let data = try build(plain, plainLabelled, label, plaintext)
        defer { library.calls.pointee.sexp_release(data) }
        var result: gcry_sexp_t?
        let error = library.calls.pointee.pk_encrypt(&result, data, try GcryptRSAKey.own(key))
        guard error == 0, let result else {
            throw library.classifyOpen("RSA-OAEP", error, "gcry_pk_encrypt")
        }
        defer { library.calls.pointee.sexp_release(result) }
        let value = try library.extractOne(result, "enc-val!rsa", "a")
        defer { library.calls.pointee.mpi_release(value) }
        try library.write(value, ciphertext.mutableAddress, ciphertext.count)
    }

    func decrypt(
        _ ciphertext: Span<UInt8>, label: Span<UInt8>, _ key: any RSAKey,
        into plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Int? {
        let data = try build(secret, secretLabelled, label, ciphertext)
        defer { library.calls.pointee.sexp_release(data) }
        var result: gcry_sexp_t?
        let error = library.calls.pointee.pk_decrypt(&result, data, try GcryptRSAKey.own(key))
        switch gcry_err_code(error) {
        case GPG_ERR_NO_ERROR: break
        // What its decoder of the padding says of a ciphertext that is none.
        case GPG_ERR_ENCODING_PROBLEM, GPG_ERR_DECRYPT_FAILED, GPG_ERR_TOO_SHORT: return nil
        default: throw library.classifyOpen("RSA-OAEP", error, "gcry_pk_decrypt")
        }
        guard let result else { throw library.failure(error, "gcry_pk_decrypt") }
        defer { library.calls.pointee.sexp_release(result) }
        var count = 0
        // An empty plaintext is no element at all.
        guard let octets = library.calls.pointee.sexp_nth_data(result, 1, &count) else { return 0 }
        if count > plaintext.count {
            throw .failed(call: "gcry_pk_decrypt", detail: "a plaintext of \(count) bytes")
        }
        plaintext.mutableAddress.update(
            from: UnsafeRawPointer(octets).assumingMemoryBound(to: UInt8.self), count: count)
        return count
    }

    private func build(
        _ form: UnsafeMutablePointer<CChar>?, _ labelled: UnsafeMutablePointer<CChar>?,
        _ label: Span<UInt8>, _ octets: Span<UInt8>
    ) throws(ModuleError) -> gcry_sexp_t? {
        var data: gcry_sexp_t?
        let error =
            label.isEmpty
            ? cgcrypt_build_octets(
                library.calls, &data, form, octets.address, Int32(octets.count))
            : cgcrypt_build_two(
                library.calls, &data, labelled, label.address, Int32(label.count),
                octets.address, Int32(octets.count))
        try library.check(error, "gcry_sexp_build")
        return data
    }
}

final class TimedRSAKeyGeneration: TimedOperation {
    private let keys: GcryptRSAKeys
    private let modulusBits: Int

    init(_ keys: GcryptRSAKeys, _ modulusBits: Int) {
        self.keys = keys
        self.modulusBits = modulusBits
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { _ = try keys.generateKey(modulusBits: modulusBits) }
    }
}

/// Signs one message with one key, or verifies the one signature of it.
final class TimedRSASignature: TimedOperation {
    private let library: Library
    private let signatures: GcryptRSASignatures
    private let owner: any RSAKey
    private let key: gcry_sexp_t
    /// Nil where it is signing that is timed.
    private let signature: gcry_sexp_t?
    private let buffers = TimedBuffers(messageBytes: 32)

    init(
        _ library: Library, _ scheme: RSAScheme, _ modulusBits: Int, signing: Bool
    ) throws(ModuleError) {
        self.library = library
        signatures = try GcryptRSASignatures(library, scheme)
        owner = try GcryptRSAKeys(library).generateKey(modulusBits: modulusBits)
        key = try GcryptRSAKey.own(owner)
        signature =
            signing ? nil : try signatures.sign(key, buffers.input, buffers.messageBytes)
    }

    deinit { library.calls.pointee.sexp_release(signature) }

    func run(count: Int) throws(ModuleError) {
        guard let signature else {
            for _ in 0..<count {
                library.calls.pointee.sexp_release(
                    try signatures.sign(key, buffers.input, buffers.messageBytes))
            }
            return
        }
        for _ in 0..<count {
            if !(try signatures.verify(key, buffers.input, buffers.messageBytes, signature)) {
                throw .failed(call: "gcry_pk_hash_verify", detail: "its own signature is wrong")
            }
        }
    }
}
