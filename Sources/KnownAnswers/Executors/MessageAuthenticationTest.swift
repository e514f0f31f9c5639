import Algorithms
import Approval

/// HMAC and AES-CMAC: generation, and verification with right and wrong codes.
struct MessageAuthenticationTest: CaseExecutor {
    private let gate: Gate
    private let code: Code
    private let verifying: Bool
    private let maximumBytes: Int
    private let messageField: VectorField
    private let needed: FieldSet
    private var mac: (any MessageAuthentication)?
    /// The lengths for which the gate has handed it out; there are few of them in a group, and the
    /// next case mostly has those of the last.
    private var granted: [Lengths] = []
    private var last = Lengths(keyBits: -1, tagBits: -1)

    enum Code {
        case hmac(Hash)
        case cmac
    }

    private struct Lengths: Equatable {
        let keyBits: Int
        let tagBits: Int
    }

    init(_ group: VectorGroup, _ code: Code, _ gate: Gate) throws(Obstacle) {
        self.gate = gate
        self.code = code
        verifying = group.text(.direction) == "ver"
        switch code {
        case .hmac(let hash):
            maximumBytes = hash.outputBytes
            messageField = .msg
        case .cmac:
            maximumBytes = 16
            messageField = .message
        }
        var needed: FieldSet = [.key, .keyLen, .macLen]
        needed.insert(messageField)
        if verifying { needed.insert(.mac) }
        self.needed = needed
    }

    mutating func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(needed)
        let tagBits = vector.integer(.macLen)
        try check(vector, tagBits)
        let lengths = Lengths(keyBits: vector.integer(.keyLen), tagBits: tagBits)
        if lengths != last { try decide(lengths) }
        sheet.begin(reserving: maximumBytes)
        do throws(ModuleError) {
            var target = sheet.octetsAside(count: maximumBytes)
            // Asked where it lies, as in `GMACTest`.
            let made: Void? = try mac?.authenticate(
                key: vector.bytes(.key), iv: Span(), message: vector.bytes(messageField),
                into: &target)
            if made == nil { preconditionFailure("a code that nobody decided about") }
        } catch {
            throw .module(error)
        }
        // FIPS 198-1, section 5; SP 800-38B, section 6.2: a shorter code is the leftmost bits.
        let tagBytes = (tagBits + 7) >> 3
        var tag = sheet.octetsAside(count: tagBytes)
        tag.clearBits(beyond: tagBits)
        if verifying {
            sheet.verdict(tag.span.matches(vector.bytes(.mac)))
        } else {
            _ = sheet.octets(.mac, count: tagBytes)
        }
        return .withVector
    }

    private func check(_ vector: borrowing VectorCase, _ tagBits: Int) throws(Obstacle) {
        let keyBits = vector.integer(.keyLen)
        if keyBits & 7 != 0 { throw .byteOriented("a key", bits: keyBits) }
        if vector.has(.msgLen) {
            let messageBits = vector.integer(.msgLen)
            if messageBits & 7 != 0 { throw .byteOriented("a message", bits: messageBits) }
            if messageBits != 8 * vector.bytes(messageField).count {
                throw .contradiction(
                    "msgLen is \(messageBits) bits, the message has "
                        + "\(8 * vector.bytes(messageField).count)")
            }
        }
        if keyBits != 8 * vector.bytes(.key).count {
            throw .contradiction(
                "keyLen is \(keyBits) bits, the key has \(8 * vector.bytes(.key).count)")
        }
        if verifying && vector.bytes(.mac).count != (tagBits + 7) / 8 {
            throw .contradiction(
                "macLen is \(tagBits) bits, the code has \(8 * vector.bytes(.mac).count)")
        }
        if tagBits < 0 || tagBits > 8 * maximumBytes {
            throw .contradiction("a code of \(tagBits) bits")
        }
    }

    private mutating func decide(_ lengths: Lengths) throws(Obstacle) {
        // CMAC has one prepared operation for each length of key.
        if case .hmac = code, granted.contains(lengths) {
            last = lengths
            return
        }
        let (keyBits, tagBits) = (lengths.keyBits, lengths.tagBits)
        mac = try obstructed { () throws(ServiceError) in
            switch code {
            case .hmac(let hash):
                try gate.hmac(hash, keyBits: keyBits, tagBits: tagBits, verifying: verifying)
            case .cmac:
                try gate.cmac(keyBits: keyBits, tagBits: tagBits, verifying: verifying)
            }
        }
        granted.append(lengths)
        last = lengths
    }
}

/// AES-GMAC: generation (`encrypt`) and verification (`decrypt`), which ACVP names after GCM.
struct GMACTest: CaseExecutor {
    private let gate: Gate
    private var mac: (any MessageAuthentication)?
    private let verifying: Bool
    /// Nil where the group does not say: each case has a key and a tag of lengths of its own.
    private let keyBytesOfGroup: Int?
    private let tagBytesOfGroup: Int?
    /// What `mac` was handed out for.
    private var keyBytes = -1
    private var tagBytes = -1
    private let needed: FieldSet
    private static let outputBytes = 16

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (keyBits, tagBits, encrypting) = try obstructed { () throws(Unsupported) in
            if try group.isMakingIV() {
                throw Unsupported(.moduleDoesNotOffer, "GMAC with an IV of the module's own")
            }
            return (
                try group.integer(.keyLen), try group.integer(.tagLen),
                try group.requireEncrypting()
            )
        }
        try group.requireBytes(.aadLen, .ivLen)
        self.gate = gate
        verifying = !encrypting
        needed = encrypting && tagBits != nil ? [.key, .iv, .aad] : [.key, .iv, .aad, .tag]
        keyBytesOfGroup = keyBits.map { $0 / 8 }
        tagBytesOfGroup = tagBits.map { $0 / 8 }
        if let keyBits, let tagBits { try decide(keyBits, tagBits) }
    }

    private mutating func decide(_ keyBits: Int, _ tagBits: Int) throws(Obstacle) {
        mac = try obstructed { () throws(ServiceError) in
            verifying
                ? try gate.gmacVerification(keyBits: keyBits, tagBits: tagBits)
                : try gate.gmacGeneration(
                    keyBits: keyBits, tagBits: tagBits, ivConstruction: .givenByTheCaller)
        }
        keyBytes = keyBits / 8
        tagBytes = tagBits / 8
    }

    mutating func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(needed)
        let key = vector.bytes(.key).count
        let tag = tagBytesOfGroup ?? vector.bytes(.tag).count
        guard key == keyBytesOfGroup ?? key, vector.bytes(.iv).count > 0 else {
            throw .contradiction("a key or IV of another length than the group's")
        }
        if verifying && vector.bytes(.tag).count != tag {
            throw .contradiction("a tag of \(8 * vector.bytes(.tag).count) bits in this group")
        }
        if key != keyBytes || tag != tagBytes { try decide(8 * key, 8 * tag) }
        sheet.begin(reserving: GMACTest.outputBytes)
        var target = sheet.octetsAside(count: GMACTest.outputBytes)
        do throws(ModuleError) {
            // Asked where it lies: a `mac` that is taken out of the optional first is retained and
            // released for each case, which takes 10 ns.
            let made: Void? = try mac?.authenticate(
                key: vector.bytes(.key), iv: vector.bytes(.iv), message: vector.bytes(.aad),
                into: &target)
            if made == nil { preconditionFailure("a code that nobody decided about") }
        } catch {
            throw .module(error)
        }
        if verifying {
            sheet.verdict(target.span.extracting(first: tagBytes).matches(vector.bytes(.tag)))
        } else {
            _ = sheet.octets(.tag, count: tagBytes)
        }
        return .withVector
    }
}
