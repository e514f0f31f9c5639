import Algorithms
import CGcrypt

final class GcryptDigest: Digest {
    private let calls: UnsafePointer<cgcrypt>
    private let handle: gcry_md_hd_t
    let outputBytes: Int

    init(_ library: Library, _ hash: Hash) throws(ModuleError) {
        calls = library.calls
        handle = try library.openDigest(hash.gcryptDigest, hash.rawValue)
        outputBytes = hash.outputBytes
    }

    deinit {
        calls.pointee.md_close(handle)
    }

    func hash(
        _ message: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(output.count >= outputBytes)
        try hash(message.address, message.count, output.mutableAddress)
    }

    func chain(
        _ seeds: inout MutableSpan<UInt8>, seedCount: Int, messageBytes: Int, rounds: Int
    ) throws(ModuleError) {
        let seedBytes = seeds.count / seedCount
        precondition(seedBytes == outputBytes)
        // What lies beyond the digests stays zero: the padding of a longer message.
        let capacity = max(seeds.count, messageBytes)
        let message = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + outputBytes)
        defer { message.deallocate() }
        message.initialize(repeating: 0, count: capacity + outputBytes)
        message.update(from: seeds.mutableAddress, count: seeds.count)
        let result = message + capacity
        let kept = seedBytes * (seedCount - 1)
        for _ in 0..<rounds {
            try hash(message, messageBytes, result)
            if kept > 0 { message.update(from: message + seedBytes, count: kept) }
            (message + kept).update(from: result, count: outputBytes)
        }
        seeds.mutableAddress.update(from: message, count: seeds.count)
    }

    @inline(__always)
    func hash(
        _ message: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        calls.pointee.md_reset(handle)
        calls.pointee.md_write(handle, message, count)
        // Zero means: the one algorithm that the handle was opened for. Reading finalises.
        guard let digest = calls.pointee.md_read(handle, 0) else {
            throw .failed(call: "gcry_md_read", detail: "no digest")
        }
        output.update(from: digest, count: outputBytes)
    }
}

extension Library {
    /// The caller closes the handle.
    func openDigest(
        _ algorithm: gcry_md_algos, _ name: String
    ) throws(ModuleError) -> gcry_md_hd_t {
        var handle: gcry_md_hd_t?
        let error = calls.pointee.md_open(&handle, Int32(algorithm.rawValue), 0)
        guard error == 0, let handle else { throw classifyOpen(name, error, "gcry_md_open") }
        return handle
    }
}

extension Hash {
    var gcryptDigest: gcry_md_algos {
        switch self {
        case .sha1: GCRY_MD_SHA1
        case .sha2_224: GCRY_MD_SHA224
        case .sha2_256: GCRY_MD_SHA256
        case .sha2_384: GCRY_MD_SHA384
        case .sha2_512: GCRY_MD_SHA512
        case .sha2_512_224: GCRY_MD_SHA512_224
        case .sha2_512_256: GCRY_MD_SHA512_256
        case .sha3_224: GCRY_MD_SHA3_224
        case .sha3_256: GCRY_MD_SHA3_256
        case .sha3_384: GCRY_MD_SHA3_384
        case .sha3_512: GCRY_MD_SHA3_512
        }
    }

    var gcryptHMAC: gcry_mac_algos {
        switch self {
        case .sha1: GCRY_MAC_HMAC_SHA1
        case .sha2_224: GCRY_MAC_HMAC_SHA224
        case .sha2_256: GCRY_MAC_HMAC_SHA256
        case .sha2_384: GCRY_MAC_HMAC_SHA384
        case .sha2_512: GCRY_MAC_HMAC_SHA512
        case .sha2_512_224: GCRY_MAC_HMAC_SHA512_224
        case .sha2_512_256: GCRY_MAC_HMAC_SHA512_256
        case .sha3_224: GCRY_MAC_HMAC_SHA3_224
        case .sha3_256: GCRY_MAC_HMAC_SHA3_256
        case .sha3_384: GCRY_MAC_HMAC_SHA3_384
        case .sha3_512: GCRY_MAC_HMAC_SHA3_512
        }
    }
}
