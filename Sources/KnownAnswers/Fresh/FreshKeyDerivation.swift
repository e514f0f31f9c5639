import Algorithms
import Approval

extension FreshMaker {
    func keyDerivation(_ function: KeyDerivationFunction, _ set: inout FreshSet) {
        switch function {
        case .hkdf: agreement(&set, "hkdf", hashes.map { ("hmacAlg", $0.rawValue, .hkdf($0)) })
        case .oneStep:
            agreement(
                &set, "oneStep",
                hashes.map { ("auxFunction", $0.rawValue, .oneStep(.hash($0))) }
                    + hashes.map {
                        ("auxFunction", "HMAC-\($0.rawValue)", .oneStep(.hmac($0)))
                    }
                    + [128, 256].map {
                        ("auxFunction", "KMAC-\($0)", .oneStep(.kmac(bits: $0)))
                    })
        case .twoStep:
            agreement(
                &set, "twoStep",
                hashes.map { ("macMode", "HMAC-\($0.rawValue)", .hkdf($0)) },
                [
                    FreshMember("kdfMode", "feedback"),
                    FreshMember("counterLocation", "after fixed data"),
                    FreshMember("counterLen", 8),
                ])
        case .keyBased: keyBased(&set)
        case .kmac: kmac(&set)
        case .password: password(&set)
        case .tls12: tls12(&set)
        case .tls13: tls13(&set)
        case .ssh: ssh(&set)
        case .ansX963: ansX963(&set)
        case .ansX942: ansX942(&set)
        // No module offers it.
        case .oneStepNoCounter: return
        }
    }

    private var hashes: [Hash] { Hash.allCases.filter { $0 != .sha1 } }

    private func approves(_ method: KeyDerivationMethod, keyBits: Int = 112) -> Bool {
        approves(.keyDerivation(.derivation(method, keyBits: keyBits)))
    }

    /// SP 800-56C: secrets from the shortest approved one on, keys around one block of output.
    private func agreement(
        _ set: inout FreshSet, _ type: String,
        _ functions: [(property: String, name: String, method: KeyDerivationMethod)],
        _ more: [FreshMember] = []
    ) {
        for function in functions where approves(function.method) {
            for bits in [112, 256, 1024] {
                let cases = [14, 32, 133].flatMap { length in
                    (0..<self.cases).map { _ in
                        agreementCase(type, function.method, secretBytes: length, bits: bits)
                    }
                }
                let configuration =
                    [
                        FreshMember("kdfType", type), FreshMember("l", bits),
                        FreshMember(
                            "fixedInfoPattern", "literal[c0ffee]||uPartyInfo||vPartyInfo||l"),
                        FreshMember("fixedInfoEncoding", "concatenation"),
                        FreshMember(function.property, function.name),
                    ] + more
                set.add([nested("kdfConfiguration", configuration)], cases)
            }
        }
    }

    /// One case of the pattern above. The two-step KDF is HKDF's.
    private func agreementCase(
        _ type: String, _ method: KeyDerivationMethod, secretBytes: Int, bits: Int
    ) -> FreshCase {
        let salt = bytes.take(64)
        let secret = bytes.take(secretBytes)
        let (partyU, partyV) = (bytes.take(16), bytes.take(16))
        let ephemeral = bytes.take(secretBytes)
        let hasSalt = if case .oneStep(.hash) = method { false } else { true }
        let question = [
            nested(
                "kdfParameter",
                [FreshMember("kdfType", type)] + (hasSalt ? [FreshMember("salt", salt)] : [])
                    + [FreshMember("z", secret)]),
            nested("fixedInfoPartyU", [FreshMember("partyId", partyU)]),
            nested(
                "fixedInfoPartyV",
                [FreshMember("partyId", partyV), FreshMember("ephemeralData", ephemeral)]),
        ]
        let info =
            [0xc0, 0xff, 0xee] + partyU + partyV + ephemeral
            + FreshDerivations.bigEndian(bits, bits: 32)
        let truth: [UInt8]? =
            switch method {
            case .hkdf(let hash):
                derivations.hkdf(hash, salt: salt, secret: secret, info: info, bits: bits)
            case .oneStep(let auxiliary):
                derivations.oneStep(
                    auxiliary, salt: salt, secret: secret, info: info, bits: bits)
            default: nil
            }
        return FreshCase(question, truth: truth.map { [FreshMember("dkm", $0)] })
    }

    private var derivations: FreshDerivations { FreshDerivations(gate: gate) }

    private func nested(_ name: String, _ members: [FreshMember]) -> FreshMember {
        FreshMember(name, .object(members))
    }

    private func keyBased(_ set: inout FreshSet) {
        let functions: [(name: String, prf: PseudorandomFunction, keyBytes: Int)] =
            [128, 192, 256].map { ("CMAC-AES\($0)", .cmac(keyBits: $0), $0 / 8) }
            + Hash.allCases.map { ("HMAC-\($0.rawValue)", .hmac($0), $0.outputBytes) }
        for mode in [KeyBasedMode.counter, .feedback] {
            for function in functions {
                for counterBits in [8, 16, 24, 32]
                where approves(.keyBased(mode, function.prf, counterBits: counterBits)) {
                    for bits in [112, 8 * function.prf.outputBytes, 1021] {
                        let cases = (0..<self.cases).map { _ in
                            keyBasedCase(
                                mode, function.prf, keyBytes: function.keyBytes, counterBits, bits)
                        }
                        set.add(
                            [
                                FreshMember("kdfMode", mode.rawValue),
                                FreshMember("macMode", function.name),
                                FreshMember("counterLocation", "before fixed data"),
                                FreshMember("counterLength", counterBits),
                                FreshMember("keyOutLength", bits),
                            ], cases)
                    }
                }
            }
        }
    }

    private func keyBasedCase(
        _ mode: KeyBasedMode, _ prf: PseudorandomFunction, keyBytes: Int, _ counterBits: Int,
        _ bits: Int
    ) -> FreshCase {
        let key = bytes.take(keyBytes)
        let iv = mode == .feedback ? bytes.take(prf.outputBytes) : []
        let fixedData = bytes.take(40)
        let truth = derivations.keyBased(
            mode, prf, key: key, iv: iv, fixedData: fixedData, counterBits: counterBits,
            bits: bits)
        return FreshCase(
            [FreshMember("keyIn", key)] + (mode == .feedback ? [FreshMember("iv", iv)] : []),
            truth: truth.map { [FreshMember("fixedData", fixedData), FreshMember("keyOut", $0)] })
    }

    private func kmac(_ set: inout FreshSet) {
        for bits in [128, 256] where approves(.kmac(bits: bits)) {
            let cases = [112, 256, 2048].flatMap { length in
                repeated {
                    [
                        FreshMember("keyDerivationKey", bytes.take(32)),
                        FreshMember("context", bytes.take(45)),
                        FreshMember("label", bytes.take(13)),
                        FreshMember("derivedKeyLength", length),
                    ]
                }
            }
            set.add([FreshMember("macMode", "KMAC-\(bits)")], cases)
        }
    }

    private func password(_ set: inout FreshSet) {
        for hash in Hash.allCases
        where approves(
            .keyDerivation(
                .password(hash, saltBits: 128, iterations: 1000, outputBits: 112)))
        {
            let cases = [112, 256, 1024].flatMap { length in
                repeated {
                    let letters = bytes.take(20).map { Character(Unicode.Scalar(0x61 + $0 % 26)) }
                    return [
                        FreshMember("keyLen", length), FreshMember("salt", bytes.take(16)),
                        FreshMember("password", String(letters)),
                        FreshMember("iterationCount", 1000),
                    ]
                }
            }
            set.add([FreshMember("hmacAlg", hash.rawValue)], cases)
        }
    }

    private func tls12(_ set: inout FreshSet) {
        for hash in Hash.allCases where approves(.tls12(hash)) {
            for bits in [512, 1024] {
                let cases = (0..<self.cases).map { _ in tls12Case(hash, bits) }
                set.add(
                    [FreshMember("hashAlg", hash.rawValue), FreshMember("keyBlockLength", bits)],
                    cases)
            }
        }
    }

    private func tls12Case(_ hash: Hash, _ bits: Int) -> FreshCase {
        let (secret, session) = (bytes.take(48), bytes.take(32))
        let (client, server) = (bytes.take(32), bytes.take(32))
        let question = [
            FreshMember("preMasterSecret", secret), FreshMember("sessionHash", session),
            FreshMember("clientRandom", client), FreshMember("serverRandom", server),
        ]
        guard
            let master = derivations.tls12(
                hash, secret: secret, label: "extended master secret", seed: session, bits: 384),
            let keyBlock = derivations.tls12(
                hash, secret: master, label: "key expansion", seed: server + client, bits: bits)
        else { return FreshCase(question) }
        return FreshCase(
            question,
            truth: [FreshMember("masterSecret", master), FreshMember("keyBlock", keyBlock)])
    }

    private func tls13(_ set: inout FreshSet) {
        for hash in Hash.allCases where approves(.tls13Expand(hash)) {
            for mode in ["DHE", "PSK", "PSK-DHE"] {
                let cases = (0..<self.cases).map { _ in
                    tls13Case(hash, psk: mode != "DHE", dhe: mode != "PSK")
                }
                set.add(
                    [FreshMember("hmacAlg", hash.rawValue), FreshMember("runningMode", mode)],
                    cases)
            }
        }
    }

    private func tls13Case(_ hash: Hash, psk hasPSK: Bool, dhe hasDHE: Bool) -> FreshCase {
        let psk = hasPSK ? bytes.take(32) : []
        let dhe = hasDHE ? bytes.take(32) : []
        let names = [
            "helloClientRandom", "helloServerRandom", "finishedServerRandom",
            "finishedClientRandom",
        ]
        let messages = names.map { _ in bytes.take(32) }
        let question =
            (hasPSK ? [FreshMember("psk", psk)] : []) + (hasDHE ? [FreshMember("dhe", dhe)] : [])
            + zip(names, messages).map { FreshMember($0, $1) }
        let truth = derivations.tls13(hash, psk: psk, dhe: dhe, messages: messages)
        return FreshCase(question, truth: truth.map { $0.map { FreshMember($0.name, $0.secret) } })
    }

    private func ssh(_ set: inout FreshSet) {
        for hash in Hash.allCases where approves(.ssh(hash, .initialIVClient)) {
            for cipher in ["AES-128", "AES-192", "AES-256"] {
                let cases = (0..<self.cases).map { _ in sshCase(hash, cipher) }
                set.add(
                    [FreshMember("hashAlg", hash.rawValue), FreshMember("cipher", cipher)], cases)
            }
        }
    }

    private func sshCase(_ hash: Hash, _ cipher: String) -> FreshCase {
        // RFC 4251, section 5: the length, then a number whose first bit is no sign.
        let number = [0, 0, 0, 33, 0] + bytes.take(32).map { $0 | 0x80 }
        let (exchange, session) = (bytes.take(hash.outputBytes), bytes.take(hash.outputBytes))
        let keyBytes = (Int(cipher.dropFirst("AES-".count)) ?? 0) / 8
        let members: [(name: String, letter: SSHKey, count: Int)] = [
            ("initialIvClient", .initialIVClient, 16), ("initialIvServer", .initialIVServer, 16),
            ("encryptionKeyClient", .encryptionKeyClient, keyBytes),
            ("encryptionKeyServer", .encryptionKeyServer, keyBytes),
            ("integrityKeyClient", .integrityKeyClient, hash.outputBytes),
            ("integrityKeyServer", .integrityKeyServer, hash.outputBytes),
        ]
        let truth = members.compactMap { member in
            derivations.ssh(
                hash, secret: number, exchange: exchange, letter: member.letter,
                session: session, count: member.count
            ).map { FreshMember(member.name, $0) }
        }
        return FreshCase(
            [
                FreshMember("k", number), FreshMember("h", exchange),
                FreshMember("sessionId", session),
            ], truth: truth.count == members.count ? truth : nil)
    }

    private func ansX963(_ set: inout FreshSet) {
        for hash in Hash.allCases where approves(.ansX963(hash)) {
            for (bits, length) in [(256, 0), (1024, 128)] {
                let cases = (0..<self.cases).map { _ in
                    let (secret, info) = (bytes.take(32), bytes.take(length))
                    let truth = derivations.ansX963(hash, secret: secret, info: info, bits: bits)
                    return FreshCase(
                        [FreshMember("z", secret), FreshMember("sharedInfo", info)],
                        truth: truth.map { [FreshMember("keyData", $0)] })
                }
                set.add(
                    [FreshMember("hashAlg", hash.rawValue), FreshMember("keyDataLength", bits)],
                    cases)
            }
        }
    }

    private func ansX942(_ set: inout FreshSet) {
        for hash in Hash.allCases {
            for algorithm in WrappingAlgorithm.allCases
            where approves(.ansX942(hash, algorithm)) {
                let cases = [0, 32].flatMap { length in
                    (0..<self.cases).map { _ in ansX942Case(hash, algorithm, length) }
                }
                set.add(
                    [
                        FreshMember("hashAlg", hash.rawValue), FreshMember("kdfType", "DER"),
                        FreshMember("oid", algorithm.rawValue),
                    ], cases)
            }
        }
    }

    private func ansX942Case(
        _ hash: Hash, _ algorithm: WrappingAlgorithm, _ length: Int
    ) -> FreshCase {
        let names = ["partyUInfo", "partyVInfo", "suppPubInfo", "suppPrivInfo"]
        let secret = bytes.take(32)
        let fields = names.map { _ in bytes.take(length) }
        let truth = derivations.ansX942(hash, algorithm, secret: secret, fields: fields, bits: 256)
        return FreshCase(
            [FreshMember("zz", secret), FreshMember("keyLen", 256)]
                + zip(names, fields).map { FreshMember($0, $1) },
            truth: truth.map { [FreshMember("derivedKey", $0)] })
    }
}
