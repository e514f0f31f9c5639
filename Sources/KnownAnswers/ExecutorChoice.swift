import Algorithms
import Approval

extension GroupRun {
    /// Chooses the executor: the one place that knows which kind and test type has which shape.
    mutating func execute<Reader: VectorReader & ~Escapable & ~Copyable>(
        _ group: VectorGroup, _ reader: inout Reader, _ vector: inout VectorCase
    ) throws(VectorError) {
        let peers = peers
        let type = group.text(.testType) ?? "missing"
        switch (group.algorithm.kind, type) {
        case (.digest, _), (.extendableOutput, _):
            try executeHash(group, type, &reader, &vector)
        case (.blockCipher(let mode), "MCT"):
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try BlockCipherMonteCarloTest(group, mode, gate)
            }
        case (.ecdsaKeyGen, "AFT"), (.ecdsaKeyVer, "AFT"), (.ecdsaSigGen, "AFT"),
            (.ecdsaSigVer, "AFT"), (.detECDSASigGen, "AFT"):
            try executeSignature(group, &reader, &vector)
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
        case (.gmac, "AFT"):
            try executeSpecialized(group, &reader, &vector) { gate throws(Obstacle) in
                try GMACTest(group, gate)
            }
        case (.cmac, "AFT"):
            try executeSpecialized(group, &reader, &vector) { gate throws(Obstacle) in
                try MessageAuthenticationTest(group, .cmac, gate)
            }
        case (.hmac(let hash), "AFT"):
            try executeSpecialized(group, &reader, &vector) { gate throws(Obstacle) in
                try MessageAuthenticationTest(group, .hmac(hash), gate)
            }
        case (.ctrDRBG, "AFT"), (.hashDRBG, "AFT"), (.hmacDRBG, "AFT"):
            try execute(group, &reader, &vector) { gate throws(Obstacle) in
                try RandomBitGeneratorTest(group, gate)
            }
        case (.sha3Derived(let function), _):
            try executeSHA3Derived(group, function, type, &reader, &vector)
        case (.keyDerivation(let function), "AFT"), (.keyDerivation(let function), "VAL"):
            try executeKeyDerivation(group, function, &reader, &vector)
        case (.keyAgreement(let function), _):
            try executeKeyAgreement(group, function, type, &reader, &vector)
        case (.postQuantum(let function), _):
            if try executePostQuantum(function, group, type, &reader, &vector) { return }
            try leaveOut(group, type, &reader, &vector)
        case (.rsa(let function), _):
            try executeRSA(function, group, type, &reader, &vector)
        case (.eddsa(let function), _):
            try executeEdDSA(function, group, type, &reader, &vector)
        default: try leaveOut(group, type, &reader, &vector)
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
