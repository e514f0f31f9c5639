import Algorithms
import CGcrypt

extension GcryptModule {
    func timedOperation(_ workload: CipherWorkload) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .process(let mode, let keyBits, let encrypting, let bytes):
            try TimedBlockCipher(
                GcryptBlockCipher(library, mode, keyBits: keyBits),
                encrypting: encrypting, timedBuffers(messageBytes: bytes))
        case .sealCCM(let keyBits, let bytes):
            try TimedCCM(GcryptCCM(library, keyBits: keyBits), sealing: true, bytes)
        case .openCCM(let keyBits, let bytes):
            try TimedCCM(GcryptCCM(library, keyBits: keyBits), sealing: false, bytes)
        case .wrap(let keyBits, let padded, let bytes):
            try TimedKeyWrap(
                GcryptKeyWrap(library, keyBits: keyBits, padded: padded, inverse: false),
                wrapping: true, bytes)
        case .unwrap(let keyBits, let padded, let bytes):
            try TimedKeyWrap(
                GcryptKeyWrap(library, keyBits: keyBits, padded: padded, inverse: false),
                wrapping: false, bytes)
        case .cmac(let keyBits, let bytes):
            TimedCMAC(
                try GcryptCMAC(library, keyBits: keyBits),
                try timedBuffers(messageBytes: bytes))
        }
    }

    func timedOperation(_ workload: KeccakWorkload) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .expand(let function, let bytes):
            TimedExtendableOutput(
                try GcryptExtendableOutput(library, function), function,
                try timedBuffers(messageBytes: bytes))
        case .derive(let function, let bytes):
            try timedDerivation(function, bytes)
        }
    }
}

extension GcryptModule {
    private func timedDerivation(
        _ function: SHA3DerivedFunction, _ messageBytes: Int
    ) throws(ModuleError) -> any TimedOperation {
        // Of a function with a key this throws why there is nothing to be timed.
        if function.isKeyed { _ = try customizableAuthentication(function) }
        return TimedCSHAKE(
            try GcryptCSHAKE(library, function), function,
            try timedBuffers(messageBytes: messageBytes))
    }
}

final class TimedCSHAKE: TimedOperation {
    private let function: GcryptCSHAKE
    private let outputBytes: Int
    private let buffers: TimedBuffers

    init(_ function: GcryptCSHAKE, _ name: SHA3DerivedFunction, _ buffers: TimedBuffers) {
        self.function = function
        outputBytes = name.strengthBits / 4
        self.buffers = buffers
        function.customize(buffers.aad, TimedBuffers.aadBytes)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            try function.expand(
                buffers.input, buffers.messageBytes, buffers.tag, outputBytes)
        }
    }
}

/// A whole message with a new IV, in one call.
final class TimedBlockCipher: TimedOperation {
    private let cipher: GcryptBlockCipher
    private let buffers: TimedBuffers

    init(
        _ cipher: GcryptBlockCipher, encrypting: Bool, _ buffers: TimedBuffers
    ) throws(ModuleError) {
        self.cipher = cipher
        self.buffers = buffers
        try cipher.begin(buffers.key, buffers.iv, encrypting: encrypting)
        try cipher.process(buffers.input, bytes: buffers.messageBytes, buffers.output)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            buffers.advanceIV()
            try cipher.restart(buffers.iv)
            try cipher.process(buffers.input, bytes: buffers.messageBytes, buffers.output)
        }
    }
}

final class TimedCCM: TimedOperation {
    private let cipher: GcryptCCM
    private let sealing: Bool
    private let buffers: TimedBuffers

    /// Seals one message, and opens it again and again where that is asked for.
    init(_ cipher: GcryptCCM, sealing: Bool, _ messageBytes: Int) throws(ModuleError) {
        self.cipher = cipher
        self.sealing = sealing
        buffers = TimedBuffers(messageBytes: messageBytes)
        try seal(key: UnsafePointer(buffers.key))
        if !sealing { try open(key: UnsafePointer(buffers.key)) }
    }

    func run(count: Int) throws(ModuleError) {
        if sealing {
            for _ in 0..<count {
                buffers.advanceIV()
                try seal(key: nil)
            }
        } else {
            for _ in 0..<count { try open(key: nil) }
        }
    }

    @inline(__always)
    private func seal(key: UnsafePointer<UInt8>?) throws(ModuleError) {
        try cipher.seal(
            key, buffers.iv, TimedBuffers.ivBytes, buffers.aad, TimedBuffers.aadBytes,
            buffers.input, buffers.messageBytes, buffers.output, buffers.tag,
            TimedBuffers.tagBytes)
    }

    @inline(__always)
    private func open(key: UnsafePointer<UInt8>?) throws(ModuleError) {
        let right = try cipher.open(
            key, buffers.iv, TimedBuffers.ivBytes, buffers.aad, TimedBuffers.aadBytes,
            buffers.output, buffers.messageBytes, buffers.tag, TimedBuffers.tagBytes,
            buffers.input)
        if !right { throw .failed(call: "AES-CCM", detail: "a right tag was refused") }
    }
}

/// A key of so many bytes under a key that is set anew.
final class TimedKeyWrap: TimedOperation {
    private let cipher: GcryptKeyWrap
    private let wrapping: Bool
    private let plaintextBytes: Int
    private let wrappedBytes: Int
    private let buffers: TimedBuffers

    init(
        _ cipher: GcryptKeyWrap, wrapping: Bool, _ messageBytes: Int
    ) throws(ModuleError) {
        self.cipher = cipher
        self.wrapping = wrapping
        wrappedBytes = Lengths.wrappedKey(plaintext: messageBytes)
        // Unwrapping writes at most as much as it reads.
        buffers = TimedBuffers(messageBytes: wrappedBytes)
        plaintextBytes = messageBytes
        try wrap()
        if !wrapping { try unwrap() }
    }

    func run(count: Int) throws(ModuleError) {
        if wrapping {
            for _ in 0..<count { try wrap() }
        } else {
            for _ in 0..<count { try unwrap() }
        }
    }

    @inline(__always)
    private func wrap() throws(ModuleError) {
        try cipher.wrap(buffers.key, buffers.input, plaintextBytes, buffers.output)
    }

    @inline(__always)
    private func unwrap() throws(ModuleError) {
        let count = try cipher.unwrap(
            buffers.key, buffers.output, wrappedBytes, buffers.input)
        if count != plaintextBytes {
            throw .failed(call: "AES key unwrap", detail: "a right ciphertext was refused")
        }
    }
}

final class TimedCMAC: TimedOperation {
    private let mac: GcryptCMAC
    private let buffers: TimedBuffers

    init(_ mac: GcryptCMAC, _ buffers: TimedBuffers) {
        self.mac = mac
        self.buffers = buffers
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            try mac.authenticate(
                buffers.key, buffers.input, buffers.messageBytes, buffers.tag)
        }
    }
}

final class TimedExtendableOutput: TimedOperation {
    private let function: GcryptExtendableOutput
    private let outputBytes: Int
    private let buffers: TimedBuffers

    init(
        _ function: GcryptExtendableOutput, _ name: ExtendableOutputFunction,
        _ buffers: TimedBuffers
    ) {
        self.function = function
        outputBytes = name.digestBytes
        self.buffers = buffers
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count {
            try function.expand(
                buffers.input, buffers.messageBytes, buffers.tag, outputBytes)
        }
    }
}
