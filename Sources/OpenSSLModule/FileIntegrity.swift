import Algorithms
import COpenSSL

/// The integrity value of a module's file, computed without the module or any provider, since it is
/// asked for where none of them loads: by libcrypto's own SHA-256, which takes 2 ms less than a
/// context of its own.
package enum FileIntegrity {
    /// Of OpenSSL's own builds (openssl-fipsinstall(1), `-macopt`).
    private static let key: [UInt8] = [
        0xf4, 0x55, 0x66, 0x50, 0xac, 0x31, 0xd3, 0x54, 0x61, 0x61, 0x0b, 0xac, 0x4e, 0xd8, 0x1b,
        0x1a, 0x18, 0x1b, 0x2d, 0x8a, 0x43, 0xea, 0x28, 0x54, 0xcb, 0xae, 0x22, 0xca, 0x74, 0x56,
        0x08, 0x13,
    ]

    /// HMAC-SHA2-256 (FIPS 198-1, section 4).
    package static func mac(of bytes: Span<UInt8>) -> [UInt8] {
        let block = key + [UInt8](repeating: 0, count: 64 - key.count)
        let inner = hash(block.map { $0 ^ 0x36 }, bytes)
        return hash(block.map { $0 ^ 0x5c }, inner.span)
    }

    private static func hash(_ first: [UInt8], _ second: Span<UInt8>) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        fipsmark_sha256(first, first.count, second.address, second.count, &output)
        return output
    }
}
