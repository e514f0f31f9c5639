package import Algorithms

/// A service that a module is asked for directly, to learn what it does by itself and what its
/// indicator says: one beyond a rule, which it should refuse or mark, or one that a rule approves.
package struct Probe: Sendable {
    /// Unique, in check IDs, never used again for another meaning.
    package let id: String
    package let rule: Rule
    package let operation: ProbeOperation
    package let question: IndicatorQuestion?

    private init(
        _ id: String, _ ruleID: String, _ operation: ProbeOperation,
        _ question: IndicatorQuestion? = nil
    ) {
        self.id = id
        rule = Rule.named(ruleID)
        self.operation = operation
        self.question = question
    }

    /// Every probe, those of what is refused first.
    package static let all: [Probe] = refused + approved + hashes

    /// The probe with the ID; nil where there is none.
    package static func find(_ id: String) -> Probe? { all.first { $0.id == id } }

    private static let group256: [ProbeParameter] = [ProbeParameter("group", .text("P-256"))]

    /// 48 bytes, the length of a master secret.
    private static let secret = [UInt8]((0..<48).map { UInt8(3 + $0) })

    private static func passwordBased(
        iterations: Int, saltBytes: Int
    ) -> [ProbeParameter] {
        [
            ProbeParameter("pass", .octets(Array("correct horse battery staple".utf8))),
            ProbeParameter("salt", .octets(Array(secret.prefix(saltBytes)))),
            ProbeParameter("iter", .integer(iterations)),
            ProbeParameter("digest", .text("SHA2-256")),
        ]
    }

    private static func transportLayer(_ digest: String, label: String) -> [ProbeParameter] {
        [
            ProbeParameter("digest", .text(digest)), ProbeParameter("secret", .octets(secret)),
            ProbeParameter("seed", .octets(Array(label.utf8) + secret)),
        ]
    }

    private static let refused: [Probe] = [
        Probe(
            "tdea-encryption", "tdea3-enc",
            .encrypt("DES-EDE3-CBC", keyBytes: 24, ivBytes: 8), .cipher("3DES", mode: "CBC")),
        Probe(
            "tdea-decryption", "tdea3-dec",
            .decrypt("DES-EDE3-CBC", keyBytes: 24, ivBytes: 8), .cipher("3DES", mode: "CBC")),
        Probe(
            "tdea-encryption-of-two-keys", "tdea2-enc",
            .encrypt("DES-EDE-CBC", keyBytes: 16, ivBytes: 8)),
        Probe(
            "ecdh-on-p-192", "ecdh-p192",
            .agree("EC", [ProbeParameter("group", .text("P-192"))])),
        Probe(
            "gmac-with-given-iv", "aes-gmac-gen-ext",
            .authenticate(
                "GMAC", keyBytes: 16,
                [
                    ProbeParameter("cipher", .text("AES-128-GCM")),
                    ProbeParameter("iv", .octets(Array(secret.prefix(12)))),
                ])),
        Probe(
            "cmac-tdea", "cmac-tdea",
            .authenticate(
                "CMAC", keyBytes: 24, [ProbeParameter("cipher", .text("DES-EDE3-CBC"))]),
            .mac("CMAC_3DES")),
        Probe(
            "aes-ocb", "aes-siv-ocb-eax", .encrypt("AES-128-OCB", keyBytes: 16, ivBytes: 12),
            .cipher("AES", mode: "OCB")),
        Probe(
            "chacha20-poly1305", "na-chacha20-poly1305",
            .encrypt("ChaCha20-Poly1305", keyBytes: 32, ivBytes: 12),
            .cipher("CHACHA20", mode: "POLY1305")),
        Probe("md5", "na-md5", .digest("MD5"), .digest("MD5")),
        Probe("ripemd-160", "na-ripemd-160", .digest("RIPEMD-160"), .digest("RIPEMD160")),
        Probe("sm3", "na-sm3", .digest("SM3"), .digest("SM3")),
        Probe(
            "hmac-md5", "hmac-md5",
            .authenticate("HMAC", keyBytes: 32, [ProbeParameter("digest", .text("MD5"))]),
            .mac("HMAC_MD5")),
        Probe(
            "hmac-key-of-104-bits", "hmac-short-gen",
            .authenticate("HMAC", keyBytes: 13, [ProbeParameter("digest", .text("SHA2-256"))])),
        Probe(
            "hmac-key-of-8-bits", "hmac-short-gen",
            .authenticate("HMAC", keyBytes: 1, [ProbeParameter("digest", .text("SHA2-256"))])),
        Probe(
            "poly1305", "poly1305", .authenticate("POLY1305", keyBytes: 32),
            .mac("POLY1305")),
        Probe(
            "pbkdf2-of-1-iteration", "pbkdf2-iterations",
            .derive("PBKDF2", outputBytes: 32, passwordBased(iterations: 1, saltBytes: 16))),
        Probe(
            "pbkdf2-salt-of-64-bits", "pbkdf2-short-salt",
            .derive("PBKDF2", outputBytes: 32, passwordBased(iterations: 1000, saltBytes: 8))),
        Probe(
            "scrypt", "na-scrypt",
            .derive(
                "SCRYPT", outputBytes: 32,
                [
                    ProbeParameter("pass", .octets(secret)),
                    ProbeParameter("salt", .octets(secret)), ProbeParameter("n", .integer(2)),
                    ProbeParameter("r", .integer(1)), ProbeParameter("p", .integer(1)),
                ]), .derivation(48)),
        Probe(
            "tls12-without-extended-master-secret", "tls12-prf",
            .derive(
                "TLS1-PRF", outputBytes: 48, transportLayer("SHA2-256", label: "master secret"))),
        Probe(
            "tls10", "tls10-prf",
            .derive(
                "TLS1-PRF", outputBytes: 48, transportLayer("MD5-SHA1", label: "master secret"))),
        Probe(
            "tls12-with-sha2-224", "tls12-prf-hash",
            .derive(
                "TLS1-PRF", outputBytes: 48,
                transportLayer("SHA2-224", label: "extended master secret"))),
        Probe(
            "tls13-with-sha2-512", "tls13-kdf-hash",
            .derive(
                "TLS13-KDF", outputBytes: 64,
                [
                    ProbeParameter("mode", .text("EXTRACT_ONLY")),
                    ProbeParameter("digest", .text("SHA2-512")),
                    ProbeParameter("key", .octets(secret)),
                    ProbeParameter("prefix", .octets(Array("tls13 ".utf8))),
                    ProbeParameter("label", .octets(Array("derived".utf8))),
                ])),
        Probe(
            "ssh-with-sha3-256", "sshkdf-hash",
            .derive(
                "SSHKDF", outputBytes: 16,
                [
                    ProbeParameter("digest", .text("SHA3-256")),
                    ProbeParameter("key", .octets(secret)),
                    ProbeParameter("xcghash", .octets(Array(secret.prefix(32)))),
                    ProbeParameter("session_id", .octets(Array(secret.prefix(32)))),
                    ProbeParameter("type", .text("A")),
                ])),
        Probe(
            "x942-for-tdea", "x942kdf-tdea",
            .derive(
                "X942KDF-ASN1", outputBytes: 24,
                [
                    ProbeParameter("digest", .text("SHA2-256")),
                    ProbeParameter("secret", .octets(secret)),
                    ProbeParameter("cekalg", .text("DES3-WRAP")),
                ])),
        Probe("dsa-signature", "dsa-sign", .signWithDSA(digest: "SHA2-256")),
        Probe(
            "ecdsa-with-sha1", "sha1-siggen", .sign("EC", group256, digest: "SHA1")),
        Probe(
            "ec-key-on-p-192", "ecdsa-p192-sign",
            .generateKey("EC", [ProbeParameter("group", .text("P-192"))])),
        Probe(
            "ec-key-on-brainpool-p256r1", "ecdsa-brainpool",
            .generateKey("EC", [ProbeParameter("group", .text("brainpoolP256r1"))])),
        Probe(
            "ec-key-on-secp256k1", "ecdsa-secp256k1",
            .generateKey("EC", [ProbeParameter("group", .text("secp256k1"))])),
        Probe(
            "x25519", "x25519", .agree("X25519"), .function("gcry_pk_encrypt")),
        Probe("x448", "x448", .agree("X448")),
        Probe(
            "x448-mlkem1024-key", "hybrid-x448-mlkem1024", .generateKey("X448MLKEM1024")),
        Probe(
            "ecdh-without-cofactor", "ecdh-no-cofactor",
            .agree(
                "EC", [ProbeParameter("group", .text("B-283"))],
                agreement: [ProbeParameter("ecdh-cofactor-mode", .integer(0))])),
        Probe("rsa-pkcs1-encryption", "rsa-pkcs1-enc", .encryptKey(padding: "pkcs1")),
        Probe(
            "rsa-key-of-1024-bits", "rsa-keygen-small",
            .generateKey("RSA", [ProbeParameter("bits", .integer(1024))])),
        Probe(
            "dh-key-in-modp-1536", "ffdh-small",
            .generateKey("DH", [ProbeParameter("group", .text("modp_1536"))])),
    ]

    private static let approved: [Probe] = [
        Probe(
            "aes-ecb", "aes-ecb-enc", .encrypt("AES-128-ECB", keyBytes: 16, ivBytes: 0),
            .cipher("AES", mode: "ECB")),
        Probe(
            "aes-cbc", "aes-cbc-crypt", .encrypt("AES-128-CBC", keyBytes: 16, ivBytes: 16),
            .cipher("AES", mode: "CBC")),
        Probe(
            "aes-ctr", "aes-ctr-crypt", .encrypt("AES-128-CTR", keyBytes: 16, ivBytes: 16),
            .cipher("AES", mode: "CTR")),
        Probe(
            "aes-gcm-with-own-iv", "aes-gcm-enc-int",
            .encrypt("AES-128-GCM", keyBytes: 16, ivBytes: 0), .cipher("AES", mode: "GCM")),
        Probe(
            "aes-cfb", "aes-cfb-crypt", .encrypt("AES-128-CFB", keyBytes: 16, ivBytes: 16),
            .cipher("AES", mode: "CFB")),
        Probe(
            "aes-ofb", "aes-ofb-crypt", .encrypt("AES-128-OFB", keyBytes: 16, ivBytes: 16),
            .cipher("AES", mode: "OFB")),
        Probe(
            "aes-gcm-with-given-iv", "aes-gcm-enc-ext",
            .encrypt("AES-128-GCM", keyBytes: 16, ivBytes: 12), .cipher("AES", mode: "GCM")),
        Probe(
            "aes-xts", "aes-xts", .encrypt("AES-128-XTS", keyBytes: 32, ivBytes: 16),
            .cipher("AES", mode: "XTS")),
        Probe(
            "aes-kw", "aes-kw", .encrypt("AES-128-WRAP", keyBytes: 16, ivBytes: 0),
            .cipher("AES", mode: "KW")),
        Probe("sha-1", "sha1-other", .digest("SHA1"), .digest("SHA1")),
        Probe("shake-128", "shake128", .digest("SHAKE-128"), .digest("SHAKE128")),
        Probe(
            "hmac-sha-1", "hmac-sha-1-gen",
            .authenticate("HMAC", keyBytes: 32, [ProbeParameter("digest", .text("SHA1"))]),
            .mac("HMAC_SHA1")),
        Probe(
            "cmac-aes", "cmac-aes",
            .authenticate(
                "CMAC", keyBytes: 16, [ProbeParameter("cipher", .text("AES-128-CBC"))]),
            .mac("CMAC_AES")),
        Probe(
            "pbkdf2", "pbkdf2",
            .derive("PBKDF2", outputBytes: 32, passwordBased(iterations: 1000, saltBytes: 16)),
            .derivation(34)),
        Probe(
            "hkdf", "hkdf",
            .derive(
                "HKDF", outputBytes: 32,
                [
                    ProbeParameter("digest", .text("SHA2-256")),
                    ProbeParameter("key", .octets(secret)),
                    ProbeParameter("salt", .octets(secret)),
                ])),
        Probe(
            "tls12-with-extended-master-secret", "tls12-prf-ems",
            .derive(
                "TLS1-PRF", outputBytes: 48,
                transportLayer("SHA2-256", label: "extended master secret"))),
        Probe(
            "ecdsa-p-256", "ecdsa-p-256-sign", .sign("EC", group256, digest: "SHA2-256"),
            .function("gcry_pk_hash_sign")),
        Probe("ecdh-p-256", "ecdh-p-256", .agree("EC", group256)),
        Probe("ed25519", "ed25519", .sign("ED25519")),
        Probe("rsa-oaep", "rsa-oaep", .encryptKey(padding: "oaep")),
        Probe("ml-kem-768-key", "ml-kem-768", .generateKey("ML-KEM-768")),
        Probe("ml-dsa-65-key", "ml-dsa-65", .generateKey("ML-DSA-65")),
        Probe(
            "p-256-mlkem768-key", "hybrid-p256-mlkem768", .generateKey("SecP256r1MLKEM768")),
        Probe(
            "x25519-mlkem768-key", "hybrid-x25519-mlkem768", .generateKey("X25519MLKEM768")),
    ]

    /// Each hash function, and HMAC with it, under the names of both libraries.
    private static let hashes: [Probe] = [
        ("SHA2-224", "SHA224"), ("SHA2-256", "SHA256"), ("SHA2-384", "SHA384"),
        ("SHA2-512", "SHA512"), ("SHA2-512/224", "SHA512_224"), ("SHA2-512/256", "SHA512_256"),
        ("SHA3-224", "SHA3_224"), ("SHA3-256", "SHA3_256"), ("SHA3-384", "SHA3_384"),
        ("SHA3-512", "SHA3_512"),
    ].flatMap { name, gcrypt in
        let id = name.lowercased().replacing("/", with: "-")
        let digest = gcrypt.hasPrefix("SHA3") ? gcrypt.replacing("_", with: "-") : gcrypt
        return [
            Probe(id, id, .digest(name), .digest(digest)),
            Probe(
                "hmac-\(id)", "hmac-\(id)-gen",
                .authenticate("HMAC", keyBytes: 32, [ProbeParameter("digest", .text(name))]),
                .mac("HMAC_\(gcrypt)")),
        ]
    }
}
