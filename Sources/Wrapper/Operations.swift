import Algorithms
import Approval

/// Why an operation has no result.
enum OperationError: Error, Equatable {
    /// A parameter that no service takes, or none at all.
    case parameter(String)
    /// An algorithm or operation that is not ours.
    case unknown(String)
    case service(ServiceError)
}

/// What both protocols ask for, in bytes, through the gate. Lengths that a client names are bounded
/// before memory is taken for them.
final class Operations {
    let gate: Gate
    var keys = KeyMemory()

    init(_ gate: Gate) {
        self.gate = gate
    }

    func digest(_ hash: Hash, _ message: [UInt8]) throws(OperationError) -> [UInt8] {
        let digest = try gated { () throws(ServiceError) in try gate.digest(hash) }
        var output = [UInt8](repeating: 0, count: hash.outputBytes)
        try asked { () throws(ModuleError) in
            var target = output.mutableSpan
            try digest.hash(message.span, into: &target)
        }
        return output
    }

    /// One round of the Monte Carlo test: 1,000 digests, each of the last three (SHAVS, section
    /// 6.4), or with SHA-3 of the last one.
    func digestChain(_ hash: Hash, seed: [UInt8]) throws(OperationError) -> [UInt8] {
        if seed.count != hash.outputBytes {
            throw .parameter("a seed of \(seed.count) bytes; the digest has \(hash.outputBytes)")
        }
        return try digestChain(hash, seed: seed, messageBytes: nil, steps: 1000)
    }

    /// The whole Monte Carlo test: the digests that its 100 rounds end with.
    ///
    /// The alternate version cuts or pads each message to the length of the first seed. That seed
    /// itself fills the first message, and with SHA-2 the next two, since it comes three times.
    func digestMonteCarlo(
        _ hash: Hash, seed: [UInt8], alternate: Bool
    ) throws(OperationError) -> [[UInt8]] {
        if seed.isEmpty || seed.count > Operations.maximumChainedBytes {
            throw .parameter("a seed of \(seed.count) bytes")
        }
        var results: [[UInt8]] = []
        var last = seed
        for round in 0..<100 {
            if !alternate {
                last = try digestChain(hash, seed: last)
            } else if round == 0 {
                last = try digestChain(
                    hash, seed: try digest(hash, seed), messageBytes: seed.count,
                    steps: 1000 - hash.seedCount)
            } else {
                last = try digestChain(hash, seed: last, messageBytes: seed.count, steps: 1000)
            }
            results.append(last)
        }
        return results
    }

    private func digestChain(
        _ hash: Hash, seed: [UInt8], messageBytes: Int?, steps: Int
    ) throws(OperationError) -> [UInt8] {
        let digest = try gated { () throws(ServiceError) in try gate.digest(hash) }
        var seeds = Array(repeatElement(seed, count: hash.seedCount).joined())
        let length = messageBytes ?? seeds.count
        try asked { () throws(ModuleError) in
            var target = seeds.mutableSpan
            try digest.chain(
                &target, seedCount: hash.seedCount, messageBytes: length, rounds: steps)
        }
        return Array(seeds.suffix(hash.outputBytes))
    }

    func expand(
        _ function: ExtendableOutputFunction, _ message: [UInt8], count: Int
    ) throws(OperationError) -> [UInt8] {
        try Operations.checkOutput(count)
        let expander = try gated { () throws(ServiceError) in
            try gate.extendableOutput(function)
        }
        return try expand(expander, message, count)
    }

    /// One round of SHAKE's Monte Carlo test (ACVP, SHA-3, section 6.2.2): 1,000 outputs, each of
    /// the first 128 bits of the one before, which also gives the next length. Returns the last
    /// output and the length that the next round begins with.
    func expandChain(
        _ function: ExtendableOutputFunction, _ seed: [UInt8], lengths: ClosedRange<Int>,
        first: Int
    ) throws(OperationError) -> (output: [UInt8], next: Int) {
        if max(first, lengths.upperBound) > Operations.maximumChainedBytes {
            throw .parameter("outputs of up to \(max(first, lengths.upperBound)) bytes in a chain")
        }
        let expander = try gated { () throws(ServiceError) in
            try gate.extendableOutput(function)
        }
        var output = seed
        var count = first
        for _ in 0..<1000 {
            let head = output.prefix(16)
            let message = head + [UInt8](repeating: 0, count: 16 - head.count)
            output = try expand(expander, Array(message), count)
            let rightmost = output.suffix(2).reduce(0) { $0 << 8 | Int($1) }
            count = lengths.lowerBound + rightmost % lengths.count
        }
        return (output, count)
    }

    private func expand(
        _ expander: any ExtendableOutput, _ message: [UInt8], _ count: Int
    ) throws(OperationError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: count)
        try asked { () throws(ModuleError) in
            var target = output.mutableSpan
            try expander.expand(message.span, into: &target)
        }
        return output
    }

    /// Cut to `tagBytes`, all of the code where that is nil.
    func hmac(
        _ hash: Hash, key: [UInt8], _ message: [UInt8], tagBytes: Int? = nil
    ) throws(OperationError) -> [UInt8] {
        let tagBytes = tagBytes ?? hash.outputBytes
        try Operations.checkTag(tagBytes, hash.outputBytes)
        let mac = try gated { () throws(ServiceError) in
            try gate.hmac(hash, keyBits: 8 * key.count, tagBits: 8 * tagBytes, verifying: false)
        }
        return try authenticate(mac, key, [], message, hash.outputBytes, tagBytes)
    }

    func cmac(
        key: [UInt8], _ message: [UInt8], tagBytes: Int, verifying: Bool = false
    ) throws(OperationError) -> [UInt8] {
        try Operations.checkTag(tagBytes, 16)
        let mac = try gated { () throws(ServiceError) in
            try gate.cmac(
                keyBits: 8 * key.count, tagBits: 8 * tagBytes, verifying: verifying)
        }
        return try authenticate(mac, key, [], message, 16, tagBytes)
    }

    func gmac(
        key: [UInt8], iv: [UInt8], _ message: [UInt8], tagBytes: Int
    ) throws(OperationError) -> [UInt8] {
        try Operations.checkTag(tagBytes, 16)
        if iv.isEmpty { throw .parameter("an empty IV") }
        let mac = try gated { () throws(ServiceError) in
            try gate.gmacGeneration(
                keyBits: 8 * key.count, tagBits: 8 * tagBytes, ivConstruction: .givenByTheCaller)
        }
        return try authenticate(mac, key, iv, message, 16, tagBytes)
    }

    private func authenticate(
        _ mac: any MessageAuthentication, _ key: [UInt8], _ iv: [UInt8], _ message: [UInt8],
        _ outputBytes: Int, _ tagBytes: Int
    ) throws(OperationError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: outputBytes)
        try asked { () throws(ModuleError) in
            var target = output.mutableSpan
            try mac.authenticate(
                key: key.span, iv: iv.span, message: message.span, into: &target)
        }
        return Array(output.prefix(tagBytes))
    }

    /// The second output of a DRBG (DRBGVS, section 6.2).
    func generate(
        _ mechanism: DRBGMechanism, _ inputs: DRBGInputs, count: Int
    ) throws(OperationError) -> [UInt8] {
        try Operations.checkOutput(count)
        let generator = try gated { () throws(ServiceError) in
            try gate.randomBitGenerator(mechanism)
        }
        var output = [UInt8](repeating: 0, count: count)
        let reseedEntropy = inputs.reseedEntropy ?? []
        try asked { () throws(ModuleError) in
            let vector = DRBGVector(
                entropyInput: inputs.entropy.span, nonce: inputs.nonce.span,
                personalizationString: inputs.personalization.span,
                reseed: inputs.reseedEntropy != nil, entropyInputReseed: reseedEntropy.span,
                additionalInputReseed: inputs.reseedAdditional.span,
                predictionResistance: inputs.predictionResistance,
                additionalInput1: inputs.additional1.span, entropyInput1: inputs.entropy1.span,
                additionalInput2: inputs.additional2.span, entropyInput2: inputs.entropy2.span)
            var target = output.mutableSpan
            try generator.generate(vector, into: &target)
        }
        return output
    }

    /// 65,536 bits, the most that ACVP announces: each of 100,000 steps hashes or writes as much.
    private static let maximumChainedBytes = 1 << 13

    static func checkOutput(_ count: Int) throws(OperationError) {
        if count <= Frame.Limit.outputBytes { return }
        throw .parameter("an output of \(count) bytes; the limit is \(Frame.Limit.outputBytes)")
    }

    static func checkTag(_ count: Int, _ maximum: Int) throws(OperationError) {
        if (1...maximum).contains(count) { return }
        throw .parameter("a tag of \(count) bytes; there are at most \(maximum)")
    }
}

/// What a DRBG case brings. `reseedEntropy` is nil where the case does not reseed.
struct DRBGInputs {
    var entropy: [UInt8] = []
    var nonce: [UInt8] = []
    var personalization: [UInt8] = []
    var reseedEntropy: [UInt8]?
    var reseedAdditional: [UInt8] = []
    var predictionResistance = false
    var additional1: [UInt8] = []
    var entropy1: [UInt8] = []
    var additional2: [UInt8] = []
    var entropy2: [UInt8] = []
}

extension Hash {
    /// How many digests each message of the Monte Carlo test is made of.
    var seedCount: Int {
        switch self {
        case .sha3_224, .sha3_256, .sha3_384, .sha3_512: 1
        case .sha1, .sha2_224, .sha2_256, .sha2_384, .sha2_512, .sha2_512_224, .sha2_512_256: 3
        }
    }
}

/// Asks the gate.
func gated<Answer>(
    _ body: () throws(ServiceError) -> Answer
) throws(OperationError) -> Answer {
    do {
        return try body()
    } catch {
        throw .service(error)
    }
}

/// Calls what the gate handed out.
func asked<Answer>(
    _ body: () throws(ModuleError) -> Answer
) throws(OperationError) -> Answer {
    do {
        return try body()
    } catch {
        throw .service(.module(error))
    }
}
