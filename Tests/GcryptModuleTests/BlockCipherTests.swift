import Algorithms
import Testing

@testable import GcryptModule

@Suite struct BlockCipherTests {
    private let module: GcryptModule
    private let key = bytes("2b7e151628aed2a6abf7158809cf4f3c")
    private let iv = bytes("000102030405060708090a0b0c0d0e0f")
    private let counter = bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
    private let blocks = bytes(
        """
        6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51
        30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710
        """)

    init() throws {
        module = try GcryptModule()
    }

    /// SP 800-38A, appendix F: in one piece and block by block, forth and back.
    @Test(arguments: [
        (
            BlockCipherMode.ecb,
            """
            3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf
            43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4
            """
        ),
        (
            .cbc,
            """
            7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2
            73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7
            """
        ),
        (
            .cfb128,
            """
            3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b
            26751f67a3cbb140b1808cf187a4f4dfc04b05357c5d1c0eeac4c66f9ff7f2e6
            """
        ),
        (
            .ofb,
            """
            3b3fd92eb72dad20333449f8e83cfb4a7789508d16918f03f53c52dac54ed825
            9740051e9c5fecf64344f7a82260edcc304c6528f659c77866a510d9c1d6ae5e
            """
        ),
        (
            .ctr,
            """
            874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff
            5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee
            """
        ),
    ])
    func wholeBlocks(mode: BlockCipherMode, expected: String) throws {
        let iv = mode == .ecb ? [] : mode == .ctr ? counter : iv
        let ciphertext = bytes(expected)
        for piece in [64, 16] {
            #expect(try run(mode, key, iv, true, blocks, piece: piece) == ciphertext)
            #expect(try run(mode, key, iv, false, ciphertext, piece: piece) == blocks)
        }
    }

    /// SP 800-38A, appendix F.1: the two longer keys.
    @Test func longerKeys() throws {
        let block = Array(blocks.prefix(16))
        let key192 = bytes("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b")
        #expect(
            try run(.ecb, key192, [], true, block) == bytes("bd334f1d6e45f25ff712a214571fa5cc"))
        let key256 = bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
        #expect(
            try run(.ecb, key256, [], true, block) == bytes("f3eed1bdb5d2a03c064b5a7e3db181f8"))
    }

    @Test(arguments: [BlockCipherMode.cfb1, .cbcCS1, .cbcCS2])
    func modesThatLibgcryptLacks(mode: BlockCipherMode) throws {
        let error = thrown { () throws(ModuleError) in
            _ = try module.blockCipher(mode, keyBits: 128)
        }
        guard case .notOffered = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// SP 800-38A, appendix F.3.7.
    @Test func cfb8() throws {
        let plaintext = Array(blocks.prefix(18))
        let ciphertext = bytes("3b79424c9c0dd436bace9e0ed4586a4f32b9")
        for piece in [18, 1] {
            #expect(try run(.cfb8, key, iv, true, plaintext, piece: piece) == ciphertext)
            #expect(try run(.cfb8, key, iv, false, ciphertext, piece: piece) == plaintext)
        }
    }

    /// RFC 3962, appendix B, which steals as CS3 does.
    @Test(arguments: [17, 31, 32])
    func ciphertextStealing(count: Int) throws {
        let stolen = [
            17: ("c6353568f2bf8cb4d8a580362da7ff7f", "97"),
            31: ("fc00783e0efdb2c1d445d4c8eff7ed22", "97687268d6ecccc0c07b25e25ecfe5"),
            32: ("39312523a78662d5be7fcbcc98ebf5a8", "97687268d6ecccc0c07b25e25ecfe584"),
        ]
        let key = Array("chicken teriyaki".utf8)
        let plaintext = Array("I would like the General Gau's C".utf8.prefix(count))
        let (last, beforeIt) = try #require(stolen[count])
        let swapped = bytes(last + beforeIt)
        #expect(try run(.cbcCS3, key, zeros(16), true, plaintext) == swapped)
        #expect(try run(.cbcCS3, key, zeros(16), false, swapped) == plaintext)
    }

    /// IEEE 1619-2007, appendix B, vectors 2 and 15: the latter steals ciphertext.
    @Test(arguments: [
        (
            "11111111111111111111111111111111 22222222222222222222222222222222", "3333333333",
            "4444444444444444444444444444444444444444444444444444444444444444",
            "c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0"
        ),
        (
            "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0 bfbebdbcbbbab9b8b7b6b5b4b3b2b1b0", "9a78563412",
            "000102030405060708090a0b0c0d0e0f10", "6c1625db4671522d3d7599601de7ca09ed"
        ),
    ])
    func xts(keys: String, dataUnit: String, plaintext: String, ciphertext: String) throws {
        let tweak = bytes(dataUnit) + zeros(11)
        let (plaintext, ciphertext) = (bytes(plaintext), bytes(ciphertext))
        #expect(try run(.xts, bytes(keys), tweak, true, plaintext) == ciphertext)
        #expect(try run(.xts, bytes(keys), tweak, false, ciphertext) == plaintext)
    }

    /// IEEE 1619-2007, appendix B, vector 1, has two equal keys.
    @Test func xtsWithEqualKeys() throws {
        if module.identity.approvedMode {
            let expected = ModuleError.notOffered(
                "libgcrypt in FIPS mode takes no two equal keys for AES-XTS")
            #expect(throws: expected) { try run(.xts, zeros(32), zeros(16), true, zeros(32)) }
        } else {
            let expected = "917cf69ebd68b2ec9b9fe9a3eadda692cd43d2f59598ed858c02c2652fbf922e"
            #expect(try run(.xts, zeros(32), zeros(16), true, zeros(32)) == bytes(expected))
        }
    }

    /// Lengths come from vectors: none of them may end the process.
    @Test(arguments: [
        (BlockCipherMode.ecb, 120), (.cbc, 136), (.cbcCS3, 120), (.ctr, 1), (.ofb, 127),
        (.cfb8, 4), (.cfb128, 9), (.xts, 120), (.xts, 129), (.ctr, 264),
    ])
    func lengthsThatAreNotForTheMode(mode: BlockCipherMode, bits: Int) throws {
        let key = mode == .xts ? key + counter : key
        let cipher = try module.blockCipher(mode, keyBits: 128)
        try cipher.begin(
            key: key.span, iv: iv.span.extracting(first: mode.ivBytes), encrypting: true)
        let input = zeros(32)
        var output = zeros(32)
        #expect(throws: mode.refusal(bits: bits, of: 256)) {
            var span = output.mutableSpan
            try cipher.process(input.span, bits: bits, into: &span)
        }
    }

    @Test(arguments: [(15, 16), (32, 16), (16, 0), (16, 12), (16, 17)])
    func keysAndIVsOfOtherLengths(keyBytes: Int, ivBytes: Int) throws {
        let (key, iv) = (zeros(keyBytes), zeros(ivBytes))
        let error = thrown { () throws(ModuleError) in
            let cipher = try module.blockCipher(.cbc, keyBits: 128)
            try cipher.begin(key: key.span, iv: iv.span, encrypting: true)
        }
        guard case .notOffered = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        // The module is none the worse for it.
        #expect(try run(.cbc, self.key, self.iv, true, blocks).count == blocks.count)
    }

    private func run(
        _ mode: BlockCipherMode, _ key: [UInt8], _ iv: [UInt8], _ encrypting: Bool,
        _ input: [UInt8], piece: Int? = nil
    ) throws -> [UInt8] {
        let keyBits = mode == .xts ? 4 * key.count : 8 * key.count
        let cipher = try module.blockCipher(mode, keyBits: keyBits)
        try cipher.begin(key: key.span, iv: iv.span, encrypting: encrypting)
        var result: [UInt8] = []
        let step = piece ?? input.count
        for start in stride(from: 0, to: input.count, by: step) {
            let part = Array(input[start..<(start + step)])
            var output = zeros(part.count)
            var span = output.mutableSpan
            try cipher.process(part.span, bits: 8 * part.count, into: &span)
            result += output
        }
        return result
    }
}
