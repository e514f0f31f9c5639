import Algorithms
import Approval

extension VectorGroup {
    func executor(
        of function: RSAFunction, _ gate: Gate, _ peers: [Gate]
    ) throws(Obstacle) -> any CaseExecutor {
        switch (function, testType) {
        case (.keyGen, "AFT"), (.keyGen, "GDT"), (.keyGen, "KAT"):
            try RSAKeyGenerationTest(self, gate, peers)
        case (.sigGen, "GDT"), (.sigGen, "AFT"):
            try RSASignatureGenerationTest(self, gate, peers)
        case (.sigVer, "GDT"), (.sigVer, "AFT"):
            try RSASignatureVerificationTest(self, gate)
        case (.signaturePrimitive, "AFT"), (.decryptionPrimitive, "AFT"):
            try RSAPrimitiveTest(self, signing: function == .signaturePrimitive, gate)
        default: throw unsupportedTestType
        }
    }

    func executor(
        of function: EdDSAFunction, _ gate: Gate, _ peers: [Gate]
    ) throws(Obstacle) -> any CaseExecutor {
        switch (function, testType) {
        case (.keyGen, "AFT"): try EdwardsKeyGenerationTest(self, gate, peers)
        case (.keyVer, "AFT"): try EdwardsKeyVerificationTest(self, gate)
        // A bit flip test asks for the same of messages that differ in one bit.
        case (.sigGen, "AFT"), (.sigGen, "BFT"):
            try EdwardsSignatureGenerationTest(self, gate, peers)
        case (.sigVer, "AFT"): try EdwardsSignatureVerificationTest(self, gate)
        default: throw unsupportedTestType
        }
    }
}

extension VectorGroup {
    /// `modulo`, which the signature primitive of revision 1.0 calls `modulus`.
    func requireModulusBits() throws(Unsupported) -> Int {
        if let bits = try integer(.modulo) { return bits }
        return try requireInteger(.modulus)
    }

    /// The scheme of a group of signatures.
    func requireRSAScheme() throws(Unsupported) -> RSAScheme {
        let name = try require(.hashAlg)
        guard let digest = SignatureHash(named: name) else {
            throw Unsupported(.notInTable, "hashAlg \(name)")
        }
        switch try require(.sigType) {
        case "pkcs1v1.5": return RSAScheme(.pkcs1, digest)
        case "ansx9.31": return RSAScheme(.x931, digest)
        case "pss":
            let saltBytes = try requireInteger(.saltLen)
            return RSAScheme(.pss(saltBytes: saltBytes, mask: try mask(digest)), digest)
        case let other: throw Unsupported(.testType, "sigType \(other)")
        }
    }

    /// Groups of FIPS 186-4 name no mask: it had none but MGF1 with the message's hash.
    private func mask(_ digest: SignatureHash) throws(Unsupported) -> RSAMask {
        switch text(.maskFunction) {
        case nil, "mgf1":
            guard let name = text(.maskHash) else { return .mgf1(digest) }
            guard let hash = SignatureHash(named: name) else {
                throw Unsupported(.notInTable, "a mask by MGF1 with \(name)")
            }
            return .mgf1(hash)
        case "shake-128": return .extendable(.shake128)
        case "shake-256": return .extendable(.shake256)
        case let other?: throw Unsupported(.testType, "maskFunction \(other)")
        }
    }

    func requireEdwardsCurve() throws(Unsupported) -> EdwardsCurve {
        let name = try require(.curve)
        guard let curve = EdwardsCurve(rawValue: name) else {
            throw Unsupported(.notInTable, "curve \(name)")
        }
        return curve
    }
}

extension Span where Element == UInt8 {
    /// The bits of a big-endian number.
    var significantBits: Int {
        for index in indices where self[index] != 0 {
            return 8 * (count - index) - self[index].leadingZeroBitCount
        }
        return 0
    }

    var isOdd: Bool { !isEmpty && self[count - 1] & 1 == 1 }
}
