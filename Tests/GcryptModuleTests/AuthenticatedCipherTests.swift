import Algorithms
import Testing

@testable import GcryptModule

/// Test Case 4 of the submission that became SP 800-38D.
@Suite struct AuthenticatedCipherTests {
    private let module: GcryptModule
    private let key = bytes("feffe9928665731c6d6a8f9467308308")
    private let iv = bytes("cafebabefacedbaddecaf888")
    private let aad = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    private let plaintext = bytes(
        """
        d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
        1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
        """)
    private let ciphertext = bytes(
        """
        42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e
        21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091
        """)
    private let tag = bytes("5bc94fbc3221a5db94fae95ae7121a47")

    init() throws {
        module = try GcryptModule()
    }

    /// FIPS mode takes no IV from a caller before 1.11.
    @Test func seal() throws {
        if module.identity.approvedMode { return }
        var output = zeros(plaintext.count)
        var code = zeros(16)
        var outputSpan = output.mutableSpan
        var codeSpan = code.mutableSpan
        try module.gcm(keyBits: 128).seal(
            key: key.span, iv: iv.span, aad: aad.span, plaintext: plaintext.span,
            ciphertext: &outputSpan, tag: &codeSpan)
        #expect(output == ciphertext)
        #expect(code == tag)
    }

    @Test(arguments: [16, 15, 14, 13, 12, 8, 4])
    func open(tagBytes: Int) throws {
        #expect(try open(Array(tag.prefix(tagBytes))))
    }

    @Test(arguments: 0..<16)
    func wrongTagIsAnAnswer(position: Int) throws {
        var wrong = tag
        wrong[position] ^= 1
        #expect(try !open(wrong))
        // The handle serves the next message all the same.
        #expect(try open(tag))
    }

    @Test func tagLengthsOfNoStandardAreNotOffered() throws {
        #expect(throws: ModuleError.notOffered("libgcrypt has no GCM tags of 40 bits")) {
            try open(Array(tag.prefix(5)))
        }
    }

    @Test func ownIVIsNotOffered() throws {
        #expect(throws: ModuleError.notOffered("libgcrypt makes no random IVs")) {
            var (iv, output, code) = (zeros(12), zeros(plaintext.count), zeros(16))
            var ivSpan = iv.mutableSpan
            var outputSpan = output.mutableSpan
            var codeSpan = code.mutableSpan
            try module.gcm(keyBits: 128).sealWithOwnIV(
                key: key.span, iv: &ivSpan, aad: aad.span, plaintext: plaintext.span,
                ciphertext: &outputSpan, tag: &codeSpan)
        }
    }

    @Test func keyLengthsOfNoStandardAreNotOffered() throws {
        #expect(throws: ModuleError.notOffered("AES has no keys of 64 bits")) {
            try module.gcm(keyBits: 64)
        }
    }

    private func open(_ tag: [UInt8]) throws -> Bool {
        var output = zeros(ciphertext.count)
        var span = output.mutableSpan
        let right = try module.gcm(keyBits: 128).open(
            key: key.span, iv: iv.span, aad: aad.span, ciphertext: ciphertext.span, tag: tag.span,
            plaintext: &span)
        return right && output == plaintext
    }
}
