import Algorithms
import Approval

/// The modules that verify another's random answers: all that are at hand, itself included.
struct Verifiers {
    let schemes: [any SignatureScheme]

    init(
        _ curve: Curve, _ hash: Hash?, _ gates: [Gate], for services: [Service]
    ) throws(Obstacle) {
        var schemes: [any SignatureScheme] = []
        for gate in gates {
            do throws(ServiceError) {
                schemes.append(try gate.signatureScheme(curve, hash, for: services))
            } catch {
                // A peer that does not offer the curve verifies nothing; one that fails is heard.
                if case .module(.notOffered) = error { continue }
                throw Obstacle(error)
            }
        }
        self.schemes = schemes
    }
}

/// ECDSA sigVer: is this signature right?
final class SignatureVerificationTest: CaseExecutor {
    private let scheme: any SignatureScheme

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (curve, hash) = try curveAndHash(group)
        try obstructed { () throws(Unsupported) in
            try group.requireColumns(.message, .qx, .qy, .r, .s, .testPassed)
        }
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(curve, hash, for: [.signatureVerification(curve, hash)])
        }
    }

    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement {
        do throws(ModuleError) {
            let verified = try scheme.verify(
                vector.bytes(.message), qx: vector.bytes(.qx), qy: vector.bytes(.qy),
                r: vector.bytes(.r), s: vector.bytes(.s))
            return .judging(verified, expecting: vector.testPassed)
        } catch {
            throw .module(error)
        }
    }

    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer? {
        Answer(testPassed: vector, judgement)
    }
}

/// ECDSA keyVer: is this a valid public key?
final class KeyVerificationTest: CaseExecutor {
    private let scheme: any SignatureScheme

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let curve = try obstructed { () throws(Unsupported) in
            try group.requireColumns(.qx, .qy, .testPassed)
            return try group.requireCurve()
        }
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(curve, nil, for: [.publicKeyValidation(curve)])
        }
    }

    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement {
        do throws(ModuleError) {
            let valid = try scheme.validatesPublicKey(
                qx: vector.bytes(.qx), qy: vector.bytes(.qy))
            return .judging(valid, expecting: vector.testPassed)
        } catch {
            throw .module(error)
        }
    }

    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer? {
        Answer(testPassed: vector, judgement)
    }
}

/// ECDSA and deterministic ECDSA sigGen.
///
/// A deterministic signature, or one whose secret number the module takes from the vector, is
/// compared; a random one is verified by every module.
final class SignatureGenerationTest: CaseExecutor {
    private enum Mode {
        case deterministic
        case given
        case random
    }

    private let scheme: any SignatureScheme
    private let verifiers: Verifiers
    private var mode: Mode
    private let r: Scratch
    private let s: Scratch

    init(
        _ group: VectorGroup, deterministic: Bool, _ gate: Gate, _ gates: [Gate]
    ) throws(Obstacle) {
        let (curve, hash) = try curveAndHash(group)
        try obstructed { () throws(Unsupported) in
            try group.requireColumns(.message, .d, .qx, .qy)
            if deterministic { try group.requireColumns(.r, .s) }
        }
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(
                curve, hash,
                for: [
                    deterministic
                        ? .deterministicSignatureGeneration(curve, hash)
                        : .signatureGeneration(curve, hash)
                ])
        }
        verifiers = try Verifiers(
            curve, hash, gates, for: [.signatureVerification(curve, hash)])
        mode = deterministic ? .deterministic : group.has(.k) && group.has(.r) ? .given : .random
        r = Scratch(count: curve.fieldBytes)
        s = Scratch(count: curve.fieldBytes)
    }

    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement {
        do throws(ModuleError) {
            switch mode {
            case .deterministic:
                try sign(vector, .deterministic)
                return compare(vector)
            case .random:
                try sign(vector, .random)
                return try verify(vector) ? .notComparable : .fail
            case .given:
                try sign(vector, .given(vector.bytes(.k)))
                return compare(vector)
            }
        } catch {
            if mode == .given, case .notOffered = error {
                mode = .random
                return try execute(vector)
            }
            throw .module(error)
        }
    }

    private func sign(
        _ vector: borrowing VectorCase, _ nonce: borrowing SignatureNonce
    ) throws(ModuleError) {
        var first = r.mutableSpan()
        var second = s.mutableSpan()
        try scheme.sign(
            vector.bytes(.message), d: vector.bytes(.d), qx: vector.bytes(.qx),
            qy: vector.bytes(.qy), nonce: nonce, r: &first, s: &second)
    }

    private func compare(_ vector: borrowing VectorCase) -> Judgement {
        let right = r.whole.matches(vector.bytes(.r)) && s.whole.matches(vector.bytes(.s))
        return .judging(right, expecting: vector.testPassed)
    }

    private func verify(_ vector: borrowing VectorCase) throws(ModuleError) -> Bool {
        for verifier in verifiers.schemes {
            let right = try verifier.verify(
                vector.bytes(.message), qx: vector.bytes(.qx), qy: vector.bytes(.qy), r: r.whole,
                s: s.whole)
            if !right { return false }
        }
        return true
    }

    /// A random signature differs each time: there is nothing to set beside another module's.
    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer? {
        if mode == .random { return nil }
        return r.whole.matches(vector.bytes(.r)) ? Answer(.s, s.whole) : Answer(.r, r.whole)
    }
}

/// ECDSA keyGen: a key pair of the module, validated by every module and proven by signatures
/// that go both ways.
final class KeyGenerationTest: CaseExecutor {
    private let scheme: any SignatureScheme
    private let verifiers: Verifiers
    private let d: Scratch
    private let qx: Scratch
    private let qy: Scratch
    private let r: Scratch
    private let s: Scratch
    private let message = Array("pairwise consistency".utf8)

    init(_ group: VectorGroup, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let curve = try obstructed { () throws(Unsupported) in
            let mode = try group.require(.secretGenerationMode)
            if mode != "testing-candidates" {
                throw Unsupported(.moduleDoesNotOffer, "secretGenerationMode \(mode)")
            }
            return try group.requireCurve()
        }
        // Any approved hash proves the pair.
        let hash = Hash.sha2_256
        let services: [Service] = [
            .keyGeneration(curve), .publicKeyValidation(curve),
            .signatureGeneration(curve, hash), .signatureVerification(curve, hash),
        ]
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(curve, hash, for: services)
        }
        verifiers = try Verifiers(curve, hash, gates, for: services)
        d = Scratch(count: curve.fieldBytes)
        qx = Scratch(count: curve.fieldBytes)
        qy = Scratch(count: curve.fieldBytes)
        r = Scratch(count: curve.fieldBytes)
        s = Scratch(count: curve.fieldBytes)
    }

    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement {
        do throws(ModuleError) {
            try generate()
            for verifier in verifiers.schemes {
                guard try verifier.validatesPublicKey(qx: qx.whole, qy: qy.whole),
                    try signs(scheme, verifiedBy: verifier), try signs(verifier, verifiedBy: scheme)
                else { return .fail }
            }
        } catch {
            throw .module(error)
        }
        return .notComparable
    }

    private func generate() throws(ModuleError) {
        var secret = d.mutableSpan()
        var x = qx.mutableSpan()
        var y = qy.mutableSpan()
        try scheme.generateKey(d: &secret, qx: &x, qy: &y)
    }

    private func signs(
        _ signer: any SignatureScheme, verifiedBy verifier: any SignatureScheme
    ) throws(ModuleError) -> Bool {
        let message = message
        var first = r.mutableSpan()
        var second = s.mutableSpan()
        try signer.sign(
            message.span, d: d.whole, qx: qx.whole, qy: qy.whole, nonce: .random, r: &first,
            s: &second)
        return try verifier.verify(
            message.span, qx: qx.whole, qy: qy.whole, r: r.whole, s: s.whole)
    }

    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer? { nil }
}

private func curveAndHash(_ group: VectorGroup) throws(Obstacle) -> (Curve, Hash) {
    try obstructed { () throws(Unsupported) in
        (try group.requireCurve(), try group.requireHash())
    }
}
