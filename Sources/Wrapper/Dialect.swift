/// Whose acvptool asks. They share the frames and most commands, but each ends its run when it is
/// told of an algorithm that it does not know.
package enum Dialect: String, CaseIterable, Sendable {
    case boringSSL = "boringssl"
    /// BoringSSL's client as Debian ships its source: before batches and before SHA-3.
    case boringSSL2022 = "boringssl-2022"
    case awsLC = "awslc"

    /// Whether the client holds requests back until `flush`, having been told that it may.
    package var announcesBatch: Bool { self == .boringSSL }

    /// Whether the client asks for AES-GCM with the module's own IV by a command of its own.
    var asksForOwnIV: Bool { self == .boringSSL }

    /// The ACVP algorithms that the client knows, of those in our table.
    var algorithms: Set<String> {
        switch self {
        case .boringSSL2022: Dialect.known2022
        case .boringSSL: Dialect.known2022.union(Dialect.knownSince).union(["DetECDSA"])
        case .awsLC: Dialect.known2022.union(Dialect.knownSince).union(["ACVP-AES-CFB128"])
        }
    }

    private static let known2022: Set<String> = [
        "SHA-1", "SHA2-224", "SHA2-256", "SHA2-384", "SHA2-512", "SHA2-512/256", "ACVP-AES-ECB",
        "ACVP-AES-CBC", "ACVP-AES-CBC-CS3", "ACVP-AES-CTR", "ACVP-AES-XTS", "ACVP-AES-GCM",
        "ACVP-AES-GMAC", "ACVP-AES-CCM", "ACVP-AES-KW", "ACVP-AES-KWP", "HMAC-SHA-1",
        "HMAC-SHA2-224", "HMAC-SHA2-256", "HMAC-SHA2-384", "HMAC-SHA2-512", "HMAC-SHA2-512/256",
        "ctrDRBG", "hmacDRBG", "CMAC-AES", "ECDSA",
    ]

    private static let knownSince: Set<String> = [
        "SHA2-512/224", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512", "SHAKE-128", "SHAKE-256",
        "HMAC-SHA2-512/224", "HMAC-SHA3-224", "HMAC-SHA3-256", "HMAC-SHA3-384", "HMAC-SHA3-512",
    ]
}
