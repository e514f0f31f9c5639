import Algorithms
import OpenSSLModule
import Testing

@Suite struct SHA3DerivedTests {
    private let module: OpenSSLModule
    /// Of NIST's KMAC samples 1 to 3 (SP 800-185, section 4 and its examples).
    private let key = Array(UInt8(0x40)...0x5f)
    private let message: [UInt8] = [0, 1, 2, 3]

    init() throws {
        module = try Provider.load()
    }

    /// One follows the other, so that nothing is left of a customization or of a length.
    @Test func samplesOfKMAC() throws {
        let tagged = Array("My Tagged Application".utf8)
        for _ in 0..<2 {
            #expect(
                try code(key, message, [], extendable: false, 32)
                    == bytes("e5780b0d3ea6f7d3a429c5706aa43a00fadbd7d49628839e3187243f456ee14e"))
            #expect(
                try code(key, message, tagged, extendable: false, 32)
                    == bytes("3b1fba963cd8b0b59e8c1a6d71888b7143651af8ba0a7070c0979e2811324aa5"))
            #expect(
                try code(key, message, tagged, extendable: true, 32)
                    == bytes("31a44527b4ed9f5c6101d11de6d26f0620aa5c341def41299657fe9df1a3b16c"))
        }
    }

    /// SP 800-185, section 4.3.1: longer codes begin with shorter ones, and only of KMACXOF.
    @Test func theLengthIsAuthenticatedUnlessExtendable() throws {
        for extendable in [true, false] {
            let short = try code(key, message, [], extendable: extendable, 4)
            let long = try code(key, message, [], extendable: extendable, 200)
            #expect((Array(long.prefix(4)) == short) == extendable)
        }
    }

    /// The provider takes keys of at most 512 bytes and customizations of 256 or 512.
    @Test func lengthsBeyondTheProvidersAreNotOffered() throws {
        _ = try code([UInt8](repeating: 1, count: 512), message, [], extendable: false, 32)
        for (keyBytes, customizationBytes) in [(513, 0), (32, 513)] {
            #expect {
                try code(
                    [UInt8](repeating: 1, count: keyBytes), message,
                    [UInt8](repeating: 2, count: customizationBytes), extendable: false, 32)
            } throws: { isNotOffered($0) }
        }
        // And the next message is answered again.
        #expect(try code(key, message, [], extendable: false, 32).first == 0xe5)
    }

    @Test func whatTheProviderLacksIsNotOffered() {
        #expect {
            try module.customizableOutput(.cSHAKE128)
        } throws: { isNotOffered($0) }
        #expect {
            try module.ellipticCurve(.p256, hashingWith: .shake128)
        } throws: { isNotOffered($0) }
    }

    private func isNotOffered(_ error: any Error) -> Bool {
        guard case ModuleError.notOffered = error else { return false }
        return true
    }

    private func code(
        _ key: [UInt8], _ message: [UInt8], _ customization: [UInt8], extendable: Bool,
        _ count: Int
    ) throws -> [UInt8] {
        var output = zeros(count)
        var span = output.mutableSpan
        try module.customizableAuthentication(.kmac128).authenticate(
            key: key.span, message: message.span, customization: customization.span,
            extendable: extendable, into: &span)
        return output
    }
}
