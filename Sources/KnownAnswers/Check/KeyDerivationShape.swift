import Algorithms

extension AnswerShape {
    static func form(of function: KeyDerivationFunction, _ type: String) -> Form {
        if type == "VAL" { return .verdict }
        return switch function {
        case .hkdf, .oneStep, .oneStepNoCounter, .twoStep: .fields(["dkm"])
        case .keyBased: .fields(["fixedData", "keyOut"])
        case .kmac, .password, .ansX942: .fields(["derivedKey"])
        case .ansX963: .fields(["keyData"])
        case .tls12: .fields(["masterSecret", "keyBlock"])
        case .tls13:
            .fields([
                "clientEarlyTrafficSecret", "earlyExporterMasterSecret",
                "clientHandshakeTrafficSecret", "serverHandshakeTrafficSecret",
                "clientApplicationTrafficSecret", "serverApplicationTrafficSecret",
                "exporterMasterSecret", "resumptionMasterSecret",
            ])
        case .ssh:
            .fields([
                "initialIvClient", "initialIvServer", "encryptionKeyClient",
                "encryptionKeyServer", "integrityKeyClient", "integrityKeyServer",
            ])
        }
    }
}
