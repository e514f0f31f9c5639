import Algorithms
import Testing

@testable import Approval

/// Every limit of the decision, on both of its sides.
@Suite struct DecisionTests {
    @Test(arguments: [
        (Service.hash(.sha1), "sha1-other"), (.hash(.sha2_224), "sha2-224"),
        (.hash(.sha2_256), "sha2-256"), (.hash(.sha2_384), "sha2-384"),
        (.hash(.sha2_512), "sha2-512"), (.hash(.sha2_512_224), "sha2-512-224"),
        (.hash(.sha2_512_256), "sha2-512-256"), (.hash(.sha3_224), "sha3-224"),
        (.hash(.sha3_256), "sha3-256"), (.hash(.sha3_384), "sha3-384"),
        (.hash(.sha3_512), "sha3-512"), (.extendableOutput(.shake128), "shake128"),
        (.extendableOutput(.shake256), "shake256"),
    ])
    func hashes(service: Service, ruleID: String) {
        expect(service, ruleID, .approved)
    }

    @Test(arguments: [
        (Service.macGeneration(.sha2_256, keyBits: 112, tagBits: 256), "hmac-sha2-256-gen"),
        (.macGeneration(.sha2_256, keyBits: 111, tagBits: 256), "hmac-short-gen"),
        (.macGeneration(.sha2_256, keyBits: 112, tagBits: 32), "hmac-sha2-256-gen"),
        (.macGeneration(.sha2_256, keyBits: 112, tagBits: 31), "hmac-short-tag"),
        // The key counts first: it is the one that no verifier can excuse.
        (.macGeneration(.sha2_256, keyBits: 111, tagBits: 31), "hmac-short-gen"),
        (.macVerification(.sha2_256, keyBits: 112, tagBits: 32), "hmac-sha2-256-gen"),
        (.macVerification(.sha2_256, keyBits: 111, tagBits: 32), "hmac-short-ver"),
        (.macVerification(.sha2_256, keyBits: 112, tagBits: 31), "hmac-short-tag"),
        (.macVerification(.sha2_256, keyBits: 0, tagBits: 256), "hmac-short-ver"),
    ])
    func limitsOfHMAC(service: Service, ruleID: String) {
        expect(service, ruleID)
    }

    @Test(arguments: Hash.allCases)
    func hmacWithEveryHash(hash: Hash) {
        let service = Service.macGeneration(hash, keyBits: 128, tagBits: 128)
        #expect(service.rule.status == .approved)
        #expect(service.rule.subject == "HMAC-\(hash.rawValue)")
    }

    @Test(arguments: [128, 120, 112, 104, 96], [128, 192, 256])
    func tagsOfGCM(tagBits: Int, keyBits: Int) {
        for (service, ruleID) in gcmServices(keyBits: keyBits, tagBits: tagBits) {
            expect(service, ruleID)
        }
    }

    @Test(arguments: [
        (64, "aes-gcm-short-tag"), (32, "aes-gcm-short-tag"), (129, "aes-gcm-tag-length"),
        (127, "aes-gcm-tag-length"), (97, "aes-gcm-tag-length"), (95, "aes-gcm-tag-length"),
        (88, "aes-gcm-tag-length"), (65, "aes-gcm-tag-length"), (63, "aes-gcm-tag-length"),
        (33, "aes-gcm-tag-length"), (31, "aes-gcm-tag-length"), (0, "aes-gcm-tag-length"),
    ])
    func otherTagsOfGCM(tagBits: Int, ruleID: String) {
        for (service, _) in gcmServices(keyBits: 256, tagBits: tagBits) {
            expect(service, ruleID)
        }
    }

    @Test(arguments: [0, 64, 127, 129, 191, 193, 255, 257, 512])
    func otherKeysOfGCM(keyBits: Int) {
        for (service, _) in gcmServices(keyBits: keyBits, tagBits: 128) {
            expect(service, "aes-key-length", .nonApproved)
        }
    }

    @Test func onlyTestsMayGiveTheIVOrShortenTheTag() {
        let given = Service.gcmEncryption(
            keyBits: 256, tagBits: 128, ivConstruction: .givenByTheCaller)
        expect(given, "aes-gcm-enc-ext", .testOnly)
        expect(.gcmDecryption(keyBits: 256, tagBits: 32), "aes-gcm-short-tag", .testOnly)
        expect(.gmacVerification(keyBits: 256, tagBits: 40), "aes-gcm-tag-length", .nonApproved)
    }

    @Test(arguments: [
        (Hash.sha1, true), (.sha2_256, true), (.sha2_512, true), (.sha2_224, false),
        (.sha2_384, false), (.sha2_512_224, false), (.sha2_512_256, false), (.sha3_256, true),
        (.sha3_512, true), (.sha3_224, false), (.sha3_384, false),
    ])
    func hashesInsideADRBG(hash: Hash, approved: Bool) {
        let suffix = hash == .sha1 ? "drbg-sha1" : "drbg"
        expect(.randomBits(.hash(hash)), approved ? "hash-\(suffix)" : "drbg-truncated-hash")
        expect(.randomBits(.hmac(hash)), approved ? "hmac-\(suffix)" : "drbg-truncated-hash")
    }

    @Test(arguments: [128, 192, 256], [true, false])
    func ctrDRBG(keyBits: Int, derivationFunction: Bool) {
        let mechanism = DRBGMechanism.ctr(
            keyBits: keyBits, derivationFunction: derivationFunction)
        expect(.randomBits(mechanism), "ctr-drbg", .approved)
    }

    @Test(arguments: [
        (Curve.p224, "ecdsa-p-224"), (.p256, "ecdsa-p-256"), (.p384, "ecdsa-p-384"),
        (.p521, "ecdsa-p-521"),
    ])
    func approvedCurves(curve: Curve, prefix: String) {
        expect(.keyGeneration(curve), "\(prefix)-keygen", .approved)
        expect(.publicKeyValidation(curve), "\(prefix)-keygen", .approved)
        for hash in Hash.allCases where hash != .sha1 {
            expect(.signatureGeneration(curve, hash), "\(prefix)-sign", .approved)
            expect(.deterministicSignatureGeneration(curve, hash), "detecdsa", .approved)
            expect(.signatureVerification(curve, hash), "\(prefix)-verify", .approved)
        }
        expect(.signatureGeneration(curve, .sha1), "sha1-siggen", .disallowed)
        expect(.deterministicSignatureGeneration(curve, .sha1), "sha1-siggen", .disallowed)
        expect(.signatureVerification(curve, .sha1), "sha1-sigver", .legacyUse)
    }

    @Test(arguments: [Curve.p192, .k163, .b163])
    func curvesBelow112Bits(curve: Curve) {
        expect(.keyGeneration(curve), "ecdsa-p192-sign", .disallowed)
        expect(.publicKeyValidation(curve), "ecdsa-p192-sign", .disallowed)
        expect(.signatureGeneration(curve, .sha2_256), "ecdsa-p192-sign", .disallowed)
        expect(
            .deterministicSignatureGeneration(curve, .sha2_256), "ecdsa-p192-sign", .disallowed)
        expect(.signatureVerification(curve, .sha2_256), "ecdsa-p192-verify", .legacyUse)
        expect(.signatureVerification(curve, .sha1), "ecdsa-p192-verify", .legacyUse)
        expect(.signatureGeneration(curve, .sha1), "sha1-siggen", .disallowed)
    }

    @Test(arguments: [Curve.k233, .k283, .k409, .k571, .b233, .b283, .b409, .b571])
    func curvesOverBinaryFields(curve: Curve) {
        expect(.keyGeneration(curve), "ecdsa-bk", .deprecated)
        expect(.publicKeyValidation(curve), "ecdsa-bk", .deprecated)
        expect(.signatureGeneration(curve, .sha2_256), "ecdsa-bk", .deprecated)
        expect(.deterministicSignatureGeneration(curve, .sha2_256), "ecdsa-bk", .deprecated)
        expect(.signatureVerification(curve, .sha2_256), "ecdsa-bk", .deprecated)
        expect(.signatureVerification(curve, .sha1), "ecdsa-bk", .deprecated)
        expect(.signatureGeneration(curve, .sha1), "sha1-siggen", .disallowed)
    }

    /// The four services of GCM with the rule of each where no limit is broken.
    private func gcmServices(keyBits: Int, tagBits: Int) -> [(Service, String)] {
        [
            (.gmacVerification(keyBits: keyBits, tagBits: tagBits), "aes-gmac"),
            (
                .gcmEncryption(
                    keyBits: keyBits, tagBits: tagBits, ivConstruction: .insideTheModule),
                "aes-gcm-enc-int"
            ),
            (
                .gcmEncryption(
                    keyBits: keyBits, tagBits: tagBits, ivConstruction: .givenByTheCaller),
                "aes-gcm-enc-ext"
            ),
            (.gcmDecryption(keyBits: keyBits, tagBits: tagBits), "aes-gcm-dec"),
        ]
    }
}

/// Where a name stands depends on what ran, not on what could.
@Suite struct ClassificationTests {
    private let cbc = KnownName(
        operation: .cipher, name: "AES256", aliases: ["AES-256-CBC", "aes256"])

    /// CBC-CS1 is another algorithm, though its name begins alike.
    @Test func aNameStandsForItsOwnAlgorithms() {
        let cbc = KnownName(operation: .cipher, name: "AES-256-CBC", aliases: [])
        #expect(classify(cbc, tested: ["ACVP-AES-CBC"]).class == .approvedAndTested)
        #expect(classify(cbc, tested: ["ACVP-AES-CBC-CS1"]).class == .approvedNotTested)
        let ecdsa = KnownName(operation: .signature, name: "ECDSA", aliases: [])
        #expect(classify(ecdsa, tested: ["ECDSA-sigGen"]).class == .approvedNotTested)
        #expect(
            classify(ecdsa, tested: ["ECDSA-sigGen", "ECDSA-sigVer"]).class == .approvedAndTested)
    }

    /// An alias that stands for all modes elsewhere does not make CBC tested by GCM's vectors.
    @Test func theMostSpecificEntryCounts() throws {
        let entry = try #require(NameEntry.entry(for: cbc))
        #expect(entry.ruleID == "aes-cbc-crypt")
        let row = classify(cbc, tested: ["ACVP-AES-GCM"])
        #expect(row.class == .approvedNotTested && row.known.name == "AES-256-CBC")
    }

    @Test func whatRanIsTested() {
        let gcm = KnownName(operation: .cipher, name: "AES-256-GCM", aliases: [])
        #expect(classify(gcm, tested: ["ACVP-AES-GCM"]).class == .approvedAndTested)
        #expect(classify(gcm, tested: []).class == .approvedNotTested)
        #expect(classify(gcm, tested: [], admitted: false).class == .approvedNotOffered)
    }

    @Test func whatIsNotApprovedIsRefused() {
        let known = KnownName(operation: .digest, name: "MD5", aliases: [])
        #expect(classify(known, tested: [], admitted: false).class == .refusedByTheModule)
        let handedOut = classify(known, tested: [])
        #expect(handedOut.class == .refusedByTheGate)
        #expect(handedOut.isFinding(approvedMode: true))
        #expect(!handedOut.isFinding(approvedMode: false))
    }

    @Test func unknownNamesAreUnclassified() {
        let known = KnownName(operation: .cipher, name: "ROT13", aliases: [])
        #expect(classify(known, tested: []).class == .unclassified)
    }

    private func classify(
        _ known: KnownName, tested: Set<String>, admitted: Bool = true
    ) -> RejectionSweep.Row {
        RejectionSweep.classify(known, .openssl, admitted: admitted, tested: tested)
    }
}
