import Algorithms
import Approval

extension VectorGroup {
    var testType: String { text(.testType) ?? "missing" }

    /// No executor has cases of this test type.
    var unsupportedTestType: Obstacle {
        .unsupported(Unsupported(.testType, "testType \(testType)"))
    }

    /// The executor of the group's cases on one module: the one place that knows which kind and
    /// test type has which shape. A kind without one does not compile.
    ///
    /// - Parameter peers: the modules that verify random answers.
    func executor(_ gate: Gate, _ peers: [Gate]) throws(Obstacle) -> any CaseExecutor {
        if let shortForm { return try executor(of: shortForm, gate, peers) }
        switch algorithm.kind {
        case .digest, .extendableOutput: return try hashExecutor(gate)
        case .blockCipher, .keyWrap: return try cipherExecutor(gate)
        case .gcm, .ccm, .gmac, .hmac, .cmac: throw unsupportedTestType
        case .sha3Derived(let function): return try executor(of: function, gate)
        case .keyAgreement(let function): return try executor(of: function, gate, peers)
        case .postQuantum(let function): return try executor(of: function, gate, peers)
        case .rsa(let function): return try executor(of: function, gate, peers)
        case .eddsa(let function): return try executor(of: function, gate, peers)
        case .keyDerivation(let function): return try executor(of: function, gate)
        case .ctrDRBG, .hashDRBG, .hmacDRBG: return try RandomBitGeneratorTest(onlyAFT(), gate)
        case .ecdsaKeyGen: return try KeyGenerationTest(onlyAFT(), gate, peers)
        case .ecdsaKeyVer: return try KeyVerificationTest(onlyAFT(), gate)
        case .ecdsaSigVer: return try SignatureVerificationTest(onlyAFT(), gate)
        case .ecdsaSigGen, .detECDSASigGen:
            return try SignatureGenerationTest(
                onlyAFT(), deterministic: algorithm.kind == .detECDSASigGen, gate, peers)
        }
    }

    /// Nil for a group whose cases take longer.
    var shortForm: ShortForm? {
        if testType != "AFT" { return nil }
        switch algorithm.kind {
        case .digest(let hash): return .digest(hash)
        case .gmac: return .gmac
        case .hmac(let hash): return .authentication(.hmac(hash))
        case .cmac: return .authentication(.cmac)
        case .gcm: return .authenticatedCipher(.gcm)
        case .ccm: return .authenticatedCipher(.ccm)
        case .blockCipher(let mode): return mode == .xts ? nil : .blockCipher(mode)
        default: return nil
        }
    }

    private func executor(
        of form: ShortForm, _ gate: Gate, _ peers: [Gate]
    ) throws(Obstacle) -> any CaseExecutor {
        switch form {
        case .digest(let hash): try DigestTest(hash, gate)
        case .gmac: try GMACTest(self, gate)
        case .authentication(let code): try MessageAuthenticationTest(self, code, gate)
        case .authenticatedCipher(let mode): try AuthenticatedCipherTest(self, mode, gate, peers)
        case .blockCipher(let mode): try BlockCipherTest(self, mode, gate, peers)
        }
    }

    /// This group, of an algorithm that has a single test type.
    private func onlyAFT() throws(Obstacle) -> VectorGroup {
        if testType != "AFT" { throw unsupportedTestType }
        return self
    }

    private func hashExecutor(_ gate: Gate) throws(Obstacle) -> any CaseExecutor {
        switch (algorithm.kind, testType) {
        case (.digest(let hash), "MCT"): try DigestMonteCarloTest(self, hash, gate)
        case (.digest(let hash), "LDT"): try LargeDataTest(hash, gate)
        case (.extendableOutput(let function), "AFT"), (.extendableOutput(let function), "VOT"):
            try ExtendableOutputTest(self, function, gate)
        case (.extendableOutput(let function), "MCT"):
            try ExtendableOutputMonteCarloTest(self, function, gate)
        default: throw unsupportedTestType
        }
    }

    private func cipherExecutor(_ gate: Gate) throws(Obstacle) -> any CaseExecutor {
        switch (algorithm.kind, testType) {
        case (.blockCipher(let mode), "MCT"): try BlockCipherMonteCarloTest(self, mode, gate)
        case (.blockCipher(.xts), "AFT"): try XTSTest(self, gate)
        case (.keyWrap(let padded), "AFT"): try KeyWrapTest(self, padded: padded, gate)
        default: throw unsupportedTestType
        }
    }
}
