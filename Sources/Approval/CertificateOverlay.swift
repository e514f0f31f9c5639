/// What a certificate's own tables say of services, by the rules that decide them. It covers the
/// module of that certificate and no other.
package struct CertificateOverlay: Sendable {
    package enum Listing: String, Sendable, CaseIterable {
        case approved
        case allowed
        case nonApproved = "non-approved"
        /// The module does not have it, so that its certificate cannot cover it.
        case absent

        /// Whether the module may be used for it under its certificate.
        package var isApproved: Bool { self == .approved || self == .allowed }
    }

    package let certificate: String
    private let listings: [String: Listing]

    init(_ certificate: String, _ listings: [(Listing, [String])]) {
        self.certificate = certificate
        var byID: [String: Listing] = [:]
        for (listing, ids) in listings {
            for id in ids { byID[id] = listing }
        }
        self.listings = byID
    }

    /// Nil where nothing is known of it.
    package func listing(_ rule: Rule) -> Listing? { listings[rule.id] }

    /// Every rule that the overlay speaks of.
    package var ruleIDs: [String] { listings.keys.sorted() }

    package static func of(certificate: String) -> CertificateOverlay? {
        all.first { $0.certificate == certificate }
    }

    /// The overlays at hand. That of 4985 is from its detail record; of the others only what is
    /// known to differ from it.
    package static let all: [CertificateOverlay] = [
        CertificateOverlay(
            "4985",
            [
                (.approved, modesOf4985 + hashesOf4985 + keysOf4985 + derivationOf4985),
                (.allowed, ["aes-unauth-unwrap"]),
                (
                    .nonApproved,
                    [
                        "tdea3-enc", "tdea3-dec", "hmac-short-gen", "ed25519", "ed448", "x25519",
                        "x448", "tls12-prf", "test-rand", "drbg-truncated-hash", "rsa-siggen-small",
                        "rsa-keygen-small", "ecdsa-p192-sign", "ecdh-p192",
                    ]
                ),
                (
                    .absent,
                    [
                        "tdea2-enc", "tdea2-dec", "aes-gcm-siv", "aes-siv-ocb-eax", "na-des",
                        "na-rc4", "na-rc2", "na-blowfish", "na-cast5", "na-idea", "na-seed",
                        "na-camellia", "na-aria", "na-sm4", "na-chacha20", "na-chacha20-poly1305",
                        "cshake128", "cshake256", "na-md2", "na-md4", "na-md5", "na-md5-sha1",
                        "na-ripemd-160", "na-whirlpool", "na-blake2b", "na-blake2s", "na-sm3",
                        "hmac-md5", "cmac-tdea", "poly1305", "detecdsa", "na-scrypt",
                        "na-argon2id", "ml-kem-512", "ml-kem-768", "ml-kem-1024", "ml-dsa-44",
                        "ml-dsa-65", "ml-dsa-87", "hybrid-p256-mlkem768", "hybrid-x25519-mlkem768",
                        "hybrid-x448-mlkem1024", "na-salsa20", "na-twofish", "na-serpent",
                        "siphash-blake2mac", "tls10-prf", "na-pbkdf1", "na-krb5kdf", "drbg-tdea",
                        "na-openpgp", "lms", "lms-sign",
                    ] + signaturesOfHashes
                ),
            ]),
        CertificateOverlay(
            "5115", [(.nonApproved, ["rsa-oaep", "aes-gcm-enc-ext", "ecdsa-bk"])]),
        CertificateOverlay(
            "5132",
            [
                (.approved, ["ed25519", "ed448"]),
                (.nonApproved, ["sha1-siggen", "aes-gcm-enc-ext"]),
            ]),
    ]

    private static let modesOf4985 = [
        "aes-cbc-crypt", "aes-cfb1-crypt", "aes-cfb8-crypt", "aes-cfb-crypt", "aes-ofb-crypt",
        "aes-ctr-crypt", "aes-ecb-enc", "aes-ecb-dec", "aes-cbc-cs1", "aes-cbc-cs2", "aes-cbc-cs3",
        "aes-gcm-enc-int", "aes-gcm-enc-ext", "aes-gcm-dec", "aes-gmac", "aes-ccm", "aes-xts",
        "aes-kw", "aes-kwp",
    ]
    private static let hashesOf4985 =
        ["sha1-sigver", "sha1-other", "shake128", "shake256", "cmac-aes", "kmac128", "kmac256"]
        + [
            "sha2-224", "sha2-256", "sha2-384", "sha2-512", "sha2-512-224", "sha2-512-256",
            "sha3-224", "sha3-256", "sha3-384", "sha3-512",
        ].flatMap { [$0, "hmac-\($0)-gen"] } + ["hmac-sha-1-gen", "hmac-sha-1-ver"]
    private static let keysOf4985 =
        ["p-224", "p-256", "p-384", "p-521"].flatMap {
            ["ecdsa-\($0)-sign", "ecdsa-\($0)-verify", "ecdh-\($0)"]
        } + [
            "rsa-siggen-pkcs1", "rsa-siggen-pss", "rsa-sigver", "rsa-sigver-legacy",
            "rsa-x931-sign", "rsa-x931-ver", "rsa-keygen", "rsa-oaep", "rsasve",
            "ecdsa-p192-verify", "ecdsa-bk", "dsa-sign", "dsa-verify", "ffdh",
        ]
    private static let derivationOf4985 = [
        "hkdf", "sskdf", "twostep", "kbkdf", "pbkdf2", "tls12-prf-ems", "tls13-kdf", "sshkdf",
        "x963kdf", "x942kdf-asn1", "ctr-drbg", "hash-drbg", "hash-drbg-sha1", "hmac-drbg",
        "hmac-drbg-sha1",
    ]
    private static let signaturesOfHashes = ["sha2", "shake"].flatMap { function in
        ["128s", "128f", "192s", "192f", "256s", "256f"].map { "slh-dsa-\(function)-\($0)" }
    }
}
