import Algorithms
import Approval

struct KeyPair: Equatable {
    let curve: Curve
    let d: [UInt8]
    let qx: [UInt8]
    let qy: [UInt8]
}

struct Signature: Equatable {
    let r: [UInt8]
    let s: [UInt8]
}

/// The key pairs that this process made, the oldest forgotten first.
///
/// Who asks for a signature names the private key alone, while the module signs with a pair. Only
/// this process knows the other half, since it made the pair a moment ago.
struct KeyMemory {
    private static let capacity = 4096

    private var pairs: [[UInt8]: KeyPair] = [:]
    private var order: [[UInt8]] = []

    mutating func remember(_ pair: KeyPair) {
        let name = KeyMemory.name(pair.curve, pair.d)
        if pairs.updateValue(pair, forKey: name) == nil { order.append(name) }
        if order.count > KeyMemory.capacity { pairs[order.removeFirst()] = nil }
    }

    func pair(_ curve: Curve, d: [UInt8]) -> KeyPair? {
        pairs[KeyMemory.name(curve, d)]
    }

    private static func name(_ curve: Curve, _ d: [UInt8]) -> [UInt8] {
        Array(curve.rawValue.utf8) + (d.padded(to: curve.fieldBytes) ?? d)
    }
}

extension Operations {
    func generateKey(_ curve: Curve) throws(OperationError) -> KeyPair {
        let scheme = try scheme(curve, nil, .keyGeneration(curve))
        var d = [UInt8](repeating: 0, count: curve.fieldBytes)
        var qx = d
        var qy = d
        try asked { () throws(ModuleError) in
            var secret = d.mutableSpan
            var x = qx.mutableSpan
            var y = qy.mutableSpan
            try scheme.generateKey(d: &secret, qx: &x, qy: &y)
        }
        let pair = KeyPair(curve: curve, d: d, qx: qx, qy: qy)
        keys.remember(pair)
        return pair
    }

    func validates(_ curve: Curve, qx: [UInt8], qy: [UInt8]) throws(OperationError) -> Bool {
        let scheme = try scheme(curve, nil, .publicKeyValidation(curve))
        return try asked { () throws(ModuleError) in
            try scheme.validatesPublicKey(qx: qx.span, qy: qy.span)
        }
    }

    func sign(
        _ hash: Hash, with pair: KeyPair, _ message: [UInt8], deterministic: Bool = false
    ) throws(OperationError) -> Signature {
        let scheme = try scheme(
            pair.curve, hash,
            deterministic
                ? .deterministicSignatureGeneration(pair.curve, hash)
                : .signatureGeneration(pair.curve, hash))
        var r = [UInt8](repeating: 0, count: pair.curve.fieldBytes)
        var s = r
        try asked { () throws(ModuleError) in
            var first = r.mutableSpan
            var second = s.mutableSpan
            try scheme.sign(
                message.span, d: pair.d.span, qx: pair.qx.span, qy: pair.qy.span,
                nonce: deterministic ? .deterministic : .random, r: &first, s: &second)
        }
        return Signature(r: r, s: s)
    }

    func verify(
        _ curve: Curve, _ hash: Hash, _ message: [UInt8], qx: [UInt8], qy: [UInt8],
        _ signature: Signature
    ) throws(OperationError) -> Bool {
        let scheme = try scheme(curve, hash, .signatureVerification(curve, hash))
        // Clients send numbers with their leading zeros or without. One that is too long for the
        // field is no coordinate and no part of a signature.
        guard let qx = qx.padded(to: curve.fieldBytes), let qy = qy.padded(to: curve.fieldBytes),
            let r = signature.r.padded(to: curve.fieldBytes),
            let s = signature.s.padded(to: curve.fieldBytes)
        else { return false }
        return try asked { () throws(ModuleError) in
            try scheme.verify(message.span, qx: qx.span, qy: qy.span, r: r.span, s: s.span)
        }
    }

    private func scheme(
        _ curve: Curve, _ hash: Hash?, _ service: Service
    ) throws(OperationError) -> any SignatureScheme {
        try gated { () throws(ServiceError) in
            try gate.signatureScheme(curve, hash, for: [service])
        }
    }
}

extension [UInt8] {
    /// The same big-endian number in `length` bytes, nil where it does not fit.
    func padded(to length: Int) -> [UInt8]? {
        let digits = drop { $0 == 0 }
        if digits.count > length { return nil }
        return [UInt8](repeating: 0, count: length - digits.count) + digits
    }
}
