import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// Sets of key derivation as NIST nests them, on the real provider. Values: RFC 5869, appendix A.1,
/// NIST CAVP (SP 800-108).
@Suite struct KeyDerivationTests {
    private static let okm = """
        3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865
        """

    /// f0f1 || f2f3 || f4 || f5f6f7f8f9 in every way that ACVP has for it.
    private func hkdf(
        pattern: String = "literal[f0f1]||uPartyInfo||vPartyInfo", l: Int = 336,
        encoding: String = "concatenation", more: String = ""
    ) -> String {
        """
        {"vsId":0,"algorithm":"KDA","mode":"HKDF","revision":"Sp800-56Cr2","testGroups":[{"tgId":1,
        "testType":"AFT","kdfConfiguration":{"kdfType":"hkdf","l":\(l),"saltLen":104,
        "fixedInfoPattern":"\(pattern)","fixedInfoEncoding":"\(encoding)",
        "hmacAlg":"SHA2-256"}\(more),
        "tests":[{"tcId":1,"kdfParameter":{"kdfType":"hkdf","salt":"000102030405060708090a0b0c",
        "z":"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b","l":\(l)},
        "fixedInfoPartyU":{"partyId":"f2f3","ephemeralData":"f4"},
        "fixedInfoPartyV":{"partyId":"f5f6f7f8f9"}}]}]}
        """
    }

    private func answer(_ value: String) -> String {
        """
        {"vsId":0,"algorithm":"KDA","mode":"HKDF","revision":"Sp800-56Cr2","testGroups":[{"tgId":1,
        "tests":[{"tcId":1,"dkm":"\(value)"}]}]}
        """
    }

    @Test func nestedValuesMakeTheFixedInformation() throws {
        #expect(try run(hkdf(), answer(KeyDerivationTests.okm)).pass == 1)
    }

    @Test func aWrongAnswerIsCaught() throws {
        let wrong = KeyDerivationTests.okm.dropLast() + "4"
        #expect(try run(hkdf(), answer(String(wrong))).fail == 1)
        let otherOrder = hkdf(pattern: "uPartyInfo||literal[f0f1]||vPartyInfo")
        #expect(try run(otherOrder, answer(KeyDerivationTests.okm)).fail == 1)
    }

    @Test(arguments: [
        "uPartyInfo||somethingElse", "literal[f0f]", "literal[xy]", "t||uPartyInfo", "",
    ])
    func anUnknownPatternIsUnsupported(pattern: String) throws {
        let counts = try run(hkdf(pattern: pattern), answer(KeyDerivationTests.okm))
        // An empty pattern is empty information.
        #expect(pattern.isEmpty ? counts.fail == 1 : counts.unsupported == 1)
    }

    @Test func whatCannotBeIsUnsupported() throws {
        let okm = answer(KeyDerivationTests.okm)
        #expect(try run(hkdf(encoding: "ASN.1"), okm).unsupported == 1)
        #expect(try run(hkdf(l: 255 * 256 + 8), okm).unsupported == 1)
        #expect(try run(hkdf(l: 335), okm).unsupported == 1)
        #expect(try run(hkdf(l: 0), okm).unsupported == 1)
        #expect(try run(hkdf(more: ",\"multiExpansion\":true"), okm).unsupported == 1)
    }

    private func keyBased(
        mac: String = "CMAC-AES128", location: String = "before fixed data", counter: Int = 8,
        bits: Int = 128
    ) -> String {
        """
        {"vsId":0,"algorithm":"KDF","revision":"1.0","testGroups":[{"tgId":1,"testType":"AFT",
        "kdfMode":"counter","macMode":"\(mac)","counterLocation":"\(location)",
        "counterLength":\(counter),"keyOutLength":\(bits),
        "tests":[{"tcId":1,"keyIn":"dff1e50ac0b69dc40f1051d46c2b069c"}]}]}
        """
    }

    private func keyOut(_ value: String) -> String {
        """
        {"vsId":0,"algorithm":"KDF","revision":"1.0","testGroups":[{"tgId":1,
        "tests":[{"tcId":1,"keyOut":"\(value)","fixedData":"\
        c16e6e02c5a3dcc8d78b9ac1306877761310455b4e41469951d9e6c2245a064b33fd8c3b01203a78\
        24485bf0a64060c4648b707d2607935699316ea5"}]}]}
        """
    }

    /// The fixed data are the implementation's own: those that were published are used again.
    @Test func publishedFixedDataAreAnsweredAgain() throws {
        #expect(try run(keyBased(), keyOut("8be8f0869b3c0ba97b71863d1b9f7813")).pass == 1)
        #expect(try run(keyBased(), keyOut("8be8f0869b3c0ba97b71863d1b9f7812")).fail == 1)
        // The leftmost 13 bits, with zeros behind them.
        #expect(try run(keyBased(bits: 13), keyOut("8be8")).pass == 1)
        #expect(try run(keyBased(bits: 11), keyOut("8be0")).pass == 1)
        #expect(try run(keyBased(bits: 11), keyOut("8be8")).fail == 1)
    }

    @Test func whatTheModuleDoesNotOfferIsToldApartFromWhatIsRefused() throws {
        let out = keyOut("8be8f0869b3c0ba97b71863d1b9f7813")
        #expect(try run(keyBased(location: "after fixed data"), out).unsupported == 1)
        #expect(try run(keyBased(location: "middle fixed data"), out).unsupported == 1)
        #expect(try run(keyBased(counter: 12), out).unsupported == 1)
        #expect(try run(keyBased(mac: "CMAC-TDES", location: "after fixed data"), out).refused == 1)
        #expect(try run(keyBased(mac: "HMAC-MD5"), out).unsupported == 1)
        // 256 blocks are more than a counter of 8 bits can count.
        #expect(try run(keyBased(bits: 256 * 128), out).unsupported == 1)
    }

    private func run(_ prompt: String, _ answers: String) throws -> VerdictCounts {
        let (prompt, answers) = (Array(prompt.utf8), Array(answers.utf8))
        let result = KnownAnswerEngine([try Modules.openSSL()]).run(
            VectorTexts(
                file: "prompt.json", prompt: prompt.span, answers: answers.span, secrets: Span(),
                answersItself: false))
        if let problem = result.problem { throw problem }
        let set = try #require(result.sets.first)
        return set.counts(.openssl)
    }
}
