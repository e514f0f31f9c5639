import Algorithms
import COpenSSL

/// What every kind of key has in common.
extension Library {
    /// For operations with one key. The caller frees it.
    func newContext(of key: OpaquePointer) throws(ModuleError) -> OpaquePointer {
        guard let made = EVP_PKEY_CTX_new_from_pkey(context, key, nil) else {
            throw failure("EVP_PKEY_CTX_new_from_pkey")
        }
        return made
    }

    /// The caller frees the key.
    func generateKey(
        _ type: UnsafePointer<CChar>?, _ parameters: UnsafePointer<OSSL_PARAM>?
    ) throws(ModuleError) -> OpaquePointer {
        guard let generation = EVP_PKEY_CTX_new_from_name(context, type, nil) else {
            throw failure("EVP_PKEY_CTX_new_from_name")
        }
        defer { EVP_PKEY_CTX_free(generation) }
        try check(EVP_PKEY_keygen_init(generation), "EVP_PKEY_keygen_init")
        if let parameters {
            try check(EVP_PKEY_CTX_set_params(generation, parameters), "EVP_PKEY_CTX_set_params")
        }
        var key: OpaquePointer?
        try check(EVP_PKEY_generate(generation, &key), "EVP_PKEY_generate")
        guard let key else { throw failure("EVP_PKEY_generate") }
        return key
    }
}
