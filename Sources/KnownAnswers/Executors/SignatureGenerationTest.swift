import Algorithms
import Approval

/// ECDSA and deterministic ECDSA sigGen.
///
/// Where the vector gives the private key, a deterministic signature is compared, and so is one
/// whose per-message secret the module takes from the vector. Any other signature is verified by
/// every module; if the key is the module's own too, so is the published signature beside it.
final class SignatureGenerationTest: CaseExecutor {
    private let deterministic: Bool
    private let scheme: any SignatureScheme
    private let verifiers: Verifiers
    private let fieldBytes: Int
    private let key: OwnKey
    private let signed: SignedMessage
    private let randomized: RandomizedMessage?
    private let hash: SignatureHash
    private var takesNonce = true

    init(
        _ group: VectorGroup, deterministic: Bool, _ gate: Gate, _ gates: [Gate]
    ) throws(Obstacle) {
        let (curve, hash) = try curveAndHash(group)
        self.hash = hash
        let generation = try SignatureGenerationTest.service(curve, hash, deterministic)
        do throws(ServiceError) { try gate.require(generation) } catch { throw Obstacle(error) }
        signed = try SignedMessage(group, hash)
        randomized = try RandomizedMessage.required(by: group)
        self.deterministic = deterministic
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(
                curve, hashingWith: hash, for: [generation, .keyGeneration(curve)])
        }
        verifiers = try Verifiers(curve, hash, gates, for: [.verifying(curve, hash)])
        fieldBytes = curve.fieldBytes
        key = OwnKey(scheme, curve)
    }

    /// FIPS 186-5, Appendix A.3.3 has HMAC with the message's hash function, which SHAKE is not.
    private static func service(
        _ curve: Curve, _ hash: SignatureHash, _ deterministic: Bool
    ) throws(Obstacle) -> Service {
        if !deterministic { return .signing(curve, hash) }
        guard case .function(let hash) = hash else {
            throw .unsupported(Unsupported(.notInTable, "deterministic ECDSA with \(hash.name)"))
        }
        return .deterministicSignatureGeneration(curve, hash)
    }

    var groupAnswer: AnswerSheet? { key.publicKey }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.message])
        try signed.require(vector.bytes(.message))
        if let randomized {
            throw randomized.tooLong(vector.bytes(.message), 8 * hash.outputBytes)
        }
        sheet.begin(reserving: 2 * fieldBytes)
        do throws(ModuleError) {
            if !vector.has(.d) || !vector.has(.qx) {
                return .verified(try signWithOwnKey(vector, on: sheet))
            }
            if deterministic {
                try sign(vector, .deterministic, isCompared: true, on: sheet)
                return .withVector
            }
            if vector.has(.k) && takesNonce {
                do throws(ModuleError) {
                    try sign(vector, .given(vector.bytes(.k)), isCompared: true, on: sheet)
                    return .withVector
                } catch {
                    guard case .notOffered = error else { throw error }
                    takesNonce = false
                    sheet.begin(reserving: 2 * fieldBytes)
                }
            }
            try sign(vector, .random, isCompared: false, on: sheet)
            return .verified(
                try verify(vector.bytes(.message), vector.bytes(.qx), vector.bytes(.qy), sheet))
        } catch {
            throw .module(error)
        }
    }

    private func sign(
        _ vector: borrowing VectorCase, _ nonce: borrowing SignatureNonce, isCompared: Bool,
        on sheet: AnswerSheet
    ) throws(ModuleError) {
        var r = sheet.octets(.r, count: fieldBytes, isCompared: isCompared)
        var s = sheet.octets(.s, count: fieldBytes, isCompared: isCompared)
        try signed.sign(
            with: scheme, vector.bytes(.message), d: vector.bytes(.d), qx: vector.bytes(.qx),
            qy: vector.bytes(.qy), nonce: nonce, r: &r, s: &s)
    }

    private func signWithOwnKey(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(ModuleError) -> Bool {
        try key.make()
        var r = sheet.octets(.r, count: fieldBytes, isCompared: false)
        var s = sheet.octets(.s, count: fieldBytes, isCompared: false)
        try signed.sign(
            with: scheme, vector.bytes(.message), d: key.d.whole, qx: key.qx.whole,
            qy: key.qy.whole,
            nonce: deterministic ? .deterministic : .random, r: &r, s: &s)
        if !(try verify(vector.bytes(.message), key.qx.whole, key.qy.whole, sheet)) {
            return false
        }
        return try verifiesPublished(vector)
    }

    private func verify(
        _ message: Span<UInt8>, _ qx: Span<UInt8>, _ qy: Span<UInt8>, _ sheet: AnswerSheet
    ) throws(ModuleError) -> Bool {
        let (r, s) = (sheet.bytes(sheet.entry(0)), sheet.bytes(sheet.entry(1)))
        for verifier in verifiers.schemes
        where !(try signed.verify(with: verifier, message, qx: qx, qy: qy, r: r, s: s)) {
            return false
        }
        return true
    }

    /// The signature that the file expects is of a key that nobody gives away: it cannot be made
    /// again, but it can be verified.
    private func verifiesPublished(_ vector: borrowing VectorCase) throws(ModuleError) -> Bool {
        guard vector.has(.qx), vector.has(.qy), vector.has(.r), vector.has(.s) else { return true }
        return try signed.verify(
            with: scheme, vector.bytes(.message), qx: vector.bytes(.qx), qy: vector.bytes(.qy),
            r: vector.bytes(.r), s: vector.bytes(.s))
    }
}

/// A key pair of the module's own, made when it is first needed: ACVP has one for each group.
final class OwnKey {
    let d: Scratch
    let qx: Scratch
    let qy: Scratch
    private let scheme: any SignatureScheme
    private(set) var publicKey: AnswerSheet?

    init(_ scheme: any SignatureScheme, _ curve: Curve) {
        self.scheme = scheme
        d = Scratch(count: curve.fieldBytes)
        qx = Scratch(count: curve.fieldBytes)
        qy = Scratch(count: curve.fieldBytes)
    }

    func make() throws(ModuleError) {
        if publicKey != nil { return }
        var secret = d.mutableSpan()
        var x = qx.mutableSpan()
        var y = qy.mutableSpan()
        try scheme.generateKey(d: &secret, qx: &x, qy: &y)
        let sheet = AnswerSheet()
        sheet.begin(reserving: qx.count + qy.count)
        for (field, number) in [(VectorField.qx, qx), (.qy, qy)] {
            var target = sheet.octets(field, count: number.count, isCompared: false)
            for index in target.indices { target[index] = number.whole[index] }
        }
        publicKey = sheet
    }
}

func curveAndHash(_ group: VectorGroup) throws(Obstacle) -> (Curve, SignatureHash) {
    try obstructed { () throws(Unsupported) in
        let name = try group.require(.hashAlg)
        guard let hash = SignatureHash(named: name) else {
            throw Unsupported(.notInTable, "hashAlg \(name)")
        }
        return (try group.requireCurve(), hash)
    }
}
