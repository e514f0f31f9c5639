import Algorithms
import Approval

extension VectorGroup {
    func requireParameters(
        of scheme: PostQuantumScheme
    ) throws(Obstacle) -> PostQuantumParameters {
        let name = try obstructed { () throws(Unsupported) in try require(.parameterSet) }
        guard let parameters = PostQuantumParameters(rawValue: name), parameters.scheme == scheme
        else { throw .unsupported(Unsupported(.notInTable, "parameterSet \(name)")) }
        return parameters
    }

    /// ML-DSA or SLH-DSA, by the algorithm of the set.
    func requireSignatureParameters() throws(Obstacle) -> PostQuantumParameters {
        try requireParameters(of: algorithm.family == .mlDSA ? .mlDSA : .slhDSA)
    }

    /// Whether secret keys are given as what they are made from (keyFormat, of the revisions
    /// `-tr1`).
    func givesSeeds() throws(Obstacle) -> Bool {
        switch text(.keyFormat) {
        case nil, "expanded", "none": return false
        case "seed": return true
        case let other?: throw .unsupported(Unsupported(.testType, "keyFormat \(other)"))
        }
    }

    /// A property that is true, false or absent.
    func boolean(_ property: GroupProperty) throws(Obstacle) -> Bool {
        if text(property) == nil { return false }
        return try obstructed { () throws(Unsupported) in try requireBoolean(property) }
    }
}

/// Several fields of a case one behind the other: the parts of a seed.
final class JoinedOctets {
    private let octets: Scratch

    init(count: Int) {
        octets = Scratch(count: count)
    }

    /// The fields together have the length of the seed.
    @_lifetime(immortal)
    func join(
        _ vector: borrowing VectorCase, _ fields: VectorField...
    ) throws(Obstacle) -> Span<UInt8> {
        var wanted = FieldSet()
        for field in fields { wanted.insert(field) }
        try vector.require(wanted)
        var position = 0
        for field in fields {
            let part = vector.bytes(field)
            // The parts of every seed are of one length (FIPS 203, Algorithm 19; FIPS 205,
            // Algorithm 21).
            if part.count * fields.count != octets.count {
                throw .contradiction(
                    "\(field.name) of \(part.count) bytes, not \(octets.count / fields.count)")
            }
            var target = octets.mutableSpan(position..<position + part.count)
            for index in part.indices { target[index] = part[index] }
            position += part.count
        }
        return octets.whole
    }
}

/// What is signed in the cases of a group, in whatever form it is given.
///
/// HashML-DSA and HashSLH-DSA sign M', a constant and the hash of the message (FIPS 204, Algorithm
/// 4; FIPS 205, Algorithm 23). Where a module signs an M' that was put together elsewhere, its own
/// hash and this are all that they take.
final class PostQuantumMessages {
    private enum Form {
        case pure
        case preHashed
        case encoded
        case representative
    }

    private let form: Form
    private let gate: Gate
    private let parameters: PostQuantumParameters
    private let isVerifying: Bool
    private let hashOfGroup: String?
    private var digest: (function: SignatureHash, operation: PreHashOperation)?
    /// 1 || the context with its length || an object identifier || a digest.
    private let encoded = Scratch(
        count: 2 + PostQuantumParameters.maximumContextBytes + 11 + Hash.maximumOutputBytes)

    init(
        _ group: VectorGroup, _ parameters: PostQuantumParameters, _ gate: Gate,
        verifying: Bool
    ) throws(Obstacle) {
        self.gate = gate
        self.parameters = parameters
        isVerifying = verifying
        hashOfGroup = group.text(.hashAlg)
        let hasRepresentative = try group.boolean(.externalMu)
        switch (group.text(.signatureInterface) ?? "external", group.text(.preHash) ?? "pure") {
        case ("external", "pure"): form = .pure
        case ("external", "preHash"): form = .preHashed
        case ("internal", "pure"), ("internal", "none"):
            form = hasRepresentative ? .representative : .encoded
        case let (interface, preHash):
            throw .unsupported(
                Unsupported(
                    .testType, "signatureInterface \(interface) with preHash \(preHash)"))
        }
        if form == .representative && parameters.scheme != .mlDSA {
            throw .unsupported(Unsupported(.testType, "externalMu of \(parameters.rawValue)"))
        }
    }

    /// Hands the message of a case to `body`.
    func withMessage<Answer>(
        of vector: borrowing VectorCase,
        _ body: (borrowing PostQuantumMessage) throws(ModuleError) -> Answer
    ) throws(Obstacle) -> Answer {
        if form == .representative { return try withRepresentative(of: vector, body) }
        try vector.require([.message])
        let message = vector.bytes(.message)
        if form == .encoded {
            return try obstructed { () throws(ModuleError) in
                try body(PostQuantumMessage(.encoded, message, context: Span()))
            }
        }
        let context = vector.bytes(.context)
        try require(.context(parameters, bytes: context.count))
        if form == .pure {
            return try obstructed { () throws(ModuleError) in
                try body(PostQuantumMessage(.pure, message, context: context))
            }
        }
        let count = try encode(message, context, try preHash(of: vector))
        return try obstructed { () throws(ModuleError) in
            try body(PostQuantumMessage(.encoded, encoded.span(first: count), context: Span()))
        }
    }

    private func withRepresentative<Answer>(
        of vector: borrowing VectorCase,
        _ body: (borrowing PostQuantumMessage) throws(ModuleError) -> Answer
    ) throws(Obstacle) -> Answer {
        try vector.require([.mu])
        let mu = vector.bytes(.mu)
        if mu.count != PostQuantumParameters.messageRepresentativeBytes {
            throw .contradiction("mu of \(mu.count) bytes, not 64")
        }
        return try obstructed { () throws(ModuleError) in
            try body(PostQuantumMessage(.representative, mu, context: Span()))
        }
    }

    private func preHash(of vector: borrowing VectorCase) throws(Obstacle) -> SignatureHash {
        guard let name = vector.has(.hashAlg) ? vector.word(.hashAlg) : hashOfGroup else {
            throw .unsupported(Unsupported(.missingField, "no hashAlg"))
        }
        guard let function = SignatureHash(named: name) else {
            throw .unsupported(Unsupported(.notInTable, "hashAlg \(name)"))
        }
        return function
    }

    private func require(_ service: PostQuantumService) throws(Obstacle) {
        do throws(ServiceError) {
            try gate.require(.postQuantum(service))
        } catch {
            throw Obstacle(error)
        }
    }

    /// Writes M' to the front of `encoded` and returns its length.
    private func encode(
        _ message: Span<UInt8>, _ context: Span<UInt8>, _ function: SignatureHash
    ) throws(Obstacle) -> Int {
        try require(
            isVerifying
                ? .signatureVerification(parameters, preHash: function)
                : .signatureGeneration(parameters, preHash: function))
        guard let identifier = function.objectIdentifier else {
            throw .unsupported(Unsupported(.notInTable, "hashAlg \(function.name)"))
        }
        var operation = digest
        if operation?.function != function {
            operation = (function, try PreHashOperation(function, gate))
            digest = operation
        }
        var target = encoded.mutableSpan()
        target[0] = 1
        target[1] = UInt8(context.count)
        for index in context.indices { target[2 + index] = context[index] }
        let start = 2 + context.count
        for (index, octet) in identifier.enumerated() { target[start + index] = octet }
        let end = start + identifier.count + function.outputBytes
        var output = encoded.mutableSpan(start + identifier.count..<end)
        do throws(ModuleError) {
            try operation?.operation.hash(message, into: &output)
        } catch {
            throw .module(error)
        }
        return end
    }
}

/// The module's own hash function, before a signature.
private enum PreHashOperation {
    case digest(any Digest)
    case extendableOutput(any ExtendableOutput)

    init(_ function: SignatureHash, _ gate: Gate) throws(Obstacle) {
        self = try obstructed { () throws(ServiceError) in
            switch function {
            case .function(let hash): .digest(try gate.digest(hash))
            case .extendable(let function):
                .extendableOutput(try gate.extendableOutput(function))
            }
        }
    }

    func hash(
        _ message: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        switch self {
        case .digest(let digest): try digest.hash(message, into: &output)
        case .extendableOutput(let function): try function.expand(message, into: &output)
        }
    }
}

extension VectorCase {
    /// A field that is a word.
    fileprivate func word(_ field: VectorField) -> String {
        let octets = bytes(field)
        var characters: [UInt8] = []
        for index in octets.indices { characters.append(octets[index]) }
        return String(decoding: characters, as: UTF8.self)
    }
}
