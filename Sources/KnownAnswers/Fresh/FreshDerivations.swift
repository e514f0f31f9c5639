import Algorithms
import Approval

/// What derivations come to, put together of the module's own HMAC, CMAC and hash: a second way to
/// the answer where no second module offers the function. Nil where a part is not offered.
struct FreshDerivations {
    let gate: Gate

    func hmac(_ hash: Hash, key: [UInt8], _ message: [UInt8]) -> [UInt8]? {
        let mac = try? gate.hmac(
            hash, keyBits: 8 * key.count, tagBits: 8 * hash.outputBytes, verifying: false)
        return authenticate(mac, key, message, hash.outputBytes)
    }

    func cmac(key: [UInt8], _ message: [UInt8]) -> [UInt8]? {
        let mac = try? gate.cmac(keyBits: 8 * key.count, tagBits: 128, verifying: false)
        return authenticate(mac, key, message, 16)
    }

    private func authenticate(
        _ mac: (any MessageAuthentication)?, _ key: [UInt8], _ message: [UInt8], _ count: Int
    ) -> [UInt8]? {
        guard let mac else { return nil }
        var output = [UInt8](repeating: 0, count: count)
        var target = output.mutableSpan
        do throws(ModuleError) {
            try mac.authenticate(
                key: key.span, iv: Span(), message: message.span, into: &target)
        } catch {
            return nil
        }
        return output
    }

    func digest(_ hash: Hash, _ message: [UInt8]) -> [UInt8]? {
        guard let digest = try? gate.digest(hash) else { return nil }
        var output = [UInt8](repeating: 0, count: hash.outputBytes)
        var target = output.mutableSpan
        do throws(ModuleError) {
            try digest.hash(message.span, into: &target)
        } catch {
            return nil
        }
        return output
    }

    /// The leftmost bits of as many blocks as it takes.
    ///
    /// - Parameter block: of its number, from 1 on, and the block before.
    private func blocks(
        bits: Int, _ block: (_ number: Int, _ last: [UInt8]) -> [UInt8]?
    ) -> [UInt8]? {
        var output: [UInt8] = []
        var last: [UInt8] = []
        var number = 0
        while 8 * output.count < bits {
            number += 1
            guard let next = block(number, last) else { return nil }
            last = next
            output += next
        }
        output.removeSubrange(((bits + 7) / 8)...)
        var target = output.mutableSpan
        target.clearBits(beyond: bits)
        return output
    }

    static func bigEndian(_ value: Int, bits: Int) -> [UInt8] {
        stride(from: bits - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// RFC 5869, sections 2.2 and 2.3.
    func hkdf(
        _ hash: Hash, salt: [UInt8], secret: [UInt8], info: [UInt8], bits: Int
    ) -> [UInt8]? {
        guard let key = hmac(hash, key: salt, secret) else { return nil }
        return blocks(bits: bits) { number, last in
            hmac(hash, key: key, last + info + [UInt8(truncatingIfNeeded: number)])
        }
    }

    /// SP 800-56C Rev. 2, section 4.1; with KMAC there is no second way.
    func oneStep(
        _ function: AuxiliaryFunction, salt: [UInt8], secret: [UInt8], info: [UInt8], bits: Int
    ) -> [UInt8]? {
        blocks(bits: bits) { number, _ in
            let input = FreshDerivations.bigEndian(number, bits: 32) + secret + info
            return switch function {
            case .hash(let hash): digest(hash, input)
            case .hmac(let hash): hmac(hash, key: salt, input)
            case .kmac: nil
            }
        }
    }

    /// SP 800-108 Rev. 1, sections 4.1 and 4.2, the counter before the fixed data.
    func keyBased(
        _ mode: KeyBasedMode, _ prf: PseudorandomFunction, key: [UInt8], iv: [UInt8],
        fixedData: [UInt8], counterBits: Int, bits: Int
    ) -> [UInt8]? {
        blocks(bits: bits) { number, last in
            let before = mode == .counter ? [] : number == 1 ? iv : last
            let input =
                before + FreshDerivations.bigEndian(number, bits: counterBits) + fixedData
            return switch prf {
            case .hmac(let hash): hmac(hash, key: key, input)
            case .cmac: cmac(key: key, input)
            case .cmacTDEA: nil
            }
        }
    }

    /// ANS X9.63 (SP 800-135 Rev. 1, section 4.2).
    func ansX963(_ hash: Hash, secret: [UInt8], info: [UInt8], bits: Int) -> [UInt8]? {
        blocks(bits: bits) { number, _ in
            digest(hash, secret + FreshDerivations.bigEndian(number, bits: 32) + info)
        }
    }

    /// RFC 5246, section 5.
    func tls12(
        _ hash: Hash, secret: [UInt8], label: String, seed: [UInt8], bits: Int
    ) -> [UInt8]? {
        let seed = Array(label.utf8) + seed
        var chained = seed
        return blocks(bits: bits) { _, _ in
            guard let next = hmac(hash, key: secret, chained) else { return nil }
            chained = next
            return hmac(hash, key: secret, next + seed)
        }
    }

    /// RFC 4253, section 7.2.
    func ssh(
        _ hash: Hash, secret: [UInt8], exchange: [UInt8], letter: SSHKey, session: [UInt8],
        count: Int
    ) -> [UInt8]? {
        var output: [UInt8] = []
        while output.count < count {
            let last = output.isEmpty ? Array(letter.rawValue.utf8) + session : output
            guard let next = digest(hash, secret + exchange + last) else { return nil }
            output += next
        }
        return Array(output.prefix(count))
    }

    /// ANS X9.42 with DER (RFC 2631, section 2.1.2); `fields` stand in tags 0 to 3.
    func ansX942(
        _ hash: Hash, _ algorithm: WrappingAlgorithm, secret: [UInt8], fields: [[UInt8]], bits: Int
    ) -> [UInt8]? {
        let identifier = JSONTree.string(algorithm.rawValue).octets ?? []
        let rest = fields.enumerated().flatMap { index, field in
            field.isEmpty ? [] : [0xa0 + UInt8(index), UInt8(field.count)] + field
        }
        return blocks(bits: bits) { number, _ in
            let key = identifier + [4, 4] + FreshDerivations.bigEndian(number, bits: 32)
            let inner = [0x30, UInt8(key.count)] + key + rest
            let length = inner.count < 128 ? [UInt8(inner.count)] : [0x81, UInt8(inner.count)]
            return digest(hash, secret + [0x30] + length + inner)
        }
    }

    /// HKDF-Expand-Label of RFC 8446, section 7.1, of one block.
    func expandLabel(
        _ hash: Hash, secret: [UInt8], label: String, context: [UInt8]
    ) -> [UInt8]? {
        let label = Array("tls13 ".utf8) + Array(label.utf8)
        let length = FreshDerivations.bigEndian(hash.outputBytes, bits: 16)
        let info = length + [UInt8(label.count)] + label + [UInt8(context.count)] + context
        return hmac(hash, key: secret, info + [1])
    }

    /// The secrets of the key schedule of RFC 8446, section 7.1, under ACVP's names.
    ///
    /// - Parameter messages: what the client and the server said in their hellos, then in what the
    ///   server and the client finished with.
    func tls13(
        _ hash: Hash, psk: [UInt8], dhe: [UInt8], messages: [[UInt8]]
    ) -> [(name: String, secret: [UInt8])]? {
        let zeros = [UInt8](repeating: 0, count: hash.outputBytes)
        let stages: [(input: [UInt8], labels: [(name: String, label: String)])] = [
            (
                psk,
                [
                    ("clientEarlyTrafficSecret", "c e traffic"),
                    ("earlyExporterMasterSecret", "e exp master"),
                ]
            ),
            (
                dhe,
                [
                    ("clientHandshakeTrafficSecret", "c hs traffic"),
                    ("serverHandshakeTrafficSecret", "s hs traffic"),
                ]
            ),
            (
                [],
                [
                    ("clientApplicationTrafficSecret", "c ap traffic"),
                    ("serverApplicationTrafficSecret", "s ap traffic"),
                    ("exporterMasterSecret", "exp master"),
                ]
            ),
        ]
        var made: [(name: String, secret: [UInt8])] = []
        var salt = zeros
        var heard: [UInt8] = []
        guard let nothing = digest(hash, []) else { return nil }
        for (index, stage) in stages.enumerated() {
            heard += messages[index]
            guard let secret = hmac(hash, key: salt, stage.input.isEmpty ? zeros : stage.input),
                let context = digest(hash, heard),
                let next = expandLabel(hash, secret: secret, label: "derived", context: nothing)
            else { return nil }
            var labels = stage.labels.map { ($0.name, $0.label, context) }
            if index == 2, let all = digest(hash, heard + messages[3]) {
                labels.append(("resumptionMasterSecret", "res master", all))
            }
            for (name, label, context) in labels {
                guard
                    let one = expandLabel(hash, secret: secret, label: label, context: context)
                else { return nil }
                made.append((name, one))
            }
            salt = next
        }
        return made
    }
}
