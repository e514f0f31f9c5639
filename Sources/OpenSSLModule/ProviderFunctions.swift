import Algorithms
import COpenSSL

/// The functions of one implementation of the provider, asked of the provider itself.
///
/// libcrypto below 3.4 turns away a signature's table that signs messages only, as those of ML-DSA
/// and SLH-DSA are, though the provider behind it has them. Its functions have the same numbers and
/// types in every version (openssl/core_dispatch.h), so one way serves all of them.
struct ProviderFunctions {
    private let table: UnsafePointer<OSSL_DISPATCH>
    private let name: String

    /// - Parameter operation: `OSSL_OP_KEYMGMT`, `OSSL_OP_SIGNATURE` or `OSSL_OP_KEM`.
    init(_ library: Library, _ operation: Int32, _ name: String) throws(ModuleError) {
        self.name = name
        var noCache: Int32 = 0
        let algorithms = OSSL_PROVIDER_query_operation(library.provider, operation, &noCache)
        // The tables are the provider's constants: they outlive this call.
        defer { OSSL_PROVIDER_unquery_operation(library.provider, operation, algorithms) }
        guard let found = ProviderFunctions.find(name, algorithms) else {
            if !library.isOperational {
                throw .selfTestFailed("the provider is in its error state")
            }
            throw .notOffered("\(name) is not offered by the provider")
        }
        // What EVP would be asked with `fips=yes`.
        let properties = found.property_definition.map { String(cString: $0) } ?? ""
        guard properties.split(separator: ",").contains("fips=yes") else {
            throw .notOffered("\(name) of the provider is not for its approved mode")
        }
        guard let table = found.implementation else {
            throw .failed(call: "OSSL_PROVIDER_query_operation(\(name))", detail: "no functions")
        }
        self.table = table
    }

    /// Names stand in one text, apart by colons.
    private static func find(
        _ name: String, _ algorithms: UnsafePointer<OSSL_ALGORITHM>?
    ) -> OSSL_ALGORITHM? {
        guard var next = algorithms else { return nil }
        while let names = next.pointee.algorithm_names {
            if String(cString: names).split(separator: ":").contains(Substring(name)) {
                return next.pointee
            }
            next += 1
        }
        return nil
    }

    /// The function with a number of openssl/core_dispatch.h, or nil.
    func find<Function>(_ number: Int32, as type: Function.Type) -> Function? {
        var next = table
        while next.pointee.function_id != 0 {
            if next.pointee.function_id == number, let function = next.pointee.function {
                return unsafeBitCast(function, to: type)
            }
            next += 1
        }
        return nil
    }

    func require<Function>(_ number: Int32, as type: Function.Type) throws(ModuleError) -> Function
    {
        if let function = find(number, as: type) { return function }
        throw .notOffered("\(name) of the provider has no function \(number)")
    }
}

/// What a provider makes: a key or a context of its own.
typealias ProviderObject = UnsafeMutableRawPointer

/// Keys of one kind: made, imported and read by the provider.
final class ProviderKeys {
    private typealias New = @convention(c) (ProviderObject?) -> ProviderObject?
    private typealias Free = @convention(c) (ProviderObject?) -> Void
    private typealias BeginGeneration =
        @convention(c) (
            ProviderObject?, Int32, UnsafePointer<OSSL_PARAM>?
        ) -> ProviderObject?
    private typealias Generate =
        @convention(c) (
            ProviderObject?, UnsafeRawPointer?, UnsafeMutableRawPointer?
        ) -> ProviderObject?
    private typealias GetParameters =
        @convention(c) (
            ProviderObject?, UnsafeMutablePointer<OSSL_PARAM>?
        ) -> Int32
    private typealias Import =
        @convention(c) (
            ProviderObject?, Int32, UnsafePointer<OSSL_PARAM>?
        ) -> Int32

    let library: Library
    let providerContext: ProviderObject?
    private let new: New
    private let free: Free
    private let beginGeneration: BeginGeneration?
    private let generate: Generate?
    private let endGeneration: Free?
    private let getParameters: GetParameters
    private let importKey: Import
    private let seed = ParameterList([("seed", .lentOctets)])
    private let publicPart = ParameterList([("pub", .lentOctets)])
    private let secretPart = ParameterList([("priv", .lentOctets)])
    private let pair = ParameterList([("pub", .lentOctets), ("priv", .lentOctets)])

    // Of openssl/core_dispatch.h, whose macros are made of macros.
    private static let selectPublicKey: Int32 = 2
    private static let selectKeyPair: Int32 = 3

    init(_ library: Library, _ name: String) throws(ModuleError) {
        self.library = library
        providerContext = OSSL_PROVIDER_get0_provider_ctx(library.provider)
        let functions = try ProviderFunctions(library, OSSL_OP_KEYMGMT, name)
        new = try functions.require(OSSL_FUNC_KEYMGMT_NEW, as: New.self)
        free = try functions.require(OSSL_FUNC_KEYMGMT_FREE, as: Free.self)
        beginGeneration = functions.find(OSSL_FUNC_KEYMGMT_GEN_INIT, as: BeginGeneration.self)
        generate = functions.find(OSSL_FUNC_KEYMGMT_GEN, as: Generate.self)
        endGeneration = functions.find(OSSL_FUNC_KEYMGMT_GEN_CLEANUP, as: Free.self)
        getParameters = try functions.require(
            OSSL_FUNC_KEYMGMT_GET_PARAMS, as: GetParameters.self)
        importKey = try functions.require(OSSL_FUNC_KEYMGMT_IMPORT, as: Import.self)
    }

    /// - Parameter seed: empty for one of the provider's own. The caller releases the key.
    func generate(seed octets: Span<UInt8>) throws(ModuleError) -> ProviderObject {
        guard let beginGeneration, let generate, let endGeneration else {
            throw .notOffered("the provider makes no such keys")
        }
        seed.lend(0, octets.address, octets.count)
        ErrorQueue.clear()
        let context = beginGeneration(
            providerContext, ProviderKeys.selectKeyPair, octets.isEmpty ? nil : seed.entries)
        guard let context else { throw failure("OSSL_FUNC_keymgmt_gen_init") }
        defer { endGeneration(context) }
        guard let key = generate(context, nil, nil) else {
            throw providerFailure("OSSL_FUNC_keymgmt_gen")
        }
        return key
    }

    func read(
        _ key: ProviderObject, pk: inout MutableSpan<UInt8>, sk: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        pair.lend(0, pk.mutableAddress, pk.count)
        pair.lend(1, sk.mutableAddress, sk.count)
        try read(key, pair, counts: pk.count, sk.count)
    }

    func read(
        _ key: ProviderObject, pk: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        publicPart.lend(0, pk.mutableAddress, pk.count)
        try read(key, publicPart, counts: pk.count)
    }

    private func read(
        _ key: ProviderObject, _ list: ParameterList, counts: Int...
    ) throws(ModuleError) {
        for index in counts.indices { list.entries[index].return_size = 0 }
        ErrorQueue.clear()
        try check(getParameters(key, list.entries), "OSSL_FUNC_keymgmt_get_params")
        for (index, count) in counts.enumerated()
        where list.entries[index].return_size != count {
            throw .failed(
                call: "OSSL_FUNC_keymgmt_get_params",
                detail: "\(list.entries[index].return_size) bytes, not \(count)")
        }
    }

    /// Nil for a key that the provider turns away. The caller releases it.
    func importPublicKey(_ pk: Span<UInt8>) throws(ModuleError) -> ProviderObject? {
        publicPart.lend(0, pk.address, pk.count)
        return try importKey(publicPart, ProviderKeys.selectPublicKey)
    }

    func importSecretKey(
        _ secret: borrowing PostQuantumSecret
    ) throws(ModuleError) -> ProviderObject? {
        switch secret {
        case .expanded(let octets):
            secretPart.lend(0, octets.address, octets.count)
            return try importKey(secretPart, ProviderKeys.selectKeyPair)
        case .seed(let octets):
            seed.lend(0, octets.address, octets.count)
            return try importKey(seed, ProviderKeys.selectKeyPair)
        }
    }

    private func importKey(
        _ parameters: ParameterList, _ selection: Int32
    ) throws(ModuleError) -> ProviderObject? {
        ErrorQueue.clear()
        guard let key = new(providerContext) else { throw providerFailure("OSSL_FUNC_keymgmt_new") }
        if importKey(key, selection, parameters.entries) == 1 { return key }
        free(key)
        if try turnedAway() { return nil }
        throw failure("OSSL_FUNC_keymgmt_import")
    }

    func release(_ key: ProviderObject?) { free(key) }

    /// Whether what failed was about the key or the ciphertext, for some of which the provider
    /// notes nothing at all. Clears if so.
    func turnedAway() throws(ModuleError) -> Bool {
        let code = ERR_peek_error()
        if code == 0 {
            if library.isOperational { return true }
            throw .selfTestFailed("the provider is in its error state")
        }
        if fipsmark_is_key_error(code) != 1 { return false }
        ERR_clear_error()
        return true
    }

    /// What a call that must not fail left behind.
    func providerFailure(_ call: StaticString) -> ModuleError {
        if !library.isOperational { return .selfTestFailed("the provider is in its error state") }
        return failure(call)
    }
}
