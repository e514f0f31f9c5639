import Algorithms

extension Point {
    static func rsa(_ function: RSAFunction) -> [(name: String, workload: Workload)] {
        let moduli = [2048, 3072, 4096]
        let hash = SignatureHash.function(.sha2_256)
        let schemes = [
            ("PKCS1", RSAScheme(.pkcs1, hash)),
            ("PSS", RSAScheme(.pss(saltBytes: hash.outputBytes, mask: .mgf1(hash)), hash)),
        ]
        switch function {
        case .keyGen:
            return moduli.map { ("\($0)", .rsa(.generateKey(modulusBits: $0))) }
        case .sigGen:
            return moduli.flatMap { bits in
                schemes.map { ("\(bits) \($0.0)", .rsa(.sign($0.1, modulusBits: bits))) }
            }
        case .sigVer:
            return moduli.flatMap { bits in
                schemes.map { ("\(bits) \($0.0)", .rsa(.verify($0.1, modulusBits: bits))) }
            }
        case .signaturePrimitive, .decryptionPrimitive: return []
        }
    }

    static func eddsa(_ function: EdDSAFunction) -> [(name: String, workload: Workload)] {
        EdwardsCurve.allCases.compactMap { curve in
            switch function {
            case .keyGen: (curve.rawValue, .eddsa(.generateKey(curve)))
            case .keyVer: nil
            case .sigGen: (curve.rawValue, .eddsa(.sign(curve)))
            case .sigVer: (curve.rawValue, .eddsa(.verify(curve)))
            }
        }
    }
}

extension Profile {
    /// Primes of 1536 bits and more take a module up to a second, and a time that varies twofold:
    /// they are for whoever asks for everything.
    func includes(_ point: Point) -> Bool {
        switch point.workload {
        case .rsa(.generateKey(let bits)): self == .full || bits <= 2048
        // What a context costs is for whoever asks 'bench'.
        case .reusing, .keyAgreement(.agreeAnew): self == .full
        default: true
        }
    }
}
