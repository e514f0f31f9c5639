package import Algorithms

extension Gate {
    /// RSA keys and primitives, for all of `services`.
    package func rsaKeys(for services: [RSAService]) throws(ServiceError) -> any RSAKeys {
        for service in services { try require(.rsa(service)) }
        return try ask { () throws(ModuleError) in try module.rsaKeys() }
    }

    /// Signatures of one scheme, for all of `services`, which name it.
    package func rsaSignatures(
        _ scheme: RSAScheme, for services: [RSAService]
    ) throws(ServiceError) -> any RSASignatures {
        for service in services { try require(.rsa(service)) }
        return try ask { () throws(ModuleError) in try module.rsaSignatures(scheme) }
    }

    package func rsaEncryption(
        _ hash: Hash, mask: Hash, modulusBits: Int
    ) throws(ServiceError) -> any RSAEncryption {
        for hash in [hash, mask] {
            try require(.rsa(.keyTransport(hash, modulusBits: modulusBits)))
        }
        return try ask { () throws(ModuleError) in
            try module.rsaEncryption(hash, mask: mask)
        }
    }

    /// EdDSA on one curve, for all of `services`, which name it.
    package func edwardsScheme(
        _ curve: EdwardsCurve, preHash: Bool, for services: [EdDSAService]
    ) throws(ServiceError) -> any EdwardsScheme {
        for service in services { try require(.eddsa(service)) }
        return try ask { () throws(ModuleError) in
            try module.edwardsCurve(curve, preHash: preHash)
        }
    }
}

extension RSAWorkload {
    var service: Service {
        switch self {
        case .generateKey(let modulusBits): .rsa(.keyGeneration(modulusBits: modulusBits))
        case .sign(let scheme, let modulusBits):
            .rsa(.signatureGeneration(scheme, modulusBits: modulusBits))
        case .verify(let scheme, let modulusBits):
            .rsa(.signatureVerification(scheme, modulusBits: modulusBits))
        }
    }
}

extension EdDSAWorkload {
    var service: Service {
        switch self {
        case .generateKey(let curve): .eddsa(.keyGeneration(curve))
        case .sign(let curve):
            .eddsa(.signatureGeneration(curve, preHash: false, contextBytes: 0))
        case .verify(let curve):
            .eddsa(.signatureVerification(curve, preHash: false, contextBytes: 0))
        }
    }
}
