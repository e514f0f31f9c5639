import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// What the engine makes of modules that are wrong, fail, or do not offer.
@Suite struct EngineTests {
    private static let text = """
        set SHA2-224 1.0
        cases 2

        group 1 testType=AFT
        columns tcId len msg md testPassed
        1 8 d3 \(String(repeating: "ab", count: 28)) true
        2 8 d4 \(String(repeating: "ab", count: 28)) false

        """

    @Test func rightAnswersPass() throws {
        let result = try run([FakeModule(.openssl, .answer(0xab))])
        #expect(result.counts(.openssl).pass == 1)
        #expect(result.counts(.openssl).fail == 1, "case 2 must not be equal")
        #expect(result.findings.map(\.tcId) == [2])
    }

    @Test func wrongAnswersFailWithBothValues() throws {
        let result = try run([FakeModule(.openssl, .answer(0xcd))])
        #expect(result.counts(.openssl).fail == 1 && result.counts(.openssl).pass == 1)
        let finding = try #require(result.findings.first)
        #expect(finding.tcId == 1 && finding.field == "md")
        #expect(finding.expected == String(repeating: "ab", count: 28))
        #expect(finding.answers[0].value == String(repeating: "cd", count: 28))
    }

    /// Three values that all differ are reported as three.
    @Test func threeWayDisagreement() throws {
        let result = try run([
            FakeModule(.openssl, .answer(0xcd)), FakeModule(.gcrypt, .answer(0xef)),
        ])
        let finding = try #require(result.findings.first)
        let values = ["cd", "ef"].map { String(repeating: $0, count: 28) }
        #expect(finding.answers.map(\.value) == values)
        #expect(finding.expected == String(repeating: "ab", count: 28))
    }

    /// Both modules say "wrong", as the vector expects, and still disagree on what is right.
    @Test func disagreementOnANegativeCase() throws {
        let result = try run([
            FakeModule(.openssl, .answer(0x01)), FakeModule(.gcrypt, .answer(0x02)),
        ])
        #expect(result.findings.contains { $0.tcId == 2 })
    }

    @Test func errorsAreNotFailures() throws {
        let result = try run([
            FakeModule(.openssl, .fail(.failed(call: "EVP_MD_fetch", detail: "why")))
        ])
        #expect(result.counts(.openssl).error == 2 && result.counts(.openssl).fail == 0)
        #expect(result.checks[0].reasons.map(\.cases) == [2])
    }

    @Test func whatIsNotOfferedIsUnsupported() throws {
        let result = try run([FakeModule(.openssl, .fail(.notOffered("no such hash")))])
        #expect(result.counts(.openssl).unsupported == 2 && result.findings.isEmpty)
    }

    /// A refused group never reaches the module.
    @Test func refusalsComeBeforeTheModule() throws {
        let module = FakeModule(.openssl, .answer(0))
        let text = """
            set ECDSA-keyVer FIPS186-5
            cases 1

            group 1 testType=AFT curve=P-192
            columns tcId qx qy testPassed
            1 00 00 true

            """
        let bytes = Array(text.utf8)
        let result = try KnownAnswerEngine([Gate(module, for: .test)])
            .run(file: "a.kat", text: bytes.span)
        #expect(result.counts(.openssl).refused == 1)
        #expect(module.calls == 0)
    }

    /// Where the caller allows legacy use, the module is asked, and what has no executor is told as
    /// such: neither is called refused.
    @Test func legacyUseReachesTheModuleWhenAllowed() throws {
        let text = """
            set ECDSA-sigVer FIPS186-5
            cases 1

            group 1 testType=AFT curve=P-192 hashAlg=SHA2-256
            columns tcId message qx qy r s testPassed
            1 00 00 00 00 00 true

            """
        let tdea = HostileSet.text(
            "ACVP-TDES-CBC", "1.0", #""tgId":1,"direction":"decrypt","tests":[{"tcId":1}]"#)
        for legacy in [false, true] {
            let module = FakeModule(.openssl, .answer(0))
            let gate = Gate(module, for: .test, legacy: legacy)
            let bytes = Array(text.utf8)
            let counts = try KnownAnswerEngine([gate]).run(file: "a.kat", text: bytes.span)
                .counts(.openssl)
            #expect(counts.refused == (legacy ? 0 : 1))
            #expect(counts.unsupported == (legacy ? 1 : 0), "the fake module has no curves")
            let set = try #require(HostileSet.run(tdea, on: [gate]).sets.first)
            #expect(set.counts(.openssl).refused == (legacy ? 0 : 1))
            #expect(set.counts(.openssl).unsupported == (legacy ? 1 : 0))
        }
    }

    @Test(arguments: [("SHA2-224 1.0", "SHA9-224 1.0"), ("SHA2-224 1.0", "SHA2-224 9.0")])
    func unknownSetsAreErrors(_ part: String, _ replacement: String) {
        let bytes = Array(EngineTests.text.replacing(part, with: replacement).utf8)
        #expect(throws: VectorError.self) {
            try KnownAnswerEngine([]).run(file: "a.kat", text: bytes.span)
        }
    }

    private func run(_ modules: [FakeModule]) throws -> SetResult {
        let bytes = Array(EngineTests.text.utf8)
        return try KnownAnswerEngine(modules.map { Gate($0, for: .test) })
            .run(file: "a.kat", text: bytes.span)
    }
}
