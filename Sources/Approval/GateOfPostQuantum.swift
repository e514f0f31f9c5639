package import Algorithms

extension Gate {
    /// ML-KEM for all of `services`, which name one parameter set.
    package func keyEncapsulation(
        _ parameters: PostQuantumParameters, for services: [PostQuantumService]
    ) throws(ServiceError) -> any KeyEncapsulation {
        for service in services { try require(.postQuantum(service)) }
        return try ask { () throws(ModuleError) in try module.keyEncapsulation(parameters) }
    }

    /// ML-DSA or SLH-DSA for all of `services`, which name one parameter set.
    package func postQuantumSignature(
        _ parameters: PostQuantumParameters, for services: [PostQuantumService]
    ) throws(ServiceError) -> any PostQuantumSignature {
        for service in services { try require(.postQuantum(service)) }
        return try ask { () throws(ModuleError) in try module.postQuantumSignature(parameters) }
    }

    package func statefulSignature(
        verifying: Bool
    ) throws(ServiceError) -> any PostQuantumSignature {
        try require(
            .postQuantum(
                verifying ? .statefulSignatureVerification : .statefulSignatureGeneration))
        return try ask { () throws(ModuleError) in try module.statefulSignature() }
    }
}
