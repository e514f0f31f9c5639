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
