import Algorithms
import Approval

/// Which authenticated cipher is asked for.
enum AuthenticatedMode {
    case gcm
    case ccm
}

extension Operations {
    /// One message. `bits` is its length where that is no multiple of 8 (CFB1).
    func transform(
        _ mode: BlockCipherMode, encrypting: Bool, key: [UInt8], iv: [UInt8], _ data: [UInt8],
        bits: Int? = nil
    ) throws(OperationError) -> [UInt8] {
        if mode.takesWholeBlocks && data.count % 16 != 0 {
            throw .parameter("\(data.count) bytes, not a multiple of 16")
        }
        let cipher = try blockCipher(mode, encrypting: encrypting, key: key, iv: iv)
        var output = [UInt8](repeating: 0, count: data.count)
        // A message of no blocks is one, and nothing has to be asked.
        if data.isEmpty { return output }
        try asked { () throws(ModuleError) in
            try cipher.begin(key: key.span, iv: iv.span, encrypting: encrypting)
            var target = output.mutableSpan
            try cipher.process(data.span, bits: bits ?? 8 * data.count, into: &target)
        }
        return output
    }

    /// The inner loop of the Monte Carlo test (ACVP, symmetric block ciphers, section 6.2): each
    /// input is the output before the last, the first two are the message and the IV; ECB's is the
    /// last output. Returns every output from the `kept`th last on.
    ///
    /// The cipher just goes on: the IV that the test sets, which is the last ciphertext or key
    /// stream, is the state that the mode is in anyway.
    func chain(
        _ mode: BlockCipherMode, encrypting: Bool, key: [UInt8], iv: [UInt8], _ data: [UInt8],
        iterations: Int, kept: Int = 2
    ) throws(OperationError) -> [[UInt8]] {
        if data.count != mode.unitBytes {
            throw .parameter("\(data.count) bytes to iterate on; there are \(mode.unitBytes)")
        }
        let cipher = try blockCipher(mode, encrypting: encrypting, key: key, iv: iv)
        // What has been fed so far, the message aside, is the IV and then the outputs.
        var fed = Array(mode == .ecb ? [] : iv.pieces(of: data.count).reversed())
        var input = data
        var outputs: [[UInt8]] = []
        try asked { () throws(ModuleError) in
            try cipher.begin(key: key.span, iv: iv.span, encrypting: encrypting)
            for _ in 0..<iterations {
                var output = [UInt8](repeating: 0, count: data.count)
                var target = output.mutableSpan
                try cipher.process(input.span, bits: 8 * data.count, into: &target)
                outputs.append(output)
                if outputs.count > kept { outputs.removeFirst() }
                fed.insert(output, at: 0)
                input = fed.removeLast()
            }
        }
        return outputs
    }

    /// One round of a Monte Carlo test as ACVP reports it.
    struct Round {
        let key: [UInt8]
        let iv: [UInt8]
        let input: [UInt8]
        let output: [UInt8]
    }

    /// The whole Monte Carlo test: 100 rounds of 1,000 steps. The last outputs change the key, and
    /// are the next IV and input.
    func blockMonteCarlo(
        _ mode: BlockCipherMode, encrypting: Bool, key: [UInt8], iv: [UInt8], _ data: [UInt8]
    ) throws(OperationError) -> [Round] {
        switch mode {
        case .ecb, .cbc, .cfb8, .cfb128, .ofb: break
        case .cfb1, .cbcCS1, .cbcCS2, .cbcCS3, .ctr, .xts:
            throw .unknown("the Monte Carlo test of \(mode.rawValue)")
        }
        var (key, iv, input) = (key, iv, data)
        // As many bytes of output as the longest key has.
        let kept = 32 / mode.unitBytes
        var rounds: [Round] = []
        for _ in 0..<100 {
            let outputs = try chain(
                mode, encrypting: encrypting, key: key, iv: iv, input, iterations: 1000,
                kept: kept + 1)
            let last = outputs[outputs.count - 1]
            rounds.append(Round(key: key, iv: iv, input: input, output: last))
            let stream = Array(outputs.suffix(kept).joined())
            key = zip(key, stream.suffix(key.count)).map { $0 ^ $1 }
            if mode == .ecb {
                input = last
            } else {
                iv = Array(stream.suffix(16))
                // The output of as many steps ago as the IV is long.
                input = mode == .cfb8 ? outputs[outputs.count - 17] : outputs[outputs.count - 2]
            }
        }
        return rounds
    }

    private func blockCipher(
        _ mode: BlockCipherMode, encrypting: Bool, key: [UInt8], iv: [UInt8]
    ) throws(OperationError) -> any BlockCipher {
        if iv.count != mode.ivBytes {
            throw .parameter("an IV of \(iv.count) bytes; \(mode.rawValue) has \(mode.ivBytes)")
        }
        let keyBits = mode == .xts ? 4 * key.count : 8 * key.count
        return try gated { () throws(ServiceError) in
            if mode == .xts && key.prefix(key.count / 2) == key.suffix(key.count / 2) {
                try gate.require(.xtsWithEqualKeys)
            }
            return try gate.blockCipher(mode, keyBits: keyBits, encrypting: encrypting)
        }
    }

    func seal(
        _ mode: AuthenticatedMode, key: [UInt8], iv: [UInt8], aad: [UInt8], _ plaintext: [UInt8],
        tagBytes: Int
    ) throws(OperationError) -> (ciphertext: [UInt8], tag: [UInt8]) {
        try Operations.checkTag(tagBytes, 16)
        if iv.isEmpty { throw .parameter("an empty IV") }
        let cipher = try gated { () throws(ServiceError) in
            switch mode {
            case .gcm:
                try gate.gcmEncryption(
                    keyBits: 8 * key.count, tagBits: 8 * tagBytes,
                    ivConstruction: .givenByTheCaller)
            case .ccm:
                try gate.ccm(keyBits: 8 * key.count, tagBits: 8 * tagBytes, encrypting: true)
            }
        }
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count)
        var tag = [UInt8](repeating: 0, count: tagBytes)
        try asked { () throws(ModuleError) in
            var target = ciphertext.mutableSpan
            var code = tag.mutableSpan
            try cipher.seal(
                key: key.span, iv: iv.span, aad: aad.span, plaintext: plaintext.span,
                ciphertext: &target, tag: &code)
        }
        return (ciphertext, tag)
    }

    /// GCM with a 96-bit IV of the module's own making.
    func sealWithOwnIV(
        key: [UInt8], aad: [UInt8], _ plaintext: [UInt8], tagBytes: Int
    ) throws(OperationError) -> (ciphertext: [UInt8], tag: [UInt8], iv: [UInt8]) {
        try Operations.checkTag(tagBytes, 16)
        let cipher = try gated { () throws(ServiceError) in
            try gate.gcmEncryption(
                keyBits: 8 * key.count, tagBits: 8 * tagBytes, ivConstruction: .insideTheModule)
        }
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count)
        var tag = [UInt8](repeating: 0, count: tagBytes)
        var iv = [UInt8](repeating: 0, count: Operations.ownIVBytes)
        try asked { () throws(ModuleError) in
            var target = ciphertext.mutableSpan
            var code = tag.mutableSpan
            var made = iv.mutableSpan
            try cipher.sealWithOwnIV(
                key: key.span, iv: &made, aad: aad.span, plaintext: plaintext.span,
                ciphertext: &target, tag: &code)
        }
        return (ciphertext, tag, iv)
    }

    static var ownIVBytes: Int { 12 }

    /// The plaintext, nil where the tag is wrong, which is an answer.
    func open(
        _ mode: AuthenticatedMode, key: [UInt8], iv: [UInt8], aad: [UInt8],
        _ ciphertext: [UInt8], tag: [UInt8]
    ) throws(OperationError) -> [UInt8]? {
        try Operations.checkTag(tag.count, 16)
        if iv.isEmpty { throw .parameter("an empty IV") }
        let cipher = try gated { () throws(ServiceError) in
            switch mode {
            case .gcm: try gate.gcmDecryption(keyBits: 8 * key.count, tagBits: 8 * tag.count)
            case .ccm:
                try gate.ccm(keyBits: 8 * key.count, tagBits: 8 * tag.count, encrypting: false)
            }
        }
        var plaintext = [UInt8](repeating: 0, count: ciphertext.count)
        let isAuthentic = try asked { () throws(ModuleError) in
            var target = plaintext.mutableSpan
            return try cipher.open(
                key: key.span, iv: iv.span, aad: aad.span, ciphertext: ciphertext.span,
                tag: tag.span, plaintext: &target)
        }
        return isAuthentic ? plaintext : nil
    }

    func wrap(
        key: [UInt8], _ plaintext: [UInt8], padded: Bool
    ) throws(OperationError) -> [UInt8] {
        // SP 800-38F, section 5.3.1.
        if padded ? plaintext.isEmpty : plaintext.count % 8 != 0 || plaintext.count < 16 {
            throw .parameter("\(plaintext.count) bytes to wrap")
        }
        let wrapper = try keyWrap(key: key, padded: padded, wrapping: true)
        var output = [UInt8](repeating: 0, count: (plaintext.count + 7) / 8 * 8 + 8)
        try asked { () throws(ModuleError) in
            var target = output.mutableSpan
            try wrapper.wrap(key: key.span, plaintext: plaintext.span, into: &target)
        }
        return output
    }

    /// The plaintext, nil where the ciphertext is not authentic. One of a length that wrapping
    /// never gives is not.
    func unwrap(
        key: [UInt8], _ ciphertext: [UInt8], padded: Bool
    ) throws(OperationError) -> [UInt8]? {
        let wrapper = try keyWrap(key: key, padded: padded, wrapping: false)
        if ciphertext.count % 8 != 0 || ciphertext.count < (padded ? 16 : 24) { return nil }
        var output = [UInt8](repeating: 0, count: ciphertext.count)
        let count = try asked { () throws(ModuleError) in
            var target = output.mutableSpan
            return try wrapper.unwrap(key: key.span, ciphertext: ciphertext.span, into: &target)
        }
        return count.map { Array(output.prefix($0)) }
    }

    /// The inverse cipher function is for neither protocol to ask for.
    private func keyWrap(
        key: [UInt8], padded: Bool, wrapping: Bool
    ) throws(OperationError) -> any KeyWrap {
        try gated { () throws(ServiceError) in
            try gate.keyWrap(
                keyBits: 8 * key.count, padded: padded, inverse: false, wrapping: wrapping)
        }
    }
}

extension BlockCipherMode {
    fileprivate var takesWholeBlocks: Bool {
        switch self {
        case .ecb, .cbc: true
        case .cbcCS1, .cbcCS2, .cbcCS3, .cfb1, .cfb8, .cfb128, .ofb, .ctr, .xts: false
        }
    }

    /// What one step of the Monte Carlo test takes.
    var unitBytes: Int { self == .cfb1 || self == .cfb8 ? 1 : 16 }
}

extension [UInt8] {
    fileprivate func pieces(of length: Int) -> [[UInt8]] {
        stride(from: 0, to: count, by: length).map { [UInt8](self[$0..<$0 + length]) }
    }
}
