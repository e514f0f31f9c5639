/// A mode of AES that gives confidentiality alone, by the end of its ACVP name (`ACVP-AES-CBC`).
package enum BlockCipherMode: String, CaseIterable, Sendable {
    case ecb = "ECB"
    case cbc = "CBC"
    case cbcCS1 = "CBC-CS1"
    case cbcCS2 = "CBC-CS2"
    case cbcCS3 = "CBC-CS3"
    case cfb1 = "CFB1"
    case cfb8 = "CFB8"
    case cfb128 = "CFB128"
    case ofb = "OFB"
    case ctr = "CTR"
    /// Takes two keys joined (SP 800-38E); `keyBits` is the length of one of them, as in ACVP.
    case xts = "XTS"

    /// Bytes of the IV, counter block or tweak.
    package var ivBytes: Int { self == .ecb ? 0 : 16 }

    /// What the length of each part of a message is a multiple of. OFB and CTR may end inside of a
    /// byte by SP 800-38A, and so may XTS and ciphertext stealing; no module here does.
    package var unitBits: Int {
        switch self {
        case .ecb, .cbc: 128
        case .cfb1: 1
        case .cbcCS1, .cbcCS2, .cbcCS3, .cfb8, .cfb128, .ofb, .ctr, .xts: 8
        }
    }

    /// The shortest message: ciphertext is stolen from a block before (IEEE 1619, section 5.3.2;
    /// addendum to SP 800-38A, section 2).
    package var minimumBits: Int {
        switch self {
        case .cbcCS1, .cbcCS2, .cbcCS3, .xts: 128
        case .ecb, .cbc, .cfb1, .cfb8, .cfb128, .ofb, .ctr: 0
        }
    }

    /// Why a part of a message is not processed: `bits` of an input of `inputBits`.
    package func refusal(bits: Int, of inputBits: Int) -> ModuleError {
        let minimum = minimumBits > 0 ? " and from \(minimumBits) on" : ""
        return .notOffered(
            "AES-\(rawValue) is offered in units of \(unitBits) bits\(minimum), "
                + "not for \(bits) of \(inputBits) bits")
    }
}
