import Algorithms
import Testing

@testable import GcryptModule

@Suite struct TimedOperationsTests {
    @Test(arguments: [
        Workload.seal(keyBits: 128, messageBytes: 0), .open(keyBits: 256, messageBytes: 64),
        .gmac(keyBits: 192, messageBytes: 64), .digest(.sha2_512, messageBytes: 0),
        .hmac(.sha2_256, messageBytes: 16), .generate(.hash(.sha2_256), messageBytes: 32),
        .generate(.ctr(keyBits: 256, derivationFunction: true), messageBytes: 32),
        .generateKey(.p224), .sign(.p256, .sha2_256), .signDeterministically(.p256, .sha2_256),
        .verify(.p384, .sha2_384), .validatePublicKey(.p521),
        .reusing(.hmac(.sha2_256, messageBytes: 1024)),
    ])
    func runs(workload: Workload) throws {
        let module = try GcryptModule()
        do {
            let operation = try module.timedOperation(workload)
            try operation.run(count: 3)
            try operation.run(count: 0)
        } catch ModuleError.notOffered {
            // Some are not, in FIPS mode alone.
            #expect(module.identity.approvedMode)
        }
    }

    @Test(arguments: [
        CipherWorkload.sealCCM(keyBits: 128, messageBytes: 100),
        .openCCM(keyBits: 256, messageBytes: 1),
        .wrap(keyBits: 192, padded: true, messageBytes: 17),
        .unwrap(keyBits: 128, padded: true, messageBytes: 17),
        .wrap(keyBits: 256, padded: false, messageBytes: 16),
        .unwrap(keyBits: 256, padded: false, messageBytes: 16),
        .cmac(keyBits: 192, messageBytes: 0),
        .process(.cbc, keyBits: 128, encrypting: true, messageBytes: 48),
        .process(.ctr, keyBits: 192, encrypting: false, messageBytes: 47),
        .process(.xts, keyBits: 256, encrypting: true, messageBytes: 17),
        .process(.cbcCS3, keyBits: 256, encrypting: false, messageBytes: 31),
    ])
    func ciphersRun(workload: CipherWorkload) throws {
        try GcryptModule().timedOperation(Workload.cipher(workload)).run(count: 3)
    }

    @Test func whatItLacksIsNotTimed() throws {
        let module = try GcryptModule()
        try module.timedOperation(.keccak(.expand(.shake128, messageBytes: 200))).run(count: 3)
        #expect(throws: ModuleError.notOffered("libgcrypt has no KMAC")) {
            try module.timedOperation(.keccak(.derive(.kmac128, messageBytes: 16)))
        }
        for workload in [
            Workload.reusing(.sign(.p256, .sha2_256)), .keyAgreement(.agreeAnew(.curve(.p256))),
        ] {
            #expect(throws: ModuleError.self) { try module.timedOperation(workload) }
        }
        #expect(throws: ModuleError.self) {
            try module.timedOperation(
                .cipher(.process(.cfb1, keyBits: 128, encrypting: true, messageBytes: 16)))
        }
    }

    /// One generator a process: two operations in turn each get their own mechanism.
    @Test func generatorsTakeTurns() throws {
        let module = try GcryptModule()
        let first = try module.timedOperation(.generate(.hmac(.sha2_512), messageBytes: 16))
        let second = try module.timedOperation(.generate(.hash(.sha1), messageBytes: 16))
        for _ in 0..<3 {
            try first.run(count: 2)
            try second.run(count: 2)
        }
    }

    @Test func unknownMechanismIsNotOffered() throws {
        let module = try GcryptModule()
        #expect(throws: ModuleError.self) {
            try module.timedOperation(.generate(.hmac(.sha2_224), messageBytes: 16))
        }
    }
}
