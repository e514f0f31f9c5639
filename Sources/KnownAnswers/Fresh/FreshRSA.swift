import Algorithms
import Approval

/// Keys are random, and only a module makes them: so there is nothing to be verified here that a
/// seed could make again, and no primitive without a key.
extension FreshMaker {
    private static let moduli = [2048, 3072, 4096]

    func rsa(_ function: RSAFunction, _ set: inout FreshSet) {
        switch function {
        case .keyGen: rsaKeyGeneration(&set)
        case .sigGen: rsaSignatureGeneration(&set)
        case .sigVer, .signaturePrimitive, .decryptionPrimitive: break
        }
    }

    private func rsaKeyGeneration(_ set: inout FreshSet) {
        // Larger primes take seconds each.
        for modulusBits in [2048, 3072]
        where approves(.rsa(.keyGeneration(modulusBits: modulusBits))) {
            set.add(
                [
                    FreshMember("testType", "GDT"),
                    FreshMember("infoGeneratedByServer", false),
                    FreshMember("modulo", modulusBits), FreshMember("keyFormat", "crt"),
                    FreshMember("randPQ", set.revision == "FIPS186-5" ? "probable" : "B.3.3"),
                    FreshMember("pubExp", "random"),
                ], [FreshCase([])])
        }
    }

    private func rsaSignatureGeneration(_ set: inout FreshSet) {
        var round = 0
        for hash in Hash.allCases {
            let digest = SignatureHash.function(hash)
            let paddings: [RSAPadding] = [
                .pkcs1, .pss(saltBytes: hash.outputBytes, mask: .mgf1(digest)),
            ]
            for padding in paddings {
                // Keys are slow: one length of the modulus for each scheme.
                let modulusBits = FreshMaker.moduli[round % 2]
                let scheme = RSAScheme(padding, digest)
                if !approves(.rsa(.signatureGeneration(scheme, modulusBits: modulusBits))) {
                    continue
                }
                let edges = FreshMaker.edges(hash.blockBytes)
                let length = edges[round % edges.count]
                round += 1
                var members = [
                    FreshMember("testType", "GDT"),
                    FreshMember("sigType", padding == .pkcs1 ? "pkcs1v1.5" : "pss"),
                    FreshMember("modulo", modulusBits), FreshMember("hashAlg", hash.rawValue),
                ]
                if padding != .pkcs1 { members.append(FreshMember("saltLen", hash.outputBytes)) }
                set.add(members, repeated { [FreshMember("message", bytes.take(length))] })
            }
        }
    }

    func eddsa(_ function: EdDSAFunction, _ set: inout FreshSet) {
        for curve in EdwardsCurve.allCases where approves(.eddsa(.keyGeneration(curve))) {
            let name = FreshMember("curve", curve.rawValue)
            switch function {
            case .keyGen: set.add([name], (0..<self.cases).map { _ in FreshCase([]) })
            // About half of all octets are a point's; the modules must agree on which.
            case .keyVer:
                set.add([name], repeated { [FreshMember("q", bytes.take(curve.keyBytes))] })
            case .sigGen: edwardsSignatures(curve, &set)
            case .sigVer: break
            }
        }
    }

    private func edwardsSignatures(_ curve: EdwardsCurve, _ set: inout FreshSet) {
        for preHash in [false, true] {
            let takesContext = preHash || curve == .ed448
            let made = FreshMaker.edges(128).flatMap { length in
                repeated { () -> [FreshMember] in
                    var members = [FreshMember("message", bytes.take(length))]
                    if takesContext {
                        members.append(
                            FreshMember("context", bytes.take(bytes.number(below: 256))))
                    }
                    return members
                }
            }
            set.add(
                [FreshMember("curve", curve.rawValue), FreshMember("preHash", preHash)], made)
        }
    }
}
