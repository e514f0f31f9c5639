import Algorithms

extension NameEntry {
    static let ciphers: [NameEntry] = aes + tdea + unlistedCiphers

    private static let aes: [NameEntry] = [
        // Without a mode: the block cipher to libgcrypt, CBC to libcrypto. libgcrypt's modes are
        // these: it has no CFB1, and of the variants of ciphertext stealing the third.
        NameEntry(
            .cipher, ["AES"] + keySizes("AES#"), "aes",
            [
                "ACVP-AES-ECB", "ACVP-AES-CBC", "ACVP-AES-CBC-CS3", "ACVP-AES-CFB8",
                "ACVP-AES-CFB128", "ACVP-AES-OFB", "ACVP-AES-CTR", "ACVP-AES-CCM", "ACVP-AES-GCM",
                "ACVP-AES-XTS", "ACVP-AES-KW", "ACVP-AES-KWP",
            ]),
        NameEntry(.cipher, keySizes("AES-#-ECB"), "aes-ecb-dec", ["ACVP-AES-ECB"]),
        NameEntry(.cipher, keySizes("AES-#-CBC"), "aes-cbc-crypt", ["ACVP-AES-CBC"]),
        // The variant is a parameter; without it libcrypto takes CS1.
        NameEntry(
            .cipher, keySizes("AES-#-CBC-CTS"), "aes-cbc-cs1",
            ["ACVP-AES-CBC-CS1", "ACVP-AES-CBC-CS2", "ACVP-AES-CBC-CS3"]),
        NameEntry(.cipher, keySizes("AES-#-CFB1"), "aes-cfb1-crypt", ["ACVP-AES-CFB1"]),
        NameEntry(.cipher, keySizes("AES-#-CFB8"), "aes-cfb8-crypt", ["ACVP-AES-CFB8"]),
        NameEntry(
            .cipher, keySizes("AES-#-CFB", "AES-#-CFB128"), "aes-cfb-crypt", ["ACVP-AES-CFB128"]),
        NameEntry(.cipher, keySizes("AES-#-OFB"), "aes-ofb-crypt", ["ACVP-AES-OFB"]),
        NameEntry(.cipher, keySizes("AES-#-CTR"), "aes-ctr-crypt", ["ACVP-AES-CTR"]),
        NameEntry(
            .cipher, keySizes("AES-#-GCM", "ID-AES#-GCM"), "aes-gcm-enc-int", ["ACVP-AES-GCM"]),
        NameEntry(.cipher, keySizes("AES-#-CCM", "ID-AES#-CCM"), "aes-ccm", ["ACVP-AES-CCM"]),
        NameEntry(.cipher, ["AES-128-XTS", "AES-256-XTS"], "aes-xts", ["ACVP-AES-XTS"]),
        // SP 800-38F, section 5.1 lets either direction of AES be the wrapping one: `INV` is the
        // other.
        NameEntry(
            .cipher,
            keySizes(
                "AES-#-WRAP", "AES#-WRAP", "ID-AES#-WRAP", "AES-#-WRAP-INV", "AES#-WRAP-INV"),
            "aes-kw", ["ACVP-AES-KW"]),
        NameEntry(
            .cipher,
            keySizes(
                "AES-#-WRAP-PAD", "AES#-WRAP-PAD", "ID-AES#-WRAP-PAD", "AES-#-WRAP-PAD-INV",
                "AES#-WRAP-PAD-INV"),
            "aes-kwp", ["ACVP-AES-KWP"]),
        NameEntry(
            .cipher, keySizes("AES-#-CBC-HMAC-SHA1"), "aes-cbc-hmac-sha1",
            ["ACVP-AES-CBC", "HMAC-SHA-1"]),
        NameEntry(
            .cipher, keySizes("AES-#-CBC-HMAC-SHA256"), "aes-cbc-hmac-sha256",
            ["ACVP-AES-CBC", "HMAC-SHA2-256"]),
        NameEntry(.cipher, keySizes("AES-#-GCM-SIV"), "aes-gcm-siv"),
        NameEntry(.cipher, keySizes("AES-#-SIV", "AES-#-OCB"), "aes-siv-ocb-eax"),
    ]

    private static let tdea: [NameEntry] = [
        NameEntry(
            .cipher,
            [
                "3DES", "DES3", "DES-EDE3", "DES-EDE3-ECB", "DES-EDE3-CBC", "DES-EDE3-CFB",
                "DES-EDE3-CFB1", "DES-EDE3-CFB8", "DES-EDE3-OFB", "DES3-WRAP",
                "ID-SMIME-ALG-CMS3DESWRAP",
            ], "tdea3-dec"),
        NameEntry(
            .cipher, ["DES-EDE", "DES-EDE-ECB", "DES-EDE-CBC", "DES-EDE-CFB", "DES-EDE-OFB"],
            "tdea2-dec"),
    ]

    /// One row for each cipher with all its modes, for one rule refuses them all.
    private static let unlistedCiphers: [NameEntry] = [
        NameEntry(.cipher, ["NULL"], "na-null"),
        NameEntry(
            .cipher,
            [
                "DES", "DES-ECB", "DES-CBC", "DES-CFB", "DES-CFB1", "DES-CFB8", "DES-OFB", "DESX",
                "DESX-CBC",
            ], "na-des"),
        NameEntry(
            .cipher,
            [
                "RC2", "RC2-ECB", "RC2-CBC", "RC2-CFB", "RC2-OFB", "RC2-40", "RC2-40-CBC",
                "RC2-64", "RC2-64-CBC", "RC2-128", "RFC2268_40", "RFC2268_128",
            ], "na-rc2"),
        NameEntry(.cipher, ["RC4", "RC4-40", "RC4-HMAC-MD5", "ARCFOUR"], "na-rc4"),
        NameEntry(.cipher, ["RC5", "RC5-ECB", "RC5-CBC", "RC5-CFB", "RC5-OFB"], "na-rc5"),
        NameEntry(
            .cipher, ["BF", "BF-ECB", "BF-CBC", "BF-CFB", "BF-OFB", "BLOWFISH"], "na-blowfish"),
        NameEntry(
            .cipher,
            ["CAST", "CAST-CBC", "CAST5", "CAST5-ECB", "CAST5-CBC", "CAST5-CFB", "CAST5-OFB"],
            "na-cast5"),
        NameEntry(
            .cipher,
            [
                "IDEA", "IDEA-ECB", "IDEA-CBC", "IDEA-CFB", "IDEA-CFB64", "IDEA-OFB",
                "IDEA-OFB64",
            ], "na-idea"),
        NameEntry(
            .cipher,
            ["SEED", "SEED-ECB", "SEED-CBC", "SEED-CFB", "SEED-CFB128", "SEED-OFB", "SEED-OFB128"],
            "na-seed"),
        NameEntry(
            .cipher,
            keySizes(
                "CAMELLIA#", "CAMELLIA-#-ECB", "CAMELLIA-#-CBC", "CAMELLIA-#-CBC-CTS",
                "CAMELLIA-#-CFB", "CAMELLIA-#-CFB1", "CAMELLIA-#-CFB8", "CAMELLIA-#-OFB",
                "CAMELLIA-#-CTR"),
            "na-camellia"),
        NameEntry(
            .cipher,
            keySizes(
                "ARIA#", "ARIA-#-ECB", "ARIA-#-CBC", "ARIA-#-CFB", "ARIA-#-CFB1", "ARIA-#-CFB8",
                "ARIA-#-OFB", "ARIA-#-CTR", "ARIA-#-GCM", "ARIA-#-CCM"),
            "na-aria"),
        NameEntry(
            .cipher,
            [
                "SM4", "SM4-ECB", "SM4-CBC", "SM4-CFB", "SM4-CFB128", "SM4-OFB", "SM4-OFB128",
                "SM4-CTR", "SM4-GCM", "SM4-CCM", "SM4-XTS",
            ], "na-sm4"),
        NameEntry(.cipher, ["CHACHA20"], "na-chacha20"),
        NameEntry(.cipher, ["CHACHA20-POLY1305"], "na-chacha20-poly1305"),
        NameEntry(.cipher, ["SALSA20", "SALSA20R12"], "na-salsa20"),
        NameEntry(.cipher, ["TWOFISH", "TWOFISH128"], "na-twofish"),
        NameEntry(.cipher, keySizes("SERPENT#"), "na-serpent"),
        NameEntry(.cipher, ["GOST28147", "GOST28147_MESH"], "na-gost-28147"),
    ]
}
