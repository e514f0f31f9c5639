package import Algorithms
import CGcrypt

extension GcryptModule {
    package func edwardsCurve(
        _ curve: EdwardsCurve, preHash: Bool
    ) throws(ModuleError) -> any EdwardsScheme {
        try GcryptEdwardsScheme(library, curve, preHash: preHash)
    }

    package func timedEdDSA(
        _ workload: EdDSAWorkload
    ) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .generateKey(let curve):
            TimedEdwardsKeyGeneration(try GcryptEdwardsScheme(library, curve, preHash: false))
        case .sign(let curve):
            try TimedEdwardsSignature(
                GcryptEdwardsScheme(library, curve, preHash: false), signing: true)
        case .verify(let curve):
            try TimedEdwardsSignature(
                GcryptEdwardsScheme(library, curve, preHash: false), signing: false)
        }
    }
}

/// EdDSA on one curve. A context is what libgcrypt calls a label.
final class GcryptEdwardsScheme: EdwardsScheme {
    let library: Library
    let curve: EdwardsCurve
    private let data: StaticString
    private let labelledData: StaticString
    private let order: gcry_mpi_t

    init(
        _ library: Library, _ curve: EdwardsCurve, preHash: Bool
    ) throws(ModuleError) {
        // FIPS mode has no Edwards curves, up to 1.10; a later one may.
        self.library = library
        self.curve = curve
        data =
            preHash ? "(data(flags eddsa prehash)(value %b))" : "(data(flags eddsa)(value %b))"
        labelledData =
            preHash
            ? "(data(flags eddsa prehash)(label %b)(value %b))"
            : "(data(flags eddsa)(label %b)(value %b))"
        var context: gcry_ctx_t?
        let error = library.calls.pointee.mpi_ec_new(&context, nil, curve.gcryptName.characters)
        if error != 0 { throw library.classifyOpen(curve.name, error, "gcry_mpi_ec_new") }
        defer { library.calls.pointee.ctx_release(context) }
        guard let order = library.calls.pointee.mpi_ec_get_mpi("n", context, 1) else {
            throw .failed(call: "gcry_mpi_ec_get_mpi", detail: "\(curve.name) has no order")
        }
        self.order = order
    }

    deinit { library.calls.pointee.mpi_release(order) }

    func generateKey(
        d: inout MutableSpan<UInt8>, q: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let keys = try generateKey()
        defer { library.calls.pointee.sexp_release(keys) }
        guard let secret = library.calls.pointee.sexp_find_token(keys, "private-key", 0) else {
            throw .failed(call: "gcry_pk_genkey", detail: "no private key")
        }
        defer { library.calls.pointee.sexp_release(secret) }
        try copy("d", of: secret, d.mutableAddress)
        try copy("q", of: secret, q.mutableAddress)
    }

    /// A `key-data` expression with both halves; the caller releases it.
    func generateKey() throws(ModuleError) -> gcry_sexp_t {
        let parameters = try buildOnCurve("(genkey(ecc(curve %s)(flags eddsa)))", Span(), Span())
        defer { library.calls.pointee.sexp_release(parameters) }
        var keys: gcry_sexp_t?
        let error = library.calls.pointee.pk_genkey(&keys, parameters)
        guard error == 0, let keys else {
            throw library.classifyOpen(curve.name, error, "gcry_pk_genkey")
        }
        return keys
    }

    /// A number of the curve's length, which stands there as octets.
    private func copy(
        _ name: StaticString, of expression: gcry_sexp_t, _ target: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        guard
            let list = library.calls.pointee.sexp_find_token(expression, name.characters, 0)
        else { throw .failed(call: "gcry_sexp_find_token", detail: "there is no \(name)") }
        defer { library.calls.pointee.sexp_release(list) }
        var count = 0
        guard let octets = library.calls.pointee.sexp_nth_data(list, 1, &count),
            count == curve.keyBytes
        else { throw .failed(call: "gcry_sexp_nth_data", detail: "\(name) of \(count) bytes") }
        target.update(
            from: UnsafeRawPointer(octets).assumingMemoryBound(to: UInt8.self), count: count)
    }

    func validatesPublicKey(_ q: Span<UInt8>) throws(ModuleError) -> Bool {
        if q.count != curve.keyBytes { return false }
        let key = try publicKey(q)
        defer { library.calls.pointee.sexp_release(key) }
        let message = try library.build(data, Span())
        defer { library.calls.pointee.sexp_release(message) }
        // Octets that are no point are told when they verify something; what, does not matter.
        let signature = try library.build("(sig-val(eddsa(r %b)(s %b)))", q, q)
        defer { library.calls.pointee.sexp_release(signature) }
        let error = library.calls.pointee.pk_verify(signature, message, key)
        switch gcry_err_code(error) {
        case GPG_ERR_NO_ERROR, GPG_ERR_BAD_SIGNATURE: return true
        case GPG_ERR_BROKEN_PUBKEY, GPG_ERR_INV_OBJ: return false
        default: throw library.classifyOpen(curve.name, error, "gcry_pk_verify")
        }
    }

    func sign(
        _ message: Span<UInt8>, d: Span<UInt8>, q: Span<UInt8>, context: Span<UInt8>,
        into signature: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        try requireFullWords(q)
        let key = try buildOnCurve("(private-key(ecc(curve %s)(flags eddsa)(q %b)(d %b)))", q, d)
        defer { library.calls.pointee.sexp_release(key) }
        let data = try self.message(message, context)
        defer { library.calls.pointee.sexp_release(data) }
        let made = try sign(data, key)
        defer { library.calls.pointee.sexp_release(made) }
        try copy("r", of: made, signature.mutableAddress)
        try copy("s", of: made, signature.mutableAddress + curve.keyBytes)
    }

    /// The caller releases the signature.
    func sign(_ data: gcry_sexp_t?, _ key: gcry_sexp_t?) throws(ModuleError) -> gcry_sexp_t {
        var signature: gcry_sexp_t?
        let error = library.calls.pointee.pk_sign(&signature, data, key)
        guard error == 0, let signature else {
            throw library.classifyOpen(curve.name, error, "gcry_pk_sign")
        }
        return signature
    }

    func verify(
        _ message: Span<UInt8>, q: Span<UInt8>, context: Span<UInt8>, signature: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        let bytes = curve.keyBytes
        // FIPS 186-5, section 7.7, step 1 is left to the caller, who splits the signature.
        if q.count != bytes || signature.count != 2 * bytes { return false }
        try requireBelowOrder(signature.extracting(bytes..<2 * bytes))
        let key = try publicKey(q)
        defer { library.calls.pointee.sexp_release(key) }
        let data = try self.message(message, context)
        defer { library.calls.pointee.sexp_release(data) }
        let expression = try library.build(
            "(sig-val(eddsa(r %b)(s %b)))", signature.extracting(0..<bytes),
            signature.extracting(bytes..<2 * bytes))
        defer { library.calls.pointee.sexp_release(expression) }
        return try verify(expression, data, key)
    }

    /// FIPS 186-5, section 7.7, step 1: the second half is below the order, in little-endian bytes.
    /// Up to 1.11 libgcrypt takes any, and so a signature that somebody made of a right one.
    private func requireBelowOrder(_ half: Span<UInt8>) throws(ModuleError) {
        let bytes = half.indices.reversed().map { half[$0] }
        let number = try library.scan(bytes, bytes.count)
        defer { library.calls.pointee.mpi_release(number) }
        if library.calls.pointee.mpi_cmp(number, order) >= 0 {
            throw .notOffered(
                "libgcrypt does not look whether S is below the order of \(curve.name)")
        }
    }

    func verify(
        _ signature: gcry_sexp_t?, _ data: gcry_sexp_t?, _ key: gcry_sexp_t?
    ) throws(ModuleError) -> Bool {
        let error = library.calls.pointee.pk_verify(signature, data, key)
        switch gcry_err_code(error) {
        case GPG_ERR_NO_ERROR: return true
        // The others are what a key, or the point of a signature, gives that is none.
        case GPG_ERR_BAD_SIGNATURE, GPG_ERR_BROKEN_PUBKEY, GPG_ERR_INV_OBJ: return false
        default: throw library.classifyOpen(curve.name, error, "gcry_pk_verify")
        }
    }

    /// What is signed; the caller releases it.
    func message(
        _ message: Span<UInt8>, _ context: Span<UInt8>
    ) throws(ModuleError) -> gcry_sexp_t? {
        context.isEmpty
            ? try library.build(data, message)
            : try library.build(labelledData, context, message)
    }

    /// The same for the timed operations.
    func message(_ buffers: TimedBuffers) throws(ModuleError) -> gcry_sexp_t? {
        let octets = Array(UnsafeBufferPointer(start: buffers.input, count: buffers.messageBytes))
        return try message(octets.span, Span())
    }

    /// Where the highest word of y is zero, libgcrypt ends the process ("mulm_25519: different
    /// sizes", in 1.10.1), and such octets may stand in anybody's file. Words have 4 or 8 bytes; of
    /// keys that are made, one in 2^32 is left out.
    private func requireFullWords(_ q: Span<UInt8>) throws(ModuleError) {
        // y is little-endian; the highest bit of the last byte is the sign of x.
        let (first, mask): (Int, UInt8) = curve == .ed25519 ? (28, 0x7f) : (52, 0xff)
        var highest: UInt8 = 0
        for index in first..<min(first + 4, q.count) {
            highest |= index == first + 3 ? q[index] & mask : q[index]
        }
        if highest == 0 {
            throw .notOffered("libgcrypt ends the process for such a public key of \(curve.name)")
        }
    }

    private func publicKey(_ q: Span<UInt8>) throws(ModuleError) -> gcry_sexp_t? {
        try requireFullWords(q)
        return try buildOnCurve("(public-key(ecc(curve %s)(flags eddsa)(q %b)))", q, Span())
    }

    /// What names the curve, with up to two places for octets; the caller releases it.
    private func buildOnCurve(
        _ form: StaticString, _ first: Span<UInt8>, _ second: Span<UInt8>
    ) throws(ModuleError) -> gcry_sexp_t? {
        var expression: gcry_sexp_t?
        try library.check(
            cgcrypt_build_on_curve(
                library.calls, &expression, form.characters, curve.gcryptName.characters,
                first.address, Int32(first.count), second.address, Int32(second.count)),
            "gcry_sexp_build")
        return expression
    }
}

extension EdwardsCurve {
    fileprivate var gcryptName: StaticString { self == .ed25519 ? "Ed25519" : "Ed448" }
}

final class TimedEdwardsKeyGeneration: TimedOperation {
    private let scheme: GcryptEdwardsScheme

    init(_ scheme: GcryptEdwardsScheme) { self.scheme = scheme }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            scheme.library.calls.pointee.sexp_release(try scheme.generateKey())
        }
    }
}

/// Signs one message with one key, or verifies the one signature of it.
final class TimedEdwardsSignature: TimedOperation {
    private let scheme: GcryptEdwardsScheme
    private let key: gcry_sexp_t
    private let data: gcry_sexp_t?
    /// Nil where it is signing that is timed.
    private let signature: gcry_sexp_t?
    private let buffers = TimedBuffers(messageBytes: 32)

    init(_ scheme: GcryptEdwardsScheme, signing: Bool) throws(ModuleError) {
        self.scheme = scheme
        key = try scheme.generateKey()
        data = try scheme.message(buffers)
        signature = signing ? nil : try scheme.sign(data, key)
    }

    deinit {
        scheme.library.calls.pointee.sexp_release(key)
        scheme.library.calls.pointee.sexp_release(data)
        scheme.library.calls.pointee.sexp_release(signature)
    }

    func run(count: Int) throws(ModuleError) {
        guard let signature else {
            for _ in 0..<count {
                scheme.library.calls.pointee.sexp_release(try scheme.sign(data, key))
            }
            return
        }
        for _ in 0..<count {
            if !(try scheme.verify(signature, data, key)) {
                throw .failed(call: "gcry_pk_verify", detail: "its own signature is wrong")
            }
        }
    }
}
