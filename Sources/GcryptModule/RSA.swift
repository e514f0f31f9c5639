package import Algorithms
import CGcrypt
import Glibc

extension GcryptModule {
    package func rsaKeys() throws(ModuleError) -> any RSAKeys { GcryptRSAKeys(library) }

    package func rsaSignatures(_ scheme: RSAScheme) throws(ModuleError) -> any RSASignatures {
        try GcryptRSASignatures(library, scheme)
    }

    package func rsaEncryption(
        _ hash: Hash, mask: Hash
    ) throws(ModuleError) -> any RSAEncryption {
        try GcryptRSAEncryption(library, hash, mask: mask)
    }

    package func timedRSA(_ workload: RSAWorkload) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .generateKey(let modulusBits):
            TimedRSAKeyGeneration(GcryptRSAKeys(library), modulusBits)
        case .sign(let scheme, let modulusBits):
            try TimedRSASignature(library, scheme, modulusBits, signing: true)
        case .verify(let scheme, let modulusBits):
            try TimedRSASignature(library, scheme, modulusBits, signing: false)
        }
    }
}

final class GcryptRSAKey: RSAKey {
    private let library: Library
    let key: gcry_sexp_t

    /// Takes the key over.
    init(_ library: Library, _ key: gcry_sexp_t) {
        self.library = library
        self.key = key
    }

    deinit { library.calls.pointee.sexp_release(key) }

    func write(
        _ number: RSANumber, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        // libgcrypt's p and q stand in the other order: its u is the inverse of p modulo q.
        let letter: StaticString
        switch number {
        case .n: letter = "n"
        case .e: letter = "e"
        case .d: letter = "d"
        case .p: letter = "q"
        case .q: letter = "p"
        case .iqmp: letter = "u"
        case .dmp1, .dmq1:
            throw .notOffered("libgcrypt's RSA keys hold no exponents of the factors")
        }
        let value = try library.extractOne(key, "rsa", letter)
        defer { library.calls.pointee.mpi_release(value) }
        try library.write(value, output.mutableAddress, output.count)
    }

    static func own(_ key: any RSAKey) throws(ModuleError) -> gcry_sexp_t {
        guard let own = key as? GcryptRSAKey else {
            throw .failed(call: "gcry_pk_sign", detail: "another module's key")
        }
        return own.key
    }
}

final class GcryptRSAKeys: RSAKeys {
    private let library: Library

    init(_ library: Library) { self.library = library }

    func generateKey(modulusBits: Int) throws(ModuleError) -> any RSAKey {
        var parameters: gcry_sexp_t?
        try library.check(
            cgcrypt_build_rsa_generation(library.calls, &parameters, Int32(modulusBits)),
            "gcry_sexp_build(genkey)")
        defer { library.calls.pointee.sexp_release(parameters) }
        var pair: gcry_sexp_t?
        let error = library.calls.pointee.pk_genkey(&pair, parameters)
        guard error == 0, let pair else { throw library.failure(error, "gcry_pk_genkey") }
        defer { library.calls.pointee.sexp_release(pair) }
        // The public half is in the private one too.
        guard let key = library.calls.pointee.sexp_find_token(pair, "private-key", 0) else {
            throw .failed(call: "gcry_sexp_find_token", detail: "no private key was made")
        }
        return GcryptRSAKey(library, key)
    }

    func importPublicKey(
        n: Span<UInt8>, e: Span<UInt8>
    ) throws(ModuleError) -> any RSAKey {
        try importKey(n: n, e: e, d: Span(), p: Span(), q: Span(), u: Span())
    }

    func importKeyPair(_ numbers: borrowing RSAKeyNumbers) throws(ModuleError) -> any RSAKey {
        if numbers.d.isEmpty {
            throw .notOffered("libgcrypt takes no RSA key without its private exponent")
        }
        // u is the inverse of p modulo q there, and RFC 8017's that of q modulo p. With its p above
        // its q, which the factors the other way round would be, secret_core_crt now and then takes
        // the difference of two remainders for more than minus q, and the result is negative.
        return numbers.hasRemainders && numbers.q.isSmallerNumber(than: numbers.p)
            ? try importKey(
                n: numbers.n, e: numbers.e, d: numbers.d, p: numbers.q, q: numbers.p,
                u: numbers.iqmp)
            : try importKey(
                n: numbers.n, e: numbers.e, d: numbers.d, p: Span(), q: Span(), u: Span())
    }

    private func importKey(
        n: Span<UInt8>, e: Span<UInt8>, d: Span<UInt8>, p: Span<UInt8>, q: Span<UInt8>,
        u: Span<UInt8>
    ) throws(ModuleError) -> any RSAKey {
        var key: gcry_sexp_t?
        let error = cgcrypt_build_rsa_key(
            library.calls, &key, n.address, Int32(n.count), e.address, Int32(e.count), d.address,
            Int32(d.count), p.address, Int32(p.count), q.address, Int32(q.count), u.address,
            Int32(u.count))
        guard error == 0, let key else { throw library.failure(error, "gcry_sexp_build(rsa)") }
        return GcryptRSAKey(library, key)
    }

    func sign(
        representative message: Span<UInt8>, _ key: any RSAKey,
        into signature: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        let key = try GcryptRSAKey.own(key)
        if !(try isInRange(message, key, excludingEnds: false)) { return false }
        let data = try library.build("(data(flags raw)(value %b))", message)
        defer { library.calls.pointee.sexp_release(data) }
        var result: gcry_sexp_t?
        let error = library.calls.pointee.pk_sign(&result, data, key)
        guard error == 0, let result else {
            throw library.classifyOpen("RSASP1", error, "gcry_pk_sign")
        }
        defer { library.calls.pointee.sexp_release(result) }
        let value = try library.extractOne(result, "sig-val!rsa", "s")
        defer { library.calls.pointee.mpi_release(value) }
        try library.write(value, signature.mutableAddress, signature.count)
        return true
    }

    func decrypt(
        representative ciphertext: Span<UInt8>, _ key: any RSAKey,
        into plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        let key = try GcryptRSAKey.own(key)
        if !(try isInRange(ciphertext, key, excludingEnds: true)) { return false }
        let data = try library.build("(enc-val(flags raw)(rsa(a %b)))", ciphertext)
        defer { library.calls.pointee.sexp_release(data) }
        var result: gcry_sexp_t?
        let error = library.calls.pointee.pk_decrypt(&result, data, key)
        guard error == 0, let result else {
            throw library.classifyOpen("RSADP", error, "gcry_pk_decrypt")
        }
        defer { library.calls.pointee.sexp_release(result) }
        var count = 0
        guard let octets = library.calls.pointee.sexp_nth_data(result, 1, &count) else {
            throw .failed(call: "gcry_sexp_nth_data", detail: "no plaintext")
        }
        // A number, with a zero before one whose highest bit is set.
        let bytes = UnsafeRawPointer(octets).assumingMemoryBound(to: UInt8.self)
        let value = try library.scan(bytes, count)
        defer { library.calls.pointee.mpi_release(value) }
        try library.write(value, plaintext.mutableAddress, plaintext.count)
        return true
    }

    /// libgcrypt leaves the first step of RSASP1 (RFC 8017, section 5.2.1) and of RSADP (SP 800-56B
    /// Rev. 2, section 7.1.2, which excludes 0, 1 and n - 1) to its caller: it takes any number
    /// modulo n.
    private func isInRange(
        _ number: Span<UInt8>, _ key: gcry_sexp_t, excludingEnds: Bool
    ) throws(ModuleError) -> Bool {
        let modulus = try library.extractOne(key, "rsa", "n")
        defer { library.calls.pointee.mpi_release(modulus) }
        let value = try library.scan(number.address, number.count)
        defer { library.calls.pointee.mpi_release(value) }
        if library.calls.pointee.mpi_cmp(value, modulus) >= 0 { return false }
        if !excludingEnds { return true }
        if library.calls.pointee.mpi_get_nbits(value) < 2 { return false }
        // n is odd: n - 1 differs from it in the last bit alone.
        let bytes = (Int(library.calls.pointee.mpi_get_nbits(modulus)) + 7) / 8
        let last = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes)
        defer { last.deallocate() }
        try library.write(modulus, last, bytes)
        last[bytes - 1] &= 0xfe
        let largest = try library.scan(last, bytes)
        defer { library.calls.pointee.mpi_release(largest) }
        return library.calls.pointee.mpi_cmp(value, largest) < 0
    }
}

extension Span where Element == UInt8 {
    /// Of two numbers, the highest octet first.
    fileprivate func isSmallerNumber(than other: Span<UInt8>) -> Bool {
        let length = Swift.max(count, other.count)
        for place in 0..<length {
            let own = place < length - count ? 0 : self[place - (length - count)]
            let its = place < length - other.count ? 0 : other[place - (length - other.count)]
            if own != its { return own < its }
        }
        return false
    }
}

extension Library {
    /// The caller releases it.
    func extractOne(
        _ expression: gcry_sexp_t, _ path: StaticString, _ name: StaticString
    ) throws(ModuleError) -> gcry_mpi_t {
        var number: gcry_mpi_t?
        let error = cgcrypt_extract_one(
            calls, expression, path.characters, name.characters, &number)
        guard error == 0, let number else { throw failure(error, "gcry_sexp_extract_param") }
        return number
    }

    /// An expression with one place for octets; the caller releases it.
    func build(
        _ form: StaticString, _ octets: Span<UInt8>
    ) throws(ModuleError) -> gcry_sexp_t? {
        var expression: gcry_sexp_t?
        try check(
            cgcrypt_build_octets(
                calls, &expression, form.characters, octets.address, Int32(octets.count)),
            "gcry_sexp_build")
        return expression
    }
}

extension Library {
    /// The same with two places.
    func build(
        _ form: StaticString, _ first: Span<UInt8>, _ second: Span<UInt8>
    ) throws(ModuleError) -> gcry_sexp_t? {
        var expression: gcry_sexp_t?
        try check(
            cgcrypt_build_two(
                calls, &expression, form.characters, first.address, Int32(first.count),
                second.address, Int32(second.count)), "gcry_sexp_build")
        return expression
    }
}

extension StaticString {
    var characters: UnsafePointer<CChar> {
        UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
