package import Algorithms

extension Gate {
    package func customizableOutput(
        _ function: SHA3DerivedFunction
    ) throws(ServiceError) -> any CustomizableOutput {
        try require(.sha3Derived(.customizableOutput(function)))
        return try ask { () throws(ModuleError) in try module.customizableOutput(function) }
    }

    /// Generation and verification alike: the standard tells them no different limits.
    package func customizableAuthentication(
        _ function: SHA3DerivedFunction, keyBits: Int, tagBits: Int
    ) throws(ServiceError) -> any CustomizableAuthentication {
        try require(
            .sha3Derived(.authentication(function, keyBits: keyBits, tagBits: tagBits)))
        return try ask { () throws(ModuleError) in
            try module.customizableAuthentication(function)
        }
    }

    /// A scheme for all of `services`, which name one curve and what hashes the messages.
    package func signatureScheme(
        _ curve: Curve, hashingWith hash: SignatureHash, for services: [Service]
    ) throws(ServiceError) -> any SignatureScheme {
        switch hash {
        case .function(let hash): return try signatureScheme(curve, hash, for: services)
        case .extendable(let function):
            for service in services { try require(service) }
            return try ask { () throws(ModuleError) in
                try module.ellipticCurve(curve, hashingWith: function)
            }
        }
    }
}

extension CipherWorkload {
    var service: Service {
        switch self {
        case .process(let mode, let keyBits, let encrypting, _):
            encrypting ? .encryption(mode, keyBits: keyBits) : .decryption(mode, keyBits: keyBits)
        case .sealCCM(let keyBits, _): .ccmEncryption(keyBits: keyBits, tagBits: 128)
        case .openCCM(let keyBits, _): .ccmDecryption(keyBits: keyBits, tagBits: 128)
        case .wrap(let keyBits, let padded, _): .keyWrapping(keyBits: keyBits, padded: padded)
        case .unwrap(let keyBits, let padded, _):
            .keyUnwrapping(keyBits: keyBits, padded: padded)
        case .cmac(let keyBits, _): .cmacGeneration(keyBits: keyBits, tagBits: 128)
        }
    }
}

extension KeccakWorkload {
    var service: Service {
        switch self {
        case .expand(let function, _): .extendableOutput(function)
        case .derive(let function, _):
            .sha3Derived(
                function.isKeyed
                    ? .authentication(
                        function, keyBits: 256, tagBits: 2 * function.strengthBits)
                    : .customizableOutput(function))
        }
    }
}
