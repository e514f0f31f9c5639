import Algorithms
import COpenSSL

final class OpenSSLDigest: Digest {
    private let library: Library
    private let method: OpaquePointer
    private let context: OpaquePointer
    let outputBytes: Int

    init(_ library: Library, _ hash: Hash) throws(ModuleError) {
        self.library = library
        // OpenSSL's names of the SHA-2 family are ACVP's.
        let name = hash.openSSLName
        ErrorQueue.clear()
        guard let method = EVP_MD_fetch(library.context, name, nil) else {
            throw library.fetchFailure(name, "EVP_MD_fetch")
        }
        self.method = method
        context = EVP_MD_CTX_new()
        outputBytes = Int(EVP_MD_get_size(method))
        try library.require(EVP_MD_get0_provider(method), name)
        try check(EVP_DigestInit_ex2(context, method, nil), "EVP_DigestInit_ex2")
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(method)
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
        // A null method means: the one that is set already, without another fetch.
        try check(EVP_DigestInit_ex2(context, nil, nil), "EVP_DigestInit_ex2")
        try check(EVP_DigestUpdate(context, message, count), "EVP_DigestUpdate")
        try check(EVP_DigestFinal_ex(context, output, nil), "EVP_DigestFinal_ex")
    }
}

extension Hash {
    var openSSLName: String {
        self == .sha1 ? "SHA1" : rawValue
    }
}
