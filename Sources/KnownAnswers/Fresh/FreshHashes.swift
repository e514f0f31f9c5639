import Algorithms
import Approval

extension FreshMaker {
    /// AFT and both versions of the Monte Carlo test; gigabytes of large data are left to NIST's
    /// own sets.
    func digest(_ hash: Hash, _ set: inout FreshSet) {
        guard approves(.hash(hash)) else { return }
        let cases = (0..<self.cases).flatMap { _ in
            hash.messageEdges.map { FreshCase(message(bytes: $0)) }
        }
        set.add([], cases)
        let output = hash.outputBytes
        for (version, length) in [("standard", output), ("alternate", 3 * output + 13)] {
            set.add(
                [FreshMember("testType", "MCT"), FreshMember("mctVersion", version)],
                [FreshCase(message(bytes: length))])
        }
    }

    private func message(bytes count: Int) -> [FreshMember] {
        [FreshMember("msg", bytes.take(count)), FreshMember("len", 8 * count)]
    }

    func extendableOutput(_ function: ExtendableOutputFunction, _ set: inout FreshSet) {
        guard approves(.extendableOutput(function)) else { return }
        let strength = function == .shake128 ? 128 : 256
        let outputs = FreshMaker.edges(function.blockBytes).filter { $0 > 1 } + [2]
        var (fixed, variable): ([FreshCase], [FreshCase]) = ([], [])
        for _ in 0..<cases {
            for length in FreshMaker.edges(function.blockBytes) {
                fixed.append(
                    FreshCase(message(bytes: length) + [FreshMember("outLen", strength)]))
            }
            for output in outputs {
                variable.append(
                    FreshCase(message(bytes: strength / 8) + [FreshMember("outLen", 8 * output)]))
            }
        }
        // FIPS202 has one kind of test, with outputs of all lengths.
        if set.revision != "1.0" { return set.add([], fixed + variable) }
        set.add([], fixed)
        set.add([FreshMember("testType", "VOT")], variable)
        set.add(
            [
                FreshMember("testType", "MCT"), FreshMember("mctVersion", "standard"),
                FreshMember("minOutLen", 128), FreshMember("maxOutLen", 2048),
            ], [FreshCase(message(bytes: 16))])
    }

    /// Keys from the shortest approved one (SP 800-131A Rev. 2, section 10) to beyond a block,
    /// where HMAC hashes them first.
    func hmac(_ hash: Hash, _ set: inout FreshSet) {
        let (block, output) = (hash.blockBytes, 8 * hash.outputBytes)
        var cases: [FreshCase] = []
        for keyBytes in [14, block - 1, block, block + 1, 2 * block] {
            for tagBits in [32, output / 2, output]
            where approves(.macGeneration(hash, keyBits: 8 * keyBytes, tagBits: tagBits)) {
                for length in FreshMaker.edges(block) {
                    let lengths = [
                        FreshMember("keyLen", 8 * keyBytes), FreshMember("msgLen", 8 * length),
                        FreshMember("macLen", tagBits),
                    ]
                    let made = (0..<self.cases).map { _ in
                        [
                            FreshMember("key", bytes.take(keyBytes)),
                            FreshMember("msg", bytes.take(length)),
                        ]
                    }
                    if set.revision == "1.0" {
                        set.add(lengths, made.map { FreshCase($0) })
                    } else {
                        cases += made.map { FreshCase($0 + lengths) }
                    }
                }
            }
        }
        set.add([], cases)
    }
}

extension Hash {
    /// FIPS 180-4, Figure 1; FIPS 202, Table 3.
    var blockBytes: Int {
        switch self {
        case .sha1, .sha2_224, .sha2_256: 64
        case .sha2_384, .sha2_512, .sha2_512_224, .sha2_512_256: 128
        case .sha3_224: 144
        case .sha3_256: 136
        case .sha3_384: 104
        case .sha3_512: 72
        }
    }

    /// Around a block, and in SHA-2 around where the padding with its length needs another one
    /// (FIPS 180-4, section 5.1).
    var messageEdges: [Int] {
        let edges = FreshMaker.edges(blockBytes)
        if isSHA3 { return edges }
        let padding = blockBytes / 8 + 1
        return edges + [blockBytes - padding, blockBytes - padding + 1]
    }
}

extension ExtendableOutputFunction {
    /// The rate (FIPS 202, section 6.2).
    var blockBytes: Int { self == .shake128 ? 168 : 136 }
}
