import Algorithms

extension NameEntry {
    static let derivationFunctions: [NameEntry] = [
        NameEntry(.kdf, ["HKDF"], "hkdf", ["KDA-HKDF", "KDA-TwoStep"]),
        NameEntry(.kdf, ["SSKDF"], "sskdf", ["KDA-OneStep"]),
        NameEntry(.kdf, ["KBKDF"], "kbkdf", ["KDF", "KDF-KMAC"]),
        NameEntry(.kdf, ["PBKDF2"], "pbkdf2", ["PBKDF"]),
        NameEntry(.kdf, ["TLS1-PRF"], "tls12-prf-ems", ["TLS-v1.2-KDF"]),
        NameEntry(.kdf, ["TLS13-KDF"], "tls13-kdf", ["TLS-v1.3-KDF"]),
        NameEntry(.kdf, ["SSHKDF"], "sshkdf", ["kdf-components-ssh"]),
        NameEntry(
            .kdf, ["X963KDF", "X942KDF-CONCAT"], "x963kdf", ["kdf-components-ansix9.63"]),
        NameEntry(
            .kdf, ["X942KDF-ASN1", "X942KDF"], "x942kdf-asn1", ["kdf-components-ansix9.42"]),
        NameEntry(.kdf, ["SCRYPT", "ID-SCRYPT"], "na-scrypt"),
        NameEntry(.kdf, ["ARGON2D", "ARGON2I", "ARGON2ID"], "na-argon2id"),
        NameEntry(.kdf, ["PBKDF1", "PKCS12KDF"], "na-pbkdf1"),
        NameEntry(.kdf, ["PVKKDF"], "na-pvkkdf"),
        NameEntry(.kdf, ["KRB5KDF"], "na-krb5kdf"),
        NameEntry(.kdf, ["HMAC-DRBG-KDF"], "hmac-drbg-kdf"),
    ]

    static let randomBitGenerators: [NameEntry] = [
        NameEntry(.drbg, ["CTR-DRBG"], "ctr-drbg", ["ctrDRBG"]),
        NameEntry(.drbg, ["HASH-DRBG"], "hash-drbg", ["hashDRBG"]),
        NameEntry(.drbg, ["HMAC-DRBG"], "hmac-drbg", ["hmacDRBG"]),
        NameEntry(.drbg, ["TEST-RAND", "CRNG-TEST"], "test-rand"),
        NameEntry(.drbg, ["SEED-SRC", "JITTER"], "seed-src"),
    ]
}
