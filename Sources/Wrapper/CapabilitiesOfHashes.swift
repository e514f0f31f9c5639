import Algorithms
import Approval

extension Inquiry {
    func digest(_ hash: Hash) throws(ModuleError) -> [Members] {
        let isOffered = try offers { (gate) throws(ServiceError) in _ = try gate.digest(hash) }
        if !isOffered { return [] }
        let message = JSON.Member("messageLength", .lengths(0...65528))
        if dialect != nil { return [[message]] }
        // In GiB. A client sends a piece and a count, of which it would want the whole from memory.
        return [[message, JSON.Member("performLargeDataTest", [1, 2, 4, 8])]]
    }

    func extendableOutput(_ function: ExtendableOutputFunction) throws(ModuleError) -> [Members] {
        let isOffered = try offers { (gate) throws(ServiceError) in
            _ = try gate.extendableOutput(function)
        }
        if !isOffered { return [] }
        return [
            [
                JSON.Member("inBit", false), JSON.Member("inEmpty", true),
                JSON.Member("outBit", false), JSON.Member("outputLen", .lengths(16...65536)),
            ]
        ]
    }

    func hmac(_ hash: Hash) throws(ModuleError) -> [Members] {
        let full = 8 * hash.outputBytes
        // The gate's limit, wherever it lies.
        let short = try those(Array(stride(from: 8, through: 256, by: 8))) {
            (gate, bits) throws(ServiceError) in
            _ = try gate.hmac(hash, keyBits: bits, tagBits: full, verifying: false)
        }
        guard let shortest = short.first else { return [] }
        let tags = try those(Array(stride(from: 8, through: full, by: 8))) {
            (gate, bits) throws(ServiceError) in
            _ = try gate.hmac(hash, keyBits: shortest, tagBits: bits, verifying: false)
        }
        // acvptool can ask for the whole code alone.
        let macLen: JSON =
            dialect == nil ? .lengths((tags.first ?? full)...full) : .integers([full])
        return [
            [
                JSON.Member("keyLen", .lengths(shortest...524_288)), JSON.Member("macLen", macLen),
            ]
        ]
    }

    func ctrDRBG() throws(ModuleError) -> [Members] {
        var capabilities: [JSON] = []
        for derivationFunction in [true, false] {
            let offered = try those([128, 192, 256]) { (gate, bits) throws(ServiceError) in
                _ = try gate.randomBitGenerator(
                    .ctr(keyBits: bits, derivationFunction: derivationFunction))
            }
            for keyBits in offered {
                // SP 800-90A Rev. 1, Table 3: the seed is as long as key and block.
                let seedBits = keyBits + 128
                let entropy: JSON =
                    derivationFunction ? .lengths(keyBits...512) : .integers([seedBits])
                capabilities.append([
                    "mode": .string("AES-\(keyBits)"),
                    "derFuncEnabled": .boolean(derivationFunction),
                    "entropyInputLen": entropy,
                    "nonceLen": .integers([derivationFunction ? keyBits / 2 : 0]),
                    "persoStringLen": .lengths(0...seedBits, step: 16),
                    "additionalInputLen": .lengths(0...seedBits, step: 16),
                    "returnedBitsLen": 2048,
                ])
            }
        }
        return Inquiry.generator(capabilities)
    }

    func hashBasedDRBG(
        _ mechanism: (Hash) -> DRBGMechanism
    ) throws(ModuleError) -> [Members] {
        let hashes = try those(Hash.allCases.filter { knows($0.rawValue) }) {
            (gate, hash) throws(ServiceError) in
            _ = try gate.randomBitGenerator(mechanism(hash))
        }
        return Inquiry.generator(
            hashes.map { hash in
                // SP 800-57 Part 1 Rev. 5, Table 3.
                let strength = min(256, hash == .sha1 ? 128 : hash.outputBytes == 28 ? 192 : 256)
                return [
                    "mode": .string(hash.rawValue), "derFuncEnabled": false,
                    "entropyInputLen": .lengths(strength...512),
                    "nonceLen": .lengths(strength / 2...256),
                    "persoStringLen": .lengths(0...256),
                    "additionalInputLen": .lengths(0...256),
                    "returnedBitsLen": .integer(4 * 8 * hash.outputBytes),
                ]
            })
    }

    private static func generator(_ capabilities: [JSON]) -> [Members] {
        if capabilities.isEmpty { return [] }
        return [
            [
                JSON.Member("predResistanceEnabled", [true, false]),
                JSON.Member("reseedImplemented", true),
                JSON.Member("capabilities", .array(capabilities)),
            ]
        ]
    }

    func keyGeneration() throws(ModuleError) -> [Members] {
        let curves = try those(Curve.allCases) { (gate, curve) throws(ServiceError) in
            _ = try gate.signatureScheme(curve, nil, for: [.keyGeneration(curve)])
        }
        if curves.isEmpty { return [] }
        return [
            [
                JSON.Member("curve", .strings(curves.map(\.rawValue))),
                JSON.Member("secretGenerationMode", ["testing candidates"]),
            ]
        ]
    }

    func keyValidation() throws(ModuleError) -> [Members] {
        let curves = try those(Curve.allCases) { (gate, curve) throws(ServiceError) in
            _ = try gate.signatureScheme(curve, nil, for: [.publicKeyValidation(curve)])
        }
        return curves.isEmpty ? [] : [[JSON.Member("curve", .strings(curves.map(\.rawValue)))]]
    }

    /// Curves that go with the same hash functions stand together.
    func signatures(
        _ question: (Gate, Curve, SignatureHash) throws(ServiceError) -> Void
    ) throws(ModuleError) -> [Members] {
        var kinds: [(curves: [String], hashes: [String])] = []
        for curve in Curve.allCases {
            let hashes = try those(SignatureHash.allCases.filter(knows)) {
                (gate, hash) throws(ServiceError) in
                try question(gate, curve, hash)
            }.map(\.name)
            if hashes.isEmpty { continue }
            if let index = kinds.firstIndex(where: { $0.hashes == hashes }) {
                kinds[index].curves.append(curve.rawValue)
            } else {
                kinds.append(([curve.rawValue], hashes))
            }
        }
        if kinds.isEmpty { return [] }
        let capabilities = kinds.map { kind -> JSON in
            ["curve": .strings(kind.curves), "hashAlg": .strings(kind.hashes)]
        }
        return [[JSON.Member("capabilities", .array(capabilities))]]
    }

    /// A provider may list deterministic signatures and hold no generator for them, so it is
    /// asked for one.
    func deterministicSignatures() throws(ModuleError) -> [Members] {
        let isOffered = try offers { (gate) throws(ServiceError) in
            do throws(OperationError) {
                let operations = Operations(gate)
                let pair = try operations.generateKey(.p256)
                _ = try operations.sign(.sha2_256, with: pair, [], deterministic: true)
            } catch {
                if case .service(let error) = error { throw error }
            }
        }
        if !isOffered { return [] }
        return try signatures { (gate, curve, hash) throws(ServiceError) in
            // RFC 6979 has HMAC with the message's hash function, which SHAKE is none of.
            guard case .function(let hash) = hash else {
                throw .module(.notOffered("deterministic ECDSA with \(hash.name)"))
            }
            _ = try gate.signatureScheme(
                curve, hash, for: [.deterministicSignatureGeneration(curve, hash)])
        }
    }

    /// Whether the client knows a hash function that is a parameter.
    private func knows(_ hash: String) -> Bool {
        dialect?.algorithms.contains(hash) ?? true
    }

    /// No client has commands for signatures with SHAKE.
    private func knows(_ hash: SignatureHash) -> Bool {
        switch hash {
        case .function(let hash): knows(hash.rawValue)
        case .extendable: dialect == nil
        }
    }
}
