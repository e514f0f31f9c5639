import Algorithms
import CGcrypt

final class GcryptExtendableOutput: ExtendableOutput {
    private let library: Library
    private let calls: UnsafePointer<cgcrypt>
    private let handle: gcry_md_hd_t

    init(_ library: Library, _ function: ExtendableOutputFunction) throws(ModuleError) {
        handle = try library.openDigest(function.gcryptDigest, function.rawValue)
        self.library = library
        calls = library.calls
    }

    deinit {
        calls.pointee.md_close(handle)
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
        calls.pointee.md_reset(handle)
        calls.pointee.md_write(handle, message, messageBytes)
        // Zero means: the one algorithm that the handle was opened for. Extracting finalises.
        try library.check(
            calls.pointee.md_extract(handle, 0, output, outputBytes), "gcry_md_extract")
    }
}

extension ExtendableOutputFunction {
    var gcryptDigest: gcry_md_algos {
        switch self {
        case .shake128: GCRY_MD_SHAKE128
        case .shake256: GCRY_MD_SHAKE256
        }
    }
}
