/// What a row of the table does with RSA.
package enum RSAFunction: Sendable, Hashable {
    case keyGen
    case sigGen
    case sigVer
    /// RSASP1 (RFC 8017, section 5.2.1), without a padding.
    case signaturePrimitive
    /// RSADP (SP 800-56B Rev. 2, section 7.1.2).
    case decryptionPrimitive
}

/// What makes the mask of RSASSA-PSS, by ACVP's name.
package enum RSAMask: Hashable, Sendable {
    /// MGF1 with a hash function, mostly the message's own (RFC 8017, appendix B.2.1).
    case mgf1(SignatureHash)
    case extendable(ExtendableOutputFunction)
}

package enum RSAPadding: Hashable, Sendable {
    /// RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2).
    case pkcs1
    /// RSASSA-PSS (RFC 8017, section 8.1).
    case pss(saltBytes: Int, mask: RSAMask)
    /// ANSI X9.31, which FIPS 186-5 has withdrawn.
    case x931
}

/// A way to sign with RSA, but for the key.
package struct RSAScheme: Hashable, Sendable {
    package let padding: RSAPadding
    /// FIPS 186-5, section 5.4: an extendable-output function with RSASSA-PSS alone.
    package let digest: SignatureHash

    package init(_ padding: RSAPadding, _ digest: SignatureHash) {
        self.padding = padding
        self.digest = digest
    }

    package var name: String {
        switch padding {
        case .pkcs1: "PKCS #1 v1.5 with \(digest.name)"
        case .pss(let saltBytes, .mgf1(let mask)):
            "PSS with \(digest.name), MGF1 with \(mask.name), a salt of \(saltBytes) bytes"
        case .pss(let saltBytes, .extendable(let mask)):
            "PSS with \(digest.name), mask by \(mask.rawValue), a salt of \(saltBytes) bytes"
        case .x931: "X9.31 with \(digest.name)"
        }
    }
}

/// The numbers of an RSA key, by ACVP's names.
package enum RSANumber: Int, CaseIterable, Sendable {
    case n, e, d, p, q, dmp1, dmq1, iqmp
}

/// The numbers of a key pair, big-endian and lent for one call. Those that are not known are empty:
/// d, or all five of the Chinese remainder theorem.
package struct RSAKeyNumbers: ~Escapable {
    package let n: Span<UInt8>
    package let e: Span<UInt8>
    package let d: Span<UInt8>
    package let p: Span<UInt8>
    package let q: Span<UInt8>
    package let dmp1: Span<UInt8>
    package let dmq1: Span<UInt8>
    package let iqmp: Span<UInt8>

    @_lifetime(copy n, copy e, copy d, copy p, copy q, copy dmp1, copy dmq1, copy iqmp)
    package init(
        n: Span<UInt8>, e: Span<UInt8>, d: Span<UInt8>, p: Span<UInt8>, q: Span<UInt8>,
        dmp1: Span<UInt8>, dmq1: Span<UInt8>, iqmp: Span<UInt8>
    ) {
        self.n = n
        self.e = e
        self.d = d
        self.p = p
        self.q = q
        self.dmp1 = dmp1
        self.dmq1 = dmq1
        self.iqmp = iqmp
    }

    /// RFC 8017, section 3.2: the second representation of a private key.
    package var hasRemainders: Bool {
        !(p.isEmpty || q.isEmpty || dmp1.isEmpty || dmq1.isEmpty || iqmp.isEmpty)
    }
}

/// A key as its module holds it. No other module takes it.
package protocol RSAKey: AnyObject {
    /// Fills `output` with a number of the key, big-endian.
    func write(
        _ number: RSANumber, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError)
}

/// RSA without a padding: keys, and the primitives of the private key.
package protocol RSAKeys: AnyObject {
    /// Makes a key pair whose public exponent is 65537.
    func generateKey(modulusBits: Int) throws(ModuleError) -> any RSAKey
    func importPublicKey(
        n: Span<UInt8>, e: Span<UInt8>
    ) throws(ModuleError) -> any RSAKey
    func importKeyPair(_ numbers: borrowing RSAKeyNumbers) throws(ModuleError) -> any RSAKey
    /// RSASP1. Fills `signature`, of the modulus's length; false where the message's
    /// representative is out of range, which is an answer.
    func sign(
        representative message: Span<UInt8>, _ key: any RSAKey,
        into signature: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool
    /// RSADP, in the same way.
    func decrypt(
        representative ciphertext: Span<UInt8>, _ key: any RSAKey,
        into plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool
}

/// RSA signatures of one scheme.
package protocol RSASignatures: AnyObject {
    /// Fills `signature`, of the modulus's length.
    func sign(
        _ message: Span<UInt8>, _ key: any RSAKey, into signature: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// A wrong signature, of whatever length, is an answer.
    func verify(
        _ message: Span<UInt8>, _ key: any RSAKey, signature: Span<UInt8>
    ) throws(ModuleError) -> Bool
}

/// RSAES-OAEP (RFC 8017, section 7.1) whose mask is MGF1.
package protocol RSAEncryption: AnyObject {
    /// Fills `ciphertext`, of the modulus's length.
    func encrypt(
        _ plaintext: Span<UInt8>, label: Span<UInt8>, _ key: any RSAKey,
        into ciphertext: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// Writes to the front of `plaintext`, of the modulus's length, and returns the length; nil
    /// where the ciphertext is not one of the key and label, which is an answer.
    func decrypt(
        _ ciphertext: Span<UInt8>, label: Span<UInt8>, _ key: any RSAKey,
        into plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Int?
}

/// What a module offers of RSA.
package protocol RSAModule: AnyObject {
    func rsaKeys() throws(ModuleError) -> any RSAKeys
    func rsaSignatures(_ scheme: RSAScheme) throws(ModuleError) -> any RSASignatures
    func rsaEncryption(_ hash: Hash, mask: Hash) throws(ModuleError) -> any RSAEncryption
    func timedRSA(_ workload: RSAWorkload) throws(ModuleError) -> any TimedOperation
}

extension RSAModule {
    package func rsaKeys() throws(ModuleError) -> any RSAKeys {
        throw .notOffered("RSA is not offered by this module")
    }
    package func rsaSignatures(_ scheme: RSAScheme) throws(ModuleError) -> any RSASignatures {
        throw .notOffered("RSA \(scheme.name) is not offered by this module")
    }
    package func rsaEncryption(
        _ hash: Hash, mask: Hash
    ) throws(ModuleError) -> any RSAEncryption {
        throw .notOffered("RSA-OAEP is not offered by this module")
    }
    package func timedRSA(_ workload: RSAWorkload) throws(ModuleError) -> any TimedOperation {
        throw .notOffered("RSA is not offered by this module")
    }
}

/// What one timed operation of RSA is; keys are made beforehand.
package enum RSAWorkload: Sendable, Hashable {
    case generateKey(modulusBits: Int)
    /// A 32-byte message, hashed and signed.
    case sign(RSAScheme, modulusBits: Int)
    case verify(RSAScheme, modulusBits: Int)
}
