import Algorithms
import Testing

@testable import GcryptModule

/// libgcrypt has ML-KEM since 1.11; an older one says that it has not.
@Suite struct PostQuantumTests {
    @Test(arguments: PostQuantumParameters.all(of: .mlKEM))
    func encapsulationGoesThereAndBackOrIsNotOffered(parameters: PostQuantumParameters) throws {
        let module = try GcryptModule()
        guard
            let scheme = try offered({ () throws(ModuleError) in
                try module.keyEncapsulation(parameters)
            })
        else { return }
        var ek = [UInt8](repeating: 0, count: parameters.publicKeyBytes)
        var dk = [UInt8](repeating: 0, count: parameters.secretKeyBytes)
        var first = ek.mutableSpan
        var second = dk.mutableSpan
        try scheme.generateKey(seed: Span(), ek: &first, dk: &second)
        var c = [UInt8](repeating: 0, count: parameters.outputBytes)
        var k = [UInt8](repeating: 0, count: PostQuantumParameters.sharedSecretBytes)
        var third = c.mutableSpan
        var fourth = k.mutableSpan
        #expect(try scheme.encapsulate(ek: ek.span, m: Span(), c: &third, k: &fourth))
        var opened = [UInt8](repeating: 0, count: PostQuantumParameters.sharedSecretBytes)
        var target = opened.mutableSpan
        #expect(try scheme.decapsulate(dk: .expanded(dk.span), c: c.span, k: &target))
        #expect(opened == k)
        // It reads what the parameter set has: what is shorter never reaches it.
        var unused = opened.mutableSpan
        let short = c.span.extracting(droppingLast: 1)
        #expect(try !scheme.decapsulate(dk: .expanded(dk.span), c: short, k: &unused))
    }

    @Test func signaturesAreNotOffered() throws {
        let module = try GcryptModule()
        let signature = try offered { () throws(ModuleError) in
            try module.postQuantumSignature(.mlDSA44)
        }
        let stateful = try offered { () throws(ModuleError) in try module.statefulSignature() }
        #expect(signature == nil && stateful == nil)
        for workload in [PostQuantumWorkload.sign(.mlDSA65), .generateKey(.slhDSASHA2128f)] {
            let operation = try offered { () throws(ModuleError) in
                try module.timedOperation(workload)
            }
            #expect(operation == nil)
        }
    }

    /// Nil where it is not offered; any other error is thrown.
    private func offered<Offer>(_ question: () throws(ModuleError) -> Offer) throws -> Offer? {
        do throws(ModuleError) {
            return try question()
        } catch {
            guard case .notOffered(let reason) = error else { throw error }
            #expect(reason.contains("is not offered by libgcrypt"))
            return nil
        }
    }
}
