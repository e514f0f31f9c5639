import Algorithms

/// What a CAVP file tests.
///
/// Nothing in such a file says so in one place: the comments at its top do in most, its name does
/// in others, and of some only the sections show it.
enum CAVPFamily: Equatable {
    /// AES in any mode without authentication.
    case blockCipher(BlockCipherMode, isMonteCarlo: Bool)
    case gcm(encrypting: Bool)
    case ccm(encrypting: Bool)
    case keyWrap(padded: Bool, encrypting: Bool, inverse: Bool)
    case cmac(verifying: Bool)
    case digest(Hash, isMonteCarlo: Bool)
    case extendableOutput(ExtendableOutputFunction, testType: String)
    /// The hash of files whose sections name none, as CAVP's own do.
    case hmac(String)
    /// By the ACVP name.
    case drbg(String)
    /// By the ACVP mode.
    case ecdsa(String)
    /// Not in the table of algorithms, or not approved.
    ///
    /// - Parameters:
    ///   - opening: the name that begins a case where cases are not counted.
    ///   - keyingOption: of TDEA.
    case other(set: String, opening: String, keyingOption: String?)

    init?(file: String, _ plan: CAVPPlan) {
        let clues = CAVPClues(file: file, plan)
        guard
            let family = clues.agreement ?? clues.tdea ?? clues.aes ?? clues.hashed
                ?? clues.signature
        else { return nil }
        self = family
    }

    /// The ACVP name of the set that a section belongs to.
    func setName(of section: CAVPPlan.Section) -> String {
        switch self {
        case .blockCipher(let mode, _): "ACVP-AES-\(mode.rawValue)"
        case .gcm: "ACVP-AES-GCM"
        case .ccm: "ACVP-AES-CCM"
        case .keyWrap(let padded, _, _): padded ? "ACVP-AES-KWP" : "ACVP-AES-KW"
        case .cmac: "CMAC-AES"
        case .digest(let hash, _): hash.rawValue
        case .extendableOutput(let function, _): function.rawValue
        case .hmac(let hash): "HMAC-\(CAVPFamily.hash(ofLength: section) ?? hash)"
        case .drbg(let name): name
        case .ecdsa(let mode): "ECDSA-\(mode)"
        case .other(let name, _, _): name
        }
    }

    /// `[L=32]` is the length of the code in bytes; newer files name the hash behind it.
    private static func hash(ofLength section: CAVPPlan.Section) -> String? {
        for title in section.titles {
            let word = title.uppercased().filter { $0 != " " }
            if let hash = Hash(mentionedIn: word) { return hash.rawValue }
            guard word.hasPrefix("L="), let length = Int(word.dropFirst(2)) else { continue }
            let hashes: [Hash] = [.sha1, .sha2_224, .sha2_256, .sha2_384, .sha2_512]
            return hashes.first { $0.outputBytes == length }?.rawValue ?? title
        }
        return nil
    }
}

extension Hash {
    /// The first hash that a text in upper case names, in any of CAVP's spellings: `SHA-1`,
    /// `SHA512_224`, `SHA-512224`, `SHA3-256`.
    init?(mentionedIn text: String) {
        var rest = text[...]
        while let start = rest.firstRange(of: "SHA") {
            rest = rest[start.upperBound...]
            let digits = rest.prefix { $0.isNumber || "-/_".contains($0) }.filter(\.isNumber)
            let found = Hash.allCases.first { $0.digits == digits }
            if let found {
                self = found
                return
            }
        }
        return nil
    }

    /// What is left of the name without SHA, the number of the standard where it is 2, and signs.
    private var digits: String {
        let name = rawValue.dropFirst("SHA".count)
        return (name.hasPrefix("2-") ? name.dropFirst(2) : name).filter(\.isNumber)
    }
}
