import Algorithms
import Approval

extension VectorGroup {
    /// Derivations of one key, and the protocols that derive several.
    func executor(
        of function: KeyDerivationFunction, _ gate: Gate
    ) throws(Obstacle) -> any CaseExecutor {
        if !["AFT", "VAL"].contains(testType) { throw unsupportedTestType }
        switch function {
        case .tls12: return try TLS12DerivationTest(self, gate)
        case .tls13: return try TLS13DerivationTest(self, gate)
        case .ssh: return try SSHDerivationTest(self, gate)
        default: return try KeyDerivationTest(self, function, gate)
        }
    }
}

/// A derivation of one key: is it this one, or what is it?
final class KeyDerivationTest: CaseExecutor {
    private let gate: Gate
    private let plan: KeyDerivationPlan
    private let verifying: Bool
    private let needed: FieldSet
    private let hybridSecret: Growing?
    private var derivation: (any KeyDerivation)?
    private var last = Limits(keyBits: -1, saltBits: -1, iterations: -1, outputBits: -1)

    /// What a rule may set limits to.
    private struct Limits: Equatable {
        var keyBits: Int
        var saltBits: Int
        var iterations: Int
        var outputBits: Int
    }

    init(
        _ group: VectorGroup, _ function: KeyDerivationFunction, _ gate: Gate
    ) throws(Obstacle) {
        self.gate = gate
        plan = try KeyDerivationPlan(group, function, gate)
        verifying = group.text(.testType) == "VAL"
        hybridSecret = plan.hybrid == nil ? nil : Growing()
        var needed = FieldSet()
        needed.insert(plan.secret)
        // The IV of feedback mode may be empty.
        if let salt = plan.salt, salt != .iv { needed.insert(salt) }
        if case .field(let field) = plan.info { needed.insert(field) }
        if case .field(let field) = plan.output { needed.insert(field) }
        for field in [plan.label, plan.context, plan.hybrid] {
            if let field { needed.insert(field) }
        }
        if function == .password { needed.insert(.iterationCount) }
        if verifying { needed.insert(plan.answer) }
        self.needed = needed
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(needed)
        let bits: Int =
            switch plan.output {
            case .bits(let bits): bits
            case .field(let field): vector.integer(field)
            }
        let count = (bits + 7) / 8
        if bits == 0 || bits > plan.maximumBits { throw .contradiction("a key of \(bits) bits") }
        let derivation = try decide(vector, bits)
        switch plan.info {
        case .none:
            try derive(derivation, vector, Span(), bits, count, sheet)
        case .field(let field):
            try derive(derivation, vector, vector.bytes(field), bits, count, sheet)
        case .joined(let info):
            try derive(derivation, vector, try info.joined(vector), bits, count, sheet)
        case .tagged(let info):
            try derive(derivation, vector, try info.joined(vector), bits, count, sheet)
        case .fixedData where vector.has(.fixedData):
            try derive(derivation, vector, vector.bytes(.fixedData), bits, count, sheet)
        case .fixedData:
            let own = KeyDerivationTest.fixedData(vector.tcId, bits)
            try derive(derivation, vector, own.span, bits, count, sheet)
        }
        return .withVector
    }

    private func derive(
        _ derivation: any KeyDerivation, _ vector: borrowing VectorCase, _ info: Span<UInt8>,
        _ bits: Int, _ count: Int, _ sheet: AnswerSheet
    ) throws(Obstacle) {
        sheet.begin(reserving: count + info.count)
        if case .fixedData = plan.info, !verifying {
            var shown = sheet.octets(.fixedData, count: info.count)
            for index in info.indices { shown[index] = info[index] }
        }
        var key =
            verifying ? sheet.octetsAside(count: count) : sheet.octets(plan.answer, count: count)
        do throws(ModuleError) {
            if let hybrid = plan.hybrid, let secret = hybridSecret {
                secret.begin()
                secret.append(vector.bytes(plan.secret))
                secret.append(vector.bytes(hybrid))
                try derivation.derive(inputs(secret.whole, vector, info), into: &key)
            } else {
                try derivation.derive(
                    inputs(vector.bytes(plan.secret), vector, info), into: &key)
            }
        } catch {
            throw .module(error)
        }
        // SP 800-108 Rev. 1, section 4.1: the leftmost bits; L is no input of the module's own.
        key.clearBits(beyond: bits)
        if verifying { sheet.verdict(key.span.matches(vector.bytes(plan.answer))) }
    }

    @_lifetime(copy secret, borrow vector, copy info)
    private func inputs(
        _ secret: Span<UInt8>, _ vector: borrowing VectorCase, _ info: Span<UInt8>
    ) -> KeyDerivationInputs {
        KeyDerivationInputs(
            secret: secret, salt: vector.bytes(orEmpty: plan.salt), info: info,
            label: vector.bytes(orEmpty: plan.label),
            context: vector.bytes(orEmpty: plan.context),
            iterations: vector.integer(.iterationCount))
    }

    private func decide(
        _ vector: borrowing VectorCase, _ bits: Int
    ) throws(Obstacle) -> any KeyDerivation {
        var limits = Limits(
            keyBits: 8 * vector.bytes(plan.secret).count, saltBits: 0, iterations: 0,
            outputBits: 0)
        if case .password = plan.method {
            limits = Limits(
                keyBits: 0, saltBits: 8 * vector.bytes(.salt).count,
                iterations: vector.integer(.iterationCount), outputBits: bits)
        } else if bits & 7 != 0, !isTruncatable {
            throw .byteOriented("a key", bits: bits)
        }
        if let derivation, limits == last { return derivation }
        let service: KeyDerivationService =
            switch plan.method {
            case .password(let hash):
                .password(
                    hash, saltBits: limits.saltBits, iterations: limits.iterations,
                    outputBits: limits.outputBits)
            case .hkdf(let hash) where plan.isTwoStep: .twoStep(hash, keyBits: limits.keyBits)
            default: .derivation(plan.method, keyBits: limits.keyBits)
            }
        let granted = try obstructed { () throws(ServiceError) in
            try gate.keyDerivation(plan.method, for: service)
        }
        derivation = granted
        last = limits
        return granted
    }

    /// Whether a shorter key is the beginning of a longer one, whatever its length is said to be.
    private var isTruncatable: Bool {
        if case .keyBased = plan.method { true } else { false }
    }

    /// Label, separator, context and length, as SP 800-108 Rev. 1, section 4, has them.
    static func fixedData(_ tcId: Int, _ bits: Int) -> [UInt8] {
        var data = Array("fipsmark".utf8) + [0]
        for value in [tcId, bits] {
            for shift in [24, 16, 8, 0] { data.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        return data
    }
}

extension VectorCase {
    @_lifetime(borrow self)
    fileprivate func bytes(orEmpty field: VectorField?) -> Span<UInt8> {
        guard let field else { return Span() }
        return bytes(field)
    }
}
