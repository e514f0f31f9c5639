import Algorithms
import Approval

/// AES in the modes ECB, CBC with its ciphertext stealing, CFB, OFB and CTR, test type AFT.
final class BlockCipherTest: CaseExecutor {
    private let cipher: any BlockCipher
    private let mode: BlockCipherMode
    private let keyBytes: Int
    private let encrypting: Bool
    private let verifiers: [any BlockCipher]
    private lazy var opened = AnswerSheet()

    init(
        _ group: VectorGroup, _ mode: BlockCipherMode, _ gate: Gate, _ gates: [Gate]
    ) throws(Obstacle) {
        let (keyBits, encrypting) = try obstructed { () throws(Unsupported) in
            (try group.requireInteger(.keyLen), try group.requireEncrypting())
        }
        cipher = try obstructed { () throws(ServiceError) in
            try gate.blockCipher(mode, keyBits: keyBits, encrypting: encrypting)
        }
        verifiers = gates.compactMap {
            try? $0.blockCipher(mode, keyBits: keyBits, encrypting: false)
        }
        self.mode = mode
        self.encrypting = encrypting
        keyBytes = keyBits / 8
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(encrypting ? [.key, .pt] : [.key, .ct])
        let choosesIV = mode == .ctr && encrypting && !vector.has(.iv)
        if mode != .ecb && !choosesIV { try vector.require([.iv]) }
        let input = vector.bytes(encrypting ? .pt : .ct)
        let bits = try payloadBits(vector, input)
        if vector.bytes(.key).count != keyBytes {
            throw .contradiction("a key of \(8 * vector.bytes(.key).count) bits in this group")
        }
        if mode != .ecb && !choosesIV && vector.bytes(.iv).count != mode.ivBytes {
            throw .contradiction("an IV of \(8 * vector.bytes(.iv).count) bits")
        }
        sheet.begin(reserving: input.count + mode.ivBytes)
        var output = sheet.octets(encrypting ? .ct : .pt, count: input.count)
        do throws(ModuleError) {
            if choosesIV {
                return try encryptWithOwnCounter(vector, bits, &output, on: sheet)
            }
            try cipher.begin(
                key: vector.bytes(.key), iv: mode == .ecb ? Span() : vector.bytes(.iv),
                encrypting: encrypting)
            try cipher.process(input, bits: mode == .cfb1 ? bits : 8 * input.count, into: &output)
        } catch {
            throw .module(error)
        }
        output.clearBits(beyond: bits)
        return .withVector
    }

    /// The bits of the payload, of which `input` has at least so many; a mode that works on whole
    /// bytes takes no others. CTR is the sum of payload and key stream, bit by bit (SP 800-38A,
    /// section 6.5): a last byte of which less counts is answered rightly by the whole byte.
    private func payloadBits(
        _ vector: borrowing VectorCase, _ input: Span<UInt8>
    ) throws(Obstacle) -> Int {
        if !vector.has(.payloadLen) { return 8 * input.count }
        let bits = vector.integer(.payloadLen)
        if (bits + 7) / 8 != input.count {
            throw .contradiction("payloadLen is \(bits) bits, the data has \(8 * input.count)")
        }
        if bits & 7 != 0 && mode != .cfb1 && mode != .ctr {
            throw .byteOriented("a payload", bits: bits)
        }
        return bits
    }

    /// NIST's CTR sets leave the first counter block to the implementation. Each key is used once,
    /// so that any is unique under it (SP 800-38A, Appendix B); what came of it is decrypted by
    /// every module at hand.
    private func encryptWithOwnCounter(
        _ vector: borrowing VectorCase, _ bits: Int, _ output: inout MutableSpan<UInt8>,
        on sheet: AnswerSheet
    ) throws(ModuleError) -> Comparison {
        var iv = sheet.octets(.iv, count: mode.ivBytes, isCompared: false)
        for index in iv.indices { iv[index] = index == iv.count - 1 ? 1 : 0 }
        try cipher.begin(key: vector.bytes(.key), iv: iv.span, encrypting: true)
        try cipher.process(vector.bytes(.pt), bits: 8 * output.count, into: &output)
        output.clearBits(beyond: bits)
        for verifier in verifiers {
            opened.begin(reserving: output.count)
            var plaintext = opened.octets(.pt, count: output.count)
            try verifier.begin(key: vector.bytes(.key), iv: iv.span, encrypting: false)
            try verifier.process(output.span, bits: 8 * output.count, into: &plaintext)
            plaintext.clearBits(beyond: bits)
            if !plaintext.span.matches(vector.bytes(.pt)) { return .verified(false) }
        }
        return .verified(true)
    }
}

extension MutableSpan where Element == UInt8 {
    /// Zeroes what follows the first `bits` bits in the last byte.
    @inline(__always)
    mutating func clearBits(beyond bits: Int) {
        if bits & 7 != 0 && count > 0 { self[count - 1] &= UInt8(0xff) << UInt8(8 - bits & 7) }
    }
}

/// AES-XTS: one or more data units under one key, the tweak counting them.
final class XTSTest: CaseExecutor {
    private let cipher: any BlockCipher
    private let keyBytes: Int
    private let encrypting: Bool
    private let hexadecimalTweak: Bool
    private let gate: Gate
    private let tweak = Scratch(count: 16)

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (keyBits, encrypting, mode) = try obstructed { () throws(Unsupported) in
            (
                try group.requireInteger(.keyLen), try group.requireEncrypting(),
                try group.require(.tweakMode)
            )
        }
        cipher = try obstructed { () throws(ServiceError) in
            try gate.blockCipher(.xts, keyBits: keyBits, encrypting: encrypting)
        }
        switch mode {
        case "hex": hexadecimalTweak = true
        case "number": hexadecimalTweak = false
        default: throw .unsupported(Unsupported(.testType, "tweakMode \(mode)"))
        }
        self.encrypting = encrypting
        self.gate = gate
        keyBytes = 2 * keyBits / 8
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(encrypting ? [.key, .pt] : [.key, .ct])
        try vector.require(hexadecimalTweak ? [.tweakValue] : [.sequenceNumber])
        let input = vector.bytes(encrypting ? .pt : .ct)
        let bits = vector.has(.payloadLen) ? vector.integer(.payloadLen) : 8 * input.count
        if bits & 7 != 0 { throw .byteOriented("a payload", bits: bits) }
        let unitBits = vector.has(.dataUnitLen) ? vector.integer(.dataUnitLen) : bits
        if unitBits & 7 != 0 { throw .byteOriented("a data unit", bits: unitBits) }
        try check(vector, input, bits, unitBits)
        let key = vector.bytes(.key)
        let half = key.extracting(first: keyBytes / 2)
        if half.matches(key.extracting(last: keyBytes / 2)) {
            do throws(ServiceError) { try gate.require(.xtsWithEqualKeys) } catch {
                throw Obstacle(error)
            }
        }
        beginTweak(vector)
        sheet.begin(reserving: input.count)
        var output = sheet.octets(encrypting ? .ct : .pt, count: input.count)
        do throws(ModuleError) {
            try process(key, input, unitBits / 8, &output)
        } catch {
            throw .module(error)
        }
        return .withVector
    }

    private func check(
        _ vector: borrowing VectorCase, _ input: Span<UInt8>, _ bits: Int, _ unitBits: Int
    ) throws(Obstacle) {
        if bits / 8 != input.count || unitBits <= 0 {
            throw .contradiction("payloadLen is \(bits) bits, the data has \(8 * input.count)")
        }
        if vector.bytes(.key).count != keyBytes {
            throw .contradiction("two keys of \(8 * vector.bytes(.key).count) bits in this group")
        }
        if hexadecimalTweak && vector.bytes(.tweakValue).count != tweak.count {
            throw .contradiction("a tweak of \(8 * vector.bytes(.tweakValue).count) bits")
        }
    }

    private func beginTweak(_ vector: borrowing VectorCase) {
        var target = tweak.mutableSpan()
        for index in target.indices {
            // IEEE 1619, section 5.1: a data unit's number is a little-endian tweak.
            target[index] =
                hexadecimalTweak
                ? vector.bytes(.tweakValue)[index]
                : index < 8
                    ? UInt8(truncatingIfNeeded: vector.integer(.sequenceNumber) >> (8 * index)) : 0
        }
    }

    private func process(
        _ key: Span<UInt8>, _ input: Span<UInt8>, _ unitBytes: Int,
        _ output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        var start = 0
        while start < input.count {
            let end = min(start + unitBytes, input.count)
            try cipher.begin(key: key, iv: tweak.whole, encrypting: encrypting)
            var target = output._mutatingExtracting(start..<end)
            try cipher.process(
                input.extracting(start..<end), bits: 8 * (end - start), into: &target)
            start = end
            var next = tweak.mutableSpan()
            for index in next.indices {
                next[index] &+= 1
                if next[index] != 0 { break }
            }
        }
    }
}
