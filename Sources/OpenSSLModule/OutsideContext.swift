import COpenSSL

/// Where digests, signatures and keys of evidence are, when no module under test has them.
enum OutsideContext {
    /// Nil is libcrypto's default context, as the machine configured it. Where that serves nothing,
    /// as on a node whose configuration names a broken FIPS provider and no other, it is a context
    /// of our own with libcrypto's default provider, which lives as long as the process.
    nonisolated(unsafe) static let context: OpaquePointer? = {
        ErrorQueue.clear()
        defer { ErrorQueue.clear() }
        if let method = EVP_MD_fetch(nil, "SHA2-256", nil) {
            EVP_MD_free(method)
            return nil
        }
        guard let context = OSSL_LIB_CTX_new() else { return nil }
        if OSSL_PROVIDER_load(context, "default") != nil { return context }
        OSSL_LIB_CTX_free(context)
        return nil
    }()
}
