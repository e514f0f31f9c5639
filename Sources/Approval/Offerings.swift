/// Which versions of the modules offer an algorithm, and which rules bound its parameters: for the
/// catalogue, which loads no module. What a run finds counts more.
package struct Offering: Sendable {
    /// Of the OpenSSL FIPS provider, `3.0` meaning from that version on; `-` where none up to 3.5
    /// has it.
    package let openssl: String
    /// Of libgcrypt, up to 1.11; `1.8` stands for older versions too.
    package let libgcrypt: String
    package let limitIDs: [String]

    /// Those limits that have a rule.
    package var limits: [Rule] { limitIDs.compactMap { Rule.find($0) } }

    /// By the longest beginning of the algorithm's name that the table has.
    package static func of(algorithm name: String) -> Offering? {
        table.filter { name.hasPrefix($0.beginning) }
            .max { $0.beginning.count < $1.beginning.count }?.offering
    }

    private init(_ openssl: String, _ libgcrypt: String, _ limitIDs: [String] = []) {
        self.openssl = openssl
        self.libgcrypt = libgcrypt
        self.limitIDs = limitIDs
    }

    private static let gcm = ["aes-key-length", "aes-gcm-short-tag", "aes-gcm-tag-length"]
    private static let curves = ["ecdsa-p192-sign", "ecdsa-bk"]

    private static let table: [(beginning: String, offering: Offering)] = [
        ("ACVP-AES-", Offering("3.0", "1.8", ["aes-key-length"])),
        ("ACVP-AES-GCM", Offering("3.0", "1.8", gcm + ["aes-gcm-enc-ext", "aes-gcm-empty-iv"])),
        ("ACVP-AES-GMAC", Offering("3.0", "1.8", gcm + ["aes-gmac-gen-ext"])),
        (
            "ACVP-AES-CCM",
            Offering(
                "3.0", "1.8",
                [
                    "aes-key-length", "aes-ccm-short-tag", "aes-ccm-tag-length",
                    "aes-ccm-nonce-length",
                ])
        ),
        ("ACVP-AES-CBC-CS1", Offering("3.0", "-", ["aes-key-length"])),
        ("ACVP-AES-CBC-CS2", Offering("3.0", "-", ["aes-key-length"])),
        ("ACVP-AES-CFB1", Offering("3.0", "-", ["aes-key-length"])),
        ("ACVP-AES-CFB128", Offering("3.0", "1.8", ["aes-key-length"])),
        (
            "ACVP-AES-XTS",
            Offering(
                "3.0", "1.8", ["aes-xts-key-length", "aes-xts-equal-keys", "aes-xts-data-unit"])
        ),
        ("ACVP-AES-KW", Offering("3.0", "1.8", ["aes-key-length", "aes-kw-length"])),
        ("ACVP-AES-KWP", Offering("3.0", "1.10", ["aes-key-length", "aes-kwp-length"])),
        (
            "CMAC-AES",
            Offering("3.0", "1.8", ["aes-key-length", "cmac-short-tag", "cmac-tag-length"])
        ),
        ("SHA", Offering("3.0", "1.8")),
        ("SHA-1", Offering("3.0", "1.8", ["sha1-siggen", "sha1-sigver"])),
        ("SHA2-512/", Offering("3.0", "1.9")),
        ("HMAC-", Offering("3.0", "1.8", ["hmac-short-gen", "hmac-short-ver", "hmac-short-tag"])),
        (
            "HMAC-SHA2-512/",
            Offering("3.0", "1.9", ["hmac-short-gen", "hmac-short-ver", "hmac-short-tag"])
        ),
        ("KMAC-", Offering("3.0", "-", ["kmac-short-key", "kmac-short-tag"])),
        ("cSHAKE-", Offering("-", "1.11")),
        ("ctrDRBG", Offering("3.0", "1.8", ["drbg-tdea"])),
        ("hashDRBG", Offering("3.0", "1.8", ["drbg-truncated-hash"])),
        ("hmacDRBG", Offering("3.0", "1.8", ["drbg-truncated-hash"])),
        ("ECDSA-key", Offering("3.0", "1.8", curves)),
        ("ECDSA-sigGen", Offering("3.0", "1.8", curves + ["sha1-siggen"])),
        (
            "ECDSA-sigVer",
            Offering("3.0", "1.8", ["ecdsa-p192-verify", "ecdsa-bk", "sha1-sigver"])
        ),
        ("DetECDSA", Offering("-", "1.8", curves + ["sha1-siggen"])),
        ("RSA-keyGen", Offering("3.0", "1.8", ["rsa-keygen-small", "rsa-modulus-length"])),
        (
            "RSA-sigGen",
            Offering("3.0", "1.8", ["rsa-siggen-small", "rsa-pss-salt", "sha1-siggen"])
        ),
        ("RSA-sigVer", Offering("3.0", "1.8", ["rsa-sigver-legacy", "rsa-sigver-small"])),
        ("RSA-", Offering("3.0", "1.8", ["rsa-primitive"])),
        ("KTS-IFC", Offering("3.0", "1.8", ["rsa-pkcs1-enc"])),
        (
            "EDDSA-",
            Offering("3.0, not 3.1 to 3.3", "1.8, Ed448 1.9", ["ed25519ctx", "eddsa-context"])
        ),
        ("KAS-ECC", Offering("3.0", "1.8", ["ecdh-p192", "ecdh-bk", "ecdh-no-cofactor"])),
        ("KAS-FFC", Offering("3.0", "-", ["ffdh-small", "ffdh-fips186"])),
        ("safePrimes", Offering("3.0", "-", ["ffdh-small"])),
        ("KDA-HKDF", Offering("3.0", "1.11", ["kdf-short-key"])),
        ("KDA-OneStep", Offering("3.0", "1.11", ["kdf-short-key"])),
        ("KDA-TwoStep", Offering("3.0", "-", ["kdf-short-key"])),
        ("KDF", Offering("3.0", "-", ["kdf-short-key"])),
        ("KDF-KMAC", Offering("3.1", "-", ["kdf-short-key"])),
        (
            "PBKDF",
            Offering("3.0", "1.8", ["pbkdf2-iterations", "pbkdf2-short-salt", "pbkdf2-short-key"])
        ),
        ("TLS-v1.2", Offering("3.0", "-", ["tls12-prf", "tls12-prf-hash"])),
        ("TLS-v1.3", Offering("3.0", "-", ["tls13-kdf-hash"])),
        ("kdf-components-ssh", Offering("3.0", "-", ["sshkdf-hash"])),
        ("kdf-components-ansix9.63", Offering("3.0", "1.11", ["x963kdf-sha1"])),
        ("kdf-components-ansix9.42", Offering("3.0", "-", ["x942kdf-tdea"])),
        ("ML-KEM", Offering("3.5", "1.11")),
        ("ML-DSA", Offering("3.5", "-", ["ml-dsa-context", "ml-dsa-short-prehash"])),
        ("SLH-DSA", Offering("3.5", "-", ["slh-dsa-context", "slh-dsa-short-prehash"])),
        ("LMS", Offering("-", "-", ["lms-sign"])),
    ]
}
