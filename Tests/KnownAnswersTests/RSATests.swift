import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// What the executors of RSA and EdDSA make of groups and cases at their edges.
@Suite struct RSATests {
    /// p = 61, q = 53, e = 17: f = 3120, and 17 times 2753 is 46801 = 15 f + 1.
    @Test func privateExponent() {
        func exponent(_ e: [UInt8], _ p: [UInt8], _ q: [UInt8]) -> [UInt8]? {
            RSAArithmetic.privateExponent(e: e.span, p: p.span, q: q.span)
        }
        #expect(exponent([17], [61], [53]) == [0x0a, 0xc1])
        #expect(exponent([0, 17], [61], [53]) == [0x0a, 0xc1])
        #expect(exponent([3], [61], [53]) == nil, "3 divides 60")
        #expect(exponent([], [61], [53]) == nil)
        #expect(exponent([17], [], []) == nil)
        #expect(exponent([UInt8](repeating: 0xff, count: 8), [61], [53]) == nil)
    }

    @Test func aWrongSignatureOfEdDSAIsCaught() throws {
        let right = try run("EDDSA", "sigVer", Self.edwards, Self.signed(1, true))
        let wrong = try run("EDDSA", "sigVer", Self.edwards, Self.signed(2, false))
        for role in Modules.roles {
            #expect(right.counts(role).pass == 1 && wrong.counts(role).fail == 1)
        }
        #expect(wrong.findings.map(\.tcId) == [2])
    }

    @Test func aSignatureOfTheVectorsKeyIsCompared() throws {
        let key = "\(Self.edwards),\"d\":\"\(Self.d)\",\"q\":\"\(Self.q)\""
        let right = try run("EDDSA", "sigGen", key, Self.made(1, Self.signature))
        let broken = try run("EDDSA", "sigGen", key, Self.made(2, "\(Self.signature.dropLast())1"))
        let short = try run(
            "EDDSA", "sigGen", "\(Self.edwards),\"d\":\"00\",\"q\":\"\(Self.q)\"",
            Self.made(3, Self.signature))
        for role in Modules.roles {
            #expect(right.counts(role).pass == 1, "\(right.checks)")
            #expect(broken.counts(role).fail == 1)
            #expect(short.counts(role).unsupported == 1)
        }
    }

    @Test(arguments: [
        ("aa", "ed25519ctx", false), (String(repeating: "aa", count: 256), "eddsa-context", true),
    ])
    func contextsAreRefused(_ context: String, _ rule: String, _ preHash: Bool) throws {
        let result = try run(
            "EDDSA", "sigGen",
            "\"testType\":\"AFT\",\"curve\":\"ED-25519\",\"preHash\":\(preHash)",
            #"{"tcId":1,"message":"72","context":"\#(context)"}"#)
        try expectRefusal(result, rule)
    }

    @Test(arguments: [
        (1024, "pkcs1v1.5", "SHA2-256", "rsa-siggen-small"),
        (2048, "pkcs1v1.5", "SHA-1", "sha1-siggen"),
        (2048, "ansx9.31", "SHA2-256", "rsa-x931-sign"),
        (2048, "pss", "SHA2-256", "rsa-pss-salt"),
    ])
    func generationIsRefused(_ bits: Int, _ type: String, _ hash: String, _ rule: String) throws {
        let result = try run(
            "RSA", "sigGen",
            """
            "testType":"GDT","modulo":\(bits),"sigType":"\(type)","hashAlg":"\(hash)","saltLen":33
            """, #"{"tcId":1,"message":"616263"}"#)
        try expectRefusal(result, rule)
    }

    /// The exponent is the case's, so it is decided for each.
    @Test func aSmallExponentIsRefused() throws {
        let n = "c" + String(repeating: "1", count: 511)
        let small = try run(
            "RSA", "sigVer", "\(Self.pkcs1),\"n\":\"\(n)\",\"e\":\"03\"", Self.verified(1))
        try expectRefusal(small, "rsa-sigver-exponent")
        let usual = try run(
            "RSA", "sigVer", "\(Self.pkcs1),\"n\":\"\(n)\",\"e\":\"010001\"", Self.verified(1))
        let other = try run(
            "RSA", "sigVer", "\(Self.pkcs1),\"n\":\"00\(n.dropLast(2))\",\"e\":\"010001\"",
            Self.verified(1))
        for role in Modules.roles {
            #expect(usual.counts(role).pass == 1, "no signature of that key: \(usual.checks)")
            #expect(other.counts(role).unsupported == 1, "n is shorter than modulo says")
        }
    }

    @Test(arguments: [
        #""infoGeneratedByServer":true,"randPQ":"provable""#,
        #""infoGeneratedByServer":false,"randPQ":"probable","pMod8":5,"qMod8":3"#,
    ])
    func primesOfACallerAreNotOffered(_ group: String) throws {
        let result = try run(
            "RSA", "keyGen", "\"testType\":\"GDT\",\"modulo\":2048,\(group)", #"{"tcId":1}"#)
        for role in Modules.roles {
            #expect(result.counts(role).unsupported == 1)
        }
    }

    @Test(arguments: ["crt", "standard"])
    func keysAreProven(_ format: String) throws {
        let result = try run(
            "RSA", "keyGen",
            """
            "testType":"GDT","modulo":2048,"infoGeneratedByServer":false,"randPQ":"probable",
            "keyFormat":"\(format)"
            """, #"{"tcId":1}"#)
        for role in Modules.roles {
            #expect(result.counts(role).notComparable == 1, "\(result.checks)")
        }
    }

    private func expectRefusal(_ result: SetResult, _ rule: String) throws {
        for role in Modules.roles {
            #expect(result.counts(role).refused == 1, "\(result.checks)")
        }
        let reason = try #require(result.checks.first?.reasons.first)
        guard case .refused(let refusing) = reason.verdict else {
            Issue.record("\(reason)")
            return
        }
        #expect(refusing.id == rule)
    }

    private func run(
        _ algorithm: String, _ mode: String, _ group: String, _ cases: String
    ) throws -> SetResult {
        let revision = algorithm == "RSA" ? "FIPS186-5" : "1.0"
        return try Modules.run(
            prompt: """
                {"vsId":1,"algorithm":"\(algorithm)","mode":"\(mode)","revision":"\(revision)",
                "testGroups":[{"tgId":1,\(group),"tests":[\(cases)]}]}
                """)
    }

    private static func signed(_ tcId: Int, _ passed: Bool) -> String {
        """
        {"tcId":\(tcId),"message":"72","q":"\(q)","signature":"\(signature)","testPassed":\(passed)}
        """
    }

    private static func made(_ tcId: Int, _ signature: String) -> String {
        #"{"tcId":\#(tcId),"message":"72","signature":"\#(signature)"}"#
    }

    private static func verified(_ tcId: Int) -> String {
        """
        {"tcId":\(tcId),"message":"72","testPassed":false,
        "signature":"\(String(repeating: "11", count: 256))"}
        """
    }

    private static let pkcs1 =
        #""testType":"GDT","modulo":2048,"sigType":"pkcs1v1.5","hashAlg":"SHA2-256""#
    private static let edwards =
        #""testType":"AFT","curve":"ED-25519","preHash":false"#
    // RFC 8032, section 7.1, test 2.
    private static let d = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
    private static let q = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    private static let signature =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
}
