package import Algorithms
import COpenSSL

extension OpenSSLModule {
    package func keyEncapsulation(
        _ parameters: PostQuantumParameters
    ) throws(ModuleError) -> any KeyEncapsulation {
        try encapsulations.operation(parameters) { () throws(ModuleError) in
            try OpenSSLKeyEncapsulation(library, parameters)
        }
    }

    package func postQuantumSignature(
        _ parameters: PostQuantumParameters
    ) throws(ModuleError) -> any PostQuantumSignature {
        try postQuantumSignatures.operation(parameters) { () throws(ModuleError) in
            try OpenSSLPostQuantumSignature(library, parameters.rawValue)
        }
    }

    /// Providers have LMS since 3.6, to verify alone.
    package func statefulSignature() throws(ModuleError) -> any PostQuantumSignature {
        try OpenSSLPostQuantumSignature(library, "LMS")
    }

    package func timedOperation(
        _ workload: PostQuantumWorkload
    ) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .generateKey(let parameters):
            try TimedPostQuantumKeys(ProviderKeys(library, parameters.rawValue))
        case .encapsulate, .decapsulate, .sign, .verify:
            try timedOperation(workload, keepsContext: false)
        }
    }

    func timedOperation(
        _ workload: PostQuantumWorkload, keepsContext: Bool
    ) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .generateKey: throw .notOffered("the generation of keys has no context to keep")
        case .encapsulate(let parameters), .decapsulate(let parameters):
            try TimedEncapsulation(
                OpenSSLKeyEncapsulation(library, parameters), parameters,
                keepsContext: keepsContext, decapsulating: workload == .decapsulate(parameters))
        case .sign(let parameters), .verify(let parameters):
            try TimedPostQuantumSignature(
                OpenSSLPostQuantumSignature(library, parameters.rawValue), parameters,
                keepsContext: keepsContext, verifying: workload == .verify(parameters))
        }
    }
}

/// ML-KEM with one parameter set.
final class OpenSSLKeyEncapsulation: KeyEncapsulation {
    private typealias New = @convention(c) (ProviderObject?) -> ProviderObject?
    private typealias Free = @convention(c) (ProviderObject?) -> Void
    private typealias Begin =
        @convention(c) (
            ProviderObject?, ProviderObject?, UnsafePointer<OSSL_PARAM>?
        ) -> Int32
    private typealias Encapsulate =
        @convention(c) (
            ProviderObject?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?,
            UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?
        ) -> Int32
    private typealias Decapsulate =
        @convention(c) (
            ProviderObject?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?,
            UnsafePointer<UInt8>?, Int
        ) -> Int32

    let keys: ProviderKeys
    private let context: ProviderObject
    private let new: New
    private let free: Free
    private let beginEncapsulation: Begin
    private let encapsulate: Encapsulate
    private let beginDecapsulation: Begin
    private let decapsulate: Decapsulate
    private let randomness = ParameterList([("ikme", .lentOctets)])

    init(_ library: Library, _ parameters: PostQuantumParameters) throws(ModuleError) {
        let keys = try ProviderKeys(library, parameters.rawValue)
        let functions = try ProviderFunctions(library, OSSL_OP_KEM, parameters.rawValue)
        new = try functions.require(OSSL_FUNC_KEM_NEWCTX, as: New.self)
        free = try functions.require(OSSL_FUNC_KEM_FREECTX, as: Free.self)
        beginEncapsulation = try functions.require(
            OSSL_FUNC_KEM_ENCAPSULATE_INIT, as: Begin.self)
        encapsulate = try functions.require(OSSL_FUNC_KEM_ENCAPSULATE, as: Encapsulate.self)
        beginDecapsulation = try functions.require(
            OSSL_FUNC_KEM_DECAPSULATE_INIT, as: Begin.self)
        decapsulate = try functions.require(OSSL_FUNC_KEM_DECAPSULATE, as: Decapsulate.self)
        guard let context = new(keys.providerContext) else {
            throw keys.providerFailure("OSSL_FUNC_kem_newctx")
        }
        self.keys = keys
        self.context = context
    }

    deinit {
        free(context)
    }

    func generateKey(
        seed: Span<UInt8>, ek: inout MutableSpan<UInt8>, dk: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let key = try keys.generate(seed: seed)
        defer { keys.release(key) }
        try keys.read(key, pk: &ek, sk: &dk)
    }

    func encapsulate(
        ek: Span<UInt8>, m: Span<UInt8>, c: inout MutableSpan<UInt8>,
        k: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        guard let key = try keys.importPublicKey(ek) else { return false }
        defer { keys.release(key) }
        try encapsulate(key, m, c.mutableAddress, c.count, k.mutableAddress, k.count)
        return true
    }

    /// - Parameter m: empty for randomness of the provider's own.
    func encapsulate(
        _ key: ProviderObject, _ m: Span<UInt8>, _ c: UnsafeMutablePointer<UInt8>, _ cBytes: Int,
        _ k: UnsafeMutablePointer<UInt8>, _ kBytes: Int
    ) throws(ModuleError) {
        randomness.lend(0, m.address, m.count)
        try beginEncapsulation(in: context, key, m.isEmpty ? nil : randomness.entries)
        try encapsulate(in: context, c, cBytes, k, kBytes)
    }

    @inline(__always)
    func beginEncapsulation(
        in context: ProviderObject, _ key: ProviderObject,
        _ parameters: UnsafePointer<OSSL_PARAM>? = nil
    ) throws(ModuleError) {
        try check(
            beginEncapsulation(context, key, parameters), "OSSL_FUNC_kem_encapsulate_init")
    }

    /// For the key that the context was begun with.
    @inline(__always)
    func encapsulate(
        in context: ProviderObject, _ c: UnsafeMutablePointer<UInt8>, _ cBytes: Int,
        _ k: UnsafeMutablePointer<UInt8>, _ kBytes: Int
    ) throws(ModuleError) {
        var written = (c: cBytes, k: kBytes)
        try check(
            encapsulate(context, c, &written.c, k, &written.k), "OSSL_FUNC_kem_encapsulate")
        if written != (cBytes, kBytes) {
            throw .failed(
                call: "OSSL_FUNC_kem_encapsulate",
                detail: "\(written.c) and \(written.k) bytes, not \(cBytes) and \(kBytes)")
        }
    }

    func decapsulate(
        dk: borrowing PostQuantumSecret, c: Span<UInt8>, k: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        guard let key = try keys.importSecretKey(dk) else { return false }
        defer { keys.release(key) }
        try beginDecapsulation(in: context, key)
        return try decapsulate(in: context, c.address, c.count, k.mutableAddress, k.count)
    }

    @inline(__always)
    func beginDecapsulation(
        in context: ProviderObject, _ key: ProviderObject
    ) throws(ModuleError) {
        try check(beginDecapsulation(context, key, nil), "OSSL_FUNC_kem_decapsulate_init")
    }

    /// With the key that the context was begun with; false where it is turned away.
    @inline(__always)
    func decapsulate(
        in context: ProviderObject, _ c: UnsafePointer<UInt8>, _ cBytes: Int,
        _ k: UnsafeMutablePointer<UInt8>, _ kBytes: Int
    ) throws(ModuleError) -> Bool {
        var written = kBytes
        if decapsulate(context, k, &written, c, cBytes) != 1 {
            if try keys.turnedAway() { return false }
            throw failure("OSSL_FUNC_kem_decapsulate")
        }
        if written == kBytes { return true }
        throw .failed(
            call: "OSSL_FUNC_kem_decapsulate", detail: "\(written) bytes, not \(kBytes)")
    }

    func newContext() throws(ModuleError) -> ProviderObject {
        guard let context = new(keys.providerContext) else {
            throw keys.providerFailure("OSSL_FUNC_kem_newctx")
        }
        return context
    }

    func release(_ context: ProviderObject) { free(context) }

    func validatesEncapsulationKey(_ ek: Span<UInt8>) throws(ModuleError) -> Bool {
        // The provider checks a key while it takes it.
        guard let key = try keys.importPublicKey(ek) else { return false }
        keys.release(key)
        return true
    }

    func validatesDecapsulationKey(_ dk: Span<UInt8>) throws(ModuleError) -> Bool {
        guard let key = try keys.importSecretKey(.expanded(dk)) else { return false }
        keys.release(key)
        return true
    }
}
