package import Algorithms
import COpenSSL

/// A private key of ECDSA that signs evidence, in the module under test or outside it.
package final class SigningKey {
    /// The curves that evidence is signed on; what is weaker is refused.
    package enum Strength: String, Sendable, CaseIterable {
        case p256 = "P-256"
        case p384 = "P-384"

        /// As libcrypto names groups, of which P-256 has two names.
        fileprivate var groups: [String] {
            self == .p256 ? ["prime256v1", "P-256"] : ["secp384r1", "P-384"]
        }

        fileprivate var digest: String { self == .p256 ? "SHA2-256" : "SHA2-384" }
    }

    package let strength: Strength
    /// SubjectPublicKeyInfo in PEM, ending in a newline.
    package let publicPEM: String
    fileprivate let key: OpaquePointer
    /// Nil for libcrypto's default context.
    private let context: OpaquePointer?
    /// Keeps the context.
    private let library: Library?

    /// A new pair; the module tests it on its own (FIPS 140-3 IG 10.3.A).
    package convenience init(
        generating strength: Strength, in module: OpenSSLModule
    ) throws(ModuleError) {
        ErrorQueue.clear()
        guard let context = EVP_PKEY_CTX_new_from_name(module.library.context, "EC", nil) else {
            throw failure("EVP_PKEY_CTX_new_from_name(EC)")
        }
        defer { EVP_PKEY_CTX_free(context) }
        try check(EVP_PKEY_keygen_init(context), "EVP_PKEY_keygen_init")
        try check(
            EVP_PKEY_CTX_set_group_name(context, strength.groups[0]), "EVP_PKEY_CTX_set_group_name")
        var key: OpaquePointer?
        try check(EVP_PKEY_generate(context, &key), "EVP_PKEY_generate")
        guard let key else { throw failure("EVP_PKEY_generate") }
        try self.init(taking: key, module.library.context, module.library)
    }

    /// - Parameters:
    ///   - pem: an unencrypted private key.
    ///   - module: the module that signs; nil for what libcrypto offers to every program.
    package convenience init(
        pem: [UInt8], in module: OpenSSLModule?
    ) throws(ModuleError) {
        let context = module.map { $0.library.context } ?? OutsideContext.context
        let key = try SigningKey.decode(pem, isPublic: false, context)
        try self.init(taking: key, context, module?.library)
    }

    /// A key that stays where it is: a PKCS #11 URI, which the system's provider must understand.
    ///
    /// The PIN comes from the URI's `pin-source` or `pin-value` (RFC 7512, section 2.4), from the
    /// provider's own configuration, or from the terminal, where there is one.
    package convenience init(uri: String) throws(ModuleError) {
        // The PIN may stand in the query, which so is no part of a message.
        let query = String(uri.drop { $0 != "?" })
        let name = uri.prefix { $0 != "?" }
        func reasons() -> String {
            let text = ErrorQueue.drain().joined(separator: "; ")
            return query.isEmpty ? text : text.replacing(query, with: "")
        }
        ErrorQueue.clear()
        guard let store = OSSL_STORE_open(uri, nil, nil, nil, nil) else {
            throw .couldNotRun(
                "cannot open \(name): \(reasons()); install and activate pkcs11-provider in "
                    + "openssl.cnf, or name a file")
        }
        defer { OSSL_STORE_close(store) }
        _ = OSSL_STORE_expect(store, OSSL_STORE_INFO_PKEY)
        while OSSL_STORE_eof(store) == 0 {
            guard let info = OSSL_STORE_load(store) else {
                // A store that fails need not come to its end.
                if OSSL_STORE_error(store) != 0 { break }
                continue
            }
            defer { OSSL_STORE_INFO_free(info) }
            if OSSL_STORE_INFO_get_type(info) == OSSL_STORE_INFO_PKEY,
                let key = OSSL_STORE_INFO_get1_PKEY(info)
            {
                try self.init(taking: key, nil, nil)
                return
            }
        }
        throw .couldNotRun(
            "\(name) names no private key that can be used (\(reasons())); check the names of the "
                + "token and the object, and the PIN")
    }

    private init(
        taking key: OpaquePointer, _ context: OpaquePointer?, _ library: Library?
    ) throws(ModuleError) {
        do throws(ModuleError) {
            strength = try SigningKey.strength(of: key)
            publicPEM = String(
                decoding: try SigningKey.encode(key, isPublic: true), as: UTF8.self)
        } catch {
            EVP_PKEY_free(key)
            throw error
        }
        self.key = key
        self.context = context
        self.library = library
    }

    deinit { EVP_PKEY_free(key) }

    /// PKCS #8 in PEM, not encrypted.
    package func privatePEM() throws(ModuleError) -> [UInt8] {
        try SigningKey.encode(key, isPublic: false)
    }

    /// ECDSA over SHA2-256 on P-256 and SHA2-384 on P-384 (FIPS 186-5): DER.
    package func signature(of message: [UInt8]) throws(ModuleError) -> [UInt8] {
        guard let operation = EVP_MD_CTX_new() else { throw failure("EVP_MD_CTX_new") }
        defer { EVP_MD_CTX_free(operation) }
        ErrorQueue.clear()
        try check(
            EVP_DigestSignInit_ex(operation, nil, strength.digest, context, nil, key, nil),
            "EVP_DigestSignInit_ex")
        var count = 0
        try check(
            EVP_DigestSign(operation, nil, &count, message, message.count), "EVP_DigestSign")
        var signature = [UInt8](repeating: 0, count: count)
        try check(
            EVP_DigestSign(operation, &signature, &count, message, message.count),
            "EVP_DigestSign")
        return Array(signature.prefix(count))
    }

    fileprivate static func strength(of key: OpaquePointer) throws(ModuleError) -> Strength {
        var name = [CChar](repeating: 0, count: 64)
        var count = 0
        let isNamed = EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1
        ErrorQueue.clear()
        let group = String(
            decoding: name.prefix(isNamed ? count : 0).map { UInt8(bitPattern: $0) },
            as: UTF8.self)
        let isEC = EVP_PKEY_is_a(key, "EC") == 1
        let kind = EVP_PKEY_get0_type_name(key).map { String(cString: $0) } ?? "unknown"
        if isEC, let strength = Strength.allCases.first(where: { $0.groups.contains(group) }) {
            return strength
        }
        throw .couldNotRun(
            "the key is \(isEC ? "on the curve \(group)" : "of \(kind)"), and evidence is signed "
                + "by ECDSA on P-256 or P-384; make one with 'fipsmark evidence keygen'")
    }

    fileprivate static func decode(
        _ pem: [UInt8], isPublic: Bool, _ library: OpaquePointer?
    ) throws(ModuleError) -> OpaquePointer {
        ErrorQueue.clear()
        var key: OpaquePointer?
        guard
            let context = OSSL_DECODER_CTX_new_for_pkey(
                &key, words("PEM"), nil, nil,
                selection(isPublic: isPublic),
                library, nil)
        else { throw failure("OSSL_DECODER_CTX_new_for_pkey") }
        defer { OSSL_DECODER_CTX_free(context) }
        var count = pem.count
        let isDecoded = pem.withUnsafeBufferPointer { bytes in
            var next = bytes.baseAddress
            return OSSL_DECODER_from_data(context, &next, &count) == 1
        }
        guard isDecoded, let key else {
            throw .couldNotRun(
                "no \(isPublic ? "public" : "private") key in PEM "
                    + "(\(ErrorQueue.drain().joined(separator: "; ")))")
        }
        return key
    }

    /// Encoders and decoders keep the pointers to their words, which so must outlive them.
    private static func words(_ text: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private static func selection(isPublic: Bool) -> Int32 {
        let publicKey = EVP_PKEY_KEY_PARAMETERS | OSSL_KEYMGMT_SELECT_PUBLIC_KEY
        return isPublic ? publicKey : publicKey | OSSL_KEYMGMT_SELECT_PRIVATE_KEY
    }

    fileprivate static func encode(
        _ key: OpaquePointer, isPublic: Bool
    ) throws(ModuleError) -> [UInt8] {
        ErrorQueue.clear()
        guard
            let context = OSSL_ENCODER_CTX_new_for_pkey(
                key, selection(isPublic: isPublic), words("PEM"),
                words(isPublic ? "SubjectPublicKeyInfo" : "PrivateKeyInfo"), nil)
        else { throw failure("OSSL_ENCODER_CTX_new_for_pkey") }
        defer { OSSL_ENCODER_CTX_free(context) }
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        try check(OSSL_ENCODER_to_data(context, &bytes, &count), "OSSL_ENCODER_to_data")
        defer { CRYPTO_clear_free(bytes, count, #file, #line) }
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }
}

/// A public key that signatures of evidence are verified with, outside any module under test.
package final class VerificationKey {
    package let strength: SigningKey.Strength
    /// SubjectPublicKeyInfo in PEM as this library writes it, however the file was written.
    package let pem: String
    private let key: OpaquePointer

    package init(pem: [UInt8]) throws(ModuleError) {
        let key = try SigningKey.decode(pem, isPublic: true, OutsideContext.context)
        do throws(ModuleError) {
            strength = try SigningKey.strength(of: key)
            self.pem = String(
                decoding: try SigningKey.encode(key, isPublic: true), as: UTF8.self)
        } catch {
            EVP_PKEY_free(key)
            throw error
        }
        self.key = key
    }

    deinit { EVP_PKEY_free(key) }

    package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let context = EVP_MD_CTX_new() else { return false }
        defer {
            EVP_MD_CTX_free(context)
            ErrorQueue.clear()
        }
        let isReady =
            EVP_DigestVerifyInit_ex(
                context, nil, strength.digest, OutsideContext.context, nil, key, nil) == 1
        return isReady
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
