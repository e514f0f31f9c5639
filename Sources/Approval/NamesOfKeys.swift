import Algorithms

extension NameEntry {
    static let keyExchanges: [NameEntry] = [
        NameEntry(.keyExchange, ["ECDH"], "ecdh", ["KAS-ECC-SSC", "KAS-ECC-CDH-Component"]),
        NameEntry(.keyExchange, ["DH", "DHKEYAGREEMENT"], "ffdh", ["KAS-FFC-SSC"]),
        NameEntry(.keyExchange, ["X25519"], "x25519"),
        NameEntry(.keyExchange, ["X448"], "x448"),
        NameEntry(.keyExchange, ["SM2"], "na-sm2"),
        NameEntry(.keyExchange, ["HKDF"], "hkdf", ["KDA-HKDF"]),
        NameEntry(.keyExchange, ["TLS1-PRF"], "tls12-prf-ems", ["TLS-v1.2-KDF"]),
        NameEntry(.keyExchange, ["SCRYPT", "ID-SCRYPT"], "na-scrypt"),
    ]

    static let keyEncapsulations: [NameEntry] =
        [
            NameEntry(
                .keyEncapsulation, ["RSA", "RSAENCRYPTION"], "rsasve", ["KAS-IFC-SSC"]),
            // libcrypto has one scheme for these keys, that of RFC 9180.
            NameEntry(.keyEncapsulation, ["EC", "ID-ECPUBLICKEY"], "na-dhkem"),
            NameEntry(.keyEncapsulation, ["X25519"], "x25519"),
            NameEntry(.keyEncapsulation, ["X448"], "x448"),
        ] + latticeKeys(.keyEncapsulation, ["ML-KEM-encapDecap"])

    static let asymmetricCiphers: [NameEntry] = [
        NameEntry(.asymmetricCipher, ["RSA", "RSAENCRYPTION"], "rsa-oaep", ["KTS-IFC"]),
        NameEntry(.asymmetricCipher, ["SM2"], "na-sm2"),
        NameEntry(.asymmetricCipher, ["ELG"], "na-elgamal"),
    ]

    static let keyManagers: [NameEntry] =
        [
            NameEntry(
                .keyManagement,
                ["RSA", "RSAENCRYPTION", "RSA-PSS", "RSASSA-PSS", "RSASSAPSS"], "rsa-keygen",
                ["RSA-keyGen"]),
            NameEntry(
                .keyManagement, ["EC", "ID-ECPUBLICKEY", "ECC"], "ec-keys",
                ["ECDSA-keyGen", "ECDSA-keyVer"]),
            NameEntry(
                .keyManagement, ["ED25519"], "ed25519", ["EDDSA-keyGen", "EDDSA-keyVer"]),
            NameEntry(.keyManagement, ["ED448"], "ed448", ["EDDSA-keyGen", "EDDSA-keyVer"]),
            NameEntry(.keyManagement, ["X25519"], "x25519"),
            NameEntry(.keyManagement, ["X448"], "x448"),
            NameEntry(
                .keyManagement,
                ["DH", "DHKEYAGREEMENT", "DHX", "X9.42 DH", "DHPUBLICNUMBER"], "ffdh",
                ["safePrimes-keyGen", "safePrimes-keyVer"]),
            NameEntry(.keyManagement, spellingsOfDSA, "dsa-verify"),
            NameEntry(.keyManagement, ["SM2", "CURVESM2"], "na-sm2"),
            NameEntry(.keyManagement, ["ELG"], "na-elgamal"),
        ]
        + postQuantum(.keyManagement, ["keyGen"])
        + latticeKeys(.keyManagement, ["ML-KEM-keyGen"])
        + keysOfMACsAndDerivation

    /// ML-KEM, and its hybrids for TLS 1.3, which no vector set tests.
    private static func latticeKeys(
        _ operation: KnownName.Operation, _ algorithms: [String]
    ) -> [NameEntry] {
        let sets = ["512", "768", "1024"].map { set in
            NameEntry(
                operation, ["ML-KEM-\(set)", "MLKEM\(set)", "ID-ALG-ML-KEM-\(set)"],
                "ml-kem-\(set)", algorithms)
        }
        return sets + [
            NameEntry(operation, ["KEM"], "kem", algorithms),
            NameEntry(
                operation, ["SECP256R1MLKEM768", "SECP384R1MLKEM1024"], "hybrid-p256-mlkem768"),
            NameEntry(operation, ["X25519MLKEM768"], "hybrid-x25519-mlkem768"),
            NameEntry(operation, ["X448MLKEM1024"], "hybrid-x448-mlkem1024"),
        ]
    }

    /// libcrypto lets a program hold these keys as if they were of a public-key algorithm.
    private static let keysOfMACsAndDerivation: [NameEntry] = [
        NameEntry(.keyManagement, ["HMAC"], "hmac", everyHMAC),
        NameEntry(.keyManagement, ["CMAC"], "cmac-aes", ["CMAC-AES"]),
        NameEntry(.keyManagement, ["POLY1305"], "poly1305"),
        NameEntry(.keyManagement, ["SIPHASH"], "siphash-blake2mac"),
        NameEntry(.keyManagement, ["HKDF"], "hkdf", ["KDA-HKDF"]),
        NameEntry(.keyManagement, ["TLS1-PRF"], "tls12-prf-ems", ["TLS-v1.2-KDF"]),
        NameEntry(.keyManagement, ["SCRYPT", "ID-SCRYPT"], "na-scrypt"),
    ]
}
