package import Algorithms

/// Algorithm, usage and parameters: what is approved or not. A name alone never is.
package enum Service: Sendable, Equatable {
    case hash(Hash)
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
