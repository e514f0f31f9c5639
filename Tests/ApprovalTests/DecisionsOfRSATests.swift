import Algorithms
import Testing

@testable import Approval

/// Every limit of RSA and EdDSA, on both of its sides.
@Suite struct DecisionsOfRSATests {
    private static let sha256 = SignatureHash.function(.sha2_256)
    private static let pkcs1 = RSAScheme(.pkcs1, sha256)

    private static func pss(
        _ digest: SignatureHash, saltBytes: Int, mask: SignatureHash? = nil
    ) -> RSAScheme {
        RSAScheme(.pss(saltBytes: saltBytes, mask: .mgf1(mask ?? digest)), digest)
    }

    @Test(arguments: [
        (2047, "rsa-siggen-small"), (2048, "rsa-siggen-pkcs1"), (2049, "rsa-modulus-length"),
        (1024, "rsa-siggen-small"), (4096, "rsa-siggen-pkcs1"), (16384, "rsa-siggen-pkcs1"),
    ])
    func moduli(bits: Int, generation: String) {
        expect(.signatureGeneration(Self.pkcs1, modulusBits: bits), generation)
        let isSigning = generation == "rsa-siggen-pkcs1"
        expect(.keyGeneration(modulusBits: bits), isSigning ? "rsa-keygen" : generation)
        expect(.keyTransport(.sha2_256, modulusBits: bits), isSigning ? "rsa-oaep" : generation)
        for service in [
            RSAService.signaturePrimitive(modulusBits: bits),
            .decryptionPrimitive(modulusBits: bits),
        ] {
            expect(service, isSigning ? "rsa-primitive" : generation)
        }
    }

    @Test(arguments: [
        (1023, "rsa-sigver-small", Status.disallowed), (1024, "rsa-sigver-legacy", .legacyUse),
        (2047, "rsa-sigver-legacy", .legacyUse), (2048, "rsa-sigver", .approved),
    ])
    func moduliOfVerification(bits: Int, ruleID: String, status: Status) {
        expect(.signatureVerification(Self.pkcs1, modulusBits: bits), ruleID, status)
    }

    /// FIPS 186-5, Appendix A.1.1: 2^16 < e < 2^256, odd.
    @Test(arguments: [
        (2, true, false), (16, true, false), (17, true, true), (17, false, false),
        (256, true, true), (257, true, false),
    ])
    func exponents(bits: Int, isOdd: Bool, isApproved: Bool) {
        expect(
            .exponent(bits: bits, isOdd: isOdd), isApproved ? "rsa-keygen" : "rsa-exponent")
        expect(
            .verificationExponent(bits: bits, isOdd: isOdd),
            isApproved ? "rsa-sigver" : "rsa-sigver-exponent",
            isApproved ? .approved : .legacyUse)
    }

    @Test(arguments: [
        (0, "rsa-siggen-pss"), (32, "rsa-siggen-pss"), (33, "rsa-pss-salt"), (-1, "rsa-pss-salt"),
    ])
    func salts(bytes: Int, ruleID: String) {
        let scheme = Self.pss(Self.sha256, saltBytes: bytes)
        expect(.signatureGeneration(scheme, modulusBits: 2048), ruleID)
        expect(
            .signatureVerification(scheme, modulusBits: 2048),
            ruleID == "rsa-pss-salt" ? ruleID : "rsa-sigver")
    }

    @Test func hashes() {
        let sha1 = SignatureHash.function(.sha1)
        for scheme in [
            RSAScheme(.pkcs1, sha1), Self.pss(sha1, saltBytes: 20),
            Self.pss(Self.sha256, saltBytes: 20, mask: sha1),
        ] {
            expect(.signatureGeneration(scheme, modulusBits: 3072), "sha1-siggen", .disallowed)
            expect(
                .signatureVerification(scheme, modulusBits: 3072), "rsa-sigver-legacy", .legacyUse)
        }
        let shake = SignatureHash.extendable(.shake128)
        expect(
            .signatureGeneration(RSAScheme(.pkcs1, shake), modulusBits: 3072), "rsa-pkcs1-xof")
        expect(
            .signatureGeneration(Self.pss(shake, saltBytes: 32), modulusBits: 3072),
            "rsa-siggen-pss", .approved)
        expect(
            .signatureGeneration(Self.pss(shake, saltBytes: 33), modulusBits: 3072),
            "rsa-pss-salt")
        let withdrawn = RSAScheme(.x931, Self.sha256)
        expect(.signatureGeneration(withdrawn, modulusBits: 4096), "rsa-x931-sign", .disallowed)
        expect(.signatureVerification(withdrawn, modulusBits: 4096), "rsa-x931-ver", .legacyUse)
    }

    @Test func contextsOfEdDSA() {
        let cases: [(EdwardsCurve, Bool, Int, String)] = [
            (.ed25519, false, 0, "ed25519"), (.ed25519, false, 1, "ed25519ctx"),
            (.ed25519, true, 255, "ed25519"), (.ed25519, true, 256, "eddsa-context"),
            (.ed25519, false, 256, "eddsa-context"), (.ed448, false, 255, "ed448"),
            (.ed448, true, 0, "ed448"), (.ed448, false, 256, "eddsa-context"),
        ]
        for (curve, preHash, bytes, ruleID) in cases {
            let services: [EdDSAService] = [
                .signatureGeneration(curve, preHash: preHash, contextBytes: bytes),
                .signatureVerification(curve, preHash: preHash, contextBytes: bytes),
            ]
            for service in services {
                #expect(Service.eddsa(service).rule.id == ruleID, "\(service)")
            }
        }
        for curve in EdwardsCurve.allCases {
            #expect(Service.eddsa(.keyGeneration(curve)).rule.status == .approved)
            #expect(Service.eddsa(.publicKeyValidation(curve)).rule.status == .approved)
        }
    }

    /// The primitives are for tests alone.
    @Test func aGateForServicesHandsOutNoPrimitive() {
        let service = Service.rsa(.signaturePrimitive(modulusBits: 2048))
        #expect(service.rule.status == .testOnly)
        let module = PliantModule(keepsLimits: true)
        #expect(throws: ServiceError.self) {
            try Gate(module, for: .service).require(service)
        }
        #expect(throws: Never.self) { try Gate(module, for: .test).require(service) }
    }

    private func expect(
        _ service: RSAService, _ ruleID: String, _ status: Status? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        ApprovalTests.expect(.rsa(service), ruleID, status, sourceLocation: sourceLocation)
    }
}
