import Glibc

/// A value of one case. Names are ACVP's; where ACVP nests, as in a DRBG's `otherInput`, the
/// entries are numbered. The raw value is the slot in which `VectorCase` keeps it.
package enum VectorField: Int, CaseIterable, Sendable {
    case tcId
    case key, iv, aad, pt, ct, tag
    case payloadLen, dataUnitLen, tweakValue, sequenceNumber
    case msg, len, md, outLen, resultsArray
    case mac, keyLen, macLen, msgLen
    case message, d, qx, qy, k, r, s, randomValue, randomValueLen
    /// A signature in DER, whether r and s can be found in it or not.
    case signature
    /// `largeMsg` of a large data test.
    case content, contentLength, fullLength, expansionTechnique
    case testPassed
    case entropyInput, nonce, persoString
    case entropyInputReseed, additionalInputReseed
    case additionalInput1, entropyInputPR1, additionalInput2, entropyInputPR2
    case returnedBits
    case customization, customizationHex, functionName
    // Key derivation. What ACVP nests in `kdfParameter` stands by its own name, what it nests in
    // `fixedInfoPartyU` and `fixedInfoPartyV` behind theirs.
    case salt, z, t, algorithmId, context, label, dkm
    case fixedInfoPartyUPartyId, fixedInfoPartyUEphemeralData
    case fixedInfoPartyVPartyId, fixedInfoPartyVEphemeralData
    case keyIn, fixedData, breakLocation, keyOut
    case keyDerivationKey, derivedKeyLength, derivedKey
    case password, iterationCount
    case preMasterSecret, sessionHash, clientRandom, serverRandom, masterSecret, keyBlock
    case psk, dhe
    case helloClientRandom, helloServerRandom, finishedClientRandom, finishedServerRandom
    case clientEarlyTrafficSecret, earlyExporterMasterSecret
    case clientHandshakeTrafficSecret, serverHandshakeTrafficSecret
    case clientApplicationTrafficSecret, serverApplicationTrafficSecret
    case exporterMasterSecret, resumptionMasterSecret
    case h, sessionId, initialIvClient, initialIvServer
    case encryptionKeyClient, encryptionKeyServer, integrityKeyClient, integrityKeyServer
    case sharedInfo, keyData
    case zz, partyUInfo, partyVInfo, suppPubInfo, suppPrivInfo, otherInfo
    /// Keys of key agreement, of the module under test (`Iut`) and of the other party.
    case ephemeralPrivateIut, ephemeralPublicIut, ephemeralPublicIutX, ephemeralPublicIutY
    case staticPrivateIut, staticPublicIut, staticPublicIutX, staticPublicIutY
    case ephemeralPrivateServer, ephemeralPublicServer
    case ephemeralPublicServerX, ephemeralPublicServerY
    case staticPrivateServer, staticPublicServer, staticPublicServerX, staticPublicServerY
    case privateIut, publicIutX, publicIutY, privateServer, publicServerX, publicServerY
    case hashZ, x, y
    // ML-KEM, ML-DSA and SLH-DSA.
    case ek, dk, m, c, pk, sk, seed, mu, rnd
    case skSeed, skPrf, pkSeed, additionalRandomness
    /// The hash function of a single case: a group's is a property.
    case hashAlg
    /// LMS: the identifier of a tree, and the public key of a group.
    case i, publicKey
    // Numbers of an RSA key; q is an EdDSA public key too.
    case n, e, p, q, dmp1, dmq1, iqmp

    /// How the value is written.
    enum Form {
        case integer
        case octets
        case boolean
        /// A word, kept as the octets of its characters.
        case text
    }

    var form: Form {
        switch self {
        case .tcId, .len, .keyLen, .macLen, .msgLen, .outLen, .payloadLen, .dataUnitLen,
            .sequenceNumber, .randomValueLen, .contentLength, .fullLength, .breakLocation,
            .derivedKeyLength, .iterationCount:
            .integer
        case .testPassed: .boolean
        case .expansionTechnique, .customization, .functionName, .password, .hashAlg: .text
        default: .octets
        }
    }

    /// As vector files spell it.
    package var name: String { "\(self)" }

    /// What stands before the value of a member that is not the first: `,"ct":`.
    var memberPrefix: Span<UInt8> {
        @_lifetime(immortal)
        get { VectorField.prefixes.spelling(rawValue) }
    }

    private static let prefixes = NameTable(allCases.map { ",\"\($0.name)\":" })

    static func spelled(_ name: Span<UInt8>) -> VectorField? {
        VectorField(rawValue: names.index(of: name))
    }

    private static let names = NameTable(allCases.map(\.name))
}

/// Some of the fields.
struct FieldSet: Equatable, Sendable, ExpressibleByArrayLiteral {
    /// Those of the first 128 fields, and those behind them.
    private var low: UInt128 = 0
    private var high: UInt128 = 0

    init() {}

    @inline(__always)
    init(arrayLiteral fields: VectorField...) {
        for field in fields { insert(field) }
    }

    var isEmpty: Bool { low | high == 0 }

    @inline(__always)
    private static func bit(_ field: VectorField) -> UInt128 {
        1 &<< UInt128(truncatingIfNeeded: field.rawValue & 127)
    }

    @inline(__always)
    func contains(_ field: VectorField) -> Bool {
        // Of a field that is known at run time alone, shifting 128 bits takes twice as long.
        let half = field.rawValue & 128 == 0 ? low : high
        let word = UInt64(truncatingIfNeeded: field.rawValue & 64 == 0 ? half : half &>> 64)
        return word &>> UInt64(truncatingIfNeeded: field.rawValue) & 1 != 0
    }

    @inline(__always)
    func contains(_ other: FieldSet) -> Bool { (other.low & ~low) | (other.high & ~high) == 0 }

    @inline(__always)
    func intersects(_ other: FieldSet) -> Bool { (low & other.low) | (high & other.high) != 0 }

    @inline(__always)
    mutating func insert(_ field: VectorField) {
        if field.rawValue < 128 {
            low |= FieldSet.bit(field)
        } else {
            high |= FieldSet.bit(field)
        }
    }

    mutating func remove(_ field: VectorField) {
        if field.rawValue < 128 {
            low &= ~FieldSet.bit(field)
        } else {
            high &= ~FieldSet.bit(field)
        }
    }

    @inline(__always)
    mutating func formUnion(_ other: FieldSet) {
        low |= other.low
        high |= other.high
    }

    /// In the order of the fields themselves.
    var fields: [VectorField] { VectorField.allCases.filter(contains) }
}

/// A property that all cases of a group share. Lengths are in bits.
package enum GroupProperty: Int, CaseIterable, Sendable {
    case testType, mctVersion, direction, mode, curve, hashAlg, ivGen, ivGenMode
    case kwCipher, tweakMode, conformance, componentTest
    case secretGenerationMode
    case keyLen, ivLen, payloadLen, aadLen, tagLen, macLen, msgLen
    case minOutLen, maxOutLen, counterFieldLen
    case derFunc, predResistance, reSeed
    case entropyInputLen, nonceLen, persoStringLen, additionalInputLen, returnedBitsLen
    case xof, hexCustomization, outLenIncrement
    // Key derivation. What ACVP nests in `kdfConfiguration` stands by its own name.
    case kdfType, kdfMode, macMode, counterLocation, counterLength, counterLen, keyOutLength
    case fixedInfoPattern, fixedInfoEncoding, auxFunction, hmacAlg, l
    case usesHybridSharedSecret, multiExpansion
    case runningMode, keyBlockLength, tlsVersion, cipher, keyDataLength, oid
    case domainParameterGenerationMode, scheme, kasRole, hashFunctionZ, safePrimeGroup
    case parameterSet, function, keyFormat, deterministic, signatureInterface, preHash, externalMu
    case lmsMode, lmOtsMode
    case modulo, modulus, sigType, saltLen, maskFunction, maskHash, keyMode
    case infoGeneratedByServer, randPQ, pMod8, qMod8, pubExp, pubExpMode, fixedPubExp

    package var name: String { "\(self)" }

    /// The field that a single case would carry instead: `keyLen`, `macLen`.
    var field: VectorField? { GroupProperty.fields[rawValue] }

    private static let fields = allCases.map { VectorField.spelled(Array($0.name.utf8).span) }

    /// - Parameter hint: what it probably is, compared first.
    static func spelled(_ name: Span<UInt8>, hint: GroupProperty?) -> GroupProperty? {
        if let hint, names.spells(hint.rawValue, name) { return hint }
        return GroupProperty(rawValue: names.index(of: name))
    }

    private static let names = NameTable(allCases.map(\.name))
}

/// Finds a name's position without making a String of it.
private struct NameTable: @unchecked Sendable {
    /// All of them, one behind the other; written here and never again. One piece of memory, since
    /// each would be retained to be looked at.
    private let characters: Scratch
    private let ends: [Int]

    init(_ names: [String]) {
        let joined = Array(names.joined().utf8)
        characters = Scratch(count: joined.count)
        characters.copy(from: joined.span)
        var end = 0
        ends = names.map { name in
            end += name.utf8.count
            return end
        }
    }

    func spells(_ index: Int, _ name: Span<UInt8>) -> Bool { spelling(index).matches(name) }

    @_lifetime(immortal)
    func spelling(_ index: Int) -> Span<UInt8> {
        characters.span((index == 0 ? 0 : ends[index - 1])..<ends[index])
    }

    /// Returns -1 for a name that is not in the table.
    func index(of name: Span<UInt8>) -> Int {
        var start = 0
        for index in ends.indices {
            let end = ends[index]
            if end - start == name.count && characters.span(start..<end).matches(name) {
                return index
            }
            start = end
        }
        return -1
    }
}

extension Span where Element == UInt8 {
    @inline(__always)
    func matches(_ other: Span<UInt8>) -> Bool {
        if count != other.count { return false }
        return unsafe withUnsafeBytes { left in
            unsafe other.withUnsafeBytes { right in
                guard let left = left.baseAddress, let right = right.baseAddress else {
                    return true
                }
                return unsafe memcmp(left, right, count) == 0
            }
        }
    }
}
