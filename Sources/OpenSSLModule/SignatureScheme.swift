import Algorithms
import COpenSSL
import Glibc

/// ECDSA on one curve. A key is made from its numbers for each case, as in a vector; the contexts
/// of hash and generation are reused.
final class OpenSSLSignatureScheme: SignatureScheme {
    let library: Library
    let curve: Curve
    /// The hash's name for C, null without one; bridging a String would allocate for each message.
    let hashName: UnsafeMutablePointer<CChar>?
    let hash: Hash?
    private let importContext: OpaquePointer
    private let digestContext: OpaquePointer
    private let publicKey: ParameterList
    private let keyPair: ParameterList
    private let point: UnsafeMutablePointer<UInt8>
    private let scalar: UnsafeMutablePointer<UInt8>
    private let signature: UnsafeMutablePointer<UInt8>
    /// A DER SEQUENCE of two integers of the largest curve is shorter than this.
    static let maximumSignatureBytes = 2 * (Curve.maximumFieldBytes + 4) + 8

    init(_ library: Library, _ curve: Curve, _ hash: Hash?) throws(ModuleError) {
        self.library = library
        self.curve = curve
        self.hash = hash
        hashName = hash.flatMap { strdup($0.openSSLName) }
        ErrorQueue.clear()
        guard let context = EVP_PKEY_CTX_new_from_name(library.context, "EC", nil) else {
            throw library.fetchFailure("EC", "EVP_PKEY_CTX_new_from_name")
        }
        importContext = context
        digestContext = EVP_MD_CTX_new()
        let bytes = curve.fieldBytes
        point = .allocate(capacity: 1 + 2 * bytes)
        scalar = .allocate(capacity: bytes)
        signature = .allocate(capacity: OpenSSLSignatureScheme.maximumSignatureBytes)
        publicKey = ParameterList([
            ("group", .text(curve.rawValue)), ("pub", .lentOctets),
        ])
        keyPair = ParameterList([
            ("group", .text(curve.rawValue)), ("pub", .lentOctets),
            ("priv", .number([UInt8](repeating: 0, count: bytes))),
        ])
        try OpenSSLSignatureScheme.requireOrigin(library)
        try check(EVP_PKEY_fromdata_init(context), "EVP_PKEY_fromdata_init")
    }

    /// A key context says no word about its provider before it is used: the methods that it will
    /// fetch are asked instead.
    private static func requireOrigin(_ library: Library) throws(ModuleError) {
        ErrorQueue.clear()
        guard let keys = EVP_KEYMGMT_fetch(library.context, "EC", nil) else {
            throw library.fetchFailure("EC", "EVP_KEYMGMT_fetch")
        }
        defer { EVP_KEYMGMT_free(keys) }
        try library.require(EVP_KEYMGMT_get0_provider(keys), "EC")
        guard let signatures = EVP_SIGNATURE_fetch(library.context, "ECDSA", nil) else {
            throw library.fetchFailure("ECDSA", "EVP_SIGNATURE_fetch")
        }
        defer { EVP_SIGNATURE_free(signatures) }
        try library.require(EVP_SIGNATURE_get0_provider(signatures), "ECDSA")
        // An older libcrypto notes each method of a newer provider that it cannot read.
        ErrorQueue.clear()
    }

    deinit {
        free(hashName)
        EVP_PKEY_CTX_free(importContext)
        EVP_MD_CTX_free(digestContext)
        point.deallocate()
        scalar.deallocate()
        signature.deallocate()
    }

    func generateKey(
        d: inout MutableSpan<UInt8>, qx: inout MutableSpan<UInt8>, qy: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let key = try generateKey()
        defer { EVP_PKEY_free(key) }
        var number: OpaquePointer?
        try check(EVP_PKEY_get_bn_param(key, "priv", &number), "EVP_PKEY_get_bn_param")
        let written = BN_bn2binpad(number, d.mutableAddress, Int32(d.count))
        BN_clear_free(number)
        if Int(written) != d.count { throw failure("BN_bn2binpad") }
        var count = 0
        try check(
            EVP_PKEY_get_octet_string_param(key, "pub", point, 1 + 2 * curve.fieldBytes, &count),
            "EVP_PKEY_get_octet_string_param")
        // SEC 1, section 2.3.3: 04 || X || Y.
        if count != 1 + 2 * curve.fieldBytes || point[0] != 4 {
            throw .failed(call: "EVP_PKEY_get_octet_string_param", detail: "no uncompressed point")
        }
        qx.mutableAddress.update(from: point + 1, count: curve.fieldBytes)
        qy.mutableAddress.update(from: point + 1 + curve.fieldBytes, count: curve.fieldBytes)
    }

    /// The caller frees the key.
    func generateKey() throws(ModuleError) -> OpaquePointer {
        try library.generateKey("EC", publicKey.entries)
    }

    func validatesPublicKey(qx: Span<UInt8>, qy: Span<UInt8>) throws(ModuleError) -> Bool {
        guard let key = try importPublicKey(qx, qy) else { return false }
        defer { EVP_PKEY_free(key) }
        let context = try library.newContext(of: key)
        defer { EVP_PKEY_CTX_free(context) }
        ErrorQueue.clear()
        if EVP_PKEY_public_check(context) == 1 { return true }
        if ErrorQueue.wasAboutTheKey() { return false }
        throw failure("EVP_PKEY_public_check")
    }

    func sign(
        _ message: Span<UInt8>, d: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>,
        nonce: borrowing SignatureNonce, r: inout MutableSpan<UInt8>,
        s: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let deterministic = try isDeterministic(nonce)
        let key = try importKeyPair(d, qx, qy)
        defer { EVP_PKEY_free(key) }
        try beginSigning(digestContext, key, deterministic: deterministic)
        let count = try finishSigning(
            digestContext, message.address, message.count, deterministic: deterministic)
        try decodeSignature(count, &r, &s)
    }

    func verify(
        _ message: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, r: Span<UInt8>, s: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        let encoded = try encodeSignature(r, s)
        defer { encoded.deallocate() }
        return try verify(message, qx, qy, UnsafeBufferPointer(encoded))
    }

    func verify(
        _ message: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, encoded: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        try verify(
            message, qx, qy, UnsafeBufferPointer(start: encoded.address, count: encoded.count))
    }

    private func verify(
        _ message: Span<UInt8>, _ qx: Span<UInt8>, _ qy: Span<UInt8>,
        _ encoded: UnsafeBufferPointer<UInt8>
    ) throws(ModuleError) -> Bool {
        guard let key = try importPublicKey(qx, qy) else { return false }
        defer { EVP_PKEY_free(key) }
        try beginVerifying(digestContext, key)
        ErrorQueue.clear()
        let result = EVP_DigestVerify(
            digestContext, encoded.baseAddress, encoded.count, message.address, message.count)
        if result == 1 { return true }
        // 0 is a wrong signature; less is a failure, of the signature's numbers or of the module.
        if result == 0 || ErrorQueue.wasAboutTheKey() { return false }
        // The provider's own decoder of DER notes no error, and everything else does.
        if ERR_peek_error() == 0 { return false }
        throw failure("EVP_DigestVerify")
    }

    func isDeterministic(_ nonce: borrowing SignatureNonce) throws(ModuleError) -> Bool {
        switch nonce {
        case .random: return false
        case .deterministic: return true
        case .given: throw .notOffered("the module takes no per-message secret from a caller")
        }
    }

    /// Sets up `context` for `EVP_DigestSign`; the caller keeps the key.
    func beginSigning(
        _ context: OpaquePointer, _ key: OpaquePointer, deterministic: Bool
    ) throws(ModuleError) {
        var keyContext: OpaquePointer?
        EVP_MD_CTX_reset(context)
        try check(
            EVP_DigestSignInit_ex(
                context, &keyContext, hashName, library.context, nil, key, nil),
            "EVP_DigestSignInit_ex")
        if deterministic { try requireDeterministicNonce(keyContext) }
    }

    func requireDeterministicNonce(_ keyContext: OpaquePointer?) throws(ModuleError) {
        let known = EVP_PKEY_CTX_settable_params(keyContext)
        guard OSSL_PARAM_locate_const(known, "nonce-type") != nil else {
            throw .notOffered("this provider has no deterministic ECDSA")
        }
        let parameters = ParameterList([("nonce-type", .integer(1))])
        defer { withExtendedLifetime(parameters) {} }
        try check(
            EVP_PKEY_CTX_set_params(keyContext, parameters.entries),
            "EVP_PKEY_CTX_set_params(nonce-type)")
    }

    /// Leaves the signature in `encodedSignature` and returns its length.
    @inline(__always)
    func finishSigning(
        _ context: OpaquePointer, _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        deterministic: Bool
    ) throws(ModuleError) -> Int {
        var count = OpenSSLSignatureScheme.maximumSignatureBytes
        if deterministic { ErrorQueue.clear() }
        if EVP_DigestSign(context, signature, &count, message, messageBytes) == 1 { return count }
        throw signingFailure("EVP_DigestSign", deterministic: deterministic)
    }

    @inline(never)
    func signingFailure(_ call: StaticString, deterministic: Bool) -> ModuleError {
        // Providers up to 3.5 list the parameter but hold no generator of such nonces (openssl
        // issue 26879); it shows as the failure of a draw that deterministic signing never makes.
        if deterministic && fipsmark_is_missing_nonce_error(ERR_peek_error()) == 1 {
            ErrorQueue.clear()
            return .notOffered("this provider has no deterministic ECDSA")
        }
        return failure(call)
    }

    func beginVerifying(_ context: OpaquePointer, _ key: OpaquePointer) throws(ModuleError) {
        EVP_MD_CTX_reset(context)
        try check(
            EVP_DigestVerifyInit_ex(
                context, nil, hashName, library.context, nil, key, nil),
            "EVP_DigestVerifyInit_ex")
    }

    /// Returns nil for a point that the module does not take: not on the curve, or of numbers that
    /// are longer than the field, which it is handed at their full length.
    func importPublicKey(
        _ qx: Span<UInt8>, _ qy: Span<UInt8>
    ) throws(ModuleError) -> OpaquePointer? {
        let bytes = max(curve.fieldBytes, significantBytes(qx), significantBytes(qy))
        let long =
            bytes > curve.fieldBytes
            ? UnsafeMutablePointer<UInt8>.allocate(capacity: 1 + 2 * bytes) : nil
        defer { long?.deallocate() }
        let target = long ?? point
        target[0] = 4
        pad(qx, into: target + 1, bytes)
        pad(qy, into: target + 1 + bytes, bytes)
        publicKey.lend(1, target, 1 + 2 * bytes)
        var key: OpaquePointer?
        ErrorQueue.clear()
        // EVP_PKEY_PUBLIC_KEY, a macro of macros that Swift does not import.
        let result = EVP_PKEY_fromdata(importContext, &key, 0x86, publicKey.entries)
        if result == 1 { return key }
        if ErrorQueue.wasAboutTheKey() { return nil }
        throw failure("EVP_PKEY_fromdata")
    }

    func importKeyPair(
        _ d: Span<UInt8>, _ qx: Span<UInt8>, _ qy: Span<UInt8>
    ) throws(ModuleError) -> OpaquePointer {
        let bytes = curve.fieldBytes
        if max(significantBytes(qx), significantBytes(qy), significantBytes(d)) > bytes {
            throw .failed(call: "EVP_PKEY_fromdata", detail: "a number exceeds the field")
        }
        point[0] = 4
        pad(qx, into: point + 1, bytes)
        pad(qy, into: point + 1 + bytes, bytes)
        pad(d, into: scalar, bytes)
        keyPair.lend(1, point, 1 + 2 * bytes)
        // OSSL_PARAM integers stand in the machine's order, vectors in big-endian order.
        for low in 0..<(bytes / 2) {
            (scalar[low], scalar[bytes - 1 - low]) = (scalar[bytes - 1 - low], scalar[low])
        }
        keyPair.lend(2, scalar, bytes)
        var key: OpaquePointer?
        // EVP_PKEY_KEYPAIR, likewise.
        try check(
            EVP_PKEY_fromdata(importContext, &key, 0x87, keyPair.entries), "EVP_PKEY_fromdata")
        guard let key else { throw failure("EVP_PKEY_fromdata") }
        return key
    }

    private func significantBytes(_ number: Span<UInt8>) -> Int {
        var leading = 0
        while leading < number.count, number[leading] == 0 { leading += 1 }
        return number.count - leading
    }

    /// Writes `number`, of at most `bytes` significant ones, right-aligned in so many.
    private func pad(
        _ number: Span<UInt8>, into target: UnsafeMutablePointer<UInt8>, _ bytes: Int
    ) {
        let kept = min(number.count, bytes)
        target.update(repeating: 0, count: bytes - kept)
        (target + bytes - kept).update(from: number.address + number.count - kept, count: kept)
    }

    /// DER, of whatever length the numbers have; the caller frees it.
    func encodeSignature(
        _ r: Span<UInt8>, _ s: Span<UInt8>
    ) throws(ModuleError) -> UnsafeMutableBufferPointer<UInt8> {
        guard let pair = ECDSA_SIG_new() else { throw failure("ECDSA_SIG_new") }
        defer { ECDSA_SIG_free(pair) }
        let first = BN_bin2bn(r.address, Int32(r.count), nil)
        let second = BN_bin2bn(s.address, Int32(s.count), nil)
        try check(ECDSA_SIG_set0(pair, first, second), "ECDSA_SIG_set0")
        let count = i2d_ECDSA_SIG(pair, nil)
        if count <= 0 { throw failure("i2d_ECDSA_SIG") }
        let encoded = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Int(count))
        var end = encoded.baseAddress
        if i2d_ECDSA_SIG(pair, &end) != count {
            encoded.deallocate()
            throw failure("i2d_ECDSA_SIG")
        }
        return encoded
    }

    func decodeSignature(
        _ count: Int, _ r: inout MutableSpan<UInt8>, _ s: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        var start: UnsafePointer<UInt8>? = UnsafePointer(signature)
        guard let pair = d2i_ECDSA_SIG(nil, &start, count) else { throw failure("d2i_ECDSA_SIG") }
        defer { ECDSA_SIG_free(pair) }
        let first = BN_bn2binpad(ECDSA_SIG_get0_r(pair), r.mutableAddress, Int32(r.count))
        let second = BN_bn2binpad(ECDSA_SIG_get0_s(pair), s.mutableAddress, Int32(s.count))
        if Int(first) != r.count || Int(second) != s.count { throw failure("BN_bn2binpad") }
    }

    /// What `encodeSignature` or a signing call left: DER, valid until the next call.
    var encodedSignature: UnsafeMutablePointer<UInt8> { signature }
}
