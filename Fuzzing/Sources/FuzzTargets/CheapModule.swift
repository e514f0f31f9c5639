import Algorithms
import Approval

/// A module that offers everything and computes nothing, so that executors see what a hostile file
/// makes them ask for. It holds them to what `Module` says of each call, and counts what a real
/// module would have to do.
final class CheapModule: Module {
    let identity: ModuleIdentity

    init(_ role: ModuleIdentity.Role) {
        identity = ModuleIdentity(
            role: role, name: "cheap", version: "0", buildInformation: "", path: "/nowhere",
            reachedThrough: "", approvedMode: true)
    }

    static func gates() -> [Gate] {
        ModuleIdentity.Role.allCases.map { Gate(CheapModule($0), for: .test) }
    }

    /// Bytes that modules were asked to process for the input at hand, by one thread, and calls.
    nonisolated(unsafe) private static var work = 0
    nonisolated(unsafe) private static var calls = 0
    nonisolated(unsafe) private static var isPatient = false

    static func beginInput(_ bytes: Int) {
        work = 0
        calls = 0
        isPatient = bytes % 16 == 0
    }

    /// Some minutes of a real module: a few kilobytes of vectors that ask for more are a hang.
    ///
    /// - Throws: after as many calls as a Monte Carlo test alone makes, but for every 16th input:
    ///   a fuzzer gets further with many inputs than with those that take long.
    static func charge(_ bytes: Int) throws(ModuleError) {
        work += bytes
        calls += 1
        precondition(work < 1 << 38, "an input that would keep a module busy for minutes")
        if calls > 3000 && !isPatient { throw .failed(call: "charge", detail: "impatience") }
    }

    func digest(_ hash: Hash) -> any Digest { CheapDigest(hash.outputBytes) }
    func extendableOutput(_ function: ExtendableOutputFunction) -> any ExtendableOutput {
        CheapOutput()
    }
    func hmac(_ hash: Hash) -> any MessageAuthentication { CheapCode(hash.outputBytes) }
    func gmac(keyBits: Int) -> any MessageAuthentication { CheapCode(16) }
    func cmac(keyBits: Int) -> any MessageAuthentication { CheapCode(16) }
    func blockCipher(_ mode: BlockCipherMode, keyBits: Int) -> any BlockCipher {
        CheapCipher(mode, keyBytes: (mode == .xts ? 2 : 1) * keyBits / 8)
    }
    func keyWrap(keyBits: Int, padded: Bool, inverse: Bool) -> any KeyWrap {
        CheapWrap(padded: padded)
    }
    func gcm(keyBits: Int) -> any AuthenticatedCipher { CheapSealer(isCCM: false) }
    func ccm(keyBits: Int) -> any AuthenticatedCipher { CheapSealer(isCCM: true) }
    func randomBitGenerator(_ mechanism: DRBGMechanism) -> any RandomBitGenerator {
        CheapGenerator()
    }
    func ellipticCurve(_ curve: Curve, _ hash: Hash?) -> any SignatureScheme {
        CheapScheme(curve.fieldBytes)
    }
    func timedOperation(_ workload: Workload) throws(ModuleError) -> any TimedOperation {
        throw .notOffered("nothing is timed here")
    }
    func runSelfTests() -> [SelfTestEvent] { [] }
    func knownNames() -> [KnownName] { [] }
    func admits(_ name: KnownName) -> Bool { false }
}

/// Reads the ends of what it is given, and writes all of what it must.
private func touch(_ bytes: Span<UInt8>) -> UInt8 {
    bytes.isEmpty ? 0 : bytes[0] ^ bytes[bytes.count - 1]
}

extension MutableSpan where Element == UInt8 {
    fileprivate mutating func fill(_ byte: UInt8) {
        for index in indices { self[index] = byte }
    }
}

private final class CheapDigest: Digest {
    private let count: Int

    init(_ count: Int) { self.count = count }

    func hash(_ message: Span<UInt8>, into output: inout MutableSpan<UInt8>) throws(ModuleError) {
        precondition(output.count >= count)
        try CheapModule.charge(message.count)
        output.fill(touch(message))
    }

    func chain(
        _ seeds: inout MutableSpan<UInt8>, seedCount: Int, messageBytes: Int, rounds: Int
    ) throws(ModuleError) {
        precondition(seeds.count == seedCount * count && messageBytes > 0 && rounds > 0)
        try CheapModule.charge(messageBytes * rounds)
        seeds[0] &+= 1
    }
}

private final class CheapOutput: ExtendableOutput {
    func expand(_ message: Span<UInt8>, into output: inout MutableSpan<UInt8>) throws(ModuleError) {
        try CheapModule.charge(message.count + output.count)
        if output.isEmpty { return }
        output[0] = touch(message)
        output[output.count - 1] = touch(message) &+ 1
    }
}

private final class CheapCode: MessageAuthentication {
    private let count: Int

    init(_ count: Int) { self.count = count }

    func authenticate(
        key: Span<UInt8>, iv: Span<UInt8>, message: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(output.count >= count)
        try CheapModule.charge(message.count)
        output.fill(touch(key) ^ touch(iv) ^ touch(message))
    }
}

private final class CheapCipher: BlockCipher {
    private let mode: BlockCipherMode
    private let keyBytes: Int

    init(_ mode: BlockCipherMode, keyBytes: Int) {
        self.mode = mode
        self.keyBytes = keyBytes
    }

    func begin(key: Span<UInt8>, iv: Span<UInt8>, encrypting: Bool) throws(ModuleError) {
        try Lengths.require(key: key.count, keyBytes, iv: iv.count, mode.ivBytes, "AES")
    }

    func process(
        _ input: Span<UInt8>, bits: Int, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(output.count == input.count && bits >= 0 && bits <= 8 * input.count)
        if bits % mode.unitBits != 0 || bits < mode.minimumBits {
            throw mode.refusal(bits: bits, of: 8 * input.count)
        }
        try CheapModule.charge(input.count)
        output.fill(touch(input))
    }
}

extension CheapCipher {
    func chain(
        _ row: inout MutableSpan<UInt8>, unitBytes: Int, bits: Int, distance: Int, steps: Int
    ) throws(ModuleError) {
        precondition(distance >= unitBytes && distance + steps * unitBytes <= row.count)
        precondition(bits > 0 && bits <= 8 * unitBytes)
        try CheapModule.charge(steps * unitBytes)
        row[row.count - 1] &+= row[0]
    }
}

private final class CheapWrap: KeyWrap {
    private let padded: Bool

    init(padded: Bool) { self.padded = padded }

    func wrap(
        key: Span<UInt8>, plaintext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        try Lengths.requireKeyWrap(plaintext: plaintext.count, padded: padded)
        precondition(output.count == Lengths.wrappedKey(plaintext: plaintext.count))
        output.fill(touch(plaintext))
    }

    func unwrap(
        key: Span<UInt8>, ciphertext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Int? {
        try Lengths.requireKeyWrap(ciphertext: ciphertext.count, padded: padded)
        precondition(output.count == ciphertext.count)
        output.fill(touch(ciphertext))
        return touch(ciphertext) & 1 == 0 ? ciphertext.count - 8 : nil
    }
}

private final class CheapSealer: AuthenticatedCipher {
    private let isCCM: Bool

    init(isCCM: Bool) { self.isCCM = isCCM }

    func seal(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        if isCCM {
            try Lengths.requireCCM(iv: iv.count, tag: tag.count, payload: plaintext.count)
        }
        precondition(ciphertext.count == plaintext.count && !iv.isEmpty && tag.count <= 16)
        ciphertext.fill(touch(plaintext))
        tag.fill(touch(iv) ^ touch(aad))
    }

    func sealWithOwnIV(
        key: Span<UInt8>, iv: inout MutableSpan<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        if iv.isEmpty { throw .notOffered("an empty IV") }
        iv.fill(7)
        try seal(
            key: key, iv: iv.span, aad: aad, plaintext: plaintext, ciphertext: &ciphertext,
            tag: &tag)
    }

    func open(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, ciphertext: Span<UInt8>,
        tag: Span<UInt8>, plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        if isCCM {
            try Lengths.requireCCM(iv: iv.count, tag: tag.count, payload: ciphertext.count)
        }
        precondition(plaintext.count == ciphertext.count && !iv.isEmpty && tag.count <= 16)
        plaintext.fill(touch(ciphertext))
        return touch(tag) & 1 == 0
    }
}

private final class CheapGenerator: RandomBitGenerator {
    func generate(_ vector: borrowing DRBGVector, into output: inout MutableSpan<UInt8>)
        throws(ModuleError)
    {
        try CheapModule.charge(output.count)
        output.fill(touch(vector.entropyInput))
    }
}

private final class CheapScheme: SignatureScheme {
    private let fieldBytes: Int

    init(_ fieldBytes: Int) { self.fieldBytes = fieldBytes }

    func generateKey(
        d: inout MutableSpan<UInt8>, qx: inout MutableSpan<UInt8>, qy: inout MutableSpan<UInt8>
    ) {
        precondition(d.count == fieldBytes && qx.count == fieldBytes && qy.count == fieldBytes)
        d.fill(1)
        qx.fill(2)
        qy.fill(3)
    }

    func validatesPublicKey(qx: Span<UInt8>, qy: Span<UInt8>) -> Bool { touch(qx) & 1 == 0 }

    func sign(
        _ message: Span<UInt8>, d: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>,
        nonce: SignatureNonce, r: inout MutableSpan<UInt8>, s: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        if case .given = nonce, refusesNonce(d) { throw .notOffered("a given nonce") }
        precondition(r.count == fieldBytes && s.count == fieldBytes)
        r.fill(touch(message))
        s.fill(touch(d))
    }

    func verify(
        _ message: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, r: Span<UInt8>, s: Span<UInt8>
    ) -> Bool { touch(r) & 1 == 0 }

    func signDigest(
        _ digest: Span<UInt8>, d: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>,
        nonce: SignatureNonce, r: inout MutableSpan<UInt8>, s: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        try sign(digest, d: d, qx: qx, qy: qy, nonce: nonce, r: &r, s: &s)
    }

    func verifyDigest(
        _ digest: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, r: Span<UInt8>, s: Span<UInt8>
    ) -> Bool { verify(digest, qx: qx, qy: qy, r: r, s: s) }

    /// Now one branch of the executor, now the other.
    private func refusesNonce(_ d: Span<UInt8>) -> Bool { touch(d) & 1 == 0 }

    func verify(
        _ message: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, encoded: Span<UInt8>
    ) throws(ModuleError) -> Bool { encoded.count % 2 == 0 }
}
