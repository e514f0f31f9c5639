import Algorithms
import Approval

extension FreshMaker {
    private static let curves: [PrimeCurve] = Curve.allCases.compactMap { PrimeCurve($0) }

    func keyGeneration(_ set: inout FreshSet) {
        for curve in FreshMaker.curves where approves(.keyGeneration(curve.curve)) {
            set.add(
                [
                    FreshMember("curve", curve.curve.rawValue),
                    FreshMember("secretGenerationMode", "testing candidates"),
                ], (0..<self.cases).map { _ in FreshCase([]) })
        }
    }

    /// Public keys, and what is none: points beside the curve, coordinates beyond the field.
    func keyValidation(_ set: inout FreshSet) {
        for curve in FreshMaker.curves where approves(.publicKeyValidation(curve.curve)) {
            let made = (0..<self.cases).flatMap { _ -> [FreshCase] in
                let (x, y) = curve.multiple(curve.scalar(bytes))
                let zero = [UInt8](repeating: 0, count: x.count)
                let candidates = [
                    (x, y), (bytes.breaking(x), y), (x, bytes.breaking(y)), (y, x),
                    (curve.prime, y), (x, curve.prime), (zero, zero),
                ]
                return candidates.map { x, y in
                    let isInField = [x, y].allSatisfy { $0.isBelow(curve.prime) }
                    let isRight = isInField && curve.contains(x: x, y: y)
                    return FreshCase(
                        [FreshMember("qx", x), FreshMember("qy", y)],
                        truth: [FreshMember("testPassed", isRight)])
                }
            }
            set.add([FreshMember("curve", curve.curve.rawValue)], made)
        }
    }

    /// Messages at the edges of the hash function's blocks, and digests made elsewhere.
    func signatureGeneration(deterministic: Bool, _ set: inout FreshSet) {
        var round = 0
        for curve in FreshMaker.curves {
            for hash in signatureHashes(set) {
                var service = Service.signing(curve.curve, hash)
                if deterministic {
                    guard case .function(let hash) = hash else { continue }
                    service = .deterministicSignatureGeneration(curve.curve, hash)
                }
                if !approves(service) { continue }
                for isComponent in [false, true] {
                    let edges = FreshMaker.edges(hash.blockBytes)
                    // Signing is slow: one length for each hash, another for the next.
                    let length = isComponent ? hash.outputBytes : edges[round % edges.count]
                    round += 1
                    let made = repeated { [FreshMember("message", bytes.take(length))] }
                    set.add(
                        [
                            FreshMember("curve", curve.curve.rawValue),
                            FreshMember("hashAlg", hash.name),
                            FreshMember("componentTest", isComponent),
                        ], made)
                }
            }
        }
    }

    /// A signature that is right, and others with one bit of the message, r or s turned over, or
    /// with numbers out of their range (FIPS 186-5, section 6.4.2, step 1).
    func signatureVerification(_ set: inout FreshSet) {
        for curve in FreshMaker.curves {
            for hash in signatureHashes(set)
            where approves(.verifying(curve.curve, hash)) {
                let made = (0..<self.cases).flatMap { _ in verifications(curve, hash) }
                set.add(
                    [
                        FreshMember("curve", curve.curve.rawValue),
                        FreshMember("hashAlg", hash.name),
                    ], made)
            }
        }
    }

    /// FIPS 186-5 has brought SHAKE.
    private func signatureHashes(_ set: FreshSet) -> [SignatureHash] {
        set.revision == "1.0" ? Hash.allCases.map { .function($0) } : SignatureHash.allCases
    }

    private func verifications(_ curve: PrimeCurve, _ hash: SignatureHash) -> [FreshCase] {
        let lengths = FreshMaker.edges(hash.blockBytes)
        let message = bytes.take(lengths[1 + bytes.number(below: lengths.count - 1)])
        // A module without the hash function verifies nothing with it either.
        guard let octets = try? digest(of: message, hash) else { return [] }
        let d = curve.scalar(bytes)
        let (x, y) = curve.multiple(d)
        let (r, s) = curve.sign(digest: octets, d: d, bytes)
        let zero = [UInt8](repeating: 0, count: r.count)
        func one(
            _ message: [UInt8], _ r: [UInt8], _ s: [UInt8], isRight: Bool
        ) -> FreshCase {
            FreshCase(
                [
                    FreshMember("message", message), FreshMember("qx", x), FreshMember("qy", y),
                    FreshMember("r", r), FreshMember("s", s),
                ], truth: [FreshMember("testPassed", isRight)])
        }
        return [
            one(message, r, s, isRight: true),
            one(bytes.breaking(message), r, s, isRight: false),
            one(message, bytes.breaking(r), s, isRight: false),
            one(message, r, bytes.breaking(s), isRight: false),
            one(message, zero, s, isRight: false),
            one(message, r, zero, isRight: false),
            one(message, r, curve.orderOctets, isRight: false),
        ]
    }
}

extension FreshMaker {
    private func digest(
        of message: [UInt8], _ hash: SignatureHash
    ) throws -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: hash.outputBytes)
        var output = octets.mutableSpan
        switch hash {
        case .function(let hash):
            try gate.digest(hash).hash(message.span, into: &output)
        case .extendable(let function):
            try gate.extendableOutput(function).expand(message.span, into: &output)
        }
        return octets
    }
}

extension SignatureHash {
    fileprivate var blockBytes: Int {
        switch self {
        case .function(let hash): hash.blockBytes
        case .extendable(let function): function.blockBytes
        }
    }
}

extension [UInt8] {
    /// Of two big-endian numbers of one length.
    fileprivate func isBelow(_ other: [UInt8]) -> Bool { lexicographicallyPrecedes(other) }
}
