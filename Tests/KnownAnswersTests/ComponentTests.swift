import Algorithms
import Approval
import Testing

@testable import KnownAnswers

/// Signatures of digests that were made elsewhere: ACVP's `componentTest`.
@Suite struct ComponentTests {
    private static let message = Array("sample".utf8)

    /// Both directions, and with the message whose digest it is. On P-224 and P-256 a digest of 64
    /// bytes is longer than the order, and only its leftmost bits count.
    @Test(arguments: [
        (Curve.p224, Hash.sha2_512), (.p256, .sha2_256), (.p256, .sha2_512), (.p384, .sha3_384),
        (.p521, .sha2_512), (.p521, .sha2_224),
    ])
    func oneSignsAndTheOtherVerifies(_ curve: Curve, _ hash: Hash) throws {
        let gates = try Modules.both()
        for (signing, verifying) in [(gates[0], gates[1]), (gates[1], gates[0])] {
            let signer = try Signer(signing, curve, hash)
            let verifier = try Signer(verifying, curve, hash)
            let digest = try ComponentTests.digest(signing, hash)
            #expect(try ComponentTests.digest(verifying, hash) == digest)
            let component = try signer.signature(of: digest, isDigest: true)
            #expect(try verifier.verifies(digest, isDigest: true, component, of: signer))
            #expect(
                try verifier.verifies(
                    ComponentTests.message, isDigest: false, component, of: signer))
            let whole = try signer.signature(of: ComponentTests.message, isDigest: false)
            #expect(try verifier.verifies(digest, isDigest: true, whole, of: signer))
            let broken = [digest[0] ^ 0x80] + digest.dropFirst()
            for scheme in [signer, verifier] {
                #expect(try !scheme.verifies(broken, isDigest: true, component, of: signer))
                #expect(try !scheme.verifies(digest, isDigest: false, component, of: signer))
            }
        }
    }

    @Test func aDigestOfAnotherLengthIsAnError() throws {
        for gate in try Modules.both() {
            let signer = try Signer(gate, .p256, .sha2_256)
            for count in [0, 31, 33] {
                #expect(throws: ModuleError.self) {
                    try signer.signature(of: [UInt8](repeating: 1, count: count), isDigest: true)
                }
            }
        }
    }

    /// RFC 6979, appendix A.2.5: P-256 with SHA-256 and with SHA-512, message "sample".
    @Test(arguments: [
        (
            Hash.sha2_256, "a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60",
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
            "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
        ),
        (
            .sha2_512, "5fa81c63109badb88c1f367b47da606da28cad69aa22c4fe6ad7df73a7173aa5",
            "8496a60b5e9b47c825488827e0495b0e3fa109ec4568fd3f8d1097678eb97f00",
            "2362ab1adbe2b8adf9cb9edab740ea6049c028114f2460f96554f61fae3302fe"
        ),
    ])
    func publishedNonces(_ hash: Hash, _ k: String, _ r: String, _ s: String) throws {
        let k = try bytes(k)
        let expected = Signature(r: try bytes(r), s: try bytes(s))
        let gates = try Modules.both()
        for gate in gates {
            let signer = try Signer(gate, .p256, hash, Self.d, Self.qx, Self.qy)
            let digest = try ComponentTests.digest(gate, hash)
            #expect(try signer.verifies(digest, isDigest: true, expected, of: signer))
            for isGiven in [false, true] {
                do throws(ModuleError) {
                    let made =
                        try isGiven
                        ? signer.signature(of: digest, .given(k.span))
                        : signer.signature(of: digest, .deterministic)
                    #expect(made == expected)
                } catch {
                    // Providers up to 3.5 have neither; libgcrypt has both.
                    guard case .notOffered = error, gate.identity.role == .openssl else {
                        throw error
                    }
                }
            }
        }
    }

    @Test func generationIsVerifiedByBoth() throws {
        let digest = String(repeating: "a5", count: 32)
        let result = try run(
            "sigGen", hash: "SHA2-256", #"{"tcId":1,"message":"\#(digest)"}"#)
        #expect(result.problem == nil && result.findings.isEmpty)
        for role in Modules.roles {
            #expect(result.counts(role).notComparable == 1, "\(result.checks)")
        }
    }

    @Test func verificationTakesTheDigest() throws {
        let digest = "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf"
        let broken = digest.dropLast() + "0"
        let both = try run(
            "sigVer", hash: "SHA2-256",
            "\(Self.signedCase(1, digest, true)),\(Self.signedCase(2, "\(broken)", false))")
        let wrong = try run("sigVer", hash: "SHA2-256", Self.signedCase(3, "\(broken)", true))
        let whole = try run(
            "sigVer", hash: "SHA2-256", component: false, Self.signedCase(4, digest, true))
        for role in Modules.roles {
            #expect(both.counts(role).pass == 2, "\(both.checks)")
            #expect(wrong.counts(role).fail == 1)
            #expect(whole.counts(role).fail == 1, "a digest is no message")
        }
        #expect(wrong.findings.map(\.tcId) == [3])
    }

    /// The curves and hashes of the component are bound by the rules of the signature.
    @Test(arguments: [("P-256", "SHA-1", "sha1-siggen"), ("P-192", "SHA2-256", "ecdsa-p192-sign")])
    func refusals(_ curve: String, _ hash: String, _ rule: String) throws {
        let result = try run(
            "sigGen", hash: hash, curve: curve,
            #"{"tcId":1,"message":"\#(String(repeating: "a5", count: 20))"}"#)
        #expect(result.counts(.openssl).refused == 1 && result.counts(.gcrypt).refused == 1)
        let reason = try #require(result.checks.first?.reasons.first)
        guard case .refused(let refusing) = reason.verdict else {
            Issue.record("\(reason)")
            return
        }
        #expect(refusing.id == rule)
    }

    /// The mistake is the vector's: no module is asked, and none is blamed.
    @Test(arguments: ["sigGen", "sigVer"])
    func aVectorThatContradictsItself(_ mode: String) throws {
        let digest = String(repeating: "a5", count: 33)
        let result = try run(mode, hash: "SHA2-256", Self.signedCase(1, digest, true))
        for role in Modules.roles {
            #expect(result.counts(role).unsupported == 1, "\(result.checks)")
        }
        #expect(
            result.checks[0].reasons.map(\.verdict) == [
                .unsupported(
                    Unsupported(
                        .contradictoryVector, "a digest of 33 bytes, of a hash of 32"))
            ])
    }

    private func run(
        _ mode: String, hash: String, curve: String = "P-256", component: Bool = true,
        _ cases: String
    ) throws -> SetResult {
        try Modules.run(
            prompt: """
                {"vsId":1,"algorithm":"ECDSA","mode":"\(mode)","revision":"FIPS186-5",
                "testGroups":[{"tgId":1,"testType":"AFT","curve":"\(curve)","hashAlg":"\(hash)",
                "componentTest":\(component),"tests":[\(cases)]}]}
                """)
    }

    private static func signedCase(_ tcId: Int, _ message: String, _ passed: Bool) -> String {
        """
        {"tcId":\(tcId),"message":"\(message)","qx":"\(qx)","qy":"\(qy)","testPassed":\(passed),
        "r":"efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
        "s":"f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"}
        """
    }

    private static func digest(_ gate: Gate, _ hash: Hash) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: hash.outputBytes)
        var span = output.mutableSpan
        try gate.digest(hash).hash(message.span, into: &span)
        return output
    }

    private static let d = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"
    private static let qx = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    private static let qy = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
}

private struct Signature: Equatable {
    let r: [UInt8]
    let s: [UInt8]
}

private func bytes(_ hexadecimal: String) throws -> [UInt8] {
    let digits = hexadecimal.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count, by: 2).map {
        UInt8(digits[$0] * 16 + digits[$0 + 1])
    }
}

/// A key pair and the module that signs with it.
private struct Signer {
    private let scheme: any SignatureScheme
    private let fieldBytes: Int
    private var d: [UInt8]
    private var qx: [UInt8]
    private var qy: [UInt8]

    init(
        _ gate: Gate, _ curve: Curve, _ hash: Hash, _ d: String, _ qx: String, _ qy: String
    ) throws {
        scheme = try gate.signatureScheme(curve, hash, for: [.signatureGeneration(curve, hash)])
        fieldBytes = curve.fieldBytes
        (self.d, self.qx, self.qy) = (try bytes(d), try bytes(qx), try bytes(qy))
    }

    /// With a new key pair.
    init(_ gate: Gate, _ curve: Curve, _ hash: Hash) throws {
        let zeros = String(repeating: "00", count: curve.fieldBytes)
        try self.init(gate, curve, hash, zeros, zeros, zeros)
        var (dSpan, xSpan, ySpan) = (d, qx, qy)
        var secret = dSpan.mutableSpan
        var x = xSpan.mutableSpan
        var y = ySpan.mutableSpan
        try scheme.generateKey(d: &secret, qx: &x, qy: &y)
        (d, qx, qy) = (dSpan, xSpan, ySpan)
    }

    func signature(of input: [UInt8], isDigest: Bool) throws(ModuleError) -> Signature {
        if isDigest { return try signature(of: input, .random) }
        var (first, second) = (zeros, zeros)
        var r = first.mutableSpan
        var s = second.mutableSpan
        try scheme.sign(
            input.span, d: d.span, qx: qx.span, qy: qy.span, nonce: .random, r: &r, s: &s)
        return Signature(r: first, s: second)
    }

    func signature(
        of digest: [UInt8], _ nonce: borrowing SignatureNonce
    ) throws(ModuleError) -> Signature {
        var (first, second) = (zeros, zeros)
        var r = first.mutableSpan
        var s = second.mutableSpan
        try scheme.signDigest(
            digest.span, d: d.span, qx: qx.span, qy: qy.span, nonce: nonce, r: &r, s: &s)
        return Signature(r: first, s: second)
    }

    func verifies(
        _ input: [UInt8], isDigest: Bool, _ signature: Signature, of signer: Signer
    ) throws(ModuleError) -> Bool {
        let (r, s) = (signature.r.span, signature.s.span)
        if isDigest {
            return try scheme.verifyDigest(
                input.span, qx: signer.qx.span, qy: signer.qy.span, r: r, s: s)
        }
        return try scheme.verify(input.span, qx: signer.qx.span, qy: signer.qy.span, r: r, s: s)
    }

    private var zeros: [UInt8] { [UInt8](repeating: 0, count: fieldBytes) }
}
