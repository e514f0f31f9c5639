import Algorithms
import Approval

/// AES-KW and AES-KWP, wrapping (`encrypt`) and unwrapping (`decrypt`).
final class KeyWrapTest: CaseExecutor {
    private let cipher: any KeyWrap
    private let padded: Bool
    private let keyBytes: Int
    private let encrypting: Bool

    init(_ group: VectorGroup, padded: Bool, _ gate: Gate) throws(Obstacle) {
        let (keyBits, encrypting, function) = try obstructed { () throws(Unsupported) in
            (
                try group.requireInteger(.keyLen), try group.requireEncrypting(),
                try group.require(.kwCipher)
            )
        }
        if !["cipher", "inverse"].contains(function) {
            throw .unsupported(Unsupported(.testType, "kwCipher \(function)"))
        }
        cipher = try obstructed { () throws(ServiceError) in
            try gate.keyWrap(
                keyBits: keyBits, padded: padded, inverse: function == "inverse",
                wrapping: encrypting)
        }
        self.padded = padded
        self.encrypting = encrypting
        keyBytes = keyBits / 8
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(encrypting ? [.key, .pt] : [.key, .ct])
        if vector.has(.payloadLen) && vector.integer(.payloadLen) & 7 != 0 {
            throw .byteOriented("a payload", bits: vector.integer(.payloadLen))
        }
        if vector.bytes(.key).count != keyBytes {
            throw .contradiction("a key of \(8 * vector.bytes(.key).count) bits in this group")
        }
        do throws(ModuleError) {
            if encrypting { try wrap(vector, on: sheet) } else { try unwrap(vector, on: sheet) }
        } catch {
            throw .module(error)
        }
        return .withVector
    }

    private func wrap(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(ModuleError) {
        let plaintext = vector.bytes(.pt)
        // SP 800-38F, section 6.3: KWP pads to whole semiblocks; both put one before.
        let count = (padded ? (plaintext.count + 7) / 8 * 8 : plaintext.count) + 8
        sheet.begin(reserving: count)
        var ciphertext = sheet.octets(.ct, count: count)
        try cipher.wrap(key: vector.bytes(.key), plaintext: plaintext, into: &ciphertext)
    }

    private func unwrap(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(ModuleError) {
        let ciphertext = vector.bytes(.ct)
        sheet.begin(reserving: ciphertext.count)
        var plaintext = sheet.octets(.pt, count: ciphertext.count)
        let count = try cipher.unwrap(
            key: vector.bytes(.key), ciphertext: ciphertext, into: &plaintext)
        sheet.shorten(to: count ?? 0)
        sheet.verdict(count != nil, isShown: false)
    }
}
