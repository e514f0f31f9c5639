import Algorithms
import CGcrypt

extension Library {
    /// Turns an error into one that names the call; libgcrypt has no queue to drain.
    @inline(__always)
    func check(_ error: gcry_error_t, _ call: StaticString) throws(ModuleError) {
        if error != 0 { throw failure(error, call) }
    }

    @inline(never)
    func failure(_ error: gcry_error_t, _ call: StaticString) -> ModuleError {
        .failed(call: "\(call)", detail: text(of: error))
    }

    /// Why an algorithm was not handed out: unknown or not in the mode, or a library that failed.
    func classifyOpen(
        _ name: String, _ error: gcry_error_t, _ call: StaticString
    ) -> ModuleError {
        switch gcry_err_code(error) {
        case GPG_ERR_DIGEST_ALGO, GPG_ERR_CIPHER_ALGO, GPG_ERR_MAC_ALGO, GPG_ERR_PUBKEY_ALGO,
            GPG_ERR_UNKNOWN_CURVE, GPG_ERR_INV_CIPHER_MODE, GPG_ERR_NOT_SUPPORTED,
            GPG_ERR_NOT_IMPLEMENTED:
            let mode = isApprovedMode ? " in FIPS mode" : ""
            return .notOffered(
                "\(name) is not offered by libgcrypt \(version)\(mode): \(text(of: error))")
        default:
            return .failed(call: "\(call)(\(name))", detail: text(of: error))
        }
    }

    func text(of error: gcry_error_t) -> String {
        calls.pointee.strerror(error).map { String(cString: $0) } ?? "error \(error)"
    }
}
