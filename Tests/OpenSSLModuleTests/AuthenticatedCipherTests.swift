import Algorithms
import Testing

@testable import OpenSSLModule

/// IVs that the provider makes itself (SP 800-38D, section 8.2.2).
@Suite struct AuthenticatedCipherTests {
    private let module: OpenSSLModule
    private let key = bytes("feffe9928665731c6d6a8f9467308308")

    struct Message: Equatable {
        var iv, aad, plaintext, ciphertext, tag: [UInt8]
    }

    init() throws {
        module = try Provider.load()
    }

    /// No IV comes twice, and each is the one that the message was sealed with.
    @Test(arguments: [(12, 0, 0), (12, 20, 0), (12, 0, 60), (16, 20, 60), (128, 20, 60)])
    func ownIV(ivBytes: Int, aadBytes: Int, plaintextBytes: Int) throws {
        var ivs: Set<[UInt8]> = [zeros(ivBytes)]
        for _ in 0..<4 {
            let message = try seal(ivBytes, aadBytes, plaintextBytes)
            #expect(ivs.insert(message.iv).inserted)
            #expect(try open(message))
            var other = message
            other.iv[ivBytes - 1] ^= 1
            #expect(try !open(other))
        }
    }

    @Test func shortIVsAreNotOffered() throws {
        #expect(throws: ModuleError.notOffered("the provider makes no IV of 88 bits")) {
            try seal(11, 0, 16)
        }
    }

    private func seal(_ ivBytes: Int, _ aadBytes: Int, _ plaintextBytes: Int) throws -> Message {
        var message = Message(
            iv: zeros(ivBytes), aad: [UInt8](repeating: 7, count: aadBytes),
            plaintext: [UInt8](repeating: 9, count: plaintextBytes),
            ciphertext: zeros(plaintextBytes), tag: zeros(16))
        let (aad, plaintext) = (message.aad, message.plaintext)
        var (iv, ciphertext, tag) = (message.iv, message.ciphertext, message.tag)
        var ivSpan = iv.mutableSpan
        var tagSpan = tag.mutableSpan
        var ciphertextSpan = ciphertext.mutableSpan
        try module.gcm(keyBits: 128).sealWithOwnIV(
            key: key.span, iv: &ivSpan, aad: aad.span, plaintext: plaintext.span,
            ciphertext: &ciphertextSpan, tag: &tagSpan)
        (message.iv, message.ciphertext, message.tag) = (iv, ciphertext, tag)
        return message
    }

    private func open(_ message: Message) throws -> Bool {
        var plaintext = zeros(message.ciphertext.count)
        var span = plaintext.mutableSpan
        let (iv, aad, ciphertext, tag) = (
            message.iv, message.aad, message.ciphertext, message.tag
        )
        let right = try module.gcm(keyBits: 128).open(
            key: key.span, iv: iv.span, aad: aad.span, ciphertext: ciphertext.span, tag: tag.span,
            plaintext: &span)
        return right && plaintext == message.plaintext
    }
}
