import Algorithms

extension PostQuantumFunction {
    /// What the answer to a case looks like, and whether two right ones may differ: what follows
    /// from a seed or from given randomness has one answer.
    func answer(
        group: JSONTree, question: JSONTree
    ) -> (form: AnswerShape.Form, isRandom: Bool) {
        switch self {
        case .keyGeneration(.mlKEM): return (.fields(["ek", "dk"]), question["d"] == nil)
        case .keyGeneration(.lms): return (.fields(["publicKey"]), false)
        case .keyGeneration:
            let isGiven = question["seed"] != nil || question["skSeed"] != nil
            return (.fields(["pk", "sk"]), !isGiven)
        case .encapsulation:
            switch group["function"]?.string {
            case "encapsulation": return (.fields(["c", "k"]), question["m"] == nil)
            case "decapsulation": return (.fields(["k"]), false)
            default: return (.verdict, false)
            }
        case .signatureGeneration:
            let isGiven = question["rnd"] != nil || question["additionalRandomness"] != nil
            let isDeterministic = group["deterministic"] == .literal("true")
            return (.fields(["signature"]), !isGiven && !isDeterministic)
        case .signatureVerification: return (.verdict, false)
        }
    }
}
