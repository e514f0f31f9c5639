extension Rule {
    /// Key establishment: agreement, transport and encapsulation.
    static let keys: [Rule] = agreement + transport + encapsulation

    private static let ecdh = "SP 800-56A Rev. 3, section 5.7.1.2 and Appendix D"
    private static let notInSP80056A =
        "SP 800-56A Rev. 3, Appendix D: not among its approved groups"

    private static let agreement: [Rule] = [
        // For a name that leaves the curve open.
        Rule(
            "ecdh", "ECDH, the curve decides", .approved, ecdh, next: .quantumVulnerable),
        Rule("ecdh-p-224", "ECDH P-224", .approved, ecdh, next: .curveP224),
        Rule("ecdh-p-256", "ECDH P-256", .approved, ecdh, next: .quantumVulnerable),
        Rule("ecdh-p-384", "ECDH P-384", .approved, ecdh, next: .quantumVulnerable),
        Rule("ecdh-p-521", "ECDH P-521", .approved, ecdh, next: .quantumVulnerable),
        Rule(
            "ecdh-p192", "ECDH P-192", .disallowed,
            "SP 800-56A Rev. 3, Appendix D; SP 800-131A Rev. 2, section 5",
            instead: "ECDH P-256 or stronger"),
        Rule(
            "x25519", "X25519", .nonApproved, notInSP80056A,
            instead: "ECDH P-256 or ML-KEM-768"),
        Rule(
            "x448", "X448", .nonApproved, notInSP80056A, instead: "ECDH P-384 or ML-KEM-1024"),
        Rule(
            "ffdh", "finite-field Diffie-Hellman with safe primes", .approved,
            "SP 800-56A Rev. 3, section 5.7.1.1 and Appendix D",
            next: .modulusOf2048Bits),
        Rule(
            "ecdh-bk", "ECDH over binary fields, B- and K-233 to 571", .deprecated,
            "SP 800-186", instead: "ECDH P-256 or stronger"),
        Rule(
            "ffdh-fips186",
            "finite-field Diffie-Hellman with domain parameters FB or FC of FIPS 186",
            .testOnly,
            "SP 800-56A Rev. 3, section 5.5.1.1: only where groups of safe prime cannot be used",
            next: .modulusOf2048Bits, instead: "a group of safe prime, ffdhe3072 or MODP-3072"),
    ]

    private static let transport: [Rule] = [
        Rule(
            "rsa-oaep", "RSA-OAEP key transport", .approved, "SP 800-56B Rev. 2, section 9",
            next: .modulusOf2048Bits),
        Rule(
            "rsa-pkcs1-enc", "RSA PKCS #1 v1.5 key transport", .disallowed,
            "SP 800-131A Rev. 2, section 6, Table 5", instead: "RSA-OAEP or ML-KEM-768"),
        Rule(
            "rsasve", "RSASVE", .approved, "SP 800-56B Rev. 2, section 7.2.1",
            next: .modulusOf2048Bits),
    ]

    private static let mlKEM = "FIPS 203, sections 6 to 8"

    private static let encapsulation: [Rule] = [
        // For a name that leaves the parameter set open.
        Rule("kem", "key encapsulation, approved where it is ML-KEM", .approved, mlKEM),
        Rule("ml-kem-512", "ML-KEM-512", .approved, mlKEM),
        Rule("ml-kem-768", "ML-KEM-768", .approved, mlKEM),
        Rule("ml-kem-1024", "ML-KEM-1024", .approved, mlKEM),
        Rule(
            "hybrid-p256-mlkem768", "SecP256r1MLKEM768 and SecP384r1MLKEM1024 in TLS 1.3",
            .allowed, "SP 800-56C Rev. 2, section 2; FIPS 140-3 IG D.S"),
        // X25519 is not approved, and SP 800-56C Rev. 2 wants the first secret from SP 800-56A or
        // SP 800-56B: IG D.S of 2026-04-09 takes in the hybrids of TLS 1.3, additional comment 8.
        Rule(
            "hybrid-x25519-mlkem768", "X25519MLKEM768 in TLS 1.3", .allowed,
            "FIPS 140-3 IG D.S"),
        Rule(
            "hybrid-x448-mlkem1024", "X448MLKEM1024, which no protocol defines", .nonApproved,
            "FIPS 140-3 IG D.S: not among the hybrids that it takes in",
            instead: "SecP384r1MLKEM1024 or ML-KEM-1024"),
        Rule(
            "na-dhkem", "DHKEM (RFC 9180)", .nonApproved, notInSP800140D,
            instead: "ML-KEM-768, or ECDH P-256 with a KDF of SP 800-56C"),
    ]
}
