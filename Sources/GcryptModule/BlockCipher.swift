import Algorithms
import CGcrypt

/// AES in one mode, with one handle for both directions and all messages.
final class GcryptBlockCipher: BlockCipher {
    private let library: Library
    private let calls: UnsafePointer<cgcrypt>
    private let mode: BlockCipherMode
    private let handle: gcry_cipher_hd_t
    private let keyBytes: Int
    private let ivBytes: Int
    private let unitMask: Int
    private let minimumBits: Int
    /// A cell, not a stored `var`, which costs an exclusivity check a call.
    private let isEncrypting = UnsafeMutablePointer<Bool>.allocate(capacity: 1)

    init(_ library: Library, _ mode: BlockCipherMode, keyBits: Int) throws(ModuleError) {
        let (number, flags) = try mode.gcryptMode()
        handle = try library.openAES(
            keyBits, number, flags: flags, "AES-\(keyBits)-\(mode.rawValue)")
        self.library = library
        calls = library.calls
        self.mode = mode
        keyBytes = mode == .xts ? keyBits / 4 : keyBits / 8
        ivBytes = mode.ivBytes
        unitMask = mode.unitBits - 1
        minimumBits = mode.minimumBits
        isEncrypting.initialize(to: true)
    }

    deinit {
        calls.pointee.cipher_close(handle)
        isEncrypting.deallocate()
    }

    func begin(
        key: Span<UInt8>, iv: Span<UInt8>, encrypting: Bool
    ) throws(ModuleError) {
        // An IV of another length puts a libgcrypt in FIPS mode into its error state.
        try Lengths.require(
            key: key.count, keyBytes, iv: iv.count, ivBytes, "AES-\(mode.rawValue)")
        try begin(key.address, iv.address, encrypting: encrypting)
    }

    /// Of lengths that are right.
    @inline(__always)
    func begin(
        _ key: UnsafePointer<UInt8>, _ iv: UnsafePointer<UInt8>, encrypting: Bool
    ) throws(ModuleError) {
        let error = calls.pointee.cipher_setkey(handle, key, keyBytes)
        if error != 0 { throw refusal(error) }
        try restart(iv)
        isEncrypting.pointee = encrypting
    }

    /// Begins another message with the key and in the direction of the last.
    @inline(__always)
    func restart(_ iv: UnsafePointer<UInt8>) throws(ModuleError) {
        switch mode {
        case .ecb: break
        case .ctr:
            try library.check(
                calls.pointee.cipher_setctr(handle, iv, ivBytes), "gcry_cipher_setctr")
        case .cbc, .cbcCS1, .cbcCS2, .cbcCS3, .cfb1, .cfb8, .cfb128, .ofb, .xts:
            try library.check(
                calls.pointee.cipher_setiv(handle, iv, ivBytes), "gcry_cipher_setiv")
        }
    }

    /// Processes so many bytes, of a length that the mode takes.
    @inline(__always)
    func process(
        _ input: UnsafePointer<UInt8>, bytes: Int, _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        try process(input, bytes, output)
    }

    func process(
        _ input: Span<UInt8>, bits: Int, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(output.count >= input.count)
        guard bits & unitMask == 0, bits >= minimumBits, bits <= 8 * input.count else {
            throw mode.refusal(bits: bits, of: 8 * input.count)
        }
        try process(input.address, bits / 8, output.mutableAddress)
    }

    func chain(
        _ row: inout MutableSpan<UInt8>, unitBytes: Int, bits: Int, distance: Int, steps: Int
    ) throws(ModuleError) {
        precondition(distance >= unitBytes && distance + steps * unitBytes <= row.count)
        guard bits & unitMask == 0, bits >= minimumBits, bits <= 8 * unitBytes else {
            throw mode.refusal(bits: bits, of: 8 * unitBytes)
        }
        var unit = row.mutableAddress
        for _ in 0..<steps {
            try process(unit, bits / 8, unit + distance)
            unit += unitBytes
        }
    }

    @inline(__always)
    private func process(
        _ input: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        if isEncrypting.pointee {
            try library.check(
                calls.pointee.cipher_encrypt(handle, output, count, input, count),
                "gcry_cipher_encrypt")
        } else {
            try library.check(
                calls.pointee.cipher_decrypt(handle, output, count, input, count),
                "gcry_cipher_decrypt")
        }
    }

    /// FIPS 140-3 IG C.I: XTS-AES whose two keys are equal is not approved.
    @inline(never)
    private func refusal(_ error: gcry_error_t) -> ModuleError {
        if mode == .xts, gcry_err_code(error) == GPG_ERR_WEAK_KEY {
            return .notOffered("libgcrypt in FIPS mode takes no two equal keys for AES-XTS")
        }
        return library.failure(error, "gcry_cipher_setkey")
    }
}

extension BlockCipherMode {
    fileprivate func gcryptMode() throws(ModuleError) -> (
        gcry_cipher_modes, flags: gcry_cipher_flags?
    ) {
        switch self {
        case .ecb: (GCRY_CIPHER_MODE_ECB, nil)
        case .cbc: (GCRY_CIPHER_MODE_CBC, nil)
        // It swaps the last two blocks whatever their lengths, which is CS3.
        case .cbcCS3: (GCRY_CIPHER_MODE_CBC, GCRY_CIPHER_CBC_CTS)
        case .cfb8: (GCRY_CIPHER_MODE_CFB8, nil)
        case .cfb128: (GCRY_CIPHER_MODE_CFB, nil)
        case .ofb: (GCRY_CIPHER_MODE_OFB, nil)
        case .ctr: (GCRY_CIPHER_MODE_CTR, nil)
        case .xts: (GCRY_CIPHER_MODE_XTS, nil)
        case .cbcCS1, .cbcCS2:
            throw .notOffered("libgcrypt has ciphertext stealing as CBC-CS3 alone")
        case .cfb1: throw .notOffered("libgcrypt has no CFB1")
        }
    }
}

extension Library {
    /// The caller closes the handle.
    func openAES(
        _ keyBits: Int, _ mode: gcry_cipher_modes, flags: gcry_cipher_flags? = nil, _ name: String
    ) throws(ModuleError) -> gcry_cipher_hd_t {
        let algorithm: gcry_cipher_algos
        switch keyBits {
        // GCRY_CIPHER_AES128 is a macro for it.
        case 128: algorithm = GCRY_CIPHER_AES
        case 192: algorithm = GCRY_CIPHER_AES192
        case 256: algorithm = GCRY_CIPHER_AES256
        default: throw .notOffered("AES has no keys of \(keyBits) bits")
        }
        var handle: gcry_cipher_hd_t?
        let error = calls.pointee.cipher_open(
            &handle, Int32(algorithm.rawValue), Int32(mode.rawValue), flags?.rawValue ?? 0)
        guard error == 0, let handle else { throw classifyOpen(name, error, "gcry_cipher_open") }
        return handle
    }
}
