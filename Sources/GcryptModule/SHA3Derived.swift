package import Algorithms
import CGcrypt

extension GcryptModule {
    package func customizableOutput(
        _ function: SHA3DerivedFunction
    ) throws(ModuleError) -> any CustomizableOutput {
        try customizableOutputs.operation(function) { () throws(ModuleError) in
            try GcryptCSHAKE(library, function)
        }
    }

    package func customizableAuthentication(
        _ function: SHA3DerivedFunction
    ) throws(ModuleError) -> any CustomizableAuthentication {
        throw .notOffered("libgcrypt has no KMAC")
    }

    package func ellipticCurve(
        _ curve: Curve, hashingWith function: ExtendableOutputFunction
    ) throws(ModuleError) -> any SignatureScheme {
        try GcryptSignatureScheme(library, curve, hashingWith: .extendable(function))
    }
}

/// cSHAKE, which libgcrypt has since 1.11, with one handle for all messages.
final class GcryptCSHAKE: CustomizableOutput {
    private let library: Library
    private let calls: UnsafePointer<cgcrypt>
    private let handle: gcry_md_hd_t
    private let name: String
    private let strings = UnsafeMutablePointer<cgcrypt_customization>.allocate(capacity: 1)
    /// keccak.c: longer strings are GPG_ERR_TOO_LARGE.
    private static let maximumStringBytes = 254

    init(_ library: Library, _ function: SHA3DerivedFunction) throws(ModuleError) {
        name = function.rawValue
        let number =
            function == .cSHAKE128 ? CGCRYPT_MD_CSHAKE128 : CGCRYPT_MD_CSHAKE256
        // Opening a digest that it does not know, libgcrypt writes to standard error.
        let error = library.calls.pointee.md_algo_info(
            Int32(number.rawValue), Int32(bitPattern: GCRYCTL_TEST_ALGO.rawValue), nil, nil)
        if error != 0 { throw library.classifyOpen(name, error, "gcry_md_test_algo") }
        handle = try library.openDigest(gcry_md_algos(rawValue: number.rawValue), name)
        self.library = library
        calls = library.calls
        strings.initialize(to: cgcrypt_customization())
    }

    deinit {
        calls.pointee.md_close(handle)
        strings.deallocate()
    }

    func expand(
        _ message: Span<UInt8>, functionName: Span<UInt8>, customization: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        if max(functionName.count, customization.count) > GcryptCSHAKE.maximumStringBytes {
            throw .notOffered(
                "libgcrypt takes no strings of \(max(functionName.count, customization.count)) "
                    + "bytes for \(name)")
        }
        strings.pointee.n = UnsafeRawPointer(functionName.address)
        strings.pointee.n_len = UInt32(functionName.count)
        customize(customization.address, customization.count)
        try expand(message.address, message.count, output.mutableAddress, output.count)
    }

    /// Says how the messages to come are customized, with bytes that outlive them.
    func customize(_ octets: UnsafePointer<UInt8>, _ count: Int) {
        strings.pointee.s = UnsafeRawPointer(octets)
        strings.pointee.s_len = UInt32(count)
    }

    /// Customized as was said last.
    @inline(__always)
    func expand(
        _ message: UnsafePointer<UInt8>, _ messageBytes: Int,
        _ output: UnsafeMutablePointer<UInt8>, _ outputBytes: Int
    ) throws(ModuleError) {
        calls.pointee.md_reset(handle)
        try library.check(
            calls.pointee.md_ctl(
                handle, Int32(CGCRYPT_MD_CUSTOMIZE), strings,
                MemoryLayout<cgcrypt_customization>.size), "GCRYCTL_MD_CUSTOMIZE")
        calls.pointee.md_write(handle, message, messageBytes)
        // Zero means: the one algorithm that the handle was opened for. Extracting finalises.
        try library.check(
            calls.pointee.md_extract(handle, 0, output, outputBytes), "gcry_md_extract")
    }
}

extension SignatureHash {
    var gcryptDigest: gcry_md_algos {
        switch self {
        case .function(let hash): hash.gcryptDigest
        case .extendable(let function): function.gcryptDigest
        }
    }
}
