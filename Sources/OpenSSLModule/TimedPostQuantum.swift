import Algorithms
import COpenSSL

final class TimedPostQuantumKeys: TimedOperation {
    private let keys: ProviderKeys

    init(_ keys: ProviderKeys) {
        self.keys = keys
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { keys.release(try keys.generate(seed: Span())) }
    }
}

/// Encapsulates for one key, with new randomness each time.
final class TimedEncapsulation: TimedOperation {
    private let scheme: OpenSSLKeyEncapsulation
    private let key: ProviderObject
    private let ciphertext: UnsafeMutableBufferPointer<UInt8>
    private let secret: UnsafeMutableBufferPointer<UInt8>

    init(
        _ scheme: OpenSSLKeyEncapsulation, _ parameters: PostQuantumParameters
    ) throws(ModuleError) {
        self.scheme = scheme
        key = try scheme.keys.generate(seed: Span())
        ciphertext = .allocate(capacity: parameters.outputBytes)
        secret = .allocate(capacity: PostQuantumParameters.sharedSecretBytes)
    }

    deinit {
        scheme.keys.release(key)
        ciphertext.deallocate()
        secret.deallocate()
    }

    func run(count: Int) throws(ModuleError) {
        guard let ciphertextStart = ciphertext.baseAddress, let secretStart = secret.baseAddress
        else { return }
        for _ in 0..<count {
            try scheme.encapsulate(
                key, Span(), ciphertextStart, ciphertext.count, secretStart, secret.count)
        }
    }

    /// Of the key: what decapsulation is timed with.
    func decapsulate(count: Int) throws(ModuleError) {
        guard let ciphertextStart = ciphertext.baseAddress, let secretStart = secret.baseAddress
        else { return }
        for _ in 0..<count {
            let isRight = try scheme.decapsulate(
                key, ciphertextStart, ciphertext.count, secretStart, secret.count)
            if !isRight {
                throw .failed(call: "OSSL_FUNC_kem_decapsulate", detail: "it was turned away")
            }
        }
    }
}

/// Decapsulates one ciphertext with one key.
final class TimedDecapsulation: TimedOperation {
    private let encapsulation: TimedEncapsulation

    init(
        _ scheme: OpenSSLKeyEncapsulation, _ parameters: PostQuantumParameters
    ) throws(ModuleError) {
        encapsulation = try TimedEncapsulation(scheme, parameters)
        try encapsulation.run(count: 1)
    }

    func run(count: Int) throws(ModuleError) {
        try encapsulation.decapsulate(count: count)
    }
}

/// Signs with one key and a new context for each message, as EVP does.
final class TimedPostQuantumSigning: TimedOperation {
    private let scheme: OpenSSLPostQuantumSignature
    private let key: ProviderObject
    private let buffers = TimedBuffers(messageBytes: 32)
    private let signature: UnsafeMutableBufferPointer<UInt8>

    init(
        _ scheme: OpenSSLPostQuantumSignature, _ parameters: PostQuantumParameters
    ) throws(ModuleError) {
        self.scheme = scheme
        key = try scheme.keys.generate(seed: Span())
        signature = .allocate(capacity: parameters.outputBytes)
    }

    deinit {
        scheme.keys.release(key)
        signature.deallocate()
    }

    func run(count: Int) throws(ModuleError) {
        guard let start = signature.baseAddress else { return }
        for _ in 0..<count {
            try scheme.sign(
                key, nil, buffers.input, buffers.messageBytes, start, signature.count)
        }
    }

    /// Of the signature that was made last.
    func verify(count: Int) throws(ModuleError) {
        guard let start = signature.baseAddress else { return }
        for _ in 0..<count {
            let isRight = try scheme.verify(
                key, nil, buffers.input, buffers.messageBytes, start, signature.count)
            if !isRight {
                throw .failed(call: "OSSL_FUNC_signature_verify", detail: "it is wrong")
            }
        }
    }
}

/// Verifies one signature with one key.
final class TimedPostQuantumVerification: TimedOperation {
    private let signing: TimedPostQuantumSigning

    init(
        _ scheme: OpenSSLPostQuantumSignature, _ parameters: PostQuantumParameters
    ) throws(ModuleError) {
        signing = try TimedPostQuantumSigning(scheme, parameters)
        try signing.run(count: 1)
    }

    func run(count: Int) throws(ModuleError) {
        try signing.verify(count: count)
    }
}
