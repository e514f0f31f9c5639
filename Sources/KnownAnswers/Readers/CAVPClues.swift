import Algorithms

/// What the name of a CAVP file, its comments and its first titles say about its algorithm. Each
/// kind is looked for only where none before it was found: RSA's comments name hashes too.
struct CAVPClues {
    /// The file's name as it is, without folders and endings.
    private let stem: String
    /// The same in upper case.
    private let name: String
    private let comments: String
    private let title: String

    init(file: String, _ plan: CAVPPlan) {
        let base = file.split(separator: "/").last ?? ""
        stem = String(base.split(separator: ".").first ?? "")
        name = stem.uppercased()
        comments = plan.comments
        title = (plan.sections.first?.titles.first ?? "").uppercased()
    }

    private func mention(_ word: String) -> Bool {
        comments.contains(word) || name.contains(word)
    }

    /// Agreement and derivation of keys, and lattices.
    var agreement: CAVPFamily? {
        if name.hasPrefix("KAS") || comments.contains("KEY AGREEMENT") {
            let isFinite = mention("FFC")
            return .other(
                set: isFinite ? "KAS-FFC" : "KAS-ECC", opening: "COUNT", keyingOption: nil)
        }
        if mention("SP800-108") || mention("KBKDF") {
            return .other(set: "KDF", opening: "COUNT", keyingOption: nil)
        }
        for (word, set) in [("MLKEM", "ML-KEM"), ("MLDSA", "ML-DSA"), ("SLHDSA", "SLH-DSA")]
        where name.filter({ $0 != "-" }).contains(word) {
            return .other(set: set, opening: "COUNT", keyingOption: nil)
        }
        return nil
    }

    var tdea: CAVPFamily? {
        let isNamed = ["TCBC", "TECB", "TOFB", "TCFB", "TKW"].contains { stem.hasPrefix($0) }
        guard isNamed || mention("TDES") || mention("TDEA") || mention("3DES") else { return nil }
        // MMT1 has one key three times, MMT2 two keys and MMT3 three.
        let hasTwoKeys = ["MMT2", "MONTE2", "TDES2"].contains { name.contains($0) }
        func set(_ name: String) -> CAVPFamily {
            .other(set: name, opening: "COUNT", keyingOption: hasTwoKeys ? "2" : "1")
        }
        if mention("CMAC") { return set("CMAC-TDES") }
        if mention("TKW") { return set("ACVP-TDES-KW") }
        let modes = [
            "CFBP64", "CFBP8", "CFBP1", "CFB64", "CFB8", "CFB1", "CBCI", "OFBI", "CBC", "OFB",
            "ECB", "CTR",
        ]
        let mode =
            modes.first { comments.contains("FOR \($0)\n") } ?? modes.first { stem.contains($0) }
        return set("ACVP-TDES-\(mode ?? "unknown")")
    }

    /// Everything made of AES, and the generators.
    var aes: CAVPFamily? {
        if mention("DRBG") { return drbg }
        if mention("XPN") {
            return .other(set: "ACVP-AES-XPN", opening: "COUNT", keyingOption: nil)
        }
        if mention("GCM"), !mention("SIV") {
            if mention("DECRYPT") { return .gcm(encrypting: false) }
            if mention("ENCRYPT") { return .gcm(encrypting: true) }
            return nil
        }
        let variants = ["DVPT", "VADT", "VNT", "VPT", "VTT"]
        if comments.contains("CCM") || variants.contains(where: { name.hasPrefix($0) }) {
            return .ccm(encrypting: !mention("DVPT"))
        }
        if mention("XTS") { return .blockCipher(.xts, isMonteCarlo: false) }
        if let keyWrap { return keyWrap }
        if mention("CMAC") {
            let verifying = mention("CMACVER") || mention("CMAC-VER")
            return .cmac(verifying: verifying)
        }
        return blockCipher
    }

    private var drbg: CAVPFamily? {
        if name.contains("DUAL") {
            return .other(set: "Dual_EC_DRBG", opening: "COUNT", keyingOption: nil)
        }
        if name.contains("CTR") || title.hasPrefix("AES") || title.contains("TDEA") {
            return .drbg("ctrDRBG")
        }
        if name.contains("HMAC") { return .drbg("hmacDRBG") }
        return name.contains("HASH") ? .drbg("hashDRBG") : nil
    }

    private var keyWrap: CAVPFamily? {
        for (prefix, padded) in [("KW", false), ("KWP", true)] {
            for (operation, encrypting) in [("AE", true), ("AD", false)]
            where name.hasPrefix("\(prefix)_\(operation)")
                || comments.contains(" \(prefix)-\(operation) ")
            {
                let inverse = comments.contains("INVERSE") || name.hasSuffix("_INV")
                return .keyWrap(padded: padded, encrypting: encrypting, inverse: inverse)
            }
        }
        return nil
    }

    private var blockCipher: CAVPFamily? {
        let tests = ["GFSBOX", "KEYSBOX", "VARKEY", "VARTXT", "MMT", "MCT"]
        guard mention("AES") || tests.contains(where: { name.contains($0) }) else { return nil }
        let modes: [BlockCipherMode] = [.cfb128, .cfb8, .cfb1, .cbc, .ecb, .ofb, .ctr]
        let mode =
            modes.first { comments.contains(" \($0.rawValue)\n") }
            ?? modes.first { name.contains($0.rawValue) }
        guard let mode else { return nil }
        return .blockCipher(mode, isMonteCarlo: mention("MCT"))
    }

    /// Hash functions and what is made of them.
    var hashed: CAVPFamily? {
        if mention("HMAC") {
            let hash = Hash(mentionedIn: comments)?.rawValue ?? Hash(mentionedIn: name)?.rawValue
            return .hmac(hash ?? hashInWords ?? "unknown")
        }
        if mention("RSA") || mention("PKCS") { return nil }
        if mention("SHAKE") {
            let function: ExtendableOutputFunction = mention("SHAKE256") ? .shake256 : .shake128
            let testType = mention("MONTE") ? "MCT" : mention("VARIABLEOUT") ? "VOT" : "AFT"
            return .extendableOutput(function, testType: testType)
        }
        for word in ["SHORTMSG", "LONGMSG", "MONTE"] where mention(word) {
            guard let hash = Hash(mentionedIn: name) ?? Hash(mentionedIn: comments) else { break }
            return .digest(hash, isMonteCarlo: word == "MONTE")
        }
        return nil
    }

    /// What follows HMAC in a comment, where it is no hash of the table.
    private var hashInWords: String? {
        guard let start = comments.firstRange(of: "HMAC-") else { return nil }
        let word = comments[start.upperBound...].prefix { !$0.isWhitespace }
        return word.isEmpty ? nil : String(word)
    }

    var signature: CAVPFamily? {
        if mention("RSA") || mention("PKCS") { return other("RSA", generatingBy: "E") }
        let isCurve = ["P-", "K-", "B-"].contains { title.hasPrefix($0) }
        if isCurve || comments.contains("CURVES") { return ecdsa }
        if comments.contains("MOD SIZES") || title.hasPrefix("MOD") || mention("DSA") {
            return other("DSA", generatingBy: "X")
        }
        return nil
    }

    private var ecdsa: CAVPFamily? {
        // The comments of SigGen.txt speak of SigVer.
        for clue in [name, comments] {
            for (word, mode) in [
                ("SIGGEN", "sigGen"), ("SIGVER", "sigVer"), ("PKV", "keyVer"),
                ("KEYPAIR", "keyGen"), ("KEY PAIR", "keyGen"),
            ] where clue.contains(word) { return .ecdsa(mode) }
        }
        return nil
    }

    private func other(_ set: String, generatingBy opening: String) -> CAVPFamily? {
        for clue in [name, comments] {
            for (word, mode, opening) in [
                ("SIGGEN", "sigGen", "MSG"), ("SIGVER", "sigVer", "MSG"),
                ("KEYGEN", "keyGen", opening), ("KEYPAIR", "keyGen", opening),
                ("PQGGEN", "pqgGen", "P"), ("PQGVER", "pqgVer", "P"),
            ] where clue.contains(word) {
                return .other(set: "\(set)-\(mode)", opening: opening, keyingOption: nil)
            }
        }
        return nil
    }
}
