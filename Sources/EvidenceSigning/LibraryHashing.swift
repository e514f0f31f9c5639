package import Algorithms
import Evidence
package import OpenSSLModule

/// Evidence's digests by a library.
package final class LibraryHashing: Hashing {
    private let digests: LibraryDigests

    package init(_ digests: LibraryDigests) { self.digests = digests }

    /// By the module under test, or by what libcrypto offers to every program.
    package init(_ module: OpenSSLModule?) throws(ModuleError) {
        digests = if let module { try LibraryDigests(module) } else { try LibraryDigests() }
    }

    package var computedBy: String { digests.computedBy }

    /// Nothing may be written or believed after a digest that failed.
    package var hasFailed: Bool { digests.hasFailed }

    package func sha256(_ bytes: Span<UInt8>) -> [UInt8] { digests.sha256(bytes) }

    package func sha1(_ bytes: Span<UInt8>) -> [UInt8] { digests.sha1(bytes) }

    /// HMAC-SHA2-256; nil where the key was refused.
    package func hmac(key: [UInt8], _ message: [UInt8]) -> [UInt8]? {
        digests.hmac(key: key, message)
    }
}
