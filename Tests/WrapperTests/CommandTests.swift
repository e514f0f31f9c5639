import Algorithms
import Approval
import Testing
import Wrapper

/// That each command's arguments reach the service which they belong to. The module is a toy whose
/// answers show what it was asked.
@Suite struct CommandTests {
    private let toy = ToyModule()
    private let key = [UInt8](repeating: 2, count: 16)
    private let block = [UInt8](0..<16)

    private func reply(_ name: String, _ arguments: [UInt8]...) throws -> [[UInt8]] {
        try Conversation.replies(of: toy, to: [[Array(name.utf8)] + arguments]).first ?? []
    }

    @Test func digestsAndTheirChains() throws {
        #expect(try reply("SHA-1", [1, 2]) == [[UInt8](repeating: 5, count: 20)])
        let seed = [UInt8](repeating: 9, count: 32)
        // The toy's chain shows seed count, message length and rounds.
        let three = UInt8(truncatingIfNeeded: 3 + 96 + 1000)
        let one = UInt8(truncatingIfNeeded: 1 + 32 + 1000)
        #expect(try reply("SHA2-256/MCT", seed)[0].last == three)
        #expect(try reply("SHA3-256/MCT", seed)[0].last == one)
    }

    @Test func extendableOutputs() throws {
        for name in ["SHAKE-128", "SHAKE-256/VOT"] {
            #expect(try reply(name, [7], number(3)) == [[7, 8, 9]])
        }
        // The toy's output is 0, 1, 2, ...: the next message begins with 0 again, and the next
        // length is 16 + (the last two bytes) mod 5 from the second step on.
        var count = 16
        for _ in 0..<1000 { count = 16 + ((count - 2) << 8 | (count - 1)) % 5 }
        var last = 16
        for _ in 0..<999 { last = 16 + ((last - 2) << 8 | (last - 1)) % 5 }
        let seed = [UInt8](repeating: 0, count: 16)
        let answer = try reply("SHAKE-128/MCT", seed, number(16), number(20), number(16))
        #expect(answer == [(0..<UInt8(last)).map { $0 }, number(UInt32(count))])
    }

    /// acvptool's own wrapper begins anew with the IV in each iteration; ours goes on.
    @Test(arguments: ["AES-CBC", "AES-CFB128"], [true, false])
    func iterationsChainAsTheReferenceDoes(name: String, encrypting: Bool) throws {
        let command = "\(name)/\(encrypting ? "encrypt" : "decrypt")"
        func once(_ input: [UInt8], _ iv: [UInt8]) throws -> [UInt8] {
            try reply(command, key, input, iv, number(1))[0]
        }
        var (input, iv) = (block, [UInt8](repeating: 0x5A, count: 16))
        var outputs: [[UInt8]] = []
        let first = iv
        for step in 0..<7 {
            let output = try once(input, iv)
            iv = encrypting ? output : input
            input = step == 0 ? first : outputs[step - 1]
            outputs.append(output)
        }
        let answer = try reply(command, key, block, first, number(7))
        #expect(answer == [outputs[6], outputs[5]])
    }

    @Test func blockCiphers() throws {
        #expect(try reply("AES/encrypt", key, block, number(1))[0] == block.map { $0 + 2 })
        let many = try reply("AES/encrypt", key, block, number(5))
        #expect(many == [block.map { $0 + 10 }, block.map { $0 + 8 }])
        #expect(try reply("AES/decrypt", key, many[0], number(5))[0] == block)
        let iv = [UInt8](repeating: 0, count: 16)
        for name in ["AES-CTR", "AES-CBC-CS3"] {
            let sealed = try reply("\(name)/encrypt", key, block + [1], iv, number(1))
            #expect(sealed == [(block + [1]).map { $0 + 2 }])
            #expect(try reply("\(name)/decrypt", key, sealed[0], iv, number(1)) == [block + [1]])
        }
        let halves = key + [UInt8](repeating: 3, count: 16)
        let tweak = [UInt8](repeating: 0x40, count: 16)
        #expect(try reply("AES-XTS/encrypt", halves, block, tweak)[0] == block.map { $0 ^ 0x40 })
    }

    @Test func badCipherArgumentsAreErrors() throws {
        let iv = [UInt8](repeating: 0, count: 16)
        let cases: [([UInt8], [[UInt8]])] = [
            (Array("AES/encrypt".utf8), [key, [1], number(1)]),
            (Array("AES/encrypt".utf8), [key, block, number(0)]),
            (Array("AES/encrypt".utf8), [key, block + block, number(2)]),
            (Array("AES/encrypt".utf8), [[1], block, number(1)]),
            (Array("AES-CBC/encrypt".utf8), [key, block, [1], number(1)]),
            (Array("AES-CTR/encrypt".utf8), [key, block, iv, number(2)]),
            // XTS with two equal keys (FIPS 140-3 IG C.I).
            (Array("AES-XTS/encrypt".utf8), [key + key, block, iv]),
            (Array("AES-GCM/seal".utf8), [number(0), key, [], [1], []]),
            (Array("AES-GCM/seal".utf8), [number(11), key, [], [1], []]),
            (Array("AES-GCM/seal".utf8), [number(16), key, [], [], []]),
            (Array("AES-CCM/seal".utf8), [number(5), key, [], [1], []]),
            (Array("AES-KW/seal".utf8), [number(0), key, [1], [], []]),
            (Array("CMAC-AES".utf8), [number(0), key, []]),
            (Array("CMAC-AES".utf8), [number(17), key, []]),
        ]
        for (name, arguments) in cases {
            #expect(throws: WrapperError.self, "\(String(decoding: name, as: UTF8.self))") {
                try Conversation.replies(of: toy, to: [[name] + arguments])
            }
        }
    }

    @Test(arguments: ["AES-GCM", "AES-CCM"])
    func authenticatedCiphers(name: String) throws {
        let nonce = [UInt8](repeating: 1, count: 12)
        let sealed = try reply("\(name)/seal", number(16), key, block, nonce, [9])
        #expect(sealed == [block.map { $0 + 2 } + [UInt8](repeating: 18, count: 16)])
        #expect(try reply("\(name)/open", number(16), key, sealed[0], nonce, [9]) == [[1], block])
        // A forgery, and a text that is shorter than its tag.
        #expect(try reply("\(name)/open", number(16), key, sealed[0], nonce, []) == [[0], []])
        #expect(try reply("\(name)/open", number(16), key, [1, 2], nonce, []) == [[0], []])
    }

    @Test func ownIVs() throws {
        let sealed = try reply("AES-GCM-randnonce/seal", number(16), key, block, [], [])
        #expect(sealed[0].count == 16 + 16 + 12)
        #expect(sealed[0].suffix(12).allSatisfy { $0 == 0x77 })
        let opened = try reply("AES-GCM-randnonce/open", number(16), key, sealed[0], [], [])
        #expect(opened == [[1], block])
        let changed = Array(sealed[0].dropLast() + [0]).enumerated().map { $0 == 20 ? 0 : $1 }
        #expect(
            try reply("AES-GCM-randnonce/open", number(16), key, changed, [], []) == [[0], []])
    }

    @Test func keyWrapping() throws {
        let wrapped = try reply("AES-KW/seal", number(0), key, block, [], [])
        #expect(wrapped[0].count == 24)
        #expect(try reply("AES-KW/open", number(0), key, wrapped[0], [], []) == [[1], block])
        let padded = try reply("AES-KWP/seal", number(0), key, [1, 2, 3], [], [])
        #expect(padded[0].count == 16)
        #expect(try reply("AES-KWP/open", number(0), key, padded[0], [], []) == [[1], [1, 2, 3]])
        let forged = [200] + wrapped[0].dropFirst()
        #expect(try reply("AES-KW/open", number(0), key, forged, [], []) == [[0], []])
        // Of a length that wrapping never gives.
        #expect(
            try reply("AES-KW/open", number(0), key, Array(forged.dropLast()), [], []) == [[0], []])
    }

    @Test func macs() throws {
        let code = try reply("HMAC-SHA2-256", [5, 6], key)
        #expect(code[0].count == 32 && code[0][0] == 2 && code[0][1] == 5)
        let short = try reply("CMAC-AES", number(8), key, [5, 6])
        #expect(short == [[2, 5] + [UInt8](repeating: 18, count: 6)])
        #expect(try reply("CMAC-AES/verify", key, [5, 6], short[0]) == [[1]])
        #expect(try reply("CMAC-AES/verify", key, [4, 6], short[0]) == [[0]])
    }

    /// Argument i begins with i, the output's length aside; the toy shows where each arrived.
    @Test func randomBitsTakeTheirInputsInOrder() throws {
        func inputs(_ count: UInt8) -> [[UInt8]] { (1...count).map { [$0] } }
        func reply(_ name: String, _ arguments: [[UInt8]]) throws -> [[UInt8]] {
            try Conversation.replies(
                of: toy, to: [[Array(name.utf8), number(12)] + arguments])[0]
        }
        // Derivation function, entropy, nonce, personalization, reseed with entropy and additional
        // input, prediction resistance, then additional input and entropy of both requests.
        #expect(
            try reply("hmacDRBG/SHA2-256", inputs(5)) == [[0, 1, 5, 2, 0, 0, 0, 0, 3, 0, 4, 0]])
        #expect(
            try reply("hashDRBG-reseed/SHA2-256", inputs(7))
                == [[0, 1, 7, 2, 1, 4, 3, 0, 5, 0, 6, 0]])
        #expect(
            try reply("ctrDRBG-pr/AES-128", inputs(7)) == [[1, 1, 7, 2, 0, 0, 0, 1, 3, 4, 5, 6]])
        // Without a nonce there is no derivation function.
        #expect(
            try reply("ctrDRBG/AES-256", inputs(4) + [[]])
                == [[0, 1, 0, 2, 0, 0, 0, 0, 3, 0, 4, 0]])
    }
}
