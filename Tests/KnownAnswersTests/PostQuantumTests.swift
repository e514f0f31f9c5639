import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// ACVP's prompts of ML-KEM, ML-DSA, SLH-DSA and LMS, at the edges of what they may ask.
@Suite struct PostQuantumTests {
    private static let zeros = String(repeating: "00", count: 32)

    /// Made from a seed, with answers that follow from how they were made.
    @Test(arguments: ["ML-KEM-encapDecap", "ML-KEM-keyGen", "ML-DSA-sigGen", "ML-DSA-sigVer"])
    func freshSetsPass(name: String) throws {
        let engine = KnownAnswerEngine([try Modules.openSSL()])
        let vectors = try FreshVectors(seed: "seed", cases: 1, engine)
        for set in try vectors.sets(of: try #require(Algorithm.named(name))) {
            let outcome = try #require(vectors.run(set, file: set.name).sets.first)
            #expect(outcome.problem == nil && outcome.findings.isEmpty)
            #expect(outcome.counts(.openssl).pass + outcome.counts(.openssl).notComparable > 0)
            #expect(outcome.counts(.openssl).total == outcome.counts(.openssl).executed)
        }
    }

    /// A shared secret that is always the same is found out.
    @Test func aWrongSecretIsFound() throws {
        let file = "ML-KEM/ML-KEM-encapDecap.kat"
        let fake = FakeModule(.openssl, .answer(0))
        fake.encapsulation = ConstantSecret()
        let bytes = Array(try Vectors.text(file).utf8)
        let result = try KnownAnswerEngine([Gate(fake, for: .test)]).run(
            file: file, text: bytes.span)
        let counts = result.counts(.openssl)
        // What was published wrong on purpose is rightly different; every right one is wrong.
        #expect(counts.fail > 8 && counts.fail + counts.pass + counts.unsupported == counts.total)
    }

    @Test(arguments: [
        (#""parameterSet":"ML-KEM-768","function":"encapsulation""#, "the group's mistakes"),
        (#""parameterSet":"ML-KEM-769","function":"decapsulation""#, "parameterSet ML-KEM-769"),
        (#""parameterSet":"ML-DSA-44","function":"decapsulation""#, "parameterSet ML-DSA-44"),
        (#""parameterSet":"ML-KEM-768","function":"reencapsulation""#, "function reencaps"),
        (#""function":"decapsulation""#, "the group has no parameterSet"),
        (
            #""parameterSet":"ML-KEM-768","function":"decapsulation","keyFormat":"both""#,
            "keyFormat both"
        ),
        (
            #""parameterSet":"ML-KEM-768","function":"decapsulation","keyFormat":"seed""#,
            "no c, d, z"
        ),
    ])
    func whatIsAskedWrongIsUnsupported(properties: String, reason: String) throws {
        let (counts, reasons) = try run(
            "ML-KEM", "encapDecap", "FIPS203-tr1", properties,
            #"{"tcId":1,"ek":"00","m":"\#(Self.zeros)00"}"#, type: "VAL")
        #expect(counts.unsupported == 1, "\(reasons)")
        let expected = reason == "the group's mistakes" ? "m of 33 bytes, not 32" : reason
        if reason.hasPrefix("no ") {
            #expect(reasons.contains { $0.contains("no ") }, "\(reasons)")
        } else {
            #expect(reasons.contains { $0.contains(expected) }, "\(reasons)")
        }
    }

    @Test func contextsBeyondTheLimitAreRefused() throws {
        for (count, isRefused) in [(255, false), (256, true)] {
            let context = String(repeating: "11", count: count)
            let (counts, reasons) = try run(
                "ML-DSA", "sigVer", "FIPS204",
                #""parameterSet":"ML-DSA-44","signatureInterface":"external","preHash":"pure""#,
                """
                {"tcId":1,"pk":"00","message":"00","context":"\(context)","signature":"00"}
                """)
            #expect((counts.refused == 1) == isRefused, "\(reasons)")
            #expect((counts.executed == 1) != isRefused, "\(reasons)")
        }
    }

    @Test(arguments: [
        (#""signatureInterface":"external","preHash":"preHash""#, #","hashAlg":"SHA2-224""#, ""),
        (
            #""signatureInterface":"external","preHash":"preHash""#, #","hashAlg":"MD5""#,
            "hashAlg MD5"
        ),
        (#""signatureInterface":"external","preHash":"preHash""#, "", "no hashAlg"),
        (#""signatureInterface":"middle""#, "", "signatureInterface middle"),
        (#""signatureInterface":"internal","externalMu":true"#, #","mu":"00""#, "mu of 1 bytes"),
        (#""signatureInterface":"internal","externalMu":true"#, "", "no mu"),
        (#""signatureInterface":"internal","externalMu":"perhaps""#, "", "perhaps"),
    ])
    func formsOfAMessage(properties: String, more: String, reason: String) throws {
        let (counts, reasons) = try run(
            "ML-DSA", "sigVer", "FIPS204", #""parameterSet":"ML-DSA-44","# + properties,
            #"{"tcId":1,"pk":"00","message":"00","signature":"00"\#(more)}"#)
        if reason.isEmpty {
            // A weak hash function is for tests, and this is one.
            #expect(counts.pass == 1, "\(reasons)")
        } else {
            #expect(counts.unsupported == 1, "\(reasons)")
            #expect(reasons.contains { $0.contains(reason) }, "\(reasons)")
        }
    }

    @Test(arguments: ["keyGen", "sigGen"])
    func statefulKeysAreNotOffered(mode: String) throws {
        let (counts, reasons) = try run(
            "LMS", mode, "1.0", #""lmsMode":"LMS_SHA256_M24_H5""#, #"{"tcId":1,"message":"00"}"#)
        #expect(counts.unsupported == 1, "\(reasons)")
        #expect(reasons.contains { $0.contains("LMS") }, "\(reasons)")
    }

    private func run(
        _ algorithm: String, _ mode: String, _ revision: String, _ properties: String,
        _ test: String, type: String = "AFT"
    ) throws -> (counts: VerdictCounts, reasons: [String]) {
        let prompt = Array(
            """
            {"vsId":1,"algorithm":"\(algorithm)","mode":"\(mode)","revision":"\(revision)",
            "testGroups":[{"tgId":1,"testType":"\(type)",\(properties),"tests":[\(test)]}]}
            """.utf8)
        let answers = Array(
            """
            {"vsId":1,"algorithm":"\(algorithm)","mode":"\(mode)","revision":"\(revision)",
            "testGroups":[{"tgId":1,"tests":[{"tcId":1,"testPassed":false}]}]}
            """.utf8)
        let result = KnownAnswerEngine([try Modules.openSSL()]).run(
            VectorTexts(
                file: "prompt.json", prompt: prompt.span, answers: answers.span, secrets: Span(),
                answersItself: false))
        let set = try #require(result.sets.first)
        #expect(set.problem == nil)
        let reasons = set.checks.flatMap { $0.reasons.map { "\($0.verdict)" } }
        return (set.counts(.openssl), reasons)
    }
}

/// Says yes to every key, and shares one secret with everybody.
private final class ConstantSecret: KeyEncapsulation {
    func generateKey(
        seed: Span<UInt8>, ek: inout MutableSpan<UInt8>, dk: inout MutableSpan<UInt8>
    ) {}

    func encapsulate(
        ek: Span<UInt8>, m: Span<UInt8>, c: inout MutableSpan<UInt8>,
        k: inout MutableSpan<UInt8>
    ) -> Bool {
        for index in k.indices { k[index] = 1 }
        return true
    }

    func decapsulate(
        dk: borrowing PostQuantumSecret, c: Span<UInt8>, k: inout MutableSpan<UInt8>
    ) -> Bool {
        for index in k.indices { k[index] = 1 }
        return true
    }

    func validatesEncapsulationKey(_ ek: Span<UInt8>) -> Bool { false }
    func validatesDecapsulationKey(_ dk: Span<UInt8>) -> Bool { false }
}
