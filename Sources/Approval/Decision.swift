import Algorithms

extension Service {
    /// The rule that decides this service: the first limit it breaks, else what approves it.
    package var rule: Rule {
        switch self {
        case .hash(let hash):
            hash.rule
        case .extendableOutput(let function):
            Rule.named(function == .shake128 ? "shake128" : "shake256")
        case .encryption(let mode, let keyBits):
            Service.limit(of: mode, keyBits: keyBits)
                ?? Rule.named(mode.ruleID(encrypting: true))
        case .decryption(let mode, let keyBits):
            Service.limit(of: mode, keyBits: keyBits)
                ?? Rule.named(mode.ruleID(encrypting: false))
        case .xtsWithEqualKeys:
            Rule.named("aes-xts-equal-keys")
        case .xtsDataUnit(let bits):
            Service.dataUnitRule(bits: bits)
        case .ccmEncryption(let keyBits, let tagBits), .ccmDecryption(let keyBits, let tagBits):
            Service.ccmLimit(keyBits: keyBits, tagBits: tagBits) ?? Rule.named("aes-ccm")
        case .keyWrapping(let keyBits, let padded), .keyUnwrapping(let keyBits, let padded):
            Service.keyLimit(keyBits) ?? Rule.named(padded ? "aes-kwp" : "aes-kw")
        case .wrappedKey(let bytes, let padded):
            Service.wrappedKeyRule(bytes: bytes, padded: padded)
        case .cmacGeneration(let keyBits, let tagBits), .cmacVerification(let keyBits, let tagBits):
            Service.cmacLimit(keyBits: keyBits, tagBits: tagBits) ?? Rule.named("cmac-aes")
        case .macGeneration(let hash, let keyBits, let tagBits):
            Service.macRule(hash, keyBits: keyBits, tagBits: tagBits, short: "hmac-short-gen")
        case .macVerification(let hash, let keyBits, let tagBits):
            Service.macVerificationRule(hash, keyBits: keyBits, tagBits: tagBits)
        case .gmacGeneration(let keyBits, let tagBits, let ivConstruction):
            Service.gcmLimit(keyBits: keyBits, tagBits: tagBits)
                ?? (ivConstruction == .givenByTheCaller ? Rule.gmacWithGivenIV : Rule.gmac)
        case .gmacVerification(let keyBits, let tagBits):
            Service.gcmLimit(keyBits: keyBits, tagBits: tagBits) ?? Rule.gmac
        case .gcmEncryption(let keyBits, let tagBits, let ivConstruction):
            Service.gcmLimit(keyBits: keyBits, tagBits: tagBits)
                ?? (ivConstruction == .givenByTheCaller ? Rule.gcmWithGivenIV : Rule.gcmWithOwnIV)
        case .gcmDecryption(let keyBits, let tagBits):
            Service.gcmLimit(keyBits: keyBits, tagBits: tagBits) ?? Rule.gcmDecryption
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
        case .extendableSignature(.generation(let curve, _)): curve.rule(usage: "sign")
        case .extendableSignature(.verification(let curve, _)): curve.rule(usage: "verify")
        case .sha3Derived(let service): service.rule
        case .keyDerivation(let service):
            service.rule
        case .keyAgreement(let service): service.rule
        case .postQuantum(let service): service.rule
        case .rsa(let service): service.rule
        case .eddsa(let service): service.rule
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

    /// As generation, but that SHA-1 stays for legacy use when its generation ends.
    private static func macVerificationRule(_ hash: Hash, keyBits: Int, tagBits: Int) -> Rule {
        let rule = macRule(hash, keyBits: keyBits, tagBits: tagBits, short: "hmac-short-ver")
        return hash == .sha1 && rule.status.isApproved ? Rule.named("hmac-sha-1-ver") : rule
    }

    /// FIPS 197, section 5: keys of 128, 192 and 256 bits.
    private static func keyLimit(_ keyBits: Int) -> Rule? {
        [128, 192, 256].contains(keyBits) ? nil : Rule.named("aes-key-length")
    }

    /// SP 800-38E, section 4: XTS-AES-128 and XTS-AES-256, and none with keys of 192 bits.
    private static func limit(of mode: BlockCipherMode, keyBits: Int) -> Rule? {
        if mode == .xts && ![128, 256].contains(keyBits) {
            Rule.named("aes-xts-key-length")
        } else {
            keyLimit(keyBits)
        }
    }

    /// IEEE 1619, section 5.1: one block at least; SP 800-38E, section 4: 2^20 blocks at most.
    private static func dataUnitRule(bits: Int) -> Rule {
        Rule.named((128...(128 << 20)).contains(bits) ? "aes-xts" : "aes-xts-data-unit")
    }

    /// SP 800-38F, section 5.3.1, Table 1: KW takes 2 to 2^54-1 semiblocks of 8 bytes each, and KWP
    /// 1 to 2^32-1 bytes.
    private static func wrappedKeyRule(bytes: Int, padded: Bool) -> Rule {
        if padded {
            return Rule.named((1..<(1 << 32)).contains(bytes) ? "aes-kwp" : "aes-kwp-length")
        }
        let isWhole = bytes % 8 == 0 && (16..<(1 << 57)).contains(bytes)
        return Rule.named(isWhole ? "aes-kw" : "aes-kw-length")
    }

    /// SP 800-38C, Appendix A.1: tags of 4 to 16 bytes, of an even number of them; Appendix B.2:
    /// below 64 bits only after an analysis of the risks, which a test does not show.
    private static func ccmLimit(keyBits: Int, tagBits: Int) -> Rule? {
        if let limit = keyLimit(keyBits) {
            limit
        } else if tagBits % 16 != 0 || !(32...128).contains(tagBits) {
            Rule.named("aes-ccm-tag-length")
        } else {
            tagBits < 64 ? Rule.named("aes-ccm-short-tag") : nil
        }
    }

    /// SP 800-38B, section 6.2: no tag is longer than a block; Appendix A.2: below 64 bits only
    /// after an analysis of the risks, which a test does not show.
    private static func cmacLimit(keyBits: Int, tagBits: Int) -> Rule? {
        if let limit = keyLimit(keyBits) {
            limit
        } else if !(1...128).contains(tagBits) {
            Rule.named("cmac-tag-length")
        } else {
            tagBits < 64 ? Rule.named("cmac-short-tag") : nil
        }
    }

    /// SP 800-38D, section 5.2.1.2: tags of 128, 120, 112, 104 and 96 bits; 64 and 32 only under
    /// the limits of Appendix C, which a test does not declare.
    private static func gcmLimit(keyBits: Int, tagBits: Int) -> Rule? {
        if let limit = keyLimit(keyBits) {
            limit
        } else if tagBits == 64 || tagBits == 32 {
            Rule.gcmWithShortTag
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
            Rule.named(
                hash.isTruncated
                    ? "drbg-truncated-hash" : hash == .sha1 ? "hash-drbg-sha1" : "hash-drbg")
        case .hmac(let hash):
            Rule.named(
                hash.isTruncated
                    ? "drbg-truncated-hash" : hash == .sha1 ? "hmac-drbg-sha1" : "hmac-drbg")
        }
    }
}

extension Rule {
    // Every group of a vector file needs a decision: these are found by their IDs once.
    fileprivate static let gmac = named("aes-gmac")
    fileprivate static let gmacWithGivenIV = named("aes-gmac-gen-ext")
    fileprivate static let gcmDecryption = named("aes-gcm-dec")
    fileprivate static let gcmWithGivenIV = named("aes-gcm-enc-ext")
    fileprivate static let gcmWithOwnIV = named("aes-gcm-enc-int")
    fileprivate static let gcmWithShortTag = named("aes-gcm-short-tag")
}

extension Hash {
    /// The rule of the hash by itself.
    fileprivate var rule: Rule {
        Hash.rules.first { $0.hash == self }?.ofHash ?? Rule.named(ruleID)
    }

    /// The rule of HMAC generation with the hash, within its limits.
    fileprivate var macRule: Rule {
        Hash.rules.first { $0.hash == self }?.ofMAC ?? Rule.named("hmac-\(ruleID)-gen")
    }

    // Every case of a vector file may need a decision: the IDs are put together once. Not a
    // dictionary, which would hash a name each time.
    private static let rules = allCases.map { hash in
        (
            hash: hash, ofHash: Rule.named(hash == .sha1 ? "sha1-other" : hash.ruleID),
            ofMAC: Rule.named("hmac-\(hash.ruleID)-gen")
        )
    }

    /// `SHA2-512/224` is `sha2-512-224` in the IDs of rules, and `SHA-1` is `sha-1`.
    private var ruleID: String {
        String(rawValue.lowercased().map { $0 == "/" ? "-" : $0 })
    }

    /// FIPS 140-3 IG D.R: truncated variants are not approved inside a Hash_DRBG or HMAC_DRBG.
    fileprivate var isTruncated: Bool {
        switch self {
        case .sha1, .sha2_256, .sha2_512, .sha3_256, .sha3_512: false
        case .sha2_224, .sha2_384, .sha2_512_224, .sha2_512_256, .sha3_224, .sha3_384: true
        }
    }
}

extension BlockCipherMode {
    fileprivate func ruleID(encrypting: Bool) -> String {
        switch self {
        case .ecb: encrypting ? "aes-ecb-enc" : "aes-ecb-dec"
        case .cbc: "aes-cbc-crypt"
        case .cbcCS1: "aes-cbc-cs1"
        case .cbcCS2: "aes-cbc-cs2"
        case .cbcCS3: "aes-cbc-cs3"
        case .cfb1: "aes-cfb1-crypt"
        case .cfb8: "aes-cfb8-crypt"
        case .cfb128: "aes-cfb-crypt"
        case .ofb: "aes-ofb-crypt"
        case .ctr: "aes-ctr-crypt"
        case .xts: "aes-xts"
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
