import Algorithms
import CLoop
import KnownAnswers

/// Key derivation for the C loop. Each KDF's context holds what is the same in every call, and one
/// set of inputs: so none has to be reset for an input that is missing.
extension PreparedCases {
    private struct Input {
        let name: String
        let bytes: [UInt8]
    }

    mutating func prepareDerivation(
        _ function: KeyDerivationFunction, _ group: VectorGroup,
        _ vector: borrowing VectorCase, _ start: cloop_case
    ) -> [cloop_case] {
        switch function {
        case .hkdf, .twoStep:
            let hash = hashOfMAC(group.text(.hmacAlg) ?? group.text(.macMode))
            return [
                derivation(
                    "HKDF", [("digest", hash), ("mode", "EXTRACT_AND_EXPAND")],
                    [input("key", .z, vector), input("salt", .salt, vector), info(vector)],
                    .dkm, vector, start)
            ]
        case .oneStep:
            let auxiliary = group.text(.auxFunction) ?? ""
            let isMAC = auxiliary.hasPrefix("HMAC-")
            return [
                derivation(
                    "SSKDF", (isMAC ? [("mac", "HMAC")] : []) + [("digest", hashOfMAC(auxiliary))],
                    [input("secret", .z, vector), info(vector)]
                        + (isMAC ? [input("salt", .salt, vector)] : []), .dkm, vector, start)
            ]
        case .keyBased:
            return [keyBased(group, vector, start)]
        case .ansX963:
            return [
                derivation(
                    "X963KDF", [("digest", group.text(.hashAlg) ?? "")],
                    [input("secret", .z, vector), input("info", .sharedInfo, vector)], .keyData,
                    vector, start)
            ]
        case .ssh:
            return secureShell(group, vector, start)
        case .ansX942:
            return [
                derivation(
                    "X942KDF-ASN1",
                    [("digest", group.text(.hashAlg) ?? ""), ("cekalg", wrapping(group))],
                    numbers: [("use-keybits", 0)],
                    [
                        input("secret", .zz, vector),
                        Input(name: "acvp-info", bytes: tagged(vector)),
                    ], .derivedKey, vector, start)
            ]
        case .password:
            return [password(group, vector, start)]
        default:
            return []
        }
    }

    private mutating func keyBased(
        _ group: VectorGroup, _ vector: borrowing VectorCase, _ start: cloop_case
    ) -> cloop_case {
        let mac = group.text(.macMode) ?? ""
        var constants = [("mode", group.text(.kdfMode) ?? "")]
        if mac.hasPrefix("CMAC-AES") {
            constants += [("mac", "CMAC"), ("cipher", "AES-\(mac.dropFirst(8))-CBC")]
        } else {
            constants += [("mac", "HMAC"), ("digest", hashOfMAC(mac))]
        }
        let counter = group.text(.counterLength).flatMap { UInt32($0) } ?? 32
        return derivation(
            "KBKDF", constants, numbers: [("use-l", 0), ("use-separator", 0), ("r", counter)],
            [
                input("key", .keyIn, vector), input("info", .fixedData, vector),
                input("seed", .iv, vector),
            ], .keyOut, vector, start)
    }

    private mutating func secureShell(
        _ group: VectorGroup, _ vector: borrowing VectorCase, _ start: cloop_case
    ) -> [cloop_case] {
        let keys: [(String, VectorField)] = [
            ("A", .initialIvClient), ("B", .initialIvServer), ("C", .encryptionKeyClient),
            ("D", .encryptionKeyServer), ("E", .integrityKeyClient), ("F", .integrityKeyServer),
        ]
        var calls: [cloop_case] = []
        for (letter, field) in keys {
            var call = derivation(
                "SSHKDF", [("digest", group.text(.hashAlg) ?? ""), ("type", letter)],
                [
                    input("key", .k, vector), input("xcghash", .h, vector),
                    input("session_id", .sessionId, vector),
                ], field, vector, start)
            // A negative case has one wrong key, and does not say which.
            call.expected_to_pass = isRight(call) ? 1 : 0
            calls.append(call)
        }
        return calls
    }

    private func isRight(_ call: cloop_case) -> Bool {
        var call = call
        call.expected_to_pass = 1
        return cloop_derive(&call) == 1
    }

    private mutating func password(
        _ group: VectorGroup, _ vector: borrowing VectorCase, _ start: cloop_case
    ) -> cloop_case {
        var call = derivation(
            "PBKDF2", [("digest", hashOfMAC(group.text(.hmacAlg)))],
            [input("pass", .password, vector), input("salt", .salt, vector)], counting: "iter",
            .derivedKey, vector, start)
        call.number = UInt32(vector.integer(.iterationCount))
        return call
    }

    private func wrapping(_ group: VectorGroup) -> String {
        switch WrappingAlgorithm(rawValue: (group.text(.oid) ?? "").uppercased()) {
        case .aes128: "AES-128-WRAP"
        case .aes192: "AES-192-WRAP"
        default: "AES-256-WRAP"
        }
    }

    /// Those that are there, each in its tag; none is longer than 127 octets in what ships.
    private func tagged(_ vector: borrowing VectorCase) -> [UInt8] {
        var joined: [UInt8] = []
        let fields: [VectorField] = [.partyUInfo, .partyVInfo, .suppPubInfo, .suppPrivInfo]
        for (index, field) in fields.enumerated() {
            let octets = octets(field, vector)
            if octets.isEmpty { continue }
            joined += [0xa0 + UInt8(index), UInt8(octets.count)] + octets
        }
        return joined
    }

    private func hashOfMAC(_ name: String?) -> String {
        let name = name ?? ""
        return name.hasPrefix("HMAC-") ? String(name.dropFirst(5)) : name
    }

    private func input(
        _ name: String, _ field: VectorField, _ vector: borrowing VectorCase
    ) -> Input {
        Input(name: name, bytes: octets(field, vector))
    }

    /// The fixed information of the patterns that ship: a context, or both parties.
    private func info(_ vector: borrowing VectorCase) -> Input {
        var joined: [UInt8] = []
        for field: VectorField in [
            .context, .fixedInfoPartyUPartyId, .fixedInfoPartyUEphemeralData,
            .fixedInfoPartyVPartyId, .fixedInfoPartyVEphemeralData,
        ] { joined += octets(field, vector) }
        return Input(name: "info", bytes: joined)
    }

    private mutating func derivation(
        _ name: String, _ constants: [(String, String)],
        numbers: [(String, UInt32)] = [], _ inputs: [Input], counting: String? = nil,
        _ answer: VectorField, _ vector: borrowing VectorCase, _ start: cloop_case
    ) -> cloop_case {
        let given = inputs.filter { !$0.bytes.isEmpty }
        var call = start
        call.run = cloop_derive
        call.context = context("\(name) \(constants) \(numbers) \(given.map(\.name))") { library in
            guard let kdf = cloop_kdf_context(library, name) else { return nil }
            for (key, value) in constants { cloop_kdf_text(kdf, key, value) }
            for (key, value) in numbers { cloop_kdf_number(kdf, key, value) }
            for input in given { cloop_kdf_input(kdf, input.name) }
            if let counting { cloop_kdf_input(kdf, counting) }
            return kdf
        }
        setFields(of: &call, given.map { copy($0.bytes.span) })
        call.expected = copy(vector.bytes(answer))
        return call
    }
}
