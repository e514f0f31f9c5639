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

/// Encapsulates for one key with new randomness each time, or decapsulates one ciphertext with it.
final class TimedEncapsulation: TimedOperation {
    private let scheme: OpenSSLKeyEncapsulation
    private let key: ProviderObject
    /// Begun once; nil where each message has its own.
    private var kept: ProviderObject?
    private let decapsulating: Bool
    private let ciphertext: UnsafeMutableBufferPointer<UInt8>
    private let secret: UnsafeMutableBufferPointer<UInt8>

    init(
        _ scheme: OpenSSLKeyEncapsulation, _ parameters: PostQuantumParameters,
        keepsContext: Bool, decapsulating: Bool
    ) throws(ModuleError) {
        self.scheme = scheme
        self.decapsulating = decapsulating
        key = try scheme.keys.generate(seed: Span())
        ciphertext = .allocate(capacity: parameters.outputBytes)
        secret = .allocate(capacity: PostQuantumParameters.sharedSecretBytes)
        if decapsulating { try run(count: 1, decapsulating: false) }
        if keepsContext {
            let context = try scheme.newContext()
            kept = context
            try begin(context, decapsulating)
        }
    }

    deinit {
        if let kept { scheme.release(kept) }
        scheme.keys.release(key)
        ciphertext.deallocate()
        secret.deallocate()
    }

    func run(count: Int) throws(ModuleError) {
        try run(count: count, decapsulating: decapsulating)
    }

    private func run(count: Int, decapsulating: Bool) throws(ModuleError) {
        for _ in 0..<count {
            if let kept {
                try runOnce(in: kept, decapsulating)
            } else {
                let context = try scheme.newContext()
                defer { scheme.release(context) }
                try begin(context, decapsulating)
                try runOnce(in: context, decapsulating)
            }
        }
    }

    private func begin(
        _ context: ProviderObject, _ decapsulating: Bool
    ) throws(ModuleError) {
        if decapsulating {
            try scheme.beginDecapsulation(in: context, key)
        } else {
            try scheme.beginEncapsulation(in: context, key)
        }
    }

    private func runOnce(
        in context: ProviderObject, _ decapsulating: Bool
    ) throws(ModuleError) {
        guard let ciphertextStart = ciphertext.baseAddress, let secretStart = secret.baseAddress
        else { return }
        if !decapsulating {
            try scheme.encapsulate(
                in: context, ciphertextStart, ciphertext.count, secretStart, secret.count)
        } else if try !scheme.decapsulate(
            in: context, ciphertextStart, ciphertext.count, secretStart, secret.count)
        {
            throw .failed(call: "OSSL_FUNC_kem_decapsulate", detail: "it was turned away")
        }
    }
}

/// Signs with one key, or verifies one signature of it.
final class TimedPostQuantumSignature: TimedOperation {
    private let scheme: OpenSSLPostQuantumSignature
    private let key: ProviderObject
    /// Has the key; nil where each message has a context of its own.
    private var kept: ProviderObject?
    private let verifying: Bool
    private let buffers = TimedBuffers(messageBytes: 32)
    private let signature: UnsafeMutableBufferPointer<UInt8>

    init(
        _ scheme: OpenSSLPostQuantumSignature, _ parameters: PostQuantumParameters,
        keepsContext: Bool, verifying: Bool
    ) throws(ModuleError) {
        self.scheme = scheme
        self.verifying = verifying
        key = try scheme.keys.generate(seed: Span())
        signature = .allocate(capacity: parameters.outputBytes)
        if verifying { try run(key, verifying: false) }
        if keepsContext {
            kept = try scheme.newContext()
            try run(key, verifying: verifying)
        }
    }

    deinit {
        if let kept { scheme.release(kept) }
        scheme.keys.release(key)
        signature.deallocate()
    }

    func run(count: Int) throws(ModuleError) {
        // A context that is begun again without a key keeps the one that it has.
        let key = kept == nil ? key : nil
        for _ in 0..<count { try run(key, verifying: verifying) }
    }

    private func run(_ key: ProviderObject?, verifying: Bool) throws(ModuleError) {
        if let kept { return try run(key, verifying: verifying, in: kept) }
        let context = try scheme.newContext()
        defer { scheme.release(context) }
        try run(key, verifying: verifying, in: context)
    }

    private func run(
        _ key: ProviderObject?, verifying: Bool, in context: ProviderObject
    ) throws(ModuleError) {
        guard let start = signature.baseAddress else { return }
        if !verifying {
            try scheme.sign(
                in: context, key, nil, buffers.input, buffers.messageBytes, start,
                signature.count)
        } else if try !scheme.verify(
            in: context, key, nil, buffers.input, buffers.messageBytes, start, signature.count)
        {
            throw .failed(call: "OSSL_FUNC_signature_verify", detail: "it is wrong")
        }
    }
}
