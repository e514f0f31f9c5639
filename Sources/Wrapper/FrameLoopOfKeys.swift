import Algorithms

/// The commands that seal, generate and sign.
extension FrameLoop {
    /// Tag and ciphertext are one byte string, as are, behind them, an IV of the module's own.
    func answer(
        _ operation: Command.Sealing, _ arguments: [[UInt8]]
    ) throws(OperationError) -> [[UInt8]] {
        let (key, text, iv, aad) = (arguments[1], arguments[2], arguments[3], arguments[4])
        switch operation {
        case .seal(let mode):
            let (ciphertext, tag) = try operations.seal(
                mode, key: key, iv: iv, aad: aad, text, tagBytes: try arguments[0].number())
            return [ciphertext + tag]
        case .open(let mode):
            return FrameLoop.verdict(
                try open(mode, key, iv, aad, text, tagBytes: try arguments[0].number()))
        case .sealWithOwnIV:
            let (ciphertext, tag, iv) = try operations.sealWithOwnIV(
                key: key, aad: aad, text, tagBytes: try arguments[0].number())
            return [ciphertext + tag + iv]
        case .openWithOwnIV:
            return FrameLoop.verdict(
                try open(
                    .gcm, key, text.suffix(Operations.ownIVBytes), aad,
                    text.dropLast(Operations.ownIVBytes), tagBytes: try arguments[0].number()))
        case .wrap(let padded):
            return [try operations.wrap(key: key, text, padded: padded)]
        case .unwrap(let padded):
            return FrameLoop.verdict(try operations.unwrap(key: key, text, padded: padded))
        }
    }

    /// A ciphertext shorter than its tag is not authentic.
    private func open(
        _ mode: AuthenticatedMode, _ key: [UInt8], _ iv: some Sequence<UInt8>, _ aad: [UInt8],
        _ text: some Collection<UInt8>, tagBytes: Int
    ) throws(OperationError) -> [UInt8]? {
        try Operations.checkTag(tagBytes, 16)
        let bytes = Array(text)
        if bytes.count < tagBytes { return nil }
        return try operations.open(
            mode, key: key, iv: Array(iv), aad: aad, Array(bytes.dropLast(tagBytes)),
            tag: Array(bytes.suffix(tagBytes)))
    }

    private static func verdict(_ plaintext: [UInt8]?) -> [[UInt8]] {
        plaintext.map { [[1], $0] } ?? [[0], []]
    }

    func randomBits(
        _ mechanism: Command.Mechanism, _ reseeding: Command.Reseeding, _ arguments: [[UInt8]]
    ) throws(OperationError) -> [UInt8] {
        var inputs = DRBGInputs()
        inputs.entropy = arguments[1]
        inputs.personalization = arguments[2]
        inputs.nonce = arguments[arguments.count - 1]
        switch reseeding {
        case .never:
            inputs.additional1 = arguments[3]
            inputs.additional2 = arguments[4]
        case .once:
            inputs.reseedAdditional = arguments[3]
            inputs.reseedEntropy = arguments[4]
            inputs.additional1 = arguments[5]
            inputs.additional2 = arguments[6]
        case .eachTime:
            inputs.predictionResistance = true
            inputs.additional1 = arguments[3]
            inputs.entropy1 = arguments[4]
            inputs.additional2 = arguments[5]
            inputs.entropy2 = arguments[6]
        }
        let drbg: DRBGMechanism =
            switch mechanism {
            // The protocol does not say whether there is a derivation function; without one there
            // is no nonce (SP 800-90A Rev. 1, section 10.2.1.3.1).
            case .ctr(let keyBits):
                .ctr(keyBits: keyBits, derivationFunction: !inputs.nonce.isEmpty)
            case .hash(let hash): .hash(hash)
            case .hmac(let hash): .hmac(hash)
            }
        return try operations.generate(drbg, inputs, count: try arguments[0].number())
    }

    func answer(
        _ operation: Command.Signing, _ arguments: [[UInt8]]
    ) throws(OperationError) -> [[UInt8]] {
        let curve = try FrameLoop.curve(arguments[0])
        switch operation {
        case .generateKey:
            let pair = try operations.generateKey(curve)
            return [pair.d, pair.qx, pair.qy]
        case .validateKey:
            let isValid = try operations.validates(curve, qx: arguments[1], qy: arguments[2])
            return [isValid ? [1] : [0]]
        case .sign(let deterministic):
            guard let pair = operations.keys.pair(curve, d: arguments[1]) else {
                throw .parameter("a private key that this process did not make")
            }
            let signature = try operations.sign(
                try FrameLoop.hash(arguments[2]), with: pair, arguments[3],
                deterministic: deterministic)
            return [signature.r, signature.s]
        case .verify:
            let isRight = try operations.verify(
                curve, try FrameLoop.hash(arguments[1]), arguments[2], qx: arguments[3],
                qy: arguments[4], Signature(r: arguments[5], s: arguments[6]))
            return [isRight ? [1] : [0]]
        }
    }

    private static func curve(_ name: [UInt8]) throws(OperationError) -> Curve {
        let name = String(decoding: name, as: UTF8.self)
        guard let curve = Curve(rawValue: name) else {
            throw .parameter("unknown curve \(name.quotedForOneLine)")
        }
        return curve
    }

    private static func hash(_ name: [UInt8]) throws(OperationError) -> Hash {
        let name = String(decoding: name, as: UTF8.self)
        guard let hash = Hash(rawValue: name) else {
            throw .parameter("unknown hash function \(name.quotedForOneLine)")
        }
        return hash
    }
}
