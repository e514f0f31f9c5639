package import Algorithms

/// A use of RSA with its parameters.
package enum RSAService: Sendable, Equatable {
    case keyGeneration(modulusBits: Int)
    case signatureGeneration(RSAScheme, modulusBits: Int)
    case signatureVerification(RSAScheme, modulusBits: Int)
    /// The public exponent of a key that signs, or that was made.
    case exponent(bits: Int, isOdd: Bool)
    /// The public exponent of a key that verifies.
    case verificationExponent(bits: Int, isOdd: Bool)
    case signaturePrimitive(modulusBits: Int)
    case decryptionPrimitive(modulusBits: Int)
    /// RSA-OAEP, to send a key or to receive one.
    case keyTransport(Hash, modulusBits: Int)

    var rule: Rule {
        switch self {
        case .keyGeneration(let modulusBits):
            RSAService.limit(modulusBits) ?? Rule.named("rsa-keygen")
        case .signatureGeneration(let scheme, let modulusBits):
            RSAService.limit(modulusBits) ?? RSAService.generationRule(scheme)
        case .signatureVerification(let scheme, let modulusBits):
            RSAService.verificationRule(scheme, modulusBits)
        case .exponent(let bits, let isOdd):
            Rule.named(
                RSAService.isApproved(bits, isOdd) ? "rsa-keygen" : "rsa-exponent")
        case .verificationExponent(let bits, let isOdd):
            Rule.named(
                RSAService.isApproved(bits, isOdd) ? "rsa-sigver" : "rsa-sigver-exponent")
        case .signaturePrimitive(let modulusBits), .decryptionPrimitive(let modulusBits):
            RSAService.limit(modulusBits) ?? Rule.named("rsa-primitive")
        case .keyTransport(let hash, let modulusBits):
            RSAService.transportRule(hash, modulusBits)
        }
    }

    /// FIPS 186-5, section 5.1: a modulus of an even number of bits, of 2048 at least.
    private static func limit(_ modulusBits: Int) -> Rule? {
        if modulusBits < 2048 {
            Rule.named("rsa-siggen-small")
        } else {
            modulusBits % 2 == 0 ? nil : Rule.named("rsa-modulus-length")
        }
    }

    /// FIPS 186-5, Appendix A.1.1: odd, above 2^16 and below 2^256.
    private static func isApproved(_ exponentBits: Int, _ isOdd: Bool) -> Bool {
        isOdd && (17...256).contains(exponentBits)
    }

    private static func generationRule(_ scheme: RSAScheme) -> Rule {
        if scheme.padding == .x931 { return Rule.named("rsa-x931-sign") }
        if scheme.usesSHA1 { return Rule.named("sha1-siggen") }
        if let limit = limit(of: scheme) { return limit }
        return Rule.named(scheme.padding == .pkcs1 ? "rsa-siggen-pkcs1" : "rsa-siggen-pss")
    }

    private static func verificationRule(_ scheme: RSAScheme, _ modulusBits: Int) -> Rule {
        if scheme.padding == .x931 { return Rule.named("rsa-x931-ver") }
        if modulusBits < 1024 { return Rule.named("rsa-sigver-small") }
        if let limit = limit(of: scheme) { return limit }
        if modulusBits < 2048 || scheme.usesSHA1 {
            return Rule.named("rsa-sigver-legacy")
        }
        return Rule.named("rsa-sigver")
    }

    private static func limit(of scheme: RSAScheme) -> Rule? {
        switch scheme.padding {
        case .pkcs1:
            if case .extendable = scheme.digest { return Rule.named("rsa-pkcs1-xof") }
        case .pss(let saltBytes, _):
            // FIPS 186-5, section 5.4, item g.
            if !(0...scheme.digest.outputBytes).contains(saltBytes) {
                return Rule.named("rsa-pss-salt")
            }
        case .x931: break
        }
        return nil
    }

    /// SP 800-56B Rev. 2, section 6.3: moduli from 2048 bits on; section 7.2.2: any approved hash.
    private static func transportRule(_ hash: Hash, _ modulusBits: Int) -> Rule {
        limit(modulusBits) ?? Rule.named("rsa-oaep")
    }
}

extension RSAScheme {
    /// For the message or for the mask.
    fileprivate var usesSHA1: Bool {
        if case .pss(_, .mgf1(.function(.sha1))) = padding { return true }
        return digest == .function(.sha1)
    }
}
