import Algorithms
import CGcrypt

/// A DRBG of libgcrypt, seeded through the library's own entry for CAVS tests.
///
/// The entry makes an instance of its own each time: nothing is left of it afterwards, and the
/// process's generator is not touched.
final class GcryptRandomBitGenerator: RandomBitGenerator {
    private let library: Library
    private let flags: UnsafeMutablePointer<CChar>
    private let resistantFlags: UnsafeMutablePointer<CChar>
    /// SP 800-90A Rev. 1, Tables 2 and 3; beyond it libgcrypt makes two requests out of one.
    private static let maximumRequestBytes = 1 << 16

    init(_ library: Library, _ mechanism: DRBGMechanism) throws(ModuleError) {
        self.library = library
        let name = try mechanism.gcryptFlags()
        flags = duplicate(name)
        resistantFlags = duplicate(name + " pr")
        let error = probe()
        if error != 0 { throw library.classifyMechanism(name, error) }
    }

    deinit {
        flags.deallocate()
        resistantFlags.deallocate()
    }

    func generate(
        _ vector: borrowing DRBGVector, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        try requireShape(vector, output.count)
        let seedBytes = vector.entropyInput.count + vector.nonce.count
        let entropy = vector.entropyInput.address
        let entropyBytes = vector.entropyInput.count
        let nonce = vector.nonce.address
        let nonceBytes = vector.nonce.count
        var request = request(vector, output.count)
        let target = output.mutableAddress
        let calls = library.calls
        // The entry takes entropy and nonce as one string (SP 800-90A Rev. 1, section 10.1.1.2:
        // they are joined in every mechanism). Up to 1024 bytes this is on the stack.
        let error = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(seedBytes, 1)) {
            (seed: UnsafeMutableBufferPointer<UInt8>) -> gcry_error_t in
            guard let start = seed.baseAddress else { return GPG_ERR_ENOMEM.rawValue }
            start.initialize(from: entropy, count: entropyBytes)
            (start + entropyBytes).initialize(from: nonce, count: nonceBytes)
            request.entropy = start
            request.entropy_bytes = seedBytes
            return cgcrypt_run_drbg_vector(calls, &request, target)
        }
        try library.check(error, "gcry_control(PRIV_CTL_RUN_EXTRNG_TEST)")
    }

    /// Refuses what the entry would answer wrongly without a word.
    private func requireShape(
        _ vector: borrowing DRBGVector, _ outputBytes: Int
    ) throws(ModuleError) {
        if vector.additionalInput1.count != vector.additionalInput2.count {
            throw .notOffered("libgcrypt's test entry has one length for both additional inputs")
        }
        if vector.predictionResistance, vector.entropyInput1.count != vector.entropyInput2.count {
            throw .notOffered("libgcrypt's test entry has one length for both entropy inputs")
        }
        if outputBytes > GcryptRandomBitGenerator.maximumRequestBytes {
            throw .notOffered("one request returns at most 65536 bytes")
        }
        // Without them the entry would take entropy of the node instead.
        if outputBytes == 0 || vector.entropyInput.isEmpty
            || (vector.reseed && vector.entropyInputReseed.isEmpty)
            || (vector.predictionResistance && vector.entropyInput1.isEmpty)
        {
            throw .notOffered("libgcrypt's test entry takes no case without entropy or output")
        }
    }

    /// Null where the vector has nothing, which to libgcrypt is an absent string.
    private func request(
        _ vector: borrowing DRBGVector, _ outputBytes: Int
    ) -> cgcrypt_drbg_vector {
        var request = cgcrypt_drbg_vector()
        request.flags = UnsafePointer(vector.predictionResistance ? resistantFlags : flags)
        request.output_bytes = outputBytes
        request.personalization = lent(vector.personalizationString)
        request.personalization_bytes = vector.personalizationString.count
        request.additional1 = lent(vector.additionalInput1)
        request.additional2 = lent(vector.additionalInput2)
        request.additional12_bytes = vector.additionalInput1.count
        if vector.predictionResistance {
            request.entropy1 = lent(vector.entropyInput1)
            request.entropy2 = lent(vector.entropyInput2)
            request.entropy12_bytes = vector.entropyInput1.count
        }
        if vector.reseed {
            request.entropy_reseed = lent(vector.entropyInputReseed)
            request.entropy_reseed_bytes = vector.entropyInputReseed.count
            request.additional_reseed = lent(vector.additionalInputReseed)
            request.additional_reseed_bytes = vector.additionalInputReseed.count
        }
        return request
    }

    private func lent(_ bytes: Span<UInt8>) -> UnsafeMutablePointer<UInt8>? {
        bytes.isEmpty ? nil : UnsafeMutablePointer(mutating: bytes.address)
    }

    /// Asks whether libgcrypt knows the mechanism; the answer itself does not matter.
    private func probe() -> gcry_error_t {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { bytes in
            bytes.initialize(repeating: 0x5a)
            var request = cgcrypt_drbg_vector()
            request.flags = UnsafePointer(flags)
            request.entropy = bytes.baseAddress
            request.entropy_bytes = 48
            request.output_bytes = 16
            return cgcrypt_run_drbg_vector(
                library.calls, &request, bytes.baseAddress.map { $0 + 48 })
        }
    }
}

extension Library {
    /// An unknown word of the flags, or a combination of known words without an implementation.
    func classifyMechanism(_ flags: String, _ error: gcry_error_t) -> ModuleError {
        switch gcry_err_code(error) {
        case GPG_ERR_INV_FLAG, GPG_ERR_GENERAL, GPG_ERR_NOT_SUPPORTED:
            .notOffered("libgcrypt \(version) has no DRBG '\(flags)': \(text(of: error))")
        default:
            failure(error, "gcry_control(PRIV_CTL_RUN_EXTRNG_TEST)")
        }
    }
}

extension DRBGMechanism {
    /// The words for libgcrypt's own parser of flags.
    func gcryptFlags() throws(ModuleError) -> String {
        switch self {
        case .ctr(let keyBits, true): return "aes sym\(keyBits)"
        case .ctr(_, false):
            throw .notOffered("libgcrypt has the CTR_DRBG with derivation function only")
        case .hash(let hash): return try hash.gcryptFlag()
        case .hmac(let hash): return "hmac \(try hash.gcryptFlag())"
        }
    }
}

extension Hash {
    fileprivate func gcryptFlag() throws(ModuleError) -> String {
        switch self {
        case .sha1: "sha1"
        case .sha2_224: "sha224"
        case .sha2_256: "sha256"
        case .sha2_384: "sha384"
        case .sha2_512: "sha512"
        case .sha2_512_224: "sha512_224"
        case .sha2_512_256: "sha512_256"
        case .sha3_224, .sha3_256, .sha3_384, .sha3_512:
            throw .notOffered("libgcrypt has no DRBG with \(rawValue)")
        }
    }
}

/// A C string that the caller deallocates.
private func duplicate(_ text: String) -> UnsafeMutablePointer<CChar> {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (index, byte) in bytes.enumerated() { copy[index] = byte }
    return copy
}
