import Algorithms
import Testing

@testable import OpenSSLModule

/// ML-KEM, ML-DSA and SLH-DSA of a provider that has them (3.5 and later), through any libcrypto.
@Suite struct PostQuantumTests {
    private let module: OpenSSLModule
    private let message = Array("message".utf8)

    init() throws {
        module = try Provider.load()
    }

    /// NIST's tcId 1 of the group, as OpenSSL's evppkey_slh_dsa_keygen.txt has it.
    @Test func publishedKeyPair() throws {
        let scheme = try module.postQuantumSignature(.slhDSASHA2128f)
        let seed = bytes(
            """
            aed6f6f5c5408bbffa1136bc9049a7014d4ce0711e176a0c8a023508a692c207
            74d98d5000af53b98f36389a1292bed3
            """)
        let pair = try Pair(scheme, .slhDSASHA2128f, seed: seed)
        let pk = bytes("74d98d5000af53b98f36389a1292bed3f4a650c56c426fcfdb88e3355459440c")
        #expect(pair.pk == pk)
        #expect(pair.sk == seed.prefix(32) + pk)
    }

    @Test(arguments: PostQuantumParameters.all(of: .mlKEM))
    func encapsulationGoesThereAndBack(parameters: PostQuantumParameters) throws {
        let scheme = try module.keyEncapsulation(parameters)
        let seed = (0..<64).map { UInt8($0) }
        let (ek, dk) = try keys(scheme, parameters, seed)
        #expect(try keys(scheme, parameters, seed).dk == dk)
        #expect(try keys(scheme, parameters, []).dk != dk)
        let m = [UInt8](repeating: 7, count: 32)
        let (c, k) = try #require(try encapsulate(scheme, parameters, ek, m))
        let (again, _) = try #require(try encapsulate(scheme, parameters, ek, m))
        let (other, secret) = try #require(try encapsulate(scheme, parameters, ek, []))
        #expect(again == c && other != c)
        #expect(try decapsulate(scheme, .expanded(dk.span), c) == k)
        #expect(try decapsulate(scheme, .seed(seed.span), c) == k)
        #expect(try decapsulate(scheme, .expanded(dk.span), other) == secret)
        // FIPS 203, Algorithm 18, step 7: J(z || c) for a ciphertext that is not the key's.
        var broken = c
        broken[0] ^= 1
        var rejected = zeros(32)
        var target = rejected.mutableSpan
        try module.extendableOutput(.shake256).expand(
            (Array(seed[32...]) + broken).span, into: &target)
        #expect(try decapsulate(scheme, .expanded(dk.span), broken) == rejected)
        #expect(try decapsulate(scheme, .expanded(dk.span), Array(c.dropLast())) == nil)
    }

    /// FIPS 203, sections 7.2 and 7.3.
    @Test(arguments: PostQuantumParameters.all(of: .mlKEM))
    func keysAreChecked(parameters: PostQuantumParameters) throws {
        let scheme = try module.keyEncapsulation(parameters)
        let (ek, dk) = try keys(scheme, parameters, [])
        #expect(try scheme.validatesEncapsulationKey(ek.span))
        #expect(try scheme.validatesDecapsulationKey(dk.span))
        var beyond = ek
        (beyond[0], beyond[1]) = (0x01, beyond[1] & 0xf0 | 0x0d)
        // q = 3329 = 0xd01 is the first number beyond the field.
        #expect(try !scheme.validatesEncapsulationKey(beyond.span))
        #expect(try encapsulate(scheme, parameters, beyond, []) == nil)
        beyond[0] = 0
        #expect(try scheme.validatesEncapsulationKey(beyond.span))
        #expect(try !scheme.validatesEncapsulationKey(ek.span.extracting(droppingLast: 1)))
        var wrong = dk
        wrong[dk.count - 40] ^= 1
        #expect(try !scheme.validatesDecapsulationKey(wrong.span))
        #expect(try !scheme.validatesDecapsulationKey(dk.span.extracting(droppingLast: 1)))
        #expect(module.failureSinceLoad == nil, "a wrong key is no failure of the module")
    }

    /// The three forms of one message have one signature (FIPS 204, Algorithms 2 and 7).
    @Test(arguments: PostQuantumParameters.all(of: .mlDSA))
    func formsOfAMessage(parameters: PostQuantumParameters) throws {
        let scheme = try module.postQuantumSignature(parameters)
        let pair = try Pair(scheme, parameters, seed: [UInt8](repeating: 9, count: 32))
        let context = Array("context".utf8)
        let encoded = [0, UInt8(context.count)] + context + message
        let shake = try module.extendableOutput(.shake256)
        var tr = zeros(64)
        var first = tr.mutableSpan
        try shake.expand(pair.pk.span, into: &first)
        var mu = zeros(64)
        var second = mu.mutableSpan
        try shake.expand((tr + encoded).span, into: &second)
        let pure = PostQuantumMessage(.pure, message.span, context: context.span)
        let signature = try sign(scheme, parameters, pure, pair.sk, .none)
        for form in [
            PostQuantumMessage(.encoded, encoded.span, context: Span()).form, .representative,
        ] {
            let content = form == .encoded ? encoded : mu
            let other = PostQuantumMessage(form, content.span, context: Span())
            #expect(try sign(scheme, parameters, other, pair.sk, .none) == signature)
            #expect(try scheme.verify(other, pk: pair.pk.span, signature: signature.span))
        }
        // The deterministic variant has 32 zeros for its randomness.
        #expect(try sign(scheme, parameters, pure, pair.sk, .given(zeros(32).span)) == signature)
        #expect(try sign(scheme, parameters, pure, pair.sk, .own) != signature)
        var derived = zeros(parameters.publicKeyBytes)
        var target = derived.mutableSpan
        try scheme.derivePublicKey(.expanded(pair.sk.span), pk: &target)
        #expect(derived == pair.pk)
    }

    @Test(arguments: [PostQuantumParameters.mlDSA44, .slhDSASHA2128f])
    func everyPartOfASignatureCounts(parameters: PostQuantumParameters) throws {
        let scheme = try module.postQuantumSignature(parameters)
        let pair = try Pair(scheme, parameters, seed: [])
        let context = [UInt8](repeating: 5, count: 255)
        let right = PostQuantumMessage(.pure, message.span, context: context.span)
        let signature = try sign(scheme, parameters, right, pair.sk, .own)
        #expect(try scheme.verify(right, pk: pair.pk.span, signature: signature.span))
        let without = PostQuantumMessage(.pure, message.span, context: Span())
        #expect(try !scheme.verify(without, pk: pair.pk.span, signature: signature.span))
        let short = PostQuantumMessage(
            .pure, message.span.extracting(droppingLast: 1), context: context.span)
        #expect(try !scheme.verify(short, pk: pair.pk.span, signature: signature.span))
        for place in [0, signature.count / 2, signature.count - 1] {
            var wrong = signature
            wrong[place] ^= 0x10
            #expect(try !scheme.verify(right, pk: pair.pk.span, signature: wrong.span))
        }
        let cut = signature.span.extracting(droppingLast: 1)
        #expect(try !scheme.verify(right, pk: pair.pk.span, signature: cut))
        let key = pair.pk.span.extracting(droppingLast: 1)
        #expect(try !scheme.verify(right, pk: key, signature: signature.span))
        // FIPS 204, Algorithm 2, step 1; FIPS 205, Algorithm 22, step 1.
        let long = context + [5]
        #expect(throws: ModuleError.self) {
            let beyond = PostQuantumMessage(.pure, message.span, context: long.span)
            _ = try sign(scheme, parameters, beyond, pair.sk, .own)
        }
    }

    @Test func whatIsMissingIsNotOffered() throws {
        #expect(throws: ModuleError.notOffered("ML-DSA-44 is not offered by the provider")) {
            try module.keyEncapsulation(.mlDSA44)
        }
        // Providers up to 3.5 have no LMS.
        do throws(ModuleError) {
            _ = try module.statefulSignature()
        } catch {
            #expect(error == .notOffered("LMS is not offered by the provider"))
        }
    }

    @Test(arguments: [
        PostQuantumWorkload.generateKey(.mlKEM512), .encapsulate(.mlKEM768),
        .decapsulate(.mlKEM1024), .generateKey(.mlDSA44), .sign(.mlDSA65), .verify(.mlDSA87),
        .sign(.slhDSASHA2128f), .verify(.slhDSASHAKE128f),
    ])
    func workloadsRun(workload: PostQuantumWorkload) throws {
        let operation = try module.timedOperation(.postQuantum(workload))
        for count in [1, 2] { try operation.run(count: count) }
    }
}

/// A key pair of signatures.
private struct Pair {
    private(set) var pk: [UInt8]
    private(set) var sk: [UInt8]

    init(
        _ scheme: any PostQuantumSignature, _ parameters: PostQuantumParameters, seed: [UInt8]
    ) throws {
        var pk = zeros(parameters.publicKeyBytes)
        var sk = zeros(parameters.secretKeyBytes)
        var first = pk.mutableSpan
        var second = sk.mutableSpan
        try scheme.generateKey(seed: seed.span, pk: &first, sk: &second)
        (self.pk, self.sk) = (pk, sk)
    }
}

private func sign(
    _ scheme: any PostQuantumSignature, _ parameters: PostQuantumParameters,
    _ message: borrowing PostQuantumMessage, _ sk: [UInt8],
    _ randomness: borrowing PostQuantumRandomness
) throws(ModuleError) -> [UInt8] {
    var signature = zeros(parameters.outputBytes)
    var target = signature.mutableSpan
    try scheme.sign(message, .expanded(sk.span), randomness, signature: &target)
    return signature
}

private func keys(
    _ scheme: any KeyEncapsulation, _ parameters: PostQuantumParameters, _ seed: [UInt8]
) throws(ModuleError) -> (ek: [UInt8], dk: [UInt8]) {
    var ek = zeros(parameters.publicKeyBytes)
    var dk = zeros(parameters.secretKeyBytes)
    var first = ek.mutableSpan
    var second = dk.mutableSpan
    try scheme.generateKey(seed: seed.span, ek: &first, dk: &second)
    return (ek, dk)
}

/// Nil for a key that is turned away.
private func encapsulate(
    _ scheme: any KeyEncapsulation, _ parameters: PostQuantumParameters, _ ek: [UInt8],
    _ m: [UInt8]
) throws(ModuleError) -> (c: [UInt8], k: [UInt8])? {
    var c = zeros(parameters.outputBytes)
    var k = zeros(PostQuantumParameters.sharedSecretBytes)
    var first = c.mutableSpan
    var second = k.mutableSpan
    let isTaken = try scheme.encapsulate(ek: ek.span, m: m.span, c: &first, k: &second)
    return isTaken ? (c, k) : nil
}

/// Nil for a ciphertext that is turned away.
private func decapsulate(
    _ scheme: any KeyEncapsulation, _ secret: borrowing PostQuantumSecret, _ c: [UInt8]
) throws(ModuleError) -> [UInt8]? {
    var k = zeros(PostQuantumParameters.sharedSecretBytes)
    var target = k.mutableSpan
    return try scheme.decapsulate(dk: secret, c: c.span, k: &target) ? k : nil
}
