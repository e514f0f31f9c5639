/// Which rules speak of the services that the vectors of an algorithm test.
///
/// The names are those of ACVP, the IDs those of the policy; a test looks each of them up.
package enum ServiceRules {
    package static func of(algorithm name: String) -> [String] {
        if let rules = exact[name] { return rules }
        let lower = name.lowercased()
        if lower.hasPrefix("sha2-") || lower.hasPrefix("sha3-") { return [slashed(lower)] }
        if lower.hasPrefix("hmac-sha") { return [slashed(lower) + "-gen"] }
        for (prefix, rules) in byPrefix where lower.hasPrefix(prefix) { return rules }
        return []
    }

    /// Each rule that is named here.
    package static var all: [String] {
        (exact.values + byPrefix.map(\.1)).flatMap { $0 }.sorted()
    }

    /// `SHA2-512/256` is `sha2-512-256` in the policy.
    private static func slashed(_ name: String) -> String {
        String(name.map { $0 == "/" ? "-" : $0 })
    }

    private static let curves = ["p-224", "p-256", "p-384", "p-521"]

    private static let exact: [String: [String]] = [
        "ACVP-AES-GCM": ["aes-gcm-enc-int", "aes-gcm-enc-ext", "aes-gcm-dec"],
        "ACVP-AES-GMAC": ["aes-gmac", "aes-gmac-gen-ext"],
        "ACVP-AES-CCM": ["aes-ccm"], "ACVP-AES-CCM-ECMA": ["aes-ccm"],
        "ACVP-AES-ECB": ["aes-ecb-enc", "aes-ecb-dec"], "ACVP-AES-CBC": ["aes-cbc-crypt"],
        "ACVP-AES-CBC-CS1": ["aes-cbc-cs1"], "ACVP-AES-CBC-CS2": ["aes-cbc-cs2"],
        "ACVP-AES-CBC-CS3": ["aes-cbc-cs3"], "ACVP-AES-CFB1": ["aes-cfb1-crypt"],
        "ACVP-AES-CFB8": ["aes-cfb8-crypt"], "ACVP-AES-CFB128": ["aes-cfb-crypt"],
        "ACVP-AES-OFB": ["aes-ofb-crypt"], "ACVP-AES-CTR": ["aes-ctr-crypt"],
        "ACVP-AES-XTS": ["aes-xts"], "ACVP-AES-KW": ["aes-kw"], "ACVP-AES-KWP": ["aes-kwp"],
        "CMAC-AES": ["cmac-aes"], "SHA-1": ["sha1-other"], "SHAKE-128": ["shake128"],
        "SHAKE-256": ["shake256"], "HMAC-SHA-1": ["hmac-sha-1-gen", "hmac-sha-1-ver"],
        "ctrDRBG": ["ctr-drbg"], "hashDRBG": ["hash-drbg", "hash-drbg-sha1"],
        "hmacDRBG": ["hmac-drbg", "hmac-drbg-sha1"],
        "ECDSA-keyGen": curves.map { "ecdsa-\($0)-keygen" },
        "ECDSA-keyVer": curves.map { "ecdsa-\($0)-keygen" },
        "ECDSA-sigGen": curves.map { "ecdsa-\($0)-sign" },
        "ECDSA-sigVer": curves.map { "ecdsa-\($0)-verify" }, "DetECDSA-sigGen": ["detecdsa"],
        "cSHAKE-128": ["cshake128"], "cSHAKE-256": ["cshake256"], "KMAC-128": ["kmac128"],
        "KMAC-256": ["kmac256"], "KDA-HKDF": ["hkdf"], "KDA-OneStep": ["sskdf"],
        "KDA-OneStepNoCounter": ["sskdf"], "KDA-TwoStep": ["twostep"], "KDF": ["kbkdf"],
        "KDF-KMAC": ["kbkdf"], "PBKDF": ["pbkdf2"], "TLS-v1.2-KDF": ["tls12-prf-ems"],
        "TLS-v1.3-KDF": ["tls13-kdf"], "kdf-components-ssh": ["sshkdf"],
        "kdf-components-ansix9.63": ["x963kdf"], "kdf-components-ansix9.42": ["x942kdf-asn1"],
        "KAS-ECC-SSC": curves.map { "ecdh-\($0)" },
        "KAS-ECC-CDH-Component": curves.map { "ecdh-\($0)" }, "KAS-FFC-SSC": ["ffdh"],
        "RSA-keyGen": ["rsa-keygen"], "RSA-sigGen": ["rsa-siggen-pkcs1", "rsa-siggen-pss"],
        "RSA-sigVer": ["rsa-sigver"], "RSA-signaturePrimitive": ["rsa-primitive"],
        "RSA-decryptionPrimitive": ["rsa-primitive"], "LMS-sigVer": ["lms"],
        "LMS-keyGen": ["lms-sign"], "LMS-sigGen": ["lms-sign"],
    ]

    private static let byPrefix: [(String, [String])] = [
        ("safeprimes-", ["ffdh"]), ("eddsa-", ["ed25519", "ed448"]),
        ("ml-kem-", ["ml-kem-512", "ml-kem-768", "ml-kem-1024"]),
        ("ml-dsa-", ["ml-dsa-44", "ml-dsa-65", "ml-dsa-87"]),
        (
            "slh-dsa-",
            ["sha2", "shake"].flatMap { function in
                ["128s", "128f", "192s", "192f", "256s", "256f"].map {
                    "slh-dsa-\(function)-\($0)"
                }
            }
        ),
    ]
}
