extension Rule {
    static let hashes: [Rule] = approvedHashes + unlistedHashes

    private static let approvedHashes: [Rule] = [
        Rule(
            "sha1-siggen", "SHA-1 for signature generation", .disallowed,
            "SP 800-131A Rev. 2, section 9, Table 8", instead: "SHA2-256 or stronger"),
        Rule(
            "sha1-sigver", "SHA-1 for signature verification", .legacyUse,
            "SP 800-131A Rev. 2, section 9, Table 8", instead: "SHA2-256 or stronger"),
        Rule(
            "sha1-other", "SHA-1 where collisions do no harm", .approved,
            "FIPS 180-4, section 6.1; SP 800-131A Rev. 2, section 9", next: .sha1Ends),
        Rule(
            "sha2-224", "SHA2-224", .approved, "FIPS 180-4, sections 5 and 6",
            next: .digestsOf224Bits),
        Rule("sha2-256", "SHA2-256", .approved, "FIPS 180-4, sections 5 and 6"),
        Rule("sha2-384", "SHA2-384", .approved, "FIPS 180-4, sections 5 and 6"),
        Rule("sha2-512", "SHA2-512", .approved, "FIPS 180-4, sections 5 and 6"),
        Rule(
            "sha2-512-224", "SHA2-512/224", .approved, "FIPS 180-4, sections 5 and 6",
            next: .digestsOf224Bits),
        Rule("sha2-512-256", "SHA2-512/256", .approved, "FIPS 180-4, sections 5 and 6"),
        Rule(
            "sha3-224", "SHA3-224", .approved, "FIPS 202, section 6.1", next: .digestsOf224Bits),
        Rule("sha3-256", "SHA3-256", .approved, "FIPS 202, section 6.1"),
        Rule("sha3-384", "SHA3-384", .approved, "FIPS 202, section 6.1"),
        Rule("sha3-512", "SHA3-512", .approved, "FIPS 202, section 6.1"),
        Rule("shake128", "SHAKE128", .approved, "FIPS 202, section 6.2"),
        Rule("shake256", "SHAKE256", .approved, "FIPS 202, section 6.2"),
        Rule("cshake128", "cSHAKE128", .approved, "SP 800-185, section 3"),
        Rule("cshake256", "cSHAKE256", .approved, "SP 800-185, section 3"),
    ]

    private static let unlistedHashes: [Rule] = [
        Rule(
            "sha2-256-192", "SHA-256/192 outside LMS and XMSS", .nonApproved,
            "FIPS 180-4 does not define it; SP 800-208 uses it inside LMS and XMSS",
            instead: "SHA2-256"),
        Rule(
            "na-keccak", "Keccak with the padding before FIPS 202", .nonApproved,
            "FIPS 202, section 6.1 defines other padding", instead: "SHA3-256"),
        Rule(
            "keccak-kmac", "the hash function inside KMAC, on its own", .nonApproved,
            notInSP800140C, instead: "KMAC-128 or KMAC-256"),
        Rule("na-md2", "MD2", .nonApproved, notInSP800140C, instead: "SHA2-256"),
        Rule("na-md4", "MD4", .nonApproved, notInSP800140C, instead: "SHA2-256"),
        Rule("na-md5", "MD5", .nonApproved, notInSP800140C, instead: "SHA2-256"),
        Rule("na-md5-sha1", "MD5-SHA1", .nonApproved, notInSP800140C, instead: "SHA2-256"),
        Rule("na-mdc2", "MDC-2", .nonApproved, notInSP800140C, instead: "SHA2-256"),
        Rule("na-ripemd-160", "RIPEMD-160", .nonApproved, notInSP800140C, instead: "SHA2-256"),
        Rule("na-whirlpool", "Whirlpool", .nonApproved, notInSP800140C, instead: "SHA2-512"),
        Rule("na-tiger", "Tiger", .nonApproved, notInSP800140C, instead: "SHA2-256"),
        Rule("na-blake2b", "BLAKE2b", .nonApproved, notInSP800140C, instead: "SHA2-512"),
        Rule("na-blake2s", "BLAKE2s", .nonApproved, notInSP800140C, instead: "SHA2-256"),
        Rule("na-sm3", "SM3", .nonApproved, notInSP800140C, instead: "SHA2-256"),
        Rule(
            "na-gost-3411", "GOST R 34.11-94 and Streebog", .nonApproved, notInSP800140C,
            instead: "SHA2-256 or SHA2-512"),
        Rule(
            "na-crc", "a cyclic redundancy check, which is no hash function", .nonApproved,
            notInSP800140C, instead: "SHA2-256"),
    ]

    static let macs: [Rule] = approvedMACs + limitsOfMACs + unlistedMACs

    private static let hmac = "FIPS 198-1; SP 800-131A Rev. 2, section 10"
    private static let kmac = "SP 800-185, sections 4 and 8.4"

    private static let approvedMACs: [Rule] = [
        // For a name that leaves the hash function open.
        Rule(
            "hmac", "HMAC, the hash function and the key decide", .approved, hmac,
            next: .keysBelow128Bits),
        Rule("hmac-sha-1-gen", "HMAC-SHA-1", .approved, hmac, next: .sha1Ends),
        Rule("hmac-sha2-224-gen", "HMAC-SHA2-224", .approved, hmac, next: .digestsOf224Bits),
        Rule("hmac-sha2-256-gen", "HMAC-SHA2-256", .approved, hmac, next: .keysBelow128Bits),
        Rule("hmac-sha2-384-gen", "HMAC-SHA2-384", .approved, hmac, next: .keysBelow128Bits),
        Rule("hmac-sha2-512-gen", "HMAC-SHA2-512", .approved, hmac, next: .keysBelow128Bits),
        Rule(
            "hmac-sha2-512-224-gen", "HMAC-SHA2-512/224", .approved, hmac,
            next: .digestsOf224Bits),
        Rule(
            "hmac-sha2-512-256-gen", "HMAC-SHA2-512/256", .approved, hmac, next: .keysBelow128Bits),
        Rule("hmac-sha3-224-gen", "HMAC-SHA3-224", .approved, hmac, next: .digestsOf224Bits),
        Rule("hmac-sha3-256-gen", "HMAC-SHA3-256", .approved, hmac, next: .keysBelow128Bits),
        Rule("hmac-sha3-384-gen", "HMAC-SHA3-384", .approved, hmac, next: .keysBelow128Bits),
        Rule("hmac-sha3-512-gen", "HMAC-SHA3-512", .approved, hmac, next: .keysBelow128Bits),
        Rule(
            "cmac-aes", "CMAC-AES", .approved,
            "SP 800-38B, sections 6.2 and 6.3 and Appendix A"),
        Rule("kmac128", "KMAC-128", .approved, kmac, next: .keysBelow128Bits),
        Rule("kmac256", "KMAC-256", .approved, kmac, next: .keysBelow128Bits),
    ]

    private static let limitsOfMACs: [Rule] = [
        Rule(
            "hmac-short-gen", "HMAC generation with a key below 112 bits", .disallowed,
            "SP 800-131A Rev. 2, section 10, Table 9", instead: "a key of at least 112 bits"),
        Rule(
            "hmac-short-ver", "HMAC verification with a key below 112 bits", .legacyUse,
            "SP 800-131A Rev. 2, section 10, Table 9", instead: "a key of at least 112 bits"),
        Rule(
            "hmac-short-tag", "HMAC with a tag below 32 bits", .nonApproved,
            "SP 800-107 Rev. 1, section 5.3.3; FIPS 140-3 IG C.D",
            instead: "a tag of at least 32 bits"),
        Rule(
            "cmac-short-tag", "CMAC-AES with a tag below 64 bits", .testOnly,
            "SP 800-38B, Appendix A.2", instead: "a tag of 64 to 128 bits"),
        Rule(
            "cmac-tag-length", "CMAC-AES with a tag of no bits or above 128", .nonApproved,
            "SP 800-38B, section 6.2", instead: "a tag of 64 to 128 bits"),
        Rule(
            "cmac-tdea", "CMAC-TDES generation", .disallowed,
            "SP 800-131A Rev. 2, section 10, Table 9", instead: "CMAC-AES"),
        Rule(
            "cmac-tdea-ver", "CMAC-TDES verification", .legacyUse,
            "SP 800-131A Rev. 2, section 10, Table 9", instead: "CMAC-AES"),
        Rule(
            "kmac-short-key", "KMAC with a key below 112 bits", .nonApproved,
            "SP 800-185, section 8.4.1; SP 800-131A Rev. 2, section 10",
            instead: "a key of at least 112 bits"),
        Rule(
            "kmac-short-tag", "KMAC with a tag below 32 bits", .nonApproved,
            "SP 800-185, section 8.4.2; FIPS 140-3 IG C.D",
            instead: "a tag of at least 32 bits"),
    ]

    private static let unlistedMACs: [Rule] = [
        Rule(
            "hmac-md5", "HMAC-MD5", .nonApproved, "FIPS 198-1: approved hash functions only",
            instead: "HMAC-SHA2-256"),
        Rule(
            "hmac-other", "HMAC with a hash function that is not approved", .nonApproved,
            "FIPS 198-1: approved hash functions only", instead: "HMAC-SHA2-256"),
        Rule("poly1305", "Poly1305", .nonApproved, notInSP800140C, instead: "AES-GMAC"),
        Rule(
            "siphash-blake2mac", "SipHash and the BLAKE2 MACs", .nonApproved, notInSP800140C,
            instead: "HMAC-SHA2-256 or KMAC-128"),
    ]
}
