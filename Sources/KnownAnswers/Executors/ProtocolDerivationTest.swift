import Algorithms
import Approval

/// The secrets of TLS 1.2 with the extended master secret (RFC 7627, section 4; RFC 5246, section
/// 6.3). Sets without it are refused as a whole.
final class TLS12DerivationTest: CaseExecutor {
    private let gate: Gate
    private let method: KeyDerivationMethod
    private let keyBlockBytes: Int
    private let seed = Growing()
    private static let masterSecretLabel = Array("extended master secret".utf8)
    private static let keyBlockLabel = Array("key expansion".utf8)
    private static let masterSecretBytes = 48

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        self.gate = gate
        let (hash, bits) = try obstructed { () throws(Unsupported) in
            (try group.requireHash(), try group.requireInteger(.keyBlockLength))
        }
        if bits & 7 != 0 { throw .byteOriented("a key block", bits: bits) }
        if bits == 0 || bits > 1 << 24 { throw .contradiction("a key block of \(bits) bits") }
        method = .tls12(hash)
        keyBlockBytes = bits / 8
        _ = try granted(gate, method, keyBits: 112)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.preMasterSecret, .sessionHash, .clientRandom, .serverRandom])
        let derivation = try granted(
            gate, method, keyBits: 8 * vector.bytes(.preMasterSecret).count)
        sheet.begin(reserving: TLS12DerivationTest.masterSecretBytes + keyBlockBytes)
        var master = sheet.octets(.masterSecret, count: TLS12DerivationTest.masterSecretBytes)
        var keyBlock = sheet.octets(.keyBlock, count: keyBlockBytes)
        seed.begin()
        seed.append(vector.bytes(.serverRandom))
        seed.append(vector.bytes(.clientRandom))
        let (masterLabel, keyLabel) = (
            TLS12DerivationTest.masterSecretLabel, TLS12DerivationTest.keyBlockLabel
        )
        do throws(ModuleError) {
            try derivation.derive(
                KeyDerivationInputs(
                    secret: vector.bytes(.preMasterSecret), salt: Span(),
                    info: vector.bytes(.sessionHash), label: masterLabel.span, context: Span()),
                into: &master)
            try derivation.derive(
                KeyDerivationInputs(
                    secret: sheet.bytes(sheet.entry(0)), salt: Span(), info: seed.whole,
                    label: keyLabel.span, context: Span()), into: &keyBlock)
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}

/// The key schedule of TLS 1.3 (RFC 8446, section 7.1).
final class TLS13DerivationTest: CaseExecutor {
    private let gate: Gate
    private let hash: Hash
    private let digest: any Digest
    private let extraction: any KeyDerivation
    private let expansion: any KeyDerivation
    private let transcript: Scratch
    private let secret: Scratch
    private let next: Scratch
    private let messages = Growing()

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        self.gate = gate
        let hash = try obstructed { () throws(Unsupported) in try group.requireHash(.hmacAlg) }
        self.hash = hash
        extraction = try granted(gate, .tls13Extract(hash), keyBits: 112)
        expansion = try granted(gate, .tls13Expand(hash), keyBits: 112)
        digest = try obstructed { () throws(ServiceError) in try gate.digest(hash) }
        transcript = Scratch(count: hash.outputBytes)
        secret = Scratch(count: hash.outputBytes)
        next = Scratch(count: hash.outputBytes)
    }

    private static let early: [(VectorField, [UInt8])] = [
        (.clientEarlyTrafficSecret, Array("c e traffic".utf8)),
        (.earlyExporterMasterSecret, Array("e exp master".utf8)),
    ]
    private static let handshake: [(VectorField, [UInt8])] = [
        (.clientHandshakeTrafficSecret, Array("c hs traffic".utf8)),
        (.serverHandshakeTrafficSecret, Array("s hs traffic".utf8)),
    ]
    private static let application: [(VectorField, [UInt8])] = [
        (.clientApplicationTrafficSecret, Array("c ap traffic".utf8)),
        (.serverApplicationTrafficSecret, Array("s ap traffic".utf8)),
        (.exporterMasterSecret, Array("exp master".utf8)),
    ]
    private static let resumption: [(VectorField, [UInt8])] = [
        (.resumptionMasterSecret, Array("res master".utf8))
    ]

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([
            .helloClientRandom, .helloServerRandom, .finishedClientRandom, .finishedServerRandom,
        ])
        let (psk, dhe) = (vector.bytes(.psk), vector.bytes(.dhe))
        // The longer of the two: each adds to what the other gives.
        _ = try granted(
            gate, .tls13Extract(hash), keyBits: 8 * max(psk.count, dhe.count))
        sheet.begin(reserving: 8 * hash.outputBytes)
        do throws(ModuleError) {
            messages.begin()
            try extract(psk, after: Span())
            messages.append(vector.bytes(.helloClientRandom))
            try expand(TLS13DerivationTest.early, sheet)
            try extract(dhe, after: secret.whole)
            messages.append(vector.bytes(.helloServerRandom))
            try expand(TLS13DerivationTest.handshake, sheet)
            try extract(Span(), after: secret.whole)
            messages.append(vector.bytes(.finishedServerRandom))
            try expand(TLS13DerivationTest.application, sheet)
            messages.append(vector.bytes(.finishedClientRandom))
            try expand(TLS13DerivationTest.resumption, sheet)
        } catch {
            throw .module(error)
        }
        return .withVector
    }

    private func extract(
        _ input: Span<UInt8>, after before: Span<UInt8>
    ) throws(ModuleError) {
        var target = next.mutableSpan()
        try extraction.derive(
            KeyDerivationInputs(
                secret: input, salt: before, info: Span(), label: Span(), context: Span()),
            into: &target)
        secret.copy(from: next.whole)
    }

    private func expand(
        _ keys: [(VectorField, [UInt8])], _ sheet: AnswerSheet
    ) throws(ModuleError) {
        var digested = transcript.mutableSpan()
        try digest.hash(messages.whole, into: &digested)
        for (field, label) in keys {
            var target = sheet.octets(field, count: hash.outputBytes)
            try expansion.derive(
                KeyDerivationInputs(
                    secret: secret.whole, salt: Span(), info: Span(), label: label.span,
                    context: transcript.whole), into: &target)
        }
    }
}

/// The six keys of SSH (RFC 4253, section 7.2).
final class SSHDerivationTest: CaseExecutor {
    private let gate: Gate
    private let hash: Hash
    private let derivations: [any KeyDerivation]
    private let lengths: [Int]
    private let bytes: Int
    /// The length that the gate decided on last.
    private var keyBits = 112
    private static let fields: [VectorField] = [
        .initialIvClient, .initialIvServer, .encryptionKeyClient, .encryptionKeyServer,
        .integrityKeyClient, .integrityKeyServer,
    ]

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        self.gate = gate
        let (hash, cipher) = try obstructed { () throws(Unsupported) in
            (try group.requireHash(), try group.require(.cipher))
        }
        let (block, key): (Int, Int)
        switch cipher {
        case "TDES": (block, key) = (8, 24)
        case "AES-128": (block, key) = (16, 16)
        case "AES-192": (block, key) = (16, 24)
        case "AES-256": (block, key) = (16, 32)
        default: throw .unsupported(Unsupported(.notInTable, "cipher \(cipher)"))
        }
        self.hash = hash
        lengths = [block, block, key, key, hash.outputBytes, hash.outputBytes]
        bytes = 2 * (block + key + hash.outputBytes)
        var derivations: [any KeyDerivation] = []
        derivations.reserveCapacity(SSHDerivationTest.fields.count)
        for letter in SSHKey.allCases {
            derivations.append(try granted(gate, .ssh(hash, letter), keyBits: keyBits))
        }
        self.derivations = derivations
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.k, .h, .sessionId])
        // RFC 4251, section 5: four bytes of length stand before the number.
        let keyBits = 8 * max(0, vector.bytes(.k).count - 4)
        if keyBits != self.keyBits {
            _ = try granted(gate, .ssh(hash, .initialIVClient), keyBits: keyBits)
            self.keyBits = keyBits
        }
        sheet.begin(reserving: bytes)
        do throws(ModuleError) {
            for index in derivations.indices {
                var target = sheet.octets(
                    SSHDerivationTest.fields[index], count: lengths[index])
                try derivations[index].derive(
                    KeyDerivationInputs(
                        secret: vector.bytes(.k), salt: Span(), info: vector.bytes(.h),
                        label: Span(), context: vector.bytes(.sessionId)), into: &target)
            }
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}

private func granted(
    _ gate: Gate, _ method: KeyDerivationMethod, keyBits: Int
) throws(Obstacle) -> any KeyDerivation {
    try obstructed { () throws(ServiceError) in
        try gate.keyDerivation(method, for: .derivation(method, keyBits: keyBits))
    }
}
