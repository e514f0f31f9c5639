import Algorithms
import COpenSSL

/// KW or KWP with one context for each direction, reused for every key.
final class OpenSSLKeyWrap: KeyWrap {
    private let library: Library
    private let method: OpaquePointer
    private let wrapping: OpaquePointer
    private let unwrapping: OpaquePointer
    private let name: String
    private let keyBytes: Int
    private let padded: Bool

    init(
        _ library: Library, keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) {
        self.library = library
        self.padded = padded
        name = "AES-\(keyBits)-WRAP\(padded ? "-PAD" : "")\(inverse ? "-INV" : "")"
        method = try library.fetchCipher(name)
        wrapping = EVP_CIPHER_CTX_new()
        unwrapping = EVP_CIPHER_CTX_new()
        keyBytes = keyBits / 8
        // To EVP, a wrap mode must be asked for: its output is longer than its input.
        for context in [wrapping, unwrapping] {
            EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
        }
        try check(EVP_EncryptInit_ex2(wrapping, method, nil, nil, nil), "EVP_EncryptInit_ex2")
        try check(EVP_DecryptInit_ex2(unwrapping, method, nil, nil, nil), "EVP_DecryptInit_ex2")
    }

    deinit {
        EVP_CIPHER_CTX_free(wrapping)
        EVP_CIPHER_CTX_free(unwrapping)
        EVP_CIPHER_free(method)
    }

    func wrap(
        key: Span<UInt8>, plaintext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        try Lengths.require(key: key.count, keyBytes, iv: 0, 0, name)
        try Lengths.requireKeyWrap(plaintext: plaintext.count, padded: padded)
        precondition(output.count >= Lengths.wrappedKey(plaintext: plaintext.count))
        try wrap(key.address, plaintext.address, plaintext.count, output.mutableAddress)
    }

    /// Of lengths that are right.
    @inline(__always)
    func wrap(
        _ key: UnsafePointer<UInt8>, _ plaintext: UnsafePointer<UInt8>, _ plaintextBytes: Int,
        _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        let expected = Lengths.wrappedKey(plaintext: plaintextBytes)
        var written: Int32 = 0
        // A null IV stands for the initial value of SP 800-38F, section 6.2 or 6.3.
        try check(
            EVP_EncryptInit_ex2(wrapping, nil, key, nil, nil), "EVP_EncryptInit_ex2")
        try check(
            EVP_EncryptUpdate(wrapping, output, &written, plaintext, Int32(plaintextBytes)),
            "EVP_EncryptUpdate")
        if Int(written) != expected {
            throw .failed(
                call: "EVP_EncryptUpdate", detail: "it wrote \(written) of \(expected) bytes")
        }
    }

    func unwrap(
        key: Span<UInt8>, ciphertext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Int? {
        try Lengths.require(key: key.count, keyBytes, iv: 0, 0, name)
        try Lengths.requireKeyWrap(ciphertext: ciphertext.count, padded: padded)
        precondition(output.count >= ciphertext.count)
        return try unwrap(
            key.address, ciphertext.address, ciphertext.count, output.mutableAddress)
    }

    /// Of lengths that are right.
    @inline(__always)
    func unwrap(
        _ key: UnsafePointer<UInt8>, _ ciphertext: UnsafePointer<UInt8>, _ ciphertextBytes: Int,
        _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) -> Int? {
        var written: Int32 = 0
        try check(
            EVP_DecryptInit_ex2(unwrapping, nil, key, nil, nil), "EVP_DecryptInit_ex2")
        ErrorQueue.clear()
        let code = EVP_DecryptUpdate(
            unwrapping, output, &written, ciphertext, Int32(ciphertextBytes))
        if code == 1 { return Int(written) }
        if ErrorQueue.wasAboutTheMessage() { return nil }
        throw failure("EVP_DecryptUpdate")
    }
}
