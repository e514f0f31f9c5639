import Algorithms
import Approval

extension Inquiry {
    /// Nothing for a client, whose commands name other operations than these.
    func keyDerivation(_ function: KeyDerivationFunction) throws(ModuleError) -> [Members] {
        if dialect != nil { return [] }
        switch function {
        case .hkdf:
            let hashes = try derivable { .hkdf($0) }
            if hashes.isEmpty { return [] }
            return [agreement + [JSON.Member("hmacAlg", JSON.strings(hashes))]]
        case .oneStep: return try oneStep()
        case .twoStep: return try twoStep()
        case .oneStepNoCounter: return []
        case .keyBased: return try keyBased()
        case .kmac: return try kmac()
        case .password: return try password()
        case .tls12: return try hashed("hashAlg", [keyBlock]) { .tls12($0) }
        case .tls13:
            return try hashed(
                "hmacAlg", [JSON.Member("runningMode", ["DHE", "PSK", "PSK-DHE"])]
            ) { .tls13Expand($0) }
        case .ssh:
            return try hashed(
                "hashAlg", [JSON.Member("cipher", ["AES-128", "AES-192", "AES-256"])]
            ) { .ssh($0, .initialIVClient) }
        case .ansX963:
            return try hashed(
                "hashAlg",
                [
                    JSON.Member("fieldSize", [224, 233, 256, 283, 384, 409, 521, 571]),
                    JSON.Member("sharedInfoLength", .lengths(0...1024)),
                    JSON.Member("keyDataLength", .lengths(128...4096)),
                ]
            ) { .ansX963($0) }
        case .ansX942: return try ansX942()
        }
    }

    /// The hashes of a method that the rules let a service use and the module offers.
    private func derivable(
        _ method: (Hash) -> KeyDerivationMethod
    ) throws(ModuleError) -> [String] {
        var names: [String] = []
        for hash in Hash.allCases {
            let method = method(hash)
            if try isOffered(method) { names.append(hash.rawValue) }
        }
        return names
    }

    private func isOffered(_ method: KeyDerivationMethod) throws(ModuleError) -> Bool {
        try offers { (gate) throws(ServiceError) in
            _ = try gate.keyDerivation(method, for: .derivation(method, keyBits: 112))
        }
    }

    private func hashed(
        _ name: String, _ members: Members, _ method: (Hash) -> KeyDerivationMethod
    ) throws(ModuleError) -> [Members] {
        let hashes = try derivable(method)
        return hashes.isEmpty ? [] : [[JSON.Member(name, JSON.strings(hashes))] + members]
    }

    private var keyBlock: JSON.Member { JSON.Member("keyBlockLength", .lengths(512...1024)) }

    /// What the functions of SP 800-56C have in common.
    private var agreement: Members {
        [
            JSON.Member("fixedInfoPattern", "uPartyInfo||vPartyInfo||l"),
            JSON.Member("encoding", ["concatenation"]),
            JSON.Member("z", .lengths(224...65536)), JSON.Member("l", 2048),
            JSON.Member("macSaltMethods", ["default", "random"]),
            JSON.Member("performMultiExpansionTests", false),
            JSON.Member("usesHybridSharedSecret", false),
        ]
    }

    private func oneStep() throws(ModuleError) -> [Members] {
        let methods: [(String, KeyDerivationMethod)] =
            Hash.allCases.map { ($0.rawValue, .oneStep(.hash($0))) }
            + Hash.allCases.map { ("HMAC-\($0.rawValue)", .oneStep(.hmac($0))) }
            + [128, 256].map { ("KMAC-\($0)", .oneStep(.kmac(bits: $0))) }
        var functions: [JSON] = []
        for (name, method) in methods {
            if try isOffered(method) { functions.append(["auxFunctionName": .string(name)]) }
        }
        if functions.isEmpty { return [] }
        return [agreement + [JSON.Member("auxFunctions", .array(functions))]]
    }

    private func twoStep() throws(ModuleError) -> [Members] {
        let hashes = try derivable { .hkdf($0) }
        if hashes.isEmpty { return [] }
        let capability: JSON = [
            "kdfMode": "feedback", "macMode": JSON.strings(hashes.map { "HMAC-\($0)" }),
            "fixedDataOrder": ["after fixed data"], "counterLength": [8],
            "supportedLengths": .lengths(112...2048), "supportsEmptyIv": true,
            "requiresEmptyIv": true,
        ]
        return [agreement + [JSON.Member("capabilities", [capability])]]
    }

    private func keyBased() throws(ModuleError) -> [Members] {
        var capabilities: [JSON] = []
        let functions: [(String, PseudorandomFunction)] =
            [128, 192, 256].map { ("CMAC-AES\($0)", .cmac(keyBits: $0)) }
            + Hash.allCases.map { ("HMAC-\($0.rawValue)", .hmac($0)) }
        for mode in [KeyBasedMode.counter, .feedback] {
            var names: [String] = []
            for (name, function) in functions {
                if try isOffered(.keyBased(mode, function, counterBits: 32)) { names.append(name) }
            }
            let counters = try those([8, 16, 24, 32]) { (gate, bits) throws(ServiceError) in
                let method = KeyDerivationMethod.keyBased(
                    mode, .hmac(.sha2_256), counterBits: bits)
                _ = try gate.keyDerivation(method, for: .derivation(method, keyBits: 112))
            }
            if names.isEmpty || counters.isEmpty { continue }
            capabilities.append([
                "kdfMode": .string(mode.rawValue), "macMode": JSON.strings(names),
                "supportedLengths": .lengths(112...4096),
                "fixedDataOrder": ["before fixed data"],
                "counterLength": JSON.integers(counters), "supportsEmptyIv": true,
            ])
        }
        return capabilities.isEmpty ? [] : [[JSON.Member("capabilities", .array(capabilities))]]
    }

    private func kmac() throws(ModuleError) -> [Members] {
        let sizes = try those([128, 256]) { (gate, bits) throws(ServiceError) in
            _ = try gate.keyDerivation(
                .kmac(bits: bits), for: .derivation(.kmac(bits: bits), keyBits: 112))
        }
        if sizes.isEmpty { return [] }
        return [
            [
                JSON.Member("macMode", JSON.strings(sizes.map { "KMAC-\($0)" })),
                JSON.Member("keyDerivationKeyLength", .lengths(112...4096)),
                JSON.Member("contextLength", .lengths(0...4096)),
                JSON.Member("labelLength", .lengths(0...4096)),
                JSON.Member("derivedKeyLength", .lengths(112...4096)),
            ]
        ]
    }

    private func password() throws(ModuleError) -> [Members] {
        var names: [String] = []
        for hash in Hash.allCases {
            let isOffered = try offers { (gate) throws(ServiceError) in
                _ = try gate.keyDerivation(
                    .password(hash),
                    for: .password(hash, saltBits: 128, iterations: 1000, outputBits: 112))
            }
            if isOffered { names.append(hash.rawValue) }
        }
        if names.isEmpty { return [] }
        return [
            [
                JSON.Member(
                    "capabilities",
                    [
                        [
                            "iterationCount": .lengths(1000...10_000, step: 1),
                            "keyLen": .lengths(112...4096),
                            "passwordLen": .lengths(8...128, step: 1),
                            "saltLen": .lengths(128...4096), "hmacAlg": JSON.strings(names),
                        ]
                    ])
            ]
        ]
    }

    private func ansX942() throws(ModuleError) -> [Members] {
        var algorithms: [String] = []
        let names: [(WrappingAlgorithm, String)] = [
            (.aes128, "AES-128-KW"), (.aes192, "AES-192-KW"), (.aes256, "AES-256-KW"),
        ]
        for (algorithm, name) in names {
            if try isOffered(.ansX942(.sha2_256, algorithm)) { algorithms.append(name) }
        }
        if algorithms.isEmpty { return [] }
        return try hashed(
            "hashAlg",
            [
                JSON.Member("kdfType", ["DER"]), JSON.Member("oid", JSON.strings(algorithms)),
                JSON.Member("zzLen", .lengths(112...4096)),
                JSON.Member("keyLen", .lengths(112...4096)),
            ]
        ) { .ansX942($0, .aes256) }
    }
}
