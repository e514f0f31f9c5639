import Algorithms
import CGcrypt

/// Signatures of digests that were made elsewhere.
///
/// libgcrypt is told the hash all the same: only so does it cut a digest that is longer than the
/// curve's order (FIPS 186-5, section 6.4.1, step 2). It would cut one of any length.
extension GcryptSignatureScheme {
    func signDigest(
        _ digest: Span<UInt8>, d: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>,
        nonce: borrowing SignatureNonce, r: inout MutableSpan<UInt8>,
        s: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let data: gcry_sexp_t?
        switch nonce {
        case .random: data = try build(digest, .random, digest)
        case .deterministic: data = try build(digest, .deterministic, digest)
        case .given(let k):
            // An older library does not know the label, and would choose a number of its own.
            if library.calls.pointee.pk_random_override_new == nil {
                throw library.withoutHashSign()
            }
            data = try build(digest, .given, k)
        }
        defer { library.calls.pointee.sexp_release(data) }
        let key = try importKeyPair(d, qx, qy)
        defer { library.calls.pointee.sexp_release(key) }
        var signature: gcry_sexp_t?
        let error = library.calls.pointee.pk_sign(&signature, data, key)
        guard error == 0, let signature else {
            throw library.classifyOpen(serviceName, error, "gcry_pk_sign")
        }
        defer { library.calls.pointee.sexp_release(signature) }
        try write(signature, &r, &s)
    }

    func verifyDigest(
        _ digest: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, r: Span<UInt8>, s: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        guard let key = try importPublicKey(qx, qy) else { return false }
        defer { library.calls.pointee.sexp_release(key) }
        let signature = try importSignature(r, s)
        defer { library.calls.pointee.sexp_release(signature) }
        let data = try build(digest, .random, digest)
        defer { library.calls.pointee.sexp_release(data) }
        let error = library.calls.pointee.pk_verify(signature, data, key)
        return try isRight(error, "gcry_pk_verify")
    }

    /// The caller releases it. `k` stands in for nothing in a form that has no label.
    private func build(
        _ digest: Span<UInt8>, _ form: Template, _ k: Span<UInt8>
    ) throws(ModuleError) -> gcry_sexp_t? {
        guard let hash else { throw .failed(call: "gcry_pk_sign", detail: "no hash was chosen") }
        if digest.count != hash.outputBytes {
            throw .failed(
                call: "gcry_pk_sign",
                detail: "a digest of \(digest.count) bytes is none of \(hash.name)")
        }
        var data: gcry_sexp_t?
        let name = library.calls.pointee.md_algo_name(Int32(hash.gcryptDigest.rawValue))
        try library.check(
            cgcrypt_build_digest(
                library.calls, &data, form.address, name, digest.address, Int32(digest.count),
                k.address, Int32(k.count)), "gcry_sexp_build(data)")
        return data
    }
}
