import Approval
import Testing

@Suite struct RulesTests {
    @Test func everyIDIsUniqueAndWellFormed() {
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
        var seen: Set<String> = []
        for rule in Rule.all {
            #expect(seen.insert(rule.id).inserted, "\(rule.id) occurs twice")
            #expect(!rule.id.isEmpty && rule.id.allSatisfy(allowed.contains), "\(rule.id)")
            #expect(rule.id.first != "-" && rule.id.last != "-", "\(rule.id)")
        }
        #expect(!seen.isEmpty)
    }

    @Test func everyRuleIsFoundByItsID() {
        for rule in Rule.all {
            #expect(Rule.find(rule.id) == rule)
            #expect(Rule.named(rule.id) == rule)
        }
        #expect(Rule.find("no-such-rule") == nil)
        #expect(Rule.find("AES-GCM-DEC") == nil, "IDs are looked up as they are written")
    }

    @Test func anUnknownIDStopsTheProgram() async {
        await #expect(processExitsWith: .failure) {
            _ = Rule.named("no-such-rule")
        }
    }

    @Test func everyRuleSaysWhatItIsAboutAndCitesItsDocument() {
        let issuers = ["FIPS ", "SP 800-", "RFC "]
        for rule in Rule.all {
            #expect(!rule.subject.isEmpty, "\(rule.id)")
            #expect(
                issuers.contains { rule.citation.hasPrefix($0) },
                "\(rule.id) cites \(rule.citation)")
        }
    }

    @Test func everyRuleThatIsNotApprovedSaysWhatToUseInstead() {
        for rule in Rule.all {
            if rule.status.isApproved {
                #expect(rule.instead == nil, "\(rule.id) needs no replacement")
            } else {
                #expect(rule.instead?.isEmpty == false, "\(rule.id) leaves its reader alone")
            }
        }
    }

    @Test func draftsNameThemselvesAsDraftsAndNoticesDoNot() {
        for rule in Rule.all {
            switch rule.nextChange {
            case .draft(let change): #expect(change.contains(" ipd: "), "\(rule.id)")
            case .final(let change): #expect(!change.contains("ipd"), "\(rule.id)")
            case nil: break
            }
        }
    }

    /// A rule that drops out of the table unnoticed would let its service go undecided.
    @Test(arguments: [
        ("aes-gcm-enc-ext", Status.testOnly), ("aes-gcm-short-tag", .testOnly),
        ("aes-ecb-enc", .approved), ("aes-unauth-unwrap", .allowed), ("tdea3-enc", .disallowed),
        ("tdea3-dec", .legacyUse), ("na-rc4", .nonApproved), ("sha1-siggen", .disallowed),
        ("sha1-sigver", .legacyUse), ("sha1-other", .approved), ("na-md5", .nonApproved),
        ("hmac-short-gen", .disallowed), ("hmac-short-ver", .legacyUse),
        ("rsa-siggen-small", .disallowed), ("rsa-pkcs1-enc", .disallowed),
        ("rsa-x931-ver", .legacyUse), ("ecdsa-bk", .deprecated), ("dsa-sign", .disallowed),
        ("dsa-verify", .legacyUse), ("ed25519", .approved), ("x25519", .nonApproved),
        ("tls12-prf", .nonApproved), ("tls12-prf-ems", .approved), ("pbkdf2", .approved),
        ("ml-kem-768", .approved), ("hybrid-x25519-mlkem768", .allowed),
        ("hybrid-x448-mlkem1024", .nonApproved), ("ecdsa-secp256k1", .nonApproved),
        ("ffdh-fips186", .testOnly),
    ])
    func theStandingOfAService(id: String, status: Status) {
        #expect(Rule.find(id)?.status == status)
    }

    @Test func theEndOfSHA1IsNoDraft() {
        for id in ["sha1-other", "hmac-sha-1-gen"] {
            guard case .final(let change) = Rule.find(id)?.nextChange else {
                Issue.record("\(id) does not say when SHA-1 ends")
                continue
            }
            #expect(change.contains("2030-12-31"))
        }
    }
}
