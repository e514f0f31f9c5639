package import Algorithms

/// How long `fipsmark bench` measures.
package enum BenchProfile: String, Sendable, CaseIterable {
    case quick
    case standard
    case thorough

    /// Only processes say how far two runs differ: memory lies differently in each.
    package var processes: Int {
        switch self {
        case .quick: 1
        case .standard: 3
        case .thorough: 5
        }
    }

    /// Of each point in each process.
    package var milliseconds: Int { self == .thorough ? 250 : 100 }
}

extension Point {
    /// Message lengths where nobody names others: what an operation costs, what a byte costs, and
    /// one between them.
    package static let usualMessageBytes = [64, 1024, 16384]

    /// Whether it is measured where nobody chooses: what most deployments spend their time on.
    package var isUsual: Bool {
        switch (algorithm, operation) {
        case ("ACVP-AES-GCM", "AES-256 encrypt"), ("ACVP-AES-GCM", "AES-256 decrypt"),
            ("SHA2-256", _), ("SHA2-512", _), ("SHA3-256", _), ("HMAC-SHA2-256", "generate"),
            ("ctrDRBG", "AES-256"), ("ECDSA-keyGen", "P-256"), ("ECDSA-sigGen", "P-256"),
            ("ECDSA-sigVer", "P-256"), ("RSA-sigGen", "2048 PSS"), ("RSA-sigVer", "2048 PSS"),
            ("EDDSA-sigGen", "ED-25519"), ("EDDSA-sigVer", "ED-25519"),
            ("ML-KEM-encapDecap", "ML-KEM-768 encapsulate"),
            ("ML-KEM-encapDecap", "ML-KEM-768 decapsulate"), ("ML-DSA-sigVer", "ML-DSA-65"),
            ("KAS-ECC-SSC", "P-256 agree"):
            true
        default: false
        }
    }

    /// What the record calls the point on one module.
    package func id(_ role: ModuleIdentity.Role) -> String { id(label: role.rawValue) }

    package func id(label: String) -> String {
        "\(label)/\(algorithm)/\(operation)/\(messageBytes)"
    }
}
