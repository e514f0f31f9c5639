import Algorithms
import Testing

@testable import GcryptModule

@Suite struct KeyWrapTests {
    private let module: GcryptModule
    private let key = bytes("000102030405060708090a0b0c0d0e0f")
    private let plaintext = bytes("00112233445566778899aabbccddeeff")
    private let ciphertext = bytes("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5")

    init() throws {
        module = try GcryptModule()
    }

    /// RFC 3394, sections 4.1 and 4.6.
    @Test func keyWrap() throws {
        #expect(try wrap(key, plaintext) == ciphertext)
        #expect(try unwrap(key, ciphertext) == plaintext)
        let longKey = key + bytes("101112131415161718191a1b1c1d1e1f")
        let expected = bytes(
            """
            28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326
            cbc7f0e71a99f43bfb988b9b7a02dd21
            """)
        #expect(try wrap(longKey, plaintext + key) == expected)
        #expect(try unwrap(longKey, expected) == plaintext + key)
    }

    /// RFC 5649, section 6: two blocks and more, and one.
    @Test(arguments: [
        (
            "c37b7e6492584340bed12207808941155068f738",
            "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a"
        ),
        ("466f7250617369", "afbeb0f07dfbf5419200f2ccb50bb24f"),
    ])
    func keyWrapWithPadding(plaintext: String, ciphertext: String) throws {
        let key = bytes("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8")
        #expect(try wrap(key, bytes(plaintext), padded: true) == bytes(ciphertext))
        #expect(try unwrap(key, bytes(ciphertext), padded: true) == bytes(plaintext))
    }

    /// Every length of padding, after which the length is told by the module alone.
    @Test func paddedLengths() throws {
        for count in 1...40 {
            let secret = (0..<count).map { UInt8($0) }
            let wrapped = try wrap(key, secret, padded: true)
            #expect(wrapped.count == (count + 7) / 8 * 8 + 8)
            #expect(try unwrap(key, wrapped, padded: true) == secret)
        }
    }

    /// Each bit counts, and the next key is served.
    @Test func wrongCiphertextIsAnAnswer() throws {
        for padded in [false, true] {
            let right = try wrap(key, plaintext, padded: padded)
            for position in right.indices {
                var wrong = right
                wrong[position] ^= 1
                #expect(try unwrap(key, wrong, padded: padded) == nil)
                #expect(try unwrap(key, right, padded: padded) == plaintext)
            }
        }
    }

    /// The two differ in their initial value, so that neither is authentic as the other.
    @Test func oneIsNotTheOther() throws {
        #expect(try unwrap(key, ciphertext, padded: true) == nil)
        #expect(try unwrap(key, wrap(key, plaintext, padded: true)) == nil)
    }

    @Test func inverseCipherIsNotOffered() throws {
        let expected = ModuleError.notOffered(
            "libgcrypt does not wrap with the inverse cipher")
        #expect(throws: expected) { try wrap(key, plaintext, inverse: true) }
    }

    /// SP 800-38F, section 6.3, algorithm 6, step 6: a block that says that it holds no key.
    /// libgcrypt 1.10 takes it; what it says of the length must not lead beyond the output.
    @Test func emptyKey() throws {
        _ = try unwrap(key, wrap(key, zeros(500), padded: true), padded: true)
        let cipher = try module.blockCipher(.ecb, keyBits: 128)
        let none: [UInt8] = []
        try cipher.begin(key: key.span, iv: none.span, encrypting: true)
        let block = bytes("a65959a6 00000000 0000000000000000")
        var sealed = zeros(16)
        var span = sealed.mutableSpan
        try cipher.process(block.span, bits: 128, into: &span)
        var output = zeros(16)
        var outputSpan = output.mutableSpan
        let count = try module.keyWrap(keyBits: 128, padded: true, inverse: false)
            .unwrap(key: key.span, ciphertext: sealed.span, into: &outputSpan)
        #expect(count ?? 0 <= 8)
    }

    /// Lengths come from vectors: none of them may end the process, or look like a wrong key.
    @Test(arguments: [0, 1, 7, 8, 12, 15, 17, 23])
    func lengthsOfNoStandard(count: Int) throws {
        for padded in [false, true] {
            if !padded || count == 0 {
                #expect(throws: ModuleError.self) { try wrap(key, zeros(count), padded: padded) }
            }
            #expect(throws: ModuleError.self) { try unwrap(key, zeros(count), padded: padded) }
        }
        #expect(throws: ModuleError.self) {
            let key = zeros(16)
            let wrapping = try module.keyWrap(keyBits: 256, padded: false, inverse: false)
            var output = zeros(24)
            var span = output.mutableSpan
            try wrapping.wrap(key: key.span, plaintext: plaintext.span, into: &span)
        }
    }

    private func wrap(
        _ key: [UInt8], _ plaintext: [UInt8], padded: Bool = false, inverse: Bool = false
    ) throws -> [UInt8] {
        var output = zeros((plaintext.count + 7) / 8 * 8 + 8)
        var span = output.mutableSpan
        try module.keyWrap(keyBits: 8 * key.count, padded: padded, inverse: inverse)
            .wrap(key: key.span, plaintext: plaintext.span, into: &span)
        return output
    }

    private func unwrap(
        _ key: [UInt8], _ ciphertext: [UInt8], padded: Bool = false, inverse: Bool = false
    ) throws -> [UInt8]? {
        var output = zeros(ciphertext.count)
        var span = output.mutableSpan
        let count = try module.keyWrap(keyBits: 8 * key.count, padded: padded, inverse: inverse)
            .unwrap(key: key.span, ciphertext: ciphertext.span, into: &span)
        return count.map { Array(output.prefix($0)) }
    }
}
