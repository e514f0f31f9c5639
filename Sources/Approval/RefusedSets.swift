/// Official ACVP vector sets, and groups of them, that test what is not approved.
///
/// No module is asked for them: each of their cases is refused with a rule. A set that has no entry
/// is merely not in the table of algorithms yet, and is no business of these rules. Groups whose
/// parameters a `Service` holds (curves, hash functions, lengths of keys and tags) are decided by
/// the gate.
package enum RefusedSet: Sendable, Equatable {
    /// Every mode of TDEA, the key wrap included.
    case tdea
    case cmacTDEA
    /// Only the groups with TDEA; those with AES are approved.
    case ctrDRBG
    /// One rule for every group.
    case whole(ruleID: String)
    case xecdh
    /// TLS up to 1.2 without the extended master secret.
    case tlsKeyDerivation

    /// The set's algorithm, with a hyphen and the mode where there is one, as in its prompt.
    ///
    /// The official set of `pqgVer` is labelled `pqgGen` (ACVP-Server v1.1.0.43), and so refused
    /// under the rule of the latter.
    package init?(named name: String) {
        switch name {
        case "CMAC-TDES": self = .cmacTDEA
        case "ctrDRBG": self = .ctrDRBG
        case "ACVP-AES-FF3-1": self = .whole(ruleID: "aes-ff3-1")
        case "ACVP-AES-GCM-SIV": self = .whole(ruleID: "aes-gcm-siv")
        case "DSA-keyGen", "DSA-pqgGen", "DSA-sigGen": self = .whole(ruleID: "dsa-sign")
        case "DSA-pqgVer", "DSA-sigVer": self = .whole(ruleID: "dsa-verify")
        case "XECDH-keyGen", "XECDH-keyVer", "XECDH-SSC": self = .xecdh
        case "kdf-components-tls": self = .tlsKeyDerivation
        case _ where name.hasPrefix("ACVP-TDES-"): self = .tdea
        default: return nil
        }
    }

    /// The rule that refuses a group; nil where the group is not refused. What the group does not
    /// say is taken for what is worse.
    ///
    /// - Parameter property: a property of the group by its ACVP name; nil where it has none.
    package func rule(_ property: (String) -> String?) -> Rule? {
        switch self {
        case .tdea:
            // ACVP's keying option 2 is two keys; TDES-KW leaves the option out and has three.
            let keys = property("keyingOption") == "2" ? "tdea2" : "tdea3"
            return Rule.named(property("direction") == "decrypt" ? "\(keys)-dec" : "\(keys)-enc")
        case .cmacTDEA:
            return Rule.named(property("direction") == "ver" ? "cmac-tdea-ver" : "cmac-tdea")
        case .ctrDRBG:
            return property("mode") == "TDES" ? Rule.named("drbg-tdea") : nil
        case .whole(let ruleID):
            return Rule.named(ruleID)
        case .xecdh:
            return Rule.named(property("curve") == "Curve448" ? "x448" : "x25519")
        case .tlsKeyDerivation:
            return Rule.named(property("tlsVersion") == "v1.2" ? "tls12-prf" : "tls10-prf")
        }
    }
}

extension Rule {
    /// The rule that refuses a group of the named set, or nil.
    package static func refusing(
        set name: String, property: (String) -> String?
    ) -> Rule? {
        RefusedSet(named: name)?.rule(property)
    }
}
