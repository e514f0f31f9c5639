import Algorithms

extension Service {
    /// The rule that decides this service: the first limit it breaks, else what approves it.
    package var rule: Rule {
        switch self {
        case .hash(let hash):
            hash.rule
        case .macGeneration(let hash, let keyBits, let tagBits):
            Service.macRule(hash, keyBits: keyBits, tagBits: tagBits, short: "hmac-short-gen")
        case .macVerification(let hash, let keyBits, let tagBits):
            Service.macRule(hash, keyBits: keyBits, tagBits: tagBits, short: "hmac-short-ver")
        case .gmacGeneration(let keyBits, let tagBits, let ivConstruction):
            Service.gcmLimit(keyBits: keyBits, tagBits: tagBits)
                ?? Rule.named(
                    ivConstruction == .givenByTheCaller ? "aes-gmac-gen-ext" : "aes-gmac")
        case .gmacVerification(let keyBits, let tagBits):
            Service.gcmLimit(keyBits: keyBits, tagBits: tagBits) ?? Rule.named("aes-gmac")
        case .gcmEncryption(let keyBits, let tagBits, let ivConstruction):
            Service.gcmLimit(keyBits: keyBits, tagBits: tagBits)
                ?? Rule.named(
                    ivConstruction == .givenByTheCaller ? "aes-gcm-enc-ext" : "aes-gcm-enc-int")
        case .gcmDecryption(let keyBits, let tagBits):
            Service.gcmLimit(keyBits: keyBits, tagBits: tagBits) ?? Rule.named("aes-gcm-dec")
        case .randomBits(let mechanism):
            Service.randomBitsRule(mechanism)
        case .keyGeneration(let curve), .publicKeyValidation(let curve):
            curve.rule(usage: "keygen")
        case .signatureGeneration(let curve, let hash):
            hash == .sha1 ? Rule.named("sha1-siggen") : curve.rule(usage: "sign")
        case .deterministicSignatureGeneration(let curve, let hash):
            if hash == .sha1 {
                Rule.named("sha1-siggen")
            } else if curve.isApproved {
                Rule.named("detecdsa")
            } else {
                curve.rule(usage: "sign")
            }
        case .signatureVerification(let curve, let hash):
            if curve.isApproved && hash == .sha1 {
                Rule.named("sha1-sigver")
            } else {
                curve.rule(usage: "verify")
            }
        }
    }

    /// SP 800-131A Rev. 2, section 10 for the key; SP 800-107 Rev. 1, section 5.3.3 for the tag.
    private static func macRule(
        _ hash: Hash, keyBits: Int, tagBits: Int, short: String
    ) -> Rule {
        if keyBits < 112 {
            Rule.named(short)
        } else if tagBits < 32 {
            Rule.named("hmac-short-tag")
        } else {
            hash.macRule
        }
    }

    /// SP 800-38D, section 5.2.1.2: tags of 128, 120, 112, 104 and 96 bits; 64 and 32 only under
    /// the limits of Appendix C, which a test does not declare.
    private static func gcmLimit(keyBits: Int, tagBits: Int) -> Rule? {
        if ![128, 192, 256].contains(keyBits) {
            Rule.named("aes-key-length")
        } else if tagBits == 64 || tagBits == 32 {
            Rule.named("aes-gcm-short-tag")
        } else if ![128, 120, 112, 104, 96].contains(tagBits) {
            Rule.named("aes-gcm-tag-length")
        } else {
            nil
        }
    }

    private static func randomBitsRule(_ mechanism: DRBGMechanism) -> Rule {
        switch mechanism {
        case .ctr:
            Rule.named("ctr-drbg")
        case .hash(let hash):
            Rule.named(hash.isTruncated ? "drbg-truncated-hash" : "hash-drbg")
        case .hmac(let hash):
            Rule.named(hash.isTruncated ? "drbg-truncated-hash" : "hmac-drbg")
        }
    }
}

extension Hash {
    /// The rule of the hash by itself.
    fileprivate var rule: Rule { Hash.rules[self] ?? Rule.named(ruleID) }

    /// The rule of HMAC generation with the hash, within its limits.
    fileprivate var macRule: Rule { Hash.macRules[self] ?? Rule.named("hmac-\(ruleID)-gen") }

    // Every case of a vector file may need a decision: the IDs are put together once.
    private static let rules = Dictionary(
        uniqueKeysWithValues: allCases.map {
            ($0, Rule.named($0 == .sha1 ? "sha1-other" : $0.ruleID))
        })
    private static let macRules = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, Rule.named("hmac-\($0.ruleID)-gen")) })

    /// `SHA2-512/224` is `sha2-512-224` in the IDs of rules, and `SHA-1` is `sha-1`.
    private var ruleID: String {
        String(rawValue.lowercased().map { $0 == "/" ? "-" : $0 })
    }

    /// FIPS 140-3 IG D.R: truncated variants are not approved inside a Hash_DRBG or HMAC_DRBG.
    fileprivate var isTruncated: Bool {
        switch self {
        case .sha1, .sha2_256, .sha2_512: false
        case .sha2_224, .sha2_384, .sha2_512_224, .sha2_512_256: true
        }
    }
}

extension Curve {
    fileprivate var isApproved: Bool {
        switch self {
        case .p224, .p256, .p384, .p521: true
        default: false
        }
    }

    fileprivate func rule(usage: String) -> Rule {
        switch self {
        case .p224, .p256, .p384, .p521:
            Rule.named("ecdsa-\(rawValue.lowercased())-\(usage)")
        case .p192, .k163, .b163:
            Rule.named(usage == "verify" ? "ecdsa-p192-verify" : "ecdsa-p192-sign")
        case .k233, .k283, .k409, .k571, .b233, .b283, .b409, .b571:
            Rule.named("ecdsa-bk")
        }
    }
}
