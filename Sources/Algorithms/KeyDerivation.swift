/// What the rows of key derivation ask for, by their ACVP algorithm and mode.
package enum KeyDerivationFunction: Sendable, Equatable {
    /// SP 800-56C Rev. 2, section 5.1, by RFC 5869.
    case hkdf
    /// SP 800-56C Rev. 2, section 4.1.
    case oneStep
    /// SP 800-56C Rev. 2, section 4.2.
    case oneStepNoCounter
    /// SP 800-56C Rev. 2, section 5.
    case twoStep
    /// SP 800-108 Rev. 1, sections 4.1 and 4.2.
    case keyBased
    /// SP 800-108 Rev. 1, section 4.4.
    case kmac
    case password
    case tls12
    case tls13
    case ssh
    case ansX963
    case ansX942
}

/// A derivation that a module prepares, and which of the inputs it reads.
package enum KeyDerivationMethod: Sendable, Hashable {
    /// HKDF of RFC 5869. Reads `secret`, `salt` and `info`.
    case hkdf(Hash)
    /// Reads `secret`, `info` and, unless the auxiliary function is a hash, `salt`.
    case oneStep(AuxiliaryFunction)
    /// SP 800-108 with the counter in front of the fixed data. Reads `secret`, `info` (the fixed
    /// data) and, in feedback mode, `salt` (the IV).
    case keyBased(KeyBasedMode, PseudorandomFunction, counterBits: Int)
    /// KMAC as a derivation function. Reads `secret`, `label` and `context`.
    case kmac(bits: Int)
    /// The PRF of TLS 1.2. Reads `secret`, `label` and `info` (the seed).
    case tls12(Hash)
    /// The next secret of RFC 8446, section 7.1. Reads `salt` (the secret before, of which it
    /// derives the salt; empty for the first) and `secret` (empty for zeros).
    case tls13Extract(Hash)
    /// Derive-Secret of RFC 8446, section 7.1. Reads `secret`, `label` and `context` (the hash of
    /// the messages).
    case tls13Expand(Hash)
    /// RFC 4253, section 7.2. Reads `secret` (K as an mpint), `info` (H) and `context` (the
    /// session's identifier).
    case ssh(Hash, SSHKey)
    /// Reads `secret` and `info`.
    case ansX963(Hash)
    /// With DER. Reads `secret` and `info`: what follows `keyInfo` in OtherInfo, encoded.
    case ansX942(Hash, WrappingAlgorithm)
    /// Reads `secret` (the password), `salt` and `iterations`.
    case password(Hash)
}

/// What a one-step derivation calls H (SP 800-56C Rev. 2, section 4.1).
package enum AuxiliaryFunction: Sendable, Hashable {
    case hash(Hash)
    case hmac(Hash)
    case kmac(bits: Int)

    /// As ACVP names it.
    package init?(name: String) {
        if let hash = Hash(rawValue: name) {
            self = .hash(hash)
        } else if name.hasPrefix("HMAC-"), let hash = Hash(rawValue: String(name.dropFirst(5))) {
            self = .hmac(hash)
        } else if name == "KMAC-128" || name == "KMAC-256" {
            self = .kmac(bits: name == "KMAC-128" ? 128 : 256)
        } else {
            return nil
        }
    }
}

/// A mode of SP 800-108 Rev. 1, section 4.
package enum KeyBasedMode: String, Sendable, Hashable {
    case counter
    case feedback
}

/// The PRF of SP 800-108 Rev. 1, section 3.
package enum PseudorandomFunction: Sendable, Hashable {
    case hmac(Hash)
    case cmac(keyBits: Int)
    /// No module is asked for it: TDEA is refused.
    case cmacTDEA

    /// As ACVP names it.
    package init?(name: String) {
        switch name {
        case "CMAC-AES128": self = .cmac(keyBits: 128)
        case "CMAC-AES192": self = .cmac(keyBits: 192)
        case "CMAC-AES256": self = .cmac(keyBits: 256)
        case "CMAC-TDES": self = .cmacTDEA
        default:
            guard name.hasPrefix("HMAC-"), let hash = Hash(rawValue: String(name.dropFirst(5)))
            else { return nil }
            self = .hmac(hash)
        }
    }

    package var outputBytes: Int {
        switch self {
        case .hmac(let hash): hash.outputBytes
        case .cmac: 16
        case .cmacTDEA: 8
        }
    }
}

/// The six keys of RFC 4253, section 7.2, by their letters.
package enum SSHKey: String, CaseIterable, Sendable {
    case initialIVClient = "A"
    case initialIVServer = "B"
    case encryptionKeyClient = "C"
    case encryptionKeyServer = "D"
    case integrityKeyClient = "E"
    case integrityKeyServer = "F"
}

/// What a key of ANS X9.42 is for; its object identifier is among what is hashed.
package enum WrappingAlgorithm: String, CaseIterable, Sendable {
    case tdea = "060B2A864886F70D0109100306"
    case aes128 = "0609608648016503040105"
    case aes192 = "0609608648016503040119"
    case aes256 = "060960864801650304012D"
}

/// What goes into one derivation; each method reads some of it, the rest is empty. Every span is
/// lent by the caller for the length of one call.
package struct KeyDerivationInputs: ~Escapable {
    package let secret: Span<UInt8>
    package let salt: Span<UInt8>
    package let info: Span<UInt8>
    package let label: Span<UInt8>
    package let context: Span<UInt8>
    package let iterations: Int

    @_lifetime(copy secret, copy salt, copy info, copy label, copy context)
    package init(
        secret: Span<UInt8>, salt: Span<UInt8>, info: Span<UInt8>, label: Span<UInt8>,
        context: Span<UInt8>, iterations: Int = 0
    ) {
        self.secret = secret
        self.salt = salt
        self.info = info
        self.label = label
        self.context = context
        self.iterations = iterations
    }
}

/// One prepared derivation.
package protocol KeyDerivation: AnyObject {
    /// Fills `output` whole.
    func derive(
        _ inputs: borrowing KeyDerivationInputs, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError)
}

package protocol KeyDerivationModule: AnyObject {
    func keyDerivation(_ method: KeyDerivationMethod) throws(ModuleError) -> any KeyDerivation
    func timedKeyDerivation(
        _ workload: KeyDerivationWorkload
    ) throws(ModuleError) -> any TimedOperation
}

extension KeyDerivationModule {
    package func keyDerivation(
        _ method: KeyDerivationMethod
    ) throws(ModuleError) -> any KeyDerivation {
        throw .notOffered("\(method.name) is not offered by this module")
    }

    /// The same in every module: a derivation is slow enough for its dispatch not to matter.
    package func timedKeyDerivation(
        _ workload: KeyDerivationWorkload
    ) throws(ModuleError) -> any TimedOperation {
        try TimedKeyDerivation(keyDerivation(workload.method), workload)
    }
}

/// What is timed: one derivation with a new first byte of the salt, or of what stands for one.
package enum KeyDerivationWorkload: Sendable, Hashable {
    /// 32 bytes each of secret, salt and info; 32 bytes of output.
    case hkdf
    case password(iterations: Int)
    /// The key block of 128 bytes.
    case tls12
    /// One traffic secret.
    case tls13
    case keyBased
    case ssh
    case ansX963

    package var method: KeyDerivationMethod {
        switch self {
        case .hkdf: .hkdf(.sha2_256)
        case .password: .password(.sha2_256)
        case .tls12: .tls12(.sha2_256)
        case .tls13: .tls13Expand(.sha2_256)
        case .keyBased: .keyBased(.counter, .hmac(.sha2_256), counterBits: 32)
        case .ssh: .ssh(.sha2_256, .encryptionKeyClient)
        case .ansX963: .ansX963(.sha2_256)
        }
    }

    var outputBytes: Int { self == .tls12 ? 128 : 32 }

    var iterations: Int {
        if case .password(let iterations) = self { iterations } else { 0 }
    }

    var label: [UInt8] {
        switch self {
        case .tls12: Array("key expansion".utf8)
        case .tls13: Array("c ap traffic".utf8)
        case .hkdf, .password, .keyBased, .ssh, .ansX963: []
        }
    }
}

private final class TimedKeyDerivation: TimedOperation {
    private let derivation: any KeyDerivation
    private let iterations: Int
    private let secret: [UInt8]
    private let label: [UInt8]
    private let outputBytes: Int

    init(
        _ derivation: any KeyDerivation, _ workload: KeyDerivationWorkload
    ) throws(ModuleError) {
        self.derivation = derivation
        iterations = workload.iterations
        // An mpint (RFC 4251, section 5), which SSH takes K for; to the others 36 bytes of secret.
        secret = [0, 0, 0, 32] + (0..<32).map { 0x41 + UInt8($0) }
        label = workload.label
        outputBytes = workload.outputBytes
        try run(count: 1)
    }

    func run(count: Int) throws(ModuleError) {
        let (secret, label) = (secret, label)
        // Once a batch, and none of them per operation.
        var changing = [UInt8](repeating: 0, count: 32)
        var output = [UInt8](repeating: 0, count: outputBytes)
        for _ in 0..<count {
            changing[0] &+= 1
            let varied = changing.span
            var target = output.mutableSpan
            try derivation.derive(
                KeyDerivationInputs(
                    secret: secret.span, salt: varied, info: varied, label: label.span,
                    context: varied, iterations: iterations), into: &target)
        }
    }
}

extension KeyDerivationMethod {
    /// For an operator to read.
    package var name: String {
        switch self {
        case .hkdf(let hash): "HKDF with \(hash.rawValue)"
        case .oneStep(.hash(let hash)): "the one-step KDF with \(hash.rawValue)"
        case .oneStep(.hmac(let hash)): "the one-step KDF with HMAC-\(hash.rawValue)"
        case .oneStep(.kmac(let bits)): "the one-step KDF with KMAC-\(bits)"
        case .keyBased(let mode, let prf, let bits):
            "KBKDF in \(mode.rawValue) mode with \(prf.name) and a counter of \(bits) bits"
        case .kmac(let bits): "KBKDF with KMAC-\(bits)"
        case .tls12(let hash): "the TLS 1.2 KDF with \(hash.rawValue)"
        case .tls13Extract(let hash), .tls13Expand(let hash):
            "the TLS 1.3 KDF with \(hash.rawValue)"
        case .ssh(let hash, _): "the SSH KDF with \(hash.rawValue)"
        case .ansX963(let hash): "the ANS X9.63 KDF with \(hash.rawValue)"
        case .ansX942(let hash, _): "the ANS X9.42 KDF with \(hash.rawValue)"
        case .password(let hash): "PBKDF2 with HMAC-\(hash.rawValue)"
        }
    }
}

extension PseudorandomFunction {
    fileprivate var name: String {
        switch self {
        case .hmac(let hash): "HMAC-\(hash.rawValue)"
        case .cmac(let bits): "CMAC-AES\(bits)"
        case .cmacTDEA: "CMAC-TDES"
        }
    }
}
