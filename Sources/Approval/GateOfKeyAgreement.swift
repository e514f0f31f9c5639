package import Algorithms

extension Gate {
    /// Key agreement for all of `services`, which name this domain.
    package func keyAgreement(
        _ domain: KeyAgreementDomain, for services: [KeyAgreementService]
    ) throws(ServiceError) -> any KeyAgreement {
        for service in services { try require(.keyAgreement(service)) }
        return try ask { () throws(ModuleError) in try module.keyAgreement(domain) }
    }
}
