import Algorithms
import Approval

extension FreshMaker {
    private static let roles = ["initiator", "responder"]
    private static let curves: [PrimeCurve] = Curve.allCases.compactMap { PrimeCurve($0) }

    func keyAgreement(_ function: KeyAgreementFunction, _ set: inout FreshSet) {
        switch function {
        case .ellipticCurveSecret: curveSecrets(&set)
        case .cofactorPrimitive: primitive(&set)
        case .finiteFieldSecret: groupSecrets(&set)
        case .safePrimeKeyGen: groupKeys(&set)
        case .safePrimeKeyVer: groupPairs(&set)
        }
    }

    /// Points of which the module makes secrets with keys of its own.
    private func primitive(_ set: inout FreshSet) {
        for curve in FreshMaker.curves where approves(agreement(.curve(curve.curve))) {
            set.add(
                [FreshMember("curve", curve.curve.rawValue)],
                repeated {
                    let (x, y) = curve.multiple(curve.scalar(bytes))
                    return [FreshMember("publicServerX", x), FreshMember("publicServerY", y)]
                })
        }
    }

    private func curveSecrets(_ set: inout FreshSet) {
        for curve in FreshMaker.curves where approves(agreement(.curve(curve.curve))) {
            let schemes = [
                "ephemeralUnified", "fullUnified", "onePassUnified", "onePassDh", "staticUnified",
            ]
            secrets(.ellipticCurveSecret, curve.curve.rawValue, schemes, FreshMaker.roles, &set) {
                let d = curve.scalar(bytes)
                let (x, y) = curve.multiple(d)
                return (d, [x, y])
            } agreeing: { own, other in
                // Both keys are made here: the secret is the base point's multiple by their
                // product.
                curve.multiple(curve.product(own, other)).x
            }
        }
    }

    /// Numbers of 2048 bits and more take their time, and so one scheme and role stand for a group.
    private func groupSecrets(_ set: inout FreshSet) {
        let schemes = ["dhEphem", "dhHybrid1", "dhHybridOneFlow", "dhOneFlow", "dhStatic"]
        for (index, group) in SafePrimeGroup.allCases.enumerated()
        where approves(agreement(.group(group))) {
            let field = SafePrimeField(group)
            let scheme = schemes[index % schemes.count]
            let role = FreshMaker.roles[index / schemes.count % 2]
            secrets(.finiteFieldSecret, group.rawValue, [scheme], [role], &set) {
                let x = field.exponent(bytes)
                return (x, [field.power(of: [2], x)])
            } agreeing: { own, other in
                field.power(of: field.power(of: [2], other), own)
            }
        }
    }

    private func agreement(_ domain: KeyAgreementDomain) -> Service {
        .keyAgreement(.sharedSecret(domain))
    }

    private typealias Pair = (secret: [UInt8], numbers: [[UInt8]])

    /// A group with the module's own keys and one to be judged, for each scheme and role.
    private func secrets(
        _ function: KeyAgreementFunction, _ domain: String, _ schemes: [String],
        _ roles: [String], _ set: inout FreshSet, _ pair: () -> Pair,
        agreeing agree: ([UInt8], [UInt8]) -> [UInt8]
    ) {
        for scheme in schemes {
            for role in roles {
                guard let parts = try? AgreementParts(function, scheme: scheme, role: role) else {
                    continue
                }
                let members = [
                    FreshMember("domainParameterGenerationMode", domain),
                    FreshMember("scheme", scheme), FreshMember("kasRole", role),
                ]
                set.add(
                    [FreshMember("testType", "AFT")] + members,
                    repeated { others(parts, pair).flatMap(\.members) })
                set.add(
                    [FreshMember("testType", "VAL")] + members,
                    (0..<self.cases).flatMap { _ in judged(parts, pair, agree) })
            }
        }
    }

    private struct OtherKey {
        let fields: AgreementKeyFields
        let pair: Pair

        var members: [FreshMember] {
            zip(fields.numbers, pair.numbers).map { FreshMember($0.name, $1) }
        }
    }

    /// The other party's keys, each once.
    private func others(_ parts: AgreementParts, _ pair: () -> Pair) -> [OtherKey] {
        var keys: [OtherKey] = []
        for part in parts.parts
        where !keys.contains(where: { $0.fields.secret == part.other.secret }) {
            keys.append(OtherKey(fields: part.other, pair: pair()))
        }
        return keys
    }

    /// A secret that is right, one with a bit turned over, and one with a key that is none.
    private func judged(
        _ parts: AgreementParts, _ pair: () -> Pair, _ agree: ([UInt8], [UInt8]) -> [UInt8]
    ) -> [FreshCase] {
        let others = others(parts, pair)
        let own = parts.own.map { OtherKey(fields: $0, pair: pair()) }
        let z = parts.parts.flatMap { part -> [UInt8] in
            let other = others.first { $0.fields.secret == part.other.secret }
            return agree(own[part.own].pair.secret, other?.pair.secret ?? [])
        }
        let ours = own.flatMap { key in
            [FreshMember(key.fields.secret.name, key.pair.secret)] + key.members
        }
        let theirs = others.flatMap(\.members)
        // Zero is on no curve and in no group.
        let zero = theirs.map { member -> FreshMember in
            guard case .octets(let octets) = member.value else { return member }
            return FreshMember(member.name, [UInt8](repeating: 0, count: octets.count))
        }
        func one(_ theirs: [FreshMember], _ z: [UInt8], isRight: Bool) -> FreshCase {
            FreshCase(
                theirs + ours + [FreshMember("z", z)],
                truth: [FreshMember("testPassed", isRight)])
        }
        return [
            one(theirs, z, isRight: true), one(theirs, bytes.breaking(z), isRight: false),
            one(zero, z, isRight: false),
        ]
    }

    private func groupKeys(_ set: inout FreshSet) {
        for group in SafePrimeGroup.allCases
        where approves(.keyAgreement(.keyGeneration(group))) {
            set.add(
                [FreshMember("safePrimeGroup", group.rawValue)],
                (0..<self.cases).map { _ in FreshCase([]) })
        }
    }

    /// Pairs, and others of which one half is broken or out of its range.
    private func groupPairs(_ set: inout FreshSet) {
        for group in SafePrimeGroup.allCases
        where approves(.keyAgreement(.keyVerification(group))) {
            let field = SafePrimeField(group)
            let made = (0..<self.cases).flatMap { _ -> [FreshCase] in
                let x = field.exponent(bytes)
                let y = field.power(of: [2], x)
                let candidates = [
                    (x, y, true), (bytes.breaking(x), y, false), (x, bytes.breaking(y), false),
                    (x, group.prime, false), (x, [UInt8](repeating: 0, count: y.count), false),
                ]
                return candidates.map { x, y, isRight in
                    FreshCase(
                        [FreshMember("x", x), FreshMember("y", y)],
                        truth: [FreshMember("testPassed", isRight)])
                }
            }
            set.add([FreshMember("safePrimeGroup", group.rawValue)], made)
        }
    }
}

/// Powers in a group of safe prime.
private struct SafePrimeField {
    private let group: SafePrimeGroup
    private let field: ModularArithmetic

    init(_ group: SafePrimeGroup) {
        self.group = group
        field = ModularArithmetic(group.prime)
    }

    /// A private key of twice the strength of the longest group, and a little more (SP 800-56A
    /// Rev. 3, section 5.6.1.1.1). Longer ones are as good, and slower.
    func exponent(_ bytes: FreshBytes) -> [UInt8] {
        [UInt8](repeating: 0, count: group.bytes - 52) + bytes.take(52)
    }

    func power(of base: [UInt8], _ exponent: [UInt8]) -> [UInt8] {
        let base = field.encode(base)
        var result = field.one
        for octet in exponent.drop(while: { $0 == 0 }) {
            for bit in (0..<8).reversed() {
                result = field.multiply(result, result)
                if octet >> UInt8(bit) & 1 == 1 { result = field.multiply(result, base) }
            }
        }
        return field.decode(result, bytes: group.bytes)
    }
}

extension PrimeCurve {
    /// Modulo the order.
    fileprivate func product(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        order.decode(
            order.multiply(order.encode(left), order.encode(right)), bytes: curve.fieldBytes)
    }
}
