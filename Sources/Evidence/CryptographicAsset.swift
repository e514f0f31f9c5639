/// An algorithm as CycloneDX names it, from the ACVP name of a vector set and, where the run tells
/// it, the parameters.
struct CryptographicAsset {
    /// By the pattern of CycloneDX's registry of cryptography, such as `AES-256-GCM`.
    var name: String
    /// Of the registry; empty where it has none, or where the schema does not take it.
    var family = ""
    var primitive: String
    var mode = ""
    var padding = ""
    var parameterSet = ""
    /// A curve of NIST's, such as `P-256`.
    var curve = ""
    var functions: [String]
    /// Bits of SP 800-57 part 1, table 2; nil where the run does not tell what decides it.
    var classical: Int?
    /// NIST's security category, 0 where a quantum computer breaks it; nil where none is published.
    var quantum: Int?

    /// - Parameters:
    ///   - algorithm: an ACVP name with its mode, as vector sets have it.
    ///   - parameters: words such as `AES-256 encrypt` or `P-256`; empty where none are known.
    init(_ algorithm: String, _ parameters: String) {
        let word = String(parameters.prefix { $0 != " " })
        let readers = [
            CryptographicAsset.cipher, CryptographicAsset.hash, CryptographicAsset.generator,
            CryptographicAsset.ellipticCurve, CryptographicAsset.finiteField,
            CryptographicAsset.postQuantum, CryptographicAsset.derivation,
        ]
        for reader in readers {
            if let asset = reader(algorithm, word, parameters) {
                self = asset
                return
            }
        }
        self.init(OSCAL.value(algorithm, most: 80), primitive: "unknown", ["unknown"])
    }

    private init(
        _ name: String, _ family: String = "", primitive: String, _ functions: [String]
    ) {
        self.name = name
        self.family = family
        self.primitive = primitive
        self.functions = functions
    }

    // MARK: Symmetric

    private static let modes: [(acvp: String, name: String, primitive: String, mode: String)] = [
        ("GCM", "GCM", "ae", "gcm"), ("GMAC", "GMAC", "mac", ""), ("CCM", "CCM", "ae", "ccm"),
        ("CCM-ECMA", "CCM", "ae", "ccm"), ("ECB", "ECB", "block-cipher", "ecb"),
        ("CBC", "CBC", "block-cipher", "cbc"), ("CFB1", "CFB1", "block-cipher", "cfb"),
        ("CFB8", "CFB8", "block-cipher", "cfb"), ("CFB128", "CFB128", "block-cipher", "cfb"),
        ("OFB", "OFB", "block-cipher", "ofb"), ("CTR", "CTR", "block-cipher", "ctr"),
        // CycloneDX has no word for the modes of these.
        ("CBC-CS1", "CBC-CS1", "block-cipher", "other"),
        ("CBC-CS2", "CBC-CS2", "block-cipher", "other"),
        ("CBC-CS3", "CBC-CS3", "block-cipher", "other"),
        ("XTS", "XTS", "block-cipher", "other"), ("KW", "KW", "key-wrap", "other"),
        ("KWP", "KWP", "key-wrap", "other"),
    ]

    private static func cipher(
        _ algorithm: String, _ word: String, _ parameters: String
    ) -> CryptographicAsset? {
        let bits = word.hasPrefix("AES-") ? Int(word.dropFirst(4)) : nil
        let cipher = bits.map { "AES-\($0)" } ?? "AES"
        var asset: CryptographicAsset
        if algorithm == "CMAC-AES" {
            asset = CryptographicAsset("CMAC-\(cipher)", "CMAC", primitive: "mac", ["tag"])
        } else if algorithm.hasPrefix("ACVP-AES-"),
            let mode = modes.first(where: { $0.acvp == algorithm.dropFirst(9) })
        {
            asset = CryptographicAsset(
                "\(cipher)-\(mode.name)", "AES", primitive: mode.primitive,
                mode.primitive == "mac" ? ["tag"] : ["encrypt", "decrypt"])
            asset.mode = mode.mode
        } else {
            return nil
        }
        asset.parameterSet = bits.map { String($0) } ?? ""
        asset.classical = bits
        // Categories 1, 3 and 5 are defined by key search on AES.
        asset.quantum = bits.flatMap { [128: 1, 192: 3, 256: 5][$0] }
        return asset
    }

    /// `SHA2-256` is `SHA-256` in the registry.
    private static func hashName(_ name: String) -> String {
        if name.hasPrefix("HMAC-") { return "HMAC-" + hashName(String(name.dropFirst(5))) }
        return name.hasPrefix("SHA2-") ? "SHA-" + name.dropFirst(5) : name
    }

    private static func hash(
        _ algorithm: String, _ word: String, _ parameters: String
    ) -> CryptographicAsset? {
        let name = hashName(algorithm)
        for (prefix, shown) in [("SHAKE-", "SHAKE"), ("cSHAKE-", "cSHAKE"), ("KMAC-", "KMAC")]
        where algorithm.hasPrefix(prefix) {
            let size = String(algorithm.dropFirst(prefix.utf8.count))
            let isMAC = shown == "KMAC"
            var asset = CryptographicAsset(
                shown + size, "SHA-3", primitive: isMAC ? "mac" : "xof", [isMAC ? "tag" : "digest"])
            asset.parameterSet = size
            return asset
        }
        if algorithm.hasPrefix("HMAC-") {
            return CryptographicAsset(name, "HMAC", primitive: "mac", ["tag"])
        }
        for (prefix, family) in [("SHA-1", "SHA-1"), ("SHA2-", "SHA-2"), ("SHA3-", "SHA-3")]
        where algorithm.hasPrefix(prefix) {
            var asset = CryptographicAsset(name, family, primitive: "hash", ["digest"])
            if family == "SHA-1" { return algorithm == "SHA-1" ? asset : nil }
            asset.parameterSet = String(algorithm.dropFirst(5))
            let digest = asset.parameterSet.split(separator: "/").last.flatMap { Int($0) }
            // SP 800-107 r1, table 1: half of the digest against collisions. Categories 2 and 4
            // are defined by collisions of SHA-256 and SHA-384; for others none is published.
            asset.classical = digest.map { $0 / 2 }
            asset.quantum = digest.flatMap { [256: 2, 384: 4][$0] }
            return asset
        }
        return nil
    }

    private static func generator(
        _ algorithm: String, _ word: String, _ parameters: String
    ) -> CryptographicAsset? {
        for (acvp, name) in [
            ("ctrDRBG", "CTR_DRBG"), ("hashDRBG", "Hash_DRBG"), ("hmacDRBG", "HMAC_DRBG"),
        ] where algorithm == acvp {
            let suffix = word.isEmpty ? "" : "-" + hashName(word)
            return CryptographicAsset(name + suffix, name, primitive: "drbg", ["generate"])
        }
        return nil
    }

    // MARK: Keys and derivation

    private static func derivation(
        _ algorithm: String, _ word: String, _ parameters: String
    ) -> CryptographicAsset? {
        // The enumeration of CycloneDX 1.7 lacks SP800-56C, TLS-PRF, SSH-KDF and ANSI-KDF, which
        // its registry has.
        let table: [(acvp: String, name: String, family: String)] = [
            ("KDA-HKDF", "HKDF", "HKDF"), ("KDA-OneStep", "SP800_56C_OneStep", ""),
            ("KDA-OneStepNoCounter", "SP800_56C_OneStep", ""),
            ("KDA-TwoStep", "SP800_56C_TwoStep", ""), ("KDF", "SP800_108", "SP800-108"),
            ("KDF-KMAC", "SP800_108_KMAC", "SP800-108"), ("PBKDF", "PBKDF2", "PBKDF2"),
            ("TLS-v1.2-KDF", "TLS12-PRF-RFC7627", ""),
            ("TLS-v1.3-KDF", "TLS13-PRF", ""),
            ("kdf-components-ssh", "SSH-KDF", ""),
            ("kdf-components-ansix9.42", "ANSI-KDF-X9.42", ""),
            ("kdf-components-ansix9.63", "ANSI-KDF-X9.63", ""),
        ]
        guard let row = table.first(where: { $0.acvp == algorithm }) else { return nil }
        let suffix = word.hasPrefix("SHA") || word.hasPrefix("HMAC-") ? "-" + hashName(word) : ""
        return CryptographicAsset(row.name + suffix, row.family, primitive: "kdf", ["keyderive"])
    }

    /// What one half of a name such as `ECDSA-sigGen` does.
    private static func function(_ algorithm: String) -> [String] {
        for (ending, function) in [
            ("-keyGen", ["keygen"]), ("-keyVer", ["other"]), ("-sigGen", ["sign"]),
            ("-sigVer", ["verify"]), ("-encapDecap", ["encapsulate", "decapsulate"]),
        ] where algorithm.hasSuffix(ending) {
            return function
        }
        return ["keyderive"]
    }

    private static let curves = ["P-224": 112, "P-256": 128, "P-384": 192, "P-521": 256]

    private static func ellipticCurve(
        _ algorithm: String, _ word: String, _ parameters: String
    ) -> CryptographicAsset? {
        var asset: CryptographicAsset
        if algorithm.hasPrefix("EDDSA-") {
            asset = CryptographicAsset(
                "EdDSA", "EdDSA", primitive: "signature", function(algorithm))
            if word == "ED-25519" { (asset.name, asset.classical) = ("Ed25519", 128) }
            if word == "ED-448" { (asset.name, asset.classical) = ("Ed448", 224) }
        } else if algorithm.hasPrefix("ECDSA-") || algorithm.hasPrefix("DetECDSA-") {
            asset = CryptographicAsset(
                "ECDSA", "ECDSA", primitive: "signature", function(algorithm))
        } else if algorithm.hasPrefix("KAS-ECC-") {
            asset = CryptographicAsset("ECDH", "ECDH", primitive: "key-agree", ["keyderive"])
        } else {
            return nil
        }
        if let strength = curves[word] {
            asset.name += "-" + word
            (asset.curve, asset.classical) = (word, strength)
        }
        asset.quantum = 0
        return asset
    }

    private static func finiteField(
        _ algorithm: String, _ word: String, _ parameters: String
    ) -> CryptographicAsset? {
        var asset: CryptographicAsset
        if algorithm.hasPrefix("KAS-FFC-") || algorithm.hasPrefix("safePrimes-") {
            asset = CryptographicAsset("FFDH", "FFDH", primitive: "key-agree", function(algorithm))
            asset.classical = ["ffdhe2048": 112, "ffdhe3072": 128][word]
            if !word.isEmpty { asset.name += "-" + word }
        } else if algorithm.hasPrefix("RSA-") {
            asset = rsa(algorithm, parameters)
            if let bits = Int(word) {
                asset.name += "-\(bits)"
                asset.parameterSet = String(bits)
                asset.classical = [2048: 112, 3072: 128, 7680: 192, 15360: 256][bits]
            }
        } else {
            return nil
        }
        asset.quantum = 0
        return asset
    }

    private static func rsa(_ algorithm: String, _ parameters: String) -> CryptographicAsset {
        if algorithm.hasPrefix("RSA-decryption") {
            var asset = CryptographicAsset("RSADP", primitive: "pke", ["decrypt"])
            asset.padding = "raw"
            return asset
        }
        if algorithm.hasPrefix("RSA-signature") {
            var asset = CryptographicAsset("RSASP1", primitive: "signature", ["sign"])
            asset.padding = "raw"
            return asset
        }
        let functions = function(algorithm)
        if parameters.hasSuffix(" PKCS1") {
            var asset = CryptographicAsset(
                "RSA-PKCS1-1.5", "RSASSA-PKCS1", primitive: "signature", functions)
            asset.padding = "pkcs1v15"
            return asset
        }
        if parameters.hasSuffix(" PSS") {
            return CryptographicAsset("RSA-PSS", "RSASSA-PSS", primitive: "signature", functions)
        }
        // A key pair is of no scheme yet.
        return CryptographicAsset(
            "RSA", primitive: functions == ["keygen"] ? "other" : "signature", functions)
    }

    /// Categories as FIPS 203, 204 and 205 and SP 800-208 publish them.
    private static func postQuantum(
        _ algorithm: String, _ word: String, _ parameters: String
    ) -> CryptographicAsset? {
        if algorithm.hasPrefix("LMS-") {
            return CryptographicAsset("LMS", "LMS", primitive: "signature", function(algorithm))
        }
        let strengths = [1: 128, 2: 128, 3: 192, 5: 256]
        for (family, categories) in [
            ("ML-KEM", ["512": 1, "768": 3, "1024": 5]), ("ML-DSA", ["44": 2, "65": 3, "87": 5]),
            ("SLH-DSA", ["128s": 1, "128f": 1, "192s": 3, "192f": 3, "256s": 5, "256f": 5]),
        ] where algorithm.hasPrefix(family + "-") {
            var asset = CryptographicAsset(
                family, family, primitive: family == "ML-KEM" ? "kem" : "signature",
                function(algorithm))
            let ending = word.split(separator: "-").last.map { String($0) } ?? ""
            if word.hasPrefix(family + "-"), let category = categories[ending] {
                asset.name = word
                asset.parameterSet = String(word.dropFirst(family.utf8.count + 1))
                (asset.quantum, asset.classical) = (category, strengths[category])
            }
            return asset
        }
        return nil
    }
}
