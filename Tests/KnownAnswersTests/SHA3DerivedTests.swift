import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// KMAC and cSHAKE from NIST's format: strings as text or as hexadecimal, and lengths in bits.
@Suite struct SHA3DerivedTests {
    private static let key = "404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F"
    private static let code = "3B1FBA963CD8B0B59E8C1A6D71888B7143651AF8BA0A7070C0979E2811324AA5"

    /// NIST's KMAC sample 2, whose customization is "My Tagged Application".
    private func prompt(
        _ customization: String, isHexadecimal: Bool = false, macLen: Int = 256, keyLen: Int = 256,
        testType: String = "AFT", mac: String = ""
    ) -> String {
        """
        {"vsId":1,"algorithm":"KMAC-128","revision":"1.0","testGroups":[{"tgId":1,\
        "testType":"\(testType)","xof":false,"hexCustomization":\(isHexadecimal),"tests":[\
        {"tcId":1,"key":"\(SHA3DerivedTests.key)","keyLen":\(keyLen),"msg":"00010203","msgLen":32,\
        "macLen":\(macLen),\(mac)\(customization)}]}]}
        """
    }

    private func answers(_ member: String) -> String {
        """
        {"vsId":1,"algorithm":"KMAC-128","revision":"1.0","testGroups":[{"tgId":1,"tests":[\
        {"tcId":1,\(member)}]}]}
        """
    }

    private func run(_ prompt: String, _ answers: String) throws -> SetResult {
        let (prompt, answers) = (Array(prompt.utf8), Array(answers.utf8))
        let result = KnownAnswerEngine([try Modules.openSSL()]).run(
            VectorTexts(
                file: "prompt.json", prompt: prompt.span, answers: answers.span, secrets: Span(),
                answersItself: false))
        #expect(result.problem == nil)
        return try #require(result.sets.first)
    }

    @Test(arguments: [
        (#""customization":"My Tagged Application""#, false),
        (#""customization":"\u004dy \u0054agged Application""#, false),
        (#""customizationHex":"4D7920546167676564204170706C69636174696F6E""#, true),
    ])
    func customizationIsTextOrHexadecimal(_ member: String, _ isHexadecimal: Bool) throws {
        let asked = prompt(member, isHexadecimal: isHexadecimal)
        let right = try run(asked, answers(#""mac":"\#(SHA3DerivedTests.code)""#))
        #expect(right.counts(.openssl).pass == 1)
        let wrong = try run(asked, answers(#""mac":"00\#(SHA3DerivedTests.code.dropFirst(2))""#))
        #expect(wrong.counts(.openssl).fail == 1 && wrong.findings.first?.field == "mac")
    }

    @Test(arguments: [(true, SHA3DerivedTests.code), (false, String(repeating: "00", count: 32))])
    func codesAreVerified(_ isRight: Bool, _ code: String) throws {
        let asked = prompt(
            #""customization":"My Tagged Application""#, testType: "MVT", mac: #""mac":"\#(code)","#
        )
        let set = try run(asked, answers(#""testPassed":\#(isRight)"#))
        #expect(set.counts(.openssl).pass == 1)
        let other = try run(asked, answers(#""testPassed":\#(!isRight)"#))
        #expect(other.counts(.openssl).fail == 1)
    }

    /// What is no whole number of bytes, contradicts itself or is too short is not asked.
    @Test func lengths() throws {
        let text = #""customization":"x""#
        let answer = answers(#""mac":"00""#)
        for (asked, reason) in [
            (prompt(text, macLen: 255), Unsupported.Reason.moduleIsByteOriented),
            (prompt(text, keyLen: 255), .moduleIsByteOriented),
            (prompt(text, keyLen: 248), .contradictoryVector),
            (prompt(text, macLen: (1 << 16) + 8), .contradictoryVector),
            (prompt(text, isHexadecimal: true), .contradictoryVector),
            (prompt(text, testType: "VOT"), .testType),
        ] {
            let set = try run(asked, answer)
            guard case .unsupported(let unsupported) = set.checks.first?.reasons.first?.verdict
            else {
                Issue.record("\(reason): \(set.checks)")
                continue
            }
            #expect(unsupported.reason == reason)
        }
        #expect(try run(prompt(text, macLen: 24), answer).counts(.openssl).refused == 1)
    }

    @Test func namesAndEscapesAreReadStrictly() throws {
        let wrong = Array(prompt(#""customization":"\x""#).utf8)
        let result = KnownAnswerEngine([try Modules.openSSL()]).run(
            VectorTexts(
                file: "prompt.json", prompt: wrong.span, answers: Span(), secrets: Span(),
                answersItself: false))
        #expect(result.problem != nil || result.sets.first?.problem != nil)
        for (text, expected) in [
            (#"a\"\\\/\b\f\n\r\t"#, "a\"\\/\u{8}\u{c}\n\r\t"), (#"\u00e9\ud83d\ude00"#, "é😀"),
        ] {
            let characters = Array(text.utf8)
            let cursor = JSONCursor(file: "f", text: characters.span)
            #expect(try cursor.characters(of: 0..<characters.count) == Array(expected.utf8))
        }
        for text in [#"\ud83d"#, #"\ud83dx"#, #"\u12"#, #"\u+123"#, #"\q"#] {
            let characters = Array(text.utf8)
            let cursor = JSONCursor(file: "f", text: characters.span)
            #expect(throws: VectorError.self) {
                try cursor.characters(of: 0..<characters.count)
            }
        }
    }

    /// Of a wrong signature with SHAKE nobody here can say so, and nobody says that it is right.
    @Test func signaturesWithSHAKEAreNotOfferedByTheProvider() throws {
        let asked = """
            {"vsId":1,"algorithm":"ECDSA","mode":"sigVer","revision":"FIPS186-5","testGroups":[\
            {"tgId":1,"testType":"AFT","curve":"P-256","hashAlg":"SHAKE-128","tests":[{"tcId":1,\
            "message":"00","qx":"01","qy":"02","r":"03","s":"04"}]}]}
            """
        let set = try run(asked, "")
        #expect(set.counts(.openssl).unsupported == 1)
    }
}
