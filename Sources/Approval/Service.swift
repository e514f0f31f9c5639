package import Algorithms

/// Algorithm, usage and parameters: what is approved or not. A name alone never is.
package enum Service: Sendable, Equatable {
    case hash(Hash)
    case extendableOutput(ExtendableOutputFunction)
    /// `keyBits` of XTS is the length of one of its two keys.
    case encryption(BlockCipherMode, keyBits: Int)
    case decryption(BlockCipherMode, keyBits: Int)
    /// XTS whose two keys are the same.
    case xtsWithEqualKeys
    /// One data unit of XTS, which is a message of its own to a module.
    case xtsDataUnit(bits: Int)
    case ccmEncryption(keyBits: Int, tagBits: Int)
    case ccmDecryption(keyBits: Int, tagBits: Int)
    case keyWrapping(keyBits: Int, padded: Bool)
    case keyUnwrapping(keyBits: Int, padded: Bool)
    /// What is wrapped, or what unwrapping a ciphertext of its length would give.
    case wrappedKey(bytes: Int, padded: Bool)
    case cmacGeneration(keyBits: Int, tagBits: Int)
    case cmacVerification(keyBits: Int, tagBits: Int)
    case macGeneration(Hash, keyBits: Int, tagBits: Int)
    case macVerification(Hash, keyBits: Int, tagBits: Int)
    case gmacGeneration(keyBits: Int, tagBits: Int, ivConstruction: IVConstruction)
    case gmacVerification(keyBits: Int, tagBits: Int)
    case gcmEncryption(keyBits: Int, tagBits: Int, ivConstruction: IVConstruction)
    case gcmDecryption(keyBits: Int, tagBits: Int)
    case randomBits(DRBGMechanism)
    case keyGeneration(Curve)
    case publicKeyValidation(Curve)
    case signatureGeneration(Curve, Hash)
    case deterministicSignatureGeneration(Curve, Hash)
    case signatureVerification(Curve, Hash)
    /// ECDSA whose messages SHAKE hashes.
    case extendableSignature(ExtendableSignatureService)
    case sha3Derived(SHA3DerivedService)
    case keyDerivation(KeyDerivationService)
    case keyAgreement(KeyAgreementService)
    case postQuantum(PostQuantumService)
    case rsa(RSAService)
    case eddsa(EdDSAService)

    /// Who makes a GCM IV (SP 800-38D, section 8.2).
    package enum IVConstruction: Sendable, Equatable {
        case insideTheModule
        case givenByTheCaller
    }
}

/// Why a service is asked for.
package enum Purpose: Sendable {
    /// As a program would use it: only approved services pass.
    case service
    /// A known-answer test or a measurement of one: `testOnly` services pass too, and say so.
    case test
}

/// A service that the gate turned away, with the rule that says so.
package struct Refusal: Error, Equatable, Sendable {
    package let rule: Rule
    package let service: Service
}
