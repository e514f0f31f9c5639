import Algorithms
import Approval

extension Inquiry {
    private static let moduli = [2048, 3072, 4096]

    func rsa(_ function: RSAFunction) throws(ModuleError) -> [Members] {
        switch function {
        case .keyGen: try rsaKeyGeneration()
        case .sigGen:
            try rsaSignatures { (scheme, modulusBits) in
                .signatureGeneration(scheme, modulusBits: modulusBits)
            }
        case .sigVer:
            try rsaSignatures { (scheme, modulusBits) in
                .signatureVerification(scheme, modulusBits: modulusBits)
            }
        case .signaturePrimitive: try rsaPrimitive { .signaturePrimitive(modulusBits: $0) }
        case .decryptionPrimitive: try rsaPrimitive { .decryptionPrimitive(modulusBits: $0) }
        }
    }

    private func moduli(
        _ service: (Int) -> RSAService
    ) throws(ModuleError) -> [Int] {
        var offered: [Int] = []
        for modulusBits in Inquiry.moduli {
            let service = service(modulusBits)
            let isOffered = try offers { (gate) throws(ServiceError) in
                _ = try gate.rsaKeys(for: [service])
            }
            if isOffered { offered.append(modulusBits) }
        }
        return offered
    }

    private func rsaKeyGeneration() throws(ModuleError) -> [Members] {
        let offered = try moduli { .keyGeneration(modulusBits: $0) }
        if offered.isEmpty { return [] }
        let properties = offered.map { modulusBits -> JSON in
            ["modulo": .integer(modulusBits), "primeTest": ["2powSecStr"]]
        }
        return [
            [
                JSON.Member("infoGeneratedByServer", false),
                JSON.Member("pubExpMode", "random"), JSON.Member("keyFormat", "crt"),
                JSON.Member(
                    "capabilities",
                    [["randPQ": "probable", "properties": .array(properties)]]),
            ]
        ]
    }

    private func rsaSignatures(
        _ service: (RSAScheme, Int) -> RSAService
    ) throws(ModuleError) -> [Members] {
        var capabilities: [JSON] = []
        for type in ["pkcs1v1.5", "pss"] {
            var properties: [JSON] = []
            for modulusBits in Inquiry.moduli {
                let pairs = try hashes(type, modulusBits, service)
                if pairs.isEmpty { continue }
                var members = [JSON.Member("modulo", .integer(modulusBits))]
                if type == "pss" { members.append(JSON.Member("maskFunction", ["mgf1"])) }
                members.append(JSON.Member("hashPair", .array(pairs)))
                properties.append(.object(members))
            }
            if properties.isEmpty { continue }
            capabilities.append(["sigType": .string(type), "properties": .array(properties)])
        }
        if capabilities.isEmpty { return [] }
        return [[JSON.Member("capabilities", .array(capabilities))]]
    }

    private func hashes(
        _ type: String, _ modulusBits: Int, _ service: (RSAScheme, Int) -> RSAService
    ) throws(ModuleError) -> [JSON] {
        var pairs: [JSON] = []
        for hash in Hash.allCases {
            let digest = SignatureHash.function(hash)
            let padding: RSAPadding =
                type == "pss"
                ? .pss(saltBytes: hash.outputBytes, mask: .mgf1(digest)) : .pkcs1
            let scheme = RSAScheme(padding, digest)
            let service = service(scheme, modulusBits)
            let isOffered = try offers { (gate) throws(ServiceError) in
                _ = try gate.rsaSignatures(scheme, for: [service])
            }
            if !isOffered { continue }
            var members = [JSON.Member("hashAlg", .string(hash.rawValue))]
            if type == "pss" { members.append(JSON.Member("saltLen", .integer(hash.outputBytes))) }
            pairs.append(.object(members))
        }
        return pairs
    }

    private func rsaPrimitive(
        _ service: (Int) -> RSAService
    ) throws(ModuleError) -> [Members] {
        let offered = try moduli(service)
        if offered.isEmpty { return [] }
        return [
            [
                JSON.Member("keyFormat", ["standard", "crt"]),
                JSON.Member("modulo", .array(offered.map { .integer($0) })),
            ]
        ]
    }

    func eddsa(_ function: EdDSAFunction) throws(ModuleError) -> [Members] {
        let curves = try edwardsCurves(preHash: false)
        if curves.isEmpty { return [] }
        let names = JSON.Member("curve", .strings(curves.map(\.rawValue)))
        switch function {
        case .keyGen, .keyVer: return [[names]]
        case .sigGen, .sigVer:
            let hashed = try edwardsCurves(preHash: true)
            return [
                [
                    names, JSON.Member("pure", true),
                    JSON.Member("preHash", hashed == curves ? true : false),
                    JSON.Member("contextLength", .lengths(0...255, step: 1)),
                ]
            ]
        }
    }

    private func edwardsCurves(preHash: Bool) throws(ModuleError) -> [EdwardsCurve] {
        var curves: [EdwardsCurve] = []
        for curve in EdwardsCurve.allCases {
            let service = EdDSAService.signatureGeneration(
                curve, preHash: preHash, contextBytes: 0)
            let isOffered = try offers { (gate) throws(ServiceError) in
                _ = try gate.edwardsScheme(curve, preHash: preHash, for: [service])
            }
            if isOffered { curves.append(curve) }
        }
        return curves
    }
}
