extension Rule {
    static let ciphers: [Rule] = aes + tdea + unlistedCiphers

    private static let aes: [Rule] = [
        // For a name that stands for the block cipher alone: its modes have rules of their own.
        Rule("aes", "AES, the mode decides", .approved, "FIPS 197; SP 800-38A to SP 800-38G"),
        Rule(
            "aes-key-length", "AES with a key of other than 128, 192 or 256 bits", .nonApproved,
            "FIPS 197, section 5", instead: "a key of 128, 192 or 256 bits"),
        Rule("aes-cbc-crypt", "AES-CBC", .approved, "SP 800-38A, section 6.2; FIPS 197"),
        Rule("aes-cfb1-crypt", "AES-CFB1", .approved, "SP 800-38A, section 6.3; FIPS 197"),
        Rule("aes-cfb8-crypt", "AES-CFB8", .approved, "SP 800-38A, section 6.3; FIPS 197"),
        Rule("aes-cfb-crypt", "AES-CFB128", .approved, "SP 800-38A, section 6.3; FIPS 197"),
        Rule("aes-ofb-crypt", "AES-OFB", .approved, "SP 800-38A, section 6.4; FIPS 197"),
        Rule("aes-ctr-crypt", "AES-CTR", .approved, "SP 800-38A, section 6.5; FIPS 197"),
        Rule(
            "aes-ecb-enc", "AES-ECB encryption", .approved, "SP 800-38A, section 6.1",
            next: .draft("SP 800-131A Rev. 3 ipd: disallowed for encryption")),
        Rule(
            "aes-ecb-dec", "AES-ECB decryption", .approved, "SP 800-38A, section 6.1",
            next: .draft("SP 800-131A Rev. 3 ipd: legacy use")),
        Rule("aes-cbc-cs1", "AES-CBC-CS1", .approved, "SP 800-38A Addendum"),
        Rule("aes-cbc-cs2", "AES-CBC-CS2", .approved, "SP 800-38A Addendum"),
        Rule("aes-cbc-cs3", "AES-CBC-CS3", .approved, "SP 800-38A Addendum"),
        Rule(
            "aes-cbc-hmac-sha1", "AES-CBC with HMAC-SHA-1", .approved,
            "SP 800-38A, section 6.2; FIPS 198-1", next: .sha1Ends),
        Rule(
            "aes-cbc-hmac-sha256", "AES-CBC with HMAC-SHA2-256", .approved,
            "SP 800-38A, section 6.2; FIPS 198-1"),
        Rule(
            "aes-gcm-enc-int", "AES-GCM encryption, IV made inside the module", .approved,
            "SP 800-38D, sections 5.2.1.1, 8.2 and 8.3; FIPS 140-3 IG C.H"),
        Rule(
            "aes-gcm-enc-ext", "AES-GCM encryption, IV given by the caller", .testOnly,
            "SP 800-38D, section 8.2; FIPS 140-3 IG C.H",
            instead: "AES-GCM with the IV made inside the module"),
        Rule(
            "aes-gcm-dec", "AES-GCM decryption", .approved,
            "SP 800-38D, sections 5.2.2 and 7.2; section 5.2.1.2 for tag lengths"),
        Rule(
            "aes-gcm-short-tag", "AES-GCM or AES-GMAC with a tag of 64 or 32 bits", .testOnly,
            "SP 800-38D, section 5.2.1.2 and Appendix C", instead: "a tag of 96 to 128 bits"),
        Rule(
            "aes-gcm-tag-length", "AES-GCM or AES-GMAC with a tag of a length not listed",
            .nonApproved, "SP 800-38D, section 5.2.1.2",
            instead: "a tag of 128, 120, 112, 104 or 96 bits"),
        Rule("aes-gmac", "AES-GMAC", .approved, "SP 800-38D, sections 3 and 8"),
        Rule(
            "aes-gmac-gen-ext", "AES-GMAC generation, IV given by the caller", .testOnly,
            "SP 800-38D, sections 3 and 8.2; FIPS 140-3 IG C.H",
            instead: "AES-GMAC with the IV made inside the module, or AES-CMAC"),
        Rule("aes-ccm", "AES-CCM", .approved, "SP 800-38C, section 6 and Appendix A.1"),
        Rule(
            "aes-ccm-short-tag", "AES-CCM with a tag of 32 or 48 bits", .testOnly,
            "SP 800-38C, Appendices A.1 and B.2", instead: "a tag of 64 to 128 bits"),
        Rule(
            "aes-ccm-tag-length", "AES-CCM with a tag of a length not listed", .nonApproved,
            "SP 800-38C, Appendix A.1", instead: "a tag of 128 bits"),
        Rule(
            "aes-ccm-nonce-length", "AES-CCM with a nonce of other than 7 to 13 bytes",
            .nonApproved, "SP 800-38C, Appendix A.1", instead: "a nonce of 7 to 13 bytes"),
        Rule(
            "aes-gcm-empty-iv", "AES-GCM or AES-GMAC with an empty IV", .nonApproved,
            "SP 800-38D, section 5.2.1.1", instead: "an IV of 96 bits"),
        Rule(
            "aes-xts", "AES-XTS on storage devices", .approved,
            "SP 800-38E, section 4; IEEE 1619; FIPS 140-3 IG C.I"),
        Rule(
            "aes-xts-equal-keys", "AES-XTS with two equal keys", .nonApproved,
            "FIPS 140-3 IG C.I", instead: "two keys made apart"),
        Rule(
            "aes-xts-key-length", "AES-XTS with keys of other than 128 or 256 bits each",
            .nonApproved, "SP 800-38E, section 4; IEEE 1619",
            instead: "two keys of 128 or of 256 bits"),
        Rule(
            "aes-xts-data-unit", "AES-XTS on a data unit below 128 bits or above 2^20 blocks",
            .nonApproved, "SP 800-38E, section 4; IEEE 1619, section 5.1",
            instead: "shorter data units, each with a tweak of its own"),
        Rule(
            "aes-xts-transit", "AES-XTS for data in transit", .disallowed,
            "SP 800-38E, sections 1 and 4", instead: "AES-GCM"),
        Rule("aes-kw", "AES-KW", .approved, "SP 800-38F, section 6.2"),
        Rule(
            "aes-kw-length", "AES-KW of less than 16 bytes, or of no multiple of 8 bytes",
            .nonApproved, "SP 800-38F, section 5.3.1, Table 1", instead: "AES-KWP"),
        Rule("aes-kwp", "AES-KWP", .approved, "SP 800-38F, section 6.3"),
        Rule(
            "aes-kwp-length", "AES-KWP of nothing, or of 2^32 bytes and more", .nonApproved,
            "SP 800-38F, section 5.3.1, Table 1", instead: "a key of 1 to 2^32-1 bytes"),
        Rule(
            "aes-unauth-unwrap", "key unwrapping with a mode of AES that does not authenticate",
            .allowed, "FIPS 140-3 IG D.G"),
        // FF3-1 was never final: the second draft of the revision (February 2025) takes it out.
        Rule(
            "aes-ff3-1", "AES-FF3-1", .nonApproved,
            "SP 800-38G: not among its methods; in SP 800-38G Rev. 1 ipd alone",
            instead: "AES-FF1"),
        Rule(
            "aes-gcm-siv", "AES-GCM-SIV", .nonApproved, notInSP800140C, instead: "AES-GCM"),
        Rule(
            "aes-siv-ocb-eax", "AES-SIV, AES-OCB and AES-EAX", .nonApproved, notInSP800140C,
            instead: "AES-GCM or AES-CCM; AES-KW for keys"),
    ]

    private static let tdea: [Rule] = [
        Rule(
            "tdea3-enc", "three-key TDEA encryption and wrapping", .disallowed,
            "SP 800-131A Rev. 2, section 2, Table 1, and section 7; "
                + "SP 800-67 Rev. 2 (withdrawn 2024-01-01)",
            instead: "AES"),
        Rule(
            "tdea3-dec", "three-key TDEA decryption and unwrapping", .legacyUse,
            "SP 800-131A Rev. 2, section 2, Table 1, and section 7", instead: "AES"),
        Rule(
            "tdea2-enc", "two-key TDEA encryption", .disallowed,
            "SP 800-131A Rev. 2, section 2, Table 1", instead: "AES"),
        Rule(
            "tdea2-dec", "two-key TDEA decryption", .legacyUse,
            "SP 800-131A Rev. 2, section 2, Table 1", instead: "AES"),
    ]

    /// Each stands for every mode of its cipher, CMAC and GMAC included.
    private static let unlistedCiphers: [Rule] = [
        Rule(
            "na-null", "the null cipher or digest, which protects nothing", .nonApproved,
            notInSP800140C, instead: "AES-GCM to encrypt, SHA2-256 to hash"),
        Rule("na-des", "DES and DESX", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-rc2", "RC2", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-rc4", "RC4", .nonApproved, notInSP800140C, instead: "AES-CTR or AES-GCM"),
        Rule("na-rc5", "RC5", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-blowfish", "Blowfish", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-cast5", "CAST5", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-idea", "IDEA", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-seed", "SEED", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-camellia", "Camellia", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-aria", "ARIA", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-sm4", "SM4", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-chacha20", "ChaCha20", .nonApproved, notInSP800140C, instead: "AES-CTR"),
        Rule(
            "na-chacha20-poly1305", "ChaCha20-Poly1305", .nonApproved, notInSP800140C,
            instead: "AES-GCM"),
        Rule("na-salsa20", "Salsa20", .nonApproved, notInSP800140C, instead: "AES-CTR"),
        Rule("na-twofish", "Twofish", .nonApproved, notInSP800140C, instead: "AES"),
        Rule("na-serpent", "Serpent", .nonApproved, notInSP800140C, instead: "AES"),
        Rule(
            "na-gost-28147", "GOST 28147-89", .nonApproved, notInSP800140C, instead: "AES"),
    ]
}
