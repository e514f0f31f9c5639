package import Algorithms
import COpenSSL
import Glibc

/// What a program gets that asks libcrypto for nothing in particular: the process's default
/// context, set up by the configuration and the variables of its environment.
///
/// For a process that does nothing else. What is asked changes what is there: the providers are
/// listed before the first fetch, and what loads others comes last.
package final class DefaultContext {
    package struct Provider {
        package let name: String
        package let title: String
        package let version: String
        package let build: String
        package let isRunning: Bool
        /// The file that its functions lie in.
        package let file: String
    }

    private let context: OpaquePointer
    /// The providers that the configuration activated, or those that libcrypto falls back on.
    package let providers: [Provider]

    package init() throws(ModuleError) {
        guard let context = OSSL_LIB_CTX_get0_global_default() else {
            throw failure("OSSL_LIB_CTX_get0_global_default")
        }
        self.context = context
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_LOAD_CONFIG), nil)
        providers = DefaultContext.list()
    }

    /// The end of the process frees everything, and libcrypto nothing. A token's library may have
    /// ended when libcrypto's exit handler calls it: SoftHSM 2.6 then crashes after the work is
    /// done. Counts only before libcrypto's first call.
    package static func leaveToTheSystem() {
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
    }

    /// The one that serves what is marked as approved, whatever it is called.
    package private(set) lazy var approvedProvider: String? = origin("fips=yes")

    /// Whether `fips=yes` is among the default properties.
    package var hasApprovedProperties: Bool {
        EVP_default_properties_is_fips_enabled(nil) == 1
    }

    /// The provider of a fetch of SHA2-256.
    package func origin(_ properties: String?) -> String? {
        defer { ErrorQueue.clear() }
        guard let method = EVP_MD_fetch(nil, "SHA2-256", properties) else { return nil }
        defer { EVP_MD_free(method) }
        return Library.name(of: EVP_MD_get0_provider(method))
    }

    package func perform(_ operation: ProbeOperation) -> ProbeOutcome {
        ProbeRunner(context: context).perform(operation)
    }

    /// SHA2-256 of `abc` (FIPS 180-4), as a program would compute it.
    package func hashesRightly() -> Bool {
        var message = Array("abc".utf8)
        let digest = DefaultDigest { memory in
            defer { message = [] }
            for index in message.indices { memory[index] = message[index] }
            return message.count
        }
        return digest.value == DefaultContext.digestOfABC
    }

    private static let digestOfABC: [UInt8] = [
        0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22,
        0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00,
        0x15, 0xad,
    ]

    /// The settings of a FIPS provider that it tells, which are those that hold.
    package func options(of name: String) -> [(name: String, value: Int)] {
        guard let provider = find(name) else { return [] }
        return DefaultContext.optionNames.compactMap { option in
            Library.integer(option, of: provider).map { ("\(option)", Int($0)) }
        }
    }

    /// What a program reaches in this context that goes around the configuration; it changes the
    /// context. `OpenSSLContrast` has the ways that need another.
    package func waysAround() -> [(way: String, isOpen: Bool)] {
        func servesMD5(_ properties: String) -> Bool {
            let method = EVP_MD_fetch(nil, "MD5", properties)
            defer { EVP_MD_free(method) }
            ErrorQueue.clear()
            return method != nil
        }
        let withProperties = servesMD5("-fips")
        let loaded = OSSL_PROVIDER_load(nil, "default")
        defer { OSSL_PROVIDER_unload(loaded) }
        return [
            ("MD5 with the properties -fips", withProperties),
            ("MD5 after loading the default provider", servesMD5("provider=default,-fips")),
        ]
    }

    /// Reads a configuration again, in a context of its own, for the reasons that libcrypto drops
    /// when it reads its own (CONF_modules_load_file ignores errors by default).
    package static func faults(ofConfiguration path: String) -> [String] {
        guard let context = OSSL_LIB_CTX_new() else { return [] }
        defer { OSSL_LIB_CTX_free(context) }
        ErrorQueue.clear()
        // It may leave reasons behind and return success all the same.
        CONF_modules_load_file_ex(context, path, nil, 0)
        return ERR_peek_error() == 0 ? [] : ErrorQueue.drain()
    }

    /// The file that libcrypto reads: OPENSSL_CONF, which programs with set-user-ID ignore, else
    /// openssl.cnf in its own directory.
    package static var configurationPath: String {
        guard let path = CONF_get1_default_config_file() else { return "" }
        defer { CRYPTO_free(path, #file, #line) }
        return String(cString: path)
    }

    /// What it calls itself, its number, its file, and where it looks for modules.
    package static var library: [String] {
        [
            OpenSSL_version(OPENSSL_VERSION).map { String(cString: $0) } ?? "",
            "\(OPENSSL_version_major()).\(OPENSSL_version_minor()).\(OPENSSL_version_patch())",
            fipsmark_libcrypto_path().map { String(cString: $0) } ?? "",
            OPENSSL_info(OPENSSL_INFO_MODULES_DIR).map { String(cString: $0) } ?? "",
        ]
    }

    /// Those of fips_config(5) that decide what is served.
    private static let optionNames: [StaticString] = [
        "security-checks", "tls1-prf-ems-check", "no-short-mac", "drbg-no-trunc-md",
        "hmac-key-check", "kmac-key-check", "signature-digest-check", "hkdf-digest-check",
        "tls13-kdf-digest-check", "tls1-prf-digest-check", "sshkdf-digest-check",
        "sskdf-digest-check", "x963kdf-digest-check", "hkdf-key-check", "kbkdf-key-check",
        "tls13-kdf-key-check", "tls1-prf-key-check", "sshkdf-key-check", "sskdf-key-check",
        "x963kdf-key-check", "x942kdf-key-check", "rsa-pkcs15-pad-disabled",
        "rsa-pss-saltlen-check", "rsa-sign-x931-pad-disabled", "dsa-sign-disabled",
        "tdes-encrypt-disabled", "pbkdf2-lower-bound-check", "ecdh-cofactor-check",
    ]
}

extension DefaultContext {
    /// Gathers what the callback of OSSL_PROVIDER_do_all sees.
    private final class Found {
        var handles: [OpaquePointer] = []
    }

    private static func handles() -> [OpaquePointer] {
        let found = Found()
        OSSL_PROVIDER_do_all(
            nil,
            { provider, argument in
                if let provider, let argument {
                    Unmanaged<Found>.fromOpaque(argument).takeUnretainedValue()
                        .handles.append(provider)
                }
                return 1
            }, Unmanaged.passUnretained(found).toOpaque())
        return found.handles
    }

    private func find(_ name: String) -> OpaquePointer? {
        DefaultContext.handles().first { Library.name(of: $0) == name }
    }

    private static func list() -> [Provider] {
        handles().map { provider in
            Provider(
                name: Library.name(of: provider) ?? "",
                title: Library.parameter("name", of: provider),
                version: Library.parameter("version", of: provider),
                build: Library.parameter("buildinfo", of: provider),
                isRunning: Library.isOperational(provider), file: file(of: provider))
        }
    }

    private static func file(of provider: OpaquePointer) -> String {
        guard let table = OSSL_PROVIDER_get0_dispatch(provider),
            let function = table.pointee.function
        else { return "" }
        var place = fipsmark_symbol_place()
        let found = fipsmark_dladdr(unsafeBitCast(function, to: UnsafeRawPointer.self), &place)
        guard found != 0, let path = place.file else { return "" }
        return String(cString: path)
    }
}
