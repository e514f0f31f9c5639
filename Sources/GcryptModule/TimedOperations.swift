import Algorithms
import CGcrypt

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
    private let cipher: GcryptGCM
    private let buffers: TimedBuffers

    init(_ cipher: GcryptGCM, _ messageBytes: Int) throws(ModuleError) {
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
            key, buffers.iv, TimedBuffers.ivBytes, buffers.aad, TimedBuffers.aadBytes,
            buffers.input, buffers.messageBytes, buffers.output, buffers.tag,
            TimedBuffers.tagBytes)
    }
}

final class TimedOpen: TimedOperation {
    private let cipher: GcryptGCM
    private let buffers: TimedBuffers

    /// Seals one message and opens it again and again: the tag is right each time.
    init(_ cipher: GcryptGCM, _ messageBytes: Int) throws(ModuleError) {
        self.cipher = cipher
        buffers = TimedBuffers(messageBytes: messageBytes)
        do {
            try cipher.seal(
                buffers.key, buffers.iv, TimedBuffers.ivBytes, buffers.aad, TimedBuffers.aadBytes,
                buffers.input, messageBytes, buffers.output, buffers.tag, TimedBuffers.tagBytes)
        } catch .notOffered(let reason) {
            throw .notOffered("there is no message to open: \(reason)")
        }
        try open(key: UnsafePointer(buffers.key))
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { try open(key: nil) }
    }

    @inline(__always)
    private func open(key: UnsafePointer<UInt8>?) throws(ModuleError) {
        let right = try cipher.open(
            key, buffers.iv, TimedBuffers.ivBytes, buffers.aad, TimedBuffers.aadBytes,
            buffers.output, buffers.messageBytes, buffers.tag, TimedBuffers.tagBytes,
            buffers.input)
        if !right { throw .failed(call: "gcry_cipher_checktag", detail: "the tag is wrong") }
    }
}

final class TimedGMAC: TimedOperation {
    private let mac: GcryptGMAC
    private let buffers: TimedBuffers

    init(_ mac: GcryptGMAC, _ messageBytes: Int) throws(ModuleError) {
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
    private let digest: GcryptDigest
    private let buffers: TimedBuffers

    init(_ digest: GcryptDigest, _ messageBytes: Int) {
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
    private let mac: GcryptHMAC
    private let buffers: TimedBuffers
    private let key: UnsafePointer<UInt8>?
    private static let keyBytes = 32

    /// - Parameter keepsKey: whether one key serves all messages.
    init(_ mac: GcryptHMAC, _ messageBytes: Int, keepsKey: Bool) throws(ModuleError) {
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

/// libgcrypt has one generator a process, seeded by itself. It is made the mechanism to be timed
/// before each batch, should another operation have made it a different one.
final class TimedGenerate: TimedOperation {
    private let library: Library
    private let flags: String
    private let buffers: TimedBuffers

    init(
        _ library: Library, _ mechanism: DRBGMechanism, _ messageBytes: Int
    ) throws(ModuleError) {
        self.library = library
        flags = try mechanism.gcryptFlags()
        buffers = TimedBuffers(messageBytes: messageBytes)
        let error = cgcrypt_select_generator(library.calls, flags)
        if error != 0 { throw library.classifyMechanism(flags, error) }
    }

    func run(count: Int) throws(ModuleError) {
        try library.check(
            cgcrypt_select_generator(library.calls, flags), "gcry_control(GCRYCTL_DRBG_REINIT)")
        let randomize = library.calls.pointee.randomize
        for _ in 0..<count {
            randomize?(buffers.output, buffers.messageBytes, GCRY_STRONG_RANDOM)
        }
    }
}

final class TimedKeyGeneration: TimedOperation {
    private let scheme: GcryptSignatureScheme

    init(_ scheme: GcryptSignatureScheme) {
        self.scheme = scheme
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            scheme.library.calls.pointee.sexp_release(try scheme.generateKey())
        }
    }
}

final class TimedKeyValidation: TimedOperation {
    private let scheme: GcryptSignatureScheme
    private let x: gcry_mpi_t
    private let y: gcry_mpi_t

    init(_ scheme: GcryptSignatureScheme) throws(ModuleError) {
        self.scheme = scheme
        var d = [UInt8](repeating: 0, count: scheme.curve.fieldBytes)
        var qx = d
        var qy = d
        var dSpan = d.mutableSpan
        var qxSpan = qx.mutableSpan
        var qySpan = qy.mutableSpan
        try scheme.generateKey(d: &dSpan, qx: &qxSpan, qy: &qySpan)
        x = try scheme.library.scan(qx, qx.count)
        y = try scheme.library.scan(qy, qy.count)
    }

    deinit {
        scheme.library.release((x, y))
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            if !scheme.domain.validates(x, y) {
                throw .failed(call: "gcry_mpi_ec_curve_point", detail: "a good key was refused")
            }
        }
    }
}

/// Signs with one key and one handle for the hash.
final class TimedSign: TimedOperation {
    private let scheme: GcryptSignatureScheme
    private let key: gcry_sexp_t
    private let buffers = TimedBuffers(messageBytes: 32)
    private let template: GcryptSignatureScheme.Template

    init(_ scheme: GcryptSignatureScheme, deterministic: Bool) throws(ModuleError) {
        self.scheme = scheme
        template = deterministic ? .deterministic : .random
        key = try scheme.generateKey()
        try run(count: 1)
    }

    deinit {
        scheme.library.calls.pointee.sexp_release(key)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            let signature = try scheme.sign(
                buffers.input, buffers.messageBytes, key, template, nil)
            scheme.library.calls.pointee.sexp_release(signature)
        }
    }
}

final class TimedVerify: TimedOperation {
    private let scheme: GcryptSignatureScheme
    private let key: gcry_sexp_t
    private let signature: gcry_sexp_t
    private let buffers = TimedBuffers(messageBytes: 32)

    init(_ scheme: GcryptSignatureScheme) throws(ModuleError) {
        self.scheme = scheme
        let key = try scheme.generateKey()
        do throws(ModuleError) {
            signature = try scheme.sign(
                buffers.input, buffers.messageBytes, key, .random, nil)
        } catch {
            scheme.library.calls.pointee.sexp_release(key)
            throw error
        }
        self.key = key
    }

    deinit {
        scheme.library.calls.pointee.sexp_release(key)
        scheme.library.calls.pointee.sexp_release(signature)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            let right = try scheme.verify(buffers.input, buffers.messageBytes, key, signature)
            if !right {
                throw .failed(call: "gcry_pk_hash_verify", detail: "a good signature was refused")
            }
        }
    }
}
