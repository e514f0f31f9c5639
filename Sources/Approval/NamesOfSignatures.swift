import Algorithms

extension NameEntry {
    /// libgcrypt's public-key algorithms are here as well: it lists them without their use.
    static let signatures: [NameEntry] =
        rsa + ecdsa + edwards + dsa + postQuantum(.signature, ["sigGen", "sigVer"])
        + keyedAsSignatures

    private static let rsa: [NameEntry] = [
        NameEntry(
            .signature, ["RSA", "RSAENCRYPTION"], "rsa",
            ["RSA-sigGen", "RSA-sigVer"]),
        NameEntry(
            .signature,
            spelled(
                "RSA-SHA#", "RSA-SHA2-#", "SHA#WITHRSAENCRYPTION", "RSA-SHA3-#",
                "ID-RSASSA-PKCS1-V1_5-WITH-SHA3-#", sizes: ["224", "256", "384", "512"])
                + spelled(
                    "RSA-SHA512-#", "RSA-SHA2-512/#", "SHA512-#WITHRSAENCRYPTION",
                    sizes: ["224", "256"]),
            "rsa-siggen-pkcs1", ["RSA-sigGen", "RSA-sigVer"]),
        NameEntry(
            .signature, ["RSA-SHA1", "RSA-SHA-1", "SHA1WITHRSAENCRYPTION"], "rsa-sigver-legacy"),
        NameEntry(.signature, ["RSA-RIPEMD160", "RIPEMD160WITHRSA"], "na-ripemd-160"),
        NameEntry(.signature, ["RSA-SM3", "SM3WITHRSAENCRYPTION"], "na-sm3"),
    ]

    private static let ecdsa: [NameEntry] = [
        NameEntry(
            .signature, ["ECDSA", "ECC"], "ecdsa", ["ECDSA-sigGen", "ECDSA-sigVer"]),
        NameEntry(
            .signature,
            spelled(
                "ECDSA-SHA#", "ECDSA-SHA2-#", "ECDSA-WITH-SHA#",
                sizes: ["224", "256", "384", "512"]),
            "ecdsa", ["ECDSA-sigGen", "ECDSA-sigVer"]),
        // No vector with these hashes is in the table yet: the hash's own must be, too.
        NameEntry(
            .signature,
            spelled(
                "ECDSA-SHA3-#", "ECDSA_WITH_SHA3-#", "ID-ECDSA-WITH-SHA3-#",
                sizes: ["224", "256", "384", "512"]),
            "ecdsa", ["ECDSA-sigGen", "ECDSA-sigVer", "SHA3-256"]),
        NameEntry(.signature, ["ECDSA-SHA1", "ECDSA-SHA-1", "ECDSA-WITH-SHA1"], "sha1-sigver"),
    ]

    private static let edwards: [NameEntry] = [
        NameEntry(
            .signature, ["ED25519", "ED25519PH"], "ed25519", ["EDDSA-sigGen", "EDDSA-sigVer"]),
        NameEntry(.signature, ["ED25519CTX"], "ed25519ctx"),
        NameEntry(.signature, ["ED448", "ED448PH"], "ed448", ["EDDSA-sigGen", "EDDSA-sigVer"]),
    ]

    /// libcrypto 3.0 takes all of these for one algorithm, and verification alone remains to it.
    static let spellingsOfDSA: [String] =
        [
            "DSA", "DSA-OLD", "DSAENCRYPTION", "DSAENCRYPTION-OLD", "DSA-SHA", "DSA-SHA1",
            "DSA-SHA-1", "DSA-SHA1-OLD", "DSAWITHSHA", "DSAWITHSHA1", "DSAWITHSHA1-OLD",
        ]
        + spelled(
            "DSA-SHA#", "DSA-SHA2-#", "DSA_WITH_SHA#", "ID-DSA-WITH-SHA#", "DSA-SHA3-#",
            "DSA_WITH_SHA3-#", "ID-DSA-WITH-SHA3-#", sizes: ["224", "256", "384", "512"])

    private static let dsa: [NameEntry] = [
        NameEntry(.signature, spellingsOfDSA, "dsa-verify"),
        NameEntry(.signature, ["SM2"], "na-sm2"),
        NameEntry(.signature, ["ELG"], "na-elgamal"),
    ]

    /// ML-DSA, SLH-DSA and LMS, whose names are the same for signatures and for keys.
    static func postQuantum(
        _ operation: KnownName.Operation, _ modes: [String]
    ) -> [NameEntry] {
        let lattice = ["44", "65", "87"].map { set in
            NameEntry(
                operation, ["ML-DSA-\(set)", "MLDSA\(set)", "ID-ML-DSA-\(set)"], "ml-dsa-\(set)",
                modes.map { "ML-DSA-\($0)" })
        }
        let sets = spelled(
            "SHA2-#", "SHAKE-#", sizes: ["128S", "128F", "192S", "192F", "256S", "256F"])
        let hashBased = sets.map { set in
            NameEntry(
                operation, ["SLH-DSA-\(set)", "ID-SLH-DSA-\(set)"],
                "slh-dsa-\(set.lowercased())", modes.map { "SLH-DSA-\($0)" })
        }
        let stateful = NameEntry(
            operation, ["LMS", "HSS", "ID-ALG-HSS-LMS-HASHSIG"], "lms", modes.map { "LMS-\($0)" })
        return lattice + hashBased + [stateful]
    }

    /// libcrypto offers its MACs as signatures too, and libgcrypt lists KEM beside RSA.
    private static let keyedAsSignatures: [NameEntry] = [
        NameEntry(.signature, ["HMAC"], "hmac", everyHMAC),
        NameEntry(.signature, ["CMAC"], "cmac-aes", ["CMAC-AES"]),
        NameEntry(.signature, ["POLY1305"], "poly1305"),
        NameEntry(.signature, ["SIPHASH"], "siphash-blake2mac"),
        NameEntry(.signature, ["KEM"], "kem", ["ML-KEM-keyGen", "ML-KEM-encapDecap"]),
    ]
}
