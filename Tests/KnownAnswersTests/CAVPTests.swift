import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// CAVP files of every shape, on the real modules.
@Suite struct CAVPTests {
    private static let shipped = Vectors.files.filter { file in
        // A section of GCM has one length of each thing; the shipped groups have many. CAVP had
        // ended before SP 800-185 and FIPS 203; its files of key agreement and RSA are not read.
        let unsayable = [
            "GCM", "GMAC", "CBC-CS", "CFB1.", "CTR.", "keyGen", "DetECDSA", "KMAC", "cSHAKE",
            "KDF/", "KAS/", "RSA/", "EdDSA/", "ML-KEM/", "ML-DSA/", "SLH-DSA/",
        ]
        return !unsayable.contains { file.contains($0) }
    }

    /// The shipped vectors end as they do in their own format, group by group.
    @Test(arguments: shipped)
    func shippedVectorsReadTheSame(_ file: String) throws {
        let engine = KnownAnswerEngine(try Modules.both())
        let document = try VectorDocument(try Vectors.text(file))
        let set = String(document.head.split(separator: " ")[1])
        for whole in document.groups {
            let group = whole.sayableInCAVP(set)
            if group.cases.isEmpty { continue }
            let written = try #require(CAVPText(set, group), "\(group.head)")
            let table = Array(document.text(of: group).utf8)
            let expected = try engine.run(file: file, text: table.span)
            let result = run(engine, written.file, written.text)
            #expect(result.problem == nil && result.sets.count == 1, "\(result)")
            let found = try #require(result.sets.first)
            #expect(found.problem == nil && found.setName == set, "\(found)")
            #expect(found.findings.isEmpty, "\(group.head): \(found.findings)")
            for role in Modules.roles {
                #expect(found.counts(role) == expected.counts(role), "\(group.head)")
            }
        }
    }

    /// Breaks the last digit of the last answer.
    @Test(arguments: ["SHA-2/SHA2-256.kat", "AES/ACVP-AES-CBC.kat"])
    func wrongAnswersFail(_ file: String) throws {
        let engine = KnownAnswerEngine(try Modules.both())
        let document = try VectorDocument(try Vectors.text(file))
        let set = String(document.head.split(separator: " ")[1])
        for group in document.groups where !group.columns.contains("testPassed") {
            let written = try #require(CAVPText(set, group))
            var text = Array(written.text.utf8)
            let last = try #require(text.lastIndex { $0 > 0x20 })
            text[last] = text[last] == 0x30 ? 0x31 : 0x30
            let result = engine.run(cavp: written.file, text: text.span)
            let counts = try #require(result.sets.first).counts(.openssl)
            #expect(counts.fail == 1 && counts.pass == group.cases.count - 1, "\(group.head)")
        }
    }

    /// Bits are neither rounded nor cut; lengths of 0 are written as one zero byte.
    @Test func lengthsAreBits() throws {
        let text = """
            [L = 20]

            Len = 0
            Msg = 00
            MD = da39a3ee5e6b4b0d3255bfef95601890afd80709

            Len = 5
            Msg = 98
            MD = 29826b003b906e660eff4027ce98af3531ac75ba
            """
        let counts = try #require(try run("SHA1ShortMsg.rsp", text).sets.first).counts(.openssl)
        #expect(counts.pass == 1 && counts.unsupported == 1)
    }

    /// A file of HMAC is several sets. Short keys are refused, SHA-1 is not in the table.
    @Test func oneFileHoldsSeveralSets() throws {
        let text = """
            # HMAC information

            [L=20]

            Count = 0
            Klen = 4
            Tlen = 20
            Key = 4a656665
            Msg = 7768617420646f2079612077616e7420666f72206e6f7468696e673f
            Mac = effcdf6ae5eb2fa2d27416d5f184df9c259a7c79

            [L=32]

            Count = 0
            Klen = 20
            Tlen = 16
            Key = 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b
            Msg = 4869205468657265
            Mac = b0344c61d8db38535ca8afceaf0bf12b

            Count = 1
            Klen = 4
            Tlen = 16
            Key = 4a656665
            Msg = 7768617420646f2079612077616e7420666f72206e6f7468696e673f
            Mac = 5bdcc146bf60754e6a042426089575c7
            """
        let sets = try run("values.rsp", text).sets
        #expect(sets.map(\.setName) == ["HMAC-SHA-1", "HMAC-SHA2-256"])
        // RFC 2202's key of four bytes is below 112 bits.
        #expect(sets.map { $0.counts(.openssl).pass } == [0, 1])
        #expect(sets.map { $0.counts(.openssl).refused } == [1, 1])
        #expect(sets[1].checks.map(\.tgId) == [2, 2])
    }

    /// A row of bits, and the number of a data unit.
    @Test func formsOfTheirOwn() throws {
        let bits = """
            [DECRYPT]
            COUNT = 0
            KEY = 2b7e151628aed2a6abf7158809cf4f3c
            IV = 000102030405060708090a0b0c0d0e0f
            CIPHERTEXT = 0110100010110011
            PLAINTEXT = 0110101111000001
            """
        let openssl = try #require(try run("CFB1MMT128.rsp", bits).sets.first)
        #expect(openssl.counts(.openssl).pass == 1, "\(openssl.findings)")
        let unit = """
            [ENCRYPT]
            COUNT = 1
            DataUnitLen = 130
            Key = \(String(repeating: "a1", count: 16))\(String(repeating: "b2", count: 16))
            DataUnitSeqNumber = 141
            PT = \(String(repeating: "00", count: 17))
            CT = \(String(repeating: "00", count: 17))
            """
        let xts = try #require(try run("XTSGenAES128.rsp", unit).sets.first)
        #expect(xts.counts(.openssl).unsupported == 1 && xts.counts(.gcrypt).unsupported == 1)
    }

    /// What is not approved is refused, what is unknown is told; either way each case is counted.
    @Test(arguments: [
        (
            "TCBCMMT2.rsp", "# TDES Multi block Message Test for CBC\n[ENCRYPT]\nCOUNT = 0\n",
            "ACVP-TDES-CBC", "tdea2-enc"
        ),
        ("TKW_AD.txt", "COUNT = 0\nK = 00\nCOUNT = 1\n", "ACVP-TDES-KW", "tdea3-enc"),
        (
            "SigGen.rsp", "# Mod sizes\n[mod = 1024]\nP = 1\nMsg = 00\nS = 1\n",
            "DSA-sigGen", "dsa-sign"
        ),
        (
            "CTR_DRBG.rsp", "[3KeyTDEA no df]\nCOUNT = 0\nEntropyInput = 00\n",
            "ctrDRBG", "drbg-tdea"
        ),
        (
            "SigGen15_186-3.rsp", "# PKCS#1 Ver 1.5\n[mod = 2048]\nn = 1\nMsg = 00\n",
            "RSA-sigGen", "testType"
        ),
        ("KASValidityTest_FFC_init.fax", "[FA]\n[FB]\nCOUNT = 0\n", "KAS-FFC", "notInTable"),
        ("kat_MLKEM_512.rsp", "count = 0\nz = 00\n", "ML-KEM", "notInTable"),
    ])
    func otherFamiliesAreCounted(
        _ file: String, _ text: String, _ set: String, _ reason: String
    ) throws {
        let result = try #require(try run(file, text).sets.first)
        #expect(result.setName == set && result.problem == nil)
        let counts = result.counts(.openssl)
        #expect(counts.refused + counts.unsupported == result.cases && result.cases > 0)
        let verdict = try #require(result.checks.first?.reasons.first?.verdict)
        switch verdict {
        case .refused(let rule): #expect(rule.id == reason)
        case .unsupported(let unsupported): #expect(unsupported.reason.rawValue == reason)
        default: Issue.record("\(verdict)")
        }
    }

    private func run(_ file: String, _ text: String) throws -> DocumentResult {
        run(KnownAnswerEngine(try Modules.both()), file, text)
    }

    private func run(
        _ engine: KnownAnswerEngine, _ file: String, _ text: String
    ) -> DocumentResult {
        let bytes = Array(text.utf8)
        return engine.run(cavp: file, text: bytes.span)
    }
}
