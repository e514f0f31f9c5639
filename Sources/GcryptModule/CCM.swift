import Algorithms
import CGcrypt

/// AES-CCM with one handle for both directions, reused for every message.
final class GcryptCCM: AuthenticatedCipher {
    private let library: Library
    private let calls: UnsafePointer<cgcrypt>
    private let handle: gcry_cipher_hd_t
    private let keyBytes: Int
    /// Payload, associated data, tag.
    private let lengths = UnsafeMutablePointer<UInt64>.allocate(capacity: 3)

    init(_ library: Library, keyBits: Int) throws(ModuleError) {
        handle = try library.openAES(keyBits, GCRY_CIPHER_MODE_CCM, "AES-\(keyBits)-CCM")
        self.library = library
        calls = library.calls
        keyBytes = keyBits / 8
        lengths.initialize(repeating: 0, count: 3)
    }

    deinit {
        calls.pointee.cipher_close(handle)
        lengths.deallocate()
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
        try begin(key, iv, ivBytes, tagBytes, aad, aadBytes, count)
        if count > 0 {
            try library.check(
                calls.pointee.cipher_encrypt(handle, ciphertext, count, plaintext, count),
                "gcry_cipher_encrypt")
        }
        try library.check(
            calls.pointee.cipher_gettag(handle, tag, tagBytes), "gcry_cipher_gettag")
    }

    func sealWithOwnIV(
        key: Span<UInt8>, iv: inout MutableSpan<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        throw .notOffered("libgcrypt makes no IVs for AES-CCM")
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
        try begin(key, iv, ivBytes, tagBytes, aad, aadBytes, count)
        if count > 0 {
            try library.check(
                calls.pointee.cipher_decrypt(handle, plaintext, count, ciphertext, count),
                "gcry_cipher_decrypt")
        }
        let error = calls.pointee.cipher_checktag(handle, tag, tagBytes)
        if error == 0 { return true }
        if gcry_err_code(error) == GPG_ERR_CHECKSUM { return false }
        throw library.failure(error, "gcry_cipher_checktag")
    }

    /// Every length is part of the first block (SP 800-38C, appendix A.2.1), so that all of them
    /// are set before the message.
    @inline(__always)
    private func begin(
        _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>, _ ivBytes: Int,
        _ tagBytes: Int, _ aad: UnsafePointer<UInt8>, _ aadBytes: Int, _ count: Int
    ) throws(ModuleError) {
        if let key {
            try library.check(
                calls.pointee.cipher_setkey(handle, key, keyBytes), "gcry_cipher_setkey")
        }
        try library.check(calls.pointee.cipher_setiv(handle, iv, ivBytes), "gcry_cipher_setiv")
        lengths[0] = UInt64(count)
        lengths[1] = UInt64(aadBytes)
        lengths[2] = UInt64(tagBytes)
        try library.check(
            calls.pointee.cipher_ctl(
                handle, Int32(bitPattern: GCRYCTL_SET_CCM_LENGTHS.rawValue), lengths, 24),
            "GCRYCTL_SET_CCM_LENGTHS")
        if aadBytes > 0 {
            try library.check(
                calls.pointee.cipher_authenticate(handle, aad, aadBytes),
                "gcry_cipher_authenticate")
        }
    }
}
