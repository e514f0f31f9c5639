import Algorithms

extension KeyDerivationFunction {
    /// What is timed of a function, with what tells it apart.
    var workloads: [(name: String, workload: KeyDerivationWorkload)] {
        switch self {
        case .hkdf: [("SHA2-256", .hkdf)]
        case .password: [("SHA2-256 1000 iterations", .password(iterations: 1000))]
        case .tls12: [("SHA2-256 key block", .tls12)]
        case .tls13: [("SHA2-256 traffic secret", .tls13)]
        case .keyBased: [("HMAC-SHA2-256 counter", .keyBased)]
        case .ssh: [("SHA2-256 encryption key", .ssh)]
        case .ansX963: [("SHA2-256", .ansX963)]
        // HKDF is what the two-step KDF is of; the others differ in what is hashed.
        case .oneStep, .oneStepNoCounter, .twoStep, .kmac, .ansX942: []
        }
    }
}
