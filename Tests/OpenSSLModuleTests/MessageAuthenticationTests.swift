import Algorithms
import Testing

@testable import OpenSSLModule

@Suite struct MessageAuthenticationTests {
    private let module: OpenSSLModule

    init() throws {
        module = try Provider.load()
    }

    /// SP 800-38B, appendix D, and RFC 4493, section 4: no block, one, one and a part, four. Each
    /// follows the others, so that none leaves anything behind.
    @Test func cmac() throws {
        let key = bytes("2b7e151628aed2a6abf7158809cf4f3c")
        let blocks = bytes(
            """
            6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51
            30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710
            """)
        let codes = [
            (0, "bb1d6929e95937287fa37d129b756746"), (16, "070a16b46b4d4144f79bdd9dd04a287c"),
            (40, "dfa66747de9ae63030ca32611497c827"), (64, "51f0bebf7e3b9d92fc49741779363cfe"),
        ]
        for (count, expected) in codes + codes.reversed() {
            #expect(try cmac(key, Array(blocks.prefix(count))) == bytes(expected))
        }
        let key192 = bytes("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b")
        #expect(try cmac(key192, []) == bytes("d17ddf46adaacde531cac483de7a9367"))
        let key256 = bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
        #expect(try cmac(key256, []) == bytes("028962f61b7bf89efc6b551f4667d983"))
    }

    private func cmac(_ key: [UInt8], _ message: [UInt8]) throws -> [UInt8] {
        let none: [UInt8] = []
        var output = zeros(16)
        var span = output.mutableSpan
        try module.cmac(keyBits: 8 * key.count).authenticate(
            key: key.span, iv: none.span, message: message.span, into: &span)
        return output
    }
}
