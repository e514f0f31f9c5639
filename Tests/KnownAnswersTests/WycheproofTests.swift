import Algorithms
import Approval
import Foundation
import Testing

@testable import KnownAnswers

/// Wycheproof files of every shape, on the real modules.
@Suite struct WycheproofTests {
    /// RFC 4231, test case 2, and NIST's examples of SP 800-38B and of GCM, with answers broken.
    private static let hmac = """
        {"algorithm":"HMACSHA256","schema":"mac_test_schema_v1.json","numberOfTests":3,
        "notes":{"ModifiedTag":{"bugType":"AUTH_BYPASS"}},"testGroups":[{"type":"MacTest",
        "keySize":160,"tagSize":128,"source":{},"tests":[
        {"tcId":1,"comment":"","flags":["Ktv"],"key":"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "msg":"4869205468657265","tag":"b0344c61d8db38535ca8afceaf0bf12b","result":"valid"},
        {"tcId":2,"comment":"","flags":["ModifiedTag"],"key":
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b","msg":"4869205468657265",
        "tag":"b0344c61d8db38535ca8afceaf0bf12a","result":"invalid"},
        {"tcId":3,"comment":"","flags":[],"key":"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "msg":"4869205468657265","tag":"b0344c61d8db38535ca8afceaf0bf12b",
        "result":"acceptable"}]}]}
        """

    @Test func rightAndWrongCodes() throws {
        let set = try #require(try run(WycheproofTests.hmac).sets.first)
        #expect(set.setName == "HMAC-SHA2-256" && set.cases == 3 && set.problem == nil)
        for role in Modules.roles {
            #expect(set.counts(role).pass == 2 && set.counts(role).unsupported == 1)
        }
        #expect(set.checks.map(\.tgId) == [1, 1])
    }

    @Test(arguments: [("\"valid\"", "\"invalid\"", 1), ("\"invalid\"", "\"valid\"", 2)])
    func wrongAnswersFail(_ part: String, _ other: String, _ tcId: Int) throws {
        let text = WycheproofTests.hmac.replacing(part, with: other, maxReplacements: 1)
        let set = try #require(try run(text).sets.first)
        #expect(set.counts(.openssl).fail == 1 && set.findings.map(\.tcId) == [tcId])
    }

    /// RFC 5869, appendix A.1: right, wrong, and longer than the function makes.
    @Test func derivedKeys() throws {
        let okm =
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
            + "34007208d5b887185865"
        let tests = [
            (okm, 42, "valid"), (okm.dropLast() + "4", 42, "invalid"), ("", 8161, "invalid"),
        ]
        .enumerated().map { index, test in
            """
            {"tcId":\(index + 1),"flags":[],"ikm":"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            "salt":"000102030405060708090a0b0c","info":"f0f1f2f3f4f5f6f7f8f9",
            "okm":"\(test.0)","size":\(test.1),"result":"\(test.2)"}
            """
        }
        let text = """
            {"algorithm":"HKDF-SHA-256","testGroups":[{"type":"HkdfTest","keySize":176,
            "tests":[\(tests.joined(separator: ","))]}]}
            """
        let set = try #require(try run(text).sets.first)
        let counts = set.counts(.openssl)
        #expect(set.setName == "KDA-HKDF" && set.findings.isEmpty)
        #expect(counts.pass == 2 && counts.unsupported == 1 && counts.total == 3, "\(counts)")
        let wrong = text.replacing("\"invalid\"", with: "\"valid\"", maxReplacements: 1)
        #expect(try run(wrong).sets.first?.findings.map(\.tcId) == [2])
    }

    /// A flag of a parameter that is not approved refuses what is not plainly valid; one whose
    /// parameter is approved makes what is acceptable right; others decide nothing.
    @Test(arguments: [
        ("ShortKey", "acceptable", "refused"), ("ShortKey", "invalid", "refused"),
        ("SmallKey", "acceptable", "pass"), ("SmallKey", "invalid", "fail"),
        ("Normal", "acceptable", "unsupported"), ("Normal", "valid", "pass"),
        ("ShortKey", "valid", "pass"),
    ])
    func flagsDecide(_ flag: String, _ result: String, _ verdict: String) throws {
        // RFC 5649, section 6.
        let text = """
            {"algorithm":"AES-KWP","testGroups":[{"type":"KeywrapTest","keySize":192,"tests":[
            {"tcId":7,"flags":["\(flag)"],"result":"\(result)",
            "key":"5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8",
            "msg":"466f7250617369","ct":"afbeb0f07dfbf5419200f2ccb50bb24f"}]}]}
            """
        let counts = try #require(try run(text).sets.first).counts(.openssl)
        let found = ["pass": counts.pass, "fail": counts.fail, "refused": counts.refused]
        #expect((found[verdict] ?? counts.unsupported) == 1 && counts.total == 1, "\(counts)")
    }

    /// CCM has its tag behind the ciphertext (SP 800-38C, example 1), GMAC its message as AAD.
    @Test func tagsFindTheirPlace() throws {
        let ccm = """
            {"algorithm":"AES-CCM","testGroups":[{"ivSize":56,"keySize":128,"tagSize":32,
            "type":"AeadTest","tests":[{"tcId":1,"flags":[],"tag":"4dac255d","ct":"7162015b",
            "key":"404142434445464748494a4b4c4d4e4f","iv":"10111213141516","msg":"20212223",
            "aad":"0001020304050607","result":"valid"}]}]}
            """
        let gmac = """
            {"algorithm":"AES-GMAC","testGroups":[{"ivSize":96,"keySize":128,"tagSize":128,
            "tests":[{"tcId":1,"flags":[],"tag":"58e2fccefa7e3061367f1d57a4e7455a","msg":"",
            "key":"00000000000000000000000000000000","iv":"000000000000000000000000",
            "result":"valid"}]}]}
            """
        for text in [ccm, gmac] {
            let set = try #require(try run(text).sets.first)
            #expect(set.counts(.openssl).pass == 1 && set.counts(.gcrypt).pass == 1)
        }
    }

    /// A signature is given to OpenSSL as it is; libgcrypt takes its numbers where there are any.
    @Test func signaturesAreDecodedByTheModule() throws {
        let document = try VectorDocument(try Vectors.text("ECDSA/ECDSA-sigVer.kat"))
        let group = try #require(
            document.groups.first { $0.head.contains("P-256 hashAlg=SHA2-256") })
        let line = try #require(group.cases.first { group.value("testPassed", $0) == "true" })
        let value = { (column: String) in group.value(column, line) ?? "" }
        let numbers = [value("r"), value("s")].map { $0.first! > "7" ? "00\($0)" : $0 }
        let elements = numbers.map { "02\(hex($0.count / 2))\($0)" }.joined()
        let strict = "30\(hex(elements.count / 2))\(elements)"
        let long = "3081\(hex(elements.count / 2))\(elements)"
        let tests = [(strict, "valid"), (long, "invalid"), ("", "invalid")].enumerated().map {
            """
            {"tcId":\($0),"flags":[],"msg":"\(value("message"))","sig":"\($1.0)",
            "result":"\($1.1)"}
            """
        }
        let head = """
            "sha":"SHA-256","publicKey":{"curve":"secp256r1","wx":"00\(value("qx"))",
            "wy":"\(value("qy"))"}
            """
        let text = """
            {"algorithm":"ECDSA","testGroups":[{"type":"EcdsaVerify",\(head),
            "tests":[\(tests.joined(separator: ","))]},{"type":"EcdsaP1363Verify","tests":[
            {"tcId":3,"flags":[],"msg":"\(value("message"))","sig":"\(value("r"))\(value("s"))",
            "result":"valid"},{"tcId":4,"flags":[],"msg":"","sig":"00","result":"invalid"}],
            \(head)}]}
            """
        let set = try #require(try run(text).sets.first)
        #expect(set.problem == nil && set.findings.isEmpty, "\(set)")
        #expect(set.counts(.openssl).pass == 4 && set.counts(.openssl).unsupported == 1)
        #expect(set.counts(.gcrypt).pass == 2 && set.counts(.gcrypt).unsupported == 3)
    }

    @Test(arguments: [
        ("XDH", "refused"), ("DSA", "refused"), ("AES-GCM-SIV", "refused"),
        ("ECDH", "unsupported"), ("RSAES-OAEP", "unsupported"), ("HMACSM3", "unsupported"),
    ])
    func otherAlgorithmsAreCounted(_ algorithm: String, _ verdict: String) throws {
        let text = """
            {"algorithm":"\(algorithm)","testGroups":[{"publicKey":"00","tests":[{},{}]},
            {"tests":[]}]}
            """
        let counts = try #require(try run(text).sets.first).counts(.openssl)
        #expect((verdict == "refused" ? counts.refused : counts.unsupported) == 2)
    }

    @Test(arguments: [
        ("\"numberOfTests\":3", "\"numberOfTests\":4", "announces 4 tests and holds 3"),
        ("\"key\":\"0b", "\"key\":\"b", "odd number"), ("\"key\":\"0b", "\"key\":\"zb", "hexadec"),
        ("\"result\":\"valid\"", "\"result\":\"maybe\"", "neither valid"),
        ("\"result\":\"valid\"", "\"outcome\":\"valid\"", "no result"),
        ("\"tcId\":1", "\"tcId\":\"1\"", "expected an integer"),
        ("\"flags\":[\"Ktv\"]", "\"flags\":\"Ktv\"", "expected '['"),
        ("\"tests\":[", "\"texts\":[", "the group has no tests"),
        ("\"testGroups\"", "\"groups\"", "no testGroups"),
        ("\"key\":\"0b", "\"key\":\"00\",\"key\":\"0b", "stands twice"),
    ])
    func reports(_ part: String, _ replacement: String, _ cause: String) throws {
        let text = WycheproofTests.hmac.replacing(part, with: replacement, maxReplacements: 1)
        let result = try run(text)
        let error = try #require(result.problem ?? result.sets.first?.problem)
        #expect(error.message.contains(cause) && error.file == "a.json", "\(error.description)")
    }

    @Test func everyTruncationIsAnError() throws {
        let engine = KnownAnswerEngine(try Modules.both())
        let whole = Array(WycheproofTests.hmac.utf8)
        for count in 0..<whole.count {
            let part = Array(whole[..<count])
            #expect(engine.run(wycheproof: "a.json", text: part.span).problem != nil, "\(count)")
        }
    }

    private static let samples = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/vectors/wycheproof").standardized
    private static let files =
        ((try? FileManager.default.contentsOfDirectory(
            at: samples, includingPropertiesForKeys: nil)) ?? [])
        .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }

    /// The official samples, where they lie beside the checkout. Elsewhere the test is skipped, so
    /// `expected_tests` does not count it.
    @Test(.enabled(if: !files.isEmpty))
    func officialSamplesAreRight() throws {
        let engine = KnownAnswerEngine(try Modules.both())
        var executed = 0
        for file in WycheproofTests.files {
            let bytes = Array(try Data(contentsOf: file))
            let result = engine.run(wycheproof: file.lastPathComponent, text: bytes.span)
            #expect(result.problem == nil && result.sets.count == 1, "\(file)")
            for set in result.sets {
                #expect(set.problem == nil && set.findings.isEmpty, "\(file): \(set.findings)")
                #expect(set.counts(.openssl).total == set.cases && set.cases > 0)
                executed += set.counts(.openssl).executed
            }
        }
        #expect(executed > 100)
    }

    private func hex(_ byte: Int) -> String {
        byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
    }

    private func run(_ text: String) throws -> DocumentResult {
        let bytes = Array(text.utf8)
        return KnownAnswerEngine(try Modules.both()).run(wycheproof: "a.json", text: bytes.span)
    }
}
