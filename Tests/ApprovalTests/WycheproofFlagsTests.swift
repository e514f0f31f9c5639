import Testing

@testable import Approval

@Suite struct WycheproofFlagsTests {
    @Test(arguments: [
        ("ShortKey", "aes-kw-length", Status.nonApproved),
        ("EmptyKey", "aes-kw-length", .nonApproved),
        ("WrongDataSize", "aes-kw-length", .nonApproved),
        ("InvalidWrappingSize", "aes-kw-length", .nonApproved),
        ("SmallKey", "aes-kwp", .approved), ("SmallIv", "aes-gcm-dec", .approved),
        ("LongIv", "aes-gcm-dec", .approved), ("ZeroLengthIv", "aes-gcm-empty-iv", .nonApproved),
        ("InvalidNonceSize", "aes-ccm-nonce-length", .nonApproved),
        ("CVE-2017-18330", "aes-ccm-nonce-length", .nonApproved),
        ("InvalidTagSize", "aes-ccm-tag-length", .nonApproved),
        ("InsecureTagSize", "aes-ccm-tag-length", .nonApproved),
        ("InvalidKeySize", "aes-key-length", .nonApproved),
    ])
    func aFlagNamesAService(flag: String, ruleID: String, status: Status) throws {
        let rule = try #require(WycheproofFlag.rule(flag))
        #expect(rule.id == ruleID && rule.status == status)
    }

    /// How a value was made decides no policy, and a flag that nobody has seen decides nothing.
    @Test(arguments: [
        "ModifiedTag", "Pseudorandom", "Ktv", "TruncatedHmac", "MissingZero", "SmallRandS",
        "shortkey", "NoSuchFlag", "",
    ])
    func otherFlagsDecideNothing(flag: String) {
        #expect(WycheproofFlag.rule(flag) == nil)
    }

    @Test func everyRuleThatAFlagRefersToExists() {
        for (flag, ruleID) in WycheproofFlag.ruleIDs {
            #expect(Rule.find(ruleID) != nil, "\(flag) refers to \(ruleID)")
        }
    }
}
