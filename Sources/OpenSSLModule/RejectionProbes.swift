package import Algorithms
import COpenSSL
import Glibc

extension OpenSSLModule {
    package func perform(_ operation: ProbeOperation) -> ProbeOutcome {
        ProbeRunner(context: library.context, providerPath: identity.path).perform(operation)
    }
}

/// Does what a probe asks in a library context, whichever providers are in it, and reads the
/// indicator of the operation afterwards. The calls are those of a program, not of our tests.
struct ProbeRunner {
    let context: OpaquePointer
    /// Of the module under test, which may speak of itself outside OpenSSL's interface.
    var providerPath: String?

    /// Why a probe went no further.
    private enum Stop: Error {
        case absent
        case refused(String)
    }

    func perform(_ operation: ProbeOperation) -> ProbeOutcome {
        ErrorQueue.clear()
        defer { ErrorQueue.clear() }
        IndicatorEvents.begin(context)
        do throws(Stop) {
            let indicator = try run(operation)
            return .done(IndicatorEvents.end(context) ? .notApproved : indicator)
        } catch {
            _ = IndicatorEvents.end(context)
            switch error {
            case .absent: return .absent
            case .refused(let reason): return .refused(reason)
            }
        }
    }

    private func run(_ operation: ProbeOperation) throws(Stop) -> Indicator {
        switch operation {
        case .encrypt(let name, let keyBytes, let ivBytes):
            try cipher(name, keyBytes, ivBytes, encrypting: true)
        case .decrypt(let name, let keyBytes, let ivBytes):
            try cipher(name, keyBytes, ivBytes, encrypting: false)
        case .digest(let name): try digest(name)
        case .authenticate(let name, let keyBytes, let parameters):
            try authenticate(name, keyBytes, parameters)
        case .derive(let name, let outputBytes, let parameters):
            try derive(name, outputBytes, parameters)
        case .generateKey(let type, let parameters):
            try withKey(type, parameters) { (_, indicator) throws(Stop) in indicator }
        case .agree(let type, let parameters, let agreement):
            try withKey(type, parameters) { (key, _) throws(Stop) in try agree(key, agreement) }
        case .sign(let type, let parameters, let digest):
            try withKey(type, parameters) { (key, _) throws(Stop) in try sign(key, digest) }
        case .signWithDSA(let digest): try signWithDSA(digest)
        case .encryptKey(let padding): try encryptKey(padding)
        }
    }

    /// Bytes that repeat nowhere: equal halves of a key are a limit of their own.
    private static func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: 37 &* $0 &+ 11) }
    }

    /// A service without its algorithm is absent; one that fails later is refused, and says why.
    private func found(_ pointer: OpaquePointer?) throws(Stop) -> OpaquePointer {
        if let pointer { return pointer }
        throw .absent
    }

    private func made(
        _ pointer: OpaquePointer?, _ call: StaticString
    ) throws(Stop) -> OpaquePointer {
        if let pointer { return pointer }
        throw refusal(call)
    }

    private func require(_ code: Int32, _ call: StaticString) throws(Stop) {
        if code <= 0 { throw refusal(call) }
    }

    private func refusal(_ call: StaticString) -> Stop {
        .refused("\(call): \(ErrorQueue.drain().joined(separator: "; "))")
    }

    private func cipher(
        _ name: String, _ keyBytes: Int, _ ivBytes: Int, encrypting: Bool
    ) throws(Stop) -> Indicator {
        let method = try found(EVP_CIPHER_fetch(context, name, nil))
        defer { EVP_CIPHER_free(method) }
        let operation = try made(EVP_CIPHER_CTX_new(), "EVP_CIPHER_CTX_new")
        defer { EVP_CIPHER_CTX_free(operation) }
        EVP_CIPHER_CTX_set_flags(operation, Int32(EVP_CIPHER_CTX_FLAG_WRAP_ALLOW))
        let (key, iv) = (ProbeRunner.bytes(keyBytes), ProbeRunner.bytes(ivBytes))
        try require(
            EVP_CipherInit_ex2(
                operation, method, key, ivBytes > 0 ? iv : nil, encrypting ? 1 : 0, nil),
            "EVP_CipherInit_ex2")
        let input = ProbeRunner.bytes(32)
        var output = [UInt8](repeating: 0, count: 64)
        var written: Int32 = 0
        try require(
            EVP_CipherUpdate(operation, &output, &written, input, Int32(input.count)),
            "EVP_CipherUpdate")
        // The end of what is deciphered has no padding to find: the update is what counts.
        if encrypting {
            try require(EVP_CipherFinal_ex(operation, &output, &written), "EVP_CipherFinal_ex")
        }
        return indicator { EVP_CIPHER_CTX_get_params(operation, $0) }
    }

    private func digest(_ name: String) throws(Stop) -> Indicator {
        let method = try found(EVP_MD_fetch(context, name, nil))
        defer { EVP_MD_free(method) }
        let operation = try made(EVP_MD_CTX_new(), "EVP_MD_CTX_new")
        defer { EVP_MD_CTX_free(operation) }
        try require(EVP_DigestInit_ex2(operation, method, nil), "EVP_DigestInit_ex2")
        let input = ProbeRunner.bytes(32)
        try require(EVP_DigestUpdate(operation, input, input.count), "EVP_DigestUpdate")
        var output = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        if EVP_MD_get_flags(method) & UInt(EVP_MD_FLAG_XOF) != 0 {
            try require(EVP_DigestFinalXOF(operation, &output, 32), "EVP_DigestFinalXOF")
        } else {
            try require(EVP_DigestFinal_ex(operation, &output, nil), "EVP_DigestFinal_ex")
        }
        return indicator { EVP_MD_CTX_get_params(operation, $0) }
    }

    private func authenticate(
        _ name: String, _ keyBytes: Int, _ parameters: [ProbeParameter]
    ) throws(Stop) -> Indicator {
        let method = try found(EVP_MAC_fetch(context, name, nil))
        defer { EVP_MAC_free(method) }
        let operation = try made(EVP_MAC_CTX_new(method), "EVP_MAC_CTX_new")
        defer { EVP_MAC_CTX_free(operation) }
        let list = ParameterList(probe: parameters)
        defer { withExtendedLifetime(list) {} }
        let key = ProbeRunner.bytes(keyBytes)
        try require(EVP_MAC_init(operation, key, key.count, list.entries), "EVP_MAC_init")
        try require(EVP_MAC_update(operation, ProbeRunner.bytes(32), 32), "EVP_MAC_update")
        var output = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var written = 0
        try require(
            EVP_MAC_final(operation, &output, &written, output.count), "EVP_MAC_final")
        return indicator { EVP_MAC_CTX_get_params(operation, $0) }
    }

    private func derive(
        _ name: String, _ outputBytes: Int, _ parameters: [ProbeParameter]
    ) throws(Stop) -> Indicator {
        let method = try found(EVP_KDF_fetch(context, name, nil))
        defer { EVP_KDF_free(method) }
        let operation = try made(EVP_KDF_CTX_new(method), "EVP_KDF_CTX_new")
        defer { EVP_KDF_CTX_free(operation) }
        let list = ParameterList(probe: parameters)
        defer { withExtendedLifetime(list) {} }
        var output = [UInt8](repeating: 0, count: outputBytes)
        try require(
            EVP_KDF_derive(operation, &output, output.count, list.entries), "EVP_KDF_derive")
        return indicator { EVP_KDF_CTX_get_params(operation, $0) }
    }
}

extension ProbeRunner {
    private func withKey(
        _ type: String, _ parameters: [ProbeParameter],
        _ body: (OpaquePointer, Indicator) throws(Stop) -> Indicator
    ) throws(Stop) -> Indicator {
        let generation = try found(EVP_PKEY_CTX_new_from_name(context, type, nil))
        defer { EVP_PKEY_CTX_free(generation) }
        // Where the names are known and nobody has an implementation, this is the first to say so.
        if EVP_PKEY_keygen_init(generation) <= 0 { throw .absent }
        return try generate(generation, parameters, body)
    }

    private func generate(
        _ generation: OpaquePointer, _ parameters: [ProbeParameter],
        _ body: (OpaquePointer, Indicator) throws(Stop) -> Indicator
    ) throws(Stop) -> Indicator {
        let list = ParameterList(probe: parameters)
        defer { withExtendedLifetime(list) {} }
        if !parameters.isEmpty {
            try require(
                EVP_PKEY_CTX_set_params(generation, list.entries), "EVP_PKEY_CTX_set_params")
        }
        var key: OpaquePointer?
        try require(EVP_PKEY_generate(generation, &key), "EVP_PKEY_generate")
        defer { EVP_PKEY_free(key) }
        let made = indicator { EVP_PKEY_CTX_get_params(generation, $0) }
        return try body(try self.made(key, "EVP_PKEY_generate"), made)
    }

    private func agree(
        _ key: OpaquePointer, _ parameters: [ProbeParameter]
    ) throws(Stop) -> Indicator {
        let agreement = try found(EVP_PKEY_CTX_new_from_pkey(context, key, nil))
        defer { EVP_PKEY_CTX_free(agreement) }
        let list = ParameterList(probe: parameters)
        defer { withExtendedLifetime(list) {} }
        try require(EVP_PKEY_derive_init_ex(agreement, list.entries), "EVP_PKEY_derive_init_ex")
        try require(EVP_PKEY_derive_set_peer(agreement, key), "EVP_PKEY_derive_set_peer")
        var secret = [UInt8](repeating: 0, count: 1024)
        var written = secret.count
        try require(EVP_PKEY_derive(agreement, &secret, &written), "EVP_PKEY_derive")
        return indicator { EVP_PKEY_CTX_get_params(agreement, $0) }
    }

    private func sign(_ key: OpaquePointer, _ digest: String?) throws(Stop) -> Indicator {
        let operation = try made(EVP_MD_CTX_new(), "EVP_MD_CTX_new")
        defer { EVP_MD_CTX_free(operation) }
        var signing: OpaquePointer?
        try require(
            EVP_DigestSignInit_ex(operation, &signing, digest, context, nil, key, nil),
            "EVP_DigestSignInit_ex")
        var signature = [UInt8](repeating: 0, count: 1024)
        var written = signature.count
        try require(
            EVP_DigestSign(operation, &signature, &written, ProbeRunner.bytes(32), 32),
            "EVP_DigestSign")
        let said = indicator { EVP_PKEY_CTX_get_params(signing, $0) }
        guard let indicators = providerPath.flatMap({ RedHatIndicators(providerPath: $0) }),
            let type = EVP_PKEY_get0_type_name(key).map({ String(cString: $0) })
        else { return said }
        // Of all keys these alone have another name than their signatures.
        let listed = indicators.ofSigningAMessage(type == "EC" ? "ECDSA" : type)
        return said == .notApproved ? said : listed
    }

    private func signWithDSA(_ digest: String) throws(Stop) -> Indicator {
        let import_ = try found(EVP_PKEY_CTX_new_from_name(context, "DSA", nil))
        defer { EVP_PKEY_CTX_free(import_) }
        if EVP_PKEY_fromdata_init(import_) <= 0 { throw .absent }
        // The smallest private key that FIPS 186-4, section 4.1 has, whose public key is g: what is
        // asked is whether signing is served, and making a key takes 2 ms.
        let list = ParameterList([
            ("p", .number(DomainParameters.p)), ("q", .number(DomainParameters.q)),
            ("g", .number(DomainParameters.g)), ("pub", .number(DomainParameters.g)),
            ("priv", .number([1])),
        ])
        defer { withExtendedLifetime(list) {} }
        var key: OpaquePointer?
        try require(
            EVP_PKEY_fromdata(
                import_, &key,
                EVP_PKEY_KEY_PARAMETERS | OSSL_KEYMGMT_SELECT_PUBLIC_KEY
                    | OSSL_KEYMGMT_SELECT_PRIVATE_KEY, list.entries),
            "EVP_PKEY_fromdata")
        defer { EVP_PKEY_free(key) }
        return try sign(try found(key), digest)
    }

    /// The modulus is any odd number of 2048 bits: what is asked is whether the padding is served.
    private func encryptKey(_ padding: String) throws(Stop) -> Indicator {
        let import_ = try found(EVP_PKEY_CTX_new_from_name(context, "RSA", nil))
        defer { EVP_PKEY_CTX_free(import_) }
        if EVP_PKEY_fromdata_init(import_) <= 0 { throw .absent }
        var modulus = ProbeRunner.bytes(256)
        modulus[0] = 0xc5
        modulus[255] |= 1
        let list = ParameterList([("n", .number(modulus)), ("e", .number([1, 0, 1]))])
        defer { withExtendedLifetime(list) {} }
        var key: OpaquePointer?
        try require(
            EVP_PKEY_fromdata(
                import_, &key, EVP_PKEY_KEY_PARAMETERS | OSSL_KEYMGMT_SELECT_PUBLIC_KEY,
                list.entries),
            "EVP_PKEY_fromdata")
        defer { EVP_PKEY_free(key) }
        let operation = try found(EVP_PKEY_CTX_new_from_pkey(context, key, nil))
        defer { EVP_PKEY_CTX_free(operation) }
        let options = ParameterList([("pad-mode", .text(padding))])
        defer { withExtendedLifetime(options) {} }
        try require(
            EVP_PKEY_encrypt_init_ex(operation, options.entries), "EVP_PKEY_encrypt_init_ex")
        var ciphertext = [UInt8](repeating: 0, count: 256)
        var written = ciphertext.count
        try require(
            EVP_PKEY_encrypt(operation, &ciphertext, &written, ProbeRunner.bytes(16), 16),
            "EVP_PKEY_encrypt")
        return indicator { EVP_PKEY_CTX_get_params(operation, $0) }
    }

    private func indicator(
        _ get: (UnsafeMutablePointer<OSSL_PARAM>) -> Int32
    ) -> Indicator {
        IndicatorParameters.read(get)
    }
}

extension ParameterList {
    /// The parameters of a probe, in the form that libcrypto takes.
    convenience init(probe parameters: [ProbeParameter]) {
        self.init(
            parameters.map { parameter in
                let value: Value =
                    switch parameter.value {
                    case .text(let text): .text(text)
                    case .integer(let integer):
                        .integer(UInt32(truncatingIfNeeded: integer))
                    case .octets(let octets): .octets(octets)
                    }
                return (parameter.key, value)
            })
    }
}
