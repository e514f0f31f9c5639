extension Algorithm {
    /// The modes that ACVP keeps apart from the algorithm, where the table's names join both.
    private static let modes = [
        "keyGen", "keyVer", "sigGen", "sigVer", "encapDecap", "signaturePrimitive",
        "decryptionPrimitive", "ECMA", "CDH-Component", "HKDF", "OneStepNoCounter", "OneStep",
        "TwoStep", "KDF", "KMAC", "ssh", "ansix9.42", "ansix9.63",
    ]

    /// What a vector set calls `mode`: `sigGen` of `ECDSA-sigGen`; nil where there is none.
    package var mode: String? {
        Algorithm.modes.first { name.hasSuffix("-" + $0) }
    }

    /// What a vector set calls `algorithm`.
    package var nameWithoutMode: String {
        mode.map { String(name.dropLast($0.count + 1)) } ?? name
    }
}
