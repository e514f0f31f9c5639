import Algorithms
import Testing

@testable import Approval

/// The three layers, the days on which rules change, and what is known of their disagreements.
@Suite struct LayersTests {
    private static let today = CalendarDate.on("2026-11-22")

    @Test(arguments: [
        ("sha1-other", "2030-12-31", Status.approved), ("sha1-other", "2031-01-01", .legacyUse),
        ("hmac-sha-1-gen", "2030-12-31", .approved), ("hmac-sha-1-gen", "2031-01-01", .disallowed),
        ("hmac-sha-1-ver", "2031-01-01", .legacyUse), ("hash-drbg", "2031-01-01", .approved),
        ("hash-drbg-sha1", "2031-01-01", .disallowed), ("sha2-256", "2040-01-01", .approved),
        ("tdea3-enc", "2023-12-31", .deprecated), ("tdea3-enc", "2024-01-01", .disallowed),
        ("dsa-sign", "2024-02-02", .approved), ("dsa-sign", "2024-02-03", .disallowed),
        ("ed25519", "2023-02-02", .nonApproved), ("ed25519", "2023-02-03", .approved),
        ("ml-kem-768", "2024-08-12", .nonApproved), ("ml-kem-768", "2024-08-13", .approved),
        ("hybrid-x25519-mlkem768", "2026-04-08", .nonApproved),
        ("hybrid-x25519-mlkem768", "2026-04-09", .allowed),
    ])
    func aStatusIsThatOfADay(id: String, date: String, status: Status) {
        #expect(Rule.named(id).status(on: .on(date)) == status)
    }

    @Test func changesFollowOneAnotherAndEndInTheTable() {
        for (id, changes) in Rule.changesByID {
            guard let rule = Rule.find(id) else {
                Issue.record("no rule \(id)")
                continue
            }
            #expect(rule.status(on: LayersTests.today) == rule.status, "\(id)")
            for (before, after) in zip(changes, changes.dropFirst()) {
                #expect(before.from < after.from && before.becomes == after.was, "\(id)")
            }
        }
    }

    /// A draft is printed and decides nothing, however late it is.
    @Test func draftsNeverDecide() {
        for rule in Rule.all {
            guard case .draft = rule.nextChange else { continue }
            #expect(rule.status(on: .on("2099-12-31")) == rule.status, "\(rule.id)")
        }
    }

    @Test func theGateDecidesAsOnADay() throws {
        func gate(_ date: String, legacy: Bool = false) -> Gate {
            Gate(PliantModule(keepsLimits: true), for: .test, legacy: legacy, asOf: .on(date))
        }
        let mac = Service.macGeneration(.sha1, keyBits: 160, tagBits: 160)
        #expect(try gate("2030-12-31").require(mac).id == "hmac-sha-1-gen")
        #expect(throws: ServiceError.self) { try gate("2031-01-01").require(mac) }
        #expect(throws: ServiceError.self) { try gate("2031-01-01", legacy: true).require(mac) }
        let verification = Service.macVerification(.sha1, keyBits: 160, tagBits: 160)
        #expect(try gate("2030-12-31").require(verification).id == "hmac-sha-1-ver")
        #expect(throws: ServiceError.self) { try gate("2031-01-01").require(verification) }
        try gate("2031-01-01", legacy: true).require(verification)
        try gate("2031-01-01").require(.hash(.sha2_256))
        try gate("2031-01-01").require(.randomBits(.hash(.sha2_256)))
        #expect(throws: ServiceError.self) {
            try gate("2031-01-01").require(.randomBits(.hash(.sha1)))
        }
    }

    @Test(arguments: [
        ("sha2-256", "4985", ProbeOutcome.done(.approved), Layers.Opinion.approved),
        ("sha2-256", "4985", .done(.none), .approved),
        ("sha2-256", "4985", .done(.notApproved), .notApproved),
        ("sha2-256", "4985", .refused("no"), .notApproved),
        ("sha2-256", "4985", .absent, .approved),
        ("ed25519", "4985", .done(.approved), .notApproved),
        ("ed25519", "5132", .done(.approved), .approved),
        ("dsa-sign", "4985", .done(.approved), .notApproved),
        ("dsa-verify", "4985", .done(.approved), .legacyUse),
        ("hmac-short-gen", "4985", .done(.none), .notApproved),
        ("ml-kem-768", "4985", .absent, .notApproved),
        ("ml-kem-768", "", .done(.approved), .approved),
        ("na-md5", "", .done(.approved), .notApproved),
    ])
    func theStrictestCounts(
        id: String, certificate: String, module: ProbeOutcome, strictest: Layers.Opinion
    ) {
        let layers = Layers(
            Rule.named(id), asOf: LayersTests.today,
            overlay: CertificateOverlay.of(certificate: certificate), module: module)
        #expect(layers.strictest == strictest)
        let opinions = [layers.ofTheStandard, layers.ofTheCertificate, layers.ofTheModule]
            .compactMap { $0 }
        #expect(opinions.allSatisfy { $0 <= layers.strictest })
    }

    /// Each row of the table is about a disagreement that there is, and says why.
    @Test func knownDisagreementsAreDisagreements() throws {
        for known in KnownDisagreement.all {
            for id in known.ruleIDs {
                let rule = try #require(Rule.find(id), "\(id)")
                let layers =
                    known.certificate.map { certificate in
                        Layers(
                            rule, asOf: LayersTests.today,
                            overlay: CertificateOverlay.of(certificate: certificate))
                    }
                    ?? Layers(
                        rule, asOf: LayersTests.today,
                        module: .done(rule.status.isApproved ? .notApproved : .approved))
                #expect(layers.disagreement?.contains(known.reason) == true, "\(id)")
                #expect(!layers.isUnexplained, "\(id)")
            }
        }
    }

    /// What certificate 4985 says otherwise than the standard of today is all explained; the list
    /// is the whole of it.
    @Test func certificate4985DiffersWhereItIsKnownTo() throws {
        let overlay = try #require(CertificateOverlay.of(certificate: "4985"))
        var different: Set<String> = []
        for id in overlay.ruleIDs {
            let rule = try #require(Rule.find(id), "no rule \(id)")
            let layers = Layers(rule, asOf: LayersTests.today, overlay: overlay)
            if layers.disagreement != nil { different.insert(id) }
            #expect(!layers.isUnexplained, "\(id): \(layers.disagreement ?? "")")
        }
        for id in ["ed25519", "ed448", "dsa-sign", "rsa-x931-sign", "ecdsa-bk", "ml-dsa-65"] {
            #expect(different.contains(id), "\(id)")
        }
        for id in ["x25519", "tdea3-enc", "hmac-short-gen", "aes-gcm-dec", "tls12-prf"] {
            #expect(!different.contains(id), "\(id)")
        }
    }

    /// HMAC keys below 112 bits: both layers say no, and the module of certificate 4985 does it.
    @Test func shortKeysOfHMACAreListedAndDone() throws {
        let overlay = try #require(CertificateOverlay.of(certificate: "4985"))
        let layers = Layers(
            Rule.named("hmac-short-gen"), asOf: LayersTests.today, overlay: overlay,
            module: .done(.none))
        #expect(layers.listing == .nonApproved && layers.disagreement == nil)
        #expect(layers.strictest == .notApproved)
    }

    @Test func whatNobodyExplainedSaysSo() {
        let layers = Layers(
            Rule.named("sha2-256"), asOf: LayersTests.today, module: .done(.notApproved))
        #expect(layers.isUnexplained)
    }
}
