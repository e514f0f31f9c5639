import Algorithms
import Approval

/// The approval table in words.
package enum ApprovalText {
    /// Every row of the table of algorithms.
    package static func table() -> String {
        var lines = [
            TextLayout.left("Algorithm", 26) + TextLayout.left("family", 10)
                + TextLayout.left("revision", 24) + "approved as"
        ]
        for algorithm in Algorithm.table {
            let rule = algorithm.rule
            lines.append(
                TextLayout.left(algorithm.name + " ", 26)
                    + TextLayout.left(algorithm.family.rawValue, 10)
                    + TextLayout.left(algorithm.revisions.joined(separator: ",") + " ", 34)
                    + rule.id)
        }
        lines += [
            "",
            "\(Rule.all.count) rules decide \(NameEntry.all.flatMap(\.names).count) names;"
                + " 'fipsmark algorithms NAME' explains one.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// What is known under a library's name, an ACVP name or a rule's ID; nil where nothing is.
    package static func explanation(of name: String) -> String? {
        if let rule = Rule.find(name.lowercased()) { return text(rule, as: "rule \(rule.id)") }
        let entries = NameEntry.entries(spelled: name)
        if !entries.isEmpty {
            return entries.map { entry in
                text(
                    Rule.named(entry.ruleID),
                    as: "\(name.uppercased()) as \(entry.operation.rawValue)")
            }.joined(separator: "\n")
        }
        let rows = Algorithm.table.filter {
            $0.name.lowercased() == name.lowercased()
                || $0.name.lowercased().hasPrefix(name.lowercased() + "-")
        }
        if rows.isEmpty { return nil }
        return rows.map { text($0.rule, as: "\($0.name) \($0.revisions.joined(separator: ", "))") }
            .joined(separator: "\n")
    }

    private static func text(_ rule: Rule, as title: String) -> String {
        var fields = [
            ("status", rule.status.rawValue), ("what", rule.subject), ("rule", rule.id),
            ("source", rule.citation),
        ]
        switch rule.nextChange {
        case .final(let change)?: fields.append(("next", change))
        case .draft(let change)?: fields.append(("next", "\(change) (draft)"))
        case nil: break
        }
        if let instead = rule.instead { fields.append(("instead", instead)) }
        var lines = [title]
        for (field, value) in fields {
            let wrapped = TextLayout.wrapped(value, indent: 11)
            lines.append(
                "  \(TextLayout.left(field, 9))" + (wrapped.first ?? "").dropFirst(11))
            lines += wrapped.dropFirst()
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Algorithm {
    /// The rule of the algorithm's usual service, within all limits.
    fileprivate var rule: Rule {
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
        let scheme = RSAScheme(.pkcs1, .hash(.sha2_256))
        return switch self {
        case .keyGen: .rsa(.keyGeneration(modulusBits: 3072))
        case .sigGen: .rsa(.signatureGeneration(scheme, modulusBits: 3072))
        case .sigVer: .rsa(.signatureVerification(scheme, modulusBits: 3072))
        case .signaturePrimitive: .rsa(.signaturePrimitive(modulusBits: 3072))
        case .decryptionPrimitive: .rsa(.decryptionPrimitive(modulusBits: 3072))
        }
    }
}
