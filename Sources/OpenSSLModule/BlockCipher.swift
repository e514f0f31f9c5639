import Algorithms
import COpenSSL

/// AES in one mode, with one context for both directions and all messages.
final class OpenSSLBlockCipher: BlockCipher {
    private let library: Library
    private let mode: BlockCipherMode
    private let method: OpaquePointer
    private let context: OpaquePointer
    private let keyBytes: Int
    private let ivBytes: Int
    private let unitMask: Int
    private let minimumBits: Int
    /// From bits to what the method counts in: bits for CFB1, bytes for all others.
    private let lengthShift: Int

    init(_ library: Library, _ mode: BlockCipherMode, keyBits: Int) throws(ModuleError) {
        self.library = library
        self.mode = mode
        method = try library.fetchCipher("AES-\(keyBits)-\(mode.openSSLName)")
        context = EVP_CIPHER_CTX_new()
        keyBytes = mode == .xts ? keyBits / 4 : keyBits / 8
        ivBytes = mode.ivBytes
        unitMask = mode.unitBits - 1
        minimumBits = mode.minimumBits
        lengthShift = mode == .cfb1 ? 0 : 3
        // The provider keeps these for as long as the context lives, through every new key.
        let parameters = ParameterList(mode.openSSLParameters)
        defer { withExtendedLifetime(parameters) {} }
        try check(
            EVP_CipherInit_ex2(context, method, nil, nil, 1, parameters.entries),
            "EVP_CipherInit_ex2")
        try check(EVP_CIPHER_CTX_set_padding(context, 0), "EVP_CIPHER_CTX_set_padding")
    }

    deinit {
        EVP_CIPHER_CTX_free(context)
        EVP_CIPHER_free(method)
    }

    func begin(
        key: Span<UInt8>, iv: Span<UInt8>, encrypting: Bool
    ) throws(ModuleError) {
        try Lengths.require(
            key: key.count, keyBytes, iv: iv.count, ivBytes, "AES-\(mode.rawValue)")
        try begin(key.address, iv.address, encrypting: encrypting)
    }

    /// Of lengths that are right.
    @inline(__always)
    func begin(
        _ key: UnsafePointer<UInt8>, _ iv: UnsafePointer<UInt8>, encrypting: Bool
    ) throws(ModuleError) {
        ErrorQueue.clear()
        let code = EVP_CipherInit_ex2(context, nil, key, iv, encrypting ? 1 : 0, nil)
        if code != 1 { throw refusal() }
    }

    /// Begins another message with the key and in the direction of the last.
    @inline(__always)
    func restart(_ iv: UnsafePointer<UInt8>) throws(ModuleError) {
        try check(
            EVP_CipherInit_ex2(context, nil, nil, ivBytes > 0 ? iv : nil, -1, nil),
            "EVP_CipherInit_ex2")
    }

    /// Processes so many bytes, of a length that the mode takes.
    @inline(__always)
    func process(
        _ input: UnsafePointer<UInt8>, bytes: Int, _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        try process(input, Int32((8 * bytes) >> lengthShift), output)
    }

    func process(
        _ input: Span<UInt8>, bits: Int, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(output.count >= input.count)
        guard bits & unitMask == 0, bits >= minimumBits, bits <= 8 * input.count,
            let length = Int32(exactly: bits >> lengthShift)
        else { throw mode.refusal(bits: bits, of: 8 * input.count) }
        try process(input.address, length, output.mutableAddress)
    }

    func chain(
        _ row: inout MutableSpan<UInt8>, unitBytes: Int, bits: Int, distance: Int, steps: Int
    ) throws(ModuleError) {
        precondition(distance >= unitBytes && distance + steps * unitBytes <= row.count)
        guard bits & unitMask == 0, bits >= minimumBits, bits <= 8 * unitBytes,
            let length = Int32(exactly: bits >> lengthShift)
        else { throw mode.refusal(bits: bits, of: 8 * unitBytes) }
        var unit = row.mutableAddress
        for _ in 0..<steps {
            try process(unit, length, unit + distance)
            unit += unitBytes
        }
    }

    @inline(__always)
    private func process(
        _ input: UnsafePointer<UInt8>, _ length: Int32, _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        var written: Int32 = 0
        try check(EVP_CipherUpdate(context, output, &written, input, length), "EVP_CipherUpdate")
        if written != length {
            throw .failed(
                call: "EVP_CipherUpdate", detail: "it wrote \(written) of \(length)")
        }
    }

    /// FIPS 140-3 IG C.I: XTS-AES whose two keys are equal is not approved.
    @inline(never)
    private func refusal() -> ModuleError {
        if mode == .xts, fipsmark_is_duplicated_key_error(ERR_peek_error()) == 1 {
            ErrorQueue.clear()
            return .notOffered("the provider takes no two equal keys for AES-XTS")
        }
        return failure("EVP_CipherInit_ex2")
    }
}

extension BlockCipherMode {
    fileprivate var openSSLName: String {
        switch self {
        case .cbcCS1, .cbcCS2, .cbcCS3: "CBC-CTS"
        case .cfb128: "CFB"
        case .ecb, .cbc, .cfb1, .cfb8, .ofb, .ctr, .xts: rawValue
        }
    }

    fileprivate var openSSLParameters: [(key: StaticString, value: ParameterList.Value)] {
        switch self {
        case .cbcCS1: [("cts_mode", .text("CS1"))]
        case .cbcCS2: [("cts_mode", .text("CS2"))]
        case .cbcCS3: [("cts_mode", .text("CS3"))]
        // Else the lengths of CFB1 are bytes too.
        case .cfb1: [("use-bits", .integer(1))]
        case .ecb, .cbc, .cfb8, .cfb128, .ofb, .ctr, .xts: []
        }
    }
}
