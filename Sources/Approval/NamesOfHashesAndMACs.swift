import Algorithms

extension NameEntry {
    static let digests: [NameEntry] = approvedDigests + unlistedDigests

    private static let approvedDigests: [NameEntry] = [
        NameEntry(.digest, ["SHA1", "SHA-1", "SSL3-SHA1"], "sha1-other", ["SHA-1"]),
        NameEntry(.digest, ["SHA2-224", "SHA-224", "SHA224"], "sha2-224", ["SHA2-224"]),
        NameEntry(.digest, ["SHA2-256", "SHA-256", "SHA256"], "sha2-256", ["SHA2-256"]),
        NameEntry(.digest, ["SHA2-384", "SHA-384", "SHA384"], "sha2-384", ["SHA2-384"]),
        NameEntry(.digest, ["SHA2-512", "SHA-512", "SHA512"], "sha2-512", ["SHA2-512"]),
        NameEntry(
            .digest, ["SHA2-512/224", "SHA-512/224", "SHA512-224", "SHA512_224"], "sha2-512-224",
            ["SHA2-512/224"]),
        NameEntry(
            .digest, ["SHA2-512/256", "SHA-512/256", "SHA512-256", "SHA512_256"], "sha2-512-256",
            ["SHA2-512/256"]),
        NameEntry(.digest, ["SHA3-224"], "sha3-224", ["SHA3-224"]),
        NameEntry(.digest, ["SHA3-256"], "sha3-256", ["SHA3-256"]),
        NameEntry(.digest, ["SHA3-384"], "sha3-384", ["SHA3-384"]),
        NameEntry(.digest, ["SHA3-512"], "sha3-512", ["SHA3-512"]),
        NameEntry(.digest, ["SHAKE128", "SHAKE-128"], "shake128", ["SHAKE-128"]),
        NameEntry(.digest, ["SHAKE256", "SHAKE-256"], "shake256", ["SHAKE-256"]),
        NameEntry(.digest, ["CSHAKE128", "CSHAKE-128"], "cshake128", ["cSHAKE-128"]),
        NameEntry(.digest, ["CSHAKE256", "CSHAKE-256"], "cshake256", ["cSHAKE-256"]),
    ]

    private static let unlistedDigests: [NameEntry] = [
        NameEntry(.digest, ["NULL"], "na-null"),
        NameEntry(.digest, ["SHA2-256/192", "SHA-256/192", "SHA256-192"], "sha2-256-192"),
        NameEntry(
            .digest, spelled("KECCAK-#", sizes: ["224", "256", "384", "512"]), "na-keccak"),
        NameEntry(
            .digest, spelled("KECCAK-KMAC-#", "KECCAK-KMAC#", sizes: ["128", "256"]),
            "keccak-kmac"),
        NameEntry(.digest, ["MD2"], "na-md2"),
        NameEntry(.digest, ["MD4"], "na-md4"),
        NameEntry(.digest, ["MD5", "SSL3-MD5"], "na-md5"),
        NameEntry(.digest, ["MD5-SHA1"], "na-md5-sha1"),
        NameEntry(.digest, ["MDC2"], "na-mdc2"),
        NameEntry(
            .digest, ["RIPEMD-160", "RIPEMD160", "RIPEMD", "RMD160"], "na-ripemd-160"),
        NameEntry(.digest, ["WHIRLPOOL"], "na-whirlpool"),
        NameEntry(.digest, ["TIGER", "TIGER192", "TIGER2"], "na-tiger"),
        NameEntry(
            .digest,
            ["BLAKE2B-512", "BLAKE2B512"]
                + spelled("BLAKE2B_#", sizes: ["160", "256", "384", "512"]),
            "na-blake2b"),
        NameEntry(
            .digest,
            ["BLAKE2S-256", "BLAKE2S256"]
                + spelled("BLAKE2S_#", sizes: ["128", "160", "224", "256"]),
            "na-blake2s"),
        NameEntry(.digest, ["SM3"], "na-sm3"),
        NameEntry(
            .digest, ["GOSTR3411_94", "GOSTR3411_CP", "STRIBOG256", "STRIBOG512"],
            "na-gost-3411"),
        NameEntry(.digest, ["CRC32", "CRC32RFC1510", "CRC24RFC2440"], "na-crc"),
    ]

    static let macs: [NameEntry] = approvedMACs + unlistedMACs

    /// What a name of HMAC without a hash function may be tested as.
    static let everyHMAC = [
        "HMAC-SHA-1", "HMAC-SHA2-224", "HMAC-SHA2-256", "HMAC-SHA2-384", "HMAC-SHA2-512",
        "HMAC-SHA2-512/224", "HMAC-SHA2-512/256", "HMAC-SHA3-224", "HMAC-SHA3-256",
        "HMAC-SHA3-384", "HMAC-SHA3-512",
    ]

    private static let approvedMACs: [NameEntry] = [
        NameEntry(.mac, ["HMAC"], "hmac", everyHMAC),
        NameEntry(.mac, ["HMAC_SHA1"], "hmac-sha-1-gen", ["HMAC-SHA-1"]),
        NameEntry(.mac, ["HMAC_SHA224"], "hmac-sha2-224-gen", ["HMAC-SHA2-224"]),
        NameEntry(.mac, ["HMAC_SHA256"], "hmac-sha2-256-gen", ["HMAC-SHA2-256"]),
        NameEntry(.mac, ["HMAC_SHA384"], "hmac-sha2-384-gen", ["HMAC-SHA2-384"]),
        NameEntry(.mac, ["HMAC_SHA512"], "hmac-sha2-512-gen", ["HMAC-SHA2-512"]),
        NameEntry(.mac, ["HMAC_SHA512_224"], "hmac-sha2-512-224-gen", ["HMAC-SHA2-512/224"]),
        NameEntry(.mac, ["HMAC_SHA512_256"], "hmac-sha2-512-256-gen", ["HMAC-SHA2-512/256"]),
        NameEntry(.mac, ["HMAC_SHA3_224"], "hmac-sha3-224-gen", ["HMAC-SHA3-224"]),
        NameEntry(.mac, ["HMAC_SHA3_256"], "hmac-sha3-256-gen", ["HMAC-SHA3-256"]),
        NameEntry(.mac, ["HMAC_SHA3_384"], "hmac-sha3-384-gen", ["HMAC-SHA3-384"]),
        NameEntry(.mac, ["HMAC_SHA3_512"], "hmac-sha3-512-gen", ["HMAC-SHA3-512"]),
        NameEntry(.mac, ["CMAC", "CMAC_AES"], "cmac-aes", ["CMAC-AES"]),
        NameEntry(.mac, ["GMAC", "GMAC_AES"], "aes-gmac", ["ACVP-AES-GMAC"]),
        NameEntry(.mac, ["KMAC-128", "KMAC128"], "kmac128", ["KMAC-128"]),
        NameEntry(.mac, ["KMAC-256", "KMAC256"], "kmac256", ["KMAC-256"]),
    ]

    private static let unlistedMACs: [NameEntry] = [
        NameEntry(.mac, ["HMAC_MD5"], "hmac-md5"),
        NameEntry(
            .mac,
            spelled("HMAC_BLAKE2B_#", sizes: ["160", "256", "384", "512"])
                + spelled("HMAC_BLAKE2S_#", sizes: ["128", "160", "224", "256"])
                + [
                    "HMAC_GOSTR3411_94", "HMAC_GOSTR3411_CP", "HMAC_MD2", "HMAC_MD4",
                    "HMAC_RIPEMD160", "HMAC_SM3", "HMAC_STRIBOG256", "HMAC_STRIBOG512",
                    "HMAC_TIGER", "HMAC_TIGER1", "HMAC_WHIRLPOOL",
                ],
            "hmac-other"),
        // Only verification remains to it.
        NameEntry(.mac, ["CMAC_3DES"], "cmac-tdea-ver"),
        NameEntry(.mac, ["CMAC_ARIA", "GMAC_ARIA"], "na-aria"),
        NameEntry(.mac, ["CMAC_BLOWFISH"], "na-blowfish"),
        NameEntry(.mac, ["CMAC_CAMELLIA", "GMAC_CAMELLIA"], "na-camellia"),
        NameEntry(.mac, ["CMAC_CAST5"], "na-cast5"),
        NameEntry(.mac, ["CMAC_GOST28147", "GOST28147_IMIT"], "na-gost-28147"),
        NameEntry(.mac, ["CMAC_IDEA"], "na-idea"),
        NameEntry(.mac, ["CMAC_RFC2268"], "na-rc2"),
        NameEntry(.mac, ["CMAC_SEED", "GMAC_SEED"], "na-seed"),
        NameEntry(.mac, ["CMAC_SERPENT", "GMAC_SERPENT"], "na-serpent"),
        NameEntry(.mac, ["CMAC_SM4", "GMAC_SM4"], "na-sm4"),
        NameEntry(.mac, ["CMAC_TWOFISH", "GMAC_TWOFISH"], "na-twofish"),
        NameEntry(
            .mac,
            [
                "POLY1305", "POLY1305_AES", "POLY1305_ARIA", "POLY1305_CAMELLIA",
                "POLY1305_SEED", "POLY1305_SERPENT", "POLY1305_SM4", "POLY1305_TWOFISH",
            ], "poly1305"),
        NameEntry(.mac, ["SIPHASH", "BLAKE2BMAC", "BLAKE2SMAC"], "siphash-blake2mac"),
    ]
}
