import Algorithms
import Approval

extension Inquiry {
    private static let keyBits = [128, 192, 256]

    func gcm() throws(ModuleError) -> [Members] {
        var found = try givenIV { (gate, keyBits, tagBits) throws(ServiceError) in
            _ = try gate.gcmEncryption(
                keyBits: keyBits, tagBits: tagBits, ivConstruction: .givenByTheCaller)
            _ = try gate.gcmDecryption(keyBits: keyBits, tagBits: tagBits)
        }
        if dialect?.asksForOwnIV ?? true { found += try ownIV() }
        return found
    }

    func gmac() throws(ModuleError) -> [Members] {
        // acvptool asks for GMAC as GCM without a payload.
        try givenIV { (gate, keyBits, tagBits) throws(ServiceError) in
            if dialect != nil {
                _ = try gate.gcmEncryption(
                    keyBits: keyBits, tagBits: tagBits, ivConstruction: .givenByTheCaller)
            } else {
                _ = try gate.gmacGeneration(
                    keyBits: keyBits, tagBits: tagBits, ivConstruction: .givenByTheCaller)
            }
        }
    }

    private func givenIV(
        _ question: (Gate, Int, Int) throws(ServiceError) -> Void
    ) throws(ModuleError) -> [Members] {
        let keyBits = try those(Inquiry.keyBits) { (gate, bits) throws(ServiceError) in
            try question(gate, bits, 128)
        }
        guard let known = keyBits.first else { return [] }
        let tagBits = try those(Inquiry.gcmTagBits) { (gate, bits) throws(ServiceError) in
            try question(gate, known, bits)
        }
        return [
            gcmMembers(keyBits, tagBits) + [
                JSON.Member("ivLen", .lengths(8...1024)), JSON.Member("ivGen", "external"),
            ]
        ]
    }

    /// A module may prepare GCM and yet make no IV of its own, so it is asked to make one.
    private func ownIV() throws(ModuleError) -> [Members] {
        let keyBits = try those(Inquiry.keyBits) { (gate, bits) throws(ServiceError) in
            let key = (0..<bits / 8).map { UInt8($0) }
            do throws(OperationError) {
                _ = try Operations(gate).sealWithOwnIV(key: key, aad: [], [], tagBytes: 16)
            } catch {
                if case .service(let error) = error { throw error }
            }
        }
        guard let known = keyBits.first else { return [] }
        let tagBits = try those(Inquiry.gcmTagBits) { (gate, bits) throws(ServiceError) in
            _ = try gate.gcmEncryption(
                keyBits: known, tagBits: bits, ivConstruction: .insideTheModule)
        }
        return [
            gcmMembers(keyBits, tagBits) + [
                JSON.Member("ivLen", .integers([8 * Operations.ownIVBytes])),
                JSON.Member("ivGen", "internal"), JSON.Member("ivGenMode", "8.2.2"),
            ]
        ]
    }

    /// SP 800-38D, section 5.2.1.2.
    private static let gcmTagBits = [32, 64, 96, 104, 112, 120, 128]

    private func gcmMembers(_ keyBits: [Int], _ tagBits: [Int]) -> Members {
        [
            JSON.Member("direction", ["encrypt", "decrypt"]),
            JSON.Member("keyLen", .integers(keyBits)),
            JSON.Member("payloadLen", .lengths(0...65536)),
            JSON.Member("aadLen", .lengths(0...65536)),
            JSON.Member("tagLen", .integers(tagBits)),
        ]
    }

    func ccm() throws(ModuleError) -> [Members] {
        let keyBits = try those(Inquiry.keyBits) { (gate, bits) throws(ServiceError) in
            _ = try gate.ccm(keyBits: bits, tagBits: 128, encrypting: true)
            _ = try gate.ccm(keyBits: bits, tagBits: 128, encrypting: false)
        }
        guard let known = keyBits.first else { return [] }
        let tagBits = try those(Array(stride(from: 32, through: 128, by: 16))) {
            (gate, bits) throws(ServiceError) in
            _ = try gate.ccm(keyBits: known, tagBits: bits, encrypting: true)
        }
        return [
            [
                JSON.Member("direction", ["encrypt", "decrypt"]),
                JSON.Member("keyLen", .integers(keyBits)),
                JSON.Member("payloadLen", .lengths(0...256)),
                // SP 800-38C, Appendix A.1: nonces of 7 to 13 bytes.
                JSON.Member("ivLen", .lengths(56...104)),
                JSON.Member("tagLen", .integers(tagBits)),
                JSON.Member("aadLen", .lengths(0...524_288)),
            ]
        ]
    }

    func blockCipher(_ mode: BlockCipherMode) throws(ModuleError) -> [Members] {
        let encrypting = try keyBits(mode, encrypting: true)
        let decrypting = try keyBits(mode, encrypting: false)
        let both = encrypting.filter(decrypting.contains)
        if both.isEmpty { return [] }
        return [
            [
                JSON.Member("direction", ["encrypt", "decrypt"]),
                JSON.Member("keyLen", .integers(both)),
            ] + Inquiry.members(of: mode)
        ]
    }

    private func keyBits(
        _ mode: BlockCipherMode, encrypting: Bool
    ) throws(ModuleError) -> [Int] {
        try those(Inquiry.keyBits) { (gate, bits) throws(ServiceError) in
            _ = try gate.blockCipher(mode, keyBits: bits, encrypting: encrypting)
        }
    }

    private static func members(of mode: BlockCipherMode) -> Members {
        switch mode {
        case .ecb, .cbc, .cfb1, .cfb8, .cfb128, .ofb: []
        case .cbcCS1, .cbcCS2, .cbcCS3: [JSON.Member("payloadLen", .lengths(128...65536))]
        case .ctr:
            [
                JSON.Member("payloadLen", .lengths(8...128)),
                JSON.Member("incrementalCounter", true), JSON.Member("overflowCounter", true),
                JSON.Member("performCounterTests", true),
            ]
        case .xts:
            [
                JSON.Member("payloadLen", .lengths(128...65536)),
                JSON.Member("tweakMode", ["hex", "number"]),
            ]
        }
    }

    func keyWrap(padded: Bool) throws(ModuleError) -> [Members] {
        let keyBits = try those(Inquiry.keyBits) { (gate, bits) throws(ServiceError) in
            try Inquiry.wrapBothWays(gate, keyBits: bits, padded: padded, inverse: false)
        }
        guard let known = keyBits.first else { return [] }
        // acvptool does not say which cipher function wraps.
        let functions = try those(dialect == nil ? ["cipher", "inverse"] : ["cipher"]) {
            (gate, function) throws(ServiceError) in
            try Inquiry.wrapBothWays(
                gate, keyBits: known, padded: padded, inverse: function == "inverse")
        }
        return [
            [
                JSON.Member("direction", ["encrypt", "decrypt"]),
                JSON.Member("kwCipher", .strings(functions)),
                JSON.Member("keyLen", .integers(keyBits)),
                JSON.Member(
                    "payloadLen", padded ? .lengths(8...4096) : .lengths(128...4096, step: 64)),
            ]
        ]
    }

    private static func wrapBothWays(
        _ gate: Gate, keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ServiceError) {
        for wrapping in [true, false] {
            _ = try gate.keyWrap(
                keyBits: keyBits, padded: padded, inverse: inverse, wrapping: wrapping)
        }
    }

    func cmac() throws(ModuleError) -> [Members] {
        let keyBits = try those(Inquiry.keyBits) { (gate, bits) throws(ServiceError) in
            _ = try gate.cmac(keyBits: bits, tagBits: 128, verifying: false)
            _ = try gate.cmac(keyBits: bits, tagBits: 128, verifying: true)
        }
        guard let known = keyBits.first else { return [] }
        let tagBits = try those(Array(stride(from: 8, through: 128, by: 8))) {
            (gate, bits) throws(ServiceError) in
            _ = try gate.cmac(keyBits: known, tagBits: bits, verifying: false)
        }
        guard let shortest = tagBits.first else { return [] }
        let capability: JSON = [
            "direction": ["gen", "ver"], "keyLen": .integers(keyBits),
            "msgLen": .lengths(0...65536), "macLen": .lengths(shortest...128),
        ]
        return [[JSON.Member("capabilities", [capability])]]
    }
}
