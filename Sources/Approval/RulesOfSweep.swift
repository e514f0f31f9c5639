extension Rule {
    /// Limits that only the rejection sweep and names ask about so far.
    static let sweep: [Rule] = [
        Rule(
            "rsa-keygen-small", "RSA keys with a modulus below 2048 bits", .disallowed,
            "SP 800-131A Rev. 2, section 3, Table 2", instead: "a modulus of at least 3072 bits"),
        Rule(
            "ffdh-small", "finite-field Diffie-Hellman with a modulus below 2048 bits",
            .disallowed, "SP 800-56A Rev. 3, Appendix D; SP 800-131A Rev. 2, section 5",
            instead: "ffdhe3072 or MODP-3072"),
        Rule(
            "ecdh-no-cofactor", "ECDH that leaves out a cofactor other than 1", .nonApproved,
            "SP 800-56A Rev. 3, section 5.7.1.2", instead: "ECDH on P-256 or stronger"),
        Rule(
            "hmac-sha-1-ver", "HMAC-SHA-1 verification", .approved,
            "FIPS 198-1; SP 800-131A Rev. 2, section 10", next: .sha1Ends),
        Rule(
            "hash-drbg-sha1", "Hash_DRBG with SHA-1", .approved,
            "SP 800-90A Rev. 1, section 10.1.1; FIPS 140-3 IG D.R", next: .sha1Ends),
        Rule(
            "hmac-drbg-sha1", "HMAC_DRBG with SHA-1", .approved,
            "SP 800-90A Rev. 1, section 10.1.2; FIPS 140-3 IG D.R", next: .sha1Ends),
    ]
}
