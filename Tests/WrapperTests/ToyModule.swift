import Algorithms

/// A module that offers every service, with arithmetic that a test can do too. It shows what the
/// wrapper asks for and what it makes of the answers, not any cryptography.
final class ToyModule: Module {
    let identity = ModuleIdentity(
        role: .openssl, name: "toy", version: "1", buildInformation: "", path: "/nowhere",
        reachedThrough: "nothing", approvedMode: true)
    /// What is not offered, by the name that `offer` is asked with.
    private let missing: Set<String>

    init(missing: Set<String> = []) {
        self.missing = missing
    }

    private func offer<Answer>(_ name: String, _ answer: Answer) throws(ModuleError) -> Answer {
        if missing.contains(name) { throw .notOffered("a toy without \(name)") }
        return answer
    }

    func digest(_ hash: Hash) throws(ModuleError) -> any Digest {
        try offer(hash.rawValue, ToyDigest(hash.outputBytes))
    }
    func extendableOutput(
        _ function: ExtendableOutputFunction
    ) throws(ModuleError) -> any ExtendableOutput { try offer(function.rawValue, ToyOutput()) }
    func hmac(_ hash: Hash) throws(ModuleError) -> any MessageAuthentication {
        try offer("HMAC", ToyMAC(hash.outputBytes))
    }
    func gmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication {
        try offer("GMAC", ToyMAC(16))
    }
    func cmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication {
        try offer("CMAC-\(keyBits)", ToyMAC(16))
    }
    func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int
    ) throws(ModuleError) -> any BlockCipher { try offer(mode.rawValue, ToyCipher(mode)) }
    func gcm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher {
        try offer("GCM", ToySealer(ownIV: !missing.contains("own IV")))
    }
    func ccm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher {
        try offer("CCM", ToySealer(ownIV: false))
    }
    func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) -> any KeyWrap { try offer(padded ? "KWP" : "KW", ToyWrap()) }
    func randomBitGenerator(
        _ mechanism: DRBGMechanism
    ) throws(ModuleError) -> any RandomBitGenerator { try offer("DRBG", ToyGenerator(mechanism)) }
    func ellipticCurve(
        _ curve: Curve, _ hash: Hash?
    ) throws(ModuleError) -> any SignatureScheme {
        throw .notOffered("a toy has no curves")
    }
    func timedOperation(_ workload: Workload) throws(ModuleError) -> any TimedOperation {
        throw .notOffered("a toy is not timed")
    }
    func runSelfTests() throws(ModuleError) -> [SelfTestEvent] { [] }
    func knownNames() throws(ModuleError) -> [KnownName] { [] }
    func admits(_ name: KnownName) -> Bool { false }
}

/// The digest is the sum of the message's bytes and their number, repeated.
private final class ToyDigest: Digest {
    private let count: Int

    init(_ count: Int) { self.count = count }

    func hash(_ message: Span<UInt8>, into output: inout MutableSpan<UInt8>) {
        let sum = message.indices.reduce(UInt8(truncatingIfNeeded: message.count)) {
            $0 &+ message[$1]
        }
        for index in 0..<count { output[index] = sum }
    }

    /// Shows its parameters: the last digest becomes them.
    func chain(
        _ seeds: inout MutableSpan<UInt8>, seedCount: Int, messageBytes: Int, rounds: Int
    ) {
        let bytes = seeds.count / seedCount
        for index in seeds.count - bytes..<seeds.count {
            seeds[index] = UInt8(truncatingIfNeeded: seedCount + messageBytes + rounds)
        }
    }
}

/// Output byte i is i plus the first byte of the message.
private final class ToyOutput: ExtendableOutput {
    func expand(_ message: Span<UInt8>, into output: inout MutableSpan<UInt8>) {
        let first = message.isEmpty ? 0 : message[0]
        for index in output.indices { output[index] = first &+ UInt8(truncatingIfNeeded: index) }
    }
}

/// The code is the first byte of key, IV and message, then what their lengths add up to.
private final class ToyMAC: MessageAuthentication {
    private let count: Int

    init(_ count: Int) { self.count = count }

    func authenticate(
        key: Span<UInt8>, iv: Span<UInt8>, message: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) {
        let length = UInt8(truncatingIfNeeded: key.count + iv.count + message.count)
        for index in 0..<count { output[index] = length }
        output[0] = key[0]
        output[1] = message.isEmpty ? 0 : message[0]
    }
}

/// Modes around a block cipher that turns each byte of a block by the key's.
private final class ToyCipher: BlockCipher {
    private let mode: BlockCipherMode
    private var key: [UInt8] = []
    private var state: [UInt8] = []
    private var encrypting = true

    init(_ mode: BlockCipherMode) { self.mode = mode }

    func begin(key: Span<UInt8>, iv: Span<UInt8>, encrypting: Bool) {
        self.key = key.indices.map { key[$0] }
        state = iv.isEmpty ? Array(repeating: 0, count: 16) : iv.indices.map { iv[$0] }
        self.encrypting = encrypting
    }

    func process(
        _ input: Span<UInt8>, bits: Int, into output: inout MutableSpan<UInt8>
    ) {
        for index in input.indices {
            let place = index % 16
            let turn = key[index % key.count]
            switch mode {
            case .cbc where encrypting:
                output[index] = (input[index] ^ state[place]) &+ turn
                state[place] = output[index]
            case .cbc:
                output[index] = (input[index] &- turn) ^ state[place]
                state[place] = input[index]
            case .cfb128:
                output[index] = input[index] ^ (state[place] &+ turn)
                state[place] = encrypting ? output[index] : input[index]
            case .xts:
                output[index] = input[index] ^ state[place]
            default:
                output[index] = encrypting ? input[index] &+ turn : input[index] &- turn
            }
        }
    }

    func chain(
        _ row: inout MutableSpan<UInt8>, unitBytes: Int, bits: Int, distance: Int, steps: Int
    ) throws(ModuleError) { throw .notOffered("no chain here") }
}

/// Ciphertext is plaintext turned by the key, the tag its length.
private final class ToySealer: AuthenticatedCipher {
    private let ownIV: Bool

    init(ownIV: Bool) { self.ownIV = ownIV }

    func seal(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) {
        for index in plaintext.indices { ciphertext[index] = plaintext[index] &+ key[0] }
        for index in tag.indices { tag[index] = UInt8(plaintext.count + aad.count) &+ iv[0] }
    }

    func sealWithOwnIV(
        key: Span<UInt8>, iv: inout MutableSpan<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        if !ownIV { throw .notOffered("a toy without IVs of its own") }
        for index in iv.indices { iv[index] = 0x77 }
        seal(
            key: key, iv: iv.span, aad: aad, plaintext: plaintext, ciphertext: &ciphertext,
            tag: &tag)
    }

    func open(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, ciphertext: Span<UInt8>,
        tag: Span<UInt8>, plaintext: inout MutableSpan<UInt8>
    ) -> Bool {
        for index in ciphertext.indices { plaintext[index] = ciphertext[index] &- key[0] }
        return tag.indices.allSatisfy { tag[$0] == UInt8(ciphertext.count + aad.count) &+ iv[0] }
    }
}

/// Eight bytes that begin with the plaintext's length, then the plaintext with zeros.
private final class ToyWrap: KeyWrap {
    func wrap(key: Span<UInt8>, plaintext: Span<UInt8>, into output: inout MutableSpan<UInt8>) {
        output[0] = UInt8(plaintext.count)
        for index in plaintext.indices { output[8 + index] = plaintext[index] }
    }

    func unwrap(
        key: Span<UInt8>, ciphertext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) -> Int? {
        let count = Int(ciphertext[0])
        if count > ciphertext.count - 8 { return nil }
        for index in 0..<count { output[index] = ciphertext[8 + index] }
        return count
    }
}

/// Shows what it was given: the first bytes of all inputs, in the order of `DRBGVector`.
private final class ToyGenerator: RandomBitGenerator {
    private let mechanism: DRBGMechanism

    init(_ mechanism: DRBGMechanism) { self.mechanism = mechanism }

    func generate(_ vector: borrowing DRBGVector, into output: inout MutableSpan<UInt8>) {
        var derives: UInt8 = 0
        if case .ctr(_, true) = mechanism { derives = 1 }
        let seen: [UInt8] = [
            derives, ToyGenerator.first(vector.entropyInput), ToyGenerator.first(vector.nonce),
            ToyGenerator.first(vector.personalizationString), vector.reseed ? 1 : 0,
            ToyGenerator.first(vector.entropyInputReseed),
            ToyGenerator.first(vector.additionalInputReseed),
            vector.predictionResistance ? 1 : 0, ToyGenerator.first(vector.additionalInput1),
            ToyGenerator.first(vector.entropyInput1), ToyGenerator.first(vector.additionalInput2),
            ToyGenerator.first(vector.entropyInput2),
        ]
        for index in output.indices { output[index] = index < seen.count ? seen[index] : 0 }
    }

    private static func first(_ bytes: Span<UInt8>) -> UInt8 { bytes.isEmpty ? 0 : bytes[0] }
}

/// A module whose first call fails.
final class FailingModule: Module {
    let identity = ToyModule().identity
    private let failure = ModuleError.failed(call: "EVP_MD_fetch", detail: "broken")

    func digest(_ hash: Hash) throws(ModuleError) -> any Digest { throw failure }
    func extendableOutput(
        _ function: ExtendableOutputFunction
    ) throws(ModuleError) -> any ExtendableOutput { throw failure }
    func hmac(_ hash: Hash) throws(ModuleError) -> any MessageAuthentication { throw failure }
    func gmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication { throw failure }
    func cmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication { throw failure }
    func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int
    ) throws(ModuleError) -> any BlockCipher { throw failure }
    func gcm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher { throw failure }
    func ccm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher { throw failure }
    func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) -> any KeyWrap { throw failure }
    func randomBitGenerator(
        _ mechanism: DRBGMechanism
    ) throws(ModuleError) -> any RandomBitGenerator { throw failure }
    func ellipticCurve(
        _ curve: Curve, _ hash: Hash?
    ) throws(ModuleError) -> any SignatureScheme { throw failure }
    func timedOperation(_ workload: Workload) throws(ModuleError) -> any TimedOperation {
        throw failure
    }
    func runSelfTests() throws(ModuleError) -> [SelfTestEvent] { throw failure }
    func knownNames() throws(ModuleError) -> [KnownName] { throw failure }
    func admits(_ name: KnownName) -> Bool { false }
}
