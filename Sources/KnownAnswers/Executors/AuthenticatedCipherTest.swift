import Algorithms
import Approval

/// AES-GCM and AES-CCM in both directions. CCM writes its tag behind the ciphertext, in one field.
struct AuthenticatedCipherTest: CaseExecutor {
    enum Mode {
        case gcm
        case ccm
    }

    private let gate: Gate
    private var cipher: (any AuthenticatedCipher)?
    /// The modules that decrypt what was encrypted with an IV that this one made.
    private let verifiers: [any AuthenticatedCipher]
    private let mode: Mode
    private let encrypting: Bool
    private let makesIV: Bool
    private let needed: FieldSet
    /// Nil where the group does not say: each case has a key and a tag of lengths of its own.
    private let keyBytesOfGroup: Int?
    private let tagBytesOfGroup: Int?
    /// What `cipher` was handed out for.
    private var keyBytes = -1
    private var tagBytes = -1
    private let ivBytes: Int
    /// ACVP's ECMA sets give the first block B0 of CCM, in which the nonce stands behind the flags
    /// (SP 800-38C, Appendix A.2.1), as their IV.
    private let takesFirstBlock: Bool
    /// For what they decrypt.
    private let opened: AnswerSheet?

    init(_ group: VectorGroup, _ mode: Mode, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let (encrypting, makesIV, ivBits) = try obstructed { () throws(Unsupported) in
            (
                try group.requireEncrypting(), try group.isMakingIV(),
                try group.integer(.ivLen) ?? 0
            )
        }
        // The case shows them, unless its tag stands behind the ciphertext or is the module's.
        let isFree = mode == .gcm && !makesIV
        let (keyBits, tagBits) = try obstructed { () throws(Unsupported) in
            isFree
                ? (try group.integer(.keyLen), try group.integer(.tagLen))
                : (try group.requireInteger(.keyLen), try group.requireInteger(.tagLen))
        }
        try group.requireBytes(.payloadLen, .aadLen, .ivLen)
        let isECMA = group.algorithm.name == "ACVP-AES-CCM-ECMA"
        // SP 800-38C, appendix A.1, of a nonce that is cut out; ACVP's own limits of an IV that
        // the module makes, for which memory is taken.
        if isECMA && !(56...104).contains(ivBits) || makesIV && !(8...1024).contains(ivBits) {
            throw .contradiction("an IV of \(ivBits) bits")
        }
        verifiers =
            if makesIV, let keyBits, let tagBits {
                gates.compactMap { try? $0.gcmDecryption(keyBits: keyBits, tagBits: tagBits) }
            } else {
                []
            }
        self.gate = gate
        self.mode = mode
        self.encrypting = encrypting
        self.makesIV = makesIV
        keyBytesOfGroup = keyBits.map { $0 / 8 }
        tagBytesOfGroup = tagBits.map { $0 / 8 }
        ivBytes = ivBits / 8
        takesFirstBlock = isECMA
        opened = makesIV ? AnswerSheet() : nil
        var needed: FieldSet = [.key, .aad]
        needed.insert(encrypting ? .pt : .ct)
        if !makesIV { needed.insert(.iv) }
        if mode == .gcm && (!encrypting || tagBits == nil) { needed.insert(.tag) }
        self.needed = needed
        if let keyBits, let tagBits { try decide(keyBits, tagBits) }
    }

    mutating func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(needed)
        let key = vector.bytes(.key).count
        // Of an expected tag its length alone, which is part of the question.
        let tag = tagBytesOfGroup ?? vector.bytes(.tag).count
        guard key == keyBytesOfGroup ?? key, makesIV || vector.bytes(.iv).count > 0 else {
            throw .contradiction("a key or IV of another length than the group's")
        }
        if key != keyBytes || tag != tagBytes { try decide(8 * key, 8 * tag) }
        do throws(ModuleError) {
            if makesIV { return try sealWithOwnIV(vector, on: sheet) }
            if encrypting {
                if mode == .gcm {
                    try seal(vector, on: sheet)
                } else {
                    try sealJoined(vector, on: sheet)
                }
                return .withVector
            }
        } catch {
            throw .module(error)
        }
        try open(vector, on: sheet)
        return .withVector
    }

    private mutating func decide(_ keyBits: Int, _ tagBits: Int) throws(Obstacle) {
        cipher = try obstructed { () throws(ServiceError) in
            switch (mode, encrypting) {
            case (.ccm, _):
                try gate.ccm(keyBits: keyBits, tagBits: tagBits, encrypting: encrypting)
            case (.gcm, true):
                try gate.gcmEncryption(
                    keyBits: keyBits, tagBits: tagBits,
                    ivConstruction: makesIV ? .insideTheModule : .givenByTheCaller)
            case (.gcm, false):
                try gate.gcmDecryption(keyBits: keyBits, tagBits: tagBits)
            }
        }
        keyBytes = keyBits / 8
        tagBytes = tagBits / 8
    }

    @inline(__always)
    @_lifetime(borrow vector)
    private func iv(of vector: borrowing VectorCase) -> Span<UInt8> {
        let iv = vector.bytes(.iv)
        return takesFirstBlock && iv.count == 16 ? iv.extracting(1..<1 + ivBytes) : iv
    }

    // The cipher is asked where it lies. One that is taken out of the optional first is retained
    // and released for each case, which takes 10 ns.

    @inline(__always)
    private func seal(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(ModuleError) {
        let plaintext = vector.bytes(.pt)
        sheet.begin(reserving: plaintext.count + tagBytes)
        var ciphertext = sheet.octets(.ct, count: plaintext.count)
        var tag = sheet.octets(.tag, count: tagBytes)
        let sealed: Void? = try cipher?.seal(
            key: vector.bytes(.key), iv: iv(of: vector), aad: vector.bytes(.aad),
            plaintext: plaintext, ciphertext: &ciphertext, tag: &tag)
        if sealed == nil { AuthenticatedCipherTest.isUndecided() }
    }

    private func sealJoined(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(ModuleError) {
        let plaintext = vector.bytes(.pt)
        sheet.begin(reserving: plaintext.count + tagBytes)
        var ciphertext = sheet.octetsAside(count: plaintext.count)
        var tag = sheet.octetsAside(count: tagBytes, behind: plaintext.count)
        let sealed: Void? = try cipher?.seal(
            key: vector.bytes(.key), iv: iv(of: vector), aad: vector.bytes(.aad),
            plaintext: plaintext, ciphertext: &ciphertext, tag: &tag)
        if sealed == nil { AuthenticatedCipherTest.isUndecided() }
        _ = sheet.octets(.ct, count: plaintext.count + tagBytes)
    }

    private static func isUndecided() -> Never {
        preconditionFailure("a cipher that nobody decided about")
    }

    @inline(__always)
    private func open(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) {
        let input = vector.bytes(.ct)
        let count = mode == .gcm ? input.count : input.count - tagBytes
        if count < 0 { throw .contradiction("a ciphertext shorter than its tag") }
        let tag = mode == .gcm ? vector.bytes(.tag) : input.extracting(last: tagBytes)
        if tag.count != tagBytes {
            throw .contradiction("a tag of \(8 * tag.count) bits in this group")
        }
        sheet.begin(reserving: count)
        var plaintext = sheet.octets(.pt, count: count)
        do throws(ModuleError) {
            let opened = try cipher?.open(
                key: vector.bytes(.key), iv: iv(of: vector), aad: vector.bytes(.aad),
                ciphertext: input.extracting(first: count), tag: tag, plaintext: &plaintext)
            guard let opened else { AuthenticatedCipherTest.isUndecided() }
            sheet.verdict(opened, isShown: false)
        } catch {
            throw .module(error)
        }
    }

    /// The IV is the module's, and the answer with it: every module at hand opens what was sealed.
    private func sealWithOwnIV(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(ModuleError) -> Comparison {
        guard let cipher else { AuthenticatedCipherTest.isUndecided() }
        let plaintext = vector.bytes(.pt)
        sheet.begin(reserving: ivBytes + plaintext.count + tagBytes)
        var iv = sheet.octets(.iv, count: ivBytes, isCompared: false)
        var ciphertext = sheet.octets(.ct, count: plaintext.count, isCompared: false)
        var tag = sheet.octets(.tag, count: tagBytes, isCompared: false)
        try cipher.sealWithOwnIV(
            key: vector.bytes(.key), iv: &iv, aad: vector.bytes(.aad), plaintext: plaintext,
            ciphertext: &ciphertext, tag: &tag)
        guard let opened else { return .verified(false) }
        for verifier in verifiers {
            opened.begin(reserving: plaintext.count)
            var decrypted = opened.octets(.pt, count: plaintext.count)
            let isOpen = try verifier.open(
                key: vector.bytes(.key), iv: iv.span, aad: vector.bytes(.aad),
                ciphertext: ciphertext.span, tag: tag.span, plaintext: &decrypted)
            if !isOpen || !decrypted.span.matches(plaintext) { return .verified(false) }
        }
        return .verified(try opensPublished(vector, plaintext))
    }

    /// What somebody else sealed with an IV of his own cannot be made again, but it can be opened.
    private func opensPublished(
        _ vector: borrowing VectorCase, _ plaintext: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        guard let opened, vector.has(.iv), vector.has(.ct), vector.has(.tag) else { return true }
        guard vector.bytes(.iv).count == ivBytes, vector.bytes(.tag).count == tagBytes,
            vector.bytes(.ct).count == plaintext.count
        else { return false }
        for verifier in verifiers {
            opened.begin(reserving: plaintext.count)
            var decrypted = opened.octets(.pt, count: plaintext.count)
            let isOpen = try verifier.open(
                key: vector.bytes(.key), iv: vector.bytes(.iv), aad: vector.bytes(.aad),
                ciphertext: vector.bytes(.ct), tag: vector.bytes(.tag), plaintext: &decrypted)
            if !isOpen || !decrypted.span.matches(plaintext) { return false }
        }
        return true
    }
}
