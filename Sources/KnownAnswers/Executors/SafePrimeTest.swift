import Algorithms
import Approval

/// safePrimes keyGen: a key pair of the module in a group of safe prime, validated by every module.
final class SafePrimeKeyGenerationTest: CaseExecutor {
    private let agreement: any KeyAgreement
    private let verifiers: [any KeyAgreement]
    private let numberBytes: Int
    private let published: PublicKeyNumbers
    private let secret: Scratch

    init(_ group: VectorGroup, _ gate: Gate, _ peers: [Gate]) throws(Obstacle) {
        let name = try obstructed { () throws(Unsupported) in try group.requireSafePrimeGroup() }
        let services: [KeyAgreementService] = [.keyGeneration(name), .keyVerification(name)]
        agreement = try obstructed { () throws(ServiceError) in
            try gate.keyAgreement(.group(name), for: services)
        }
        verifiers = try KeyAgreementTest.verifiers(.group(name), services, gate, peers)
        numberBytes = name.bytes
        published = PublicKeyNumbers(.group(name))
        secret = Scratch(count: name.bytes)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        sheet.begin(reserving: 2 * numberBytes)
        var x = sheet.octets(.x, count: numberBytes, isCompared: false)
        var y = sheet.octets(.y, count: numberBytes, isCompared: false)
        do throws(ModuleError) {
            try agreement.generateKey(privateKey: &x, publicKey: &y)
            for verifier in [agreement] + verifiers
            where try !verifier.validatesPair(privateKey: x.span, publicKey: y.span) {
                return .verified(false)
            }
        } catch {
            throw .module(error)
        }
        // The published pair cannot be made again; that it is one can be told.
        if vector.has(.x) && vector.has(.y) { return .verified(try isPair(vector)) }
        return .verified(true)
    }

    private func isPair(_ vector: borrowing VectorCase) throws(Obstacle) -> Bool {
        var target = secret.mutableSpan()
        if !vector.bytes(.x).write(rightAlignedInto: &target, at: 0, numberBytes) { return false }
        let y = try published.read([.y], of: vector)
        return try obstructed { () throws(ModuleError) in
            try agreement.validatesPair(privateKey: secret.whole, publicKey: y)
        }
    }
}

/// safePrimes keyVer: do these two numbers make a key pair?
final class SafePrimeKeyVerificationTest: CaseExecutor {
    private let agreement: any KeyAgreement
    private let numberBytes: Int
    private let publicKey: PublicKeyNumbers
    private let secret: Scratch

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let name = try obstructed { () throws(Unsupported) in try group.requireSafePrimeGroup() }
        agreement = try obstructed { () throws(ServiceError) in
            try gate.keyAgreement(.group(name), for: [.keyVerification(name)])
        }
        numberBytes = name.bytes
        publicKey = PublicKeyNumbers(.group(name))
        secret = Scratch(count: name.bytes)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.x, .y])
        var target = secret.mutableSpan()
        if !vector.bytes(.x).write(rightAlignedInto: &target, at: 0, numberBytes) {
            throw .contradiction("x is longer than the group's prime")
        }
        let y = try publicKey.read([.y], of: vector)
        sheet.begin(reserving: 0)
        do throws(ModuleError) {
            sheet.verdict(
                try agreement.validatesPair(privateKey: secret.whole, publicKey: y))
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}

extension VectorGroup {
    fileprivate func requireSafePrimeGroup() throws(Unsupported) -> SafePrimeGroup {
        let name = try require(.safePrimeGroup)
        guard let group = SafePrimeGroup(rawValue: name) else {
            throw Unsupported(.notInTable, "safePrimeGroup \(name)")
        }
        return group
    }
}

extension VectorGroup {
    func executor(
        of function: KeyAgreementFunction, _ gate: Gate, _ peers: [Gate]
    ) throws(Obstacle) -> any CaseExecutor {
        switch (function, testType) {
        case (.safePrimeKeyGen, "AFT"): try SafePrimeKeyGenerationTest(self, gate, peers)
        case (.safePrimeKeyVer, "AFT"): try SafePrimeKeyVerificationTest(self, gate)
        case (.cofactorPrimitive, "AFT"), (.ellipticCurveSecret, "AFT"),
            (.finiteFieldSecret, "AFT"), (.ellipticCurveSecret, "VAL"),
            (.finiteFieldSecret, "VAL"):
            try KeyAgreementTest(
                self, function, isValidation: testType == "VAL", gate, peers)
        default: throw unsupportedTestType
        }
    }
}
