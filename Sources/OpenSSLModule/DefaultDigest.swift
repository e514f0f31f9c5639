import COpenSSL

/// SHA-256 by what libcrypto offers to every program of this process, for commands that test no
/// module. The default context and its configuration are the machine's.
package struct DefaultDigest {
    /// 32 octets, or none where libcrypto refused.
    package let value: [UInt8]
    /// The provider that computed it.
    package let provider: String
    /// The libcrypto that was asked, such as `OpenSSL 3.0.19 27 Jan 2026`.
    package let library: String

    package init(_ bytes: [UInt8]) {
        library = String(cString: OpenSSL_version(OPENSSL_VERSION))
        guard let method = EVP_MD_fetch(nil, "SHA2-256", nil) else {
            (value, provider) = ([], "none")
            return
        }
        defer { EVP_MD_free(method) }
        var output = [UInt8](repeating: 0, count: 32)
        let code = EVP_Digest(bytes, bytes.count, &output, nil, method, nil)
        let origin = EVP_MD_get0_provider(method).flatMap { OSSL_PROVIDER_get0_name($0) }
        provider = origin.map { String(cString: $0) } ?? "unknown"
        value = code == 1 ? output : []
    }
}
