import Algorithms
import COpenSSL

/// The parameters by which a provider tells whether an operation was approved. They are asked for
/// by name at run time; a provider that does not know one leaves it alone.
enum IndicatorParameters {
    /// OSSL_ALG_PARAM_FIPS_APPROVED_INDICATOR of OpenSSL 3.4 and later: 1 or 0.
    private static let upstream: StaticString = "fips-indicator"
    /// That of the family of RHEL up to 9, which patches 3.0 to 3.2 (OSSL_CIPHER_PARAM_ and
    /// OSSL_KDF_PARAM_REDHAT_FIPS_INDICATOR, among others): 0 is undetermined, 1 approved, 2 not.
    private static let redHat: StaticString = "redhat-fips-indicator"

    /// - Parameter get: EVP_CIPHER_CTX_get_params or another of its kind, on the operation's
    ///   context.
    static func read(_ get: (UnsafeMutablePointer<OSSL_PARAM>) -> Int32) -> Indicator {
        let said = integerParameter(upstream, get)
        // One that is asked for in vain may make the whole call fail, so each has its own.
        let saidByRedHat = integerParameter(redHat, get)
        if said == 0 || saidByRedHat == 2 { return .notApproved }
        return said == 1 || saidByRedHat == 1 ? .approved : .none
    }
}
