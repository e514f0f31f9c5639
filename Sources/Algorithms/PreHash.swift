/// A function that hashes a message before it is signed (FIPS 204, section 5.4; FIPS 205, section
/// 10.2.2).
package enum PreHash: Sendable, Equatable {
    case hash(Hash)
    case extendableOutput(ExtendableOutputFunction)

    package static let all: [PreHash] =
        Hash.allCases.filter { $0 != .sha1 }.map { .hash($0) }
        + [.extendableOutput(.shake128), .extendableOutput(.shake256)]

    /// By its ACVP name.
    package init?(named name: String) {
        switch SignatureHash(named: name) {
        case .function(let hash): self = .hash(hash)
        case .extendable(let function): self = .extendableOutput(function)
        case nil: return nil
        }
    }

    /// FIPS 204, Algorithm 4, has 256 bits of SHAKE128 and 512 of SHAKE256 too.
    private var function: SignatureHash {
        switch self {
        case .hash(let hash): .function(hash)
        case .extendableOutput(let function): .extendable(function)
        }
    }

    package var name: String { function.name }

    package var outputBytes: Int { function.outputBytes }

    /// Against collisions, which is half of what is written (SP 800-57 Part 1 Rev. 5, Table 3).
    package var strengthBits: Int { self == .hash(.sha1) ? 0 : 4 * outputBytes }

    /// The DER encoding of its object identifier (FIPS 204, Algorithm 4, step 8): all of them
    /// stand below 2.16.840.1.101.3.4.2. SHA-1 has no place among them.
    package var objectIdentifier: [UInt8]? {
        lastArc.map { [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, $0] }
    }

    /// NIST's Computer Security Objects Register, hash algorithms.
    private var lastArc: UInt8? {
        switch self {
        case .hash(.sha1): nil
        case .hash(.sha2_256): 1
        case .hash(.sha2_384): 2
        case .hash(.sha2_512): 3
        case .hash(.sha2_224): 4
        case .hash(.sha2_512_224): 5
        case .hash(.sha2_512_256): 6
        case .hash(.sha3_224): 7
        case .hash(.sha3_256): 8
        case .hash(.sha3_384): 9
        case .hash(.sha3_512): 10
        case .extendableOutput(.shake128): 11
        case .extendableOutput(.shake256): 12
        }
    }
}
