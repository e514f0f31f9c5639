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
}
