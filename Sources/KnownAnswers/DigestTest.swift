import Algorithms
import Approval

/// Hash functions: AFT and the standard Monte Carlo test.
struct DigestTest: CaseExecutor {
    private let digest: any Digest
    private let outputBytes: Int
    private let isMonteCarlo: Bool
    private var output: [UInt8]
    private var seeds: [UInt8]
    private var round = 0

    init(_ group: VectorGroup, _ hash: Hash, _ gate: Gate) throws(Obstacle) {
        digest = try obstructed { () throws(ServiceError) in try gate.digest(hash) }
        outputBytes = hash.outputBytes
        output = [UInt8](repeating: 0, count: hash.outputBytes)
        seeds = [UInt8](repeating: 0, count: DigestTest.seedCount * hash.outputBytes)
        let testType = try obstructed { () throws(Unsupported) in try group.require(.testType) }
        isMonteCarlo = testType == "MCT"
        try obstructed { () throws(Unsupported) in
            switch testType {
            case "AFT":
                try group.requireColumns(.msg, .len, .md)
            case "MCT" where group.text(.mctVersion) ?? "standard" == "standard":
                try group.requireColumns(.msg, .resultsArray)
            default:
                throw Unsupported(
                    .testType, "testType \(testType) \(group.text(.mctVersion) ?? "")")
            }
        }
    }

    mutating func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Verdict {
        if isMonteCarlo { return try executeMonteCarlo(vector) }
        let message = vector.bytes(.msg)
        let bits = vector.integer(.len)
        // Bits are never rounded to bytes: the module would hash something else.
        if bits & 7 != 0 {
            throw .unsupported(Unsupported(.moduleIsByteOriented, "a message of \(bits) bits"))
        }
        guard bits >> 3 <= message.count else {
            throw .unsupported(Unsupported(.missingField, "a message of \(bits) bits"))
        }
        let digest = digest
        try filling(&output) { output throws(ModuleError) in
            try digest.hash(message.extracting(first: bits >> 3), into: &output)
        }
        return .judging(output.span.matches(vector.bytes(.md)), expecting: vector.testPassed)
    }

    /// The Secure Hash Algorithm Validation System (SHAVS), section 6.4: 100 rounds of 1,000 steps,
    /// each hashing the last three digests; every round's last digest is the next one's seed.
    private mutating func executeMonteCarlo(
        _ vector: borrowing VectorCase
    ) throws(Obstacle) -> Verdict {
        let seed = vector.bytes(.msg)
        let expected = vector.bytes(.resultsArray)
        guard seed.count == outputBytes, expected.count == 100 * outputBytes else {
            throw .unsupported(
                Unsupported(.missingField, "a seed and 100 results of \(outputBytes) bytes"))
        }
        for index in 0..<outputBytes { output[index] = seed[index] }
        for round in 0..<100 {
            self.round = round
            for index in seeds.indices { seeds[index] = output[index % outputBytes] }
            let digest = digest
            try filling(&seeds) { seeds throws(ModuleError) in
                try digest.chain(&seeds, seedCount: DigestTest.seedCount, rounds: 1000)
            }
            for index in 0..<outputBytes {
                output[index] = seeds[(DigestTest.seedCount - 1) * outputBytes + index]
            }
            let start = round * outputBytes
            let right = output.span.matches(expected.extracting(start..<start + outputBytes))
            if !right { return .judging(false, expecting: vector.testPassed) }
        }
        return .judging(true, expecting: vector.testPassed)
    }

    func answer() -> Answer? {
        Answer(isMonteCarlo ? .resultsArray : .md, output.span)
    }

    private static let seedCount = 3
}
