package import Algorithms
import CKernel
import Glibc

extension KernelModule {
    /// Asks the kernel everything that a node's acceptance wants to know of it: some milliseconds.
    package static func conduct() -> KernelConduct {
        let module: KernelModule
        do throws(ModuleError) {
            module = try KernelModule()
        } catch {
            return KernelConduct(unreachable: error.message)
        }
        // Nothing is drawn: by its name the kernel's own DRBG is loaded, and tested, as the others
        // are by being asked.
        _ = try? KernelSocket(.generator, "stdrng")
        return KernelConduct(
            unreachable: nil, answers: KernelQuestion.all.map { $0.answer(of: module) },
            shortKey: response(
                .hash, "hmac(sha256)", key: [0x4a, 0x65, 0x66, 0x65]),
            equalKeys: response(
                .cipher, "xts(aes)", key: [UInt8](repeating: 0x5a, count: 32)),
            md5: response(.hash, "md5", key: nil))
    }

    /// Of a name and a key that nothing but FIPS mode has anything against.
    private static func response(
        _ kind: KernelSocket.Kind, _ name: String, key: [UInt8]?
    ) -> KernelConduct.Response {
        let socket = ckernel_socket()
        if socket < 0 { return .undecided(KernelSocket.text(-socket)) }
        defer { ckernel_close(socket) }
        let bound = ckernel_bind(socket, kind.rawValue, name)
        if let key {
            // Without the algorithm its key says nothing.
            if bound < 0 { return .undecided("bind: \(KernelSocket.text(-bound))") }
            let set = ckernel_set_key(socket, key, key.count)
            if set == -EINVAL { return .denied("EINVAL") }
            return set == 0 ? .served : .undecided("setsockopt: \(KernelSocket.text(-set))")
        }
        if bound == -ENOENT || bound == -ELIBBAD {
            return .denied(bound == -ENOENT ? "ENOENT" : "ELIBBAD")
        }
        return bound == 0 ? .served : .undecided("bind: \(KernelSocket.text(-bound))")
    }
}

/// A question whose answer is published, all fields in hexadecimal.
struct KernelQuestion {
    enum Subject {
        case digest(Hash)
        case hmac(Hash)
        case cmac
        case cipher(BlockCipherMode)
        case gcm
    }

    let name: String
    let subject: Subject
    var key = ""
    var iv = ""
    var aad = ""
    let message: String
    let expected: String
    /// Of GCM.
    var tag = ""

    func answer(of module: KernelModule) -> KernelConduct.Answer {
        do throws(ModuleError) {
            let wrong = try ask(module)
            return KernelConduct.Answer(name: name, fault: wrong.map { .wrong($0) })
        } catch {
            if case .notOffered(let reason) = error {
                return KernelConduct.Answer(name: name, fault: .notOffered(reason))
            }
            return KernelConduct.Answer(name: name, fault: .failed(error.message))
        }
    }

    /// Nil where the answer is right, else what came instead.
    private func ask(_ module: KernelModule) throws(ModuleError) -> String? {
        let key = KernelQuestion.bytes(self.key)
        let message = KernelQuestion.bytes(self.message)
        let expected = KernelQuestion.bytes(self.expected)
        var output = [UInt8](repeating: 0, count: expected.count)
        var span = output.mutableSpan
        switch subject {
        case .digest(let hash):
            try module.digest(hash).hash(message.span, into: &span)
        case .hmac(let hash):
            try module.hmac(hash).authenticate(
                key: key.span, iv: Span(), message: message.span, into: &span)
        case .cmac:
            try module.cmac(keyBits: 8 * key.count).authenticate(
                key: key.span, iv: Span(), message: message.span, into: &span)
        case .cipher(let mode): return try ask(module, mode, key, message, expected)
        case .gcm: return try askGCM(module, key, message, expected)
        }
        return output == expected ? nil : KernelQuestion.text(output)
    }

    /// There and back.
    private func ask(
        _ module: KernelModule, _ mode: BlockCipherMode, _ key: [UInt8], _ message: [UInt8],
        _ expected: [UInt8]
    ) throws(ModuleError) -> String? {
        let cipher = try module.blockCipher(
            mode, keyBits: mode == .xts ? 4 * key.count : 8 * key.count)
        let iv = KernelQuestion.bytes(self.iv)
        for encrypting in [true, false] {
            let input = encrypting ? message : expected
            var output = [UInt8](repeating: 0, count: input.count)
            var span = output.mutableSpan
            try cipher.begin(key: key.span, iv: iv.span, encrypting: encrypting)
            try cipher.process(input.span, bits: 8 * input.count, into: &span)
            if output != (encrypting ? expected : message) { return KernelQuestion.text(output) }
        }
        return nil
    }

    /// There, back, and with an altered tag, which must be found out.
    private func askGCM(
        _ module: KernelModule, _ key: [UInt8], _ message: [UInt8], _ expected: [UInt8]
    ) throws(ModuleError) -> String? {
        let cipher = try module.gcm(keyBits: 8 * key.count)
        let iv = KernelQuestion.bytes(self.iv)
        let aad = KernelQuestion.bytes(self.aad)
        var tag = KernelQuestion.bytes(self.tag)
        var ciphertext = [UInt8](repeating: 0, count: message.count)
        var made = [UInt8](repeating: 0, count: tag.count)
        var ciphertextSpan = ciphertext.mutableSpan
        var madeSpan = made.mutableSpan
        try cipher.seal(
            key: key.span, iv: iv.span, aad: aad.span, plaintext: message.span,
            ciphertext: &ciphertextSpan, tag: &madeSpan)
        if ciphertext != expected || made != tag { return KernelQuestion.text(ciphertext + made) }
        var plaintext = [UInt8](repeating: 0, count: message.count)
        var span = plaintext.mutableSpan
        let opened = try cipher.open(
            key: key.span, iv: iv.span, aad: aad.span, ciphertext: expected.span, tag: tag.span,
            plaintext: &span)
        if !opened { return "the right tag was called wrong" }
        if plaintext != message { return KernelQuestion.text(plaintext) }
        tag[0] ^= 1
        span = plaintext.mutableSpan
        let fooled = try cipher.open(
            key: key.span, iv: iv.span, aad: aad.span, ciphertext: expected.span, tag: tag.span,
            plaintext: &span)
        return fooled ? "an altered tag was called right" : nil
    }

    /// Of our own table: pairs of digits, nothing else.
    private static func bytes(_ digits: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var high: Int?
        for digit in digits {
            guard let value = digit.hexDigitValue else { preconditionFailure("\(digit)") }
            if let first = high {
                bytes.append(UInt8(16 * first + value))
                high = nil
            } else {
                high = value
            }
        }
        return bytes
    }

    private static func text(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
