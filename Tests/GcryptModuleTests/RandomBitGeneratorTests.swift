import Algorithms
import Testing

@testable import GcryptModule

/// Samples of NIST's CAVP, DRBG Test Vectors.
@Suite struct RandomBitGeneratorTests {
    private let module: GcryptModule
    private let counter = DRBGMechanism.ctr(keyBits: 128, derivationFunction: true)

    init() throws {
        module = try GcryptModule()
    }

    @Test func additionalInputAndPersonalization() throws {
        let sample = Sample(
            entropy: "71ba029a7a92391b3f294f2fbf5727ab", nonce: "f0e912788f9827ff",
            personalization: "23f36980da4016642c810da2990aa25e",
            additional1: "59ab41b24ee8e271e253c6cc40487cb5",
            additional2: "9164f02860773e3b96d85b3738385066")
        let expected = """
            de1b8a2595892354da47b4eaaf9ddcec64a9610117b05e40d07660a80bcf825e
            efdbd28e07d59681f9e0037bdb725fe6ce846d824b3b34c2c21a48f8895f9f5e
            """
        #expect(try generate(counter, sample) == bytes(expected))
    }

    @Test func predictionResistance() throws {
        let sample = Sample(
            entropy: "5d4041942bcf68864a4997d8171f1f9f", nonce: "d4f1f4ae08bcb3e1",
            resistant: true, entropy1: "ef55a769b7eaf03fe082029bb32a2b9d",
            entropy2: "8239e865c0a42e14b964b9c09de85a20")
        let expected = """
            4155320287eedcf7d484c2c2a1e2eb64b9c9ce77c87202a1ae1616c7a5cfd1c6
            87c7a0bfcc85bda48fdd4629fd330c22d0a76076f88fc7cd04037ee06b7af602
            """
        #expect(try generate(counter, sample) == bytes(expected))
    }

    @Test func reseed() throws {
        let sample = Sample(
            entropy: "8fb9573a546253cdbf6215a1805a4138", nonce: "7c2ce65402bca683",
            reseed: "bc5ad89ae18c491f90a2ae9e7e2cf99d")
        let expected = """
            076282e80e65d7701a35b3446368b616f8d96223b9b5116423a3a232c72ceabf
            4accc40ac619d6aa68aedb8b2670b807cce99fc21b8fa516ef75b68fc06c87c7
            """
        #expect(try generate(counter, sample) == bytes(expected))
    }

    @Test func changedEntropyChangesTheOutput() throws {
        let first = try generate(counter, Sample(entropy: "00112233", nonce: "44"))
        let second = try generate(counter, Sample(entropy: "00112234", nonce: "44"))
        #expect(first != second)
    }

    @Test(arguments: [
        DRBGMechanism.ctr(keyBits: 128, derivationFunction: false), .hash(.sha2_224),
        .hmac(.sha2_512_256),
    ])
    func isNotOffered(mechanism: DRBGMechanism) {
        let error = thrown { () throws(ModuleError) in
            _ = try module.randomBitGenerator(mechanism)
        }
        guard case .notOffered = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// The test entry has one length for two strings: it would read beyond the shorter.
    @Test func unequalAdditionalInputsAreNotOffered() {
        let sample = Sample(entropy: "0011", nonce: "22", additional1: "33", additional2: "4455")
        #expect(throws: ModuleError.self) { try generate(counter, sample) }
    }

    @Test func absentEntropyIsNotTakenFromTheNode() {
        #expect(throws: ModuleError.self) {
            try generate(counter, Sample(entropy: "", nonce: ""))
        }
    }

    private struct Sample {
        var entropy: String
        var nonce: String
        var personalization = ""
        var resistant = false
        var reseed = ""
        var additional1 = ""
        var entropy1 = ""
        var additional2 = ""
        var entropy2 = ""
    }

    private func generate(_ mechanism: DRBGMechanism, _ sample: Sample) throws -> [UInt8] {
        let none: [UInt8] = []
        let entropy = bytes(sample.entropy)
        let nonce = bytes(sample.nonce)
        let personalization = bytes(sample.personalization)
        let reseed = bytes(sample.reseed)
        let additional1 = bytes(sample.additional1)
        let additional2 = bytes(sample.additional2)
        let entropy1 = bytes(sample.entropy1)
        let entropy2 = bytes(sample.entropy2)
        let vector = DRBGVector(
            entropyInput: entropy.span, nonce: nonce.span,
            personalizationString: personalization.span, reseed: !reseed.isEmpty,
            entropyInputReseed: reseed.span, additionalInputReseed: none.span,
            predictionResistance: sample.resistant, additionalInput1: additional1.span,
            entropyInput1: entropy1.span, additionalInput2: additional2.span,
            entropyInput2: entropy2.span)
        var output = zeros(64)
        var span = output.mutableSpan
        try module.randomBitGenerator(mechanism).generate(vector, into: &span)
        return output
    }
}
