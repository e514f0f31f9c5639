import Algorithms
import Approval

/// Hash functions, test type AFT.
final class DigestTest: CaseExecutor {
    private let digest: any Digest
    private let output: Scratch

    init(_ group: VectorGroup, _ hash: Hash, _ gate: Gate) throws(Obstacle) {
        digest = try obstructed { () throws(ServiceError) in try gate.digest(hash) }
        output = Scratch(count: hash.outputBytes)
        try obstructed { () throws(Unsupported) in try group.requireColumns(.msg, .len, .md) }
    }

    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement {
        let message = vector.bytes(.msg)
        let bits = vector.integer(.len)
        // Bits are never rounded to bytes: the module would hash something else.
        if bits & 7 != 0 {
            throw .unsupported(Unsupported(.moduleIsByteOriented, "a message of \(bits) bits"))
        }
        // CAVP writes the empty message as one zero byte of length 0.
        guard bits >> 3 <= message.count, vector.bytes(.md).count == output.count else {
            throw .unsupported(
                Unsupported(.missingField, "a message of \(bits) bits and a whole digest"))
        }
        do throws(ModuleError) {
            var target = output.mutableSpan()
            try digest.hash(message.extracting(first: bits >> 3), into: &target)
        } catch {
            throw .module(error)
        }
        let right = output.whole.matches(vector.bytes(.md))
        return .judging(right, expecting: vector.testPassed)
    }

    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer? {
        Answer(.md, output.whole)
    }
}

/// Hash functions, test type MCT: the Secure Hash Algorithm Validation System (SHAVS), section
/// 6.4. In each of 100 rounds 1,000 steps hash the last three digests; the round's last digest is
/// the seed of the next.
final class DigestMonteCarloTest: CaseExecutor {
    private static let rounds = 100
    private static let steps = 1000
    private static let seedCount = 3

    private let digest: any Digest
    private let outputBytes: Int
    private let seeds: Scratch

    init(_ group: VectorGroup, _ hash: Hash, _ gate: Gate) throws(Obstacle) {
        digest = try obstructed { () throws(ServiceError) in try gate.digest(hash) }
        outputBytes = hash.outputBytes
        seeds = Scratch(count: DigestMonteCarloTest.seedCount * hash.outputBytes)
        try obstructed { () throws(Unsupported) in
            let version = group.text(.mctVersion) ?? "standard"
            if version != "standard" { throw Unsupported(.testType, "mctVersion \(version)") }
            try group.requireColumns(.msg, .resultsArray)
        }
    }

    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement {
        let expected = vector.bytes(.resultsArray)
        guard vector.bytes(.msg).count == outputBytes,
            expected.count == DigestMonteCarloTest.rounds * outputBytes
        else {
            throw .unsupported(
                Unsupported(.missingField, "a seed and 100 results of \(outputBytes) bytes"))
        }
        seed(with: vector.bytes(.msg))
        for round in 0..<DigestMonteCarloTest.rounds {
            do throws(ModuleError) {
                var chained = seeds.mutableSpan()
                try digest.chain(
                    &chained, seedCount: DigestMonteCarloTest.seedCount,
                    messageBytes: seeds.count, rounds: DigestMonteCarloTest.steps)
            } catch {
                throw .module(error)
            }
            let start = round * outputBytes
            if !last.matches(expected.extracting(start..<start + outputBytes)) {
                return .judging(false, expecting: vector.testPassed)
            }
            seed(with: last)
        }
        return .judging(true, expecting: vector.testPassed)
    }

    /// The round's digest where the chain broke off.
    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer? {
        Answer(.resultsArray, last)
    }

    private var last: Span<UInt8> {
        @_lifetime(borrow self) get { seeds.span(seeds.count - outputBytes..<seeds.count) }
    }

    private func seed(with digest: Span<UInt8>) {
        var target = seeds.mutableSpan()
        for index in 0..<outputBytes {
            let byte = digest[index]
            for copy in 0..<DigestMonteCarloTest.seedCount {
                target[copy * outputBytes + index] = byte
            }
        }
    }
}
