import Algorithms
import Testing

@testable import OpenSSLModule

@Suite struct KeyDerivationTests {
    private let module: OpenSSLModule

    init() throws {
        module = try Provider.load()
    }

    /// RFC 5869, appendix A.1 and A.3, one after the other and back: an empty salt or info must
    /// not be the one before.
    @Test func hkdf() throws {
        let secret = [UInt8](repeating: 0x0b, count: 22)
        let full = try derive(
            .hkdf(.sha2_256), secret, salt: bytes("000102030405060708090a0b0c"),
            info: bytes("f0f1f2f3f4f5f6f7f8f9"), count: 42)
        #expect(
            full
                == bytes(
                    """
                    3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b8
                    87185865
                    """))
        let bare = try derive(.hkdf(.sha2_256), secret, count: 42)
        #expect(
            bare
                == bytes(
                    """
                    8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4
                    b61a96c8
                    """))
        let again = try derive(
            .hkdf(.sha2_256), secret, salt: bytes("000102030405060708090a0b0c"),
            info: bytes("f0f1f2f3f4f5f6f7f8f9"), count: 42)
        #expect(again == full)
    }

    /// The provider joins a seed of TLS1-PRF to those of the calls before; nothing of it may show.
    @Test func tls12ForgetsItsSeeds() throws {
        let secret = [UInt8](repeating: 2, count: 48)
        let label = Array("key expansion".utf8)
        let first = try derive(
            .tls12(.sha2_256), secret, info: Array("abcdefgh".utf8), label: label, count: 16)
        #expect(first == bytes("1258c779b08186d959b0e173591715a4"))
        let second = try derive(
            .tls12(.sha2_256), secret, info: Array("abcdefgh".utf8), label: label, count: 16)
        #expect(second == first)
    }

    /// NIST CAVP, SP 800-108: CMAC_AES128, before the fixed data, 8 bits, count 0.
    @Test func keyBased() throws {
        let output = try derive(
            .keyBased(.counter, .cmac(keyBits: 128), counterBits: 8),
            bytes("dff1e50ac0b69dc40f1051d46c2b069c"),
            info: bytes(
                """
                c16e6e02c5a3dcc8d78b9ac1306877761310455b4e41469951d9e6c2245a064b33fd8c3b01203a78
                24485bf0a64060c4648b707d2607935699316ea5
                """), count: 16)
        #expect(output == bytes("8be8f0869b3c0ba97b71863d1b9f7813"))
    }

    @Test func everyTimedDerivationRuns() throws {
        let workloads: [KeyDerivationWorkload] = [
            .hkdf, .password(iterations: 1000), .tls12, .tls13, .keyBased, .ssh, .ansX963,
        ]
        for workload in workloads {
            try module.timedOperation(.keyDerivation(workload)).run(count: 2)
        }
    }

    @Test func aKMACKeyBeyondItsLimitIsNotOffered() {
        #expect {
            try derive(.kmac(bits: 128), zeros(513), count: 16)
        } throws: { error in
            if case .notOffered? = error as? ModuleError { true } else { false }
        }
    }

    @discardableResult
    private func derive(
        _ method: KeyDerivationMethod, _ secret: [UInt8], salt: [UInt8] = [], info: [UInt8] = [],
        label: [UInt8] = [], count: Int
    ) throws -> [UInt8] {
        var output = zeros(count)
        var span = output.mutableSpan
        let none: [UInt8] = []
        try module.keyDerivation(method).derive(
            KeyDerivationInputs(
                secret: secret.span, salt: salt.span, info: info.span, label: label.span,
                context: none.span), into: &span)
        return output
    }
}
