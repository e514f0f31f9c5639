import Algorithms
import CommandSupport
import Evidence
import OpenSSLModule

/// Evidence's digests by a library.
final class LibraryHashing: Hashing {
    private let digests: LibraryDigests

    init(_ digests: LibraryDigests) { self.digests = digests }

    /// By what libcrypto offers to every program, for commands that test no module.
    static func ofLibcrypto() throws(CommandError) -> LibraryHashing {
        do throws(ModuleError) {
            return LibraryHashing(try LibraryDigests())
        } catch {
            throw CommandError(error)
        }
    }

    var computedBy: String { digests.computedBy }

    func sha256(_ bytes: Span<UInt8>) -> [UInt8] { digests.sha256(bytes) }

    func sha1(_ bytes: Span<UInt8>) -> [UInt8] { digests.sha1(bytes) }

    func hmac(key: [UInt8], _ message: [UInt8]) -> [UInt8]? { digests.hmac(key: key, message) }

    /// Nothing may be written or believed after a digest that failed.
    func requireSuccess() throws(CommandError) {
        if digests.hasFailed {
            throw CommandError("\(digests.computedBy) failed to compute a digest", .failed)
        }
    }
}

extension VerificationKey: Verification.PublicKey {
    package var scheme: String { strength.scheme }
}

extension SigningKey.Strength {
    var scheme: String { self == .p256 ? "ecdsa-sha2-nistp256" : "ecdsa-sha2-nistp384" }
}
