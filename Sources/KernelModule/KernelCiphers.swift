import Algorithms
import CKernel

/// What one message may hold: the kernel copies it into the socket's buffer whole (208 KiB by
/// default), and reads back at most 16 pages for each part.
private let longestMessage = 1 << 16

/// AES of the kernel in a mode without authentication.
final class KernelBlockCipher: BlockCipher {
    private let socket: KernelSocket
    private let mode: BlockCipherMode
    private let keyBytes: Int
    private var encrypting = true
    /// Given with each part: the next IV, or counter block, of the message (SP 800-38A, section 6).
    private var iv: [UInt8]
    /// Whether a part of CTR has ended inside of a block, which the kernel cannot continue.
    private var isBroken = false

    init(_ mode: BlockCipherMode, keyBits: Int) throws(ModuleError) {
        let name =
            switch mode {
            case .ecb, .cbc, .ctr, .xts: "\(mode.rawValue.lowercased())(aes)"
            case .cbcCS3: "cts(cbc(aes))"
            case .cbcCS1, .cbcCS2, .cfb1, .cfb8, .cfb128, .ofb:
                throw .notOffered("AES-\(mode.rawValue) is not asked of the kernel")
            }
        socket = try KernelSocket(.cipher, name)
        self.mode = mode
        keyBytes = mode == .xts ? keyBits / 4 : keyBits / 8
        iv = [UInt8](repeating: 0, count: mode.ivBytes)
    }

    func begin(
        key: Span<UInt8>, iv: Span<UInt8>, encrypting: Bool
    ) throws(ModuleError) {
        try Lengths.require(
            key: key.count, keyBytes, iv: iv.count, mode.ivBytes, "AES-\(mode.rawValue)")
        try socket.begin(key: key)
        for index in iv.indices { self.iv[index] = iv[index] }
        self.encrypting = encrypting
        isBroken = false
    }

    func process(
        _ input: Span<UInt8>, bits: Int, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(output.count >= input.count)
        guard bits & (mode.unitBits - 1) == 0, bits >= mode.minimumBits, bits <= 8 * input.count
        else { throw mode.refusal(bits: bits, of: 8 * input.count) }
        try process(input.address, bits / 8, output.mutableAddress)
    }

    func chain(
        _ row: inout MutableSpan<UInt8>, unitBytes: Int, bits: Int, distance: Int, steps: Int
    ) throws(ModuleError) {
        precondition(distance >= unitBytes && distance + steps * unitBytes <= row.count)
        guard bits & (mode.unitBits - 1) == 0, bits >= mode.minimumBits, bits <= 8 * unitBytes
        else { throw mode.refusal(bits: bits, of: 8 * unitBytes) }
        var unit = row.mutableAddress
        for _ in 0..<steps {
            try process(unit, bits / 8, unit + distance)
            unit += unitBytes
        }
    }

    /// In parts that the kernel takes; what must be in one piece and is longer is not offered.
    private func process(
        _ input: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        if isBroken { throw .notOffered("the kernel continues AES-CTR behind whole blocks alone") }
        if count > longestMessage && (mode == .xts || mode == .cbcCS3) {
            throw .notOffered("the kernel is not asked for \(count) bytes in one piece")
        }
        var start = 0
        while start < count {
            let part = min(count - start, longestMessage)
            try crypt(input + start, part, output + start)
            start += part
        }
    }

    private func crypt(
        _ input: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>
    ) throws(ModuleError) {
        let isRight = try iv.withUnsafeBufferPointer { iv throws(ModuleError) in
            var message = ckernel_message()
            message.encrypting = encrypting
            message.iv = UnsafeRawPointer(iv.baseAddress)
            message.iv_count = iv.count
            message.input = UnsafeRawPointer(input)
            message.output = UnsafeMutableRawPointer(output)
            message.count = count
            return try socket.crypt(&message)
        }
        if !isRight { throw .failed(call: socket.name, detail: "EBADMSG without a tag") }
        switch mode {
        case .cbc:
            let ciphertext = encrypting ? UnsafePointer(output) : input
            for index in 0..<16 { iv[index] = ciphertext[count - 16 + index] }
        case .ctr:
            advance(by: count / 16)
            isBroken = count & 15 != 0
        default: break
        }
    }

    /// The counter block is one big-endian number to the kernel (SP 800-38A, appendix B.1).
    private func advance(by blocks: Int) {
        var carry = blocks
        for index in stride(from: 15, through: 0, by: -1) where carry > 0 {
            carry += Int(iv[index])
            iv[index] = UInt8(carry & 0xff)
            carry >>= 8
        }
    }
}

/// AES-GCM of the kernel, with IVs of 96 bits.
final class KernelGCM: AuthenticatedCipher {
    private let socket: KernelSocket
    private let keyBytes: Int
    /// The kernel writes the associated data back.
    private var aadOutput: [UInt8] = []
    private var tagBytes = 0

    init(keyBits: Int) throws(ModuleError) {
        socket = try KernelSocket(.aead, "gcm(aes)")
        keyBytes = keyBits / 8
    }

    func seal(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        precondition(ciphertext.count >= plaintext.count)
        let isRight = try crypt(
            true, key, iv, aad, plaintext.address, plaintext.count, ciphertext.mutableAddress,
            tag.mutableAddress, tag.count)
        if !isRight { throw .failed(call: socket.name, detail: "EBADMSG while encrypting") }
    }

    func sealWithOwnIV(
        key: Span<UInt8>, iv: inout MutableSpan<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        throw .notOffered("the kernel makes no IVs for gcm(aes)")
    }

    func open(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, ciphertext: Span<UInt8>,
        tag: Span<UInt8>, plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        precondition(plaintext.count >= ciphertext.count)
        // Only read where it decrypts.
        return try crypt(
            false, key, iv, aad, ciphertext.address, ciphertext.count, plaintext.mutableAddress,
            UnsafeMutablePointer(mutating: tag.address), tag.count)
    }

    private func crypt(
        _ encrypting: Bool, _ key: Span<UInt8>, _ iv: Span<UInt8>, _ aad: Span<UInt8>,
        _ input: UnsafePointer<UInt8>, _ count: Int, _ output: UnsafeMutablePointer<UInt8>,
        _ tag: UnsafeMutablePointer<UInt8>, _ tagBytes: Int
    ) throws(ModuleError) -> Bool {
        if iv.count != 12 {
            throw .notOffered("the kernel's gcm(aes) takes IVs of 96 bits, not of \(8 * iv.count)")
        }
        if aad.count + count + tagBytes > longestMessage {
            throw .notOffered("the kernel is not asked for \(aad.count + count) bytes in one piece")
        }
        try Lengths.require(key: key.count, keyBytes, iv: 0, 0, "AES-GCM")
        if tagBytes != self.tagBytes {
            try socket.setTagBytes(tagBytes)
            self.tagBytes = tagBytes
        }
        if aadOutput.count < aad.count { aadOutput = [UInt8](repeating: 0, count: aad.count) }
        try socket.begin(key: key)
        return try aadOutput.withUnsafeMutableBufferPointer { copy throws(ModuleError) in
            var message = ckernel_message()
            message.encrypting = encrypting
            message.iv = UnsafeRawPointer(iv.address)
            message.iv_count = iv.count
            message.aad = UnsafeRawPointer(aad.address)
            message.aad_output = UnsafeMutableRawPointer(copy.baseAddress)
            message.aad_count = aad.count
            message.input = UnsafeRawPointer(input)
            message.output = UnsafeMutableRawPointer(output)
            message.count = count
            message.tag = UnsafeMutableRawPointer(tag)
            message.tag_count = tagBytes
            return try socket.crypt(&message)
        }
    }
}
