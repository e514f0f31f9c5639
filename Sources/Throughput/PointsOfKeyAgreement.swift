import Algorithms

extension KeyAgreementFunction {
    /// The operations of the function that are timed.
    var points: [(name: String, workload: KeyAgreementWorkload)] {
        switch self {
        case .ellipticCurveSecret:
            agreements([.p256, .p384, .p521].map { ($0.rawValue, .curve($0)) })
        case .finiteFieldSecret:
            agreements(groups.map { ($0.rawValue, .group($0)) })
        case .safePrimeKeyGen:
            groups.map { ($0.rawValue, .generateKey($0)) }
        // The same operation as those, or a part of one.
        case .cofactorPrimitive, .safePrimeKeyVer: []
        }
    }

    private func agreements(
        _ domains: [(name: String, domain: KeyAgreementDomain)]
    ) -> [(name: String, workload: KeyAgreementWorkload)] {
        domains.map { ("\($0.name) agree", .agree($0.domain)) }
            + domains.map { ("\($0.name) agree anew", .agreeAnew($0.domain)) }
    }

    private var groups: [SafePrimeGroup] { [.ffdhe2048, .ffdhe3072] }
}
