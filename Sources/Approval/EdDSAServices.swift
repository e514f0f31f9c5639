package import Algorithms

/// A use of EdDSA with its parameters.
package enum EdDSAService: Sendable, Equatable {
    case keyGeneration(EdwardsCurve)
    case publicKeyValidation(EdwardsCurve)
    case signatureGeneration(EdwardsCurve, preHash: Bool, contextBytes: Int)
    case signatureVerification(EdwardsCurve, preHash: Bool, contextBytes: Int)

    var rule: Rule {
        switch self {
        case .keyGeneration(let curve), .publicKeyValidation(let curve):
            Rule.named(curve.ruleID)
        case .signatureGeneration(let curve, let preHash, let contextBytes),
            .signatureVerification(let curve, let preHash, let contextBytes):
            EdDSAService.rule(curve, preHash, contextBytes)
        }
    }

    /// FIPS 186-5, section 7.6 has no context for Ed25519; section 7.8 and Ed448 have one of up to
    /// 255 bytes.
    private static func rule(
        _ curve: EdwardsCurve, _ preHash: Bool, _ contextBytes: Int
    ) -> Rule {
        if contextBytes > 255 {
            Rule.named("eddsa-context")
        } else if curve == .ed25519 && !preHash && contextBytes > 0 {
            Rule.named("ed25519ctx")
        } else {
            Rule.named(curve.ruleID)
        }
    }
}

extension EdwardsCurve {
    fileprivate var ruleID: String { self == .ed25519 ? "ed25519" : "ed448" }
}
