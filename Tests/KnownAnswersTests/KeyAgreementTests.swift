import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// Shared secrets: judged, made with the module's own keys, and wrong ones caught.
@Suite struct KeyAgreementTests {
    // RFC 5903, section 8.1, on P-256.
    private static let own = "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433"
    private static let x = "D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF63"
    private static let y = "56FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB"
    private static let z = "D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE"
    private static let other =
        "C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53"

    private static func prompt(
        _ type: String, _ members: String, scheme: String = "staticUnified",
        curve: String = "P-256"
    ) -> String {
        """
        {"vsId":1,"algorithm":"KAS-ECC-SSC","revision":"Sp800-56Ar3","testGroups":[{"tgId":1,
        "testType":"\(type)","domainParameterGenerationMode":"\(curve)","scheme":"\(scheme)",
        "kasRole":"initiator","tests":[{"tcId":1,"staticPublicServerX":"\(x)",
        "staticPublicServerY":"\(y)"\(members)}]}]}
        """
    }

    private static func answer(_ members: String) -> String {
        """
        {"vsId":1,"algorithm":"KAS-ECC-SSC","revision":"Sp800-56Ar3","testGroups":[{"tgId":1,
        "tests":[{"tcId":1\(members)}]}]}
        """
    }

    @Test(arguments: [(z, "true", 0), (z, "false", 1), (other, "false", 0), (other, "true", 1)])
    func secretsAreJudged(z: String, passed: String, failures: Int) throws {
        let prompt = Self.prompt("VAL", #","staticPrivateIut":"\#(Self.own)","z":"\#(z)""#)
        let set = try run(prompt, Self.answer(#","testPassed":\#(passed)"#))
        for role in Modules.roles {
            #expect(set.counts(role).fail == failures && set.counts(role).pass == 1 - failures)
        }
    }

    @Test(arguments: [(z, 0), (other, 1)])
    func publishedKeysGiveThePublishedSecret(z: String, failures: Int) throws {
        let answer = Self.answer(#","z":"\#(z)""#)
        let secrets = Self.answer(#","staticPrivateIut":"\#(Self.own)""#)
        let set = try run(Self.prompt("AFT", ""), answer, secrets)
        #expect(set.counts(.openssl).fail == failures)
        #expect(set.counts(.openssl).pass == 1 - failures)
    }

    /// With the other party's private key each module's secret is made again from that side.
    @Test(arguments: [(other, 0), (own, 1)])
    func ownKeysAreVerifiedFromTheOtherSide(secret: String, failures: Int) throws {
        let secrets = Self.answer(#","staticPrivateServer":"\#(secret)""#)
        let set = try run(Self.prompt("AFT", ""), "", secrets)
        for role in Modules.roles {
            #expect(set.counts(role).fail == failures)
            #expect(set.counts(role).notComparable == 1 - failures)
        }
    }

    /// One module's wrong secret is caught by the other.
    @Test func aLiarIsCaught() throws {
        let fake = FakeModule(.gcrypt, .answer(1))
        fake.agreement = Liar()
        let gates = [try Modules.openSSL(), Gate(fake, for: .test)]
        let set = try run(Self.prompt("AFT", ""), "", gates: gates)
        #expect(set.counts(.openssl).fail == 1 && set.counts(.gcrypt).fail == 1)
    }

    /// Z = Ze || Zs, so that a scheme with two agreements has twice the octets.
    @Test func bothAgreementsAreJoined() throws {
        let ephemeral =
            #","ephemeralPublicServerX":"\#(Self.x)","ephemeralPublicServerY":"\#(Self.y)","#
            + #""ephemeralPrivateIut":"\#(Self.own)","staticPrivateIut":"\#(Self.own)","z":"#
        for (z, passes) in [(Self.z + Self.z, true), (Self.z, false)] {
            let prompt = Self.prompt("VAL", ephemeral + "\"\(z)\"", scheme: "fullUnified")
            let set = try run(prompt, Self.answer(#","testPassed":true"#))
            #expect((set.counts(.openssl).pass == 1) == passes)
        }
    }

    @Test(arguments: [
        ("fullMqv", "P-256", "unsupported"), ("fullMqv", "K-409", "refused"),
        ("staticUnified", "P-192", "refused"), ("staticUnified", "P-255", "unsupported"),
        ("anything", "P-256", "unsupported"),
    ])
    func whatIsNotAsked(scheme: String, curve: String, verdict: String) throws {
        let prompt = Self.prompt("AFT", "", scheme: scheme, curve: curve)
        let counts = try run(prompt, Self.answer(#","z":"00""#)).counts(.openssl)
        #expect((verdict == "refused" ? counts.refused : counts.unsupported) == 1)
    }

    /// Whether a response's secret is right, only who has the other private key can tell.
    @Test func aResponseIsNotJudgedBlindly() throws {
        let prompt = Self.prompt("AFT", "")
        let response = Self.answer(
            #","staticPublicIutX":"\#(Self.x)","staticPublicIutY":"\#(Self.y)","z":"\#(Self.z)""#)
        let (question, answer) = (Array(prompt.utf8), Array(response.utf8))
        let check = ResponseCheck(
            KnownAnswerEngine(try Modules.both()), file: "a.json", prompt: question.span,
            response: answer.span, published: Span())
        #expect(check.findings.isEmpty && check.judged == 0 && check.cases == 1)
        let wrong = Array(response.replacing(Self.y, with: Self.z).utf8)
        let found = ResponseCheck(
            KnownAnswerEngine(try Modules.both()), file: "a.json", prompt: question.span,
            response: wrong.span, published: Span())
        #expect(found.count(.wrong) == 1)
    }

    @Test(arguments: [
        ("EcdhEcpointTest", "04\(x)\(y)", "valid", "pass"),
        (
            "EcdhTest", "3059301306072a8648ce3d020106082a8648ce3d03010703420004\(x)\(y)", "valid",
            "pass"
        ),
        ("EcdhEcpointTest", "04\(x)\(x)", "invalid", "pass"),
        ("EcdhEcpointTest", "04\(x)\(x)", "valid", "fail"),
        ("EcdhEcpointTest", "03\(x)", "acceptable", "unsupported"),
        ("EcdhEcpointTest", "03\(x)", "invalid", "unsupported"),
        ("EcdhPemTest", "-----BEGIN PUBLIC KEY-----", "valid", "unsupported"),
    ])
    func keysOfWycheproof(type: String, key: String, result: String, verdict: String) throws {
        let text = """
            {"algorithm":"ECDH","testGroups":[{"type":"\(type)","curve":"secp256r1","tests":[
            {"tcId":1,"flags":[],"public":"\(key)","private":"00\(Self.own)",
            "shared":"\(Self.z)","result":"\(result)"}]}]}
            """
        let bytes = Array(text.utf8)
        let document = KnownAnswerEngine(try Modules.both()).run(
            wycheproof: "a.json", text: bytes.span)
        let counts = try #require(document.sets.first).counts(.openssl)
        let found = ["pass": counts.pass, "fail": counts.fail]
        #expect((found[verdict] ?? counts.unsupported) == 1 && counts.total == 1, "\(counts)")
    }

    private func run(
        _ prompt: String, _ answers: String, _ secrets: String = "", gates: [Gate]? = nil
    ) throws -> SetResult {
        let (question, answer) = (Array(prompt.utf8), Array(answers.utf8))
        let projection = Array(secrets.utf8)
        let texts = VectorTexts(
            file: "a.json", prompt: question.span, answers: answer.span,
            secrets: projection.span, answersItself: false)
        let result = KnownAnswerEngine(teams: [try gates ?? Modules.both()]).run(texts)
        #expect(result.problem == nil)
        return try #require(result.sets.first)
    }
}

/// Keys and secrets of its own invention, which it finds all right.
private final class Liar: KeyAgreement {
    func generateKey(
        privateKey: inout MutableSpan<UInt8>, publicKey: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        privateKey[0] = 1
    }

    func validatesPublicKey(_ publicKey: Span<UInt8>) throws(ModuleError) -> Bool { true }

    func validatesPair(
        privateKey: Span<UInt8>, publicKey: Span<UInt8>
    ) throws(ModuleError) -> Bool { true }

    func agree(
        privateKey: Span<UInt8>, with publicKey: Span<UInt8>, secret: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        for index in secret.indices { secret[index] = 7 }
        return true
    }
}
