import Algorithms
import COpenSSL

/// Signatures of digests that were made elsewhere.
///
/// The provider is told the hash all the same: so it applies its own rules on hashes, and refuses a
/// digest of another length.
extension OpenSSLSignatureScheme {
    func signDigest(
        _ digest: Span<UInt8>, d: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>,
        nonce: borrowing SignatureNonce, r: inout MutableSpan<UInt8>,
        s: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let deterministic = try isDeterministic(nonce)
        let key = try importKeyPair(d, qx, qy)
        defer { EVP_PKEY_free(key) }
        let (context, parameters) = try keyContext(key)
        defer { EVP_PKEY_CTX_free(context) }
        try check(EVP_PKEY_sign_init_ex(context, parameters.entries), "EVP_PKEY_sign_init_ex")
        if deterministic { try requireDeterministicNonce(context) }
        var count = OpenSSLSignatureScheme.maximumSignatureBytes
        ErrorQueue.clear()
        if EVP_PKEY_sign(context, encodedSignature, &count, digest.address, digest.count) != 1 {
            throw signingFailure("EVP_PKEY_sign", deterministic: deterministic)
        }
        try decodeSignature(count, &r, &s)
    }

    func verifyDigest(
        _ digest: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, r: Span<UInt8>, s: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        guard let key = try importPublicKey(qx, qy) else { return false }
        defer { EVP_PKEY_free(key) }
        let (context, parameters) = try keyContext(key)
        defer { EVP_PKEY_CTX_free(context) }
        try check(EVP_PKEY_verify_init_ex(context, parameters.entries), "EVP_PKEY_verify_init_ex")
        let encoded = try encodeSignature(r, s)
        defer { encoded.deallocate() }
        ErrorQueue.clear()
        let result = EVP_PKEY_verify(
            context, encoded.baseAddress, encoded.count, digest.address, digest.count)
        if result == 1 { return true }
        // 0 is a wrong signature; less is a failure, of the signature's numbers or of the module.
        if result == 0 || ErrorQueue.wasAboutTheKey() { return false }
        throw failure("EVP_PKEY_verify")
    }

    /// The caller frees the context; the parameters name the hash.
    private func keyContext(
        _ key: OpaquePointer
    ) throws(ModuleError) -> (context: OpaquePointer, parameters: ParameterList) {
        guard let hash else { throw .failed(call: "EVP_PKEY_sign", detail: "no hash was chosen") }
        let context = try library.newContext(of: key)
        return (context, ParameterList([("digest", .text(hash.openSSLName))]))
    }
}
