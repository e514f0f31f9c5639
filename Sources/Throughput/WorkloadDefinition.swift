package import Algorithms

/// What one operation of a workload is, in words that are hashed into every record: whoever
/// changes what is timed changes them and the version, and no comparison goes across.
package struct WorkloadDefinition: Sendable, Equatable {
    /// `gcm-seal/1`.
    package let name: String
    package let words: String

    init(_ name: String, _ words: String) {
        self.name = name
        self.words = words
    }
}

extension Workload {
    package var definition: WorkloadDefinition {
        switch self {
        case .seal:
            .init("gcm-seal/1", "key reused, new IV of 12 bytes, AAD of 16 bytes, message, tag")
        case .open:
            .init("gcm-open/1", "key reused, IV of 12 bytes, AAD of 16 bytes, right tag checked")
        case .gmac:
            .init("gmac/1", "key reused, new IV of 12 bytes, the message as AAD, tag")
        case .digest: .init("digest/1", "context reused, begin, message, digest")
        case .hmac: .init("hmac/1", "context reused, key of 32 bytes set anew, message, code")
        case .generate:
            .init(
                "drbg-generate/2",
                "instantiated once by the module, one request, no input; seeded anew as seldom as "
                    + "the generators of programs are")
        case .generateKey: .init("ec-keygen/1", "key pair with the module's pairwise test")
        case .sign:
            .init(
                "ecdsa-sign/2",
                "key reused, context set up anew, message of 32 bytes hashed and signed")
        case .signDeterministically:
            .init("ecdsa-sign-deterministic/2", "as ecdsa-sign with the nonce of RFC 6979")
        case .verify:
            .init(
                "ecdsa-verify/2",
                "key reused, context set up anew, message of 32 bytes, right signature")
        case .validatePublicKey: .init("ec-validate/1", "full public-key validation, key reused")
        case .cipher(let workload): workload.definition
        case .keccak(let workload): workload.definition
        case .keyDerivation:
            .init("derive-key/1", "context reused, inputs set anew, one key derived")
        case .keyAgreement(.agree):
            .init("agree-key/1", "private key reused, peer's key validated, one secret")
        case .keyAgreement(.agreeAnew):
            .init(
                "agree-key-anew/1",
                "private key reused, context made, peer's key validated, one secret")
        case .keyAgreement(.generateKey):
            .init("ffc-keygen/1", "key pair of a group of safe prime")
        case .postQuantum(let workload): workload.definition
        case .rsa(let workload): workload.definition
        case .eddsa(let workload): workload.definition
        case .reusing(let workload): workload.definition.reused
        }
    }
}

extension WorkloadDefinition {
    /// Of a workload whose context, or whose key where it is a message's, is set up once.
    fileprivate var reused: WorkloadDefinition {
        let parts = name.split(separator: "/")
        return .init(
            "\(parts[0])-reused/\(parts[1])", "key and context set up once; else: \(words)")
    }
}

extension CipherWorkload {
    fileprivate var definition: WorkloadDefinition {
        switch self {
        case .process: .init("cipher/1", "key reused, new IV, the message in one call")
        case .sealCCM:
            .init("ccm-seal/1", "key reused, new IV of 12 bytes, AAD of 16 bytes, message, tag")
        case .openCCM:
            .init("ccm-open/1", "key reused, IV of 12 bytes, AAD of 16 bytes, right tag checked")
        case .wrap: .init("key-wrap/1", "wrapping key set anew, one key wrapped")
        case .unwrap: .init("key-unwrap/1", "wrapping key set anew, one right key unwrapped")
        case .cmac: .init("cmac/1", "context reused, key set anew, message, code")
        }
    }
}

extension KeccakWorkload {
    fileprivate var definition: WorkloadDefinition {
        switch self {
        case .expand:
            .init("xof/1", "context reused, message, output of twice the security strength")
        case .derive:
            .init(
                "sha3-derived/1",
                "context reused, key of 32 bytes and customization of 16 bytes set anew, message")
        }
    }
}

extension PostQuantumWorkload {
    fileprivate var definition: WorkloadDefinition {
        switch self {
        case .generateKey: .init("pq-keygen/1", "key pair with the module's pairwise test")
        case .encapsulate:
            .init("kem-encapsulate/2", "public key reused, context set up anew, one secret")
        case .decapsulate:
            .init("kem-decapsulate/2", "private key reused, context set up anew, right ciphertext")
        case .sign: .init("pq-sign/1", "key reused, message of 32 bytes")
        case .verify: .init("pq-verify/1", "key reused, message of 32 bytes, right signature")
        }
    }
}

extension RSAWorkload {
    fileprivate var definition: WorkloadDefinition {
        switch self {
        case .generateKey: .init("rsa-keygen/1", "key pair with the module's pairwise test")
        case .sign: .init("rsa-sign/1", "key reused, message of 32 bytes hashed and signed")
        case .verify: .init("rsa-verify/1", "key reused, message of 32 bytes, right signature")
        }
    }
}

extension EdDSAWorkload {
    fileprivate var definition: WorkloadDefinition {
        switch self {
        case .generateKey: .init("eddsa-keygen/1", "key pair with the module's pairwise test")
        case .sign: .init("eddsa-sign/1", "key reused, message of 32 bytes")
        case .verify: .init("eddsa-verify/1", "key reused, message of 32 bytes, right signature")
        }
    }
}
