/// What a flag of a Wycheproof case means to policy.
///
/// Wycheproof calls a case `acceptable` where standards differ or the parameters are weak: its
/// flags, not its result, say what is to be done. Cases that are `valid` or `invalid` need no flag.
package enum WycheproofFlag {
    /// The rule that decides a case with this flag: where it approves, the case is one to be
    /// right on; where it does not, the case is refused. Nil where the flag describes a value and
    /// not a service; a case that is acceptable under such flags alone is undecided.
    package static func rule(_ flag: String) -> Rule? {
        ruleIDs[flag].map { Rule.named($0) }
    }

    /// The flags of Wycheproof v1 that name a parameter of AES-GCM, GMAC, CCM, CMAC, KW and KWP.
    /// The files of XTS, HMAC and ECDSA have none: theirs describe how a case was made. RSA has
    /// two.
    static let ruleIDs = [
        // SP 800-38D, section 5.2.1.1 admits IVs of any length from one bit on.
        "SmallIv": "aes-gcm-dec",
        "LongIv": "aes-gcm-dec",
        "ZeroLengthIv": "aes-gcm-empty-iv",
        "InvalidNonceSize": "aes-ccm-nonce-length",
        // A nonce above 60 bytes.
        "CVE-2017-18330": "aes-ccm-nonce-length",
        "InvalidTagSize": "aes-ccm-tag-length",
        "InsecureTagSize": "aes-ccm-tag-length",
        "InvalidKeySize": "aes-key-length",
        // RFC 3394 wraps 8 bytes with one call of AES; SP 800-38F does not.
        "ShortKey": "aes-kw-length",
        "EmptyKey": "aes-kw-length",
        "WrongDataSize": "aes-kw-length",
        "InvalidWrappingSize": "aes-kw-length",
        // KWP takes keys from 1 byte on.
        "SmallKey": "aes-kwp",
        // Of RSA signatures: SHA-1, and a public exponent of 3.
        "WeakHash": "rsa-sigver-legacy",
        "SmallPublicKey": "rsa-sigver-exponent",
    ]
}
