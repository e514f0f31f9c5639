import Algorithms
import GcryptModule
import Testing

@Suite struct SHA3DerivedTests {
    private let module: GcryptModule

    init() throws {
        module = try GcryptModule()
    }

    /// libgcrypt has cSHAKE, and signatures with SHAKE, since 1.11.
    private var isNew: Bool {
        let numbers = module.identity.version.split(separator: ".").compactMap { Int($0) }
        return numbers.count > 1 && (numbers[0], numbers[1]) >= (1, 11)
    }

    /// NIST's cSHAKE sample 1 (SP 800-185, its examples), with SHAKE128 of nothing between.
    @Test func samplesOfCSHAKE() throws {
        guard isNew else {
            #expect {
                try module.customizableOutput(.cSHAKE128)
            } throws: { isNotOffered($0) }
            return
        }
        for _ in 0..<2 {
            #expect(
                try output([0, 1, 2, 3], Array("Email Signature".utf8))
                    == bytes("c1c36925b6409a04f1b504fcbca9d82b4017277cb5ed2b2065fc1d3814d5aaf5"))
            #expect(
                try output([], [])
                    == bytes("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"))
        }
        _ = try output([], [UInt8](repeating: 1, count: 254))
        #expect {
            try output([], [UInt8](repeating: 1, count: 255))
        } throws: { isNotOffered($0) }
    }

    @Test func signaturesWithSHAKE() throws {
        guard isNew else {
            #expect {
                try module.ellipticCurve(.p256, hashingWith: .shake128)
            } throws: { isNotOffered($0) }
            return
        }
        let scheme = try module.ellipticCurve(.p256, hashingWith: .shake128)
        let zeros = [UInt8](repeating: 0, count: 32)
        var (d, qx, qy, r, s) = (zeros, zeros, zeros, zeros, zeros)
        var secret = d.mutableSpan
        var x = qx.mutableSpan
        var y = qy.mutableSpan
        try scheme.generateKey(d: &secret, qx: &x, qy: &y)
        let message: [UInt8] = [1, 2, 3]
        var first = r.mutableSpan
        var second = s.mutableSpan
        try scheme.sign(
            message.span, d: d.span, qx: qx.span, qy: qy.span, nonce: .random, r: &first,
            s: &second)
        #expect(
            try scheme.verify(message.span, qx: qx.span, qy: qy.span, r: r.span, s: s.span))
        let other = try module.ellipticCurve(.p256, .sha3_256)
        #expect(
            try !other.verify(message.span, qx: qx.span, qy: qy.span, r: r.span, s: s.span))
    }

    @Test func thereIsNoKMAC() {
        #expect {
            try module.customizableAuthentication(.kmac128)
        } throws: { isNotOffered($0) }
    }

    private func isNotOffered(_ error: any Error) -> Bool {
        guard case ModuleError.notOffered = error else { return false }
        return true
    }

    private func output(_ message: [UInt8], _ customization: [UInt8]) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        var span = output.mutableSpan
        try module.customizableOutput(.cSHAKE128).expand(
            message.span, functionName: Span(), customization: customization.span, into: &span)
        return output
    }
}
