package import Algorithms

/// A derivation with its parameters. Lengths are in bits.
package enum KeyDerivationService: Sendable, Equatable {
    /// - Parameter keyBits: the length of the key or shared secret.
    case derivation(KeyDerivationMethod, keyBits: Int)
    /// Extraction and expansion (SP 800-56C Rev. 2, section 5).
    case twoStep(Hash, keyBits: Int)
    case password(Hash, saltBits: Int, iterations: Int, outputBits: Int)

    /// The algorithm's usual service, within all limits.
    package static func usual(of function: KeyDerivationFunction) -> KeyDerivationService {
        switch function {
        case .hkdf: .derivation(.hkdf(.sha2_256), keyBits: 256)
        case .oneStep, .oneStepNoCounter:
            .derivation(.oneStep(.hash(.sha2_256)), keyBits: 256)
        case .twoStep: .twoStep(.sha2_256, keyBits: 256)
        case .keyBased:
            .derivation(
                .keyBased(.counter, .hmac(.sha2_256), counterBits: 32), keyBits: 256)
        case .kmac: .derivation(.kmac(bits: 256), keyBits: 256)
        case .password:
            .password(.sha2_256, saltBits: 128, iterations: 1000, outputBits: 256)
        case .tls12: .derivation(.tls12(.sha2_256), keyBits: 384)
        case .tls13: .derivation(.tls13Expand(.sha2_256), keyBits: 256)
        case .ssh: .derivation(.ssh(.sha2_256, .encryptionKeyClient), keyBits: 256)
        case .ansX963: .derivation(.ansX963(.sha2_256), keyBits: 256)
        case .ansX942: .derivation(.ansX942(.sha2_256, .aes256), keyBits: 256)
        }
    }

    var rule: Rule {
        switch self {
        case .derivation(let method, let keyBits):
            // SP 800-131A Rev. 2, section 8.
            method.limit ?? (keyBits < 112 ? Rule.shortKey : method.rule)
        case .twoStep(_, let keyBits):
            keyBits < 112 ? Rule.shortKey : Rule.twoStep
        case .password(_, let saltBits, let iterations, let outputBits):
            if saltBits < 128 {
                Rule.named("pbkdf2-short-salt")
            } else if iterations < 1000 {
                Rule.named("pbkdf2-iterations")
            } else {
                Rule.named(outputBits < 112 ? "pbkdf2-short-key" : "pbkdf2")
            }
        }
    }
}

extension Rule {
    // Each group of a vector file needs a decision: these are found by their IDs once.
    fileprivate static let shortKey = named("kdf-short-key")
    fileprivate static let twoStep = named("twostep")
    fileprivate static let hkdf = named("hkdf")
    fileprivate static let oneStep = named("sskdf")
    fileprivate static let keyBased = named("kbkdf")
    fileprivate static let tls12 = named("tls12-prf-ems")
    fileprivate static let tls13 = named("tls13-kdf")
    fileprivate static let ssh = named("sshkdf")
    fileprivate static let ansX963 = named("x963kdf")
    fileprivate static let ansX942 = named("x942kdf-asn1")
    fileprivate static let password = named("pbkdf2")
}

extension KeyDerivationMethod {
    fileprivate var rule: Rule {
        switch self {
        case .hkdf: Rule.hkdf
        case .oneStep: Rule.oneStep
        case .keyBased, .kmac: Rule.keyBased
        case .tls12: Rule.tls12
        case .tls13Extract, .tls13Expand: Rule.tls13
        case .ssh: Rule.ssh
        case .ansX963: Rule.ansX963
        case .ansX942: Rule.ansX942
        case .password: Rule.password
        }
    }

    /// The rule that refuses the method's own parameters, if one does.
    fileprivate var limit: Rule? {
        switch self {
        case .tls12(let hash): hash.isOneOf([.sha2_256, .sha2_384, .sha2_512], "tls12-prf-hash")
        case .tls13Extract(let hash), .tls13Expand(let hash):
            hash.isOneOf([.sha2_256, .sha2_384], "tls13-kdf-hash")
        case .ssh(let hash, _):
            hash.isOneOf([.sha1, .sha2_224, .sha2_256, .sha2_384, .sha2_512], "sshkdf-hash")
        case .ansX963(let hash): hash == .sha1 ? Rule.named("x963kdf-sha1") : nil
        case .keyBased(_, .cmacTDEA, _): Rule.named("cmac-tdea")
        // No key of this length is wrapped by what is approved.
        case .ansX942(_, .tdea): Rule.named("x942kdf-tdea")
        default: nil
        }
    }
}

extension Hash {
    fileprivate func isOneOf(_ hashes: [Hash], _ ruleID: String) -> Rule? {
        hashes.contains(self) ? nil : Rule.named(ruleID)
    }
}

extension KeyDerivationWorkload {
    var service: KeyDerivationService {
        if case .password(let iterations) = self {
            .password(.sha2_256, saltBits: 256, iterations: iterations, outputBits: 256)
        } else {
            .derivation(method, keyBits: 256)
        }
    }
}
