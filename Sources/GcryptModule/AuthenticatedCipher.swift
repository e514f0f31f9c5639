import Algorithms
import CGcrypt

/// AES-GCM with one handle for each direction, reused for every message.
final class GcryptGCM: AuthenticatedCipher {
    private let library: Library
    private let calls: UnsafePointer<cgcrypt>
    private let encryption: gcry_cipher_hd_t
    private let decryption: gcry_cipher_hd_t
    private let keyBytes: Int
    /// In FIPS mode libgcrypt encrypts only with an IV that it put together itself (SP 800-38D,
    /// section 8.2.1), since 1.11 from fields that the caller sets.
    private let constructsIV: Bool
    private let scratchIV: UnsafeMutablePointer<UInt8>
    private static let maximumConstructedIVBytes = 16

    init(_ library: Library, keyBits: Int) throws(ModuleError) {
        self.library = library
        calls = library.calls
        keyBytes = keyBits / 8
        constructsIV = library.isApprovedMode
        let name = "AES-\(keyBits)-GCM"
        encryption = try library.openAES(keyBits, GCRY_CIPHER_MODE_GCM, name)
        do throws(ModuleError) {
            decryption = try library.openAES(keyBits, GCRY_CIPHER_MODE_GCM, name)
        } catch {
            library.calls.pointee.cipher_close(encryption)
            throw error
        }
        scratchIV = .allocate(capacity: GcryptGCM.maximumConstructedIVBytes)
    }

    deinit {
        calls.pointee.cipher_close(encryption)
        calls.pointee.cipher_close(decryption)
        scratchIV.deallocate()
    }

    func seal(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(key.count == keyBytes && ciphertext.count >= plaintext.count)
        try requireTagLength(tag.count)
        try seal(
            key.address, iv.address, iv.count, aad.address, aad.count, plaintext.address,
            plaintext.count, ciphertext.mutableAddress, tag.mutableAddress, tag.count)
    }

    func sealWithOwnIV(
        key: Span<UInt8>, iv: inout MutableSpan<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        // gcry_cipher_geniv is the construction of section 8.2.1, from fields of the caller's.
        throw .notOffered("libgcrypt makes no random IVs")
    }

    func open(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, ciphertext: Span<UInt8>,
        tag: Span<UInt8>, plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        precondition(key.count == keyBytes && plaintext.count >= ciphertext.count)
        try requireTagLength(tag.count)
        return try open(
            key.address, iv.address, iv.count, aad.address, aad.count, ciphertext.address,
            ciphertext.count, tag.address, tag.count, plaintext.mutableAddress)
    }

    /// `key` is null to keep the one that is set.
    @inline(__always)
    func seal(
        _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>, _ ivBytes: Int,
        _ aad: UnsafePointer<UInt8>, _ aadBytes: Int, _ plaintext: UnsafePointer<UInt8>,
        _ count: Int, _ ciphertext: UnsafeMutablePointer<UInt8>,
        _ tag: UnsafeMutablePointer<UInt8>, _ tagBytes: Int
    ) throws(ModuleError) {
        if let key {
            try library.check(
                calls.pointee.cipher_setkey(encryption, key, keyBytes), "gcry_cipher_setkey")
        }
        if constructsIV {
            try constructIV(iv, ivBytes)
        } else {
            try library.check(
                calls.pointee.cipher_setiv(encryption, iv, ivBytes), "gcry_cipher_setiv")
        }
        if aadBytes > 0 {
            try library.check(
                calls.pointee.cipher_authenticate(encryption, aad, aadBytes),
                "gcry_cipher_authenticate")
        }
        if count > 0 {
            try library.check(
                calls.pointee.cipher_encrypt(encryption, ciphertext, count, plaintext, count),
                "gcry_cipher_encrypt")
        }
        try library.check(
            calls.pointee.cipher_gettag(encryption, tag, tagBytes), "gcry_cipher_gettag")
    }

    @inline(__always)
    func open(
        _ key: UnsafePointer<UInt8>?, _ iv: UnsafePointer<UInt8>, _ ivBytes: Int,
        _ aad: UnsafePointer<UInt8>, _ aadBytes: Int, _ ciphertext: UnsafePointer<UInt8>,
        _ count: Int, _ tag: UnsafePointer<UInt8>, _ tagBytes: Int,
        _ plaintext: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) -> Bool {
        if let key {
            try library.check(
                calls.pointee.cipher_setkey(decryption, key, keyBytes), "gcry_cipher_setkey")
        }
        try library.check(
            calls.pointee.cipher_setiv(decryption, iv, ivBytes), "gcry_cipher_setiv")
        if aadBytes > 0 {
            try library.check(
                calls.pointee.cipher_authenticate(decryption, aad, aadBytes),
                "gcry_cipher_authenticate")
        }
        if count > 0 {
            try library.check(
                calls.pointee.cipher_decrypt(decryption, plaintext, count, ciphertext, count),
                "gcry_cipher_decrypt")
        }
        let error = calls.pointee.cipher_checktag(decryption, tag, tagBytes)
        if error == 0 { return true }
        if gcry_err_code(error) == GPG_ERR_CHECKSUM { return false }
        throw library.failure(error, "gcry_cipher_checktag")
    }

    /// SP 800-38D, section 5.2.1.2 allows these lengths, and libgcrypt no others.
    private func requireTagLength(_ bytes: Int) throws(ModuleError) {
        switch bytes {
        case 4, 8, 12...16: return
        default: throw .notOffered("libgcrypt has no GCM tags of \(8 * bytes) bits")
        }
    }

    /// The whole IV is handed over as the invocation field.
    @inline(never)
    private func constructIV(_ iv: UnsafePointer<UInt8>, _ bytes: Int) throws(ModuleError) {
        guard let setUp = calls.pointee.cipher_setup_geniv,
            let construct = calls.pointee.cipher_geniv
        else {
            throw .notOffered(
                "libgcrypt \(library.version) in FIPS mode does not encrypt with a given IV "
                    + "(gcry_cipher_setup_geniv came with 1.11)")
        }
        guard bytes > 0, bytes <= GcryptGCM.maximumConstructedIVBytes else {
            throw .notOffered(
                "libgcrypt in FIPS mode encrypts with IVs of at most "
                    + "\(8 * GcryptGCM.maximumConstructedIVBytes) bits")
        }
        // GCRY_CIPHER_GENIV_METHOD_CONCAT, of a gcrypt.h later than the oldest supported.
        try library.check(setUp(encryption, 1, iv, 0, iv, bytes), "gcry_cipher_setup_geniv")
        try library.check(construct(encryption, scratchIV, bytes), "gcry_cipher_geniv")
    }
}
