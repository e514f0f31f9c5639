import Algorithms

/// Which of a Wycheproof test's members are which fields of a case, by the kind of algorithm.
enum WycheproofForm {
    /// Decrypts; CCM has its tag behind the ciphertext.
    case authenticatedCipher(joinsTag: Bool)
    /// Verifies.
    case mac(message: VectorField)
    /// Verifies.
    case gmac
    /// Unwraps.
    case keyWrap
    /// Encrypts: there is nothing that could be told wrong.
    case xts
    /// Verifies.
    ///
    /// - Parameter numberBytes: what each number of a signature has; nil where it is DER.
    case signature(numberBytes: Int?)
    /// Agrees, where the key of the other party can be taken apart.
    case agreement(WycheproofPoint)
    /// Verifies. The public key is of these members of the group.
    case plainSignature([(member: String, field: VectorField)])
    /// Derives, and compares: HKDF from `ikm`, PBKDF2 from `password`.
    case derivation
    /// Decapsulates with the key of a seed.
    case decapsulation

    /// The field of a member; the tag of CCM and a signature take more than that.
    func field(of member: Span<UInt8>) -> VectorField? {
        if case .agreement = self { return WycheproofPoint.field(of: member) }
        switch self {
        case .derivation: return WycheproofForm.fieldOfDerivation(member)
        case .decapsulation: return WycheproofForm.fieldOfDecapsulation(member)
        default: break
        }
        if member.matches("key") { return .key }
        if member.matches("iv") {
            if case .xts = self { return .tweakValue }
            return .iv
        }
        if member.matches("aad") { return .aad }
        if member.matches("ct") { return .ct }
        if member.matches("sig") { return .signature }
        if member.matches("tag") {
            if case .mac = self { return .mac }
            return .tag
        }
        guard member.matches("msg") else { return nil }
        switch self {
        case .authenticatedCipher, .keyWrap, .xts: return .pt
        case .mac(let message): return message
        case .gmac: return .aad
        case .signature, .plainSignature: return .message
        case .agreement, .derivation, .decapsulation: return nil
        }
    }

    private static func fieldOfDerivation(_ member: Span<UInt8>) -> VectorField? {
        if member.matches("ikm") { return .z }
        if member.matches("info") { return .context }
        if member.matches("okm") { return .dkm }
        if member.matches("password") { return .password }
        if member.matches("salt") { return .salt }
        return member.matches("dk") ? .derivedKey : nil
    }

    private static func fieldOfDecapsulation(_ member: Span<UInt8>) -> VectorField? {
        // Its first half is d, its second z (FIPS 203, algorithm 19).
        if member.matches("seed") { return .seed }
        if member.matches("c") { return .c }
        return member.matches("K") ? .k : nil
    }

    /// The field of a member that is a number, and what one of it is in the field's unit.
    func number(of member: Span<UInt8>) -> (field: VectorField, unit: Int)? {
        guard case .derivation = self else { return nil }
        if member.matches("size") { return (.derivedKeyLength, 8) }
        if member.matches("dkLen") { return (.keyLen, 8) }
        return member.matches("iterationCount") ? (.iterationCount, 1) : nil
    }

    /// Nil for a kind that Wycheproof does not test.
    init?(_ kind: Algorithm.Kind, numberBytes: Int?) {
        switch kind {
        case .gcm: self = .authenticatedCipher(joinsTag: false)
        case .ccm: self = .authenticatedCipher(joinsTag: true)
        case .gmac: self = .gmac
        case .hmac, .sha3Derived(.kmac128), .sha3Derived(.kmac256): self = .mac(message: .msg)
        case .cmac: self = .mac(message: .message)
        case .keyWrap: self = .keyWrap
        case .blockCipher(.xts): self = .xts
        case .ecdsaSigVer: self = .signature(numberBytes: numberBytes)
        case .rsa(.sigVer): self = .plainSignature([("modulus", .n), ("publicExponent", .e)])
        case .eddsa(.sigVer): self = .plainSignature([("pk", .q)])
        case .keyDerivation(.hkdf), .keyDerivation(.password): self = .derivation
        case .postQuantum(.encapsulation): self = .decapsulation
        default: return nil
        }
    }

    /// The ACVP name of what Wycheproof calls `algorithm`; the latter where there is none.
    static func setName(_ algorithm: String) -> String {
        let names = [
            "AES-GCM": "ACVP-AES-GCM", "AES-CCM": "ACVP-AES-CCM", "AES-GMAC": "ACVP-AES-GMAC",
            "GMAC": "ACVP-AES-GMAC", "AES-CMAC": "CMAC-AES", "AES-WRAP": "ACVP-AES-KW",
            "AES-KW": "ACVP-AES-KW", "AES-KWP": "ACVP-AES-KWP", "AES-XTS": "ACVP-AES-XTS",
            "AES-GCM-SIV": "ACVP-AES-GCM-SIV", "ECDSA": "ECDSA-sigVer", "DSA": "DSA-sigVer",
            "XDH": "XECDH-SSC", "KMAC128": "KMAC-128", "KMAC256": "KMAC-256",
            "ECDH": "KAS-ECC-SSC", "RSASSA-PKCS1-v1_5": "RSA-sigVer", "RSASSA-PSS": "RSA-sigVer",
            "EDDSA": "EDDSA-sigVer", "ML-KEM": "ML-KEM-encapDecap",
        ]
        if let name = names[algorithm] { return name }
        if algorithm.hasPrefix("HMACSHA"), let hash = Hash(mentionedIn: algorithm) {
            return "HMAC-\(hash.rawValue)"
        }
        if algorithm.hasPrefix("HKDF-SHA") { return "KDA-HKDF" }
        if algorithm.hasPrefix("PBKDF2-HMACSHA") { return "PBKDF" }
        return algorithm
    }

    /// The curve's ACVP name; its own where ACVP has none.
    static func curveName(_ curve: String) -> String {
        // SEC 2: secp for prime fields, sect for binary ones, r for random, k for Koblitz curves.
        let names = [
            "secp192r1": "P-192", "secp224r1": "P-224", "secp256r1": "P-256",
            "secp384r1": "P-384", "secp521r1": "P-521", "sect283k1": "K-283",
            "sect283r1": "B-283", "sect409k1": "K-409", "sect409r1": "B-409",
            "sect571k1": "K-571", "sect571r1": "B-571", "curve448": "Curve448",
            "edwards25519": "ED-25519", "edwards448": "ED-448",
        ]
        return names[curve] ?? curve
    }
}
