import Algorithms
import COpenSSL

/// The integrity value of a module's file, computed without the module: by libcrypto's default
/// provider in a context of its own, since it is asked for where the module does not load too.
package enum FileIntegrity {
    /// Of OpenSSL's own builds (openssl-fipsinstall(1), `-macopt`).
    private static let key: [UInt8] = [
        0xf4, 0x55, 0x66, 0x50, 0xac, 0x31, 0xd3, 0x54, 0x61, 0x61, 0x0b, 0xac, 0x4e, 0xd8, 0x1b,
        0x1a, 0x18, 0x1b, 0x2d, 0x8a, 0x43, 0xea, 0x28, 0x54, 0xcb, 0xae, 0x22, 0xca, 0x74, 0x56,
        0x08, 0x13,
    ]

    /// HMAC-SHA2-256; empty where libcrypto cannot compute it.
    package static func mac(of bytes: Span<UInt8>) -> [UInt8] {
        guard let context = OSSL_LIB_CTX_new() else { return [] }
        defer { OSSL_LIB_CTX_free(context) }
        let provider = OSSL_PROVIDER_load(context, "default")
        defer { OSSL_PROVIDER_unload(provider) }
        var output = [UInt8](repeating: 0, count: 32)
        var written = 0
        let done = EVP_Q_mac(
            context, "HMAC", nil, "SHA2-256", nil, key, key.count, bytes.address, bytes.count,
            &output,
            output.count, &written)
        ErrorQueue.clear()
        return done != nil && written == output.count ? output : []
    }
}
