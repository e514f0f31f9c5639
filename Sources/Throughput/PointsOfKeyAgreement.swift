import Algorithms

extension KeyAgreementFunction {
    /// The operations of the function that are timed.
    var points: [(name: String, workload: KeyAgreementWorkload)] {
        switch self {
        case .ellipticCurveSecret:
            [Curve.p256, .p384, .p521].map { ("\($0.rawValue) agree", .agree(.curve($0))) }
        case .finiteFieldSecret:
            groups.map { ("\($0.rawValue) agree", .agree(.group($0))) }
        case .safePrimeKeyGen:
            groups.map { ($0.rawValue, .generateKey($0)) }
        // The same operation as those, or a part of one.
        case .cofactorPrimitive, .safePrimeKeyVer: []
        }
    }

    private var groups: [SafePrimeGroup] { [.ffdhe2048, .ffdhe3072] }
}
