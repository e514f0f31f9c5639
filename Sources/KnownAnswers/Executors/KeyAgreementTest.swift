import Algorithms
import Approval

/// KAS-ECC-SSC, KAS-FFC-SSC and the CDH component: the shared secret of two parties.
///
/// In a validation test (VAL) all is given, and the answer is whether the keys are keys and the
/// secret is theirs. Otherwise (AFT) the module makes its own keys. Their secret is made again by
/// every other module and, where the author's projection gives the other party's private keys, from
/// that side. Where it gives this party's, the published secret is compared.
final class KeyAgreementTest: CaseExecutor {
    private let agreement: any KeyAgreement
    private let verifiers: [any KeyAgreement]
    private let parts: AgreementParts
    private let isValidation: Bool
    private let digest: (any Digest)?
    private let digestBytes: Int
    private let publicKeys: PublicKeyNumbers
    private let numberBytes: Int
    private let publicBytes: Int
    private let secrets: [Scratch]
    private let ownPublicKeys: [Scratch]
    private let z: Scratch
    private let otherZ: Scratch

    init(
        _ group: VectorGroup, _ function: KeyAgreementFunction, isValidation: Bool, _ gate: Gate,
        _ peers: [Gate]
    ) throws(Obstacle) {
        let domain = try group.requireAgreementDomain(function, gate)
        let services = [KeyAgreementService.sharedSecret(domain)]
        for service in services {
            try obstructed { () throws(ServiceError) in
                _ = try gate.require(.keyAgreement(service))
            }
        }
        parts = try obstructed { () throws(Unsupported) in
            try AgreementParts(function, scheme: group.text(.scheme), role: group.text(.kasRole))
        }
        let hash = try obstructed { () throws(Unsupported) in try group.hashOfSecret() }
        digest =
            if let hash {
                try obstructed { () throws(ServiceError) in try gate.digest(hash) }
            } else { nil }
        digestBytes = hash?.outputBytes ?? 0
        agreement = try obstructed { () throws(ServiceError) in
            try gate.keyAgreement(domain, for: services)
        }
        verifiers = try KeyAgreementTest.verifiers(domain, services, gate, peers)
        self.isValidation = isValidation
        publicKeys = PublicKeyNumbers(domain)
        numberBytes = domain.numberBytes
        publicBytes = domain.publicBytes
        secrets = parts.own.map { _ in Scratch(count: domain.numberBytes) }
        ownPublicKeys = parts.own.map { _ in Scratch(count: domain.publicBytes) }
        z = Scratch(count: parts.parts.count * domain.numberBytes)
        otherZ = Scratch(count: domain.numberBytes)
    }

    /// The other modules at hand; one that has no such domain verifies nothing.
    static func verifiers(
        _ domain: KeyAgreementDomain, _ services: [KeyAgreementService], _ gate: Gate,
        _ peers: [Gate]
    ) throws(Obstacle) -> [any KeyAgreement] {
        var verifiers: [any KeyAgreement] = []
        for peer in peers where peer.role != gate.role {
            do throws(ServiceError) {
                verifiers.append(try peer.keyAgreement(domain, for: services))
            } catch {
                if case .module(.notOffered) = error { continue }
                throw Obstacle(error)
            }
        }
        return verifiers
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        for part in parts.parts {
            for field in part.other.numbers where !vector.has(field) {
                throw .unsupported(Unsupported(.missingField, "no \(field.name)"))
            }
        }
        if isValidation { return try validate(vector, on: sheet) }
        let isGiven = parts.own.allSatisfy { vector.has($0.secret) }
        let isKnown = parts.parts.contains { vector.has($0.other.secret) }
        if !isGiven || isKnown {
            do throws(Obstacle) {
                let isRight = try agreeWithOwnKeys(vector, on: sheet)
                if !isRight || !isGiven { return .verified(isRight) }
            } catch {
                // The published keys can be used by a module that makes none itself.
                guard isGiven, case .module(.notOffered) = error else { throw error }
            }
        }
        return try agreeWithPublishedKeys(vector, on: sheet)
    }

    /// The given private keys, at the length of the domain's numbers.
    private func readSecrets(_ vector: borrowing VectorCase) throws(Obstacle) {
        for (key, scratch) in zip(parts.own, secrets) {
            if !vector.has(key.secret) {
                throw .unsupported(Unsupported(.missingField, "no \(key.secret.name)"))
            }
            var target = scratch.mutableSpan()
            if !vector.bytes(key.secret).write(rightAlignedInto: &target, at: 0, numberBytes) {
                throw .contradiction("\(key.secret.name) is longer than the domain's numbers")
            }
        }
    }

    /// Leaves the secret in `z`; false where a key is none.
    private func agree(_ vector: borrowing VectorCase) throws(Obstacle) -> Bool {
        for (index, part) in parts.parts.enumerated() {
            let other = try publicKeys.read(part.other.numbers, of: vector)
            var target = z.mutableSpan(index * numberBytes..<(index + 1) * numberBytes)
            do throws(ModuleError) {
                let agreed = try agreement.agree(
                    privateKey: secrets[part.own].whole, with: other, secret: &target)
                if !agreed { return false }
            } catch {
                throw .module(error)
            }
        }
        return true
    }

    private func validate(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        let expected: VectorField = digest == nil ? .z : .hashZ
        if !vector.has(expected) {
            throw .unsupported(Unsupported(.missingField, "no \(expected.name)"))
        }
        try readSecrets(vector)
        sheet.begin(reserving: digestBytes)
        // SP 800-56A Rev. 3, section 5.6.2.1: what a party must be sure of about its own keys.
        for (key, scratch) in zip(parts.own, secrets) where vector.has(key.numbers[0]) {
            let own = try publicKeys.read(key.numbers, of: vector)
            let isPair = try obstructed { () throws(ModuleError) in
                try agreement.validatesPair(privateKey: scratch.whole, publicKey: own)
            }
            if !isPair {
                sheet.verdict(false)
                return .withVector
            }
        }
        var isRight = try agree(vector)
        if isRight, let digest {
            var target = sheet.octetsAside(count: digestBytes)
            try obstructed { () throws(ModuleError) in
                try digest.hash(z.whole, into: &target)
            }
            isRight = target.span.matches(vector.bytes(.hashZ))
        } else if isRight {
            isRight = z.whole.matches(vector.bytes(.z))
        }
        sheet.verdict(isRight)
        return .withVector
    }

    private func agreeWithPublishedKeys(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try readSecrets(vector)
        sheet.begin(reserving: z.count)
        let agreed = try agree(vector)
        if agreed { try writeSecret(on: sheet, isCompared: true) } else { sheet.verdict(false) }
        return .withVector
    }

    private func writeSecret(on sheet: AnswerSheet, isCompared: Bool) throws(Obstacle) {
        if let digest {
            var target = sheet.octets(.hashZ, count: digestBytes, isCompared: isCompared)
            try obstructed { () throws(ModuleError) in
                try digest.hash(z.whole, into: &target)
            }
        } else {
            var target = sheet.octets(.z, count: z.count, isCompared: isCompared)
            target.fill(from: z.whole)
        }
    }

    private func agreeWithOwnKeys(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Bool {
        sheet.begin(reserving: parts.own.count * publicBytes + z.count + digestBytes)
        for (index, key) in parts.own.enumerated() {
            var secret = secrets[index].mutableSpan()
            var made = ownPublicKeys[index].mutableSpan()
            do throws(ModuleError) {
                try agreement.generateKey(privateKey: &secret, publicKey: &made)
            } catch {
                throw .module(error)
            }
            for (place, field) in key.numbers.enumerated() {
                var target = sheet.octets(field, count: numberBytes, isCompared: false)
                target.fill(
                    from: ownPublicKeys[index].span(
                        place * numberBytes..<(place + 1) * numberBytes))
            }
        }
        guard try agree(vector) else { return false }
        try writeSecret(on: sheet, isCompared: false)
        guard try isVerified(vector) else { return false }
        // Of somebody's answer it can be told at least whether the keys are keys.
        for key in parts.own where vector.has(key.numbers[0]) {
            let published = try publicKeys.read(key.numbers, of: vector)
            let isKey = try obstructed { () throws(ModuleError) in
                try agreement.validatesPublicKey(published)
            }
            if !isKey { return false }
        }
        return true
    }

    /// Whether the other modules come to the same secret, and whether the other party does.
    private func isVerified(_ vector: borrowing VectorCase) throws(Obstacle) -> Bool {
        for (index, part) in parts.parts.enumerated() {
            let expected = z.span(index * numberBytes..<(index + 1) * numberBytes)
            let own = ownPublicKeys[part.own].whole
            var target = otherZ.mutableSpan()
            for verifier in verifiers {
                let other = try publicKeys.read(part.other.numbers, of: vector)
                do throws(ModuleError) {
                    guard
                        try verifier.validatesPair(
                            privateKey: secrets[part.own].whole, publicKey: own),
                        try verifier.agree(
                            privateKey: secrets[part.own].whole, with: other, secret: &target)
                    else { return false }
                } catch {
                    throw .module(error)
                }
                if !target.span.matches(expected) { return false }
            }
            guard vector.has(part.other.secret) else { continue }
            let secret = Scratch(count: numberBytes)
            var number = secret.mutableSpan()
            guard
                vector.bytes(part.other.secret).write(
                    rightAlignedInto: &number, at: 0, numberBytes)
            else { throw .contradiction("\(part.other.secret.name) is too long") }
            let agreed = try obstructed { () throws(ModuleError) in
                try agreement.agree(privateKey: secret.whole, with: own, secret: &target)
            }
            if !agreed || !target.span.matches(expected) { return false }
        }
        return true
    }
}

extension VectorGroup {
    /// The domain of the group, once its service has passed the gate.
    fileprivate func requireAgreementDomain(
        _ function: KeyAgreementFunction, _ gate: Gate
    ) throws(Obstacle) -> KeyAgreementDomain {
        if function == .cofactorPrimitive {
            return .curve(try obstructed { () throws(Unsupported) in try requireCurve() })
        }
        let name = try obstructed { () throws(Unsupported) in
            try require(.domainParameterGenerationMode)
        }
        if function == .finiteFieldSecret {
            if name == "FB" || name == "FC" {
                try obstructed { () throws(ServiceError) in
                    _ = try gate.require(.keyAgreement(.sharedSecretInFIPS186Domain))
                }
            }
            if let group = SafePrimeGroup(rawValue: name) { return .group(group) }
        } else if let curve = Curve(rawValue: name) {
            return .curve(curve)
        }
        throw .unsupported(Unsupported(.notInTable, "domainParameterGenerationMode \(name)"))
    }

    /// What the secret is hashed with before it is shown; nil where it is shown itself.
    fileprivate func hashOfSecret() throws(Unsupported) -> Hash? {
        guard let name = text(.hashFunctionZ), name != "none" else { return nil }
        if let hash = Hash(rawValue: name) { return hash }
        throw Unsupported(.notInTable, "hashFunctionZ \(name)")
    }
}
