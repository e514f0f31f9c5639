import Algorithms
import COpenSSL

final class OpenSSLHMAC: MessageAuthentication {
    private let library: Library
    private let context: OpaquePointer
    let outputBytes: Int

    init(_ library: Library, _ hash: Hash) throws(ModuleError) {
        self.library = library
        context = try fetchMAC(library, "HMAC")
        outputBytes = hash.outputBytes
        let parameters = ParameterList([("digest", .text(hash.openSSLName))])
        defer { withExtendedLifetime(parameters) {} }
        // The digest is chosen once; later calls change the key alone. Any key will do here, of
        // a length that no provider refuses.
        let key = [UInt8](repeating: 0x5a, count: 32)
        try check(EVP_MAC_init(context, key, key.count, parameters.entries), "EVP_MAC_init")
    }

    deinit {
        EVP_MAC_CTX_free(context)
    }

    @inline(__always)
    func authenticate(
        key: Span<UInt8>, iv: Span<UInt8>, message: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(iv.isEmpty && output.count >= outputBytes)
        try authenticate(
            key.address, key.count, message.address, message.count, output.mutableAddress)
    }

    /// `key` is null to keep the one that is set.
    @inline(__always)
    func authenticate(
        _ key: UnsafePointer<UInt8>?, _ keyBytes: Int, _ message: UnsafePointer<UInt8>,
        _ messageBytes: Int, _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        var written = 0
        try check(EVP_MAC_init(context, key, keyBytes, nil), "EVP_MAC_init")
        try check(EVP_MAC_update(context, message, messageBytes), "EVP_MAC_update")
        try check(EVP_MAC_final(context, output, &written, outputBytes), "EVP_MAC_final")
    }
}

final class OpenSSLGMAC: MessageAuthentication {
    private let library: Library
    private let context: OpaquePointer
    private let initialVector = ParameterList([("iv", .lentOctets)])
    private let keyBytes: Int
    static let tagBytes = 16

    init(_ library: Library, keyBits: Int) throws(ModuleError) {
        self.library = library
        context = try fetchMAC(library, "GMAC")
        keyBytes = keyBits / 8
        let parameters = ParameterList([("cipher", .text("AES-\(keyBits)-GCM"))])
        defer { withExtendedLifetime(parameters) {} }
        try check(EVP_MAC_CTX_set_params(context, parameters.entries), "EVP_MAC_CTX_set_params")
    }

    deinit {
        EVP_MAC_CTX_free(context)
    }

    func authenticate(
        key: Span<UInt8>, iv: Span<UInt8>, message: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(key.count == keyBytes && output.count >= OpenSSLGMAC.tagBytes)
        if iv.count > OpenSSLGCM.maximumIVBytes {
            throw OpenSSLGCM.tooLong(iv.count)
        }
        try authenticate(
            key.address, iv.address, iv.count, message.address, message.count,
            output.mutableAddress)
    }

    /// `key` is null to keep the one that is set.
    @inline(__always)
    func authenticate(
        _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>, _ ivBytes: Int,
        _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        var written = 0
        initialVector.lend(0, iv, ivBytes)
        try check(
            EVP_MAC_init(context, key, key == nil ? 0 : keyBytes, initialVector.entries),
            "EVP_MAC_init")
        try check(EVP_MAC_update(context, message, messageBytes), "EVP_MAC_update")
        try check(
            EVP_MAC_final(context, output, &written, OpenSSLGMAC.tagBytes), "EVP_MAC_final")
    }
}

final class OpenSSLCMAC: MessageAuthentication {
    private let library: Library
    private let context: OpaquePointer
    private let keyBytes: Int
    static let tagBytes = 16

    init(_ library: Library, keyBits: Int) throws(ModuleError) {
        self.library = library
        context = try fetchMAC(library, "CMAC")
        keyBytes = keyBits / 8
        // CMAC chains blocks as CBC does (SP 800-38B, section 6.2); the name says which cipher.
        let parameters = ParameterList([("cipher", .text("AES-\(keyBits)-CBC"))])
        defer { withExtendedLifetime(parameters) {} }
        try check(EVP_MAC_CTX_set_params(context, parameters.entries), "EVP_MAC_CTX_set_params")
    }

    deinit {
        EVP_MAC_CTX_free(context)
    }

    func authenticate(
        key: Span<UInt8>, iv: Span<UInt8>, message: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(iv.isEmpty && output.count >= OpenSSLCMAC.tagBytes)
        try Lengths.require(key: key.count, keyBytes, iv: 0, 0, "CMAC-AES")
        try authenticate(key.address, message.address, message.count, output.mutableAddress)
    }

    /// `key` is as long as it was said to be.
    @inline(__always)
    func authenticate(
        _ key: UnsafePointer<UInt8>, _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        var written = 0
        try check(EVP_MAC_init(context, key, keyBytes, nil), "EVP_MAC_init")
        try check(EVP_MAC_update(context, message, messageBytes), "EVP_MAC_update")
        try check(
            EVP_MAC_final(context, output, &written, OpenSSLCMAC.tagBytes), "EVP_MAC_final")
    }
}

/// A context of the named MAC; the context holds the fetched method.
func fetchMAC(_ library: Library, _ name: String) throws(ModuleError) -> OpaquePointer {
    ErrorQueue.clear()
    guard let method = EVP_MAC_fetch(library.context, name, nil) else {
        throw library.fetchFailure(name, "EVP_MAC_fetch")
    }
    defer { EVP_MAC_free(method) }
    try library.require(EVP_MAC_get0_provider(method), name)
    guard let context = EVP_MAC_CTX_new(method) else { throw failure("EVP_MAC_CTX_new") }
    return context
}
