import Algorithms
import COpenSSL

/// ML-DSA or SLH-DSA with one parameter set, or LMS.
final class OpenSSLPostQuantumSignature: PostQuantumSignature {
    private typealias New =
        @convention(c) (
            ProviderObject?, UnsafePointer<CChar>?
        ) -> ProviderObject?
    private typealias Free = @convention(c) (ProviderObject?) -> Void
    private typealias Begin =
        @convention(c) (
            ProviderObject?, ProviderObject?, UnsafePointer<OSSL_PARAM>?
        ) -> Int32
    private typealias Sign =
        @convention(c) (
            ProviderObject?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?, Int,
            UnsafePointer<UInt8>?, Int
        ) -> Int32
    private typealias Verify =
        @convention(c) (
            ProviderObject?, UnsafePointer<UInt8>?, Int, UnsafePointer<UInt8>?, Int
        ) -> Int32

    let keys: ProviderKeys
    private let new: New
    private let free: Free
    private let beginSigning: Begin?
    private let sign: Sign?
    private let beginVerifying: Begin
    private let verify: Verify

    // Since 3.4, which is later than the headers that this must compile against.
    private static let signMessageInit: Int32 = 27
    private static let verifyMessageInit: Int32 = 30

    init(_ library: Library, _ name: String) throws(ModuleError) {
        keys = try ProviderKeys(library, name)
        let functions = try ProviderFunctions(library, OSSL_OP_SIGNATURE, name)
        new = try functions.require(OSSL_FUNC_SIGNATURE_NEWCTX, as: New.self)
        free = try functions.require(OSSL_FUNC_SIGNATURE_FREECTX, as: Free.self)
        beginSigning = functions.find(
            OpenSSLPostQuantumSignature.signMessageInit, as: Begin.self)
        sign = functions.find(OSSL_FUNC_SIGNATURE_SIGN, as: Sign.self)
        beginVerifying = try functions.require(
            OpenSSLPostQuantumSignature.verifyMessageInit, as: Begin.self)
        verify = try functions.require(OSSL_FUNC_SIGNATURE_VERIFY, as: Verify.self)
    }

    func generateKey(
        seed: Span<UInt8>, pk: inout MutableSpan<UInt8>, sk: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let key = try keys.generate(seed: seed)
        defer { keys.release(key) }
        try keys.read(key, pk: &pk, sk: &sk)
    }

    func derivePublicKey(
        _ secret: borrowing PostQuantumSecret, pk: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let key = try importSecret(secret)
        defer { keys.release(key) }
        try keys.read(key, pk: &pk)
    }

    func sign(
        _ message: borrowing PostQuantumMessage, _ secret: borrowing PostQuantumSecret,
        _ randomness: borrowing PostQuantumRandomness, signature: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let key = try importSecret(secret)
        defer { keys.release(key) }
        var parameters = OpenSSLPostQuantumSignature.parameters(of: message)
        switch randomness {
        case .own: break
        case .none: parameters.append(("deterministic", .integer(1)))
        case .given(let octets):
            parameters.append(("test-entropy", .octets(octets.withUnsafeBufferPointer(Array.init))))
        }
        let list = ParameterList(parameters)
        defer { withExtendedLifetime(list) {} }
        let content = message.content
        try sign(
            key, list.entries, content.address, content.count, signature.mutableAddress,
            signature.count)
    }

    /// A context of its own for each message: what one was told it keeps for the next.
    @inline(__always)
    func sign(
        _ key: ProviderObject, _ parameters: UnsafePointer<OSSL_PARAM>?,
        _ content: UnsafePointer<UInt8>, _ contentBytes: Int,
        _ signature: UnsafeMutablePointer<UInt8>, _ signatureBytes: Int
    ) throws(ModuleError) {
        let context = try newContext()
        defer { free(context) }
        try sign(
            in: context, key, parameters, content, contentBytes, signature, signatureBytes)
    }

    /// - Parameter key: nil for the one that the context has from before.
    @inline(__always)
    func sign(
        in context: ProviderObject, _ key: ProviderObject?,
        _ parameters: UnsafePointer<OSSL_PARAM>?,
        _ content: UnsafePointer<UInt8>, _ contentBytes: Int,
        _ signature: UnsafeMutablePointer<UInt8>, _ signatureBytes: Int
    ) throws(ModuleError) {
        guard let beginSigning, let sign else {
            throw .notOffered("the provider verifies such signatures and makes none")
        }
        ErrorQueue.clear()
        try check(
            beginSigning(context, key, parameters), "OSSL_FUNC_signature_sign_message_init")
        var written = signatureBytes
        try check(
            sign(context, signature, &written, signatureBytes, content, contentBytes),
            "OSSL_FUNC_signature_sign")
        if written != signatureBytes {
            throw .failed(
                call: "OSSL_FUNC_signature_sign",
                detail: "\(written) bytes, not \(signatureBytes)")
        }
    }

    func verify(
        _ message: borrowing PostQuantumMessage, pk: Span<UInt8>, signature: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        guard let key = try keys.importPublicKey(pk) else { return false }
        defer { keys.release(key) }
        let list = ParameterList(OpenSSLPostQuantumSignature.parameters(of: message))
        defer { withExtendedLifetime(list) {} }
        let content = message.content
        return try verify(
            key, list.entries, content.address, content.count, signature.address,
            signature.count)
    }

    @inline(__always)
    func verify(
        _ key: ProviderObject, _ parameters: UnsafePointer<OSSL_PARAM>?,
        _ content: UnsafePointer<UInt8>, _ contentBytes: Int,
        _ signature: UnsafePointer<UInt8>, _ signatureBytes: Int
    ) throws(ModuleError) -> Bool {
        let context = try newContext()
        defer { free(context) }
        return try verify(
            in: context, key, parameters, content, contentBytes, signature, signatureBytes)
    }

    /// - Parameter key: nil for the one that the context has from before.
    @inline(__always)
    func verify(
        in context: ProviderObject, _ key: ProviderObject?,
        _ parameters: UnsafePointer<OSSL_PARAM>?,
        _ content: UnsafePointer<UInt8>, _ contentBytes: Int,
        _ signature: UnsafePointer<UInt8>, _ signatureBytes: Int
    ) throws(ModuleError) -> Bool {
        ErrorQueue.clear()
        try check(
            beginVerifying(context, key, parameters), "OSSL_FUNC_signature_verify_message_init")
        if verify(context, signature, signatureBytes, content, contentBytes) == 1 { return true }
        // The provider notes nothing, or something about its length, of a wrong signature.
        if keys.library.isOperational {
            ERR_clear_error()
            return false
        }
        throw .selfTestFailed("the provider is in its error state")
    }

    func newContext() throws(ModuleError) -> ProviderObject {
        guard let context = new(keys.providerContext, nil) else {
            throw keys.providerFailure("OSSL_FUNC_signature_newctx")
        }
        return context
    }

    func release(_ context: ProviderObject) { free(context) }

    /// A secret key that the provider turns away signs nothing; no vector has one.
    private func importSecret(
        _ secret: borrowing PostQuantumSecret
    ) throws(ModuleError) -> ProviderObject {
        guard let key = try keys.importSecretKey(secret) else {
            throw .failed(
                call: "OSSL_FUNC_keymgmt_import", detail: "the provider turns the key away")
        }
        return key
    }

    private static func parameters(
        of message: borrowing PostQuantumMessage
    ) -> [(key: StaticString, value: ParameterList.Value)] {
        switch message.form {
        case .pure where message.context.isEmpty: []
        case .pure:
            [("context-string", .octets(message.context.withUnsafeBufferPointer(Array.init)))]
        // LMS knows no such parameter, and signs messages as they are.
        case .encoded: [("message-encoding", .integer(0))]
        case .representative: [("mu", .integer(1))]
        }
    }
}
