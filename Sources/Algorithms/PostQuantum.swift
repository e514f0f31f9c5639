/// What a row of the table with a post-quantum algorithm does.
package enum PostQuantumFunction: Sendable, Equatable {
    case keyGeneration(PostQuantumScheme)
    /// ML-KEM in both directions, with the checks of its keys.
    case encapsulation
    case signatureGeneration(PostQuantumScheme)
    case signatureVerification(PostQuantumScheme)
}

/// The standards: FIPS 203, FIPS 204, FIPS 205, and LMS of SP 800-208.
package enum PostQuantumScheme: String, Sendable, Equatable {
    case mlKEM = "ML-KEM"
    case mlDSA = "ML-DSA"
    case slhDSA = "SLH-DSA"
    case lms = "LMS"
}

/// A parameter set by its ACVP name. Lengths are in bytes: FIPS 203, Table 3; FIPS 204, Table 2;
/// FIPS 205, Table 2.
package enum PostQuantumParameters: String, CaseIterable, Sendable {
    case mlKEM512 = "ML-KEM-512"
    case mlKEM768 = "ML-KEM-768"
    case mlKEM1024 = "ML-KEM-1024"
    case mlDSA44 = "ML-DSA-44"
    case mlDSA65 = "ML-DSA-65"
    case mlDSA87 = "ML-DSA-87"
    case slhDSASHA2128s = "SLH-DSA-SHA2-128s"
    case slhDSASHA2128f = "SLH-DSA-SHA2-128f"
    case slhDSASHA2192s = "SLH-DSA-SHA2-192s"
    case slhDSASHA2192f = "SLH-DSA-SHA2-192f"
    case slhDSASHA2256s = "SLH-DSA-SHA2-256s"
    case slhDSASHA2256f = "SLH-DSA-SHA2-256f"
    case slhDSASHAKE128s = "SLH-DSA-SHAKE-128s"
    case slhDSASHAKE128f = "SLH-DSA-SHAKE-128f"
    case slhDSASHAKE192s = "SLH-DSA-SHAKE-192s"
    case slhDSASHAKE192f = "SLH-DSA-SHAKE-192f"
    case slhDSASHAKE256s = "SLH-DSA-SHAKE-256s"
    case slhDSASHAKE256f = "SLH-DSA-SHAKE-256f"

    package var scheme: PostQuantumScheme {
        switch self {
        case .mlKEM512, .mlKEM768, .mlKEM1024: .mlKEM
        case .mlDSA44, .mlDSA65, .mlDSA87: .mlDSA
        default: .slhDSA
        }
    }

    package static func all(of scheme: PostQuantumScheme) -> [PostQuantumParameters] {
        allCases.filter { $0.scheme == scheme }
    }

    /// Encapsulation key, or public key of signatures.
    package var publicKeyBytes: Int {
        switch self {
        case .mlKEM512: 800
        case .mlKEM768: 1184
        case .mlKEM1024: 1568
        case .mlDSA44: 1312
        case .mlDSA65: 1952
        case .mlDSA87: 2592
        default: 2 * hashBytes
        }
    }

    /// Decapsulation key, or private key of signatures.
    package var secretKeyBytes: Int {
        switch self {
        case .mlKEM512: 1632
        case .mlKEM768: 2400
        case .mlKEM1024: 3168
        case .mlDSA44: 2560
        case .mlDSA65: 4032
        case .mlDSA87: 4896
        default: 4 * hashBytes
        }
    }

    /// What a key pair is made from: d || z, xi, or SK.seed || SK.prf || PK.seed.
    package var seedBytes: Int {
        switch scheme {
        case .mlKEM: 64
        case .mlDSA: 32
        default: 3 * hashBytes
        }
    }

    /// Ciphertext of an encapsulation, or signature.
    package var outputBytes: Int {
        switch self {
        case .mlKEM512: 768
        case .mlKEM768: 1088
        case .mlKEM1024: 1568
        case .mlDSA44: 2420
        case .mlDSA65: 3309
        case .mlDSA87: 4627
        case .slhDSASHA2128s, .slhDSASHAKE128s: 7856
        case .slhDSASHA2128f, .slhDSASHAKE128f: 17088
        case .slhDSASHA2192s, .slhDSASHAKE192s: 16224
        case .slhDSASHA2192f, .slhDSASHAKE192f: 35664
        case .slhDSASHA2256s, .slhDSASHAKE256s: 29792
        case .slhDSASHA2256f, .slhDSASHAKE256f: 49856
        }
    }

    /// m of an encapsulation, rnd of ML-DSA, addrnd of SLH-DSA.
    package var randomBytes: Int { scheme == .slhDSA ? hashBytes : 32 }

    /// What a hash function that is applied beforehand must withstand: lambda (FIPS 204, Table 1)
    /// or 8n (FIPS 205, section 10.2.2).
    package var strengthBits: Int {
        switch self {
        case .mlDSA44: 128
        case .mlDSA65: 192
        case .mlDSA87: 256
        default: 8 * hashBytes
        }
    }

    /// n of SLH-DSA. Of ML-KEM it is the number of bytes that the strength has.
    private var hashBytes: Int {
        switch self {
        case .mlKEM512, .slhDSASHA2128s, .slhDSASHA2128f, .slhDSASHAKE128s, .slhDSASHAKE128f: 16
        case .mlKEM768, .slhDSASHA2192s, .slhDSASHA2192f, .slhDSASHAKE192s, .slhDSASHAKE192f: 24
        default: 32
        }
    }

    /// FIPS 203, section 3.3: shared secret keys of all parameter sets have 256 bits.
    package static let sharedSecretBytes = 32
    /// FIPS 204, Algorithm 2, step 1; FIPS 205, Algorithm 22, step 1.
    package static let maximumContextBytes = 255
    /// FIPS 204, Algorithm 7, step 6: the message representative.
    package static let messageRepresentativeBytes = 64
}

/// A secret key as a vector gives it.
package enum PostQuantumSecret: ~Escapable {
    case expanded(Span<UInt8>)
    case seed(Span<UInt8>)
}

/// What is signed.
package struct PostQuantumMessage: ~Escapable {
    package enum Form: Sendable {
        /// A message, which the module joins with `context`.
        case pure
        /// M': a message with its context and whatever else stands before it (FIPS 204,
        /// Algorithm 7; FIPS 205, Algorithm 19).
        case encoded
        /// The message representative of ML-DSA (FIPS 204, Algorithm 7, step 6).
        case representative
    }

    package let form: Form
    package let content: Span<UInt8>
    /// Empty but for `pure`.
    package let context: Span<UInt8>

    @_lifetime(copy content, copy context)
    package init(_ form: Form, _ content: Span<UInt8>, context: Span<UInt8>) {
        self.form = form
        self.content = content
        self.context = context
    }
}

/// Where the randomness of a signature comes from.
package enum PostQuantumRandomness: ~Escapable {
    /// The module's own generator.
    case own
    /// None: the deterministic variant (FIPS 204, section 3.4; FIPS 205, section 9.2).
    case none
    case given(Span<UInt8>)
}

/// ML-KEM with one parameter set. Lengths of what is written are those of the parameter set.
package protocol KeyEncapsulation: AnyObject {
    /// - Parameter seed: d || z; empty for one of the module's own.
    func generateKey(
        seed: Span<UInt8>, ek: inout MutableSpan<UInt8>, dk: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// Returns false for a key that the module turns away.
    ///
    /// - Parameter m: empty for randomness of the module's own.
    func encapsulate(
        ek: Span<UInt8>, m: Span<UInt8>, c: inout MutableSpan<UInt8>,
        k: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool
    /// Returns false for a key or a ciphertext that the module turns away; one that was not made
    /// for the key has a shared secret all the same (FIPS 203, Algorithm 18, step 9).
    func decapsulate(
        dk: borrowing PostQuantumSecret, c: Span<UInt8>, k: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool
    /// FIPS 203, section 7.2: type and modulus.
    func validatesEncapsulationKey(_ ek: Span<UInt8>) throws(ModuleError) -> Bool
    /// FIPS 203, section 7.3: type and hash.
    func validatesDecapsulationKey(_ dk: Span<UInt8>) throws(ModuleError) -> Bool
}

/// ML-DSA or SLH-DSA with one parameter set, or LMS.
package protocol PostQuantumSignature: AnyObject {
    /// - Parameter seed: xi, or SK.seed || SK.prf || PK.seed; empty for the module's own.
    func generateKey(
        seed: Span<UInt8>, pk: inout MutableSpan<UInt8>, sk: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// The public key that belongs to a secret one.
    func derivePublicKey(
        _ secret: borrowing PostQuantumSecret, pk: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    func sign(
        _ message: borrowing PostQuantumMessage, _ secret: borrowing PostQuantumSecret,
        _ randomness: borrowing PostQuantumRandomness, signature: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    func verify(
        _ message: borrowing PostQuantumMessage, pk: Span<UInt8>, signature: Span<UInt8>
    ) throws(ModuleError) -> Bool
}

/// One timed operation, with a key that is made beforehand.
package enum PostQuantumWorkload: Sendable, Hashable {
    case generateKey(PostQuantumParameters)
    case encapsulate(PostQuantumParameters)
    case decapsulate(PostQuantumParameters)
    /// A 32-byte message without a context, as programs sign: with randomness.
    case sign(PostQuantumParameters)
    case verify(PostQuantumParameters)
}

/// What a module has of post-quantum algorithms.
package protocol PostQuantumModule: AnyObject {
    func keyEncapsulation(
        _ parameters: PostQuantumParameters
    ) throws(ModuleError) -> any KeyEncapsulation
    func postQuantumSignature(
        _ parameters: PostQuantumParameters
    ) throws(ModuleError) -> any PostQuantumSignature
    /// LMS, which a module can only verify: it is the public key that names the parameter set.
    func statefulSignature() throws(ModuleError) -> any PostQuantumSignature
    func timedOperation(
        _ workload: PostQuantumWorkload
    ) throws(ModuleError) -> any TimedOperation
}

extension PostQuantumModule {
    package func keyEncapsulation(
        _ parameters: PostQuantumParameters
    ) throws(ModuleError) -> any KeyEncapsulation {
        throw .notOffered("\(parameters.rawValue) is not offered by this module")
    }

    package func postQuantumSignature(
        _ parameters: PostQuantumParameters
    ) throws(ModuleError) -> any PostQuantumSignature {
        throw .notOffered("\(parameters.rawValue) is not offered by this module")
    }

    package func statefulSignature() throws(ModuleError) -> any PostQuantumSignature {
        throw .notOffered("LMS is not offered by this module")
    }

    package func timedOperation(
        _ workload: PostQuantumWorkload
    ) throws(ModuleError) -> any TimedOperation {
        throw .notOffered("post-quantum algorithms are not offered by this module")
    }
}
