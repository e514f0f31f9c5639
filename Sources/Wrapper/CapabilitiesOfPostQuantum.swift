import Algorithms
import Approval

extension Inquiry {
    /// The clients of the wrapper have no commands for them here: files alone do.
    func postQuantum(_ function: PostQuantumFunction) throws(ModuleError) -> [Members] {
        if dialect != nil { return [] }
        switch function {
        case .keyGeneration(.mlKEM):
            let sets = try encapsulations { [.keyGeneration($0)] }
            return sets.isEmpty ? [] : [[JSON.Member("parameterSets", .strings(sets))]]
        case .encapsulation:
            let sets = try encapsulations {
                [.encapsulation($0), .decapsulation($0), .keyValidation($0)]
            }
            if sets.isEmpty { return [] }
            let functions = [
                "encapsulation", "decapsulation", "encapsulationKeyCheck",
                "decapsulationKeyCheck",
            ]
            return [
                [
                    JSON.Member("parameterSets", .strings(sets)),
                    JSON.Member("functions", .strings(functions)),
                ]
            ]
        case .keyGeneration(.lms), .signatureGeneration(.lms): return []
        case .signatureVerification(.lms): return try statefulVerification()
        case .keyGeneration(let scheme):
            let sets = try signatures(scheme) { .keyGeneration($0) }
            return sets.isEmpty ? [] : [[JSON.Member("parameterSets", .strings(sets))]]
        case .signatureGeneration(let scheme):
            let sets = try signatures(scheme) { .signatureGeneration($0, preHash: nil) }
            return postQuantumSignatures(scheme, sets, generating: true)
        case .signatureVerification(let scheme):
            let sets = try signatures(scheme) { .signatureVerification($0, preHash: nil) }
            return postQuantumSignatures(scheme, sets, generating: false)
        }
    }

    private func encapsulations(
        _ services: (PostQuantumParameters) -> [PostQuantumService]
    ) throws(ModuleError) -> [String] {
        try those(PostQuantumParameters.all(of: .mlKEM)) {
            (gate, parameters) throws(ServiceError) in
            _ = try gate.keyEncapsulation(parameters, for: services(parameters))
        }.map(\.rawValue)
    }

    private func signatures(
        _ scheme: PostQuantumScheme, _ service: (PostQuantumParameters) -> PostQuantumService
    ) throws(ModuleError) -> [String] {
        try those(PostQuantumParameters.all(of: scheme)) {
            (gate, parameters) throws(ServiceError) in
            _ = try gate.postQuantumSignature(parameters, for: [service(parameters)])
        }.map(\.rawValue)
    }

    /// A hash function that is too weak for a parameter set is not registered with it.
    private func postQuantumSignatures(
        _ scheme: PostQuantumScheme, _ sets: [String], generating: Bool
    ) -> [Members] {
        if sets.isEmpty { return [] }
        let capabilities = sets.compactMap { PostQuantumParameters(rawValue: $0) }.map { one in
            JSON.object([
                JSON.Member("parameterSets", .strings([one.rawValue])),
                JSON.Member("messageLength", .lengths(8...65536)),
                JSON.Member(
                    "hashAlgs",
                    .strings(
                        SignatureHash.preHashes.filter { $0.strengthBits >= one.strengthBits }.map(
                            \.name))),
                JSON.Member(
                    "contextLength",
                    .lengths(0...8 * PostQuantumParameters.maximumContextBytes)),
            ])
        }
        var members = [JSON.Member("signatureInterfaces", ["external", "internal"])]
        if scheme == .mlDSA { members.append(JSON.Member("externalMu", [true, false])) }
        members.append(JSON.Member("preHash", ["pure", "preHash"]))
        if generating { members.append(JSON.Member("deterministic", [true, false])) }
        members.append(JSON.Member("capabilities", .array(capabilities)))
        return [members]
    }

    /// NIST has each height and width once (SP 800-208, section 4): all of them are verified by a
    /// module that verifies any.
    private func statefulVerification() throws(ModuleError) -> [Members] {
        let isOffered = try offers { (gate) throws(ServiceError) in
            _ = try gate.statefulSignature(verifying: true)
        }
        if !isOffered { return [] }
        let hashes = ["SHA256_M24", "SHA256_M32", "SHAKE_M24", "SHAKE_M32"]
        let modes = hashes.flatMap { hash in
            [5, 10, 15, 20, 25].map { "LMS_\(hash)_H\($0)" }
        }
        let widths = ["SHA256_N24", "SHA256_N32", "SHAKE_N24", "SHAKE_N32"]
        let oneTimeModes = widths.flatMap { hash in
            [1, 2, 4, 8].map { "LMOTS_\(hash)_W\($0)" }
        }
        return [
            [
                JSON.Member(
                    "capabilities",
                    .object([
                        JSON.Member("lmsModes", .strings(modes)),
                        JSON.Member("lmOtsModes", .strings(oneTimeModes)),
                    ]))
            ]
        ]
    }
}
