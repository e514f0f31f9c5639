package import Algorithms
import CGcrypt

/// PBKDF2, which every libgcrypt has, and since 1.11 HKDF, the one-step KDF and that of ANS X9.63.
final class GcryptKeyDerivation: KeyDerivation {
    private let library: Library
    private let calls: UnsafePointer<cgcrypt>
    private let form: Form
    private let method: KeyDerivationMethod

    /// How libgcrypt is asked for a method.
    private enum Form {
        case password(Int32)
        /// An algorithm that `gcry_kdf_open` takes, with the hash or MAC in it.
        case handle(Int32, Int32)
    }

    /// The numbers of gcrypt.h 1.11.0, which is later than the header that this must compile with.
    private enum Number {
        static let oneStep: Int32 = 96
        static let oneStepWithMAC: Int32 = 97
        static let hkdf: Int32 = 98
        static let ansX963: Int32 = 101
    }

    init(_ library: Library, _ method: KeyDerivationMethod) throws(ModuleError) {
        self.library = library
        self.method = method
        calls = library.calls
        let form: Form? =
            switch method {
            case .password(let hash): .password(Int32(hash.gcryptDigest.rawValue))
            case .hkdf(let hash): .handle(Number.hkdf, Int32(hash.gcryptHMAC.rawValue))
            case .oneStep(.hash(let hash)):
                .handle(Number.oneStep, Int32(hash.gcryptDigest.rawValue))
            case .oneStep(.hmac(let hash)):
                .handle(Number.oneStepWithMAC, Int32(hash.gcryptHMAC.rawValue))
            case .ansX963(let hash): .handle(Number.ansX963, Int32(hash.gcryptDigest.rawValue))
            default: nil
            }
        guard let form else { throw .notOffered("libgcrypt has no function for \(method.name)") }
        self.form = form
        // 1.10 has the calls and none of the algorithms.
        let probe = [UInt8](repeating: 1, count: 32)
        var output = [UInt8](repeating: 0, count: 32)
        var target = output.mutableSpan
        try derive(
            KeyDerivationInputs(
                secret: probe.span, salt: probe.span, info: probe.span, label: Span(),
                context: Span(), iterations: 1000), into: &target)
    }

    func derive(
        _ inputs: borrowing KeyDerivationInputs, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        switch form {
        case .password(let hash):
            let error = calls.pointee.kdf_derive(
                inputs.secret.address, inputs.secret.count, Int32(GCRY_KDF_PBKDF2.rawValue), hash,
                inputs.salt.address, inputs.salt.count, UInt(inputs.iterations), output.count,
                output.mutableAddress)
            if error != 0 { throw passwordRefusal(inputs.secret.count, error) }
        case .handle(let algorithm, let function):
            try derive(algorithm, function, inputs, &output)
        }
    }

    private func derive(
        _ algorithm: Int32, _ function: Int32, _ inputs: borrowing KeyDerivationInputs,
        _ output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        let calls = calls.pointee
        guard let open = calls.kdf_open, let compute = calls.kdf_compute,
            let final = calls.kdf_final, let close = calls.kdf_close
        else { throw .notOffered("libgcrypt \(library.version) has no gcry_kdf_open") }
        try requireInputs(inputs)
        var handle: gcry_kdf_hd_t?
        var length = UInt(output.count)
        let error = open(
            &handle, algorithm, function, &length, 1, inputs.secret.address, inputs.secret.count,
            nil, 0, inputs.salt.address, inputs.salt.count, inputs.info.address,
            inputs.info.count)
        if error != 0 {
            if gcry_err_code(error) == GPG_ERR_UNKNOWN_ALGORITHM {
                throw .notOffered("libgcrypt \(library.version) does not offer \(method.name)")
            }
            throw library.classifyOpen(method.name, error, "gcry_kdf_open")
        }
        defer { close(handle) }
        let computed = compute(handle, nil)
        if computed != 0 {
            // SP 800-131A Rev. 2, section 10: the salt is a key of HMAC.
            if library.isApprovedMode, inputs.salt.count < 14 {
                throw .notOffered("libgcrypt in FIPS mode takes no HMAC key below 112 bits")
            }
            throw library.failure(computed, "gcry_kdf_compute")
        }
        try library.check(final(handle, output.count, output.mutableAddress), "gcry_kdf_final")
    }

    /// It calls an invalid argument what the standards allow to be empty.
    private func requireInputs(_ inputs: borrowing KeyDerivationInputs) throws(ModuleError) {
        switch method {
        case .oneStep(.hmac) where inputs.salt.isEmpty:
            throw .notOffered("libgcrypt takes no empty salt for \(method.name)")
        case .oneStep where inputs.info.isEmpty:
            throw .notOffered("libgcrypt takes no empty info for \(method.name)")
        default: return
        }
    }

    /// A password is the key of an HMAC, and in FIPS mode libgcrypt takes none below 14 bytes.
    @inline(never)
    private func passwordRefusal(_ passwordBytes: Int, _ error: gcry_error_t) -> ModuleError {
        if library.isApprovedMode, passwordBytes < 14 {
            return .notOffered("libgcrypt in FIPS mode takes no password below 112 bits")
        }
        return library.classifyOpen(method.name, error, "gcry_kdf_derive")
    }
}

extension GcryptModule {
    package func keyDerivation(
        _ method: KeyDerivationMethod
    ) throws(ModuleError) -> any KeyDerivation {
        try derivations.operation(method) { () throws(ModuleError) in
            try GcryptKeyDerivation(library, method)
        }
    }
}
