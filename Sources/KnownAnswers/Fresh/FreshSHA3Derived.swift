import Algorithms
import Approval

extension FreshMaker {
    func sha3Derived(_ function: SHA3DerivedFunction, _ set: inout FreshSet) {
        function.isKeyed ? kmac(function, &set) : customizableOutput(function, &set)
    }

    /// Keys from the shortest approved one (SP 800-185, section 8.4.1) to beyond a block, with and
    /// without a customization, of a fixed length and extendable.
    private func kmac(_ function: SHA3DerivedFunction, _ set: inout FreshSet) {
        let block = function.blockBytes
        let tags = [32, function.strengthBits, 2 * function.strengthBits, 8 * block + 8]
        for extendable in [false, true] {
            for isHexadecimal in [false, true] {
                var cases: [FreshCase] = []
                for keyBytes in [14, 32, block - 1, block, block + 1] {
                    for tagBits in tags
                    where approves(
                        .sha3Derived(
                            .authentication(function, keyBits: 8 * keyBytes, tagBits: tagBits)))
                    {
                        for length in FreshMaker.edges(block) {
                            cases += repeated {
                                [
                                    FreshMember("key", bytes.take(keyBytes)),
                                    FreshMember("keyLen", 8 * keyBytes),
                                    FreshMember("msg", bytes.take(length)),
                                    FreshMember("msgLen", 8 * length),
                                    FreshMember("macLen", tagBits),
                                    customization(isHexadecimal),
                                ]
                            }
                        }
                    }
                }
                set.add(
                    [
                        FreshMember("testType", "AFT"), FreshMember("xof", extendable),
                        FreshMember("hexCustomization", isHexadecimal),
                    ], cases, .verificationTest(code: "mac", testType: "MVT"))
            }
        }
    }

    private func customizableOutput(_ function: SHA3DerivedFunction, _ set: inout FreshSet) {
        guard approves(.sha3Derived(.customizableOutput(function))) else { return }
        let block = function.blockBytes
        for isHexadecimal in [false, true] {
            var cases: [FreshCase] = []
            // TupleHash and ParallelHash are names too (SP 800-185, sections 5.3.1 and 6.3.1).
            for name in ["", "KMAC", "TupleHash", "ParallelHash"] {
                for output in [2, function.strengthBits / 4, block, block + 1, 3 * block] {
                    for length in FreshMaker.edges(block) {
                        cases += repeated {
                            [
                                FreshMember("msg", bytes.take(length)),
                                FreshMember("len", 8 * length),
                                FreshMember("functionName", name),
                                customization(isHexadecimal),
                                FreshMember("outLen", 8 * output),
                            ]
                        }
                    }
                }
            }
            set.add([FreshMember("hexCustomization", isHexadecimal)], cases)
        }
        set.add(
            [
                FreshMember("testType", "MCT"), FreshMember("hexCustomization", false),
                FreshMember("minOutLen", 256), FreshMember("maxOutLen", 2048),
                FreshMember("outLenIncrement", 8),
            ], [FreshCase([FreshMember("msg", bytes.take(16)), FreshMember("len", 128)])])
    }

    /// One in four is empty; others are of up to 100 characters, none of which JSON escapes.
    private func customization(_ isHexadecimal: Bool) -> FreshMember {
        let length = bytes.number(below: 4) == 0 ? 0 : 1 + bytes.number(below: 100)
        let octets = bytes.take(length)
        if isHexadecimal { return FreshMember("customizationHex", octets) }
        let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .")
        return FreshMember(
            "customization", String(octets.map { characters[Int($0) % characters.count] }))
    }
}

extension SHA3DerivedFunction {
    /// The rate, which is SHAKE's (SP 800-185, section 3.3).
    var blockBytes: Int { strengthBits == 128 ? 168 : 136 }
}
