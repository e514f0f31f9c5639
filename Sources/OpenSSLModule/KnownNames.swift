package import Algorithms
import COpenSSL

extension OpenSSLModule {
    /// The names of every provider that this libcrypto can load, and of the module under test.
    ///
    /// They are gathered in a context apart, without the property `fips=yes`: what is asked is
    /// what exists, not what is approved.
    package func knownNames() throws(ModuleError) -> [KnownName] {
        guard let everything = OSSL_LIB_CTX_new() else { throw failure("OSSL_LIB_CTX_new") }
        defer { OSSL_LIB_CTX_free(everything) }
        // Legacy and null are absent on some systems, which is no fault.
        let providers = ["default", "legacy", "base", "null"].compactMap { (name: String) in
            OSSL_PROVIDER_load(everything, name)
        }
        defer { for provider in providers { OSSL_PROVIDER_unload(provider) } }
        ErrorQueue.clear()
        let gathered = NameCollector()
        for context in [everything, library.context] { gathered.collect(from: context) }
        return gathered.names
    }

    /// Whether an implementation is handed out under the context's default property `fips=yes`.
    package func admits(_ known: KnownName) -> Bool {
        ProbeRunner(context: library.context).offers(known.operation, known.name)
    }
}

extension ProbeRunner {
    /// Whether the context hands out the name under its default property.
    func offers(_ operation: KnownName.Operation, _ name: String) -> Bool {
        ErrorQueue.clear()
        defer { ErrorQueue.clear() }
        switch operation {
        case .cipher: return release(EVP_CIPHER_fetch(context, name, nil), EVP_CIPHER_free)
        case .digest: return release(EVP_MD_fetch(context, name, nil), EVP_MD_free)
        case .mac: return release(EVP_MAC_fetch(context, name, nil), EVP_MAC_free)
        case .kdf: return release(EVP_KDF_fetch(context, name, nil), EVP_KDF_free)
        case .drbg: return release(EVP_RAND_fetch(context, name, nil), EVP_RAND_free)
        case .signature:
            return release(EVP_SIGNATURE_fetch(context, name, nil), EVP_SIGNATURE_free)
        case .keyExchange:
            return release(EVP_KEYEXCH_fetch(context, name, nil), EVP_KEYEXCH_free)
        case .keyEncapsulation: return release(EVP_KEM_fetch(context, name, nil), EVP_KEM_free)
        case .asymmetricCipher:
            return release(EVP_ASYM_CIPHER_fetch(context, name, nil), EVP_ASYM_CIPHER_free)
        case .keyManagement:
            return release(EVP_KEYMGMT_fetch(context, name, nil), EVP_KEYMGMT_free)
        }
    }

    private func release(_ method: OpaquePointer?, _ free: (OpaquePointer?) -> Void) -> Bool {
        free(method)
        return method != nil
    }
}

/// Gathers names from libcrypto's enumeration calls, one entry for each algorithm.
private final class NameCollector {
    private(set) var names: [KnownName] = []
    /// Where each spelling of an operation stands in `names`.
    private var indices: [String: Int] = [:]
    private var operation = KnownName.Operation.cipher
    private var spellings: [String] = []

    /// One statement an operation: each enumeration call has a type of its own in C.
    func collect(from context: OpaquePointer) {
        let argument = Unmanaged.passUnretained(self).toOpaque()
        operation = .cipher
        EVP_CIPHER_do_all_provided(
            context, { NameCollector.add($0, $1, EVP_CIPHER_names_do_all) }, argument)
        operation = .digest
        EVP_MD_do_all_provided(
            context, { NameCollector.add($0, $1, EVP_MD_names_do_all) }, argument)
        operation = .mac
        EVP_MAC_do_all_provided(
            context, { NameCollector.add($0, $1, EVP_MAC_names_do_all) }, argument)
        operation = .kdf
        EVP_KDF_do_all_provided(
            context, { NameCollector.add($0, $1, EVP_KDF_names_do_all) }, argument)
        operation = .drbg
        EVP_RAND_do_all_provided(
            context, { NameCollector.add($0, $1, EVP_RAND_names_do_all) }, argument)
        operation = .signature
        EVP_SIGNATURE_do_all_provided(
            context, { NameCollector.add($0, $1, EVP_SIGNATURE_names_do_all) }, argument)
        operation = .keyExchange
        EVP_KEYEXCH_do_all_provided(
            context, { NameCollector.add($0, $1, EVP_KEYEXCH_names_do_all) }, argument)
        operation = .keyEncapsulation
        EVP_KEM_do_all_provided(
            context, { NameCollector.add($0, $1, EVP_KEM_names_do_all) }, argument)
        operation = .asymmetricCipher
        EVP_ASYM_CIPHER_do_all_provided(
            context, { NameCollector.add($0, $1, EVP_ASYM_CIPHER_names_do_all) }, argument)
        operation = .keyManagement
        EVP_KEYMGMT_do_all_provided(
            context, { NameCollector.add($0, $1, EVP_KEYMGMT_names_do_all) }, argument)
    }

    private typealias Enumerate = (
        OpaquePointer?, (@convention(c) (UnsafePointer<CChar>?, UnsafeMutableRawPointer?) -> Void)?,
        UnsafeMutableRawPointer?
    ) -> Int32

    private static func add(
        _ method: OpaquePointer?, _ argument: UnsafeMutableRawPointer?, _ enumerate: Enumerate
    ) {
        guard let argument else { return }
        let collector = Unmanaged<NameCollector>.fromOpaque(argument).takeUnretainedValue()
        collector.spellings = []
        _ = enumerate(
            method,
            { name, argument in
                guard let name, let argument else { return }
                Unmanaged<NameCollector>.fromOpaque(argument).takeUnretainedValue()
                    .spellings.append(String(cString: name))
            }, argument)
        collector.keep()
    }

    /// Providers spell one algorithm with more aliases or fewer: names that share one are one.
    private func keep() {
        let spelled = spellings.map { "\(operation.rawValue):\($0.uppercased())" }
        if let index = spelled.compactMap({ indices[$0] }).first {
            merge(into: index)
            for spelling in spelled { indices[spelling] = index }
            return
        }
        guard let first = preferred(spellings) else { return }
        for spelling in spelled { indices[spelling] = names.count }
        names.append(
            KnownName(
                operation: operation, name: first, aliases: spellings.filter { $0 != first }))
    }

    private func merge(into index: Int) {
        let known = names[index]
        let old = [known.name] + known.aliases
        let all = old + spellings.filter { new in !old.contains { $0 == new } }
        let first = preferred(all) ?? known.name
        names[index] = KnownName(
            operation: operation, name: first, aliases: all.filter { $0 != first })
    }

    /// The first spelling that is not an object identifier.
    private func preferred(_ spellings: [String]) -> String? {
        spellings.first { $0.contains { $0.isLetter } } ?? spellings.first
    }
}
