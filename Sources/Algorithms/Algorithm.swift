/// One row of the table: an ACVP algorithm, what kind of thing it is, and how it is timed.
package struct Algorithm: Sendable, Equatable {
    /// The ACVP algorithm with its mode, as vector files name it: `SHA2-256`, `ECDSA-sigGen`.
    package let name: String
    package let family: Family
    /// The ACVP revisions whose vector sets this row answers.
    package let revisions: [String]
    package let kind: Kind

    /// Families in report order.
    package enum Family: String, CaseIterable, Sendable {
        case aesGCM = "AES-GCM"
        case aesModes = "AES modes"
        case sha1 = "SHA-1"
        case sha2 = "SHA-2"
        case sha3 = "SHA-3"
        case hmac = "HMAC"
        case drbg = "DRBG"
        case ecdsa = "ECDSA"
        case kmac = "KMAC"
        case keyDerivation = "KDF"
        case keyAgreement = "KAS"
        case mlKEM = "ML-KEM"
        case mlDSA = "ML-DSA"
        case slhDSA = "SLH-DSA"
        case lms = "LMS"
        case rsa = "RSA"
        case eddsa = "EdDSA"
    }

    /// What executes the algorithm. A `switch` over it has no `default`, so that the compiler
    /// lists every place which a new kind must reach.
    package enum Kind: Sendable, Equatable {
        case gcm
        case gmac
        case ccm
        case blockCipher(BlockCipherMode)
        case keyWrap(padded: Bool)
        case cmac
        case digest(Hash)
        case extendableOutput(ExtendableOutputFunction)
        case hmac(Hash)
        case ctrDRBG
        case hashDRBG
        case hmacDRBG
        case ecdsaKeyGen
        case ecdsaKeyVer
        case ecdsaSigGen
        case ecdsaSigVer
        case detECDSASigGen
        case sha3Derived(SHA3DerivedFunction)
        case keyDerivation(KeyDerivationFunction)
        case keyAgreement(KeyAgreementFunction)
        case postQuantum(PostQuantumFunction)
        case rsa(RSAFunction)
        case eddsa(EdDSAFunction)
    }

    /// The row for a vector set's name, or nil where the table has none.
    package static func named(_ name: String) -> Algorithm? {
        byName[name]
    }

    private static let byName = Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0) })

    /// The one table. Its order is the order of every report.
    package static let table: [Algorithm] = [
        Algorithm("ACVP-AES-GCM", .aesGCM, ["1.0"], .gcm),
        Algorithm("ACVP-AES-GMAC", .aesGCM, ["1.0"], .gmac),
        Algorithm("ACVP-AES-CCM", .aesModes, ["1.0"], .ccm),
        Algorithm("ACVP-AES-CCM-ECMA", .aesModes, ["1.0"], .ccm),
        Algorithm("ACVP-AES-ECB", .aesModes, ["1.0"], .blockCipher(.ecb)),
        Algorithm("ACVP-AES-CBC", .aesModes, ["1.0"], .blockCipher(.cbc)),
        Algorithm("ACVP-AES-CBC-CS1", .aesModes, ["1.0"], .blockCipher(.cbcCS1)),
        Algorithm("ACVP-AES-CBC-CS2", .aesModes, ["1.0"], .blockCipher(.cbcCS2)),
        Algorithm("ACVP-AES-CBC-CS3", .aesModes, ["1.0"], .blockCipher(.cbcCS3)),
        Algorithm("ACVP-AES-CFB1", .aesModes, ["1.0"], .blockCipher(.cfb1)),
        Algorithm("ACVP-AES-CFB8", .aesModes, ["1.0"], .blockCipher(.cfb8)),
        Algorithm("ACVP-AES-CFB128", .aesModes, ["1.0"], .blockCipher(.cfb128)),
        Algorithm("ACVP-AES-OFB", .aesModes, ["1.0"], .blockCipher(.ofb)),
        Algorithm("ACVP-AES-CTR", .aesModes, ["1.0"], .blockCipher(.ctr)),
        Algorithm("ACVP-AES-XTS", .aesModes, ["1.0", "2.0"], .blockCipher(.xts)),
        Algorithm("ACVP-AES-KW", .aesModes, ["1.0"], .keyWrap(padded: false)),
        Algorithm("ACVP-AES-KWP", .aesModes, ["1.0"], .keyWrap(padded: true)),
        Algorithm("CMAC-AES", .aesModes, ["1.0"], .cmac),
        Algorithm("SHA-1", .sha1, ["1.0"], .digest(.sha1)),
        Algorithm("SHA2-224", .sha2, ["1.0"], .digest(.sha2_224)),
        Algorithm("SHA2-256", .sha2, ["1.0"], .digest(.sha2_256)),
        Algorithm("SHA2-384", .sha2, ["1.0"], .digest(.sha2_384)),
        Algorithm("SHA2-512", .sha2, ["1.0"], .digest(.sha2_512)),
        Algorithm("SHA2-512/224", .sha2, ["1.0"], .digest(.sha2_512_224)),
        Algorithm("SHA2-512/256", .sha2, ["1.0"], .digest(.sha2_512_256)),
        Algorithm("SHA3-224", .sha3, ["2.0"], .digest(.sha3_224)),
        Algorithm("SHA3-256", .sha3, ["2.0"], .digest(.sha3_256)),
        Algorithm("SHA3-384", .sha3, ["2.0"], .digest(.sha3_384)),
        Algorithm("SHA3-512", .sha3, ["2.0"], .digest(.sha3_512)),
        Algorithm("SHAKE-128", .sha3, ["1.0", "FIPS202"], .extendableOutput(.shake128)),
        Algorithm("SHAKE-256", .sha3, ["1.0", "FIPS202"], .extendableOutput(.shake256)),
        Algorithm("HMAC-SHA2-224", .hmac, ["1.0", "2.0"], .hmac(.sha2_224)),
        Algorithm("HMAC-SHA2-256", .hmac, ["1.0", "2.0"], .hmac(.sha2_256)),
        Algorithm("HMAC-SHA2-384", .hmac, ["1.0", "2.0"], .hmac(.sha2_384)),
        Algorithm("HMAC-SHA2-512", .hmac, ["1.0", "2.0"], .hmac(.sha2_512)),
        Algorithm("HMAC-SHA2-512/224", .hmac, ["1.0", "2.0"], .hmac(.sha2_512_224)),
        Algorithm("HMAC-SHA2-512/256", .hmac, ["1.0", "2.0"], .hmac(.sha2_512_256)),
        Algorithm("ctrDRBG", .drbg, ["1.0", "SP800-90Ar1"], .ctrDRBG),
        Algorithm("hashDRBG", .drbg, ["1.0", "SP800-90Ar1"], .hashDRBG),
        Algorithm("hmacDRBG", .drbg, ["1.0", "SP800-90Ar1"], .hmacDRBG),
        Algorithm("ECDSA-keyGen", .ecdsa, ["1.0", "FIPS186-5"], .ecdsaKeyGen),
        Algorithm("ECDSA-keyVer", .ecdsa, ["1.0", "FIPS186-5"], .ecdsaKeyVer),
        Algorithm("ECDSA-sigGen", .ecdsa, ["1.0", "FIPS186-5"], .ecdsaSigGen),
        Algorithm("ECDSA-sigVer", .ecdsa, ["1.0", "FIPS186-5"], .ecdsaSigVer),
        Algorithm("DetECDSA-sigGen", .ecdsa, ["FIPS186-5"], .detECDSASigGen),
        Algorithm("HMAC-SHA-1", .hmac, ["1.0", "2.0"], .hmac(.sha1)),
        Algorithm("HMAC-SHA3-224", .hmac, ["1.0", "2.0"], .hmac(.sha3_224)),
        Algorithm("HMAC-SHA3-256", .hmac, ["1.0", "2.0"], .hmac(.sha3_256)),
        Algorithm("HMAC-SHA3-384", .hmac, ["1.0", "2.0"], .hmac(.sha3_384)),
        Algorithm("HMAC-SHA3-512", .hmac, ["1.0", "2.0"], .hmac(.sha3_512)),
        Algorithm("cSHAKE-128", .sha3, ["1.0"], .sha3Derived(.cSHAKE128)),
        Algorithm("cSHAKE-256", .sha3, ["1.0"], .sha3Derived(.cSHAKE256)),
        Algorithm("KMAC-128", .kmac, ["1.0"], .sha3Derived(.kmac128)),
        Algorithm("KMAC-256", .kmac, ["1.0"], .sha3Derived(.kmac256)),
        Algorithm(
            "KDA-HKDF", .keyDerivation, ["Sp800-56Cr1", "Sp800-56Cr2"], .keyDerivation(.hkdf)),
        Algorithm(
            "KDA-OneStep", .keyDerivation, ["Sp800-56Cr1", "Sp800-56Cr2"],
            .keyDerivation(.oneStep)),
        Algorithm(
            "KDA-OneStepNoCounter", .keyDerivation, ["Sp800-56Cr2"],
            .keyDerivation(.oneStepNoCounter)),
        Algorithm(
            "KDA-TwoStep", .keyDerivation, ["Sp800-56Cr1", "Sp800-56Cr2"],
            .keyDerivation(.twoStep)),
        Algorithm("KDF", .keyDerivation, ["1.0"], .keyDerivation(.keyBased)),
        Algorithm("KDF-KMAC", .keyDerivation, ["Sp800-108r1"], .keyDerivation(.kmac)),
        Algorithm("PBKDF", .keyDerivation, ["1.0"], .keyDerivation(.password)),
        Algorithm("TLS-v1.2-KDF", .keyDerivation, ["RFC7627"], .keyDerivation(.tls12)),
        Algorithm("TLS-v1.3-KDF", .keyDerivation, ["RFC8446"], .keyDerivation(.tls13)),
        Algorithm("kdf-components-ssh", .keyDerivation, ["1.0"], .keyDerivation(.ssh)),
        Algorithm("kdf-components-ansix9.63", .keyDerivation, ["1.0"], .keyDerivation(.ansX963)),
        Algorithm("kdf-components-ansix9.42", .keyDerivation, ["1.0"], .keyDerivation(.ansX942)),
        Algorithm(
            "KAS-ECC-SSC", .keyAgreement, ["Sp800-56Ar3"], .keyAgreement(.ellipticCurveSecret)),
        Algorithm(
            "KAS-ECC-CDH-Component", .keyAgreement, ["1.0", "Sp800-56Ar3"],
            .keyAgreement(.cofactorPrimitive)),
        Algorithm(
            "KAS-FFC-SSC", .keyAgreement, ["Sp800-56Ar3"], .keyAgreement(.finiteFieldSecret)),
        Algorithm("safePrimes-keyGen", .keyAgreement, ["1.0"], .keyAgreement(.safePrimeKeyGen)),
        Algorithm("safePrimes-keyVer", .keyAgreement, ["1.0"], .keyAgreement(.safePrimeKeyVer)),
        Algorithm("ML-KEM-keyGen", .mlKEM, ["FIPS203"], .postQuantum(.keyGeneration(.mlKEM))),
        Algorithm(
            "ML-KEM-encapDecap", .mlKEM, ["FIPS203", "FIPS203-tr1"],
            .postQuantum(.encapsulation)),
        Algorithm("ML-DSA-keyGen", .mlDSA, ["FIPS204"], .postQuantum(.keyGeneration(.mlDSA))),
        Algorithm(
            "ML-DSA-sigGen", .mlDSA, ["FIPS204", "FIPS204-tr1"],
            .postQuantum(.signatureGeneration(.mlDSA))),
        Algorithm(
            "ML-DSA-sigVer", .mlDSA, ["FIPS204", "FIPS204-tr1"],
            .postQuantum(.signatureVerification(.mlDSA))),
        Algorithm("SLH-DSA-keyGen", .slhDSA, ["FIPS205"], .postQuantum(.keyGeneration(.slhDSA))),
        Algorithm(
            "SLH-DSA-sigGen", .slhDSA, ["FIPS205"], .postQuantum(.signatureGeneration(.slhDSA))),
        Algorithm(
            "SLH-DSA-sigVer", .slhDSA, ["FIPS205"],
            .postQuantum(.signatureVerification(.slhDSA))),
        Algorithm(
            "LMS-keyGen", .lms, ["1.0", "SP800-208"], .postQuantum(.keyGeneration(.lms))),
        Algorithm(
            "LMS-sigGen", .lms, ["1.0", "SP800-208"], .postQuantum(.signatureGeneration(.lms))),
        Algorithm(
            "LMS-sigVer", .lms, ["1.0", "SP800-208"], .postQuantum(.signatureVerification(.lms))),
        Algorithm("RSA-keyGen", .rsa, ["FIPS186-4", "FIPS186-5"], .rsa(.keyGen)),
        Algorithm("RSA-sigGen", .rsa, ["FIPS186-4", "FIPS186-5"], .rsa(.sigGen)),
        Algorithm("RSA-sigVer", .rsa, ["FIPS186-2", "FIPS186-4", "FIPS186-5"], .rsa(.sigVer)),
        Algorithm("RSA-signaturePrimitive", .rsa, ["1.0", "2.0"], .rsa(.signaturePrimitive)),
        Algorithm(
            "RSA-decryptionPrimitive", .rsa, ["1.0", "Sp800-56Br2"], .rsa(.decryptionPrimitive)),
        Algorithm("EDDSA-keyGen", .eddsa, ["1.0"], .eddsa(.keyGen)),
        Algorithm("EDDSA-keyVer", .eddsa, ["1.0"], .eddsa(.keyVer)),
        Algorithm("EDDSA-sigGen", .eddsa, ["1.0"], .eddsa(.sigGen)),
        Algorithm("EDDSA-sigVer", .eddsa, ["1.0"], .eddsa(.sigVer)),
    ]

    private init(_ name: String, _ family: Family, _ revisions: [String], _ kind: Kind) {
        self.name = name
        self.family = family
        self.revisions = revisions
        self.kind = kind
    }
}
