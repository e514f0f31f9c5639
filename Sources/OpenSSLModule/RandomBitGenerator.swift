import Algorithms
import COpenSSL

/// A DRBG of the provider, seeded by the provider's TEST-RAND instead of an entropy source.
final class OpenSSLRandomBitGenerator: RandomBitGenerator {
    private let library: Library
    private let parent: OpaquePointer
    private let generator: OpaquePointer
    private let seed = ParameterList([("test_entropy", .lentOctets), ("test_nonce", .lentOctets)])
    private let freshEntropy = ParameterList([("test_entropy", .lentOctets)])
    /// The strength asked for; both ends state 256 bits, and the mechanism's own limit holds.
    private let strength: UInt32

    init(_ library: Library, _ mechanism: DRBGMechanism) throws(ModuleError) {
        self.library = library
        // A test aid that is no random source, which is why it does not carry fips=yes. This is
        // the one fetch without that property, and it is for tests only.
        parent = try newGenerator(library, "TEST-RAND", properties: "-fips", parent: nil)
        generator = try newGenerator(
            library, mechanism.openSSLName, properties: nil, parent: parent)
        strength = mechanism.strengthBits
        let parentParameters = ParameterList([("strength", .integer(256))])
        defer { withExtendedLifetime(parentParameters) {} }
        try check(
            EVP_RAND_CTX_set_params(parent, parentParameters.entries), "EVP_RAND_CTX_set_params")
        let parameters = ParameterList(mechanism.openSSLParameters)
        defer { withExtendedLifetime(parameters) {} }
        ErrorQueue.clear()
        if EVP_RAND_CTX_set_params(generator, parameters.entries) != 1 {
            throw .notOffered(
                "\(mechanism.openSSLName) refuses its parameters: "
                    + ErrorQueue.drain().joined(separator: "; "))
        }
    }

    deinit {
        EVP_RAND_CTX_free(generator)
        EVP_RAND_CTX_free(parent)
    }

    func generate(
        _ vector: borrowing DRBGVector, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        // Also after a failure: a generator in its error state would fail every case to come.
        defer {
            EVP_RAND_uninstantiate(generator)
            EVP_RAND_uninstantiate(parent)
        }
        try instantiate(vector)
        if vector.reseed {
            try lendEntropy(vector.entropyInputReseed)
            try check(
                EVP_RAND_reseed(
                    generator, 0, nil, 0, vector.additionalInputReseed.address,
                    vector.additionalInputReseed.count), "EVP_RAND_reseed")
        }
        let resistance: Int32 = vector.predictionResistance ? 1 : 0
        if vector.predictionResistance { try lendEntropy(vector.entropyInput1) }
        try request(vector.additionalInput1, resistance, &output)
        if vector.predictionResistance { try lendEntropy(vector.entropyInput2) }
        try request(vector.additionalInput2, resistance, &output)
    }

    private func instantiate(_ vector: borrowing DRBGVector) throws(ModuleError) {
        seed.lend(0, vector.entropyInput.address, vector.entropyInput.count)
        seed.lend(1, vector.nonce.address, vector.nonce.count)
        try check(EVP_RAND_CTX_set_params(parent, seed.entries), "EVP_RAND_CTX_set_params")
        try check(
            EVP_RAND_instantiate(parent, strength, 0, nil, 0, nil),
            "EVP_RAND_instantiate(TEST-RAND)")
        try check(
            EVP_RAND_instantiate(
                generator, strength, vector.predictionResistance ? 1 : 0,
                vector.personalizationString.address, vector.personalizationString.count, nil),
            "EVP_RAND_instantiate")
    }

    private func lendEntropy(_ entropy: Span<UInt8>) throws(ModuleError) {
        freshEntropy.lend(0, entropy.address, entropy.count)
        try check(
            EVP_RAND_CTX_set_params(parent, freshEntropy.entries), "EVP_RAND_CTX_set_params")
    }

    private func request(
        _ additionalInput: Span<UInt8>, _ resistance: Int32, _ output: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        try check(
            EVP_RAND_generate(
                generator, output.mutableAddress, output.count, strength, resistance,
                additionalInput.address, additionalInput.count), "EVP_RAND_generate")
    }
}

/// A context of the named generator; the context holds the fetched method.
func newGenerator(
    _ library: Library, _ name: String, properties: String?, parent: OpaquePointer?
) throws(ModuleError) -> OpaquePointer {
    ErrorQueue.clear()
    guard let method = EVP_RAND_fetch(library.context, name, properties) else {
        throw library.fetchFailure(name, "EVP_RAND_fetch")
    }
    defer { EVP_RAND_free(method) }
    try library.require(EVP_RAND_get0_provider(method), name)
    guard let context = EVP_RAND_CTX_new(method, parent) else { throw failure("EVP_RAND_CTX_new") }
    return context
}

extension DRBGMechanism {
    var openSSLName: String {
        switch self {
        case .ctr: "CTR-DRBG"
        case .hash: "HASH-DRBG"
        case .hmac: "HMAC-DRBG"
        }
    }

    var openSSLParameters: [(key: StaticString, value: ParameterList.Value)] {
        switch self {
        case .ctr(let keyBits, let derivationFunction):
            [
                ("cipher", .text("AES-\(keyBits)-CTR")),
                ("use_derivation_function", .integer(derivationFunction ? 1 : 0)),
            ]
        case .hash(let hash):
            [("digest", .text(hash.openSSLName))]
        case .hmac(let hash):
            [("mac", .text("HMAC")), ("digest", .text(hash.openSSLName))]
        }
    }

    /// SP 800-90A Rev. 1, Tables 2 and 3; SP 800-57 Part 1 Rev. 5, Table 3 for the hashes.
    var strengthBits: UInt32 {
        switch self {
        case .ctr(let keyBits, _): UInt32(keyBits)
        case .hash(let hash), .hmac(let hash):
            switch hash {
            case .sha1: 128
            case .sha2_224, .sha2_512_224, .sha3_224: 192
            case .sha2_256, .sha2_384, .sha2_512, .sha2_512_256: 256
            case .sha3_256, .sha3_384, .sha3_512: 256
            }
        }
    }
}
