package import Algorithms
import COpenSSL

/// A derivation by one of the provider's KDFs. What is the same in every call is set once.
final class OpenSSLKeyDerivation: KeyDerivation {
    private let library: Library
    private let context: OpaquePointer
    private let constants: ParameterList
    private let variables: ParameterList
    private let inputs: [Input]
    private let keepsSeeds: Bool
    private let isOneStep: Bool
    private let isKMAC: Bool
    /// Of `variables`, those which a call gives, with the end behind them.
    private let given: UnsafeMutablePointer<OSSL_PARAM>
    /// Which inputs the call before gave, one bit each.
    private var last = 0

    /// What a parameter is filled from.
    private enum Input {
        case secret, salt, info, label, context, iterations
    }

    /// How the provider is asked for a method.
    private struct Form {
        let name: String
        let constants: [(key: StaticString, value: ParameterList.Value)]
        let variables: [(key: StaticString, input: Input)]
    }

    init(_ library: Library, _ method: KeyDerivationMethod) throws(ModuleError) {
        self.library = library
        let form = try OpenSSLKeyDerivation.form(method, library)
        constants = ParameterList(form.constants)
        variables = ParameterList(
            form.variables.map { variable in
                (variable.key, variable.input == .iterations ? .integer(0) : .lentOctets)
            })
        inputs = form.variables.map(\.input)
        keepsSeeds = form.name == "TLS1-PRF"
        isOneStep = form.name == "SSKDF"
        isKMAC =
            switch method {
            case .kmac, .oneStep(.kmac): true
            default: false
            }
        given = .allocate(capacity: inputs.count + 1)
        given.initialize(repeating: OSSL_PARAM(), count: inputs.count + 1)
        do throws(ModuleError) {
            context = try OpenSSLKeyDerivation.fetch(library, form.name, method)
        } catch {
            given.deallocate()
            throw error
        }
        try configure(method)
    }

    deinit {
        EVP_KDF_CTX_free(context)
        given.deallocate()
    }

    func derive(
        _ inputs: borrowing KeyDerivationInputs, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        if isKMAC { try requireKMAC(inputs) }
        var count = 0
        var present = 0
        for index in self.inputs.indices {
            switch self.inputs[index] {
            case .secret: lend(inputs.secret, index, &count, &present)
            case .salt: lend(inputs.salt, index, &count, &present)
            case .info: lend(inputs.info, index, &count, &present)
            case .label: lend(inputs.label, index, &count, &present)
            case .context: lend(inputs.context, index, &count, &present)
            case .iterations:
                variables.set(index, integer: UInt32(clamping: inputs.iterations))
                given[count] = variables.entries[index]
                count += 1
            }
        }
        given[count] = variables.entries[self.inputs.count]
        // A context keeps what it was given: an empty value leaves the one before in its place, and
        // TLS1-PRF joins a seed to those of the calls before (provider 3.5.7).
        if last & ~present != 0 || keepsSeeds && last != 0 {
            EVP_KDF_CTX_reset(context)
            try check(EVP_KDF_CTX_set_params(context, constants.entries), "EVP_KDF_CTX_set_params")
        }
        last = present
        try check(
            EVP_KDF_derive(context, output.mutableAddress, output.count, given), "EVP_KDF_derive")
    }

    @inline(__always)
    private func lend(
        _ value: Span<UInt8>, _ index: Int, _ count: inout Int, _ present: inout Int
    ) {
        if value.isEmpty { return }
        variables.lend(index, value.address, value.count)
        given[count] = variables.entries[index]
        count += 1
        present |= 1 << index
    }

    /// The limits of the provider's KMAC (EVP_MAC-KMAC(7)).
    private func requireKMAC(_ inputs: borrowing KeyDerivationInputs) throws(ModuleError) {
        let key = isOneStep ? inputs.salt.count : inputs.secret.count
        if key > 512 || (key < 4 && !(isOneStep && key == 0)) {
            throw .notOffered("KMAC of the provider takes no key of \(8 * key) bits")
        }
        if inputs.label.count > 512 {
            throw .notOffered("KMAC of the provider takes no label of \(inputs.label.count) bytes")
        }
    }

    private func configure(_ method: KeyDerivationMethod) throws(ModuleError) {
        ErrorQueue.clear()
        if EVP_KDF_CTX_set_params(context, constants.entries) == 1 { return }
        if ErrorQueue.wasUnsupported() || !library.isOperational {
            throw library.fetchFailure(method.name, "EVP_KDF_CTX_set_params")
        }
        // Providers before 3.1 know no KMAC here.
        if case .kmac = method {
            ErrorQueue.clear()
            throw .notOffered("\(method.name) is not offered by the provider")
        }
        throw failure("EVP_KDF_CTX_set_params")
    }

    private static func fetch(
        _ library: Library, _ name: String, _ method: KeyDerivationMethod
    ) throws(ModuleError) -> OpaquePointer {
        ErrorQueue.clear()
        guard let kdf = EVP_KDF_fetch(library.context, name, nil) else {
            throw library.fetchFailure(name, "EVP_KDF_fetch")
        }
        defer { EVP_KDF_free(kdf) }
        try library.require(EVP_KDF_get0_provider(kdf), name)
        // Providers before 3.1 read over the length of the counter and take 32 bits.
        if case .keyBased(_, _, let bits) = method, bits != 32,
            OSSL_PARAM_locate_const(EVP_KDF_settable_ctx_params(kdf), "r") == nil
        {
            throw .notOffered("\(method.name) is not offered by the provider")
        }
        guard let context = EVP_KDF_CTX_new(kdf) else { throw failure("EVP_KDF_CTX_new") }
        return context
    }

    // The parameters are those of EVP_KDF-HKDF(7) to EVP_KDF-X963(7).

    private static func form(
        _ method: KeyDerivationMethod, _ library: Library
    ) throws(ModuleError) -> Form {
        switch method {
        case .hkdf(let hash):
            Form(
                name: "HKDF",
                constants: [digest(hash), ("mode", .text("EXTRACT_AND_EXPAND"))],
                variables: [("key", .secret), ("salt", .salt), ("info", .info)])
        case .oneStep(let function):
            oneStep(function)
        case .keyBased(let mode, let prf, let counterBits):
            try keyBased(mode, prf, counterBits)
        case .kmac(let bits):
            Form(
                name: "KBKDF", constants: [("mac", .text("KMAC\(bits)"))],
                variables: [("key", .secret), ("salt", .label), ("info", .context)])
        case .tls12(let hash):
            // Seeds are joined.
            Form(
                name: "TLS1-PRF", constants: [digest(hash)],
                variables: [("secret", .secret), ("seed", .label), ("seed", .info)])
        case .tls13Extract(let hash):
            Form(
                name: "TLS13-KDF",
                constants: [
                    digest(hash), ("mode", .text("EXTRACT_ONLY")), tls13Prefix,
                    ("label", .octets(Array("derived".utf8))),
                ],
                variables: [("key", .secret), ("salt", .salt)])
        case .tls13Expand(let hash):
            Form(
                name: "TLS13-KDF",
                constants: [digest(hash), ("mode", .text("EXPAND_ONLY")), tls13Prefix],
                variables: [("key", .secret), ("label", .label), ("data", .context)])
        case .ssh(let hash, let key):
            Form(
                name: "SSHKDF", constants: [digest(hash), ("type", .text(key.rawValue))],
                variables: [("key", .secret), ("xcghash", .info), ("session_id", .context)])
        case .ansX963(let hash):
            Form(
                name: "X963KDF", constants: [digest(hash)],
                variables: [("secret", .secret), ("info", .info)])
        case .ansX942(let hash, let algorithm):
            try ansX942(hash, algorithm, library)
        case .password(let hash):
            Form(
                name: "PBKDF2", constants: [digest(hash)],
                variables: [("pass", .secret), ("salt", .salt), ("iter", .iterations)])
        }
    }

    private static func oneStep(_ function: AuxiliaryFunction) -> Form {
        let constants: [(key: StaticString, value: ParameterList.Value)] =
            switch function {
            case .hash(let hash): [digest(hash)]
            case .hmac(let hash): [("mac", .text("HMAC")), digest(hash)]
            case .kmac(let bits): [("mac", .text("KMAC\(bits)"))]
            }
        let key: [(key: StaticString, input: Input)] =
            if case .hash = function { [] } else { [("salt", .salt)] }
        return Form(
            name: "SSKDF", constants: constants,
            variables: [("secret", .secret), ("info", .info)] + key)
    }

    private static func keyBased(
        _ mode: KeyBasedMode, _ prf: PseudorandomFunction, _ counterBits: Int
    ) throws(ModuleError) -> Form {
        var constants: [(key: StaticString, value: ParameterList.Value)] = [
            ("mode", .text(mode.rawValue)),
            // The fixed data are the caller's, with a separator and a length or without.
            ("use-l", .integer(0)), ("use-separator", .integer(0)),
            ("r", .integer(UInt32(clamping: counterBits))),
        ]
        switch prf {
        case .hmac(let hash): constants += [("mac", .text("HMAC")), digest(hash)]
        case .cmac(let keyBits):
            constants += [("mac", .text("CMAC")), ("cipher", .text("AES-\(keyBits)-CBC"))]
        case .cmacTDEA: throw .notOffered("KBKDF with CMAC-TDES is not offered by the provider")
        }
        return Form(
            name: "KBKDF", constants: constants,
            variables: [("key", .secret), ("info", .info), ("seed", .salt)])
    }

    private static func ansX942(
        _ hash: Hash, _ algorithm: WrappingAlgorithm, _ library: Library
    ) throws(ModuleError) -> Form {
        let name =
            switch algorithm {
            case .tdea: "DES3-WRAP"
            case .aes128: "AES-128-WRAP"
            case .aes192: "AES-192-WRAP"
            case .aes256: "AES-256-WRAP"
            }
        // The KDF would call it a bad parameter that the provider has no such cipher.
        EVP_CIPHER_free(try library.fetchCipher(name))
        return Form(
            name: "X942KDF-ASN1",
            constants: [
                digest(hash), ("cekalg", .text(name)),
                // Else the length of the key would stand where ACVP has suppPubInfo.
                ("use-keybits", .integer(0)),
            ],
            variables: [
                ("secret", .secret), ("acvp-info", .info),
            ])
    }

    private static func digest(
        _ hash: Hash
    ) -> (key: StaticString, value: ParameterList.Value) {
        ("digest", .text(hash.openSSLName))
    }

    /// RFC 8446, section 7.1.
    private static let tls13Prefix: (key: StaticString, value: ParameterList.Value) = (
        "prefix", .octets(Array("tls13 ".utf8))
    )
}

extension OpenSSLModule {
    package func keyDerivation(
        _ method: KeyDerivationMethod
    ) throws(ModuleError) -> any KeyDerivation {
        try derivations.operation(method) { () throws(ModuleError) in
            try OpenSSLKeyDerivation(library, method)
        }
    }
}
