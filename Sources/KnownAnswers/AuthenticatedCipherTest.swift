import Algorithms
import Approval

/// AES-GCM in both directions.
struct AuthenticatedCipherTest: CaseExecutor {
    private let cipher: any AuthenticatedCipher
    private let encrypting: Bool
    private let keyBytes: Int
    private var output = [UInt8](repeating: 0, count: 1 << 16)
    private var outputCount = 0
    private var tag: [UInt8]
    private var wrongField = VectorField.ct
    private var opened = false

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (keyBits, tagBits, direction) = try obstructed { () throws(Unsupported) in
            (
                try group.requireInteger(.keyLen), try group.requireInteger(.tagLen),
                try group.require(.direction)
            )
        }
        encrypting = direction == "encrypt"
        keyBytes = keyBits / 8
        tag = [UInt8](repeating: 0, count: max(tagBits, 0) / 8)
        let encrypting = encrypting
        try obstructed { () throws(Unsupported) in
            try group.requireColumns(.key, .iv, .aad, .pt, .ct, .tag)
            if !encrypting && direction != "decrypt" {
                throw Unsupported(.testType, "direction \(direction)")
            }
            if encrypting && group.text(.ivGen) != "external" {
                throw Unsupported(.testType, "ivGen \(group.text(.ivGen) ?? "is missing")")
            }
        }
        cipher = try obstructed { () throws(ServiceError) in
            encrypting
                ? try gate.gcmEncryption(
                    keyBits: keyBits, tagBits: tagBits, ivConstruction: .givenByTheCaller)
                : try gate.gcmDecryption(keyBits: keyBits, tagBits: tagBits)
        }
    }

    mutating func execute(_ vector: borrowing VectorCase) throws(Obstacle) -> Verdict {
        let key = vector.bytes(.key)
        guard key.count == keyBytes, vector.bytes(.iv).count > 0 else {
            throw .unsupported(
                Unsupported(.missingField, "a key of \(8 * keyBytes) bits and an IV"))
        }
        return encrypting ? try seal(vector, key) : try open(vector, key)
    }

    private mutating func seal(
        _ vector: borrowing VectorCase, _ key: Span<UInt8>
    ) throws(Obstacle) -> Verdict {
        let plaintext = vector.bytes(.pt)
        makeRoom(plaintext.count)
        let (cipher, iv, aad) = (cipher, vector.bytes(.iv), vector.bytes(.aad))
        do throws(ModuleError) {
            try filling(&output, &tag) { output, tag throws(ModuleError) in
                try cipher.seal(
                    key: key, iv: iv, aad: aad, plaintext: plaintext, ciphertext: &output,
                    tag: &tag)
            }
        } catch {
            throw .module(error)
        }
        wrongField = .ct
        var right = output.span.extracting(first: outputCount).matches(vector.bytes(.ct))
        if right {
            right = tag.span.matches(vector.bytes(.tag))
            wrongField = .tag
        }
        return .judging(right, expecting: vector.testPassed)
    }

    private mutating func open(
        _ vector: borrowing VectorCase, _ key: Span<UInt8>
    ) throws(Obstacle) -> Verdict {
        let ciphertext = vector.bytes(.ct)
        makeRoom(ciphertext.count)
        let (cipher, iv, aad) = (cipher, vector.bytes(.iv), vector.bytes(.aad))
        let code = vector.bytes(.tag)
        var opened = false
        try filling(&output) { output throws(ModuleError) in
            opened = try cipher.open(
                key: key, iv: iv, aad: aad, ciphertext: ciphertext, tag: code,
                plaintext: &output)
        }
        self.opened = opened
        wrongField = .testPassed
        if opened != vector.testPassed { return .fail }
        if !opened { return .pass }
        wrongField = .pt
        return .judging(
            output.span.extracting(first: outputCount).matches(vector.bytes(.pt)),
            expecting: true)
    }

    func answer() -> Answer? {
        switch wrongField {
        case .testPassed: Answer(.testPassed, opened)
        case .tag: Answer(.tag, tag.span)
        case let field: Answer(field, output.span.extracting(first: outputCount))
        }
    }

    private mutating func makeRoom(_ count: Int) {
        outputCount = count
        if output.count < count { output = [UInt8](repeating: 0, count: count) }
    }
}
