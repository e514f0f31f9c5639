import Algorithms
import Approval

/// ECDSA sigVer: is this signature right?
final class SignatureVerificationTest: CaseExecutor {
    private let scheme: any SignatureScheme
    private let signed: SignedMessage
    private let randomized: RandomizedMessage?

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (curve, hash) = try curveAndHash(group)
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(curve, hash, for: [.signatureVerification(curve, hash)])
        }
        signed = try SignedMessage(group, hash)
        randomized = try RandomizedMessage.required(by: group)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.message, .qx, .qy, .r, .s])
        var message = vector.bytes(.message)
        try signed.require(message)
        if let randomized { message = try randomized.randomize(vector) }
        sheet.begin(reserving: 0)
        do throws(ModuleError) {
            sheet.verdict(
                try signed.verify(
                    with: scheme, message, qx: vector.bytes(.qx), qy: vector.bytes(.qy),
                    r: vector.bytes(.r), s: vector.bytes(.s)))
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}

/// ECDSA keyVer: is this a valid public key?
final class KeyVerificationTest: CaseExecutor {
    private let scheme: any SignatureScheme

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let curve = try obstructed { () throws(Unsupported) in try group.requireCurve() }
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(curve, nil, for: [.publicKeyValidation(curve)])
        }
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.qx, .qy])
        sheet.begin(reserving: 0)
        do throws(ModuleError) {
            sheet.verdict(
                try scheme.validatesPublicKey(qx: vector.bytes(.qx), qy: vector.bytes(.qy)))
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}
