/// What HashML-DSA and HashSLH-DSA ask of the function that hashes a message before it is signed
/// (FIPS 204, section 5.4; FIPS 205, section 10.2.2).
extension SignatureHash {
    package static let preHashes = allCases.filter { $0 != .function(.sha1) }

    /// Against collisions, which is half of what is written (SP 800-57 Part 1 Rev. 5, Table 3).
    package var strengthBits: Int { self == .function(.sha1) ? 0 : 4 * outputBytes }

    /// The DER encoding of its object identifier (FIPS 204, Algorithm 4, step 8): all of them
    /// stand below 2.16.840.1.101.3.4.2. SHA-1 has no place among them.
    package var objectIdentifier: [UInt8]? {
        lastArc.map { [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, $0] }
    }

    /// NIST's Computer Security Objects Register, hash algorithms.
    private var lastArc: UInt8? {
        switch self {
        case .function(.sha1): nil
        case .function(.sha2_256): 1
        case .function(.sha2_384): 2
        case .function(.sha2_512): 3
        case .function(.sha2_224): 4
        case .function(.sha2_512_224): 5
        case .function(.sha2_512_256): 6
        case .function(.sha3_224): 7
        case .function(.sha3_256): 8
        case .function(.sha3_384): 9
        case .function(.sha3_512): 10
        case .extendable(.shake128): 11
        case .extendable(.shake256): 12
        }
    }
}
