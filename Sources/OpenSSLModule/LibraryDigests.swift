package import Algorithms
import COpenSSL

/// Digests for evidence, by the module under test, or by what libcrypto offers to every program of
/// this process where no module is tested.
package final class LibraryDigests {
    /// Who computes them: the provider, and the libcrypto that it is reached through.
    package let computedBy: String
    /// Whether a call failed; from then on digests are empty.
    package private(set) var hasFailed = false
    private let sha256Method: OpaquePointer
    private let sha1Method: OpaquePointer
    private let context: OpaquePointer?
    /// Keeps the context of the methods.
    private let library: Library?

    /// By the module under test.
    package convenience init(_ module: OpenSSLModule) throws(ModuleError) {
        try self.init(library: module.library)
    }

    /// Outside any module under test.
    package convenience init() throws(ModuleError) {
        try self.init(library: nil)
    }

    private init(library: Library?) throws(ModuleError) {
        self.library = library
        context = library.map { $0.context } ?? OutsideContext.context
        ErrorQueue.clear()
        guard let sha256 = EVP_MD_fetch(context, "SHA2-256", nil) else {
            throw failure("EVP_MD_fetch(SHA2-256)")
        }
        guard let sha1 = EVP_MD_fetch(context, "SHA1", nil) else {
            EVP_MD_free(sha256)
            throw failure("EVP_MD_fetch(SHA1)")
        }
        sha256Method = sha256
        sha1Method = sha1
        let provider = Library.name(of: EVP_MD_get0_provider(sha256)) ?? "unknown"
        computedBy = "provider \(provider) of \(OpenSSLModule.library.version)"
    }

    deinit {
        EVP_MD_free(sha256Method)
        EVP_MD_free(sha1Method)
    }

    package func sha256(_ bytes: Span<UInt8>) -> [UInt8] { digest(bytes, sha256Method, 32) }

    package func sha1(_ bytes: Span<UInt8>) -> [UInt8] { digest(bytes, sha1Method, 20) }

    /// HMAC-SHA2-256 (FIPS 198-1), or nil where it was refused: the key may be too short.
    package func hmac(key: [UInt8], _ message: [UInt8]) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: 32)
        var count = 0
        let done = EVP_Q_mac(
            context, "HMAC", nil, "SHA2-256", nil, key, key.count, message,
            message.count, &output, output.count, &count)
        ErrorQueue.clear()
        return done != nil && count == 32 ? output : nil
    }

    private func digest(_ bytes: Span<UInt8>, _ method: OpaquePointer, _ count: Int) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: count)
        let code = bytes.withUnsafeBytes {
            EVP_Digest($0.baseAddress, $0.count, &output, nil, method, nil)
        }
        if code != 1 {
            hasFailed = true
            ErrorQueue.clear()
        }
        return output
    }
}
