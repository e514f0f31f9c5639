import Algorithms
import Testing

@testable import OpenSSLModule

@Suite struct DigestTests {
    private let module: OpenSSLModule

    init() throws {
        module = try Provider.load()
    }

    /// NIST's examples of one block for FIPS 180-4 and FIPS 202, "abc".
    @Test(arguments: [
        (Hash.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (.sha2_224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
        (.sha2_256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (.sha2_512_224, "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa"),
        (.sha2_512_256, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"),
        (.sha3_224, "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf"),
        (.sha3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
        (
            .sha3_384,
            """
            ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b2
            98d88cea927ac7f539f1edf228376d25
            """
        ),
        (
            .sha3_512,
            """
            b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e
            10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0
            """
        ),
    ])
    func abc(hash: Hash, expected: String) throws {
        #expect(try digest(Array("abc".utf8), hash) == bytes(expected))
    }

    @Test func emptyMessage() throws {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(try digest([], .sha2_256) == bytes(expected))
    }

    /// Two rounds by hand: each digest takes the place of the oldest of three seeds.
    @Test func chain() throws {
        let seed = Array("abcdefghijklmnopqrstuvwxyz012345".utf8)
        let first = try digest(seed + seed + seed, .sha2_256)
        let second = try digest(seed + seed + first, .sha2_256)
        var seeds = seed + seed + seed
        var span = seeds.mutableSpan
        try module.digest(.sha2_256).chain(
            &span, seedCount: 3, messageBytes: span.count, rounds: 2)
        #expect(seeds == seed + first + second)
    }

    private func digest(_ message: [UInt8], _ hash: Hash) throws -> [UInt8] {
        var output = zeros(hash.outputBytes)
        var span = output.mutableSpan
        try module.digest(hash).hash(message.span, into: &span)
        return output
    }
}
