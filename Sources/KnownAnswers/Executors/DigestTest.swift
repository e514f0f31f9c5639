import Algorithms
import Approval

/// Hash functions, test type AFT.
struct DigestTest: CaseExecutor {
    private let digest: any Digest
    private let outputBytes: Int

    init(_ hash: Hash, _ gate: Gate) throws(Obstacle) {
        digest = try obstructed { () throws(ServiceError) in try gate.digest(hash) }
        outputBytes = hash.outputBytes
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        let message = try vector.message()
        sheet.begin(reserving: outputBytes)
        var output = sheet.octets(.md, count: outputBytes)
        do throws(ModuleError) {
            try digest.hash(message, into: &output)
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}

extension VectorCase {
    /// `msg`, of which `len` bits count.
    @inline(__always)
    @_lifetime(borrow self)
    func message() throws(Obstacle) -> Span<UInt8> {
        if !has(.msg) || !has(.len) { try require([.msg, .len]) }
        let bits = integer(.len)
        if bits & 7 != 0 { throw .byteOriented("a message", bits: bits) }
        let message = bytes(.msg)
        // CAVP writes the empty message as one zero byte of length 0.
        if bits >> 3 > message.count {
            throw .contradiction("len is \(bits) bits, msg has \(8 * message.count)")
        }
        return message.extracting(first: bits >> 3)
    }
}

/// Hash functions, test type LDT: content of a few bytes, repeated to gigabytes, which the module
/// takes in one call (ACVP, SHA JSON specification, section 7.4).
final class LargeDataTest: CaseExecutor {
    private let digest: any Digest
    private let outputBytes: Int
    /// What ACVP ends with; a digit more in a file is an hour.
    private static let maximumBytes = 8 << 30

    init(_ hash: Hash, _ gate: Gate) throws(Obstacle) {
        digest = try obstructed { () throws(ServiceError) in try gate.digest(hash) }
        outputBytes = hash.outputBytes
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.content, .contentLength, .fullLength, .expansionTechnique])
        let content = vector.bytes(.content)
        let (bits, total) = (vector.integer(.contentLength), vector.integer(.fullLength))
        if bits & 7 != 0 { throw .byteOriented("content", bits: bits) }
        if total & 7 != 0 { throw .byteOriented("a message", bits: total) }
        if bits == 0 || bits / 8 > content.count {
            throw .contradiction("contentLength is \(bits) bits, content has \(8 * content.count)")
        }
        if total / 8 > LargeDataTest.maximumBytes {
            throw .contradiction("a message of \(total) bits is beyond what large data tests have")
        }
        if !vector.bytes(.expansionTechnique).matches("repeating") {
            throw .unsupported(Unsupported(.testType, "an expansionTechnique but 'repeating'"))
        }
        let message: RepeatedContent
        do throws(Unsupported) {
            message = try RepeatedContent(content.extracting(first: bits / 8), bytes: total / 8)
        } catch {
            throw .unsupported(error)
        }
        sheet.begin(reserving: outputBytes)
        var output = sheet.octets(.md, count: outputBytes)
        do throws(ModuleError) {
            try digest.hash(message.span, into: &output)
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}

/// Hash functions, test type MCT: 100 rounds of 1,000 steps, of which the last digest of a round is
/// its result and the seed of the next.
///
/// SHA-1 and SHA-2 hash the last three digests (SHAVS, section 6.4), SHA-3 the last alone (SHA3VS,
/// section 6.2.3). The alternate version cuts or pads each message to the length of the seed.
final class DigestMonteCarloTest: CaseExecutor {
    private static let rounds = 100
    private static let steps = 1000
    /// 65,536 bits are the most that ACVP announces for a message. Each step hashes as much.
    private static let maximumSeedBytes = 1 << 13

    private let digest: any Digest
    private let outputBytes: Int
    private let isAlternate: Bool
    private let seeds: Scratch
    private let seedCount: Int

    init(_ group: VectorGroup, _ hash: Hash, _ gate: Gate) throws(Obstacle) {
        digest = try obstructed { () throws(ServiceError) in try gate.digest(hash) }
        outputBytes = hash.outputBytes
        seedCount = hash.isSHA3 ? 1 : 3
        seeds = Scratch(count: seedCount * hash.outputBytes)
        switch group.text(.mctVersion) ?? "standard" {
        case "standard": isAlternate = false
        case "alternate": isAlternate = true
        case let other:
            throw .unsupported(Unsupported(.testType, "mctVersion \(other)"))
        }
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.msg])
        if vector.has(.len) && vector.integer(.len) & 7 != 0 {
            throw .byteOriented("a seed", bits: vector.integer(.len))
        }
        let seed = vector.bytes(.msg)
        if !isAlternate && seed.count != outputBytes {
            throw .contradiction(
                "a standard seed has \(8 * outputBytes) bits, not \(8 * seed.count)")
        }
        if seed.count == 0 { throw .contradiction("the seed is empty") }
        if seed.count > DigestMonteCarloTest.maximumSeedBytes {
            throw .contradiction("a seed of \(8 * seed.count) bits")
        }
        sheet.begin(reserving: DigestMonteCarloTest.rounds * outputBytes)
        do throws(ModuleError) {
            var steps = DigestMonteCarloTest.steps
            if isAlternate {
                steps -= try beginAlternate(seed)
            } else {
                fillSeeds(with: seed)
            }
            for _ in 0..<DigestMonteCarloTest.rounds {
                try runRound(isAlternate ? seed.count : seeds.count, steps, on: sheet)
                steps = DigestMonteCarloTest.steps
            }
        } catch {
            throw .module(error)
        }
        return .withVector
    }

    /// Cut to its own length, a message of several alternate seeds is the seed itself: the first
    /// steps all hash it. Returns how many they are.
    private func beginAlternate(_ seed: Span<UInt8>) throws(ModuleError) -> Int {
        var first = seeds.mutableSpan(first: outputBytes)
        try digest.hash(seed, into: &first)
        fillSeeds(with: seeds.span(first: outputBytes))
        return seedCount
    }

    /// Leaves the round's digest in the place of each seed.
    private func runRound(
        _ messageBytes: Int, _ steps: Int, on sheet: AnswerSheet
    ) throws(ModuleError) {
        var chained = seeds.mutableSpan()
        try digest.chain(
            &chained, seedCount: seedCount, messageBytes: messageBytes, rounds: steps)
        let last = seeds.span(seeds.count - outputBytes..<seeds.count)
        sheet.beginResult()
        var result = sheet.octets(.md, count: outputBytes)
        for index in last.indices { result[index] = last[index] }
        fillSeeds(with: last)
    }

    private func fillSeeds(with seed: Span<UInt8>) {
        var target = seeds.mutableSpan()
        for index in target.indices { target[index] = seed[index % outputBytes] }
    }
}
