package import Algorithms

/// A service of SP 800-185.
package enum SHA3DerivedService: Sendable, Equatable {
    case customizableOutput(SHA3DerivedFunction)
    case authentication(SHA3DerivedFunction, keyBits: Int, tagBits: Int)

    /// The first limit that it breaks, else what approves it.
    var rule: Rule {
        switch self {
        case .customizableOutput(let function): function.rule
        case .authentication(let function, let keyBits, let tagBits):
            // SP 800-185, section 8.4.1 for the key and 8.4.2 for the tag, whatever the usage.
            if keyBits < 112 {
                Rule.kmacShortKey
            } else if tagBits < 32 {
                Rule.kmacShortTag
            } else {
                function.rule
            }
        }
    }
}

extension Rule {
    // Every case of a vector file may need a decision: these are found by their IDs once.
    fileprivate static let cSHAKE128 = named("cshake128")
    fileprivate static let cSHAKE256 = named("cshake256")
    fileprivate static let kmac128 = named("kmac128")
    fileprivate static let kmac256 = named("kmac256")
    fileprivate static let kmacShortKey = named("kmac-short-key")
    fileprivate static let kmacShortTag = named("kmac-short-tag")
}

extension SHA3DerivedFunction {
    fileprivate var rule: Rule {
        switch self {
        case .cSHAKE128: Rule.cSHAKE128
        case .cSHAKE256: Rule.cSHAKE256
        case .kmac128: Rule.kmac128
        case .kmac256: Rule.kmac256
        }
    }
}

/// A signature of ECDSA whose message SHAKE hashes.
package enum ExtendableSignatureService: Sendable, Equatable {
    case generation(Curve, ExtendableOutputFunction)
    case verification(Curve, ExtendableOutputFunction)
}

extension Service {
    /// ECDSA with a secret number of the module's own, whatever hashes the message.
    package static func signing(_ curve: Curve, _ hash: SignatureHash) -> Service {
        switch hash {
        case .function(let hash): .signatureGeneration(curve, hash)
        case .extendable(let function): .extendableSignature(.generation(curve, function))
        }
    }

    package static func verifying(_ curve: Curve, _ hash: SignatureHash) -> Service {
        switch hash {
        case .function(let hash): .signatureVerification(curve, hash)
        case .extendable(let function): .extendableSignature(.verification(curve, function))
        }
    }
}
