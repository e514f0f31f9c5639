import Algorithms
import Approval

/// AES-GCM in both directions.
final class AuthenticatedCipherTest: CaseExecutor {
    private let cipher: any AuthenticatedCipher
    private let encrypting: Bool
    private let keyBytes: Int
    private let output: Scratch
    private let tag: Scratch

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (keyBits, tagBits, payloadBits) = try obstructed { () throws(Unsupported) in
            try group.requireColumns(.key, .iv, .aad, .pt, .ct, .tag)
            return (
                try group.requireInteger(.keyLen), try group.requireInteger(.tagLen),
                try group.requireInteger(.payloadLen)
            )
        }
        let encrypting = try obstructed { () throws(Unsupported) in
            if payloadBits & 7 != 0 {
                throw Unsupported(.moduleIsByteOriented, "a payload of \(payloadBits) bits")
            }
            return try AuthenticatedCipherTest.isEncrypting(group)
        }
        cipher = try obstructed { () throws(ServiceError) in
            encrypting
                ? try gate.gcmEncryption(
                    keyBits: keyBits, tagBits: tagBits, ivConstruction: .givenByTheCaller)
                : try gate.gcmDecryption(keyBits: keyBits, tagBits: tagBits)
        }
        self.encrypting = encrypting
        keyBytes = keyBits / 8
        output = Scratch(count: payloadBits / 8)
        tag = Scratch(count: tagBits / 8)
    }

    private static func isEncrypting(_ group: VectorGroup) throws(Unsupported) -> Bool {
        switch try group.require(.direction) {
        case "decrypt": return false
        case "encrypt":
            let construction = try group.require(.ivGen)
            if construction == "external" { return true }
            throw Unsupported(.testType, "ivGen \(construction)")
        case let other: throw Unsupported(.testType, "direction \(other)")
        }
    }

    func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Judgement {
        let text = vector.bytes(encrypting ? .pt : .ct)
        guard vector.bytes(.key).count == keyBytes, vector.bytes(.iv).count > 0,
            text.count == output.count, vector.bytes(.tag).count == tag.count
        else {
            throw .unsupported(
                Unsupported(.missingField, "key, IV, text and tag of the group's lengths"))
        }
        do throws(ModuleError) {
            return encrypting ? try seal(vector, text) : try open(vector, text)
        } catch {
            throw .module(error)
        }
    }

    private func seal(
        _ vector: borrowing VectorCase, _ plaintext: Span<UInt8>
    ) throws(ModuleError) -> Judgement {
        var ciphertext = output.mutableSpan()
        var code = tag.mutableSpan()
        try cipher.seal(
            key: vector.bytes(.key), iv: vector.bytes(.iv), aad: vector.bytes(.aad),
            plaintext: plaintext, ciphertext: &ciphertext, tag: &code)
        let right =
            output.whole.matches(vector.bytes(.ct))
            && tag.whole.matches(vector.bytes(.tag))
        return .judging(right, expecting: vector.testPassed)
    }

    private func open(
        _ vector: borrowing VectorCase, _ ciphertext: Span<UInt8>
    ) throws(ModuleError) -> Judgement {
        var plaintext = output.mutableSpan()
        let opened = try cipher.open(
            key: vector.bytes(.key), iv: vector.bytes(.iv), aad: vector.bytes(.aad),
            ciphertext: ciphertext, tag: vector.bytes(.tag), plaintext: &plaintext)
        if !opened { return vector.testPassed ? .fail : .pass }
        // A plaintext may only be right where the tag was meant to be.
        let right = output.whole.matches(vector.bytes(.pt))
        return vector.testPassed && right ? .pass : .fail
    }

    /// The field that is wrong, or the one that matters where none is.
    func answer(to vector: borrowing VectorCase, _ judgement: Judgement) -> Answer? {
        let text = output.whole
        if !encrypting {
            return vector.testPassed && judgement == .fail
                ? Answer(.pt, text) : Answer(testPassed: vector, judgement)
        }
        return text.matches(vector.bytes(.ct))
            ? Answer(.tag, tag.whole) : Answer(.ct, text)
    }
}
