import Algorithms
import COpenSSL

/// AES-CCM with one context for each direction, reused for every message.
final class OpenSSLCCM: AuthenticatedCipher {
    private let library: Library
    private let method: OpaquePointer
    private let encryption: OpaquePointer
    private let decryption: OpaquePointer
    private let keyBytes: Int

    init(_ library: Library, keyBits: Int) throws(ModuleError) {
        self.library = library
        method = try library.fetchCipher("AES-\(keyBits)-CCM")
        encryption = EVP_CIPHER_CTX_new()
        decryption = EVP_CIPHER_CTX_new()
        keyBytes = keyBits / 8
        try check(
            EVP_EncryptInit_ex2(encryption, method, nil, nil, nil), "EVP_EncryptInit_ex2")
        try check(
            EVP_DecryptInit_ex2(decryption, method, nil, nil, nil), "EVP_DecryptInit_ex2")
    }

    deinit {
        EVP_CIPHER_CTX_free(encryption)
        EVP_CIPHER_CTX_free(decryption)
        EVP_CIPHER_free(method)
    }

    func seal(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(ciphertext.count >= plaintext.count)
        try Lengths.require(key: key.count, keyBytes, iv: iv.count, iv.count, "AES-CCM")
        try Lengths.requireCCM(iv: iv.count, tag: tag.count, payload: plaintext.count)
        try seal(
            key.address, iv.address, iv.count, aad.address, aad.count, plaintext.address,
            plaintext.count, ciphertext.mutableAddress, tag.mutableAddress, tag.count)
    }

    /// `key` is null to keep the one that is set; the lengths are those that CCM has.
    @inline(__always)
    func seal(
        _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>, _ ivBytes: Int,
        _ aad: UnsafePointer<UInt8>, _ aadBytes: Int, _ plaintext: UnsafePointer<UInt8>,
        _ count: Int, _ ciphertext: UnsafeMutablePointer<UInt8>,
        _ tag: UnsafeMutablePointer<UInt8>, _ tagBytes: Int
    ) throws(ModuleError) {
        try begin(encryption, key, iv, ivBytes, tagBytes, nil, aad, aadBytes, count)
        var written: Int32 = 0
        // Also for an empty plaintext: CCM makes its tag here and not in the final call.
        try check(
            EVP_EncryptUpdate(encryption, ciphertext, &written, plaintext, Int32(count)),
            "EVP_EncryptUpdate")
        try check(
            EVP_CIPHER_CTX_ctrl(encryption, EVP_CTRL_AEAD_GET_TAG, Int32(tagBytes), tag),
            "EVP_CTRL_AEAD_GET_TAG")
    }

    func sealWithOwnIV(
        key: Span<UInt8>, iv: inout MutableSpan<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        throw .notOffered("the provider makes no IVs for AES-CCM")
    }

    func open(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, ciphertext: Span<UInt8>,
        tag: Span<UInt8>, plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        precondition(plaintext.count >= ciphertext.count)
        try Lengths.require(key: key.count, keyBytes, iv: iv.count, iv.count, "AES-CCM")
        try Lengths.requireCCM(iv: iv.count, tag: tag.count, payload: ciphertext.count)
        return try open(
            key.address, iv.address, iv.count, aad.address, aad.count, ciphertext.address,
            ciphertext.count, tag.address, tag.count, plaintext.mutableAddress)
    }

    /// `key` is null to keep the one that is set; the lengths are those that CCM has.
    @inline(__always)
    func open(
        _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>, _ ivBytes: Int,
        _ aad: UnsafePointer<UInt8>, _ aadBytes: Int, _ ciphertext: UnsafePointer<UInt8>,
        _ count: Int, _ tag: UnsafePointer<UInt8>, _ tagBytes: Int,
        _ plaintext: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) -> Bool {
        try begin(decryption, key, iv, ivBytes, tagBytes, tag, aad, aadBytes, count)
        var written: Int32 = 0
        ErrorQueue.clear()
        let code = EVP_DecryptUpdate(decryption, plaintext, &written, ciphertext, Int32(count))
        if code == 1 { return true }
        if ErrorQueue.wasAboutTheMessage() { return false }
        throw failure("EVP_DecryptUpdate")
    }

    /// Every length is part of the first block (SP 800-38C, appendix A.2.1), so that all of them
    /// are set before the message. `tag` is null to encrypt.
    @inline(__always)
    private func begin(
        _ context: OpaquePointer, _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>,
        _ ivBytes: Int, _ tagBytes: Int, _ tag: UnsafePointer<UInt8>?,
        _ aad: UnsafePointer<UInt8>, _ aadBytes: Int, _ count: Int
    ) throws(ModuleError) {
        try check(
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, Int32(ivBytes), nil),
            "EVP_CTRL_AEAD_SET_IVLEN")
        try check(
            EVP_CIPHER_CTX_ctrl(
                context, EVP_CTRL_AEAD_SET_TAG, Int32(tagBytes),
                UnsafeMutablePointer(mutating: tag)),
            "EVP_CTRL_AEAD_SET_TAG")
        // -1: the direction that the context has already.
        try check(
            EVP_CipherInit_ex2(context, nil, key, iv, -1, nil),
            "EVP_CipherInit_ex2")
        var written: Int32 = 0
        // Neither input nor output: the length of the message. No output: associated data.
        try check(
            EVP_CipherUpdate(context, nil, &written, nil, Int32(count)), "EVP_CipherUpdate")
        if aadBytes > 0 {
            try check(
                EVP_CipherUpdate(context, nil, &written, aad, Int32(aadBytes)),
                "EVP_CipherUpdate")
        }
    }
}
