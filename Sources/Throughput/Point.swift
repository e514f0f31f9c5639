package import Algorithms

/// One thing timed: algorithm, operation and message bytes on one module.
package struct Point: Sendable, Hashable {
    /// The ACVP algorithm of the table that the point belongs to.
    package let algorithm: String
    package let family: String
    /// What distinguishes points of one algorithm: `AES-256 encrypt`, `P-256 sign`, `hash`.
    package let operation: String
    /// Bytes of one message; 0 where the operation has no message length.
    package let messageBytes: Int
    package let workload: Workload
}

/// How much is measured.
package enum Profile: String, Sendable, CaseIterable {
    case quick
    case standard
    case full

    /// Message lengths in bytes.
    var messageBytes: [Int] {
        switch self {
        case .quick: [16, 1024, 16384, 1 << 20]
        case .standard: [16, 256, 1024, 16384, 1 << 20]
        case .full: [16, 64, 256, 1024, 4096, 16384, 65536, 1 << 20]
        }
    }

    /// Rounds over all points, and batches of a point in each.
    var schedule: (rounds: Int, batches: Int) {
        switch self {
        case .quick: (3, 3)
        case .standard: (5, 5)
        case .full: (15, 7)
        }
    }
}

extension Point {
    /// Every point of every algorithm in the table, in its order.
    package static func all(_ profile: Profile) -> [Point] {
        all(messageBytes: profile.messageBytes).filter(profile.includes)
            .filter { profile == .full || !$0.workload.takesSeconds }
    }

    /// The same with these message lengths, where an operation has one and can be as long.
    package static func all(messageBytes: [Int]) -> [Point] {
        // The name of a folder of vectors, and no other mode than CCM.
        Algorithm.table.filter { $0.name != "ACVP-AES-CCM-ECMA" }.flatMap { algorithm in
            operations(of: algorithm.kind).flatMap { $0.points(of: algorithm, messageBytes) }
        }
    }

    /// A named operation, with or without a message length.
    enum Operation {
        case sized(String, atMost: Int = .max, (Int) -> Workload)
        case single(String, Workload)

        func points(of algorithm: Algorithm, _ messageBytes: [Int]) -> [Point] {
            switch self {
            case .sized(let name, let limit, let workload):
                messageBytes.filter { $0 <= limit }.map { bytes in
                    Point(
                        algorithm: algorithm.name, family: algorithm.family.rawValue,
                        operation: name, messageBytes: bytes, workload: workload(bytes))
                }
            case .single(let name, let workload):
                [
                    Point(
                        algorithm: algorithm.name, family: algorithm.family.rawValue,
                        operation: name, messageBytes: 0, workload: workload)
                ]
            }
        }
    }

    private static func operations(of kind: Algorithm.Kind) -> [Operation] {
        switch kind {
        case .gcm:
            [128, 192, 256].flatMap { bits in
                [
                    .sized("AES-\(bits) encrypt") { .seal(keyBits: bits, messageBytes: $0) },
                    .sized("AES-\(bits) decrypt") { .open(keyBits: bits, messageBytes: $0) },
                ]
            }
        case .gmac:
            [128, 192, 256].map { bits in
                .sized("AES-\(bits)") { .gmac(keyBits: bits, messageBytes: $0) }
            }
        case .digest(let hash):
            [.sized("hash") { .digest(hash, messageBytes: $0) }]
        case .ccm: operationsOfCCM()
        case .blockCipher(let mode): operations(of: mode)
        case .keyWrap(let padded): operationsOfKeyWrap(padded: padded)
        case .cmac: operationsOfCMAC()
        case .extendableOutput(let function):
            [.sized("hash") { .keccak(.expand(function, messageBytes: $0)) }]
        case .hmac(let hash):
            [
                .sized("generate") { .hmac(hash, messageBytes: $0) },
                .sized("generate reused") { .reusing(.hmac(hash, messageBytes: $0)) },
            ]
        case .ctrDRBG:
            [128, 192, 256].flatMap { bits in
                [true, false].map { derived in
                    generation(
                        derived ? "AES-\(bits)" : "AES-\(bits) no df",
                        .ctr(keyBits: bits, derivationFunction: derived))
                }
            }
        case .hashDRBG:
            [Hash.sha2_256, .sha2_512].map { generation($0.rawValue, .hash($0)) }
        case .hmacDRBG:
            [Hash.sha2_256, .sha2_512].map { generation($0.rawValue, .hmac($0)) }
        case .ecdsaKeyGen:
            curves.map { .single($0.rawValue, .generateKey($0)) }
        case .ecdsaKeyVer:
            curves.map { .single($0.rawValue, .validatePublicKey($0)) }
        case .ecdsaSigGen:
            both(curves.map { ($0.rawValue, .sign($0, $0.usualHash)) })
        case .ecdsaSigVer:
            both(curves.map { ($0.rawValue, .verify($0, $0.usualHash)) })
        case .detECDSASigGen:
            curves.map { .single($0.rawValue, .signDeterministically($0, $0.usualHash)) }
        case .sha3Derived(let function):
            [
                .sized(function.isKeyed ? "generate" : "hash") {
                    .keccak(.derive(function, messageBytes: $0))
                }
            ]
        case .keyDerivation(let function):
            function.workloads.map { .single($0.name, .keyDerivation($0.workload)) }
        case .keyAgreement(let function):
            function.points.map { .single($0.name, .keyAgreement($0.workload)) }
        case .postQuantum(let function):
            operations(of: function)
        case .rsa(.keyGen): rsa(.keyGen).map { .single($0.name, $0.workload) }
        case .rsa(let function): both(rsa(function))
        case .eddsa(.keyGen): eddsa(.keyGen).map { .single($0.name, $0.workload) }
        case .eddsa(let function): both(eddsa(function))
        }
    }

    /// In a context that is set up for each operation, and in one that is set up once.
    static func both(_ operations: [(name: String, workload: Workload)]) -> [Operation] {
        operations.map { .single($0.name, $0.workload) }
            + operations.map { .single("\($0.name) reused", .reusing($0.workload)) }
    }

    /// SP 800-90A Rev. 1, Tables 2 and 3: at most 2^19 bits a request.
    private static func generation(_ name: String, _ mechanism: DRBGMechanism) -> Operation {
        .sized(name, atMost: 1 << 16) { .generate(mechanism, messageBytes: $0) }
    }

    private static let curves: [Curve] = [.p224, .p256, .p384, .p521]
}

extension Curve {
    /// The hash of the curve's own strength (SP 800-57 Part 1 Rev. 5, Tables 2 and 3).
    fileprivate var usualHash: Hash {
        switch self {
        case .p224: .sha2_224
        case .p384: .sha2_384
        case .p521: .sha2_512
        default: .sha2_256
        }
    }
}
