package import Algorithms
package import Approval

/// What a module offers and the gate lets pass, as an ACVP registration says it (ACVP,
/// registration of algorithms). It is derived: from the one table, by asking the gate.
package struct Capabilities {
    /// One object for each algorithm and mode, in the order of the table.
    package let registrations: [JSON]

    /// - Parameter dialect: whose client will ask; nil for all that can be tested with files.
    package init(_ gate: Gate, for dialect: Dialect? = nil) throws(ModuleError) {
        let inquiry = Inquiry(gate: gate, dialect: dialect)
        var registrations: [JSON] = []
        for algorithm in Algorithm.table {
            let name = Inquiry.registeredName(of: algorithm)
            if let dialect, !dialect.algorithms.contains(name.algorithm) { continue }
            for members in try inquiry.capabilities(of: algorithm) {
                registrations.append(.object(name.members + members))
            }
        }
        self.registrations = registrations
    }
}

/// Asks one gate what it offers.
struct Inquiry {
    typealias Members = [JSON.Member]

    let gate: Gate
    let dialect: Dialect?

    /// Whether the question has an answer. A module that fails is not one that offers nothing.
    func offers(
        _ question: (Gate) throws(ServiceError) -> Void
    ) throws(ModuleError) -> Bool {
        do throws(ServiceError) {
            try question(gate)
            return true
        } catch {
            switch error {
            case .refused, .module(.notOffered): return false
            case .module(let error): throw error
            }
        }
    }

    func those<Candidate>(
        _ candidates: [Candidate],
        _ question: (Gate, Candidate) throws(ServiceError) -> Void
    ) throws(ModuleError) -> [Candidate] {
        var offered: [Candidate] = []
        for candidate in candidates {
            let isOffered = try offers { (gate) throws(ServiceError) in
                try question(gate, candidate)
            }
            if isOffered { offered.append(candidate) }
        }
        return offered
    }

    /// None where nothing of the algorithm is offered.
    func capabilities(of algorithm: Algorithm) throws(ModuleError) -> [Members] {
        switch algorithm.kind {
        case .gcm: try gcm()
        case .gmac: try gmac()
        // The name of a folder of vectors; it is registered as CCM.
        case .ccm: algorithm.name == "ACVP-AES-CCM" ? try ccm() : []
        case .blockCipher(let mode): try blockCipher(mode)
        case .keyWrap(let padded): try keyWrap(padded: padded)
        case .cmac: try cmac()
        case .digest(let hash): try digest(hash)
        case .extendableOutput(let function): try extendableOutput(function)
        case .hmac(let hash): try hmac(hash)
        case .ctrDRBG: try ctrDRBG()
        case .hashDRBG: try hashBasedDRBG { .hash($0) }
        case .hmacDRBG: try hashBasedDRBG { .hmac($0) }
        case .ecdsaKeyGen: try keyGeneration()
        case .ecdsaKeyVer: try keyValidation()
        case .ecdsaSigGen:
            try signatures { (gate, curve, hash) throws(ServiceError) in
                _ = try gate.signatureScheme(
                    curve, hashingWith: hash, for: [.signing(curve, hash)])
            }
        case .ecdsaSigVer:
            try signatures { (gate, curve, hash) throws(ServiceError) in
                _ = try gate.signatureScheme(
                    curve, hashingWith: hash, for: [.verifying(curve, hash)])
            }
        case .detECDSASigGen: try deterministicSignatures()
        case .sha3Derived(let function): try sha3Derived(function)
        case .keyDerivation(let function): try keyDerivation(function)
        case .keyAgreement(let function): try keyAgreement(function)
        case .postQuantum(let function): try postQuantum(function)
        case .rsa(let function): try rsa(function)
        case .eddsa(let function): try eddsa(function)
        }
    }

    /// Algorithm, mode and revision: what a registration begins with.
    static func registeredName(of row: Algorithm) -> (algorithm: String, members: Members) {
        var members = [JSON.Member("algorithm", .string(row.nameWithoutMode))]
        if let mode = row.mode { members.append(JSON.Member("mode", .string(mode))) }
        // The first revision is the one that every client knows, but where there are modes, in
        // SP 800-56A, 56C and in FIPS 186, the last has taken the place of those before it.
        let isLatest =
            row.mode != nil || row.family == .keyDerivation || row.family == .keyAgreement
        let revision = isLatest ? row.revisions.last : row.revisions.first
        members.append(JSON.Member("revision", .string(revision ?? "1.0")))
        return (row.nameWithoutMode, members)
    }
}

extension JSON.Member {
    init(_ name: String, _ value: JSON) {
        self.init(name: name, value: value)
    }
}

extension JSON {
    /// Lengths in bits, all of whole bytes.
    static func lengths(_ range: ClosedRange<Int>, step: Int = 8) -> JSON {
        [
            [
                "min": .integer(range.lowerBound), "max": .integer(range.upperBound),
                "increment": .integer(step),
            ]
        ]
    }
}
