import Algorithms
import Approval

/// HMAC: generation, and verification with right and wrong codes.
struct HMACTest: CaseExecutor {
    private let gate: Gate
    private let hash: Hash
    private let verifying: Bool
    private var mac: (any MessageAuthentication)?
    /// The lengths that the gate has decided on; cases of a group seldom differ in them.
    private var decided = (keyBits: -1, tagBits: -1)
    private var output: [UInt8]

    init(_ group: VectorGroup, _ hash: Hash, _ gate: Gate) throws(Obstacle) {
        self.gate = gate
        self.hash = hash
        verifying = group.text(.direction) == "ver"
        output = [UInt8](repeating: 0, count: hash.outputBytes)
        try obstructed { () throws(Unsupported) in
            try group.requireColumns(.key, .msg, .mac, .keyLen, .macLen)
        }
    }

    mutating func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Verdict {
        let keyBits = vector.integer(.keyLen)
        let tagBits = vector.integer(.macLen)
        guard keyBits & 7 == 0, tagBits & 7 == 0, tagBits <= 8 * output.count else {
            throw .unsupported(
                Unsupported(.moduleIsByteOriented, "key \(keyBits) bits, code \(tagBits) bits"))
        }
        if decided != (keyBits, tagBits) || mac == nil {
            mac = nil
            do throws(ServiceError) {
                mac = try gate.hmac(
                    hash, keyBits: keyBits, tagBits: tagBits, verifying: verifying)
            } catch {
                throw Obstacle(error)
            }
            decided = (keyBits, tagBits)
        }
        let (mac, key, message) = (mac, vector.bytes(.key), vector.bytes(.msg))
        try filling(&output) { output throws(ModuleError) in
            try mac?.authenticate(key: key, iv: Span(), message: message, into: &output)
        }
        // FIPS 198-1, section 5: a truncated code is its leftmost bits.
        let right = output.span.extracting(first: tagBits >> 3).matches(vector.bytes(.mac))
        return .judging(right, expecting: vector.testPassed)
    }

    func answer() -> Answer? {
        Answer(.mac, output.span.extracting(first: max(decided.tagBits, 0) >> 3))
    }
}

/// AES-GMAC: generation (`encrypt`) and verification (`decrypt`), which ACVP names after GCM.
struct GMACTest: CaseExecutor {
    private let mac: any MessageAuthentication
    private let tagBytes: Int
    private let verifying: Bool
    private var output = [UInt8](repeating: 0, count: 16)

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (keyBits, tagBits, direction) = try obstructed { () throws(Unsupported) in
            try group.requireColumns(.key, .iv, .aad, .tag)
            return (
                try group.requireInteger(.keyLen), try group.requireInteger(.tagLen),
                try group.require(.direction)
            )
        }
        mac = try obstructed { () throws(ServiceError) in
            try gate.gmac(keyBits: keyBits, tagBits: tagBits)
        }
        tagBytes = tagBits / 8
        verifying = direction == "decrypt"
    }

    mutating func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Verdict {
        let (mac, key, iv, aad) = (
            mac, vector.bytes(.key), vector.bytes(.iv), vector.bytes(.aad)
        )
        try filling(&output) { output throws(ModuleError) in
            try mac.authenticate(key: key, iv: iv, message: aad, into: &output)
        }
        let right = output.span.extracting(first: tagBytes).matches(vector.bytes(.tag))
        return .judging(right, expecting: vector.testPassed)
    }

    func answer() -> Answer? {
        Answer(.tag, output.span.extracting(first: tagBytes))
    }
}
