import Algorithms
import Approval

extension Inquiry {
    func keyAgreement(_ function: KeyAgreementFunction) throws(ModuleError) -> [Members] {
        switch function {
        case .ellipticCurveSecret:
            let curves = try agreementCurves()
            if curves.isEmpty { return [] }
            return [
                Inquiry.schemes(
                    [
                        "ephemeralUnified", "fullUnified", "onePassUnified", "onePassDh",
                        "staticUnified",
                    ], curves)
            ]
        case .cofactorPrimitive:
            let curves = try agreementCurves()
            return curves.isEmpty ? [] : [[JSON.Member("curve", .strings(curves))]]
        case .finiteFieldSecret:
            let groups = try safePrimeGroups()
            if groups.isEmpty { return [] }
            return [
                Inquiry.schemes(
                    ["dhHybrid1", "dhEphem", "dhHybridOneFlow", "dhOneFlow", "dhStatic"], groups)
            ]
        case .safePrimeKeyGen:
            let groups = try safePrimeGroups()
            return groups.isEmpty ? [] : [[JSON.Member("safePrimeGroups", .strings(groups))]]
        case .safePrimeKeyVer:
            let groups = try those(SafePrimeGroup.allCases) {
                (gate, group) throws(ServiceError) in
                _ = try gate.keyAgreement(.group(group), for: [.keyVerification(group)])
            }.map(\.rawValue)
            return groups.isEmpty ? [] : [[JSON.Member("safePrimeGroups", .strings(groups))]]
        }
    }

    private static func schemes(_ names: [String], _ domains: [String]) -> Members {
        let roles: JSON = ["kasRole": ["initiator", "responder"]]
        return [
            JSON.Member("domainParameterGenerationMethods", .strings(domains)),
            JSON.Member("scheme", .object(names.map { JSON.Member($0, roles) })),
        ]
    }

    private func agreementCurves() throws(ModuleError) -> [String] {
        try those(Curve.allCases) { (gate, curve) throws(ServiceError) in
            _ = try gate.keyAgreement(.curve(curve), for: [.sharedSecret(.curve(curve))])
        }.map(\.rawValue)
    }

    /// Groups in which the module makes keys: one that only calculates has no such service. That is
    /// tried in the smallest.
    private func safePrimeGroups() throws(ModuleError) -> [String] {
        let makesKeys = try offers { (gate) throws(ServiceError) in
            let group = SafePrimeGroup.ffdhe2048
            let agreement = try gate.keyAgreement(.group(group), for: [.keyGeneration(group)])
            var secret = [UInt8](repeating: 0, count: group.bytes)
            var number = [UInt8](repeating: 0, count: group.bytes)
            var privateKey = secret.mutableSpan
            var publicKey = number.mutableSpan
            do throws(ModuleError) {
                try agreement.generateKey(privateKey: &privateKey, publicKey: &publicKey)
            } catch {
                throw .module(error)
            }
        }
        if !makesKeys { return [] }
        return try those(SafePrimeGroup.allCases) { (gate, group) throws(ServiceError) in
            _ = try gate.keyAgreement(
                .group(group), for: [.keyGeneration(group), .sharedSecret(.group(group))])
        }.map(\.rawValue)
    }
}
