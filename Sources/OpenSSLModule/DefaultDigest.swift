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

    /// - Parameter next: fills the memory from its start and says how many octets, 0 at the end.
    package init(_ next: (inout [UInt8]) -> Int) {
        library = String(cString: OpenSSL_version(OPENSSL_VERSION))
        guard let method = EVP_MD_fetch(nil, "SHA2-256", nil), let context = EVP_MD_CTX_new() else {
            (value, provider) = ([], "none")
            return
        }
        defer {
            EVP_MD_CTX_free(context)
            EVP_MD_free(method)
        }
        provider = Library.name(of: EVP_MD_get0_provider(method)) ?? "unknown"
        var memory = [UInt8](repeating: 0, count: 1 << 16)
        var output = [UInt8](repeating: 0, count: 32)
        var code = EVP_DigestInit_ex2(context, method, nil)
        while code == 1 {
            let count = next(&memory)
            if count == 0 { break }
            code = EVP_DigestUpdate(context, memory, count)
        }
        if code == 1 { code = EVP_DigestFinal_ex(context, &output, nil) }
        value = code == 1 ? output : []
    }
}
