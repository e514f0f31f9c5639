import Algorithms
import Approval

extension FreshMaker {
    func blockCipher(_ mode: BlockCipherMode, _ set: inout FreshSet) {
        for keyBits in FreshMaker.keyBits
        where approves(.encryption(mode, keyBits: keyBits)) {
            let lengths = FreshMaker.bits(mode)
            let cases = (0..<self.cases).flatMap { _ in
                lengths.map { FreshCase(message(mode, keyBits, bits: $0)) }
            }
            set.add(
                [FreshMember("direction", "encrypt"), FreshMember("keyLen", keyBits)], cases,
                .decryption(isAuthenticated: false))
        }
        monteCarlo(mode, &set)
    }

    /// Lengths of messages in bits: one unit of the mode, and around a block and several.
    private static func bits(_ mode: BlockCipherMode) -> [Int] {
        switch mode {
        case .ecb, .cbc: [1, 2, 3, 10].map { 128 * $0 }
        case .cbcCS1, .cbcCS2, .cbcCS3: [16, 17, 31, 32, 33, 47, 48, 83].map { 8 * $0 }
        case .cfb1: [1, 7, 8, 9, 127, 128, 129, 300]
        // A last byte of which less counts is a matter of the answer's length alone.
        case .ctr: [8, 9, 120, 128, 136, 256, 1000]
        case .cfb8, .cfb128, .ofb: [1, 15, 16, 17, 32, 87].map { 8 * $0 }
        case .xts: []
        }
    }

    private func message(
        _ mode: BlockCipherMode, _ keyBits: Int, bits: Int
    ) -> [FreshMember] {
        var members = [FreshMember("key", bytes.take(keyBits / 8))]
        if mode != .ecb { members.append(FreshMember("iv", counterOrIV(mode))) }
        var plaintext = bytes.take((bits + 7) / 8)
        var span = plaintext.mutableSpan
        span.clearBits(beyond: bits)
        switch mode {
        case .cfb1, .ctr, .cbcCS1, .cbcCS2, .cbcCS3:
            members.append(FreshMember("payloadLen", bits))
        default: break
        }
        return members + [FreshMember("pt", plaintext)]
    }

    /// One counter block in four is about to overflow, all of its bytes or the last four.
    private func counterOrIV(_ mode: BlockCipherMode) -> [UInt8] {
        var iv = bytes.take(16)
        if mode != .ctr { return iv }
        switch bytes.number(below: 8) {
        case 0: iv = [UInt8](repeating: 0xff, count: 16)
        case 1: iv.replaceSubrange(12..., with: [0xff, 0xff, 0xff, 0xff])
        default: break
        }
        return iv
    }

    /// One case each: 100,000 calls in a row.
    private func monteCarlo(_ mode: BlockCipherMode, _ set: inout FreshSet) {
        let bits: Int
        switch mode {
        case .ecb, .cbc, .cfb128, .ofb: bits = 128
        case .cfb8: bits = 8
        case .cfb1: bits = 1
        case .cbcCS1, .cbcCS2, .cbcCS3, .ctr, .xts: return
        }
        for direction in ["encrypt", "decrypt"] {
            for keyBits in FreshMaker.keyBits
            where approves(.encryption(mode, keyBits: keyBits)) {
                let text = direction == "encrypt" ? "pt" : "ct"
                let question = message(mode, keyBits, bits: bits).map { member in
                    member.name == "pt" ? FreshMember(text, member.value) : member
                }
                set.add(
                    [
                        FreshMember("testType", "MCT"), FreshMember("direction", direction),
                        FreshMember("keyLen", keyBits),
                    ], [FreshCase(question)])
            }
        }
    }

    /// Revision 2.0 tells the length of data units, which may be shorter than the payload.
    func xts(_ set: inout FreshSet) {
        for keyBits in FreshMaker.keyBits where approves(.encryption(.xts, keyBits: keyBits)) {
            for tweakMode in ["hex", "number"] {
                let lengths = [16, 17, 31, 32, 33, 47, 64, 200]
                let members = [
                    FreshMember("direction", "encrypt"), FreshMember("keyLen", keyBits),
                    FreshMember("tweakMode", tweakMode),
                ]
                if set.revision == "1.0" {
                    for length in lengths {
                        let cases = repeated { dataUnit(keyBits, tweakMode, length) }
                        set.add(
                            members + [FreshMember("payloadLen", 8 * length)], cases,
                            .decryption(isAuthenticated: false))
                    }
                    continue
                }
                let cases = (0..<self.cases).flatMap { _ in
                    (lengths.map { ($0, $0) } + [(64, 32), (66, 33), (100, 50)]).map {
                        length, unit in
                        FreshCase(
                            dataUnit(keyBits, tweakMode, length) + [
                                FreshMember("payloadLen", 8 * length),
                                FreshMember("dataUnitLen", 8 * unit),
                            ])
                    }
                }
                set.add(members, cases, .decryption(isAuthenticated: false))
            }
        }
    }

    private func dataUnit(_ keyBits: Int, _ tweakMode: String, _ length: Int) -> [FreshMember] {
        // Two keys, which are never the same by chance.
        let key = bytes.take(2 * keyBits / 8)
        let tweak =
            tweakMode == "hex"
            ? FreshMember("tweakValue", bytes.take(16))
            : FreshMember("sequenceNumber", bytes.number(below: 256))
        return [FreshMember("key", key), tweak, FreshMember("pt", bytes.take(length))]
    }

    /// SP 800-38F, section 5.3.1, Table 1: KW takes whole semiblocks from two on, KWP any bytes.
    func keyWrap(padded: Bool, _ set: inout FreshSet) {
        let lengths = padded ? [1, 7, 8, 9, 15, 16, 17, 32, 129] : [16, 24, 32, 40, 64, 136]
        for keyBits in FreshMaker.keyBits
        where approves(.keyWrapping(keyBits: keyBits, padded: padded)) {
            for function in ["cipher", "inverse"] {
                for length in lengths {
                    let cases = repeated {
                        [
                            FreshMember("key", bytes.take(keyBits / 8)),
                            FreshMember("pt", bytes.take(length)),
                        ]
                    }
                    set.add(
                        [
                            FreshMember("direction", "encrypt"),
                            FreshMember("kwCipher", function), FreshMember("keyLen", keyBits),
                            FreshMember("payloadLen", 8 * length),
                        ], cases, .decryption(isAuthenticated: true))
                }
            }
        }
    }
}
