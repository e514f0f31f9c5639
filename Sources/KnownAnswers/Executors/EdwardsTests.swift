import Algorithms
import Approval

/// EdDSA on one curve by every module at hand that offers it.
private func edwardsVerifiers(
    _ gates: [Gate], _ curve: EdwardsCurve, preHash: Bool, for services: [EdDSAService]
) throws(Obstacle) -> [any EdwardsScheme] {
    var schemes: [any EdwardsScheme] = []
    for gate in gates {
        do throws(ServiceError) {
            schemes.append(
                try gate.edwardsScheme(curve, preHash: preHash, for: services))
        } catch {
            // A peer that does not offer the curve verifies nothing; one that fails is heard.
            if case .module(.notOffered) = error { continue }
            throw Obstacle(error)
        }
    }
    return schemes
}

/// EdDSA keyGen: a key pair of the module, validated by every module and proven by signatures,
/// which are the same on all of them.
final class EdwardsKeyGenerationTest: CaseExecutor {
    private let scheme: any EdwardsScheme
    private let verifiers: [any EdwardsScheme]
    private let curve: EdwardsCurve
    private let signature: Scratch
    private let other: Scratch
    private let message = Array("pairwise consistency".utf8)

    init(_ group: VectorGroup, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let curve = try obstructed { () throws(Unsupported) in try group.requireEdwardsCurve() }
        let services: [EdDSAService] = [
            .keyGeneration(curve), .publicKeyValidation(curve),
            .signatureGeneration(curve, preHash: false, contextBytes: 0),
            .signatureVerification(curve, preHash: false, contextBytes: 0),
        ]
        scheme = try obstructed { () throws(ServiceError) in
            try gate.edwardsScheme(curve, preHash: false, for: services)
        }
        verifiers = try edwardsVerifiers(gates, curve, preHash: false, for: services)
        self.curve = curve
        signature = Scratch(count: curve.signatureBytes)
        other = Scratch(count: curve.signatureBytes)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        sheet.begin(reserving: 2 * curve.keyBytes)
        var d = sheet.octets(.d, count: curve.keyBytes, isCompared: false)
        var q = sheet.octets(.q, count: curve.keyBytes, isCompared: false)
        do throws(ModuleError) {
            try scheme.generateKey(d: &d, q: &q)
            if !(try isProven(d: d.span, q: q.span)) { return .verified(false) }
            // The published pair cannot be made again; that it is one can be told.
            if vector.has(.d) && vector.has(.q) {
                return .verified(try isProven(d: vector.bytes(.d), q: vector.bytes(.q)))
            }
        } catch {
            throw .module(error)
        }
        return .verified(true)
    }

    private func isProven(d: Span<UInt8>, q: Span<UInt8>) throws(ModuleError) -> Bool {
        let message = message
        var target = signature.mutableSpan()
        try scheme.sign(message.span, d: d, q: q, context: Span(), into: &target)
        for verifier in verifiers {
            var theirs = other.mutableSpan()
            try verifier.sign(message.span, d: d, q: q, context: Span(), into: &theirs)
            guard try verifier.validatesPublicKey(q),
                try verifier.verify(
                    message.span, q: q, context: Span(), signature: target.span),
                theirs.span.matches(target.span)
            else { return false }
        }
        return true
    }
}

/// EdDSA keyVer: are these octets a point of the curve?
final class EdwardsKeyVerificationTest: CaseExecutor {
    private let scheme: any EdwardsScheme

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let curve = try obstructed { () throws(Unsupported) in try group.requireEdwardsCurve() }
        scheme = try obstructed { () throws(ServiceError) in
            try gate.edwardsScheme(curve, preHash: false, for: [.publicKeyValidation(curve)])
        }
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.q])
        sheet.begin(reserving: 0)
        do throws(ModuleError) {
            sheet.verdict(try scheme.validatesPublicKey(vector.bytes(.q)))
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}

/// What is signed on a curve: the message or its digest, with a context of the case.
private struct EdwardsGroup {
    let curve: EdwardsCurve
    let preHash: Bool
    private let gate: Gate
    private let signing: Bool
    /// The gate has decided on a context of so many bytes.
    private var granted: Int

    init(_ group: VectorGroup, _ gate: Gate, signing: Bool) throws(Obstacle) {
        (curve, preHash) = try obstructed { () throws(Unsupported) in
            (try group.requireEdwardsCurve(), try group.requireBoolean(.preHash))
        }
        self.gate = gate
        self.signing = signing
        granted = 0
    }

    func service(contextBytes: Int) -> EdDSAService {
        signing
            ? .signatureGeneration(curve, preHash: preHash, contextBytes: contextBytes)
            : .signatureVerification(curve, preHash: preHash, contextBytes: contextBytes)
    }

    mutating func require(contextBytes: Int) throws(Obstacle) {
        if contextBytes == granted { return }
        do throws(ServiceError) {
            try gate.require(.eddsa(service(contextBytes: contextBytes)))
        } catch {
            throw Obstacle(error)
        }
        granted = contextBytes
    }
}

/// EdDSA sigGen. Signatures are deterministic: with the vector's key they are compared, and with a
/// key of the module's own every module must sign the same.
final class EdwardsSignatureGenerationTest: CaseExecutor {
    private var group: EdwardsGroup
    private let scheme: any EdwardsScheme
    private let verifiers: [any EdwardsScheme]
    private let d: Scratch
    private let other: Scratch
    private(set) var groupAnswer: AnswerSheet?

    init(_ group: VectorGroup, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let edwards = try EdwardsGroup(group, gate, signing: true)
        self.group = edwards
        scheme = try obstructed { () throws(ServiceError) in
            try gate.edwardsScheme(
                edwards.curve, preHash: edwards.preHash,
                for: [edwards.service(contextBytes: 0), .keyGeneration(edwards.curve)])
        }
        verifiers = try edwardsVerifiers(
            gates, edwards.curve, preHash: edwards.preHash,
            for: [
                .signatureVerification(edwards.curve, preHash: edwards.preHash, contextBytes: 0)
            ])
        d = Scratch(count: edwards.curve.keyBytes)
        other = Scratch(count: edwards.curve.signatureBytes)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.message])
        let (message, context) = (vector.bytes(.message), vector.bytes(.context))
        try group.require(contextBytes: context.count)
        let curve = group.curve
        sheet.begin(reserving: curve.signatureBytes)
        let isGiven = vector.has(.d) && vector.has(.q)
        if isGiven {
            guard vector.bytes(.d).count == curve.keyBytes,
                vector.bytes(.q).count == curve.keyBytes
            else { throw .contradiction("a key of another length than the curve's") }
        }
        var signature = sheet.octets(
            .signature, count: curve.signatureBytes, isCompared: isGiven)
        do throws(ModuleError) {
            if isGiven {
                try scheme.sign(
                    message, d: vector.bytes(.d), q: vector.bytes(.q), context: context,
                    into: &signature)
                return .withVector
            }
            let q = try makeKey()
            try scheme.sign(message, d: d.whole, q: q, context: context, into: &signature)
            for verifier in verifiers {
                var theirs = other.mutableSpan()
                try verifier.sign(message, d: d.whole, q: q, context: context, into: &theirs)
                guard theirs.span.matches(signature.span),
                    try verifier.verify(
                        message, q: q, context: context, signature: signature.span)
                else { return .verified(false) }
            }
            // That of a key which nobody gives away.
            if vector.has(.q) && vector.has(.signature) {
                return .verified(
                    try scheme.verify(
                        message, q: vector.bytes(.q), context: context,
                        signature: vector.bytes(.signature)))
            }
            return .verified(true)
        } catch {
            throw .module(error)
        }
    }

    /// ACVP has one key for each group.
    @_lifetime(immortal)
    private func makeKey() throws(ModuleError) -> Span<UInt8> {
        if let groupAnswer { return groupAnswer.bytes(groupAnswer.entry(0)) }
        let sheet = AnswerSheet()
        sheet.begin(reserving: group.curve.keyBytes)
        var q = sheet.octets(.q, count: group.curve.keyBytes, isCompared: false)
        var secret = d.mutableSpan()
        try scheme.generateKey(d: &secret, q: &q)
        groupAnswer = sheet
        return sheet.bytes(sheet.entry(0))
    }
}

/// EdDSA sigVer: is this signature right?
final class EdwardsSignatureVerificationTest: CaseExecutor {
    private var group: EdwardsGroup
    private let scheme: any EdwardsScheme

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let edwards = try EdwardsGroup(group, gate, signing: false)
        self.group = edwards
        scheme = try obstructed { () throws(ServiceError) in
            try gate.edwardsScheme(
                edwards.curve, preHash: edwards.preHash,
                for: [edwards.service(contextBytes: 0)])
        }
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.message, .q, .signature])
        try group.require(contextBytes: vector.bytes(.context).count)
        sheet.begin(reserving: 0)
        do throws(ModuleError) {
            sheet.verdict(
                try scheme.verify(
                    vector.bytes(.message), q: vector.bytes(.q),
                    context: vector.bytes(.context), signature: vector.bytes(.signature)))
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}
