import Algorithms
import Approval

/// The DRBGs of SP 800-90A Rev. 1: instantiate, reseed or not, generate twice; the second output
/// counts (DRBGVS, section 6.2).
final class RandomBitGeneratorTest: CaseExecutor {
    private let generator: any RandomBitGenerator
    private let predictionResistance: Bool
    private let reseed: Bool
    private let output: Scratch

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let mechanism = try obstructed { () throws(Unsupported) in
            try RandomBitGeneratorTest.mechanism(of: group)
        }
        let (resistance, reseeds, bits) = try obstructed { () throws(Unsupported) in
            (
                try group.requireBoolean(.predResistance), try group.requireBoolean(.reSeed),
                try group.requireInteger(.returnedBitsLen)
            )
        }
        if bits & 7 != 0 || bits <= 0 {
            throw .unsupported(Unsupported(.moduleIsByteOriented, "\(bits) returned bits"))
        }
        generator = try obstructed { () throws(ServiceError) in
            try gate.randomBitGenerator(mechanism)
        }
        predictionResistance = resistance
        // With prediction resistance each request reseeds by itself.
        reseed = reseeds && !resistance
        output = Scratch(count: bits / 8)
        try obstructed { () throws(Unsupported) in
            try group.requireColumns(.entropyInput, .returnedBits)
            if reseed { try group.requireColumns(.entropyInputReseed) }
            if resistance { try group.requireColumns(.entropyInputPR1, .entropyInputPR2) }
        }
    }

    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement {
        if vector.bytes(.returnedBits).count != output.count {
            throw .unsupported(Unsupported(.missingField, "\(8 * output.count) returned bits"))
        }
        let request = DRBGVector(
            entropyInput: vector.bytes(.entropyInput), nonce: vector.bytes(.nonce),
            personalizationString: vector.bytes(.persoString), reseed: reseed,
            entropyInputReseed: vector.bytes(.entropyInputReseed),
            additionalInputReseed: vector.bytes(.additionalInputReseed),
            predictionResistance: predictionResistance,
            additionalInput1: vector.bytes(.additionalInput1),
            entropyInput1: vector.bytes(.entropyInputPR1),
            additionalInput2: vector.bytes(.additionalInput2),
            entropyInput2: vector.bytes(.entropyInputPR2))
        do throws(ModuleError) {
            var target = output.mutableSpan()
            try generator.generate(request, into: &target)
        } catch {
            throw .module(error)
        }
        let right = output.whole.matches(vector.bytes(.returnedBits))
        return .judging(right, expecting: vector.testPassed)
    }

    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer? {
        Answer(.returnedBits, output.whole)
    }

    private static func mechanism(of group: VectorGroup) throws(Unsupported) -> DRBGMechanism {
        let mode = try group.require(.mode)
        switch group.algorithm.kind {
        case .ctrDRBG:
            guard let keyBits = ["AES-128": 128, "AES-192": 192, "AES-256": 256][mode] else {
                throw Unsupported(.notInTable, "ctrDRBG mode \(mode)")
            }
            return .ctr(keyBits: keyBits, derivationFunction: try group.requireBoolean(.derFunc))
        case .hashDRBG:
            return .hash(try hash(mode))
        default:
            return .hmac(try hash(mode))
        }
    }

    private static func hash(_ mode: String) throws(Unsupported) -> Hash {
        guard let hash = Hash(rawValue: mode) else {
            throw Unsupported(.notInTable, "DRBG mode \(mode)")
        }
        return hash
    }
}
