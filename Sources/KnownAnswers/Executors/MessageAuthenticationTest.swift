import Algorithms
import Approval

/// HMAC: generation, and verification with right and wrong codes.
final class HMACTest: CaseExecutor {
    private let gate: Gate
    private let hash: Hash
    private let verifying: Bool
    private let output: Scratch
    private var mac: (any MessageAuthentication)?
    /// The lengths for which the gate has handed it out; there are few of them in a group, and the
    /// next case mostly has those of the last.
    private var granted: [Lengths] = []
    private var last = Lengths(keyBits: -1, tagBits: -1)

    private struct Lengths: Equatable {
        let keyBits: Int
        let tagBits: Int
    }

    init(_ group: VectorGroup, _ hash: Hash, _ gate: Gate) throws(Obstacle) {
        self.gate = gate
        self.hash = hash
        verifying = group.text(.direction) == "ver"
        output = Scratch(count: hash.outputBytes)
        try obstructed { () throws(Unsupported) in
            try group.requireColumns(.key, .msg, .mac, .keyLen, .macLen)
        }
    }

    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement {
        let keyBits = vector.integer(.keyLen)
        let tagBits = vector.integer(.macLen)
        guard keyBits & 7 == 0, tagBits & 7 == 0, tagBits <= 8 * output.count else {
            throw .unsupported(
                Unsupported(.moduleIsByteOriented, "key \(keyBits) bits, code \(tagBits) bits"))
        }
        guard keyBits == 8 * vector.bytes(.key).count, tagBits == 8 * vector.bytes(.mac).count
        else {
            throw .unsupported(
                Unsupported(.missingField, "a key of \(keyBits) bits, a code of \(tagBits)"))
        }
        let mac = try decide(keyBits, tagBits)
        do throws(ModuleError) {
            var target = output.mutableSpan()
            try mac.authenticate(
                key: vector.bytes(.key), iv: Span(), message: vector.bytes(.msg), into: &target)
        } catch {
            throw .module(error)
        }
        // FIPS 198-1, section 5: a truncated code is its leftmost bits.
        let right = output.span(first: tagBits >> 3).matches(vector.bytes(.mac))
        return .judging(right, expecting: vector.testPassed)
    }

    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer? {
        Answer(.mac, output.span(first: vector.integer(.macLen) >> 3))
    }

    private func decide(
        _ keyBits: Int, _ tagBits: Int
    ) throws(Obstacle) -> any MessageAuthentication {
        let lengths = Lengths(keyBits: keyBits, tagBits: tagBits)
        if let mac, lengths == last || granted.contains(lengths) {
            last = lengths
            return mac
        }
        do throws(ServiceError) {
            let mac = try gate.hmac(
                hash, keyBits: keyBits, tagBits: tagBits, verifying: verifying)
            self.mac = mac
            granted.append(lengths)
            last = lengths
            return mac
        } catch {
            throw Obstacle(error)
        }
    }
}

/// AES-GMAC: generation (`encrypt`) and verification (`decrypt`), which ACVP names after GCM.
final class GMACTest: CaseExecutor {
    private let mac: any MessageAuthentication
    private let tagBytes: Int
    private let keyBytes: Int
    private let output = Scratch(count: 16)

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (keyBits, tagBits) = try obstructed { () throws(Unsupported) in
            try group.requireColumns(.key, .iv, .aad, .tag)
            return (try group.requireInteger(.keyLen), try group.requireInteger(.tagLen))
        }
        let verifying = group.text(.direction) == "decrypt"
        mac = try obstructed { () throws(ServiceError) in
            verifying
                ? try gate.gmacVerification(keyBits: keyBits, tagBits: tagBits)
                : try gate.gmacGeneration(
                    keyBits: keyBits, tagBits: tagBits, ivConstruction: .givenByTheCaller)
        }
        tagBytes = tagBits / 8
        keyBytes = keyBits / 8
    }

    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement {
        guard vector.bytes(.key).count == keyBytes, vector.bytes(.iv).count > 0,
            vector.bytes(.tag).count == tagBytes
        else {
            throw .unsupported(
                Unsupported(.missingField, "key, IV and tag of the group's lengths"))
        }
        do throws(ModuleError) {
            var target = output.mutableSpan()
            try mac.authenticate(
                key: vector.bytes(.key), iv: vector.bytes(.iv), message: vector.bytes(.aad),
                into: &target)
        } catch {
            throw .module(error)
        }
        let right = output.span(first: tagBytes).matches(vector.bytes(.tag))
        return .judging(right, expecting: vector.testPassed)
    }

    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer? {
        Answer(.tag, output.span(first: tagBytes))
    }
}
