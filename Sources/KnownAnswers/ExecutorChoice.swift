import Algorithms
import Approval

extension GroupRun {
    /// Chooses the executor: the one place that knows which kind and test type has which shape. A
    /// kind without one does not compile.
    mutating func execute<Reader: VectorReader & ~Escapable & ~Copyable>(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase
    ) throws(VectorError) {
        let type = group.text(.testType) ?? "missing"
        switch group.algorithm.kind {
        case .sha3Derived(let function):
            return try executeSHA3Derived(group, function, type, &reader, &vector)
        case .keyAgreement(let function):
            return try executeKeyAgreement(group, function, type, &reader, &vector)
        case .postQuantum(let function):
            if try executePostQuantum(function, group, type, &reader, &vector) { return }
        case .rsa(let function):
            return try executeRSA(function, group, type, &reader, &vector)
        case .eddsa(let function):
            return try executeEdDSA(function, group, type, &reader, &vector)
        case .keyDerivation(let function):
            if ["AFT", "VAL"].contains(type) {
                return try executeKeyDerivation(group, function, &reader, &vector)
            }
        case .digest, .extendableOutput:
            return try executeHash(group, type, &reader, &vector)
        case .blockCipher, .gcm, .ccm, .keyWrap:
            return try executeCipher(group, type, &reader, &vector)
        case .gmac, .cmac, .hmac:
            if type == "AFT" { return try executeCode(group, &reader, &vector) }
        case .ctrDRBG, .hashDRBG, .hmacDRBG:
            if type == "AFT" {
                return try execute(group, &reader, &vector) { gate throws(Obstacle) in
                    try RandomBitGeneratorTest(group, gate)
                }
            }
        case .ecdsaKeyGen, .ecdsaKeyVer, .ecdsaSigGen, .ecdsaSigVer, .detECDSASigGen:
            if type == "AFT" { return try executeSignature(group, &reader, &vector) }
        }
        try leaveOut(group, type, &reader, &vector)
    }

    private mutating func executeCipher<Reader: VectorReader & ~Escapable & ~Copyable>(
        _ group: VectorGroup, _ type: String, _ reader: inout Reader, _ vector: inout VectorCase
    ) throws(VectorError) {
        let peers = peers
        switch (group.algorithm.kind, type) {
        case (.blockCipher(let mode), "MCT"):
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try BlockCipherMonteCarloTest(group, mode, gate)
            }
        case (.blockCipher(.xts), "AFT"):
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try XTSTest(group, gate)
            }
        case (.blockCipher(let mode), "AFT"):
            try executeSpecialized(group, &reader, &vector) { gate throws(Obstacle) in
                try BlockCipherTest(group, mode, gate, peers)
            }
        case (.gcm, "AFT"):
            try executeSpecialized(group, &reader, &vector) { gate throws(Obstacle) in
                try AuthenticatedCipherTest(group, .gcm, gate, peers)
            }
        case (.ccm, "AFT"):
            try executeSpecialized(group, &reader, &vector) { gate throws(Obstacle) in
                try AuthenticatedCipherTest(group, .ccm, gate, peers)
            }
        case (.keyWrap(let padded), "AFT"):
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try KeyWrapTest(group, padded: padded, gate)
            }
        default: try leaveOut(group, type, &reader, &vector)
        }
    }

    private mutating func executeCode<Reader: VectorReader & ~Escapable & ~Copyable>(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase
    ) throws(VectorError) {
        switch group.algorithm.kind {
        case .gmac:
            try executeSpecialized(group, &reader, &vector) { gate throws(Obstacle) in
                try GMACTest(group, gate)
            }
        case .hmac(let hash):
            try executeSpecialized(group, &reader, &vector) { gate throws(Obstacle) in
                try MessageAuthenticationTest(group, .hmac(hash), gate)
            }
        default:
            try executeSpecialized(group, &reader, &vector) { gate throws(Obstacle) in
                try MessageAuthenticationTest(group, .cmac, gate)
            }
        }
    }

    private mutating func executeHash<Reader: VectorReader & ~Escapable & ~Copyable>(
        _ group: VectorGroup, _ type: String, _ reader: inout Reader, _ vector: inout VectorCase
    ) throws(VectorError) {
        switch (group.algorithm.kind, type) {
        case (.digest(let hash), "AFT"):
            try executeSpecialized(group, &reader, &vector) { gate throws(Obstacle) in
                try DigestTest(hash, gate)
            }
        case (.digest(let hash), "MCT"):
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try DigestMonteCarloTest(group, hash, gate)
            }
        case (.digest(let hash), "LDT"):
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try LargeDataTest(hash, gate)
            }
        case (.extendableOutput(let function), "AFT"), (.extendableOutput(let function), "VOT"):
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try ExtendableOutputTest(group, function, gate)
            }
        case (.extendableOutput(let function), "MCT"):
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try ExtendableOutputMonteCarloTest(group, function, gate)
            }
        default: try leaveOut(group, type, &reader, &vector)
        }
    }

    private mutating func executeSignature<Reader: VectorReader & ~Escapable & ~Copyable>(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase
    ) throws(VectorError) {
        let peers = peers
        switch group.algorithm.kind {
        case .ecdsaKeyGen:
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try KeyGenerationTest(group, gate, peers)
            }
        case .ecdsaKeyVer:
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try KeyVerificationTest(group, gate)
            }
        case .ecdsaSigVer:
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try SignatureVerificationTest(group, gate)
            }
        default:
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try SignatureGenerationTest(
                    group, deterministic: group.algorithm.kind == .detECDSASigGen, gate, peers)
            }
        }
    }

    /// No executor: every case is counted with the reason.
    mutating func leaveOut<Reader: VectorReader & ~Escapable & ~Copyable>(
        _ group: VectorGroup, _ type: String, _ reader: inout Reader, _ vector: inout VectorCase
    ) throws(VectorError) {
        try execute(group, &reader, &vector) { _ throws(Obstacle) in
            throw .unsupported(Unsupported(.testType, "testType \(type)"))
        }
    }
}
