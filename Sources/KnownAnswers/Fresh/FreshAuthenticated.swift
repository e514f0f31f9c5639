import Algorithms
import Approval

extension FreshMaker {
    /// SP 800-38D, section 5.2.1.2.
    private static let gcmTagBits = [32, 64, 96, 104, 112, 120, 128]
    /// The recommended length, the shortest, a block and the longest that ACVP asks for.
    private static let gcmIVBits = [96, 8, 128, 1024]
    private static let block = 16

    /// Lengths of AAD go round, so that among all groups each meets each length of payload.
    private static func pairs(_ round: Int) -> [(payload: Int, aad: Int)] {
        let lengths = edges(block)
        return lengths.indices.map { (lengths[$0], lengths[($0 + round) % lengths.count]) }
    }

    func gcm(_ external: FreshSet, ownIV: FreshSet) -> [FreshSet] {
        var (set, own) = (external, ownIV)
        var round = 0
        for keyBits in FreshMaker.keyBits {
            for tagBits in FreshMaker.gcmTagBits
            where approves(.gcmDecryption(keyBits: keyBits, tagBits: tagBits)) {
                for ivBits in FreshMaker.gcmIVBits {
                    round += 1
                    for lengths in FreshMaker.pairs(round) {
                        set.add(
                            gcmMembers(keyBits, tagBits, ivBits, lengths, "external"),
                            sealings(keyBits, ivBits, lengths),
                            .decryption(isAuthenticated: true))
                    }
                }
                let lengths = FreshMaker.pairs(round)[round % 7]
                own.add(
                    gcmMembers(keyBits, tagBits, 96, lengths, "internal"),
                    sealings(keyBits, nil, lengths))
            }
        }
        return [set, own]
    }

    private func gcmMembers(
        _ keyBits: Int, _ tagBits: Int, _ ivBits: Int, _ lengths: (payload: Int, aad: Int),
        _ ivGen: String
    ) -> [FreshMember] {
        [
            FreshMember("direction", "encrypt"), FreshMember("keyLen", keyBits),
            FreshMember("ivLen", ivBits), FreshMember("ivGen", ivGen),
            FreshMember("ivGenMode", "8.2.2"), FreshMember("payloadLen", 8 * lengths.payload),
            FreshMember("aadLen", 8 * lengths.aad), FreshMember("tagLen", tagBits),
        ]
    }

    /// - Parameter ivBits: nil where the module makes its own.
    private func sealings(
        _ keyBits: Int, _ ivBits: Int?, _ lengths: (payload: Int, aad: Int)
    ) -> [FreshCase] {
        repeated {
            let iv = ivBits.map { [FreshMember("iv", bytes.take($0 / 8))] } ?? []
            return [FreshMember("key", bytes.take(keyBits / 8))] + iv + [
                FreshMember("aad", bytes.take(lengths.aad)),
                FreshMember("pt", bytes.take(lengths.payload)),
            ]
        }
    }

    func gmac(_ set: inout FreshSet) {
        for keyBits in FreshMaker.keyBits {
            for tagBits in FreshMaker.gcmTagBits
            where approves(.gmacVerification(keyBits: keyBits, tagBits: tagBits)) {
                for ivBits in FreshMaker.gcmIVBits {
                    for aad in FreshMaker.edges(FreshMaker.block) {
                        let cases = repeated {
                            [
                                FreshMember("key", bytes.take(keyBits / 8)),
                                FreshMember("iv", bytes.take(ivBits / 8)),
                                FreshMember("aad", bytes.take(aad)),
                            ]
                        }
                        set.add(
                            gcmMembers(keyBits, tagBits, ivBits, (0, aad), "external"), cases,
                            .verification(code: "tag", direction: "decrypt"))
                    }
                }
            }
        }
    }

    /// SP 800-38C, Appendix A.1: nonces of 7 to 13 bytes, tags of 4 to 16.
    func ccm(_ set: inout FreshSet) {
        var round = 0
        for keyBits in FreshMaker.keyBits {
            for tagBits in stride(from: 32, through: 128, by: 16)
            where approves(.ccmEncryption(keyBits: keyBits, tagBits: tagBits)) {
                for ivBits in stride(from: 56, through: 104, by: 8) {
                    round += 1
                    for lengths in FreshMaker.pairs(round) {
                        set.add(
                            ccmMembers(keyBits, tagBits, ivBits, lengths),
                            sealings(keyBits, ivBits, lengths),
                            .decryption(isAuthenticated: true))
                    }
                }
            }
        }
    }

    private func ccmMembers(
        _ keyBits: Int, _ tagBits: Int, _ ivBits: Int, _ lengths: (payload: Int, aad: Int)
    ) -> [FreshMember] {
        [
            FreshMember("direction", "encrypt"), FreshMember("keyLen", keyBits),
            FreshMember("ivLen", ivBits), FreshMember("payloadLen", 8 * lengths.payload),
            FreshMember("aadLen", 8 * lengths.aad), FreshMember("tagLen", tagBits),
        ]
    }

    /// ECMA-368, section 18.3: keys of 128 bits, tags of 64, a nonce of 13 bytes in the block B0.
    func ecma(_ set: inout FreshSet) {
        guard approves(.ccmEncryption(keyBits: 128, tagBits: 64)) else { return }
        for lengths in FreshMaker.pairs(1) + FreshMaker.pairs(2) {
            let cases = repeated {
                let nonce = bytes.take(13)
                let length = [UInt8(lengths.payload >> 8), UInt8(lengths.payload & 0xff)]
                return [
                    FreshMember("key", bytes.take(16)),
                    // The flags of AAD, of tags of 8 and lengths of 2 bytes (SP 800-38C, A.2.1).
                    FreshMember("iv", [lengths.aad > 0 ? 0x59 : 0x19] + nonce + length),
                    FreshMember("aad", bytes.take(lengths.aad)),
                    FreshMember("pt", bytes.take(lengths.payload)),
                ]
            }
            set.add(ccmMembers(128, 64, 104, lengths), cases, .decryption(isAuthenticated: true))
        }
    }

    func cmac(_ set: inout FreshSet) {
        for keyBits in FreshMaker.keyBits {
            for tagBits in stride(from: 8, through: 128, by: 8)
            where approves(.cmacGeneration(keyBits: keyBits, tagBits: tagBits)) {
                for length in FreshMaker.edges(FreshMaker.block) {
                    let cases = repeated {
                        [
                            FreshMember("key", bytes.take(keyBits / 8)),
                            FreshMember("message", bytes.take(length)),
                        ]
                    }
                    set.add(
                        [
                            FreshMember("direction", "gen"), FreshMember("keyLen", keyBits),
                            FreshMember("msgLen", 8 * length), FreshMember("macLen", tagBits),
                        ], cases, .verification(code: "mac", direction: "ver"))
                }
            }
        }
    }
}
