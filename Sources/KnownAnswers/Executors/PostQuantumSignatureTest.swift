import Algorithms
import Approval

/// ML-DSA and SLH-DSA keyGen: the key pair of a seed, or one of the module's own, whose signatures
/// every module verifies.
final class PostQuantumKeysTest: CaseExecutor {
    private let scheme: any PostQuantumSignature
    private let verifiers: [any PostQuantumSignature]
    private let parameters: PostQuantumParameters
    private let seed: JoinedOctets
    private let signature: Scratch
    private let message = Array("pairwise consistency".utf8)

    init(_ group: VectorGroup, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let parameters = try group.requireSignatureParameters()
        self.parameters = parameters
        scheme = try obstructed { () throws(ServiceError) in
            try gate.postQuantumSignature(parameters, for: [.keyGeneration(parameters)])
        }
        verifiers = try signatureVerifiers(parameters, gates)
        seed = JoinedOctets(count: parameters.seedBytes)
        signature = Scratch(count: parameters.outputBytes)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        let isMLDSA = parameters.scheme == .mlDSA
        let isGiven =
            isMLDSA
            ? vector.has(.seed)
            : vector.has(.skSeed) && vector.has(.skPrf) && vector.has(.pkSeed)
        let (pkBytes, skBytes) = (parameters.publicKeyBytes, parameters.secretKeyBytes)
        sheet.begin(reserving: pkBytes + skBytes)
        var pk = sheet.octets(.pk, count: pkBytes, isCompared: isGiven)
        var sk = sheet.octets(.sk, count: skBytes, isCompared: isGiven)
        var octets = Span<UInt8>()
        if isGiven {
            octets =
                isMLDSA
                ? try seed.join(vector, .seed)
                : try seed.join(vector, .skSeed, .skPrf, .pkSeed)
        }
        do throws(ModuleError) {
            try scheme.generateKey(seed: octets, pk: &pk, sk: &sk)
            return isGiven ? .withVector : .verified(try signs(sheet))
        } catch {
            throw .module(error)
        }
    }

    private func signs(_ pair: AnswerSheet) throws(ModuleError) -> Bool {
        let content = message
        let message = PostQuantumMessage(.pure, content.span, context: Span())
        var target = signature.mutableSpan()
        try scheme.sign(
            message, .expanded(pair.bytes(pair.entry(1))), .own, signature: &target)
        return try verifiers.verify(message, pk: pair.bytes(pair.entry(0)), signature.whole)
    }
}

/// ML-DSA and SLH-DSA sigGen. What follows from key, message and given randomness is compared; a
/// signature with the module's own randomness is verified by every module.
final class PostQuantumSigningTest: CaseExecutor {
    private let scheme: any PostQuantumSignature
    private let verifiers: [any PostQuantumSignature]
    private let parameters: PostQuantumParameters
    private let messages: PostQuantumMessages
    private let deterministic: Bool
    private let hasSeeds: Bool
    private let randomness: VectorField
    private let publicKey: Scratch

    init(_ group: VectorGroup, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let parameters = try group.requireSignatureParameters()
        self.parameters = parameters
        deterministic = try group.boolean(.deterministic)
        hasSeeds = try group.givesSeeds()
        messages = try PostQuantumMessages(group, parameters, gate, verifying: false)
        scheme = try obstructed { () throws(ServiceError) in
            try gate.postQuantumSignature(
                parameters, for: [.signatureGeneration(parameters, preHash: nil)])
        }
        verifiers = try signatureVerifiers(parameters, gates)
        randomness = parameters.scheme == .mlDSA ? .rnd : .additionalRandomness
        publicKey = Scratch(count: parameters.publicKeyBytes)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        let field = hasSeeds ? VectorField.seed : .sk
        try vector.require(hasSeeds ? [.seed] : [.sk])
        let key = vector.bytes(field)
        let keyBytes = hasSeeds ? parameters.seedBytes : parameters.secretKeyBytes
        if key.count != keyBytes {
            throw .contradiction("\(field.name) of \(key.count) bytes, not \(keyBytes)")
        }
        let given = vector.bytes(randomness)
        if !deterministic && !given.isEmpty && given.count != parameters.randomBytes {
            throw .contradiction(
                "\(randomness.name) of \(given.count) bytes, not \(parameters.randomBytes)")
        }
        let isRandom = !deterministic && given.isEmpty
        sheet.begin(reserving: parameters.outputBytes)
        return try messages.withMessage(of: vector) { message throws(ModuleError) in
            let secret = hasSeeds ? PostQuantumSecret.seed(key) : .expanded(key)
            var signature = sheet.octets(
                .signature, count: parameters.outputBytes, isCompared: !isRandom)
            if !isRandom {
                let source = deterministic ? PostQuantumRandomness.none : .given(given)
                try scheme.sign(message, secret, source, signature: &signature)
                return .withVector
            }
            try scheme.sign(message, secret, .own, signature: &signature)
            var pk = publicKey.mutableSpan()
            try scheme.derivePublicKey(secret, pk: &pk)
            return .verified(
                try verifiers.verify(
                    message, pk: publicKey.whole, sheet.bytes(sheet.entry(0))))
        }
    }
}

/// ML-DSA and SLH-DSA sigVer.
final class PostQuantumVerificationTest: CaseExecutor {
    private let scheme: any PostQuantumSignature
    private let messages: PostQuantumMessages

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let parameters = try group.requireSignatureParameters()
        messages = try PostQuantumMessages(group, parameters, gate, verifying: true)
        scheme = try obstructed { () throws(ServiceError) in
            try gate.postQuantumSignature(
                parameters, for: [.signatureVerification(parameters, preHash: nil)])
        }
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.pk, .signature])
        sheet.begin(reserving: 0)
        let (pk, signature) = (vector.bytes(.pk), vector.bytes(.signature))
        sheet.verdict(
            try messages.withMessage(of: vector) { message throws(ModuleError) in
                try scheme.verify(message, pk: pk, signature: signature)
            })
        return .withVector
    }
}

/// LMS sigVer. Keys and signatures of LMS are for hardware modules (SP 800-208, section 8.1), so
/// that no module here has them.
final class StatefulVerificationTest: CaseExecutor {
    private let scheme: any PostQuantumSignature

    init(_ gate: Gate) throws(Obstacle) {
        scheme = try obstructed { () throws(ServiceError) in
            try gate.statefulSignature(verifying: true)
        }
    }

    init(generatingWith gate: Gate) throws(Obstacle) {
        scheme = try obstructed { () throws(ServiceError) in
            try gate.statefulSignature(verifying: false)
        }
        throw .module(.notOffered("the module verifies LMS signatures and makes none"))
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.publicKey, .message, .signature])
        sheet.begin(reserving: 0)
        let message = PostQuantumMessage(.pure, vector.bytes(.message), context: Span())
        do throws(ModuleError) {
            sheet.verdict(
                try scheme.verify(
                    message, pk: vector.bytes(.publicKey), signature: vector.bytes(.signature)))
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}

/// The modules that verify another's random answers: all that are at hand, itself included.
private func signatureVerifiers(
    _ parameters: PostQuantumParameters, _ gates: [Gate]
) throws(Obstacle) -> [any PostQuantumSignature] {
    var schemes: [any PostQuantumSignature] = []
    for gate in gates {
        do throws(ServiceError) {
            schemes.append(
                try gate.postQuantumSignature(
                    parameters, for: [.signatureVerification(parameters, preHash: nil)]))
        } catch {
            // A peer that does not offer it verifies nothing; one that fails is heard.
            if case .module(.notOffered) = error { continue }
            throw Obstacle(error)
        }
    }
    return schemes
}

extension [any PostQuantumSignature] {
    fileprivate func verify(
        _ message: borrowing PostQuantumMessage, pk: Span<UInt8>, _ signature: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        for scheme in self {
            if !(try scheme.verify(message, pk: pk, signature: signature)) { return false }
        }
        return true
    }
}
