package import Algorithms
import Approval

/// Something that a program must not get on such a node.
package struct Rejection: Sendable {
    /// The probe's, where the sweep of `run` asks the same.
    package let id: String
    package let operation: ProbeOperation
    /// No version of a module may serve it; the others came and went with versions.
    package let isCore: Bool

    /// Whether it is asked without a configuration too; an RSA key would take too long to make.
    package var isContrasted: Bool { isCore && id != "rsa-key-of-1024-bits" }

    package static let all: [Rejection] =
        [
            core("md5"), core("hmac-md5"), core("ripemd-160"), core("sm3"),
            Rejection("md4", .digest("MD4")), Rejection("blake2b-512", .digest("BLAKE2b512")),
            Rejection("blake2s-256", .digest("BLAKE2s256")),
            Rejection("sm4-cbc", .encrypt("SM4-CBC", keyBytes: 16, ivBytes: 16)),
            Rejection("rc4", .encrypt("RC4", keyBytes: 16, ivBytes: 0)),
            Rejection("des-cbc", .encrypt("DES-CBC", keyBytes: 8, ivBytes: 8)),
            Rejection("cast5-cbc", .encrypt("CAST5-CBC", keyBytes: 16, ivBytes: 8)),
            Rejection("blowfish-cbc", .encrypt("BF-CBC", keyBytes: 16, ivBytes: 8)),
            core("chacha20-poly1305"), core("poly1305"), core("scrypt"),
            core("rsa-key-of-1024-bits"),
            Rejection(
                "ec-key-on-secp160r1",
                .generateKey("EC", [ProbeParameter("group", .text("secp160r1"))])),
            core("ecdsa-with-sha1"),
        ].compactMap(\.self)
        + [
            "tdea-encryption", "x25519", "x448", "rsa-pkcs1-encryption", "dsa-signature",
            "hmac-key-of-104-bits", "pbkdf2-of-1-iteration",
            "tls12-without-extended-master-secret",
        ].compactMap { probe($0, isCore: false) }

    /// Approved services, whose indicator must say so.
    package static let approved: [Rejection] = [
        "aes-gcm-with-own-iv", "sha2-256", "hmac-sha2-256", "cmac-aes", "pbkdf2", "hkdf",
        "ecdsa-p-256", "ecdh-p-256",
    ].compactMap { probe($0, isCore: false) }

    /// The one that a quick look asks for.
    package static let md5 = ProbeOperation.digest("MD5")

    private init(_ id: String, _ operation: ProbeOperation, isCore: Bool = true) {
        self.id = id
        self.operation = operation
        self.isCore = isCore
    }

    private static func core(_ id: String) -> Rejection? { probe(id, isCore: true) }

    private static func probe(_ id: String, isCore: Bool) -> Rejection? {
        Probe.find(id).map { Rejection(id, $0.operation, isCore: isCore) }
    }
}

extension ProbeOutcome {
    /// As a fact sheet has it.
    package var word: String {
        switch self {
        case .done(let indicator): "done, \(indicator.rawValue)"
        case .refused: "refused"
        case .absent: "absent"
        }
    }
}
