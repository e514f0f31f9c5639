package import Algorithms
import CGcrypt

extension GcryptModule {
    /// libgcrypt has ML-KEM since 1.11, and no signatures beside it.
    package func keyEncapsulation(
        _ parameters: PostQuantumParameters
    ) throws(ModuleError) -> any KeyEncapsulation {
        try GcryptKeyEncapsulation(library, parameters)
    }

    package func postQuantumSignature(
        _ parameters: PostQuantumParameters
    ) throws(ModuleError) -> any PostQuantumSignature {
        throw .notOffered("\(parameters.rawValue) is not offered by libgcrypt \(library.version)")
    }

    package func statefulSignature() throws(ModuleError) -> any PostQuantumSignature {
        throw .notOffered("LMS is not offered by libgcrypt \(library.version)")
    }

    package func timedOperation(
        _ workload: PostQuantumWorkload
    ) throws(ModuleError) -> any TimedOperation {
        switch workload {
        case .generateKey(let parameters) where parameters.scheme == .mlKEM:
            TimedEncapsulationKeys(
                try GcryptKeyEncapsulation(library, parameters), parameters)
        case .encapsulate(let parameters):
            try TimedEncapsulation(GcryptKeyEncapsulation(library, parameters), parameters)
        case .decapsulate(let parameters):
            try TimedDecapsulation(GcryptKeyEncapsulation(library, parameters), parameters)
        case .generateKey(let parameters), .sign(let parameters), .verify(let parameters):
            throw .notOffered(
                "\(parameters.rawValue) is not offered by libgcrypt \(library.version)")
        }
    }
}

/// ML-KEM with one parameter set.
///
/// libgcrypt reads as many bytes as the parameter set has, whatever it is told, and checks no key:
/// lengths are looked at before each call.
final class GcryptKeyEncapsulation: KeyEncapsulation {
    let library: Library
    let algorithm: Int32
    private let parameters: PostQuantumParameters

    init(_ library: Library, _ parameters: PostQuantumParameters) throws(ModuleError) {
        if library.calls.pointee.kem_decap == nil {
            throw .notOffered(
                "\(parameters.rawValue) is not offered by libgcrypt \(library.version)")
        }
        self.library = library
        self.parameters = parameters
        // `enum gcry_kem_algos` of 1.11, which is later than the gcrypt.h of this build.
        switch parameters {
        case .mlKEM512: algorithm = 3
        case .mlKEM768: algorithm = 4
        case .mlKEM1024: algorithm = 5
        default: throw .notOffered("\(parameters.rawValue) encapsulates nothing")
        }
    }

    func generateKey(
        seed: Span<UInt8>, ek: inout MutableSpan<UInt8>, dk: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        if !seed.isEmpty { throw .notOffered("libgcrypt makes no keys from a caller's seed") }
        try library.check(
            library.calls.pointee.kem_keypair(
                algorithm, ek.mutableAddress, ek.count, dk.mutableAddress, dk.count),
            "gcry_kem_keypair")
    }

    func encapsulate(
        ek: Span<UInt8>, m: Span<UInt8>, c: inout MutableSpan<UInt8>,
        k: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        if !m.isEmpty {
            throw .notOffered("libgcrypt encapsulates with randomness of its own alone")
        }
        if ek.count != parameters.publicKeyBytes { return false }
        try library.check(
            library.calls.pointee.kem_encap(
                algorithm, ek.address, ek.count, c.mutableAddress, c.count, k.mutableAddress,
                k.count, nil, 0), "gcry_kem_encap")
        return true
    }

    func decapsulate(
        dk: borrowing PostQuantumSecret, c: Span<UInt8>, k: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool {
        switch dk {
        case .seed: throw .notOffered("libgcrypt takes no seed in the place of a key")
        case .expanded(let octets):
            let lengths = (parameters.secretKeyBytes, parameters.outputBytes)
            if (octets.count, c.count) != lengths { return false }
            try library.check(
                library.calls.pointee.kem_decap(
                    algorithm, octets.address, octets.count, c.address, c.count,
                    k.mutableAddress, k.count, nil, 0), "gcry_kem_decap")
            return true
        }
    }

    func validatesEncapsulationKey(_ ek: Span<UInt8>) throws(ModuleError) -> Bool {
        throw .notOffered("libgcrypt checks no encapsulation keys")
    }

    func validatesDecapsulationKey(_ dk: Span<UInt8>) throws(ModuleError) -> Bool {
        throw .notOffered("libgcrypt checks no decapsulation keys")
    }
}

/// A key pair, a ciphertext and a shared secret, for as long as they are timed.
final class EncapsulationBuffers {
    private let scheme: GcryptKeyEncapsulation
    private let ek: UnsafeMutableBufferPointer<UInt8>
    private let dk: UnsafeMutableBufferPointer<UInt8>
    private let c: UnsafeMutableBufferPointer<UInt8>
    private let k: UnsafeMutableBufferPointer<UInt8>

    init(_ scheme: GcryptKeyEncapsulation, _ parameters: PostQuantumParameters) {
        self.scheme = scheme
        ek = .allocate(capacity: parameters.publicKeyBytes)
        dk = .allocate(capacity: parameters.secretKeyBytes)
        c = .allocate(capacity: parameters.outputBytes)
        k = .allocate(capacity: PostQuantumParameters.sharedSecretBytes)
    }

    deinit {
        for buffer in [ek, dk, c, k] { buffer.deallocate() }
    }

    func generate() throws(ModuleError) {
        try scheme.library.check(
            scheme.library.calls.pointee.kem_keypair(
                scheme.algorithm, ek.baseAddress, ek.count, dk.baseAddress, dk.count),
            "gcry_kem_keypair")
    }

    func encapsulate() throws(ModuleError) {
        try scheme.library.check(
            scheme.library.calls.pointee.kem_encap(
                scheme.algorithm, ek.baseAddress, ek.count, c.baseAddress, c.count,
                k.baseAddress, k.count, nil, 0), "gcry_kem_encap")
    }

    func decapsulate() throws(ModuleError) {
        try scheme.library.check(
            scheme.library.calls.pointee.kem_decap(
                scheme.algorithm, dk.baseAddress, dk.count, c.baseAddress, c.count,
                k.baseAddress, k.count, nil, 0), "gcry_kem_decap")
    }
}

final class TimedEncapsulationKeys: TimedOperation {
    private let buffers: EncapsulationBuffers

    init(_ scheme: GcryptKeyEncapsulation, _ parameters: PostQuantumParameters) {
        buffers = EncapsulationBuffers(scheme, parameters)
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { try buffers.generate() }
    }
}

/// Encapsulates for one key, with new randomness each time.
final class TimedEncapsulation: TimedOperation {
    private let buffers: EncapsulationBuffers

    init(
        _ scheme: GcryptKeyEncapsulation, _ parameters: PostQuantumParameters
    ) throws(ModuleError) {
        buffers = EncapsulationBuffers(scheme, parameters)
        try buffers.generate()
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { try buffers.encapsulate() }
    }
}

/// Decapsulates one ciphertext with one key.
final class TimedDecapsulation: TimedOperation {
    private let buffers: EncapsulationBuffers

    init(
        _ scheme: GcryptKeyEncapsulation, _ parameters: PostQuantumParameters
    ) throws(ModuleError) {
        buffers = EncapsulationBuffers(scheme, parameters)
        try buffers.generate()
        try buffers.encapsulate()
    }

    func run(count: Int) throws(ModuleError) {
        for _ in 0..<count { try buffers.decapsulate() }
    }
}
