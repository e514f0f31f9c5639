package import Algorithms
import COpenSSL

extension OpenSSLModule {
    package func customizableAuthentication(
        _ function: SHA3DerivedFunction
    ) throws(ModuleError) -> any CustomizableAuthentication {
        try customizableMACs.operation(function) { () throws(ModuleError) in
            try OpenSSLKMAC(library, function)
        }
    }

    package func customizableOutput(
        _ function: SHA3DerivedFunction
    ) throws(ModuleError) -> any CustomizableOutput {
        ErrorQueue.clear()
        guard let method = EVP_MD_fetch(library.context, function.rawValue, nil) else {
            throw library.fetchFailure(function.rawValue, "EVP_MD_fetch")
        }
        // No provider up to 3.5 has it; how a later one takes the two strings is not known here.
        EVP_MD_free(method)
        throw .notOffered(
            "\(function.rawValue) of this provider cannot be asked for by this program")
    }

    /// Providers hold a list of the digests that ECDSA may have, and up to 3.0 SHAKE is not on it;
    /// later ones refuse every extendable-output function.
    package func ellipticCurve(
        _ curve: Curve, hashingWith function: ExtendableOutputFunction
    ) throws(ModuleError) -> any SignatureScheme {
        throw .notOffered(
            "OpenSSL's providers sign with no extendable-output function, "
                + "so not with \(function.rawValue)")
    }
}

/// KMAC with one context, reused for every key.
final class OpenSSLKMAC: CustomizableAuthentication {
    private let library: Library
    private let context: OpaquePointer
    private let name: String
    /// The provider keeps what it was told for a message, so each message is told all three.
    private let parameters = ParameterList([
        ("xof", .integer(0)), ("size", .integer(0)), ("custom", .lentOctets),
    ])
    /// Two numbers of 32 bits, which the parameters lead to: whether it is KMACXOF, and the length.
    private let numbers = UnsafeMutablePointer<UInt32>.allocate(capacity: 2)

    init(_ library: Library, _ function: SHA3DerivedFunction) throws(ModuleError) {
        self.library = library
        // OpenSSL's names are ACVP's.
        name = function.rawValue
        numbers.initialize(repeating: 0, count: 2)
        context = try fetchMAC(library, name)
        for index in 0..<2 {
            let bytes = UnsafeRawPointer(numbers + index).assumingMemoryBound(to: UInt8.self)
            parameters.lend(index, bytes, MemoryLayout<UInt32>.size)
        }
    }

    deinit {
        EVP_MAC_CTX_free(context)
        numbers.deallocate()
    }

    func authenticate(
        key: Span<UInt8>, message: Span<UInt8>, customization: Span<UInt8>, extendable: Bool,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        numbers[0] = extendable ? 1 : 0
        parameters.lend(2, customization.address, customization.count)
        try authenticate(
            key.address, key.count, message.address, message.count, output.mutableAddress,
            output.count)
    }

    /// Customized as was said last.
    @inline(__always)
    func authenticate(
        _ key: UnsafePointer<UInt8>, _ keyBytes: Int, _ message: UnsafePointer<UInt8>,
        _ messageBytes: Int, _ output: UnsafeMutablePointer<UInt8>, _ outputBytes: Int
    ) throws(ModuleError) {
        numbers[1] = UInt32(outputBytes)
        if EVP_MAC_init(context, key, keyBytes, parameters.entries) != 1 {
            throw refusal(keyBytes, outputBytes)
        }
        var written = 0
        try check(EVP_MAC_update(context, message, messageBytes), "EVP_MAC_update")
        try check(EVP_MAC_final(context, output, &written, outputBytes), "EVP_MAC_final")
        if written != outputBytes {
            throw .failed(
                call: "EVP_MAC_final", detail: "it wrote \(written) of \(outputBytes) bytes")
        }
    }

    /// Says how the messages to come are customized, with bytes that outlive them.
    func customize(_ octets: UnsafePointer<UInt8>, _ count: Int) {
        parameters.lend(2, octets, count)
    }

    /// Providers take keys of 4 to 512 bytes, and customizations of 256 or 512 at most.
    @inline(never)
    private func refusal(_ keyBytes: Int, _ outputBytes: Int) -> ModuleError {
        // The last one: to clear the queue before each message costs it a tenth (measured).
        if fipsmark_is_length_error(ERR_peek_last_error()) == 1 {
            ErrorQueue.clear()
            return .notOffered(
                "the provider takes no \(name) of a key of \(8 * keyBytes), a customization of "
                    + "\(8 * parameters.entries[2].data_size) and a code of \(8 * outputBytes) bits"
            )
        }
        return failure("EVP_MAC_init")
    }
}
