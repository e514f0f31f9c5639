import Algorithms
import COpenSSL

/// AES-GCM with one context for each direction, reused for every message.
final class OpenSSLGCM: AuthenticatedCipher {
    private let library: Library
    private let method: OpaquePointer
    private let encryption: OpaquePointer
    private let decryption: OpaquePointer
    private let ownIV: OpaquePointer
    private let keyBytes: Int
    /// The IV length that each context is set to. A cell, not a stored `var`: asking the context
    /// costs a parameter query a message, a `var` of a class an exclusivity check.
    private let encryptionIVBytes = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    private let decryptionIVBytes = UnsafeMutablePointer<Int>.allocate(capacity: 1)

    init(_ library: Library, keyBits: Int) throws(ModuleError) {
        self.library = library
        method = try library.fetchCipher("AES-\(keyBits)-GCM")
        encryption = EVP_CIPHER_CTX_new()
        decryption = EVP_CIPHER_CTX_new()
        ownIV = EVP_CIPHER_CTX_new()
        keyBytes = keyBits / 8
        // EVP's own default, the length that SP 800-38D, section 5.2.1.1 recommends.
        encryptionIVBytes.initialize(to: 12)
        decryptionIVBytes.initialize(to: 12)
        try check(
            EVP_EncryptInit_ex2(encryption, method, nil, nil, nil), "EVP_EncryptInit_ex2")
        try check(
            EVP_DecryptInit_ex2(decryption, method, nil, nil, nil), "EVP_DecryptInit_ex2")
    }

    deinit {
        EVP_CIPHER_CTX_free(encryption)
        EVP_CIPHER_CTX_free(decryption)
        EVP_CIPHER_CTX_free(ownIV)
        EVP_CIPHER_free(method)
        encryptionIVBytes.deallocate()
        decryptionIVBytes.deallocate()
    }

    // Inlined into the protocol's witness, which else hands a dozen words on to it.
    @inline(__always)
    func seal(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(key.count == keyBytes && ciphertext.count >= plaintext.count)
        try setIVLength(encryption, encryptionIVBytes, iv.count)
        try seal(
            key.address, iv.address, aad.address, aad.count, plaintext.address, plaintext.count,
            ciphertext.mutableAddress, tag.mutableAddress, tag.count)
    }

    func sealWithOwnIV(
        key: Span<UInt8>, iv: inout MutableSpan<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(key.count == keyBytes && ciphertext.count >= plaintext.count)
        // The provider makes no IV shorter than what SP 800-38D, section 8.2.2 asks for.
        if iv.count < 12 { throw .notOffered("the provider makes no IV of \(8 * iv.count) bits") }
        // A context makes one IV and no other until it is reset.
        try check(EVP_CIPHER_CTX_reset(ownIV), "EVP_CIPHER_CTX_reset")
        try check(EVP_EncryptInit_ex2(ownIV, method, nil, nil, nil), "EVP_EncryptInit_ex2")
        try check(
            EVP_CIPHER_CTX_ctrl(ownIV, EVP_CTRL_AEAD_SET_IVLEN, Int32(iv.count), nil),
            "EVP_CTRL_AEAD_SET_IVLEN")
        try seal(
            ownIV, key.address, nil, aad.address, aad.count, plaintext.address, plaintext.count,
            ciphertext.mutableAddress, tag.mutableAddress, tag.count)
        try check(
            EVP_CIPHER_CTX_get_updated_iv(ownIV, iv.mutableAddress, iv.count),
            "EVP_CIPHER_CTX_get_updated_iv")
    }

    @inline(__always)
    func open(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, ciphertext: Span<UInt8>,
        tag: Span<UInt8>, plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        precondition(key.count == keyBytes && plaintext.count >= ciphertext.count)
        try setIVLength(decryption, decryptionIVBytes, iv.count)
        return try open(
            key.address, iv.address, aad.address, aad.count, ciphertext.address,
            ciphertext.count, tag.address, tag.count, plaintext.mutableAddress)
    }

    /// `key` is null to keep the one that is set.
    @inline(__always)
    func seal(
        _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>, _ aad: UnsafePointer<UInt8>,
        _ aadBytes: Int, _ plaintext: UnsafePointer<UInt8>, _ count: Int,
        _ ciphertext: UnsafeMutablePointer<UInt8>, _ tag: UnsafeMutablePointer<UInt8>,
        _ tagBytes: Int
    ) throws(ModuleError) {
        try seal(
            encryption, key, iv, aad, aadBytes, plaintext, count, ciphertext, tag, tagBytes)
    }

    /// `iv` is null for one that the provider makes.
    @inline(__always)
    private func seal(
        _ encryption: OpaquePointer, _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>?,
        _ aad: UnsafePointer<UInt8>, _ aadBytes: Int, _ plaintext: UnsafePointer<UInt8>,
        _ count: Int, _ ciphertext: UnsafeMutablePointer<UInt8>,
        _ tag: UnsafeMutablePointer<UInt8>, _ tagBytes: Int
    ) throws(ModuleError) {
        var written: Int32 = 0
        try check(EVP_EncryptInit_ex2(encryption, nil, key, iv, nil), "EVP_EncryptInit_ex2")
        // A null output says that the input is associated data.
        if aadBytes > 0 {
            try check(
                EVP_EncryptUpdate(encryption, nil, &written, aad, Int32(aadBytes)),
                "EVP_EncryptUpdate")
        }
        if count > 0 {
            try check(
                EVP_EncryptUpdate(encryption, ciphertext, &written, plaintext, Int32(count)),
                "EVP_EncryptUpdate")
        }
        try check(EVP_EncryptFinal_ex(encryption, tag, &written), "EVP_EncryptFinal_ex")
        try check(
            EVP_CIPHER_CTX_ctrl(encryption, EVP_CTRL_AEAD_GET_TAG, Int32(tagBytes), tag),
            "EVP_CTRL_AEAD_GET_TAG")
    }

    @inline(__always)
    func open(
        _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>, _ aad: UnsafePointer<UInt8>,
        _ aadBytes: Int, _ ciphertext: UnsafePointer<UInt8>, _ count: Int,
        _ tag: UnsafePointer<UInt8>, _ tagBytes: Int, _ plaintext: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) -> Bool {
        var written: Int32 = 0
        try check(EVP_DecryptInit_ex2(decryption, nil, key, iv, nil), "EVP_DecryptInit_ex2")
        try check(
            EVP_CIPHER_CTX_ctrl(
                decryption, EVP_CTRL_AEAD_SET_TAG, Int32(tagBytes),
                UnsafeMutablePointer(mutating: tag)),
            "EVP_CTRL_AEAD_SET_TAG")
        if aadBytes > 0 {
            try check(
                EVP_DecryptUpdate(decryption, nil, &written, aad, Int32(aadBytes)),
                "EVP_DecryptUpdate")
        }
        if count > 0 {
            try check(
                EVP_DecryptUpdate(decryption, plaintext, &written, ciphertext, Int32(count)),
                "EVP_DecryptUpdate")
        }
        // The final call fails for one reason only: the tag is wrong. GCM writes no byte here.
        return EVP_DecryptFinal_ex(decryption, plaintext, &written) == 1
    }

    @inline(__always)
    private func setIVLength(
        _ context: OpaquePointer, _ current: UnsafeMutablePointer<Int>, _ bytes: Int
    ) throws(ModuleError) {
        if current.pointee != bytes {
            if bytes > OpenSSLGCM.maximumIVBytes {
                throw OpenSSLGCM.tooLong(bytes)
            }
            try check(
                EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(bytes), nil),
                "EVP_CTRL_AEAD_SET_IVLEN")
            current.pointee = bytes
        }
    }

    /// What OpenSSL's contexts of GCM and GMAC hold; the standard allows 2^64 - 1 bits.
    static let maximumIVBytes = 128

    static func tooLong(_ ivBytes: Int) -> ModuleError {
        .notOffered("the provider takes IVs up to \(8 * maximumIVBytes) bits, not \(8 * ivBytes)")
    }
}
