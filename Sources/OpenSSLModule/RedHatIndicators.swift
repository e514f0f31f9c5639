import Algorithms
import COpenSSL
import Glibc

/// What providers of the RHEL family say of signatures: they export a table beside the interface of
/// OpenSSL, through a function that their header fips_indicator.h declares. The table speaks of the
/// provider's functions, since there a signature of a message is approved and one of a digest that
/// was made outside is not. What it does not list is not approved.
struct RedHatIndicators {
    private typealias Query =
        @convention(c) (Int32) -> UnsafePointer<fipsmark_signature_indicators>?

    private let query: Query

    /// Nil where the file exports no such function, or is not the one that libcrypto has mapped.
    ///
    /// - Parameter providerPath: as libcrypto was given it. The provider must stay loaded.
    init?(providerPath: String) {
        guard let file = dlopen(providerPath, RTLD_LAZY | RTLD_NOLOAD) else { return nil }
        defer { dlclose(file) }
        guard let function = dlsym(file, "redhat_ossl_query_fipsindicator") else { return nil }
        query = unsafeBitCast(function, to: Query.self)
    }

    /// - Parameter algorithm: libcrypto's name of the signature, such as `ECDSA`.
    func ofSigningAMessage(_ algorithm: String) -> Indicator {
        guard var entry = query(OSSL_OP_SIGNATURE) else { return .notApproved }
        while let names = entry.pointee.names {
            if RedHatIndicators.has(algorithm, names, ":"),
                // The one that `fips=yes` fetched; another of the name may stand beside it.
                RedHatIndicators.has("fips=yes", entry.pointee.properties, ",")
            {
                return RedHatIndicators.isApproved(entry.pointee.functions)
                    ? .approved : .notApproved
            }
            entry += 1
        }
        return .notApproved
    }

    private static func has(
        _ item: String, _ list: UnsafePointer<CChar>?, _ separator: Character
    ) -> Bool {
        guard let list else { return false }
        let item = item.lowercased()
        return String(cString: list).lowercased().split(separator: separator).contains {
            $0 == item
        }
    }

    /// EVP_DigestSign begins the signature and calls the provider's function for a whole message
    /// where there is one, else those for its parts.
    private static func isApproved(
        _ functions: UnsafePointer<fipsmark_function_indicator>?
    ) -> Bool {
        guard var function = functions else { return false }
        var approved: UInt64 = 0
        while function.pointee.function_id != 0 {
            // A number beyond 63 is no function of signatures, and leaves no bit.
            if function.pointee.approved == 1 {
                approved |= 1 << UInt64(truncatingIfNeeded: function.pointee.function_id)
            }
            function += 1
        }
        func isSet(_ number: Int32) -> Bool { approved & 1 << UInt64(number) != 0 }
        return isSet(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_INIT)
            && (isSet(OSSL_FUNC_SIGNATURE_DIGEST_SIGN)
                || isSet(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_UPDATE)
                    && isSet(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_FINAL))
    }
}
