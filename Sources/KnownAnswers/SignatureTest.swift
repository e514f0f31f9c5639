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
struct SignatureVerificationTest: CaseExecutor {
    private let scheme: any SignatureScheme
    private var verified = false

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (curve, hash) = try curveAndHash(group)
        try obstructed { () throws(Unsupported) in
            try group.requireColumns(.message, .qx, .qy, .r, .s, .testPassed)
        }
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(curve, hash, for: [.signatureVerification(curve, hash)])
        }
    }

    mutating func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Verdict {
        do throws(ModuleError) {
            verified = try scheme.verify(
                vector.bytes(.message), qx: vector.bytes(.qx), qy: vector.bytes(.qy),
                r: vector.bytes(.r), s: vector.bytes(.s))
        } catch {
            throw .module(error)
        }
        return .judging(verified, expecting: vector.testPassed)
    }

    func answer() -> Answer? { Answer(.testPassed, verified) }
}

/// ECDSA keyVer: is this a valid public key?
struct KeyVerificationTest: CaseExecutor {
    private let scheme: any SignatureScheme
    private var valid = false

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let curve = try obstructed { () throws(Unsupported) in
            try group.requireColumns(.qx, .qy, .testPassed)
            return try group.requireCurve()
        }
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(curve, nil, for: [.publicKeyValidation(curve)])
        }
    }

    mutating func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Verdict {
        do throws(ModuleError) {
            valid = try scheme.validatesPublicKey(qx: vector.bytes(.qx), qy: vector.bytes(.qy))
        } catch {
            throw .module(error)
        }
        return .judging(valid, expecting: vector.testPassed)
    }

    func answer() -> Answer? { Answer(.testPassed, valid) }
}

/// ECDSA and deterministic ECDSA sigGen.
///
/// A deterministic signature, or one whose secret number the module takes from the vector, is
/// compared; a random one is verified by every module.
struct SignatureGenerationTest: CaseExecutor {
    private enum Mode {
        case deterministic
        case given
        case random
    }

    private let scheme: any SignatureScheme
    private let verifiers: Verifiers
    private var mode: Mode
    private var r: [UInt8]
    private var s: [UInt8]

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
        r = [UInt8](repeating: 0, count: curve.fieldBytes)
        s = [UInt8](repeating: 0, count: curve.fieldBytes)
    }

    mutating func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Verdict {
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

    private mutating func sign(
        _ vector: borrowing VectorCase, _ nonce: borrowing SignatureNonce
    ) throws(ModuleError) {
        let scheme = scheme
        let (message, d) = (vector.bytes(.message), vector.bytes(.d))
        let (qx, qy) = (vector.bytes(.qx), vector.bytes(.qy))
        try filling(&r, &s) { r, s throws(ModuleError) in
            try scheme.sign(message, d: d, qx: qx, qy: qy, nonce: nonce, r: &r, s: &s)
        }
    }

    private func compare(_ vector: borrowing VectorCase) -> Verdict {
        let right = r.span.matches(vector.bytes(.r)) && s.span.matches(vector.bytes(.s))
        return .judging(right, expecting: vector.testPassed)
    }

    private func verify(_ vector: borrowing VectorCase) throws(ModuleError) -> Bool {
        for verifier in verifiers.schemes {
            let right = try verifier.verify(
                vector.bytes(.message), qx: vector.bytes(.qx), qy: vector.bytes(.qy), r: r.span,
                s: s.span)
            if !right { return false }
        }
        return true
    }

    /// A random signature differs each time: there is nothing to set beside another module's.
    func answer() -> Answer? {
        mode == .random ? nil : Answer(.s, s.span)
    }
}

/// ECDSA keyGen: a key pair of the module, validated by every module and proven by signatures
/// that go both ways.
struct KeyGenerationTest: CaseExecutor {
    private let scheme: any SignatureScheme
    private let verifiers: Verifiers
    private var d: [UInt8]
    private var qx: [UInt8]
    private var qy: [UInt8]
    private var r: [UInt8]
    private var s: [UInt8]
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
        d = [UInt8](repeating: 0, count: curve.fieldBytes)
        qx = d
        qy = d
        r = d
        s = d
    }

    mutating func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Verdict {
        do throws(ModuleError) {
            try generate()
            for verifier in verifiers.schemes {
                guard try verifier.validatesPublicKey(qx: qx.span, qy: qy.span),
                    try signs(scheme, verifiedBy: verifier), try signs(verifier, verifiedBy: scheme)
                else { return .fail }
            }
        } catch {
            throw .module(error)
        }
        return .notComparable
    }

    private mutating func generate() throws(ModuleError) {
        let scheme = scheme
        try KeyGenerationTest.fill(&d, &qx, &qy, from: scheme)
    }

    private static func fill(
        _ d: inout [UInt8], _ qx: inout [UInt8], _ qy: inout [UInt8],
        from scheme: any SignatureScheme
    ) throws(ModuleError) {
        var secret = d.mutableSpan
        var x = qx.mutableSpan
        var y = qy.mutableSpan
        try scheme.generateKey(d: &secret, qx: &x, qy: &y)
    }

    private mutating func signs(
        _ signer: any SignatureScheme, verifiedBy verifier: any SignatureScheme
    ) throws(ModuleError) -> Bool {
        let (message, d, qx, qy) = (message, d, qx, qy)
        try filling(&r, &s) { r, s throws(ModuleError) in
            try signer.sign(
                message.span, d: d.span, qx: qx.span, qy: qy.span, nonce: .random, r: &r, s: &s)
        }
        return try verifier.verify(
            message.span, qx: qx.span, qy: qy.span, r: r.span, s: s.span)
    }

    func answer() -> Answer? { nil }
}

private func curveAndHash(_ group: VectorGroup) throws(Obstacle) -> (Curve, Hash) {
    try obstructed { () throws(Unsupported) in
        (try group.requireCurve(), try group.requireHash())
    }
}
