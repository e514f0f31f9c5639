import Algorithms
package import Approval

/// What is known of a name, in words.
package struct ApprovalText {
    private let asOf: CalendarDate
    private let legacy: Bool
    /// What modules did when they were asked; empty where none was loaded.
    private let trials: [RejectionSweep.Trial]

    package init(asOf: CalendarDate, legacy: Bool, trials: [RejectionSweep.Trial] = []) {
        self.asOf = asOf
        self.legacy = legacy
        self.trials = trials
    }

    /// What is known under a library's name, an ACVP name or a rule's ID; nil where nothing is.
    package func explanation(of name: String) -> String? {
        let wanted = name.lowercased()
        let entries = ApprovalText.grouped(NameEntry.entries(spelled: name))
        // ACVP says ACVP-AES-GCM where everyone else says AES-GCM.
        let rows =
            entries.isEmpty
            ? Algorithm.table.filter { row in
                [wanted, "acvp-" + wanted].contains {
                    row.name.lowercased() == $0 || row.name.lowercased().hasPrefix($0 + "-")
                }
            } : []
        let known = entries.map(\.rule) + rows.map(\.rule)
        let rule = Rule.find(wanted).flatMap { known.contains($0) ? nil : $0 }
        let texts =
            (rule.map { [text($0, as: "rule \($0.id)")] } ?? [])
            + entries.map { entry in
                text(
                    entry.rule, as: "\(name.uppercased()) as \(entry.operations)",
                    testedAs: entry.algorithms)
            }
            + rows.map {
                text($0.rule, as: "\($0.name) \($0.revisions.joined(separator: ", "))", $0)
            }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }

    /// The uses of one name that one rule decides.
    private struct Uses {
        let rule: Rule
        var operations: String
        var algorithms: [String]
    }

    private static func grouped(_ entries: [NameEntry]) -> [Uses] {
        var uses: [Uses] = []
        for entry in entries {
            if let index = uses.firstIndex(where: { $0.rule.id == entry.ruleID }) {
                uses[index].operations += ", " + entry.operation.rawValue
                uses[index].algorithms += entry.algorithms.filter {
                    !uses[index].algorithms.contains($0)
                }
            } else {
                uses.append(
                    Uses(
                        rule: Rule.named(entry.ruleID), operations: entry.operation.rawValue,
                        algorithms: entry.algorithms))
            }
        }
        return uses
    }

    private func text(
        _ rule: Rule, as title: String, _ algorithm: Algorithm? = nil, testedAs names: [String] = []
    ) -> String {
        var fields = [
            ("status", status(rule)), ("what", rule.subject), ("rule", rule.id),
            ("source", rule.citation),
        ]
        if !rule.next.isEmpty { fields.append(("next", rule.next)) }
        for change in rule.changes {
            fields.append(
                (
                    "changes",
                    "\(change.was.rawValue), \(change.becomes.rawValue) from \(change.from)"
                ))
        }
        if let instead = rule.instead { fields.append(("instead", instead)) }
        if let offering = algorithm.flatMap({ Offering.of(algorithm: $0.name) }) {
            for limit in offering.limits {
                fields.append(("limit", "\(limit.subject) (\(limit.id))"))
            }
            fields.append(
                ("offered", "OpenSSL \(offering.openssl); libgcrypt \(offering.libgcrypt)"))
        }
        if !names.isEmpty { fields.append(("in ACVP", names.joined(separator: ", "))) }
        fields += layers(rule)
        var lines = [title]
        for (field, value) in fields {
            let wrapped = TextLayout.wrapped(value, indent: 12)
            lines.append(
                "  \(TextLayout.left(field, 10))" + (wrapped.first ?? "").dropFirst(12))
            lines += wrapped.dropFirst()
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func status(_ rule: Rule) -> String {
        let status = rule.status(on: asOf)
        if status != .legacyUse { return status.rawValue }
        return status.rawValue + (legacy ? ": passes by --legacy" : ": passes with --legacy only")
    }

    /// The three layers, apart. A certificate speaks for its own module alone.
    private func layers(_ rule: Rule) -> [(String, String)] {
        var fields = [("standard", "\(rule.status(on: asOf).rawValue) as of \(asOf)")]
        for overlay in CertificateOverlay.all {
            guard let listing = overlay.listing(rule) else { continue }
            let layers = Layers(rule, asOf: asOf, overlay: overlay)
            var words = "\(overlay.certificate): \(listing.rawValue)"
            if let disagreement = layers.disagreement {
                words += "; \(disagreement); so \(layers.strictest.words)"
            }
            fields.append(("certified", words))
        }
        if trials.isEmpty {
            fields.append(("module", "not asked: --probe loads it and reads its indicator"))
        }
        for trial in trials where trial.probe.rule == rule {
            fields.append(
                (
                    "indicator",
                    "\(trial.role.rawValue), \(trial.probe.id): \(trial.conduct); "
                        + (trial.layers.disagreement.map { "\($0); " } ?? "")
                        + "all layers: \(trial.layers.strictest.words)"
                ))
        }
        return fields
    }
}

extension Algorithm {
    /// The rule of the algorithm's usual service, within all limits.
    var rule: Rule {
        let service: Service =
            switch kind {
            case .gcm:
                .gcmEncryption(keyBits: 256, tagBits: 128, ivConstruction: .insideTheModule)
            case .gmac: .gmacVerification(keyBits: 256, tagBits: 128)
            case .ccm: .ccmEncryption(keyBits: 256, tagBits: 128)
            case .blockCipher(let mode): .encryption(mode, keyBits: 256)
            case .keyWrap(let padded): .keyWrapping(keyBits: 256, padded: padded)
            case .cmac: .cmacGeneration(keyBits: 256, tagBits: 128)
            case .digest(let hash): .hash(hash)
            case .extendableOutput(let function): .extendableOutput(function)
            case .hmac(let hash): .macGeneration(hash, keyBits: 256, tagBits: 128)
            case .ctrDRBG: .randomBits(.ctr(keyBits: 256, derivationFunction: true))
            case .hashDRBG: .randomBits(.hash(.sha2_256))
            case .hmacDRBG: .randomBits(.hmac(.sha2_256))
            case .ecdsaKeyGen: .keyGeneration(.p256)
            case .ecdsaKeyVer: .publicKeyValidation(.p256)
            case .ecdsaSigGen: .signatureGeneration(.p256, .sha2_256)
            case .ecdsaSigVer: .signatureVerification(.p256, .sha2_256)
            case .detECDSASigGen: .deterministicSignatureGeneration(.p256, .sha2_256)
            case .sha3Derived(let function):
                .sha3Derived(
                    function.isKeyed
                        ? .authentication(function, keyBits: 256, tagBits: 128)
                        : .customizableOutput(function))
            case .keyDerivation(let function): .keyDerivation(.usual(of: function))
            case .keyAgreement(let function): .keyAgreement(function.usualService)
            case .postQuantum(let function): function.usualService
            case .rsa(let function): function.usualService
            case .eddsa(.keyGen), .eddsa(.keyVer): .eddsa(.keyGeneration(.ed25519))
            case .eddsa(.sigGen), .eddsa(.sigVer):
                .eddsa(.signatureGeneration(.ed25519, preHash: false, contextBytes: 0))
            }
        return service.rule
    }
}

extension PostQuantumFunction {
    fileprivate var usualService: Service {
        let service: PostQuantumService =
            switch self {
            case .keyGeneration(.mlKEM): .keyGeneration(.mlKEM768)
            case .encapsulation: .encapsulation(.mlKEM768)
            case .keyGeneration(.lms), .signatureGeneration(.lms): .statefulSignatureGeneration
            case .signatureVerification(.lms): .statefulSignatureVerification
            case .keyGeneration(let scheme): .keyGeneration(scheme.usualParameters)
            case .signatureGeneration(let scheme):
                .signatureGeneration(scheme.usualParameters, preHash: nil)
            case .signatureVerification(let scheme):
                .signatureVerification(scheme.usualParameters, preHash: nil)
            }
        return .postQuantum(service)
    }
}

extension PostQuantumScheme {
    fileprivate var usualParameters: PostQuantumParameters {
        self == .mlDSA ? .mlDSA65 : .slhDSASHA2128s
    }
}

extension RSAFunction {
    fileprivate var usualService: Service {
        let scheme = RSAScheme(.pkcs1, .function(.sha2_256))
        return switch self {
        case .keyGen: .rsa(.keyGeneration(modulusBits: 3072))
        case .sigGen: .rsa(.signatureGeneration(scheme, modulusBits: 3072))
        case .sigVer: .rsa(.signatureVerification(scheme, modulusBits: 3072))
        case .signaturePrimitive: .rsa(.signaturePrimitive(modulusBits: 3072))
        case .decryptionPrimitive: .rsa(.decryptionPrimitive(modulusBits: 3072))
        }
    }
}
