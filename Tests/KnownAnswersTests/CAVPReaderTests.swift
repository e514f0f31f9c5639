import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// The reader is strict, and survives whatever it is given.
@Suite struct CAVPReaderTests {
    private static let sound = """
        # CAVS 11.0
        [L = 28]

        Len = 8
        Msg = d3
        MD = \(String(repeating: "ab", count: 28))

        Len = 16
        Msg = 11af
        MD = \(String(repeating: "ab", count: 28))

        """

    @Test(arguments: [
        ("Msg = d3", "Msg = d", 5, "odd number"), ("Msg = d3", "Msg = dz", 5, "not hexadecimal"),
        ("Msg = d3", "Msg = d3\nMsg = d3", 6, "once too often"),
        ("Len = 8", "Len = x", 4, "no number"), ("Len = 8", "Len =", 4, "a number is expected"),
        ("Len = 8", "Len = 1234567890123456", 4, "a number is expected"),
        ("Msg = d3", "Msg", 5, "name = value"), ("Msg = d3", "FAIL", 5, "name = value"),
        ("Msg = d3", "[Msg", 5, "name = value"), ("MD = abab", "MX = abab", 8, "an answer"),
        ("[L = 28]", "Len = 8\n[L = 28]", 2, "above the first section"),
    ])
    func reports(_ part: String, _ replacement: String, _ line: Int, _ cause: String) throws {
        let text = CAVPReaderTests.sound.replacing(part, with: replacement, maxReplacements: 1)
        let result = run("SHA224ShortMsg.rsp", text)
        let error = try #require(result.problem ?? result.sets.first?.problem)
        #expect(error.message.contains(cause), "\(error.description)")
        #expect(error.file == "SHA224ShortMsg.rsp" && error.place == .line(line), "\(error)")
    }

    /// Every prefix is an error or fewer cases, never a crash and never a wrong pass.
    @Test func truncationsAreHarmless() {
        let whole = Array(CAVPReaderTests.sound.utf8)
        for count in 0..<whole.count {
            let result = run("SHA224ShortMsg.rsp", String(decoding: whole[..<count], as: UTF8.self))
            let passed = result.sets.first?.counts(.openssl).pass ?? 0
            #expect(passed <= 2 && result.sets.allSatisfy { $0.counts(.openssl).error == 0 })
        }
    }

    @Test(arguments: ["", "\n\n", "# only comments\n", "[", "[]", "[]\n[]\n", "=", "= =\n=", "\0"])
    func nothingMuchIsAnError(_ text: String) {
        for file in ["SHA256ShortMsg.rsp", "CBCMCT128.rsp", "HMAC.rsp", "CTR_DRBG.rsp", "x.rsp"] {
            let result = run(file, text)
            let problems = result.sets.compactMap(\.problem)
            #expect(result.problem != nil || !problems.isEmpty, "\(file): \(text)")
        }
    }

    /// A Monte Carlo test without all of its results is a file that was cut off.
    @Test func monteCarloTestsAreWhole() throws {
        let seed = String(repeating: "ab", count: 28)
        let entries = (0..<101).map { "COUNT = \($0)\nMD = \(seed)\n\n" }
        for count in [1, 99, 101] {
            let text = "[L = 28]\nSeed = \(seed)\n\n" + entries.prefix(count).joined()
            let set = try #require(run("SHA224Monte.rsp", text).sets.first)
            #expect(set.problem?.message.contains("100 results") == true)
        }
        let text = "[L = 28]\nSeed = \(seed)\n\n" + entries.prefix(100).joined()
        #expect(run("SHA224Monte.rsp", text).sets.first?.problem == nil)
    }

    /// A request has no answers; two modules that agree are as much as can be known.
    @Test func requestsAreCompared() throws {
        let text = "[L = 28]\nLen = 8\nMsg = d3\n\nLen = 8\nMsg = d4\nMD = ?\n"
        let set = try #require(run("SHA224ShortMsg.req", text).sets.first)
        #expect(set.counts(.openssl).notComparable == 2 && set.problem == nil)
        let alone = KnownAnswerEngine([gate(.openssl)])
        let bytes = Array(text.utf8)
        let result = alone.run(cavp: "SHA224ShortMsg.req", text: bytes.span)
        #expect(result.sets.first?.counts(.openssl).unsupported == 2)
    }

    @Test(arguments: [
        ("SHA512_224ShortMsg.rsp", "", "SHA2-512/224"), ("SHA3_256LongMsg.rsp", "", "SHA3-256"),
        ("values", "#  \"SHA-512/256 ShortMsg\" information", "SHA2-512/256"),
        ("SHAKE256VariableOut.rsp", "", "SHAKE-256"),
        ("folder/DSA/OFBVarTxt192.rsp", "", "ACVP-AES-OFB"),
        ("values.rsp", "# AESVS KeySbox test data for CFB8", "ACVP-AES-CFB8"),
        ("KWP_AE_256_inv.txt", "", "ACVP-AES-KWP"), ("KeyPair.rsp", "[P-256]", "ECDSA-keyGen"),
        ("x", "# 'NIST SP 800-38F KW-AD with AES-128 inverse cipher function'", "ACVP-AES-KW"),
        ("TOFBIinvperm.rsp", "", "ACVP-TDES-OFBI"), ("TCBCinvperm.rsp", "", "ACVP-TDES-CBC"),
        ("TCBCIinvperm.rsp", "", "ACVP-TDES-CBCI"), ("TCFBP64MMT3.rsp", "", "ACVP-TDES-CFBP64"),
        ("CMACGenTDES3.rsp", "", "CMAC-TDES"), ("CMACVerAES192.rsp", "", "CMAC-AES"),
        ("PKV.rsp", "#  Curves selected: P-256", "ECDSA-keyVer"),
        ("VNT128.rsp", "", "ACVP-AES-CCM"),
        ("SigGen.txt", "# \"SigVer\"\n# Curves/SHAs selected:", "ECDSA-sigGen"),
        ("Hash_DRBG.rsp", "", "hashDRBG"), ("gcmDecrypt256.rsp.gz", "", "ACVP-AES-GCM"),
    ])
    func familiesAreRecognised(_ file: String, _ head: String, _ set: String) throws {
        let bytes = Array("\(head)\n".utf8)
        let plan = CAVPPlan(file: file, text: bytes.span)
        let family = try #require(CAVPFamily(file: file, plan))
        #expect(family.setName(of: try #require(plan.sections.first)) == set)
    }

    private func run(_ file: String, _ text: String) -> DocumentResult {
        let bytes = Array(text.utf8)
        return KnownAnswerEngine([gate(.openssl), gate(.gcrypt)]).run(cavp: file, text: bytes.span)
    }

    private func gate(_ role: ModuleIdentity.Role) -> Gate {
        Gate(FakeModule(role, .answer(0xab)), for: .test)
    }
}
