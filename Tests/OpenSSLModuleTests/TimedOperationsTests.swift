import Algorithms
import OpenSSLModule
import Testing

/// Every workload runs, again and again, on whatever the provider offers.
@Suite struct TimedOperationsTests {
    private static let workloads: [Workload] = [
        .seal(keyBits: 256, messageBytes: 16), .open(keyBits: 128, messageBytes: 1000),
        .gmac(keyBits: 192, messageBytes: 64), .digest(.sha2_512_224, messageBytes: 0),
        .hmac(.sha2_384, messageBytes: 16),
        .generate(.ctr(keyBits: 256, derivationFunction: true), messageBytes: 65536),
        .generate(.hash(.sha2_512), messageBytes: 1), .generate(.hmac(.sha2_256), messageBytes: 16),
        .generateKey(.p224), .validatePublicKey(.p521), .sign(.p256, .sha2_256),
        .verify(.p384, .sha2_384), .cipher(.sealCCM(keyBits: 128, messageBytes: 100)),
        .cipher(.openCCM(keyBits: 256, messageBytes: 1)),
        .cipher(.wrap(keyBits: 192, padded: true, messageBytes: 17)),
        .cipher(.unwrap(keyBits: 128, padded: true, messageBytes: 17)),
        .cipher(.wrap(keyBits: 256, padded: false, messageBytes: 16)),
        .cipher(.unwrap(keyBits: 256, padded: false, messageBytes: 16)),
        .cipher(.cmac(keyBits: 192, messageBytes: 0)),
        .keccak(.expand(.shake256, messageBytes: 137)),
        .keccak(.derive(.kmac128, messageBytes: 16)), .keccak(.derive(.kmac256, messageBytes: 0)),
    ]

    private static let reused: [Workload] = [
        .hmac(.sha2_256, messageBytes: 1024), .sign(.p256, .sha2_256), .verify(.p384, .sha2_384),
        .rsa(.sign(pss, modulusBits: 2048)), .rsa(.verify(pss, modulusBits: 2048)),
        .rsa(.verify(RSAScheme(.pkcs1, .function(.sha2_256)), modulusBits: 2048)),
        .eddsa(.sign(.ed25519)), .eddsa(.verify(.ed448)),
        .postQuantum(.encapsulate(.mlKEM512)), .postQuantum(.decapsulate(.mlKEM1024)),
        .postQuantum(.sign(.mlDSA44)), .postQuantum(.verify(.mlDSA65)),
        .postQuantum(.verify(.slhDSASHA2128f)),
    ]
    private static let pss = RSAScheme(
        .pss(saltBytes: 32, mask: .mgf1(.function(.sha2_256))), .function(.sha2_256))

    /// What is kept serves again and again: each signature that is verified is right.
    @Test(arguments: reused)
    func keysAndContextsAreKept(_ workload: Workload) throws {
        let operation = try Provider.load().timedOperation(.reusing(workload))
        for count in [1, 5] { try operation.run(count: count) }
    }

    @Test func whatHasNothingToKeepIsNotOffered() throws {
        let module = try Provider.load()
        #expect(throws: ModuleError.self) {
            try module.timedOperation(.reusing(.digest(.sha2_256, messageBytes: 16)))
        }
        for workload in [KeyAgreementWorkload.agree(.curve(.p256)), .agreeAnew(.curve(.p256))] {
            try module.timedOperation(.keyAgreement(workload)).run(count: 3)
        }
    }

    @Test(arguments: BlockCipherMode.allCases)
    func everyModeRuns(_ mode: BlockCipherMode) throws {
        let module = try Provider.load()
        for (keyBits, encrypting) in [(128, true), (256, false)] {
            let operation = try module.timedOperation(
                .cipher(
                    .process(mode, keyBits: keyBits, encrypting: encrypting, messageBytes: 48)))
            try operation.run(count: 3)
        }
    }

    @Test(arguments: workloads)
    func runs(_ workload: Workload) throws {
        let operation = try Provider.load().timedOperation(workload)
        for count in [1, 3] { try operation.run(count: count) }
    }

    @Test func whatTheProviderLacksIsNotOffered() throws {
        #expect(throws: ModuleError.self) {
            try Provider.load().timedOperation(.seal(keyBits: 100, messageBytes: 16))
        }
    }

    @Test func deterministicSignaturesWorkOrAreNotOffered() throws {
        let operation = try Provider.load().timedOperation(.signDeterministically(.p256, .sha2_256))
        do throws(ModuleError) {
            try operation.run(count: 2)
        } catch {
            guard case .notOffered = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
