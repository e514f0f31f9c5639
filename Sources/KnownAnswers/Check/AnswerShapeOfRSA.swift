import Algorithms

extension AnswerShape {
    /// The form of an answer, what it gives for the group, and whether it is random.
    static func rsa(
        _ function: RSAFunction, _ group: JSONTree
    ) -> (form: Form, groupFields: [String], isRandom: Bool) {
        switch function {
        case .keyGen:
            if group["testType"]?.string == "KAT" { return (.verdict, [], false) }
            let remainders = group["keyFormat"]?.string == "crt"
            let secrets = remainders ? ["dmp1", "dmq1", "iqmp"] : ["d"]
            return (.fields(["n", "e", "p", "q"] + secrets), [], true)
        case .sigGen: return (.fields(["signature"]), ["n", "e"], true)
        case .sigVer: return (.verdict, [], false)
        case .signaturePrimitive: return (.octets("signature"), [], false)
        case .decryptionPrimitive: return (.plaintext, [], false)
        }
    }

    static func eddsa(
        _ function: EdDSAFunction
    ) -> (form: Form, groupFields: [String], isRandom: Bool) {
        switch function {
        case .keyGen: (.fields(["d", "q"]), [], true)
        case .keyVer, .sigVer: (.verdict, [], false)
        // The key is the answering module's own, so that no two answers agree.
        case .sigGen: (.fields(["signature"]), ["q"], true)
        }
    }
}
