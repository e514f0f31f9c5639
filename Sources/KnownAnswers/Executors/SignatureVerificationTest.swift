import Algorithms
import Approval

/// ECDSA sigVer: is this signature right?
final class SignatureVerificationTest: CaseExecutor {
    private let scheme: any SignatureScheme
    private let signed: SignedMessage
    private let randomized: RandomizedMessage?
    /// Whether the module decodes signatures, as far as is known.
    private var decodes = true

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (curve, hash) = try curveAndHash(group)
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(
                curve, hashingWith: hash, for: [.verifying(curve, hash)])
        }
        signed = try SignedMessage(group, hash)
        randomized = try RandomizedMessage.required(by: group)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.message, .qx, .qy])
        if !vector.has(.signature) { try vector.require([.r, .s]) }
        var message = vector.bytes(.message)
        try signed.require(message)
        if let randomized { message = try randomized.randomize(vector) }
        sheet.begin(reserving: 0)
        do throws(ModuleError) {
            sheet.verdict(try verify(message, vector))
        } catch {
            throw .module(error)
        }
        return .withVector
    }

    /// A module that decodes signatures is given them as they are: what it makes of a malformed one
    /// is part of the answer. One that takes numbers is given those of a well-formed one.
    private func verify(
        _ message: Span<UInt8>, _ vector: borrowing VectorCase
    ) throws(ModuleError) -> Bool {
        let (qx, qy) = (vector.bytes(.qx), vector.bytes(.qy))
        if vector.has(.signature) && (decodes || !vector.has(.r)) {
            do throws(ModuleError) {
                return try scheme.verify(
                    message, qx: qx, qy: qy, encoded: vector.bytes(.signature))
            } catch {
                guard case .notOffered = error, vector.has(.r) else { throw error }
                decodes = false
            }
        }
        return try signed.verify(
            with: scheme, message, qx: qx, qy: qy, r: vector.bytes(.r), s: vector.bytes(.s))
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
