extension Rule {
    /// Key derivation and random bits.
    static let derivation: [Rule] =
        derivationFunctions + derivationLimits + unlistedDerivation + randomBits

    private static let derivationFunctions: [Rule] = [
        Rule("hkdf", "HKDF", .approved, "SP 800-56C Rev. 2, section 5.1"),
        Rule("sskdf", "one-step KDF", .approved, "SP 800-56C Rev. 2, section 4"),
        Rule("twostep", "two-step KDF", .approved, "SP 800-56C Rev. 2, section 5"),
        Rule("kbkdf", "KBKDF", .approved, "SP 800-108 Rev. 1, section 4"),
        Rule(
            "pbkdf2", "PBKDF2 for keys that protect storage", .approved,
            "SP 800-132, section 5; FIPS 140-3 IG D.N"),
        Rule(
            "tls12-prf-ems", "TLS 1.2 KDF with the extended master secret", .approved,
            "SP 800-135 Rev. 1, section 4.2.2; RFC 7627; FIPS 140-3 IG D.Q"),
        Rule(
            "tls12-prf", "TLS 1.2 KDF without the extended master secret", .nonApproved,
            "FIPS 140-3 IG D.Q", instead: "TLS 1.2 with extended master secret, or TLS 1.3"),
        Rule("tls13-kdf", "TLS 1.3 KDF", .approved, "RFC 8446, section 7.1"),
        Rule("sshkdf", "SSH KDF", .approved, "SP 800-135 Rev. 1, section 5.2"),
        Rule("x963kdf", "ANSI X9.63 KDF", .approved, "SP 800-135 Rev. 1, section 5.1"),
        Rule(
            "x942kdf-asn1", "ANSI X9.42 KDF with DER", .approved,
            "SP 800-135 Rev. 1, section 5.1"),
    ]

    /// What the functions above refuse of their own parameters.
    private static let derivationLimits: [Rule] = [
        Rule(
            "kdf-short-key", "derivation from a key or secret below 112 bits", .disallowed,
            "SP 800-131A Rev. 2, section 8", instead: "a key of 112 bits or more"),
        Rule(
            "pbkdf2-short-salt", "PBKDF2 with a salt below 128 bits", .nonApproved,
            "SP 800-132, section 5.1", instead: "a random salt of 128 bits or more"),
        Rule(
            "pbkdf2-iterations", "PBKDF2 with fewer than 1000 iterations", .nonApproved,
            "SP 800-132, section 5.2", instead: "as many iterations as can be borne"),
        Rule(
            "pbkdf2-short-key", "PBKDF2 of a key below 112 bits", .nonApproved,
            "SP 800-132, section 5", instead: "a key of 112 bits or more"),
        Rule(
            "tls10-prf", "TLS 1.0 and 1.1 KDF", .nonApproved, "FIPS 140-3 IG D.Q",
            instead: "TLS 1.2 with extended master secret, or TLS 1.3"),
        Rule(
            "tls12-prf-hash", "TLS 1.2 KDF with another hash than SHA2-256, 384 or 512",
            .nonApproved, "SP 800-135 Rev. 1, section 4.2.2", instead: "SHA2-256"),
        Rule(
            "tls13-kdf-hash", "TLS 1.3 KDF with another hash than SHA2-256 or 384",
            .nonApproved, "RFC 8446, appendix B.4", instead: "SHA2-256"),
        Rule(
            "sshkdf-hash", "SSH KDF with SHA-3 or SHA2-512/t", .nonApproved,
            "SP 800-135 Rev. 1, section 5.2; RFC 4253, section 7.2; RFC 5656; RFC 8268",
            instead: "SHA2-256"),
        Rule(
            "x963kdf-sha1", "ANS X9.63 KDF with SHA-1", .nonApproved,
            "SP 800-131A Rev. 2; openssl-fipsinstall(1), x963kdf-digest-check",
            instead: "SHA2-256"),
        Rule(
            "x942kdf-tdea", "ANS X9.42 KDF of a key that wraps with TDEA", .disallowed,
            "SP 800-131A Rev. 2, section 7", instead: "a key that wraps with AES"),
    ]

    private static let unlistedDerivation: [Rule] = [
        Rule("na-scrypt", "scrypt", .nonApproved, notInSP800140D, instead: "PBKDF2"),
        Rule(
            "na-argon2id", "Argon2d, Argon2i and Argon2id", .nonApproved, notInSP800140D,
            instead: "PBKDF2"),
        Rule(
            "na-pbkdf1", "PBKDF1 and the PKCS #12 KDF", .nonApproved, notInSP800140D,
            instead: "PBKDF2"),
        Rule("na-pvkkdf", "the KDF of PVK files", .nonApproved, notInSP800140D, instead: "PBKDF2"),
        Rule(
            "na-openpgp", "the string-to-key functions of OpenPGP", .nonApproved, notInSP800140D,
            instead: "PBKDF2"),
        Rule("na-krb5kdf", "Kerberos KDF", .nonApproved, notInSP800140D, instead: "KBKDF"),
        Rule(
            "hmac-drbg-kdf", "HMAC_DRBG as a derivation function", .nonApproved, notInSP800140D,
            instead: "KBKDF; deterministic ECDSA for its own nonces"),
    ]

    private static let randomBits: [Rule] = [
        Rule("ctr-drbg", "CTR_DRBG with AES", .approved, "SP 800-90A Rev. 1, section 10.2.1"),
        Rule(
            "hash-drbg", "Hash_DRBG", .approved,
            "SP 800-90A Rev. 1, section 10.1.1; FIPS 140-3 IG D.R"),
        Rule(
            "hmac-drbg", "HMAC_DRBG", .approved,
            "SP 800-90A Rev. 1, section 10.1.2; FIPS 140-3 IG D.R"),
        Rule(
            "drbg-truncated-hash", "Hash_DRBG or HMAC_DRBG with a truncated hash function",
            .nonApproved, "FIPS 140-3 IG D.R", instead: "SHA2-256 or SHA2-512"),
        Rule(
            "drbg-tdea", "CTR_DRBG with TDEA", .disallowed, "SP 800-131A Rev. 2, section 4",
            instead: "CTR_DRBG with AES"),
        Rule(
            "test-rand", "a source of test input, never of random bits", .nonApproved,
            "SP 800-90A Rev. 1, section 10: not among its mechanisms",
            instead: "CTR_DRBG, Hash_DRBG or HMAC_DRBG"),
        Rule(
            "seed-src", "raw entropy, which seeds a DRBG and is no DRBG itself", .nonApproved,
            "SP 800-90A Rev. 1, section 10: not among its mechanisms; SP 800-90B",
            instead: "CTR_DRBG, Hash_DRBG or HMAC_DRBG seeded from it"),
    ]
}
