import Algorithms

/// What the answer to a case looks like, by the kind of its algorithm and what its group asks.
struct AnswerShape: Equatable {
    enum Form: Equatable {
        /// Every one of these.
        case fields([String])
        /// `resultsArray` of a Monte Carlo test, with these in each of its 100 entries.
        case results([String])
        /// The plaintext, or that there is none.
        case plaintext
        /// The named octets, or that there are none.
        case octets(String)
        case verdict
    }

    let form: Form
    /// What the answer gives for the group as a whole.
    let groupFields: [String]
    /// Whether two right answers may differ: keys, signatures, and IVs of the module's own.
    let isRandom: Bool

    /// Nil for what is not in the table of algorithms.
    init?(set: JSONTree, group: JSONTree, question: JSONTree) {
        let mode = set["mode"]?.string ?? ""
        let name = set["algorithm"]?.string ?? ""
        guard let algorithm = Algorithm.named(mode.isEmpty ? name : "\(name)-\(mode)") else {
            return nil
        }
        let type = group["testType"]?.string ?? ""
        let encrypts = group["direction"]?.string == "encrypt"
        let isOldRevision = set["revision"]?.string == "1.0"
        var groupFields: [String] = []
        var isRandom = false
        switch algorithm.kind {
        case .gcm:
            isRandom = encrypts && group["ivGen"]?.string == "internal"
            form = encrypts ? .fields(isRandom ? ["iv", "ct", "tag"] : ["ct", "tag"]) : .plaintext
        case .gmac:
            isRandom = encrypts && group["ivGen"]?.string == "internal"
            form = encrypts ? .fields(isRandom ? ["iv", "tag"] : ["tag"]) : .verdict
        case .ccm, .keyWrap: form = encrypts ? .fields(["ct"]) : .plaintext
        case .blockCipher(let mode) where type == "MCT":
            form = .results(mode == .ecb ? ["key", "pt", "ct"] : ["key", "iv", "pt", "ct"])
        case .blockCipher(let mode):
            // NIST leaves the first counter block to the implementation.
            isRandom = mode == .ctr && encrypts && question["iv"] == nil
            form = .fields(isRandom ? ["iv", "ct"] : [encrypts ? "ct" : "pt"])
        case .cmac, .hmac:
            form = group["direction"]?.string == "ver" ? .verdict : .fields(["mac"])
        case .digest: form = type == "MCT" ? .results(["md"]) : .fields(["md"])
        case .extendableOutput:
            let fields = isOldRevision ? ["md", "outLen"] : ["md"]
            form = type == "MCT" ? .results(["md", "outLen"]) : .fields(fields)
        case .ctrDRBG, .hashDRBG, .hmacDRBG: form = .fields(["returnedBits"])
        case .ecdsaKeyGen:
            isRandom = true
            form = .fields(["d", "qx", "qy"])
        case .ecdsaSigGen, .detECDSASigGen:
            isRandom = true
            form = .fields(["r", "s"])
            groupFields = ["qx", "qy"]
        case .ecdsaKeyVer, .ecdsaSigVer: form = .verdict
        case .sha3Derived(let function): form = AnswerShape.form(of: function, type)
        case .keyDerivation(let function):
            form = AnswerShape.form(of: function, type)
            // The fixed data is the implementation's own (SP 800-108 JSON specification).
            isRandom = function == .keyBased
        case .keyAgreement(let function):
            isRandom = type == "AFT" && function != .safePrimeKeyVer
            form = AnswerShape.form(ofKeyAgreement: function, type, group)
        case .postQuantum(let function):
            (form, isRandom) = function.answer(group: group, question: question)
        case .rsa(let function):
            (form, groupFields, isRandom) = AnswerShape.rsa(function, group)
        case .eddsa(let function):
            (form, groupFields, isRandom) = AnswerShape.eddsa(function)
        }
        self.isRandom = isRandom
        self.groupFields = groupFields
    }

    /// What is wrong with the form of an answer.
    func faults(_ answer: JSONTree) -> [String] {
        switch form {
        case .fields(let names): return AnswerShape.missing(names, in: answer, at: "")
        case .verdict: return AnswerShape.verdictFault(answer).map { [$0] } ?? []
        case .plaintext:
            if answer["testPassed"] == .literal("false") { return [] }
            if answer["testPassed"] != nil, let fault = AnswerShape.verdictFault(answer) {
                return [fault]
            }
            return AnswerShape.missing(["pt"], in: answer, at: "")
        case .octets(let name):
            if answer["testPassed"] == .literal("false") { return [] }
            if answer["testPassed"] != nil, let fault = AnswerShape.verdictFault(answer) {
                return [fault]
            }
            return AnswerShape.missing([name], in: answer, at: "")
        case .results(let names):
            guard let results = answer["resultsArray"] else { return ["there is no resultsArray"] }
            if results.elements.count != AnswerShape.rounds {
                return [
                    "resultsArray has \(results.elements.count) entries, "
                        + "not \(AnswerShape.rounds)"
                ]
            }
            return results.elements.enumerated().flatMap { index, entry in
                AnswerShape.missing(names, in: entry, at: "resultsArray[\(index)].")
            }
        }
    }

    /// What the published answer says, as far as it is of this form: NIST adds a length of 0 to
    /// some Monte Carlo answers.
    func compared(_ published: JSONTree) -> JSONTree {
        let names: [String]
        switch form {
        case .fields(let fields): names = fields
        case .results: names = ["resultsArray"]
        case .plaintext: names = published["testPassed"] == .literal("false") ? [] : ["pt"]
        case .octets(let name):
            names = published["testPassed"] == .literal("false") ? [] : [name]
        case .verdict: names = []
        }
        return .object(
            published.members.filter { member in
                member.name == "testPassed" && names.isEmpty || names.contains(member.name)
            })
    }

    /// A Monte Carlo test has 100 rounds (AESAVS, section 6.4; SHAVS, section 6.4).
    private static let rounds = 100

    private static func verdictFault(_ answer: JSONTree) -> String? {
        switch answer["testPassed"] {
        case .literal("true"), .literal("false"): nil
        case nil: "there is no testPassed"
        case let other?: "testPassed is '\(other.shown)', not true or false"
        }
    }

    private static func missing(
        _ names: [String], in answer: JSONTree, at path: String
    ) -> [String] {
        names.filter { answer[$0] == nil }.map { "there is no \(path)\($0)" }
    }
}
