import Algorithms
import COpenSSL

/// The message and what goes with it, made once; its bytes do not matter, its length does.
final class TimedBuffers {
    let input: UnsafeMutablePointer<UInt8>
    let output: UnsafeMutablePointer<UInt8>
    let tag: UnsafeMutablePointer<UInt8>
    let iv: UnsafeMutablePointer<UInt8>
    let key: UnsafeMutablePointer<UInt8>
    let aad: UnsafeMutablePointer<UInt8>
    let messageBytes: Int
    private let blocks: [UnsafeMutablePointer<UInt8>]
    static let aadBytes = 16
    static let tagBytes = 16
    static let ivBytes = 12

    init(messageBytes: Int) {
        self.messageBytes = messageBytes
        var blocks: [UnsafeMutablePointer<UInt8>] = []
        // A message lies anywhere in its page, and elsewhere in each context: where input and
        // output have the same place in a page, processors take some of one for the other.
        func filled(_ count: Int, _ start: UInt8) -> UnsafeMutablePointer<UInt8> {
            let offset = count > 64 || count == messageBytes ? 256 * Int.random(in: 0..<16) : 0
            let block = UnsafeMutablePointer<UInt8>.allocate(capacity: offset + max(count, 1))
            blocks.append(block)
            let bytes = block + offset
            for index in 0..<count { bytes[index] = start &+ UInt8(truncatingIfNeeded: index) }
            return bytes
        }
        input = filled(messageBytes, 1)
        // A wrapped key is 8 bytes longer.
        output = filled(messageBytes + 8, 0)
        tag = filled(Hash.maximumOutputBytes, 0)
        // Of a whole block, of which GCM takes 12 bytes.
        iv = filled(16, 2)
        key = filled(64, 3)
        aad = filled(TimedBuffers.aadBytes, 4)
        self.blocks = blocks
    }

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// The next IV: an invocation field behind a fixed one of 4 bytes counts up (SP 800-38D,
    /// section 8.2.1), as far as the 2^32 invocations of section 8.3. Stored as it is read, 8 bytes
    /// from the first: a processor waits where it reads a part of what it is still storing.
    @inline(__always)
    func advanceIV() {
        let start = UnsafeMutableRawPointer(iv)
        start.storeBytes(
            of: start.loadUnaligned(as: UInt64.self) &+ 1 << 32, as: UInt64.self)
    }
}

final class TimedSeal: TimedOperation {
    private let cipher: OpenSSLGCM
    private let buffers: TimedBuffers

    init(_ cipher: OpenSSLGCM, _ messageBytes: Int) throws(ModuleError) {
        self.cipher = cipher
        buffers = TimedBuffers(messageBytes: messageBytes)
        try seal(key: UnsafePointer(buffers.key))
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { try seal(key: nil) }
    }

    @inline(__always)
    private func seal(key: UnsafePointer<UInt8>?) throws(ModuleError) {
        buffers.advanceIV()
        try cipher.seal(
            key, buffers.iv, buffers.aad, TimedBuffers.aadBytes, buffers.input,
            buffers.messageBytes, buffers.output, buffers.tag, TimedBuffers.tagBytes)
    }
}

final class TimedOpen: TimedOperation {
    private let cipher: OpenSSLGCM
    private let buffers: TimedBuffers

    /// Seals one message and opens it again and again: the tag is right each time.
    init(_ cipher: OpenSSLGCM, _ messageBytes: Int) throws(ModuleError) {
        self.cipher = cipher
        buffers = TimedBuffers(messageBytes: messageBytes)
        try cipher.seal(
            buffers.key, buffers.iv, buffers.aad, TimedBuffers.aadBytes, buffers.input,
            messageBytes, buffers.output, buffers.tag, TimedBuffers.tagBytes)
        try open(key: UnsafePointer(buffers.key))
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { try open(key: nil) }
    }

    @inline(__always)
    private func open(key: UnsafePointer<UInt8>?) throws(ModuleError) {
        let right = try cipher.open(
            key, buffers.iv, buffers.aad, TimedBuffers.aadBytes, buffers.output,
            buffers.messageBytes, buffers.tag, TimedBuffers.tagBytes, buffers.input)
        if !right { throw failure("EVP_DecryptFinal_ex") }
    }
}

final class TimedGMAC: TimedOperation {
    private let mac: OpenSSLGMAC
    private let buffers: TimedBuffers

    init(_ mac: OpenSSLGMAC, _ messageBytes: Int) throws(ModuleError) {
        self.mac = mac
        buffers = TimedBuffers(messageBytes: messageBytes)
        try mac.authenticate(
            buffers.key, buffers.iv, TimedBuffers.ivBytes, buffers.input, messageBytes,
            buffers.tag)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            buffers.advanceIV()
            try mac.authenticate(
                nil, buffers.iv, TimedBuffers.ivBytes, buffers.input, buffers.messageBytes,
                buffers.tag)
        }
    }
}

final class TimedDigest: TimedOperation {
    private let digest: OpenSSLDigest
    private let buffers: TimedBuffers

    init(_ digest: OpenSSLDigest, _ messageBytes: Int) {
        self.digest = digest
        buffers = TimedBuffers(messageBytes: messageBytes)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            try digest.hash(buffers.input, buffers.messageBytes, buffers.tag)
        }
    }
}

final class TimedHMAC: TimedOperation {
    private let mac: OpenSSLHMAC
    private let buffers: TimedBuffers
    private let key: UnsafePointer<UInt8>?
    private static let keyBytes = 32

    /// - Parameter keepsKey: whether one key serves all messages.
    init(_ mac: OpenSSLHMAC, _ messageBytes: Int, keepsKey: Bool) throws(ModuleError) {
        self.mac = mac
        buffers = TimedBuffers(messageBytes: messageBytes)
        key = keepsKey ? nil : UnsafePointer(buffers.key)
        try authenticate(UnsafePointer(buffers.key))
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { try authenticate(key) }
    }

    @inline(__always)
    private func authenticate(_ key: UnsafePointer<UInt8>?) throws(ModuleError) {
        try mac.authenticate(
            key, key == nil ? 0 : TimedHMAC.keyBytes, buffers.input, buffers.messageBytes,
            buffers.tag)
    }
}

/// The generator is seeded by the provider itself; TEST-RAND has no part in a measurement. It is
/// seeded anew after as many requests as the generators behind RAND_bytes are (EVP_RAND(7)): one
/// that somebody makes would be so after 256, and every second batch would pay for it.
final class TimedGenerate: TimedOperation {
    private let library: Library
    private let generator: OpaquePointer
    private let buffers: TimedBuffers
    private let strength: UInt32

    init(
        _ library: Library, _ mechanism: DRBGMechanism, _ messageBytes: Int
    ) throws(ModuleError) {
        self.library = library
        generator = try newGenerator(
            library, mechanism.openSSLName, properties: nil, parent: nil)
        buffers = TimedBuffers(messageBytes: messageBytes)
        strength = mechanism.strengthBits
        let parameters = ParameterList(
            mechanism.openSSLParameters + [("reseed_requests", .integer(1 << 16))])
        defer { withExtendedLifetime(parameters) {} }
        try check(
            EVP_RAND_instantiate(generator, strength, 0, nil, 0, parameters.entries),
            "EVP_RAND_instantiate")
    }

    deinit {
        EVP_RAND_CTX_free(generator)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            try check(
                EVP_RAND_generate(
                    generator, buffers.output, buffers.messageBytes, strength, 0, nil, 0),
                "EVP_RAND_generate")
        }
    }
}

final class TimedKeyGeneration: TimedOperation {
    private let scheme: OpenSSLSignatureScheme

    init(_ scheme: OpenSSLSignatureScheme) {
        self.scheme = scheme
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { EVP_PKEY_free(try scheme.generateKey()) }
    }
}

final class TimedKeyValidation: TimedOperation {
    private let scheme: OpenSSLSignatureScheme
    private let context: OpaquePointer
    private let key: OpaquePointer

    init(_ scheme: OpenSSLSignatureScheme) throws(ModuleError) {
        self.scheme = scheme
        key = try scheme.generateKey()
        context = EVP_PKEY_CTX_new_from_pkey(scheme.library.context, key, nil)
    }

    deinit {
        EVP_PKEY_CTX_free(context)
        EVP_PKEY_free(key)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { try check(EVP_PKEY_public_check(context), "EVP_PKEY_public_check") }
    }
}

/// Signs with one key and one context, set up again for each message as EVP requires.
final class TimedSign: TimedOperation {
    private let scheme: OpenSSLSignatureScheme
    private let key: OpaquePointer
    private let context: OpaquePointer
    private let buffers = TimedBuffers(messageBytes: 32)
    private let deterministic: Bool

    init(_ scheme: OpenSSLSignatureScheme, deterministic: Bool) throws(ModuleError) {
        self.scheme = scheme
        self.deterministic = deterministic
        key = try scheme.generateKey()
        context = EVP_MD_CTX_new()
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_PKEY_free(key)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            try scheme.beginSigning(context, key, deterministic: deterministic)
            _ = try scheme.finishSigning(
                context, buffers.input, buffers.messageBytes, deterministic: deterministic)
        }
    }
}

final class TimedVerify: TimedOperation {
    private let scheme: OpenSSLSignatureScheme
    private let key: OpaquePointer
    private let context: OpaquePointer
    private let buffers = TimedBuffers(messageBytes: 32)
    /// In the scheme's buffer, which nobody else uses.
    private let signatureBytes: Int

    init(_ scheme: OpenSSLSignatureScheme) throws(ModuleError) {
        self.scheme = scheme
        key = try scheme.generateKey()
        context = EVP_MD_CTX_new()
        try scheme.beginSigning(context, key, deterministic: false)
        signatureBytes = try scheme.finishSigning(
            context, buffers.input, buffers.messageBytes, deterministic: false)
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_PKEY_free(key)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            try scheme.beginVerifying(context, key)
            try check(
                EVP_DigestVerify(
                    context, scheme.encodedSignature, signatureBytes, buffers.input,
                    buffers.messageBytes), "EVP_DigestVerify")
        }
    }
}
