import Algorithms
import Approval
import Testing

@Suite struct NamesTests {
    @Test func everyRuleThatANameRefersToExists() {
        for entry in NameEntry.all {
            #expect(Rule.find(entry.ruleID) != nil, "\(entry.names) refers to \(entry.ruleID)")
        }
    }

    @Test func noSpellingOccursTwiceWithinOneOperation() {
        var seen: Set<String> = []
        for entry in NameEntry.all {
            #expect(!entry.names.isEmpty, "an entry for \(entry.ruleID) has no name")
            for name in entry.names {
                let key = "\(entry.operation.rawValue) \(name)"
                #expect(seen.insert(key).inserted, "\(key) occurs twice")
                #expect(name == name.uppercased(), "\(name) is not in upper case")
                #expect(!name.contains("#"), "\(name) is a pattern")
            }
        }
    }

    /// The table has no approved name without a vector set but the hybrids of TLS 1.3, for which
    /// ACVP has none; another that comes must say why.
    @Test func approvedNamesHaveVectorSetsAndOthersHaveNone() {
        for entry in NameEntry.all {
            guard let rule = Rule.find(entry.ruleID) else { continue }
            let hasSets = rule.status.isApproved && !rule.id.hasPrefix("hybrid-")
            #expect(entry.algorithms.isEmpty != hasSets, "\(entry.names)")
            #expect(Set(entry.algorithms).count == entry.algorithms.count, "\(entry.names)")
        }
    }

    @Test func everyAlgorithmOfTheTableHasAName() {
        let named = Set(NameEntry.all.flatMap(\.algorithms))
        // No library names deterministic ECDSA, which is ECDSA with a parameter, or the CCM of
        // ECMA-368, which is CCM with some lengths; the one-step KDF without a counter they lack;
        // RSA without a padding is a part of it.
        let parameters = [
            "DetECDSA-sigGen", "ACVP-AES-CCM-ECMA", "KDA-OneStepNoCounter",
            "RSA-signaturePrimitive", "RSA-decryptionPrimitive",
        ]
        for algorithm in Algorithm.table where !parameters.contains(algorithm.name) {
            #expect(named.contains(algorithm.name), "\(algorithm.name)")
        }
    }

    @Test(arguments: KnownName.Operation.allCases)
    func everyEnumeratedNameIsClassified(operation: KnownName.Operation) {
        let names = enumerated[operation, default: []]
        #expect(!names.isEmpty)
        for name in names {
            let known = KnownName(operation: operation, name: name, aliases: [])
            #expect(
                NameEntry.entry(for: known)?.operation == operation,
                "\(name) (\(operation.rawValue)) is unclassified")
            #expect(!NameEntry.entries(spelled: name).isEmpty)
        }
    }

    @Test func caseDoesNotMatter() {
        let known = KnownName(operation: .cipher, name: "ChaCha20-Poly1305", aliases: [])
        #expect(NameEntry.entry(for: known)?.ruleID == "na-chacha20-poly1305")
        #expect(NameEntry.entries(spelled: "sha2-512/256").map(\.ruleID) == ["sha2-512-256"])
    }

    @Test func theNameCountsBeforeItsAliases() {
        // libcrypto calls its AES-256-CBC AES256 too, which is the block cipher to libgcrypt.
        let cbc = KnownName(
            operation: .cipher, name: "AES-256-CBC",
            aliases: ["AES256", "2.16.840.1.101.3.4.1.42"])
        #expect(NameEntry.entry(for: cbc)?.ruleID == "aes-cbc-crypt")
        let aliasOnly = KnownName(
            operation: .keyManagement, name: "1.2.840.10045.2.1", aliases: ["id-ecPublicKey"])
        #expect(NameEntry.entry(for: aliasOnly)?.ruleID == "ec-keys")
    }

    @Test func theOperationCounts() {
        let digest = KnownName(operation: .digest, name: "HMAC", aliases: [])
        #expect(NameEntry.entry(for: digest) == nil)
        #expect(
            NameEntry.entries(spelled: "RSA").map(\.operation)
                == [.signature, .keyEncapsulation, .asymmetricCipher, .keyManagement])
    }

    @Test func anUnknownNameIsUnclassified() {
        let known = KnownName(operation: .cipher, name: "AES-512-GCM", aliases: ["AES512"])
        #expect(NameEntry.entry(for: known) == nil)
        #expect(NameEntry.entries(spelled: "").isEmpty)
    }

    /// What remains of an algorithm that may protect nothing any more is its legacy use.
    @Test(arguments: [
        (KnownName.Operation.cipher, "DES-EDE3-CBC", "tdea3-dec"),
        (.cipher, "DES-EDE-CBC", "tdea2-dec"), (.mac, "CMAC_3DES", "cmac-tdea-ver"),
        (.signature, "DSA", "dsa-verify"), (.signature, "RSA-SHA1", "rsa-sigver-legacy"),
        (.signature, "ECDSA-SHA1", "sha1-sigver"),
    ])
    func legacyUseDecidesAName(operation: KnownName.Operation, name: String, ruleID: String) {
        let known = KnownName(operation: operation, name: name, aliases: [])
        #expect(NameEntry.entry(for: known)?.ruleID == ruleID)
        #expect(Rule.find(ruleID)?.status == .legacyUse)
    }

    /// What libcrypto 3.0.19 and 3.5.7 (default, legacy, base, null and FIPS providers) and
    /// libgcrypt 1.10.1 and 1.11.0 enumerate, in upper case and without object identifiers.
    ///
    /// libgcrypt does not say what its public-key algorithms are for, so they stand under two
    /// operations.
    private let enumerated: [KnownName.Operation: [String]] = [
        .cipher: [
            "3DES", "AES", "AES-128-CBC", "AES-128-CBC-CTS", "AES-128-CBC-HMAC-SHA1",
            "AES-128-CBC-HMAC-SHA256", "AES-128-CCM", "AES-128-CFB", "AES-128-CFB1",
            "AES-128-CFB8", "AES-128-CTR", "AES-128-ECB", "AES-128-GCM", "AES-128-GCM-SIV",
            "AES-128-OCB", "AES-128-OFB", "AES-128-SIV", "AES-128-WRAP", "AES-128-WRAP-INV",
            "AES-128-WRAP-PAD", "AES-128-WRAP-PAD-INV", "AES-128-XTS", "AES-192-CBC",
            "AES-192-CBC-CTS", "AES-192-CCM", "AES-192-CFB", "AES-192-CFB1", "AES-192-CFB8",
            "AES-192-CTR", "AES-192-ECB", "AES-192-GCM", "AES-192-GCM-SIV", "AES-192-OCB",
            "AES-192-OFB", "AES-192-SIV", "AES-192-WRAP", "AES-192-WRAP-INV", "AES-192-WRAP-PAD",
            "AES-192-WRAP-PAD-INV", "AES-256-CBC", "AES-256-CBC-CTS", "AES-256-CBC-HMAC-SHA1",
            "AES-256-CBC-HMAC-SHA256", "AES-256-CCM", "AES-256-CFB", "AES-256-CFB1",
            "AES-256-CFB8", "AES-256-CTR", "AES-256-ECB", "AES-256-GCM", "AES-256-GCM-SIV",
            "AES-256-OCB", "AES-256-OFB", "AES-256-SIV", "AES-256-WRAP", "AES-256-WRAP-INV",
            "AES-256-WRAP-PAD", "AES-256-WRAP-PAD-INV", "AES-256-XTS", "AES128", "AES128-WRAP",
            "AES128-WRAP-INV", "AES128-WRAP-PAD", "AES128-WRAP-PAD-INV", "AES192", "AES192-WRAP",
            "AES192-WRAP-INV", "AES192-WRAP-PAD", "AES192-WRAP-PAD-INV", "AES256", "AES256-WRAP",
            "AES256-WRAP-INV", "AES256-WRAP-PAD", "AES256-WRAP-PAD-INV", "ARCFOUR", "ARIA-128-CBC",
            "ARIA-128-CCM", "ARIA-128-CFB", "ARIA-128-CFB1", "ARIA-128-CFB8", "ARIA-128-CTR",
            "ARIA-128-ECB", "ARIA-128-GCM", "ARIA-128-OFB", "ARIA-192-CBC", "ARIA-192-CCM",
            "ARIA-192-CFB", "ARIA-192-CFB1", "ARIA-192-CFB8", "ARIA-192-CTR", "ARIA-192-ECB",
            "ARIA-192-GCM", "ARIA-192-OFB", "ARIA-256-CBC", "ARIA-256-CCM", "ARIA-256-CFB",
            "ARIA-256-CFB1", "ARIA-256-CFB8", "ARIA-256-CTR", "ARIA-256-ECB", "ARIA-256-GCM",
            "ARIA-256-OFB", "ARIA128", "ARIA192", "ARIA256", "BF", "BF-CBC", "BF-CFB", "BF-ECB",
            "BF-OFB", "BLOWFISH", "CAMELLIA-128-CBC", "CAMELLIA-128-CBC-CTS", "CAMELLIA-128-CFB",
            "CAMELLIA-128-CFB1", "CAMELLIA-128-CFB8", "CAMELLIA-128-CTR", "CAMELLIA-128-ECB",
            "CAMELLIA-128-OFB", "CAMELLIA-192-CBC", "CAMELLIA-192-CBC-CTS", "CAMELLIA-192-CFB",
            "CAMELLIA-192-CFB1", "CAMELLIA-192-CFB8", "CAMELLIA-192-CTR", "CAMELLIA-192-ECB",
            "CAMELLIA-192-OFB", "CAMELLIA-256-CBC", "CAMELLIA-256-CBC-CTS", "CAMELLIA-256-CFB",
            "CAMELLIA-256-CFB1", "CAMELLIA-256-CFB8", "CAMELLIA-256-CTR", "CAMELLIA-256-ECB",
            "CAMELLIA-256-OFB", "CAMELLIA128", "CAMELLIA192", "CAMELLIA256", "CAST", "CAST-CBC",
            "CAST5", "CAST5-CBC", "CAST5-CFB", "CAST5-ECB", "CAST5-OFB", "CHACHA20",
            "CHACHA20-POLY1305", "DES", "DES-CBC", "DES-CFB", "DES-CFB1", "DES-CFB8", "DES-ECB",
            "DES-EDE", "DES-EDE-CBC", "DES-EDE-CFB", "DES-EDE-ECB", "DES-EDE-OFB", "DES-EDE3",
            "DES-EDE3-CBC", "DES-EDE3-CFB", "DES-EDE3-CFB1", "DES-EDE3-CFB8", "DES-EDE3-ECB",
            "DES-EDE3-OFB", "DES-OFB", "DES3", "DES3-WRAP", "DESX", "DESX-CBC", "GOST28147",
            "GOST28147_MESH", "ID-AES128-CCM", "ID-AES128-GCM", "ID-AES128-WRAP",
            "ID-AES128-WRAP-PAD", "ID-AES192-CCM", "ID-AES192-GCM", "ID-AES192-WRAP",
            "ID-AES192-WRAP-PAD", "ID-AES256-CCM", "ID-AES256-GCM", "ID-AES256-WRAP",
            "ID-AES256-WRAP-PAD", "ID-SMIME-ALG-CMS3DESWRAP", "IDEA", "NULL", "RC2", "RC2-128",
            "RC2-40", "RC2-40-CBC", "RC2-64", "RC2-64-CBC", "RC2-CBC", "RC2-CFB", "RC2-ECB",
            "RC2-OFB", "RC4", "RC4-40", "RC4-HMAC-MD5", "RFC2268_128", "RFC2268_40", "SALSA20",
            "SALSA20R12", "SEED", "SEED-CBC", "SEED-CFB", "SEED-CFB128", "SEED-ECB", "SEED-OFB",
            "SEED-OFB128", "SERPENT128", "SERPENT192", "SERPENT256", "SM4", "SM4-CBC", "SM4-CCM",
            "SM4-CFB", "SM4-CFB128", "SM4-CTR", "SM4-ECB", "SM4-GCM", "SM4-OFB", "SM4-OFB128",
            "SM4-XTS", "TWOFISH", "TWOFISH128",
        ],
        .digest: [
            "BLAKE2B-512", "BLAKE2B512", "BLAKE2B_160", "BLAKE2B_256", "BLAKE2B_384",
            "BLAKE2B_512", "BLAKE2S-256", "BLAKE2S256", "BLAKE2S_128", "BLAKE2S_160",
            "BLAKE2S_224", "BLAKE2S_256", "CRC24RFC2440", "CRC32", "CRC32RFC1510", "CSHAKE128",
            "CSHAKE256", "GOSTR3411_94", "GOSTR3411_CP", "KECCAK-224", "KECCAK-256", "KECCAK-384",
            "KECCAK-512", "KECCAK-KMAC-128", "KECCAK-KMAC-256", "KECCAK-KMAC128", "KECCAK-KMAC256",
            "MD4", "MD5", "MD5-SHA1", "NULL", "RIPEMD", "RIPEMD-160", "RIPEMD160", "RMD160",
            "SHA-1", "SHA-224", "SHA-256", "SHA-256/192", "SHA-384", "SHA-512", "SHA-512/224",
            "SHA-512/256", "SHA1", "SHA2-224", "SHA2-256", "SHA2-256/192", "SHA2-384", "SHA2-512",
            "SHA2-512/224", "SHA2-512/256", "SHA224", "SHA256", "SHA256-192", "SHA3-224",
            "SHA3-256", "SHA3-384", "SHA3-512", "SHA384", "SHA512", "SHA512-224", "SHA512-256",
            "SHA512_224", "SHA512_256", "SHAKE-128", "SHAKE-256", "SHAKE128", "SHAKE256", "SM3",
            "SSL3-MD5", "SSL3-SHA1", "STRIBOG256", "STRIBOG512", "TIGER", "TIGER192", "TIGER2",
            "WHIRLPOOL",
        ],
        .mac: [
            "BLAKE2BMAC", "BLAKE2SMAC", "CMAC", "CMAC_3DES", "CMAC_AES", "CMAC_ARIA",
            "CMAC_BLOWFISH", "CMAC_CAMELLIA", "CMAC_CAST5", "CMAC_GOST28147", "CMAC_IDEA",
            "CMAC_RFC2268", "CMAC_SEED", "CMAC_SERPENT", "CMAC_SM4", "CMAC_TWOFISH", "GMAC",
            "GMAC_AES", "GMAC_ARIA", "GMAC_CAMELLIA", "GMAC_SEED", "GMAC_SERPENT", "GMAC_SM4",
            "GMAC_TWOFISH", "GOST28147_IMIT", "HMAC", "HMAC_BLAKE2B_160", "HMAC_BLAKE2B_256",
            "HMAC_BLAKE2B_384", "HMAC_BLAKE2B_512", "HMAC_BLAKE2S_128", "HMAC_BLAKE2S_160",
            "HMAC_BLAKE2S_224", "HMAC_BLAKE2S_256", "HMAC_GOSTR3411_94", "HMAC_GOSTR3411_CP",
            "HMAC_MD4", "HMAC_MD5", "HMAC_RIPEMD160", "HMAC_SHA1", "HMAC_SHA224", "HMAC_SHA256",
            "HMAC_SHA384", "HMAC_SHA3_224", "HMAC_SHA3_256", "HMAC_SHA3_384", "HMAC_SHA3_512",
            "HMAC_SHA512", "HMAC_SHA512_224", "HMAC_SHA512_256", "HMAC_SM3", "HMAC_STRIBOG256",
            "HMAC_STRIBOG512", "HMAC_TIGER", "HMAC_WHIRLPOOL", "KMAC-128", "KMAC-256", "KMAC128",
            "KMAC256", "POLY1305", "POLY1305_AES", "POLY1305_ARIA", "POLY1305_CAMELLIA",
            "POLY1305_SEED", "POLY1305_SERPENT", "POLY1305_SM4", "POLY1305_TWOFISH", "SIPHASH",
        ],
        .kdf: [
            "ARGON2D", "ARGON2I", "ARGON2ID", "HKDF", "HMAC-DRBG-KDF", "ID-SCRYPT", "KBKDF",
            "KRB5KDF", "PBKDF1", "PBKDF2", "PKCS12KDF", "PVKKDF", "SCRYPT", "SSHKDF", "SSKDF",
            "TLS1-PRF", "TLS13-KDF", "X942KDF", "X942KDF-ASN1", "X942KDF-CONCAT", "X963KDF",
        ],
        .drbg: [
            "CRNG-TEST", "CTR-DRBG", "HASH-DRBG", "HMAC-DRBG", "SEED-SRC", "TEST-RAND",
        ],
        .signature: [
            "CMAC", "DSA", "DSA-OLD", "DSA-SHA", "DSA-SHA-1", "DSA-SHA1", "DSA-SHA1-OLD",
            "DSA-SHA2-224", "DSA-SHA2-256", "DSA-SHA2-384", "DSA-SHA2-512", "DSA-SHA224",
            "DSA-SHA256", "DSA-SHA3-224", "DSA-SHA3-256", "DSA-SHA3-384", "DSA-SHA3-512",
            "DSA-SHA384", "DSA-SHA512", "DSAENCRYPTION", "DSAENCRYPTION-OLD", "DSAWITHSHA",
            "DSAWITHSHA1", "DSAWITHSHA1-OLD", "DSA_WITH_SHA224", "DSA_WITH_SHA256",
            "DSA_WITH_SHA3-224", "DSA_WITH_SHA3-256", "DSA_WITH_SHA3-384", "DSA_WITH_SHA3-512",
            "DSA_WITH_SHA384", "DSA_WITH_SHA512", "ECC", "ECDSA", "ECDSA-SHA-1", "ECDSA-SHA1",
            "ECDSA-SHA2-224", "ECDSA-SHA2-256", "ECDSA-SHA2-384", "ECDSA-SHA2-512", "ECDSA-SHA224",
            "ECDSA-SHA256", "ECDSA-SHA3-224", "ECDSA-SHA3-256", "ECDSA-SHA3-384", "ECDSA-SHA3-512",
            "ECDSA-SHA384", "ECDSA-SHA512", "ECDSA-WITH-SHA1", "ECDSA-WITH-SHA224",
            "ECDSA-WITH-SHA256", "ECDSA-WITH-SHA384", "ECDSA-WITH-SHA512", "ECDSA_WITH_SHA3-224",
            "ECDSA_WITH_SHA3-256", "ECDSA_WITH_SHA3-384", "ECDSA_WITH_SHA3-512", "ED25519",
            "ED25519CTX", "ED25519PH", "ED448", "ED448PH", "ELG", "HMAC", "ID-DSA-WITH-SHA3-224",
            "ID-DSA-WITH-SHA3-256", "ID-DSA-WITH-SHA3-384", "ID-DSA-WITH-SHA3-512",
            "ID-DSA-WITH-SHA384", "ID-DSA-WITH-SHA512", "ID-ECDSA-WITH-SHA3-224",
            "ID-ECDSA-WITH-SHA3-256", "ID-ECDSA-WITH-SHA3-384", "ID-ECDSA-WITH-SHA3-512",
            "ID-ML-DSA-44", "ID-ML-DSA-65", "ID-ML-DSA-87", "ID-RSASSA-PKCS1-V1_5-WITH-SHA3-224",
            "ID-RSASSA-PKCS1-V1_5-WITH-SHA3-256", "ID-RSASSA-PKCS1-V1_5-WITH-SHA3-384",
            "ID-RSASSA-PKCS1-V1_5-WITH-SHA3-512", "ID-SLH-DSA-SHA2-128F", "ID-SLH-DSA-SHA2-128S",
            "ID-SLH-DSA-SHA2-192F", "ID-SLH-DSA-SHA2-192S", "ID-SLH-DSA-SHA2-256F",
            "ID-SLH-DSA-SHA2-256S", "ID-SLH-DSA-SHAKE-128F", "ID-SLH-DSA-SHAKE-128S",
            "ID-SLH-DSA-SHAKE-192F", "ID-SLH-DSA-SHAKE-192S", "ID-SLH-DSA-SHAKE-256F",
            "ID-SLH-DSA-SHAKE-256S", "KEM", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "MLDSA44",
            "MLDSA65", "MLDSA87", "POLY1305", "RIPEMD160WITHRSA", "RSA", "RSA-RIPEMD160",
            "RSA-SHA-1", "RSA-SHA1", "RSA-SHA2-224", "RSA-SHA2-256", "RSA-SHA2-384",
            "RSA-SHA2-512", "RSA-SHA2-512/224", "RSA-SHA2-512/256", "RSA-SHA224", "RSA-SHA256",
            "RSA-SHA3-224", "RSA-SHA3-256", "RSA-SHA3-384", "RSA-SHA3-512", "RSA-SHA384",
            "RSA-SHA512", "RSA-SHA512-224", "RSA-SHA512-256", "RSA-SM3", "RSAENCRYPTION",
            "SHA1WITHRSAENCRYPTION", "SHA224WITHRSAENCRYPTION", "SHA256WITHRSAENCRYPTION",
            "SHA384WITHRSAENCRYPTION", "SHA512-224WITHRSAENCRYPTION",
            "SHA512-256WITHRSAENCRYPTION", "SHA512WITHRSAENCRYPTION", "SIPHASH",
            "SLH-DSA-SHA2-128F", "SLH-DSA-SHA2-128S", "SLH-DSA-SHA2-192F", "SLH-DSA-SHA2-192S",
            "SLH-DSA-SHA2-256F", "SLH-DSA-SHA2-256S", "SLH-DSA-SHAKE-128F", "SLH-DSA-SHAKE-128S",
            "SLH-DSA-SHAKE-192F", "SLH-DSA-SHAKE-192S", "SLH-DSA-SHAKE-256F", "SLH-DSA-SHAKE-256S",
            "SM2", "SM3WITHRSAENCRYPTION",
        ],
        .keyExchange: [
            "DH", "DHKEYAGREEMENT", "ECDH", "HKDF", "ID-SCRYPT", "SCRYPT", "TLS1-PRF", "X25519",
            "X448",
        ],
        .keyEncapsulation: [
            "EC", "ID-ALG-ML-KEM-1024", "ID-ALG-ML-KEM-512", "ID-ALG-ML-KEM-768", "ID-ECPUBLICKEY",
            "ML-KEM-1024", "ML-KEM-512", "ML-KEM-768", "MLKEM1024", "MLKEM512", "MLKEM768", "RSA",
            "RSAENCRYPTION", "SECP256R1MLKEM768", "SECP384R1MLKEM1024", "X25519", "X25519MLKEM768",
            "X448", "X448MLKEM1024",
        ],
        .asymmetricCipher: [
            "RSA", "RSAENCRYPTION", "SM2",
        ],
        .keyManagement: [
            "CMAC", "DH", "DHKEYAGREEMENT", "DHPUBLICNUMBER", "DHX", "DSA", "DSA-OLD", "DSA-SHA",
            "DSA-SHA-1", "DSA-SHA1", "DSA-SHA1-OLD", "DSAENCRYPTION", "DSAENCRYPTION-OLD",
            "DSAWITHSHA", "DSAWITHSHA1", "DSAWITHSHA1-OLD", "EC", "ECC", "ED25519", "ED448", "ELG",
            "HKDF", "HMAC", "ID-ALG-ML-KEM-1024", "ID-ALG-ML-KEM-512", "ID-ALG-ML-KEM-768",
            "ID-ECPUBLICKEY", "ID-ML-DSA-44", "ID-ML-DSA-65", "ID-ML-DSA-87", "ID-SCRYPT",
            "ID-SLH-DSA-SHA2-128F", "ID-SLH-DSA-SHA2-128S", "ID-SLH-DSA-SHA2-192F",
            "ID-SLH-DSA-SHA2-192S", "ID-SLH-DSA-SHA2-256F", "ID-SLH-DSA-SHA2-256S",
            "ID-SLH-DSA-SHAKE-128F", "ID-SLH-DSA-SHAKE-128S", "ID-SLH-DSA-SHAKE-192F",
            "ID-SLH-DSA-SHAKE-192S", "ID-SLH-DSA-SHAKE-256F", "ID-SLH-DSA-SHAKE-256S", "KEM",
            "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "ML-KEM-1024", "ML-KEM-512", "ML-KEM-768",
            "MLDSA44", "MLDSA65", "MLDSA87", "MLKEM1024", "MLKEM512", "MLKEM768", "POLY1305",
            "RSA", "RSA-PSS", "RSAENCRYPTION", "RSASSA-PSS", "RSASSAPSS", "SCRYPT",
            "SECP256R1MLKEM768", "SECP384R1MLKEM1024", "SIPHASH", "SLH-DSA-SHA2-128F",
            "SLH-DSA-SHA2-128S", "SLH-DSA-SHA2-192F", "SLH-DSA-SHA2-192S", "SLH-DSA-SHA2-256F",
            "SLH-DSA-SHA2-256S", "SLH-DSA-SHAKE-128F", "SLH-DSA-SHAKE-128S", "SLH-DSA-SHAKE-192F",
            "SLH-DSA-SHAKE-192S", "SLH-DSA-SHAKE-256F", "SLH-DSA-SHAKE-256S", "SM2", "TLS1-PRF",
            "X25519", "X25519MLKEM768", "X448", "X448MLKEM1024", "X9.42 DH",
        ],
    ]
}
