import Algorithms
import CGcrypt

/// ECDSA on one curve. A key is made from its numbers for each case, as in a vector; the handle of
/// the hash and the curve's parameters are reused.
final class GcryptSignatureScheme: SignatureScheme {
    let library: Library
    let curve: Curve
    let hash: SignatureHash?
    private let digest: gcry_md_hd_t?
    let domain: PublicKeyValidation
    private let point: UnsafeMutablePointer<UInt8>
    private let scalar: UnsafeMutablePointer<UInt8>
    private let pointBytes: Int32

    convenience init(_ library: Library, _ curve: Curve, _ hash: Hash?) throws(ModuleError) {
        try self.init(library, curve, hashingWith: hash.map { .function($0) })
    }

    init(
        _ library: Library, _ curve: Curve, hashingWith hash: SignatureHash?
    ) throws(ModuleError) {
        self.library = library
        self.curve = curve
        self.hash = hash
        domain = try PublicKeyValidation(library, curve)
        digest = if let hash { try library.openSignatureDigest(hash) } else { nil }
        pointBytes = Int32(1 + 2 * curve.fieldBytes)
        point = .allocate(capacity: Int(pointBytes))
        scalar = .allocate(capacity: curve.fieldBytes)
    }

    deinit {
        if let digest { library.calls.pointee.md_close(digest) }
        point.deallocate()
        scalar.deallocate()
    }

    func generateKey(
        d: inout MutableSpan<UInt8>, qx: inout MutableSpan<UInt8>, qy: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let keys = try generateKey()
        defer { library.calls.pointee.sexp_release(keys) }
        let numbers = try library.extractTwo(keys, "key-data!private-key!ecc", "qd")
        defer { library.release(numbers) }
        try library.write(numbers.second, d.mutableAddress, d.count)
        // SEC 1, section 2.3.3: 04 || X || Y.
        try library.write(numbers.first, point, Int(pointBytes))
        if point[0] != 4 {
            throw .failed(call: "gcry_pk_genkey", detail: "no uncompressed point")
        }
        qx.mutableAddress.update(from: point + 1, count: curve.fieldBytes)
        qy.mutableAddress.update(from: point + 1 + curve.fieldBytes, count: curve.fieldBytes)
    }

    /// A `key-data` expression with both halves; the caller releases it.
    func generateKey() throws(ModuleError) -> gcry_sexp_t {
        var parameters: gcry_sexp_t?
        try library.check(
            cgcrypt_build_generation(library.calls, &parameters, curve.gcryptName),
            "gcry_sexp_build(genkey)")
        defer { library.calls.pointee.sexp_release(parameters) }
        var keys: gcry_sexp_t?
        let error = library.calls.pointee.pk_genkey(&keys, parameters)
        guard error == 0, let keys else { throw library.failure(error, "gcry_pk_genkey") }
        return keys
    }

    func validatesPublicKey(qx: Span<UInt8>, qy: Span<UInt8>) throws(ModuleError) -> Bool {
        // Numbers of any length: one that is too long is out of range, not cut.
        let x = try library.scan(qx.address, qx.count)
        defer { library.calls.pointee.mpi_release(x) }
        let y = try library.scan(qy.address, qy.count)
        defer { library.calls.pointee.mpi_release(y) }
        return domain.validates(x, y)
    }

    func sign(
        _ message: Span<UInt8>, d: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>,
        nonce: borrowing SignatureNonce, r: inout MutableSpan<UInt8>,
        s: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let key = try importKeyPair(d, qx, qy)
        defer { library.calls.pointee.sexp_release(key) }
        let signature: gcry_sexp_t
        switch nonce {
        case .random:
            signature = try sign(message.address, message.count, key, .random, nil)
        case .deterministic:
            signature = try sign(message.address, message.count, key, .deterministic, nil)
        case .given(let k):
            guard let override = library.calls.pointee.pk_random_override_new else {
                throw library.withoutHashSign()
            }
            var context: gcry_ctx_t?
            try library.check(
                override(&context, k.address, k.count), "gcry_pk_random_override_new")
            defer { library.calls.pointee.ctx_release(context) }
            signature = try sign(message.address, message.count, key, .given, context)
        }
        defer { library.calls.pointee.sexp_release(signature) }
        try write(signature, &r, &s)
    }

    func write(
        _ signature: gcry_sexp_t, _ r: inout MutableSpan<UInt8>, _ s: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let numbers = try library.extractTwo(signature, "sig-val!ecdsa", "rs")
        defer { library.release(numbers) }
        try library.write(numbers.first, r.mutableAddress, r.count)
        try library.write(numbers.second, s.mutableAddress, s.count)
    }

    /// What is signed, with the place of the hash name, the hash and the secret number.
    struct Template {
        let text: StaticString
        static let random = Template(text: "(data(flags raw)(hash %s %b))")
        static let deterministic = Template(text: "(data(flags rfc6979)(hash %s %b))")
        /// A label is what libgcrypt calls the per-message secret of a test.
        static let given = Template(text: "(data(flags raw)(hash %s %b)(label %b))")

        var address: UnsafePointer<CChar> { text.characters }
    }

    /// Hashes and signs in one call, as FIPS mode demands; the caller releases the signature.
    func sign(
        _ message: UnsafePointer<UInt8>, _ count: Int, _ key: gcry_sexp_t, _ template: Template,
        _ override: gcry_ctx_t?
    ) throws(ModuleError) -> gcry_sexp_t {
        guard let sign = library.calls.pointee.pk_hash_sign else { throw library.withoutHashSign() }
        try hash(message, count)
        var signature: gcry_sexp_t?
        let error = sign(&signature, template.address, key, digest, override)
        guard error == 0, let signature else {
            throw library.classifyOpen(serviceName, error, "gcry_pk_hash_sign")
        }
        return signature
    }

    func verify(
        _ message: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, r: Span<UInt8>, s: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        guard let key = try importPublicKey(qx, qy) else { return false }
        defer { library.calls.pointee.sexp_release(key) }
        let signature = try importSignature(r, s)
        defer { library.calls.pointee.sexp_release(signature) }
        return try verify(message.address, message.count, key, signature)
    }

    /// The caller releases it.
    func importSignature(
        _ r: Span<UInt8>, _ s: Span<UInt8>
    ) throws(ModuleError) -> gcry_sexp_t? {
        var signature: gcry_sexp_t?
        // An empty number would be no element at all. Its address leads to zeros, so it is zero.
        try library.check(
            cgcrypt_build_signature(
                library.calls, &signature, r.address, Int32(max(r.count, 1)), s.address,
                Int32(max(s.count, 1))), "gcry_sexp_build(sig-val)")
        return signature
    }

    func verify(
        _ message: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, encoded: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        throw .notOffered("libgcrypt decodes no signatures, it takes their numbers")
    }

    func verify(
        _ message: UnsafePointer<UInt8>, _ count: Int, _ key: gcry_sexp_t,
        _ signature: gcry_sexp_t?
    ) throws(ModuleError) -> Bool {
        guard let verify = library.calls.pointee.pk_hash_verify else {
            throw library.withoutHashSign()
        }
        try hash(message, count)
        let error = verify(signature, Template.random.address, key, digest, nil)
        return try isRight(error, "gcry_pk_hash_verify")
    }

    func isRight(_ error: gcry_error_t, _ call: StaticString) throws(ModuleError) -> Bool {
        switch gcry_err_code(error) {
        case GPG_ERR_NO_ERROR: return true
        // The second is what a point off the curve gives.
        case GPG_ERR_BAD_SIGNATURE, GPG_ERR_BROKEN_PUBKEY: return false
        default: throw library.classifyOpen(serviceName, error, call)
        }
    }

    private func hash(_ message: UnsafePointer<UInt8>, _ count: Int) throws(ModuleError) {
        guard let digest else { throw .failed(call: "gcry_md_write", detail: "no hash was chosen") }
        library.calls.pointee.md_reset(digest)
        library.calls.pointee.md_write(digest, message, count)
    }

    var serviceName: String {
        "ECDSA on \(curve.rawValue) with \(hash?.name ?? "no hash")"
    }

    /// Returns nil for a point with a coordinate that is too long.
    func importPublicKey(
        _ qx: Span<UInt8>, _ qy: Span<UInt8>
    ) throws(ModuleError) -> gcry_sexp_t? {
        guard setPoint(qx, qy) else { return nil }
        var key: gcry_sexp_t?
        let error = cgcrypt_build_public_key(
            library.calls, &key, curve.gcryptName, point, pointBytes)
        guard error == 0, let key else {
            throw library.failure(error, "gcry_sexp_build(public-key)")
        }
        return key
    }

    func importKeyPair(
        _ d: Span<UInt8>, _ qx: Span<UInt8>, _ qy: Span<UInt8>
    ) throws(ModuleError) -> gcry_sexp_t {
        guard setPoint(qx, qy), pad(d, into: scalar) else {
            throw .failed(call: "gcry_sexp_build", detail: "a number exceeds the field")
        }
        var key: gcry_sexp_t?
        let error = cgcrypt_build_key_pair(
            library.calls, &key, curve.gcryptName, point, pointBytes, scalar,
            Int32(curve.fieldBytes))
        guard error == 0, let key else {
            throw library.failure(error, "gcry_sexp_build(private-key)")
        }
        return key
    }

    private func setPoint(_ qx: Span<UInt8>, _ qy: Span<UInt8>) -> Bool {
        point[0] = 4
        return pad(qx, into: point + 1) && pad(qy, into: point + 1 + curve.fieldBytes)
    }

    /// Writes `number` right-aligned in the field's length; false where it does not fit.
    private func pad(_ number: Span<UInt8>, into target: UnsafeMutablePointer<UInt8>) -> Bool {
        let bytes = curve.fieldBytes
        let excess = max(0, number.count - bytes)
        for index in 0..<excess where number[index] != 0 { return false }
        let kept = number.count - excess
        target.update(repeating: 0, count: bytes - kept)
        (target + bytes - kept).update(from: number.address + excess, count: kept)
        return true
    }
}

extension Library {
    /// The caller closes the handle.
    fileprivate func openSignatureDigest(
        _ hash: SignatureHash
    ) throws(ModuleError) -> gcry_md_hd_t {
        // Before 1.11 SHAKE has no length of its own, and a signature would be one of nothing.
        let told = calls.pointee.md_get_algo_dlen(Int32(hash.gcryptDigest.rawValue))
        if Int(told) != hash.outputBytes {
            throw .notOffered("libgcrypt \(version) has no signatures with \(hash.name)")
        }
        return try openDigest(hash.gcryptDigest, hash.name)
    }
}
