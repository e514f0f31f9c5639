import Algorithms
import CommandSupport
import EvidenceSigning
import OpenSSLModule

extension LibraryHashing {
    /// By the module under test, or by what libcrypto offers to every program.
    static func of(_ module: OpenSSLModule?) throws(CommandError) -> LibraryHashing {
        do throws(ModuleError) {
            return try LibraryHashing(module)
        } catch {
            throw CommandError(error)
        }
    }
}

/// Nothing may be written or believed after a digest that failed.
func requireSuccess(_ hashing: LibraryHashing) throws(CommandError) {
    if hashing.hasFailed {
        throw CommandError("\(hashing.computedBy) failed to compute a digest")
    }
}
