import Algorithms
import Testing

@testable import GcryptModule

@Suite struct MessageAuthenticationTests {
    private let module: GcryptModule

    init() throws {
        module = try GcryptModule()
    }

    /// RFC 4231, section 4.2, test case 1.
    @Test(arguments: [
        (Hash.sha2_224, "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22"),
        (.sha2_256, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    ])
    func caseOne(hash: Hash, expected: String) throws {
        let key = [UInt8](repeating: 0x0b, count: 20)
        let actual = try code(hash, key, Array("Hi There".utf8))
        #expect(actual == bytes(expected))
    }

    /// A key longer than the block is hashed, and leaves nothing behind for the next one.
    @Test func keysFollowEachOther() throws {
        let message = Array("Hi There".utf8)
        let before = try code(.sha2_256, [UInt8](repeating: 1, count: 32), message)
        let other = try code(.sha2_256, [UInt8](repeating: 2, count: 200), message)
        let after = try code(.sha2_256, [UInt8](repeating: 1, count: 32), message)
        #expect(before == after)
        #expect(before != other)
    }

    /// GMAC is GCM without a plaintext: Test Case 1 of the submission that became SP 800-38D.
    @Test func gmac() throws {
        if module.identity.approvedMode { return }
        let (key, iv, none) = (zeros(16), zeros(12), [UInt8]())
        var output = zeros(16)
        var span = output.mutableSpan
        try module.gmac(keyBits: 128).authenticate(
            key: key.span, iv: iv.span, message: none.span, into: &span)
        #expect(output == bytes("58e2fccefa7e3061367f1d57a4e7455a"))
    }

    private func code(_ hash: Hash, _ key: [UInt8], _ message: [UInt8]) throws -> [UInt8] {
        let none: [UInt8] = []
        var output = zeros(hash.outputBytes)
        var span = output.mutableSpan
        try module.hmac(hash).authenticate(
            key: key.span, iv: none.span, message: message.span, into: &span)
        return output
    }
}
