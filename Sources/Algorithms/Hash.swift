/// A hash function by its ACVP name, wherever one is a parameter of a service.
///
/// Not every hash here is approved for every use; that is for `Approval` to say.
package enum Hash: String, CaseIterable, Sendable {
    case sha1 = "SHA-1"
    case sha2_224 = "SHA2-224"
    case sha2_256 = "SHA2-256"
    case sha2_384 = "SHA2-384"
    case sha2_512 = "SHA2-512"
    case sha2_512_224 = "SHA2-512/224"
    case sha2_512_256 = "SHA2-512/256"
    case sha3_224 = "SHA3-224"
    case sha3_256 = "SHA3-256"
    case sha3_384 = "SHA3-384"
    case sha3_512 = "SHA3-512"

    /// FIPS 180-4, Figure 1; FIPS 202, section 6.1.
    package var outputBytes: Int {
        switch self {
        case .sha1: 20
        case .sha2_224, .sha2_512_224, .sha3_224: 28
        case .sha2_256, .sha2_512_256, .sha3_256: 32
        case .sha2_384, .sha3_384: 48
        case .sha2_512, .sha3_512: 64
        }
    }

    /// Whether it is one of FIPS 202.
    package var isSHA3: Bool {
        switch self {
        case .sha3_224, .sha3_256, .sha3_384, .sha3_512: true
        default: false
        }
    }

    /// The longest output of any hash, for scratch buffers.
    package static let maximumOutputBytes = 64
}
