import Algorithms
import Testing

@testable import GcryptModule

/// The examples of SP 800-38C, appendix C.
@Suite struct CCMTests {
    private let module: GcryptModule
    private let key = bytes("404142434445464748494a4b4c4d4e4f")

    struct Example: Sendable {
        let ivBytes, aadBytes, payloadBytes, tagBytes: Int
        let ciphertext: String

        var iv: [UInt8] { counting(from: 0x10, ivBytes) }
        var aad: [UInt8] { counting(from: 0, aadBytes) }
        var payload: [UInt8] { counting(from: 0x20, payloadBytes) }

        private func counting(from first: UInt8, _ count: Int) -> [UInt8] {
            (0..<count).map { first &+ UInt8(truncatingIfNeeded: $0) }
        }
    }

    private static let examples = [
        Example(
            ivBytes: 7, aadBytes: 8, payloadBytes: 4, tagBytes: 4, ciphertext: "7162015b4dac255d"),
        Example(
            ivBytes: 8, aadBytes: 16, payloadBytes: 16, tagBytes: 6,
            ciphertext: "d2a1f0e051ea5f62081a7792073d593d1fc64fbfaccd"),
        Example(
            ivBytes: 12, aadBytes: 20, payloadBytes: 24, tagBytes: 8,
            ciphertext: "e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951"),
        Example(
            ivBytes: 13, aadBytes: 65_536, payloadBytes: 32, tagBytes: 14,
            ciphertext: """
                69915dad1e84c6376a68c2967e4dab615ae0fd1faec44cc484828529463ccf72
                b4ac6bec93e8598e7f0dadbcea5b
                """),
    ]

    init() throws {
        module = try GcryptModule()
    }

    /// In this order and back again, so that every length follows every other.
    @Test func examples() throws {
        for example in CCMTests.examples + CCMTests.examples.reversed() {
            #expect(try seal(example) == bytes(example.ciphertext))
            #expect(try open(example, bytes(example.ciphertext)))
        }
    }

    /// Each bit counts, of the ciphertext and of the tag; and the next message is served.
    @Test func wrongTagIsAnAnswer() throws {
        let example = CCMTests.examples[1]
        for position in 0..<(example.payloadBytes + example.tagBytes) {
            var wrong = bytes(example.ciphertext)
            wrong[position] ^= 1
            #expect(try !open(example, wrong))
            #expect(try open(example, bytes(example.ciphertext)))
        }
    }

    @Test(arguments: [0, 5])
    func emptyPayload(aadBytes: Int) throws {
        let example = Example(
            ivBytes: 12, aadBytes: aadBytes, payloadBytes: 0, tagBytes: 16, ciphertext: "")
        var tag = try seal(example)
        #expect(tag.count == 16)
        #expect(try open(example, tag))
        tag[15] ^= 0x80
        #expect(try !open(example, tag))
    }

    /// Lengths come from vectors: none of them may end the process, or look like a wrong tag. An IV
    /// of 13 bytes leaves two for the length of the payload.
    @Test(arguments: [(6, 4, 0), (14, 4, 0), (13, 2, 0), (13, 5, 0), (13, 18, 0), (13, 4, 65_536)])
    func lengthsOfNoStandard(ivBytes: Int, tagBytes: Int, payloadBytes: Int) throws {
        let example = Example(
            ivBytes: ivBytes, aadBytes: 0, payloadBytes: payloadBytes, tagBytes: tagBytes,
            ciphertext: "")
        for sealing in [true, false] {
            do {
                if sealing {
                    _ = try seal(example)
                } else {
                    _ = try open(example, zeros(payloadBytes + tagBytes))
                }
                Issue.record("taken")
            } catch ModuleError.notOffered(_) {
            }
        }
    }

    private func seal(_ example: Example) throws -> [UInt8] {
        let (iv, aad, payload) = (example.iv, example.aad, example.payload)
        var ciphertext = zeros(payload.count)
        var tag = zeros(example.tagBytes)
        var ciphertextSpan = ciphertext.mutableSpan
        var tagSpan = tag.mutableSpan
        try module.ccm(keyBits: 128).seal(
            key: key.span, iv: iv.span, aad: aad.span, plaintext: payload.span,
            ciphertext: &ciphertextSpan, tag: &tagSpan)
        return ciphertext + tag
    }

    private func open(_ example: Example, _ sealed: [UInt8]) throws -> Bool {
        let (iv, aad) = (example.iv, example.aad)
        let ciphertext = Array(sealed.dropLast(example.tagBytes))
        let tag = Array(sealed.suffix(example.tagBytes))
        var plaintext = zeros(ciphertext.count)
        var span = plaintext.mutableSpan
        let right = try module.ccm(keyBits: 128).open(
            key: key.span, iv: iv.span, aad: aad.span, ciphertext: ciphertext.span, tag: tag.span,
            plaintext: &span)
        return right && plaintext == example.payload
    }
}
