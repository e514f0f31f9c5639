package import Algorithms

extension Gate {
    /// A derivation for a service that `KeyDerivationService` says the parameters of.
    package func keyDerivation(
        _ method: KeyDerivationMethod, for service: KeyDerivationService
    ) throws(ServiceError) -> any KeyDerivation {
        try require(.keyDerivation(service))
        return try ask { () throws(ModuleError) in try module.keyDerivation(method) }
    }
}
