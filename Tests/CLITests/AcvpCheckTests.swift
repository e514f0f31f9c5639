import Foundation
import Testing

/// `fipsmark acvp --check`: a response held against its prompt.
@Suite final class AcvpCheckTests {
    private let folder: URL
    private static let digest =
        #"{"vsId":7,"algorithm":"SHA2-256","revision":"1.0","isSample":true,"testGroups":"#
        + #"[{"tgId":3,"tests":[{"tcId":5,"md":"\#(Prompts.md)"}]}]}"#

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    private func check(_ prompt: String, _ response: String) throws -> Outcome {
        let place = try folder.folder(UUID().uuidString)
        try place.file("prompt.json", prompt)
        try place.file("response.json", response)
        return try Fipsmark.run(
            ["acvp", "--check", "prompt.json", "response.json"], folder: place)
    }

    /// A break of a response, and what is said of it.
    struct Break: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let said: String

        var testDescription: String { said }
    }

    private static let group = #"{"tgId":3,"tests":[{"tcId":5,"md":"\#(Prompts.md)"}]}"#
    private static let answer = #"{"tcId":5,"md":"\#(Prompts.md)"}"#

    @Test(arguments: [
        Break(old: #""BA78"#, new: #""BA79"#, said: "wrong: tgId 3, tcId 5: md"),
        Break(old: answer, new: "", said: "missing: tgId 3, tcId 5: there is no answer"),
        Break(old: group, new: "", said: "missing: tgId 3, tcId 5: there is no answer"),
        Break(old: #""md""#, new: #""mx""#, said: "tgId 3, tcId 5: there is no md"),
        Break(old: answer, new: answer + "," + answer, said: "tcId 5: the case stands twice"),
        Break(
            old: answer, new: answer + #",{"tcId":6,"md":""}"#,
            said: "tgId 3, tcId 6: the prompt has no such case"),
        Break(old: group, new: group + "," + group, said: "tgId 3: the group stands 2 times"),
        Break(
            old: group, new: group + #",{"tgId":4,"tests":[]}"#,
            said: "tgId 4: the prompt has no such group"),
        Break(old: #""vsId":7"#, new: #""vsId":8"#, said: "malformed: vsId is not the prompt's"),
        Break(old: "SHA2-256", new: "SHA2-512", said: "algorithm is not the prompt's"),
        Break(old: #""revision":"1.0""#, new: #""r":0"#, said: "revision is not the prompt's"),
        Break(old: #""md":""#, new: #""md":"0"#, said: "md has an odd number of hexadecimal"),
        Break(old: #""BA"#, new: #""XA"#, said: "tcId 5: md is not hexadecimal"),
        Break(
            old: #","md""#, new: #","msg":"00","md""#,
            said: "tgId 3, tcId 5: msg is not the prompt's"),
        Break(old: "]}]}", new: "]}]", said: "malformed: the response: byte"),
    ])
    func whatIsWrongIsSaid(_ change: Break) throws {
        let broken = AcvpCheckTests.digest.replacingOccurrences(of: change.old, with: change.new)
        try #require(broken != AcvpCheckTests.digest)
        let outcome = try check(Prompts.digest(), broken)
        #expect(outcome.status == 1)
        #expect(outcome.firstLine.hasPrefix("FAIL  "), "\(outcome.output)")
        #expect(outcome.output.contains(change.said), "\(outcome.output)")
    }

    @Test func rightAnswersPassInEitherCase() throws {
        for response in [
            AcvpCheckTests.digest,
            AcvpCheckTests.digest.replacingOccurrences(of: Prompts.md, with: Vectors.digest),
        ] {
            let outcome = try check(Prompts.digest(), response)
            #expect(outcome.status == 0)
            #expect(outcome.output == "PASS  1/1 right\n")
        }
    }

    @Test func everyAnswerStandsSideBySide() throws {
        let wrong = String(repeating: "AB", count: 32)
        let place = try folder.folder("published")
        try place.file("prompt.json", Prompts.digest())
        try place.file("expectedResults.json", AcvpCheckTests.digest)
        try place.file(
            "r.json", AcvpCheckTests.digest.replacingOccurrences(of: Prompts.md, with: wrong))
        let outcome = try Fipsmark.run(["acvp", "--check", "prompt.json", "r.json"], folder: place)
        #expect(outcome.status == 1)
        for line in [
            "    response  \(wrong)", "    openssl   \(Prompts.md)", "    gcrypt    \(Prompts.md)",
            "    published  \(Prompts.md)",
        ] {
            #expect(outcome.output.contains(line + "\n"), "\(line)")
        }
    }

    /// Published answers count too, whatever the modules say.
    @Test func publishedAnswersAreCompared() throws {
        let place = try folder.folder("contradiction")
        try place.file("prompt.json", Prompts.digest())
        try place.file("response.json", AcvpCheckTests.digest)
        try place.file(
            "expectedResults.json",
            AcvpCheckTests.digest.replacingOccurrences(of: "BA78", with: "BA79"))
        let outcome = try Fipsmark.run(
            ["acvp", "--check", "prompt.json", "response.json"], folder: place)
        #expect(outcome.status == 1 && outcome.output.contains("published  BA79"))
    }

    /// Keys, signatures and IVs of the module's own pass, and with one digit changed do not.
    @Test(arguments: ["iv", "ct", "tag", "d", "qx", "qy", "r", "s"])
    func randomAnswersAreVerified(field: String) throws {
        let own =
            #","direction":"encrypt","ivGen":"internal","ivGenMode":"8.2.2","keyLen":128,"#
            + #""ivLen":96,"tagLen":128,"payloadLen":64,"aadLen":0"#
        let prompt: String
        switch field {
        case "iv", "ct", "tag":
            prompt = Prompts.set(
                "ACVP-AES-GCM", "1.0",
                #"{"tcId":1,"key":"000102030405060708090A0B0C0D0E0F","aad":"","#
                    + #""pt":"0001020304050607"}"#, group: own)
        case "d", "qx", "qy": prompt = Prompts.keyGeneration(curve: "P-256")
        default:
            prompt = Prompts.set(
                "ECDSA", "FIPS186-5", #"{"tcId":1,"message":"616263"}"#, mode: "sigGen",
                group: #","curve":"P-256","hashAlg":"SHA2-256","componentTest":false"#)
        }
        try folder.file("prompt.json", prompt)
        let response = try Fipsmark.run(["acvp", "--quiet", "prompt.json"], folder: folder).output
        #expect(try check(prompt, response).status == 0)
        let value = try #require(response.range(of: "\"\(field)\":\""))
        var broken = response
        let digit = response[value.upperBound]
        broken.replaceSubrange(
            value.upperBound...value.upperBound, with: digit == "0" ? "1" : "0")
        let outcome = try check(prompt, broken)
        #expect(outcome.status == 1, "\(outcome.output)")
        #expect(outcome.output.contains("wrong: tgId 3, tcId 1: "), "\(outcome.output)")
    }

    @Test func whatCannotBeJudgedIsNoPass() throws {
        // FF1 is not in the table, and nothing is published.
        let prompt = Prompts.set("ACVP-AES-FF1", "1.0", #"{"tcId":1}"#)
        let outcome = try check(prompt, prompt)
        #expect(outcome.status == 2)
        #expect(outcome.firstLine == "UNKNOWN  0/1 right, 1 not judged")
        #expect(try check("{", AcvpCheckTests.digest).status == 2, "the prompt is broken")
        try folder.file("response.json", AcvpCheckTests.digest)
        let missing = try Fipsmark.run(
            ["acvp", "--check", "none.json", "response.json"], folder: folder)
        expectError(missing, status: 2, "none.json")
        #expect(try Fipsmark.run(["acvp", "--check", "a"], folder: folder).status == 64)
    }
}
