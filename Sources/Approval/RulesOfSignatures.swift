extension Rule {
    static let signatures: [Rule] = rsa + ecdsa + edwards + dsa + postQuantumSignatures

    private static let rsa: [Rule] = [
        // For a name that leaves padding, usage and modulus open.
        Rule(
            "rsa", "RSA signatures, padding and modulus decide", .approved,
            "FIPS 186-5, section 5", next: .modulusOf2048Bits),
        Rule(
            "rsa-siggen-pkcs1", "RSA PKCS #1 v1.5 signature generation", .approved,
            "FIPS 186-5, sections 5.1 and 5.4", next: .modulusOf2048Bits),
        Rule(
            "rsa-siggen-pss", "RSA-PSS signature generation", .approved,
            "FIPS 186-5, section 5.4", next: .modulusOf2048Bits),
        Rule(
            "rsa-siggen-small", "RSA signature generation with a modulus below 2048 bits",
            .disallowed, "SP 800-131A Rev. 2, section 3, Table 2",
            instead: "a modulus of at least 3072 bits, or ECDSA P-256"),
        Rule("rsa-sigver", "RSA signature verification", .approved, "FIPS 186-5, section 5"),
        Rule(
            "rsa-sigver-legacy",
            "RSA signature verification with SHA-1 or a modulus of 1024 to 2047 bits", .legacyUse,
            "SP 800-131A Rev. 2, section 3, Table 2",
            instead: "SHA2-256 or stronger and a modulus of at least 3072 bits"),
        Rule(
            "rsa-x931-sign", "RSA X9.31 signature generation", .disallowed,
            "FIPS 186-5; FIPS 140-3 IG C.K", instead: "RSA-PSS"),
        Rule(
            "rsa-x931-ver", "RSA X9.31 signature verification", .legacyUse, "FIPS 140-3 IG C.K",
            instead: "RSA-PSS"),
        Rule(
            "rsa-keygen", "RSA key generation", .approved, "FIPS 186-5, Appendix A.1",
            next: .modulusOf2048Bits),
        Rule(
            "rsa-sigver-small", "RSA signature verification with a modulus below 1024 bits",
            .disallowed, "SP 800-131A Rev. 2, section 3, Table 2",
            instead: "a modulus of at least 3072 bits, or ECDSA P-256"),
        Rule(
            "rsa-modulus-length", "RSA keys with a modulus of an odd number of bits",
            .nonApproved, "FIPS 186-5, section 5.1", instead: "a modulus of 3072 or 4096 bits"),
        Rule(
            "rsa-exponent", "RSA keys whose public exponent is even, below 2^16 or above 2^256",
            .nonApproved, "FIPS 186-5, Appendix A.1.1", instead: "the public exponent 65537"),
        Rule(
            "rsa-sigver-exponent",
            "RSA signature verification with a public exponent below 2^16 or above 2^256",
            .legacyUse, "FIPS 186-5, Appendix A.1.1; FIPS 140-3 IG C.F",
            instead: "a key whose public exponent is 65537"),
        Rule(
            "rsa-pss-salt", "RSA-PSS with a salt longer than the digest", .nonApproved,
            "FIPS 186-5, section 5.4", instead: "a salt of the digest's length"),
        Rule(
            "rsa-pkcs1-xof", "RSA PKCS #1 v1.5 signatures with SHAKE", .nonApproved,
            "FIPS 186-5, section 5.4", instead: "RSA-PSS, or a hash function"),
        Rule(
            "rsa-primitive", "the RSA primitives without a padding", .testOnly,
            "FIPS 186-5, section 5.4; SP 800-56B Rev. 2, section 7.1",
            instead: "RSA-PSS, or RSA-OAEP"),
    ]

    private static let ecdsaSign = "FIPS 186-5, section 6; SP 800-186"
    private static let ecdsaVerify = "FIPS 186-5, section 6"
    private static let ecKeys = "FIPS 186-5, Appendix A.2; SP 800-186"

    private static let ecdsa: [Rule] = [
        // For names that leave the curve open.
        Rule(
            "ecdsa", "ECDSA, curve and hash function decide", .approved, ecdsaSign,
            next: .quantumVulnerable),
        Rule(
            "ec-keys", "EC keys, the curve decides", .approved, ecKeys, next: .quantumVulnerable),
        Rule(
            "ecdsa-p-224-keygen", "ECDSA P-224 key generation and validation", .approved, ecKeys,
            next: .curveP224),
        Rule(
            "ecdsa-p-224-sign", "ECDSA P-224 signature generation", .approved, ecdsaSign,
            next: .curveP224),
        Rule(
            "ecdsa-p-224-verify", "ECDSA P-224 signature verification", .approved, ecdsaVerify,
            next: .curveP224),
        Rule(
            "ecdsa-p-256-keygen", "ECDSA P-256 key generation and validation", .approved, ecKeys,
            next: .quantumVulnerable),
        Rule(
            "ecdsa-p-256-sign", "ECDSA P-256 signature generation", .approved, ecdsaSign,
            next: .quantumVulnerable),
        Rule(
            "ecdsa-p-256-verify", "ECDSA P-256 signature verification", .approved, ecdsaVerify,
            next: .quantumVulnerable),
        Rule(
            "ecdsa-p-384-keygen", "ECDSA P-384 key generation and validation", .approved, ecKeys,
            next: .quantumVulnerable),
        Rule(
            "ecdsa-p-384-sign", "ECDSA P-384 signature generation", .approved, ecdsaSign,
            next: .quantumVulnerable),
        Rule(
            "ecdsa-p-384-verify", "ECDSA P-384 signature verification", .approved, ecdsaVerify,
            next: .quantumVulnerable),
        Rule(
            "ecdsa-p-521-keygen", "ECDSA P-521 key generation and validation", .approved, ecKeys,
            next: .quantumVulnerable),
        Rule(
            "ecdsa-p-521-sign", "ECDSA P-521 signature generation", .approved, ecdsaSign,
            next: .quantumVulnerable),
        Rule(
            "ecdsa-p-521-verify", "ECDSA P-521 signature verification", .approved, ecdsaVerify,
            next: .quantumVulnerable),
        Rule(
            "ecdsa-p192-sign", "ECDSA P-192, K-163 and B-163 keys and signature generation",
            .disallowed, "SP 800-131A Rev. 2, section 3, Table 2; SP 800-186",
            instead: "P-256 or stronger"),
        Rule(
            "ecdsa-p192-verify", "ECDSA P-192, K-163 and B-163 signature verification",
            .legacyUse, "SP 800-131A Rev. 2, section 3, Table 2", instead: "P-256 or stronger"),
        Rule(
            "ecdsa-bk", "ECDSA over binary fields, B- and K-233 to 571", .deprecated,
            "SP 800-186; FIPS 140-3 IG C.K, resolution 4", instead: "P-256 or stronger"),
        Rule(
            "ecdsa-brainpool", "ECDSA on Brainpool curves", .nonApproved,
            "SP 800-186, Appendix H: for interoperability alone", instead: "P-256 or stronger"),
        Rule(
            "ecdsa-secp256k1", "ECDSA on secp256k1", .nonApproved,
            "SP 800-186, Appendix H: for blockchain applications alone", instead: "P-256"),
        Rule(
            "detecdsa", "deterministic ECDSA signature generation", .approved,
            "FIPS 186-5, section 6.3.2", next: .quantumVulnerable),
    ]

    private static let edwards: [Rule] = [
        Rule(
            "ed25519", "Ed25519 and Ed25519ph", .approved, "FIPS 186-5, section 7; SP 800-186",
            next: .quantumVulnerable),
        Rule(
            "ed25519ctx", "Ed25519ctx", .nonApproved,
            "FIPS 186-5, section 7 defines Ed25519 and Ed25519ph only", instead: "Ed25519"),
        Rule(
            "ed448", "Ed448 and Ed448ph", .approved, "FIPS 186-5, section 7; SP 800-186",
            next: .quantumVulnerable),
        Rule(
            "eddsa-context", "EdDSA with a context above 255 bytes", .nonApproved,
            "FIPS 186-5, sections 7.6 and 7.8", instead: "a context of at most 255 bytes"),
    ]

    private static let dsa: [Rule] = [
        Rule(
            "dsa-sign", "DSA keys, domain parameters and signature generation", .disallowed,
            "FIPS 186-5; FIPS 140-3 IG C.K", instead: "ECDSA P-256 or ML-DSA-65"),
        Rule(
            "dsa-verify", "DSA verification of signatures and domain parameters", .legacyUse,
            "FIPS 186-5; SP 800-131A Rev. 2, section 3, Table 2",
            instead: "ECDSA P-256 or ML-DSA-65"),
        Rule("na-sm2", "SM2", .nonApproved, notInSP800140C, instead: "ECDSA P-256, ECDH P-256"),
        Rule(
            "na-elgamal", "Elgamal", .nonApproved, notInSP800140C,
            instead: "ECDSA P-256 to sign, ML-KEM-768 or RSA-OAEP to send keys"),
    ]

    private static let mlDSA = "FIPS 204, sections 5 and 6"
    private static let slhDSA = "FIPS 205, sections 9 to 11"

    private static let postQuantumSignatures: [Rule] = [
        Rule("ml-dsa-44", "ML-DSA-44", .approved, mlDSA),
        Rule("ml-dsa-65", "ML-DSA-65", .approved, mlDSA),
        Rule("ml-dsa-87", "ML-DSA-87", .approved, mlDSA),
        Rule("slh-dsa-sha2-128s", "SLH-DSA-SHA2-128s", .approved, slhDSA),
        Rule("slh-dsa-sha2-128f", "SLH-DSA-SHA2-128f", .approved, slhDSA),
        Rule("slh-dsa-sha2-192s", "SLH-DSA-SHA2-192s", .approved, slhDSA),
        Rule("slh-dsa-sha2-192f", "SLH-DSA-SHA2-192f", .approved, slhDSA),
        Rule("slh-dsa-sha2-256s", "SLH-DSA-SHA2-256s", .approved, slhDSA),
        Rule("slh-dsa-sha2-256f", "SLH-DSA-SHA2-256f", .approved, slhDSA),
        Rule("slh-dsa-shake-128s", "SLH-DSA-SHAKE-128s", .approved, slhDSA),
        Rule("slh-dsa-shake-128f", "SLH-DSA-SHAKE-128f", .approved, slhDSA),
        Rule("slh-dsa-shake-192s", "SLH-DSA-SHAKE-192s", .approved, slhDSA),
        Rule("slh-dsa-shake-192f", "SLH-DSA-SHAKE-192f", .approved, slhDSA),
        Rule("slh-dsa-shake-256s", "SLH-DSA-SHAKE-256s", .approved, slhDSA),
        Rule("slh-dsa-shake-256f", "SLH-DSA-SHAKE-256f", .approved, slhDSA),
        Rule(
            "ml-dsa-short-prehash",
            "HashML-DSA with a hash function weaker than the parameter set", .testOnly,
            "FIPS 204, section 5.4", instead: "SHA2-512 or SHAKE-256"),
        Rule(
            "slh-dsa-short-prehash",
            "HashSLH-DSA with a hash function weaker than the parameter set", .testOnly,
            "FIPS 205, section 10.2.2", instead: "SHA2-512 or SHAKE-256"),
        Rule(
            "ml-dsa-context", "ML-DSA with a context of more than 255 bytes", .nonApproved,
            "FIPS 204, Algorithms 2 to 5, step 1", instead: "a context of at most 255 bytes"),
        Rule(
            "slh-dsa-context", "SLH-DSA with a context of more than 255 bytes", .nonApproved,
            "FIPS 205, Algorithms 22 to 25, step 1", instead: "a context of at most 255 bytes"),
        Rule(
            "lms", "LMS and HSS signature verification", .approved, "SP 800-208, section 4"),
        Rule(
            "lms-sign", "LMS and HSS key and signature generation, in hardware modules alone",
            .testOnly, "SP 800-208, section 8.1",
            instead: "ML-DSA-65, or a hardware module of level 3"),
    ]
}
