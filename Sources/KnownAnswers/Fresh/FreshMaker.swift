import Algorithms
import Approval

/// Makes the questions of one algorithm: every combination of parameters that the rules approve,
/// with lengths at the edges of blocks.
struct FreshMaker {
    let gate: Gate
    let bytes: FreshBytes
    /// How many cases each combination has.
    let cases: Int

    static let keyBits = [128, 192, 256]

    /// The sets of a revision; those whose answers are random stand apart, so that the others'
    /// answers are the same in every run.
    func sets(of algorithm: Algorithm, _ revision: String) -> [FreshSet] {
        var set = FreshSet(algorithm, revision)
        switch algorithm.kind {
        case .gcm: return gcm(set, ownIV: FreshSet(algorithm, revision, part: "-own-IV"))
        case .gmac: gmac(&set)
        case .ccm where algorithm.name.hasSuffix("-ECMA"): ecma(&set)
        case .ccm: ccm(&set)
        case .blockCipher(.xts): xts(&set)
        case .blockCipher(let mode): blockCipher(mode, &set)
        case .keyWrap(let padded): keyWrap(padded: padded, &set)
        case .cmac: cmac(&set)
        case .digest(let hash): digest(hash, &set)
        case .extendableOutput(let function): extendableOutput(function, &set)
        case .hmac(let hash): hmac(hash, &set)
        case .ctrDRBG: ctrDRBG(&set)
        case .hashDRBG: hashBasedDRBG({ .hash($0) }, &set)
        case .hmacDRBG: hashBasedDRBG({ .hmac($0) }, &set)
        case .ecdsaKeyGen: keyGeneration(&set)
        case .ecdsaKeyVer: keyValidation(&set)
        case .ecdsaSigGen: signatureGeneration(deterministic: false, &set)
        case .detECDSASigGen: signatureGeneration(deterministic: true, &set)
        case .ecdsaSigVer: signatureVerification(&set)
        case .sha3Derived(let function): sha3Derived(function, &set)
        case .keyDerivation(let function): keyDerivation(function, &set)
        case .keyAgreement(let function): keyAgreement(function, &set)
        case .postQuantum(let function): postQuantum(function, &set)
        case .rsa(let function): rsa(function, &set)
        case .eddsa(let function): eddsa(function, &set)
        }
        return [set]
    }

    /// Whether the rules let a test ask for it. What a module lacks is asked all the same: that it
    /// lacks it is told in the report.
    func approves(_ service: Service) -> Bool { (try? gate.require(service)) != nil }

    /// One case for each of `cases`, or several.
    func repeated(_ make: () -> [FreshMember]) -> [FreshCase] {
        (0..<self.cases).map { _ in FreshCase(make()) }
    }

    /// Empty, one byte, and around one block and several.
    static func edges(_ block: Int) -> [Int] {
        [0, 1, block - 1, block, block + 1, 3 * block, 5 * block + 7]
    }
}
