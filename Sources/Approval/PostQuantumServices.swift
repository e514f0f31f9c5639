package import Algorithms

/// What is asked of a post-quantum algorithm.
package enum PostQuantumService: Sendable, Equatable {
    case keyGeneration(PostQuantumParameters)
    /// The checks of FIPS 203, sections 7.2 and 7.3.
    case keyValidation(PostQuantumParameters)
    case encapsulation(PostQuantumParameters)
    case decapsulation(PostQuantumParameters)
    /// - Parameter preHash: the hash function of HashML-DSA or HashSLH-DSA; nil for the pure form.
    case signatureGeneration(PostQuantumParameters, preHash: SignatureHash?)
    case signatureVerification(PostQuantumParameters, preHash: SignatureHash?)
    /// The context that one message is signed with.
    case context(PostQuantumParameters, bytes: Int)
    case statefulSignatureGeneration
    case statefulSignatureVerification

    package var rule: Rule {
        switch self {
        case .keyGeneration(let parameters), .keyValidation(let parameters),
            .encapsulation(let parameters), .decapsulation(let parameters):
            parameters.rule
        case .signatureGeneration(let parameters, let preHash),
            .signatureVerification(let parameters, let preHash):
            preHash.flatMap { PostQuantumService.limit(of: $0, parameters) } ?? parameters.rule
        case .context(let parameters, let bytes):
            bytes > PostQuantumParameters.maximumContextBytes
                ? Rule.named(parameters.ruleID("context")) : parameters.rule
        case .statefulSignatureGeneration: Rule.named("lms-sign")
        case .statefulSignatureVerification: Rule.named("lms")
        }
    }

    /// FIPS 204, section 5.4, and FIPS 205, section 10.2.2: a digest that is signed withstands
    /// collisions as well as the signature does.
    private static func limit(of preHash: SignatureHash, _ parameters: PostQuantumParameters)
        -> Rule?
    {
        if preHash == .function(.sha1) { return Rule.named("sha1-siggen") }
        if preHash.strengthBits >= parameters.strengthBits { return nil }
        return Rule.named(parameters.ruleID("short-prehash"))
    }
}

extension PostQuantumParameters {
    /// The IDs of rules are the names in lower case.
    fileprivate var rule: Rule { Rule.named(rawValue.lowercased()) }

    fileprivate func ruleID(_ limit: String) -> String {
        scheme == .mlDSA ? "ml-dsa-\(limit)" : "slh-dsa-\(limit)"
    }
}

extension PostQuantumWorkload {
    var service: PostQuantumService {
        switch self {
        case .generateKey(let parameters): .keyGeneration(parameters)
        case .encapsulate(let parameters): .encapsulation(parameters)
        case .decapsulate(let parameters): .decapsulation(parameters)
        case .sign(let parameters): .signatureGeneration(parameters, preHash: nil)
        case .verify(let parameters): .signatureVerification(parameters, preHash: nil)
        }
    }
}
