import Algorithms
import COpenSSL

/// A library context of our own with the provider under test and the base provider in it, and
/// `fips=yes` as its default property. The process's default context is never touched.
final class Library {
    let context: OpaquePointer
    let provider: OpaquePointer
    let providerName: String
    /// The context calls it for as long as it lives: key generation tests itself too.
    let recorder: SelfTestRecorder
    private let baseProvider: OpaquePointer

    /// - Parameters:
    ///   - providerPath: the provider's file, whose stem is the provider's name.
    ///   - configuration: what the provider is given, from `ProviderConfiguration`.
    init(
        providerPath: String, configuration: ProviderConfiguration?
    ) throws(ModuleError) {
        let recorder = SelfTestRecorder()
        self.recorder = recorder
        guard let context = OSSL_LIB_CTX_new() else { throw failure("OSSL_LIB_CTX_new") }
        self.context = context
        providerName = ProviderConfiguration.providerName(ofFile: providerPath)
        do throws(ModuleError) {
            let text = ProviderConfiguration.sectionText(
                providerName: providerName, providerPath: providerPath,
                configuration: configuration)
            try Library.configure(context, text)
            recorder.attach(to: context)
            ErrorQueue.clear()
            guard let provider = OSSL_PROVIDER_load(context, providerName) else {
                throw Library.loadFailure(providerPath, configuration, recorder)
            }
            self.provider = provider
            // Encoders, decoders and other services without cryptography.
            guard let base = OSSL_PROVIDER_load(context, "base") else {
                throw failure("OSSL_PROVIDER_load(base)")
            }
            baseProvider = base
            try check(
                EVP_set_default_properties(context, "fips=yes"), "EVP_set_default_properties")
        } catch {
            OSSL_LIB_CTX_free(context)
            throw error
        }
    }

    deinit {
        OSSL_PROVIDER_unload(baseProvider)
        OSSL_PROVIDER_unload(provider)
        OSSL_LIB_CTX_free(context)
    }

    var isOperational: Bool { Library.isOperational(provider) }

    /// Why a fetch gave nothing: not offered, failed, or a provider that has entered its error
    /// state, which then offers nothing.
    func fetchFailure(_ name: String, _ call: StaticString) -> ModuleError {
        let unsupported = ErrorQueue.wasUnsupported()
        let entries = ErrorQueue.drain().joined(separator: "; ")
        if !isOperational { return .selfTestFailed("the provider is in its error state") }
        if unsupported { return .notOffered("\(name) is not offered by the provider") }
        return .failed(call: "\(call)(\(name))", detail: entries)
    }

    /// Every fetched method must come from the provider under test, whatever else is loaded.
    func require(_ origin: OpaquePointer?, _ name: String) throws(ModuleError) {
        let actual = Library.name(of: origin)
        if actual != providerName {
            throw .failed(
                call: "fetch(\(name))",
                detail: "it came from provider \(actual ?? "none"), not from \(providerName)")
        }
    }

    /// The caller frees the method.
    func fetchCipher(_ name: String) throws(ModuleError) -> OpaquePointer {
        ErrorQueue.clear()
        guard let method = EVP_CIPHER_fetch(context, name, nil) else {
            throw fetchFailure(name, "EVP_CIPHER_fetch")
        }
        do throws(ModuleError) {
            try require(EVP_CIPHER_get0_provider(method), name)
        } catch {
            EVP_CIPHER_free(method)
            throw error
        }
        return method
    }

    /// One of the provider's parameters: `name`, `version`, `buildinfo`.
    func providerParameter(_ key: StaticString) -> String {
        Library.parameter(key, of: provider)
    }

    /// Reads the configuration into the context from memory: no file of ours is ever written.
    private static func configure(_ context: OpaquePointer, _ text: String) throws(ModuleError) {
        guard let configuration = NCONF_new_ex(context, nil) else { throw failure("NCONF_new_ex") }
        defer { NCONF_free(configuration) }
        try ProviderConfiguration.load(text, into: configuration)
        try check(
            CONF_modules_load(configuration, "openssl_conf", 0), "CONF_modules_load")
    }

    /// A provider that refuses to load has failed its self-test, unless it was given no
    /// configuration to test itself against.
    private static func loadFailure(
        _ path: String, _ configuration: ProviderConfiguration?, _ recorder: SelfTestRecorder
    ) -> ModuleError {
        let reasons = ErrorQueue.drain().joined(separator: "; ")
        if let failed = recorder.events.first(where: { $0.phase == "Fail" }) {
            if failed.type == "Module_Integrity" {
                let source = configuration?.path ?? "the module"
                return .selfTestFailed(
                    "integrity test of \(path): the file does not match module-mac of \(source); "
                        + "the file was altered, or the configuration was made for another file")
            }
            return .selfTestFailed("\(failed.type) \(failed.description) of \(path)")
        }
        if configuration == nil {
            return .couldNotRun(
                "the FIPS provider \(path) has no configuration (\(reasons)); run "
                    + "'openssl fipsinstall -module \(path) -out fipsmodule.cnf' "
                    + "and pass --module-config fipsmodule.cnf")
        }
        return .selfTestFailed("\(path) could not be loaded: \(reasons)")
    }
}
