import Algorithms

/// Bytes that follow from a seed: block i is SHA-256(SEED || algorithm name || i), i as 64 bits,
/// big-endian. The same seed gives the same bytes on every machine, and anybody can make them
/// again without this program. The module under test hashes.
final class FreshBytes {
    /// What kept the module from hashing; nothing that was taken since counts.
    private(set) var failure: ModuleError?
    private let digest: any Digest
    private let prefix: [UInt8]
    private var counter: UInt64 = 0
    private var block: [UInt8] = []
    private var used = 0

    /// - Parameter digest: SHA-256.
    init(seed: [UInt8], algorithm: String, _ digest: any Digest) {
        self.digest = digest
        prefix = seed + Array(algorithm.utf8)
    }

    func take(_ count: Int) -> [UInt8] {
        var taken: [UInt8] = []
        taken.reserveCapacity(count)
        while taken.count < count {
            if used == block.count { nextBlock() }
            let end = min(used + count - taken.count, block.count)
            taken += block[used..<end]
            used = end
        }
        return taken
    }

    /// A number from 0 on, of four bytes modulo `limit`: what it chooses need not be uniform.
    func number(below limit: Int) -> Int {
        take(4).reduce(0) { $0 << 8 | Int($1) } % limit
    }

    /// The same bytes but for one bit.
    func breaking(_ octets: [UInt8]) -> [UInt8] {
        var broken = octets
        let bit = number(below: 8 * octets.count)
        broken[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        return broken
    }

    private func nextBlock() {
        var message = prefix
        for shift in stride(from: 56, through: 0, by: -8) {
            message.append(UInt8(truncatingIfNeeded: counter >> UInt64(shift)))
        }
        counter += 1
        var octets = [UInt8](repeating: 0, count: Hash.sha2_256.outputBytes)
        var output = octets.mutableSpan
        do throws(ModuleError) {
            try digest.hash(message.span, into: &output)
        } catch {
            failure = error
        }
        block = octets
        used = 0
    }
}
