import Algorithms
import Approval

extension FreshMaker {
    /// Lengths of one instantiation in bits.
    private struct Lengths {
        let entropy: Int
        let nonce: Int
        let other: Int
        /// What a block of output has.
        let block: Int
    }

    func ctrDRBG(_ set: inout FreshSet) {
        for keyBits in FreshMaker.keyBits {
            for derivationFunction in [true, false]
            where approves(
                .randomBits(.ctr(keyBits: keyBits, derivationFunction: derivationFunction)))
            {
                // SP 800-90A Rev. 1, Table 3: without a derivation function the entropy input is
                // the seed, and there is no nonce.
                let seed = keyBits + 128
                instantiations(
                    "AES-\(keyBits)", derivationFunction,
                    derivationFunction
                        ? Lengths(entropy: keyBits, nonce: keyBits / 2, other: 256, block: 128)
                        : Lengths(entropy: seed, nonce: 0, other: seed, block: 128), &set)
            }
        }
    }

    func hashBasedDRBG(_ mechanism: (Hash) -> DRBGMechanism, _ set: inout FreshSet) {
        for hash in Hash.allCases where approves(.randomBits(mechanism(hash))) {
            // SP 800-57 Part 1 Rev. 5, Table 3.
            let strength = hash == .sha1 ? 128 : 256
            instantiations(
                hash.rawValue, false,
                Lengths(
                    entropy: strength, nonce: strength / 2, other: strength,
                    block: 8 * hash.outputBytes), &set)
        }
    }

    /// With prediction resistance, with a reseeding, with neither; with and without the strings
    /// that may be left out; with outputs below and beyond a block.
    private func instantiations(
        _ mode: String, _ derivationFunction: Bool, _ lengths: Lengths, _ set: inout FreshSet
    ) {
        var round = 0
        for (resistance, reseeds) in [(true, true), (false, true), (false, false)] {
            for personalization in [0, lengths.other] {
                for additional in [0, lengths.other] {
                    let output =
                        [lengths.block, 4 * lengths.block, lengths.block - 8, 2048][round % 4]
                    round += 1
                    var members = [
                        FreshMember("derFunc", derivationFunction),
                        FreshMember("reSeed", reseeds),
                        FreshMember("predResistance", resistance),
                        FreshMember("entropyInputLen", lengths.entropy),
                        FreshMember("nonceLen", lengths.nonce),
                        FreshMember("persoStringLen", personalization),
                        FreshMember("additionalInputLen", additional),
                        FreshMember("returnedBitsLen", output), FreshMember("mode", mode),
                    ]
                    if set.revision != "1.0" && mode.hasPrefix("AES") {
                        members.append(FreshMember("counterFieldLen", 128))
                    }
                    let cases = repeated {
                        instantiation(lengths, personalization, additional, resistance, reseeds)
                    }
                    set.add(members, cases)
                }
            }
        }
    }

    /// SP 800-90A DRBG JSON specification, section 7.3.
    private func instantiation(
        _ lengths: Lengths, _ personalization: Int, _ additional: Int, _ resistance: Bool,
        _ reseeds: Bool
    ) -> [FreshMember] {
        func request(_ use: String, entropy: Bool) -> [FreshMember] {
            [
                FreshMember("intendedUse", use),
                FreshMember("additionalInput", bytes.take(additional / 8)),
                FreshMember("entropyInput", bytes.take(entropy ? lengths.entropy / 8 : 0)),
            ]
        }
        let start = [
            FreshMember("entropyInput", bytes.take(lengths.entropy / 8)),
            FreshMember("nonce", bytes.take(lengths.nonce / 8)),
            FreshMember("persoString", bytes.take(personalization / 8)),
        ]
        var requests = [[FreshMember]]()
        if reseeds && !resistance { requests.append(request("reSeed", entropy: true)) }
        requests.append(request("generate", entropy: resistance))
        requests.append(request("generate", entropy: resistance))
        return start + [FreshMember("otherInput", .objects(requests))]
    }
}
