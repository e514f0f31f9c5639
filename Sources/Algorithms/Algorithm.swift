/// One row of the table: an ACVP algorithm, what kind of thing it is, and how it is timed.
package struct Algorithm: Sendable, Equatable {
    /// The ACVP algorithm with its mode, as vector files name it: `SHA2-256`, `ECDSA-sigGen`.
    package let name: String
    package let family: Family
    /// The ACVP revisions whose vector sets this row answers.
    package let revisions: [String]
    package let kind: Kind

    /// Families in report order.
    package enum Family: String, CaseIterable, Sendable {
        case aesGCM = "AES-GCM"
        case sha2 = "SHA-2"
        case hmac = "HMAC"
        case drbg = "DRBG"
        case ecdsa = "ECDSA"
    }

    /// What executes the algorithm. A `switch` over it has no `default`, so that the compiler
    /// lists every place which a new kind must reach.
    package enum Kind: Sendable, Equatable {
        case gcm
        case gmac
        case digest(Hash)
        case hmac(Hash)
        case ctrDRBG
        case hashDRBG
        case hmacDRBG
        case ecdsaKeyGen
        case ecdsaKeyVer
        case ecdsaSigGen
        case ecdsaSigVer
        case detECDSASigGen
    }

    /// The row for a vector set's name, or nil where the table has none.
    package static func named(_ name: String) -> Algorithm? {
        byName[name]
    }

    private static let byName = Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0) })

    /// The one table. Its order is the order of every report.
    package static let table: [Algorithm] = [
        Algorithm("ACVP-AES-GCM", .aesGCM, ["1.0"], .gcm),
        Algorithm("ACVP-AES-GMAC", .aesGCM, ["1.0"], .gmac),
        Algorithm("SHA2-224", .sha2, ["1.0"], .digest(.sha2_224)),
        Algorithm("SHA2-256", .sha2, ["1.0"], .digest(.sha2_256)),
        Algorithm("SHA2-384", .sha2, ["1.0"], .digest(.sha2_384)),
        Algorithm("SHA2-512", .sha2, ["1.0"], .digest(.sha2_512)),
        Algorithm("SHA2-512/224", .sha2, ["1.0"], .digest(.sha2_512_224)),
        Algorithm("SHA2-512/256", .sha2, ["1.0"], .digest(.sha2_512_256)),
        Algorithm("HMAC-SHA2-224", .hmac, ["1.0"], .hmac(.sha2_224)),
        Algorithm("HMAC-SHA2-256", .hmac, ["1.0"], .hmac(.sha2_256)),
        Algorithm("HMAC-SHA2-384", .hmac, ["1.0"], .hmac(.sha2_384)),
        Algorithm("HMAC-SHA2-512", .hmac, ["1.0"], .hmac(.sha2_512)),
        Algorithm("HMAC-SHA2-512/224", .hmac, ["1.0"], .hmac(.sha2_512_224)),
        Algorithm("HMAC-SHA2-512/256", .hmac, ["1.0"], .hmac(.sha2_512_256)),
        Algorithm("ctrDRBG", .drbg, ["1.0"], .ctrDRBG),
        Algorithm("hashDRBG", .drbg, ["1.0"], .hashDRBG),
        Algorithm("hmacDRBG", .drbg, ["1.0"], .hmacDRBG),
        Algorithm("ECDSA-keyGen", .ecdsa, ["FIPS186-5"], .ecdsaKeyGen),
        Algorithm("ECDSA-keyVer", .ecdsa, ["FIPS186-5"], .ecdsaKeyVer),
        Algorithm("ECDSA-sigGen", .ecdsa, ["FIPS186-5"], .ecdsaSigGen),
        Algorithm("ECDSA-sigVer", .ecdsa, ["FIPS186-5"], .ecdsaSigVer),
        Algorithm("DetECDSA-sigGen", .ecdsa, ["FIPS186-5"], .detECDSASigGen),
    ]

    private init(_ name: String, _ family: Family, _ revisions: [String], _ kind: Kind) {
        self.name = name
        self.family = family
        self.revisions = revisions
        self.kind = kind
    }
}
