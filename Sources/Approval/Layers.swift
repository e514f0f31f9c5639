package import Algorithms

/// The three opinions on one service: the standard's on a day, the certificate's, and that of the
/// module at run time. They are shown apart, and the strictest counts.
package struct Layers: Sendable, Equatable {
    package enum Opinion: Int, Sendable, Comparable {
        case approved
        case legacyUse
        case notApproved

        package static func < (left: Opinion, right: Opinion) -> Bool {
            left.rawValue < right.rawValue
        }

        package var words: String {
            switch self {
            case .approved: "approved"
            case .legacyUse: "legacy use"
            case .notApproved: "not approved"
            }
        }
    }

    package let rule: Rule
    package let asOf: CalendarDate
    package let standard: Status
    /// The certificate whose tables were looked at; nil where the module has none that we know.
    package let certificate: String?
    /// Nil where those tables say nothing of the service.
    package let listing: CertificateOverlay.Listing?
    /// Nil where the module was not asked.
    package let module: ProbeOutcome?

    package init(
        _ rule: Rule, asOf: CalendarDate, overlay: CertificateOverlay? = nil,
        module: ProbeOutcome? = nil
    ) {
        self.rule = rule
        self.asOf = asOf
        standard = rule.status(on: asOf)
        certificate = overlay?.certificate
        listing = overlay?.listing(rule)
        self.module = module
    }

    package var ofTheStandard: Opinion {
        switch standard {
        case .approved, .allowed: .approved
        case .legacyUse: .legacyUse
        case .testOnly, .deprecated, .disallowed, .nonApproved: .notApproved
        }
    }

    package var ofTheCertificate: Opinion? {
        listing.map { $0.isApproved ? .approved : .notApproved }
    }

    /// A module that did it without a word has no opinion; one that lacks it has none either.
    package var ofTheModule: Opinion? {
        switch module {
        case .done(.approved): .approved
        case .done(.notApproved), .refused: .notApproved
        case .done(.none), .absent, nil: nil
        }
    }

    package var strictest: Opinion {
        [ofTheStandard, ofTheCertificate, ofTheModule].compactMap { $0 }.max() ?? .notApproved
    }

    /// Which layers disagree, and why, as far as it is known; nil where they agree.
    package var disagreement: String? {
        // Legacy use is a use that a certificate may list and an indicator may mark either way.
        let opinions = [ofTheCertificate, ofTheModule].compactMap { $0 }
        if ofTheStandard == .legacyUse || opinions.allSatisfy({ $0 == ofTheStandard }) {
            return opinions.contains(.approved) && opinions.contains(.notApproved)
                ? "\(parts); \(reason)" : nil
        }
        return "\(parts); \(reason)"
    }

    private var parts: String {
        var parts = ["the standard says \(standard.rawValue)"]
        if let listing, let certificate {
            parts.append("certificate \(certificate) \(listing.rawValue)")
        }
        if let ofTheModule { parts.append("the module \(ofTheModule.words)") }
        return parts.joined(separator: ", ")
    }

    private var reason: String {
        let known = KnownDisagreement.all.filter { known in
            known.ruleIDs.contains(rule.id)
                && (known.certificate == nil
                    ? ofTheModule != nil && ofTheModule != ofTheStandard
                    : known.certificate == certificate && ofTheCertificate != ofTheStandard)
        }
        return known.isEmpty
            ? "no reason is known" : known.map(\.reason).joined(separator: "; ")
    }

    /// Whether a disagreement is one that nobody has explained yet.
    package var isUnexplained: Bool { disagreement?.hasSuffix("no reason is known") ?? false }
}

/// A disagreement between layers that is understood.
package struct KnownDisagreement: Sendable {
    /// The certificate whose table differs from the standard; nil for a module's indicator.
    package let certificate: String?
    package let ruleIDs: [String]
    package let reason: String

    package static let all: [KnownDisagreement] = [
        KnownDisagreement(
            certificate: "4985", ruleIDs: ["ed25519", "ed448"],
            reason: "the module was tested before FIPS 186-5, and has them with fips=no"),
        KnownDisagreement(
            certificate: "4985", ruleIDs: ["dsa-sign"],
            reason: "the certificate has its FIPS 186-4 entries still; FIPS 186-5 left DSA out"),
        KnownDisagreement(
            certificate: "4985", ruleIDs: ["rsa-x931-sign"],
            reason: "the certificate has its FIPS 186-4 entries still; FIPS 186-5 left X9.31 out"),
        KnownDisagreement(
            certificate: "4985", ruleIDs: ["aes-gcm-enc-ext"],
            reason: "the certificate lists external IVs, which only the protocols of IG C.H may use"
        ),
        KnownDisagreement(
            certificate: "4985", ruleIDs: ["ecdsa-bk"],
            reason: "the certificate has its FIPS 186-4 entries still; SP 800-186 deprecates them"),
        KnownDisagreement(
            certificate: "4985",
            ruleIDs: [
                "cshake128", "cshake256", "detecdsa", "ml-kem-512", "ml-kem-768", "ml-kem-1024",
                "ml-dsa-44", "ml-dsa-65", "ml-dsa-87", "hybrid-p256-mlkem768",
                "hybrid-x25519-mlkem768", "lms",
            ]
                + ["sha2", "shake"].flatMap { function in
                    ["128s", "128f", "192s", "192f", "256s", "256f"].map {
                        "slh-dsa-\(function)-\($0)"
                    }
                },
            reason: "the module of the certificate does not have it"),
        KnownDisagreement(
            certificate: "5115", ruleIDs: ["rsa-oaep"],
            reason: "the certificate of that module lists it as non-approved"),
        KnownDisagreement(
            certificate: nil, ruleIDs: ["aes-gcm-enc-ext"],
            reason: "the module's indicator does not look at who made the IV"),
        KnownDisagreement(
            certificate: nil, ruleIDs: ["aes-kw"],
            reason: "the static indicator of libgcrypt 1.10 leaves AES-KW out; 1.11 has it"),
        KnownDisagreement(
            certificate: nil, ruleIDs: ["hybrid-x25519-mlkem768"],
            reason: "the module's indicator speaks of the X25519 half by itself"),
    ]
}
