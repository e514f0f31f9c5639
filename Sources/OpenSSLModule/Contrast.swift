package import Algorithms
import COpenSSL

/// The default and the legacy provider in a library context of their own, for a process that does
/// nothing else: what the module under test refuses must work there, or the refusal shows no
/// policy, only that this libcrypto was built without the algorithm.
package final class OpenSSLContrast {
    private let context: OpaquePointer
    private let providers: [OpaquePointer]
    /// What a context of one's own opens, whatever the process's configuration says: asked before
    /// a provider was loaded into it, as a program does that knows nothing of providers.
    package let waysAround: [(way: String, isOpen: Bool)]

    package init() throws(ModuleError) {
        guard let context = OSSL_LIB_CTX_new() else { throw failure("OSSL_LIB_CTX_new") }
        self.context = context
        let servesMD5 = ProbeRunner(context: context).offers(.digest, "MD5")
        guard let provider = OSSL_PROVIDER_load(context, "default") else {
            OSSL_LIB_CTX_free(context)
            throw failure("OSSL_PROVIDER_load(default)")
        }
        // Absent on some systems, which is no fault.
        let legacy = OSSL_PROVIDER_load(context, "legacy")
        providers = [provider] + (legacy.map { [$0] } ?? [])
        waysAround = [
            ("MD5 in a context of its own", servesMD5), ("the legacy provider", legacy != nil),
        ]
    }

    deinit {
        for provider in providers { OSSL_PROVIDER_unload(provider) }
        OSSL_LIB_CTX_free(context)
    }

    package func perform(_ operation: ProbeOperation) -> ProbeOutcome {
        ProbeRunner(context: context).perform(operation)
    }

    package func offers(_ operation: KnownName.Operation, _ name: String) -> Bool {
        ProbeRunner(context: context).offers(operation, name)
    }
}
