import Algorithms
import COpenSSL

final class OpenSSLExtendableOutput: ExtendableOutput {
    private let library: Library
    private let method: OpaquePointer
    private let context: OpaquePointer

    init(_ library: Library, _ function: ExtendableOutputFunction) throws(ModuleError) {
        self.library = library
        // OpenSSL's names are ACVP's.
        let name = function.rawValue
        ErrorQueue.clear()
        guard let method = EVP_MD_fetch(library.context, name, nil) else {
            throw library.fetchFailure(name, "EVP_MD_fetch")
        }
        self.method = method
        context = EVP_MD_CTX_new()
        try library.require(EVP_MD_get0_provider(method), name)
        try check(EVP_DigestInit_ex2(context, method, nil), "EVP_DigestInit_ex2")
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(method)
    }

    func expand(
        _ message: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        try expand(message.address, message.count, output.mutableAddress, output.count)
    }

    @inline(__always)
    func expand(
        _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ output: UnsafeMutablePointer<UInt8>, _ outputBytes: Int
    ) throws(ModuleError) {
        // A null method means: the one that is set already, without another fetch.
        try check(EVP_DigestInit_ex2(context, nil, nil), "EVP_DigestInit_ex2")
        try check(EVP_DigestUpdate(context, message, messageBytes), "EVP_DigestUpdate")
        try check(EVP_DigestFinalXOF(context, output, outputBytes), "EVP_DigestFinalXOF")
    }
}
