package import Algorithms

/// Services of key agreement (SP 800-56A Rev. 3).
package enum KeyAgreementService: Sendable, Equatable {
    /// A shared secret, in whichever of the schemes.
    case sharedSecret(KeyAgreementDomain)
    /// A shared secret with domain parameters of FIPS 186: FB or FC.
    case sharedSecretInFIPS186Domain
    /// A key pair in a group of safe prime.
    case keyGeneration(SafePrimeGroup)
    case keyVerification(SafePrimeGroup)

    var rule: Rule {
        switch self {
        case .sharedSecret(.curve(let curve)): Rule.named(curve.agreementRuleID)
        case .sharedSecret(.group), .keyGeneration, .keyVerification: Rule.named("ffdh")
        case .sharedSecretInFIPS186Domain: Rule.named("ffdh-fips186")
        }
    }
}

extension Curve {
    fileprivate var agreementRuleID: String {
        switch self {
        case .p224, .p256, .p384, .p521: "ecdh-\(rawValue.lowercased())"
        // Of less than 112 bits of strength all three.
        case .p192, .k163, .b163: "ecdh-p192"
        case .k233, .k283, .k409, .k571, .b233, .b283, .b409, .b571: "ecdh-bk"
        }
    }
}

extension KeyAgreementWorkload {
    var service: Service {
        switch self {
        case .agree(let domain), .agreeAnew(let domain): .keyAgreement(.sharedSecret(domain))
        case .generateKey(let group): .keyAgreement(.keyGeneration(group))
        }
    }
}

extension KeyAgreementFunction {
    /// What the function is usually asked for, within all limits.
    package var usualService: KeyAgreementService {
        switch self {
        case .ellipticCurveSecret, .cofactorPrimitive: .sharedSecret(.curve(.p256))
        case .finiteFieldSecret: .sharedSecret(.group(.ffdhe3072))
        case .safePrimeKeyGen: .keyGeneration(.ffdhe3072)
        case .safePrimeKeyVer: .keyVerification(.ffdhe3072)
        }
    }
}
