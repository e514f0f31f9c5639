import Algorithms

extension Point {
    static func operations(of function: PostQuantumFunction) -> [Operation] {
        let all = function.operations.map { ($0.name, Workload.postQuantum($0.workload)) }
        // A key is generated in a context that nobody keeps.
        if case .keyGeneration = function { return all.map { .single($0.0, $0.1) } }
        return both(all)
    }
}

extension PostQuantumFunction {
    /// Named operations with what they time: every parameter set.
    fileprivate var operations: [(name: String, workload: PostQuantumWorkload)] {
        switch self {
        case .keyGeneration(let scheme):
            PostQuantumParameters.all(of: scheme).map { ($0.rawValue, .generateKey($0)) }
        case .encapsulation:
            PostQuantumParameters.all(of: .mlKEM).flatMap { parameters in
                [
                    ("\(parameters.rawValue) encapsulate", .encapsulate(parameters)),
                    ("\(parameters.rawValue) decapsulate", .decapsulate(parameters)),
                ]
            }
        case .signatureGeneration(let scheme):
            PostQuantumParameters.all(of: scheme).map { ($0.rawValue, .sign($0)) }
        case .signatureVerification(let scheme):
            PostQuantumParameters.all(of: scheme).map { ($0.rawValue, .verify($0)) }
        }
    }
}

extension Workload {
    /// Whether one operation may take a second, so that a short run leaves it out: the small sets
    /// of SLH-DSA trade time for bytes, and to verify one must sign once.
    var takesSeconds: Bool {
        guard case .postQuantum(let workload) = self else { return false }
        switch workload {
        case .generateKey(let parameters), .sign(let parameters), .verify(let parameters):
            return parameters.scheme == .slhDSA && parameters.rawValue.hasSuffix("s")
        case .encapsulate, .decapsulate: return false
        }
    }
}
