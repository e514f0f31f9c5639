import Algorithms
import Approval

extension VectorGroup {
    /// ML-KEM, ML-DSA, SLH-DSA and LMS.
    func executor(
        of function: PostQuantumFunction, _ gate: Gate, _ peers: [Gate]
    ) throws(Obstacle) -> any CaseExecutor {
        // NIST calls those with broken keys and ciphertexts VAL.
        let isOfBrokenKeys = testType == "VAL" && function == .encapsulation
        if testType != "AFT" && !isOfBrokenKeys { throw unsupportedTestType }
        switch function {
        case .keyGeneration(.mlKEM): return try EncapsulationKeysTest(self, gate, peers)
        case .encapsulation: return try KeyEncapsulationTest(self, gate, peers)
        case .keyGeneration(.lms), .signatureGeneration(.lms):
            return try StatefulVerificationTest(generatingWith: gate)
        case .signatureVerification(.lms): return try StatefulVerificationTest(gate)
        case .keyGeneration: return try PostQuantumKeysTest(self, gate, peers)
        case .signatureGeneration: return try PostQuantumSigningTest(self, gate, peers)
        case .signatureVerification: return try PostQuantumVerificationTest(self, gate)
        }
    }
}

/// ML-KEM keyGen: the key pair of a seed, or one of the module's own, with which every module
/// agrees on a shared secret.
final class EncapsulationKeysTest: CaseExecutor {
    private let scheme: any KeyEncapsulation
    private let verifiers: [any KeyEncapsulation]
    private let parameters: PostQuantumParameters
    private let seed: JoinedOctets

    init(_ group: VectorGroup, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let parameters = try group.requireParameters(of: .mlKEM)
        self.parameters = parameters
        scheme = try obstructed { () throws(ServiceError) in
            try gate.keyEncapsulation(parameters, for: [.keyGeneration(parameters)])
        }
        verifiers = try keyEncapsulations(parameters, gates)
        seed = JoinedOctets(count: parameters.seedBytes)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        let isGiven = vector.has(.d) && vector.has(.z)
        let (ekBytes, dkBytes) = (parameters.publicKeyBytes, parameters.secretKeyBytes)
        sheet.begin(reserving: ekBytes + dkBytes)
        var ek = sheet.octets(.ek, count: ekBytes, isCompared: isGiven)
        var dk = sheet.octets(.dk, count: dkBytes, isCompared: isGiven)
        let octets = isGiven ? try seed.join(vector, .d, .z) : Span()
        do throws(ModuleError) {
            try scheme.generateKey(seed: octets, ek: &ek, dk: &dk)
            if isGiven { return .withVector }
            for verifier in verifiers {
                let agrees = try agree(
                    scheme, verifier, ek: sheet.bytes(sheet.entry(0)),
                    dk: sheet.bytes(sheet.entry(1)))
                if !agrees { return .verified(false) }
            }
        } catch {
            throw .module(error)
        }
        return .verified(true)
    }

    private func agree(
        _ owner: any KeyEncapsulation, _ other: any KeyEncapsulation, ek: Span<UInt8>,
        dk: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        let exchange = Exchange(parameters)
        guard try exchange.encapsulate(other, ek: ek) else { return false }
        return try exchange.opens(with: owner, .expanded(dk))
    }
}

/// ML-KEM encapDecap in its four functions.
final class KeyEncapsulationTest: CaseExecutor {
    private enum Function: String {
        case encapsulation
        case decapsulation
        case encapsulationKeyCheck
        case decapsulationKeyCheck
    }

    private let function: Function
    private let scheme: any KeyEncapsulation
    private let verifiers: [any KeyEncapsulation]
    private let parameters: PostQuantumParameters
    private let hasSeeds: Bool
    private let seed: JoinedOctets
    private var takesRandomness = true

    init(_ group: VectorGroup, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let parameters = try group.requireParameters(of: .mlKEM)
        let name = try obstructed { () throws(Unsupported) in try group.require(.function) }
        guard let function = Function(rawValue: name) else {
            throw .unsupported(Unsupported(.testType, "function \(name)"))
        }
        self.function = function
        self.parameters = parameters
        hasSeeds = try group.givesSeeds()
        let service: PostQuantumService =
            switch function {
            case .encapsulation: .encapsulation(parameters)
            case .decapsulation: .decapsulation(parameters)
            case .encapsulationKeyCheck, .decapsulationKeyCheck: .keyValidation(parameters)
            }
        scheme = try obstructed { () throws(ServiceError) in
            try gate.keyEncapsulation(parameters, for: [service])
        }
        verifiers = try keyEncapsulations(parameters, gates)
        seed = JoinedOctets(count: parameters.seedBytes)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        sheet.begin(
            reserving: parameters.outputBytes + PostQuantumParameters.sharedSecretBytes)
        switch function {
        case .encapsulation: return try encapsulate(vector, on: sheet)
        case .decapsulation: try decapsulate(vector, on: sheet)
        case .encapsulationKeyCheck:
            try vector.require([.ek])
            sheet.verdict(
                try obstructed { () throws(ModuleError) in
                    try scheme.validatesEncapsulationKey(vector.bytes(.ek))
                })
        case .decapsulationKeyCheck:
            try vector.require([.dk])
            sheet.verdict(
                try obstructed { () throws(ModuleError) in
                    try scheme.validatesDecapsulationKey(vector.bytes(.dk))
                })
        }
        return .withVector
    }

    private func encapsulate(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.ek])
        let m = vector.bytes(.m)
        if !m.isEmpty && m.count != parameters.randomBytes {
            throw .contradiction("m of \(m.count) bytes, not \(parameters.randomBytes)")
        }
        do throws(ModuleError) {
            if takesRandomness {
                do throws(ModuleError) {
                    try encapsulate(vector.bytes(.ek), m, on: sheet)
                    return m.isEmpty ? .verified(try opens(vector, sheet)) : .withVector
                } catch {
                    guard case .notOffered = error, !m.isEmpty, vector.has(.dk) else {
                        throw error
                    }
                    takesRandomness = false
                }
            }
            // A module that takes no randomness from a caller: who has the other key can tell.
            if !vector.has(.dk) {
                throw .notOffered("the module takes no randomness from a caller")
            }
            sheet.begin(
                reserving: parameters.outputBytes + PostQuantumParameters.sharedSecretBytes)
            try encapsulate(vector.bytes(.ek), Span(), on: sheet)
            return .verified(try opens(vector, sheet))
        } catch {
            throw .module(error)
        }
    }

    private func encapsulate(
        _ ek: Span<UInt8>, _ m: Span<UInt8>, on sheet: AnswerSheet
    ) throws(ModuleError) {
        var c = sheet.octets(.c, count: parameters.outputBytes, isCompared: !m.isEmpty)
        var k = sheet.octets(
            .k, count: PostQuantumParameters.sharedSecretBytes, isCompared: !m.isEmpty)
        if !(try scheme.encapsulate(ek: ek, m: m, c: &c, k: &k)) { sheet.verdict(false) }
    }

    /// Whether every module finds the shared secret of a random encapsulation.
    private func opens(
        _ vector: borrowing VectorCase, _ sheet: AnswerSheet
    ) throws(ModuleError) -> Bool {
        if sheet.verdict == false { return false }
        let exchange = Exchange(parameters)
        exchange.take(c: sheet.bytes(sheet.entry(0)), k: sheet.bytes(sheet.entry(1)))
        for verifier in verifiers {
            if !(try exchange.opens(with: verifier, .expanded(vector.bytes(.dk)))) { return false }
        }
        return true
    }

    private func decapsulate(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) {
        try vector.require([.c])
        if !hasSeeds { try vector.require([.dk]) }
        let octets = hasSeeds ? try seed.join(vector, .d, .z) : vector.bytes(.dk)
        do throws(ModuleError) {
            var k = sheet.octets(.k, count: PostQuantumParameters.sharedSecretBytes)
            let secret = hasSeeds ? PostQuantumSecret.seed(octets) : .expanded(octets)
            if !(try scheme.decapsulate(dk: secret, c: vector.bytes(.c), k: &k)) {
                sheet.verdict(false)
            }
        } catch {
            throw .module(error)
        }
    }
}

/// A ciphertext and the shared secret that is in it.
private final class Exchange {
    private let c: Scratch
    private let k = Scratch(count: PostQuantumParameters.sharedSecretBytes)
    private let opened = Scratch(count: PostQuantumParameters.sharedSecretBytes)

    init(_ parameters: PostQuantumParameters) {
        c = Scratch(count: parameters.outputBytes)
    }

    func take(c: Span<UInt8>, k: Span<UInt8>) {
        self.c.copy(from: c)
        self.k.copy(from: k)
    }

    func encapsulate(
        _ scheme: any KeyEncapsulation, ek: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        var ciphertext = c.mutableSpan()
        var secret = k.mutableSpan()
        return try scheme.encapsulate(ek: ek, m: Span(), c: &ciphertext, k: &secret)
    }

    func opens(
        with scheme: any KeyEncapsulation, _ secret: borrowing PostQuantumSecret
    ) throws(ModuleError) -> Bool {
        var target = opened.mutableSpan()
        let isTaken = try scheme.decapsulate(dk: secret, c: c.whole, k: &target)
        return isTaken && opened.whole.matches(k.whole)
    }
}

/// The modules that verify another's random answers: all that are at hand, itself included.
private func keyEncapsulations(
    _ parameters: PostQuantumParameters, _ gates: [Gate]
) throws(Obstacle) -> [any KeyEncapsulation] {
    var schemes: [any KeyEncapsulation] = []
    for gate in gates {
        do throws(ServiceError) {
            schemes.append(
                try gate.keyEncapsulation(parameters, for: [.decapsulation(parameters)]))
        } catch {
            // A peer that does not offer it verifies nothing; one that fails is heard.
            if case .module(.notOffered) = error { continue }
            throw Obstacle(error)
        }
    }
    return schemes
}
