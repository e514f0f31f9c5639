import Algorithms
import Approval

/// ECDSA keyGen: a key pair of the module, validated by every module and proven by signatures
/// that go both ways.
final class KeyGenerationTest: CaseExecutor {
    private let scheme: any SignatureScheme
    private let verifiers: Verifiers
    private let fieldBytes: Int
    private let r: Scratch
    private let s: Scratch
    private let message = Array("pairwise consistency".utf8)

    init(_ group: VectorGroup, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let curve = try obstructed { () throws(Unsupported) in try group.requireCurve() }
        // Any approved hash proves the pair.
        let hash = Hash.sha2_256
        let services: [Service] = [
            .keyGeneration(curve), .publicKeyValidation(curve),
            .signatureGeneration(curve, hash), .signatureVerification(curve, hash),
        ]
        for service in services {
            do throws(ServiceError) { try gate.require(service) } catch { throw Obstacle(error) }
        }
        try obstructed { () throws(Unsupported) in
            let mode = try group.require(.secretGenerationMode)
            // FIPS 186-5, Appendix A.2.2, in the spelling of either revision.
            if !["testing candidates", "testing-candidates"].contains(mode) {
                throw Unsupported(.moduleDoesNotOffer, "secretGenerationMode \(mode)")
            }
        }
        scheme = try obstructed { () throws(ServiceError) in
            try gate.signatureScheme(curve, hash, for: services)
        }
        verifiers = try Verifiers(curve, .function(hash), gates, for: services)
        fieldBytes = curve.fieldBytes
        r = Scratch(count: curve.fieldBytes)
        s = Scratch(count: curve.fieldBytes)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        sheet.begin(reserving: 3 * fieldBytes)
        var d = sheet.octets(.d, count: fieldBytes, isCompared: false)
        var qx = sheet.octets(.qx, count: fieldBytes, isCompared: false)
        var qy = sheet.octets(.qy, count: fieldBytes, isCompared: false)
        do throws(ModuleError) {
            try scheme.generateKey(d: &d, qx: &qx, qy: &qy)
            for verifier in verifiers.schemes {
                guard try verifier.validatesPublicKey(qx: qx.span, qy: qy.span),
                    try signs(scheme, sheet, verifiedBy: verifier),
                    try signs(verifier, sheet, verifiedBy: scheme)
                else { return .verified(false) }
            }
            // The published pair cannot be made again; that it is one can be told.
            if vector.has(.qx) && vector.has(.qy) {
                let isPoint = try scheme.validatesPublicKey(
                    qx: vector.bytes(.qx), qy: vector.bytes(.qy))
                return .verified(isPoint ? try signsPublished(vector) : false)
            }
        } catch {
            throw .module(error)
        }
        return .verified(true)
    }

    /// Whether the published private key belongs to the public one: it signs, and that verifies.
    private func signsPublished(
        _ vector: borrowing VectorCase
    ) throws(ModuleError) -> Bool {
        guard vector.has(.d) else { return true }
        let secret = vector.bytes(.d)
        let excess = max(0, secret.count - fieldBytes)
        for index in 0..<excess where secret[index] != 0 { return false }
        let d = Scratch(count: fieldBytes)
        var target = d.mutableSpan()
        // A number may stand without its leading zeros.
        for index in target.indices {
            let place = index + secret.count - fieldBytes
            target[index] = place < 0 ? 0 : secret[place]
        }
        let message = message
        var first = r.mutableSpan()
        var second = s.mutableSpan()
        try scheme.sign(
            message.span, d: d.whole, qx: vector.bytes(.qx), qy: vector.bytes(.qy),
            nonce: .random, r: &first, s: &second)
        return try scheme.verify(
            message.span, qx: vector.bytes(.qx), qy: vector.bytes(.qy), r: r.whole, s: s.whole)
    }

    private func signs(
        _ signer: any SignatureScheme, _ pair: AnswerSheet,
        verifiedBy verifier: any SignatureScheme
    ) throws(ModuleError) -> Bool {
        let message = message
        let d = pair.bytes(pair.entry(0))
        let (qx, qy) = (pair.bytes(pair.entry(1)), pair.bytes(pair.entry(2)))
        var first = r.mutableSpan()
        var second = s.mutableSpan()
        try signer.sign(
            message.span, d: d, qx: qx, qy: qy, nonce: .random, r: &first, s: &second)
        return try verifier.verify(message.span, qx: qx, qy: qy, r: r.whole, s: s.whole)
    }
}
