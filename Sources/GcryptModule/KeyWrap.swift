import Algorithms
import CGcrypt

/// KW or KWP with one handle for both directions, reused for every key.
final class GcryptKeyWrap: KeyWrap {
    private let library: Library
    private let calls: UnsafePointer<cgcrypt>
    private let handle: gcry_cipher_hd_t
    private let name: String
    private let keyBytes: Int
    private let padded: Bool
    /// libgcrypt 1.11 refuses the single block into which KWP wraps a key of eight bytes
    /// (cipher-aeswrap.c: `plen >= 8`). What else such a block may hold it unwraps, but which of
    /// them is at hand only its plaintext tells.
    private var refusesEightBytes = false

    init(
        _ library: Library, keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) {
        name = "AES-\(keyBits)-\(padded ? "KWP" : "KW")"
        if inverse { throw .notOffered("libgcrypt does not wrap with the inverse cipher") }
        handle = try library.openAES(
            keyBits, GCRY_CIPHER_MODE_AESWRAP, flags: padded ? GCRY_CIPHER_EXTENDED : nil, name)
        self.library = library
        calls = library.calls
        keyBytes = keyBits / 8
        self.padded = padded
        if padded { refusesEightBytes = try !unwrapsEightBytes() }
    }

    private func unwrapsEightBytes() throws(ModuleError) -> Bool {
        let key = [UInt8](repeating: 0, count: keyBytes)
        var wrapped: InlineArray<16, UInt8> = .init(repeating: 0)
        var unwrapped: InlineArray<16, UInt8> = .init(repeating: 0)
        var target = wrapped.mutableSpan
        try wrap(key: key.span, plaintext: key.span.extracting(first: 8), into: &target)
        var result = unwrapped.mutableSpan
        return try unwrap(key: key.span, ciphertext: wrapped.span, into: &result) == 8
    }

    deinit {
        calls.pointee.cipher_close(handle)
    }

    func wrap(
        key: Span<UInt8>, plaintext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        try Lengths.require(key: key.count, keyBytes, iv: 0, 0, name)
        try Lengths.requireKeyWrap(plaintext: plaintext.count, padded: padded)
        let expected = Lengths.wrappedKey(plaintext: plaintext.count)
        precondition(output.count >= expected)
        // No IV set stands for the initial value of SP 800-38F, section 6.2 or 6.3.
        try library.check(
            calls.pointee.cipher_setkey(handle, key.address, keyBytes), "gcry_cipher_setkey")
        try library.check(
            calls.pointee.cipher_encrypt(
                handle, output.mutableAddress, expected, plaintext.address, plaintext.count),
            "gcry_cipher_encrypt")
    }

    func unwrap(
        key: Span<UInt8>, ciphertext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Int? {
        try Lengths.require(key: key.count, keyBytes, iv: 0, 0, name)
        try Lengths.requireKeyWrap(ciphertext: ciphertext.count, padded: padded)
        precondition(output.count >= ciphertext.count)
        try library.check(
            calls.pointee.cipher_setkey(handle, key.address, keyBytes), "gcry_cipher_setkey")
        let error = calls.pointee.cipher_decrypt(
            handle, output.mutableAddress, output.count, ciphertext.address, ciphertext.count)
        if gcry_err_code(error) == GPG_ERR_CHECKSUM {
            if refusesEightBytes, ciphertext.count == 16 {
                throw .notOffered("this libgcrypt unwraps no key of eight bytes by KWP")
            }
            return nil
        }
        try library.check(error, "gcry_cipher_decrypt")
        return padded ? try paddedPlaintextBytes(ciphertext.count) : ciphertext.count - 8
    }

    /// The length of a key that libgcrypt calls authentic. It takes two things that KWP does not:
    /// what KW wrapped, and then tells the length zero, and a single block without a key, and then
    /// tells no length, so that the one before it stands there still.
    private func paddedPlaintextBytes(_ ciphertextBytes: Int) throws(ModuleError) -> Int? {
        var bigEndian: UInt32 = 0
        var size = MemoryLayout<UInt32>.size
        try library.check(
            calls.pointee.cipher_info(
                handle, Int32(bitPattern: GCRYCTL_GET_KEYLEN.rawValue), &bigEndian, &size),
            "gcry_cipher_info")
        let told = Int(UInt32(bigEndian: bigEndian))
        if told == 0, ciphertextBytes > 16 { return nil }
        return told <= ciphertextBytes - 8 ? told : 0
    }
}
