import Algorithms

extension AnswerShape {
    static func form(
        ofKeyAgreement function: KeyAgreementFunction, _ type: String, _ group: JSONTree
    ) -> Form {
        switch function {
        case .safePrimeKeyGen: return .fields(["x", "y"])
        case .safePrimeKeyVer: return .verdict
        case .ellipticCurveSecret, .cofactorPrimitive, .finiteFieldSecret: break
        }
        if type == "VAL" { return .verdict }
        let isHashed = (group["hashFunctionZ"]?.string ?? "none") != "none"
        let parts = try? AgreementParts(
            function, scheme: group["scheme"]?.string, role: group["kasRole"]?.string)
        let keys = parts?.own.flatMap { $0.numbers.map(\.name) } ?? []
        return .fields(keys + [isHashed ? "hashZ" : "z"])
    }
}

extension JSONTree {
    /// Of a vector set, the groups that ask for secrets with keys of the module's own.
    var agreementsWithOwnKeys: [Int] {
        let (name, mode) = (self["algorithm"]?.string ?? "", self["mode"]?.string ?? "")
        switch Algorithm.named(mode.isEmpty ? name : "\(name)-\(mode)")?.kind {
        case .keyAgreement(.ellipticCurveSecret), .keyAgreement(.cofactorPrimitive),
            .keyAgreement(.finiteFieldSecret):
            let groups = self["testGroups"]?.elements ?? []
            return groups.filter { $0["testType"]?.string == "AFT" }
                .compactMap { $0["tgId"]?.integer }
        default: return []
        }
    }
}
