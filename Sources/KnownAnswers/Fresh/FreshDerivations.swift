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
}
