/// What hashes a message that is signed: a hash function, or an extendable-output function with one
/// output length, which makes it one (FIPS 186-5, section 6.4; SHAKE in ACVP's `hashAlg`).
package enum SignatureHash: Hashable, Sendable {
    case function(Hash)
    case extendable(ExtendableOutputFunction)

    /// By the ACVP name; nil for what is neither.
    package init?(named name: String) {
        if let hash = Hash(rawValue: name) {
            self = .function(hash)
        } else if let function = ExtendableOutputFunction(rawValue: name) {
            self = .extendable(function)
        } else {
            return nil
        }
    }

    package var name: String {
        switch self {
        case .function(let hash): hash.rawValue
        case .extendable(let function): function.rawValue
        }
    }

    package var outputBytes: Int {
        switch self {
        case .function(let hash): hash.outputBytes
        case .extendable(let function): function.digestBytes
        }
    }

    package static let allCases =
        Hash.allCases.map { SignatureHash.function($0) }
        + ExtendableOutputFunction.allCases.map { .extendable($0) }
}

extension ExtendableOutputFunction {
    /// The output where it serves as a hash function: twice the security strength.
    package var digestBytes: Int {
        switch self {
        case .shake128: 32
        case .shake256: 64
        }
    }
}

/// ECDSA whose messages SHAKE hashes.
package protocol ExtendableSignatureModule: AnyObject {
    func ellipticCurve(
        _ curve: Curve, hashingWith function: ExtendableOutputFunction
    ) throws(ModuleError) -> any SignatureScheme
}

extension ExtendableSignatureModule {
    package func ellipticCurve(
        _ curve: Curve, hashingWith function: ExtendableOutputFunction
    ) throws(ModuleError) -> any SignatureScheme {
        throw .notOffered("ECDSA with \(function.rawValue) is not offered by this module")
    }
}
