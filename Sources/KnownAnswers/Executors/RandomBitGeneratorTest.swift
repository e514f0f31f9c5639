import Algorithms
import Approval

/// The DRBGs of SP 800-90A Rev. 1: instantiate, reseed or not, generate twice; the second output
/// counts (DRBGVS, section 6.2).
final class RandomBitGeneratorTest: CaseExecutor {
    private let generator: any RandomBitGenerator
    private let predictionResistance: Bool
    private let reseed: Bool
    private let outputBytes: Int
    private let needed: FieldSet
    /// SP 800-90A Rev. 1, Tables 2 and 3: the most that one request may ask for.
    private static let maximumBits = 1 << 19

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
        if bits > RandomBitGeneratorTest.maximumBits {
            throw .contradiction("\(bits) returned bits, more than one request gives")
        }
        generator = try obstructed { () throws(ServiceError) in
            try gate.randomBitGenerator(mechanism)
        }
        predictionResistance = resistance
        // With prediction resistance each request reseeds by itself.
        reseed = reseeds && !resistance
        outputBytes = bits / 8
        var needed: FieldSet = [.entropyInput]
        if reseed { needed.insert(.entropyInputReseed) }
        if resistance { needed.formUnion([.entropyInputPR1, .entropyInputPR2]) }
        self.needed = needed
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(needed)
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
        sheet.begin(reserving: outputBytes)
        var output = sheet.octets(.returnedBits, count: outputBytes)
        do throws(ModuleError) {
            try generator.generate(request, into: &output)
        } catch {
            throw .module(error)
        }
        return .withVector
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
