import Algorithms
import Approval

/// The public key of a case, imported anew only where it differs from that of the case before: ACVP
/// has one for each group.
final class RSAPublicKeyOfCase {
    private let gate: Gate
    private let keys: any RSAKeys
    private let modulusBits: Int
    private var n: Scratch?
    private var e: Scratch?
    private var key: (any RSAKey)?

    init(_ gate: Gate, _ keys: any RSAKeys, modulusBits: Int) {
        self.gate = gate
        self.keys = keys
        self.modulusBits = modulusBits
    }

    func key(_ vector: borrowing VectorCase) throws(Obstacle) -> any RSAKey {
        let (n, e) = (vector.bytes(.n), vector.bytes(.e))
        if let key, let known = self.n, let exponent = self.e, known.whole.matches(n),
            exponent.whole.matches(e)
        {
            return key
        }
        if n.significantBits != modulusBits {
            throw .contradiction(
                "modulo is \(modulusBits) bits, n has \(n.significantBits)")
        }
        do throws(ServiceError) {
            try gate.require(
                .rsa(.verificationExponent(bits: e.significantBits, isOdd: e.isOdd)))
        } catch {
            throw Obstacle(error)
        }
        let made = try obstructed { () throws(ModuleError) in
            try keys.importPublicKey(n: n, e: e)
        }
        (self.n, self.e) = (Scratch(copying: n), Scratch(copying: e))
        key = made
        return made
    }
}

/// RSA sigVer: is this signature right?
final class RSASignatureVerificationTest: CaseExecutor {
    private let signatures: any RSASignatures
    private let publicKey: RSAPublicKeyOfCase
    private let randomized: RandomizedMessage?

    init(_ group: VectorGroup, _ gate: Gate) throws(Obstacle) {
        let (scheme, modulusBits) = try obstructed { () throws(Unsupported) in
            (try group.requireRSAScheme(), try group.requireModulusBits())
        }
        let service = RSAService.signatureVerification(scheme, modulusBits: modulusBits)
        signatures = try obstructed { () throws(ServiceError) in
            try gate.rsaSignatures(scheme, for: [service])
        }
        let keys = try obstructed { () throws(ServiceError) in
            try gate.rsaKeys(for: [service])
        }
        publicKey = RSAPublicKeyOfCase(gate, keys, modulusBits: modulusBits)
        randomized = try RandomizedMessage.required(by: group)
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.message, .n, .e, .signature])
        let key = try publicKey.key(vector)
        var message = vector.bytes(.message)
        if let randomized { message = try randomized.randomize(vector) }
        sheet.begin(reserving: 0)
        do throws(ModuleError) {
            sheet.verdict(
                try signatures.verify(message, key, signature: vector.bytes(.signature)))
        } catch {
            throw .module(error)
        }
        return .withVector
    }
}

/// A module that verifies what another one signed.
struct RSAVerifier {
    let keys: any RSAKeys
    let signatures: any RSASignatures

    /// All that are at hand, and offer it.
    static func all(
        _ gates: [Gate], _ scheme: RSAScheme, for services: [RSAService]
    ) throws(Obstacle) -> [RSAVerifier] {
        var verifiers: [RSAVerifier] = []
        for gate in gates {
            do throws(ServiceError) {
                verifiers.append(
                    RSAVerifier(
                        keys: try gate.rsaKeys(for: services),
                        signatures: try gate.rsaSignatures(scheme, for: services)))
            } catch {
                // A peer that does not offer the scheme verifies nothing; one that fails is heard.
                if case .module(.notOffered) = error { continue }
                throw Obstacle(error)
            }
        }
        return verifiers
    }

    func verifies(
        _ message: Span<UInt8>, n: Span<UInt8>, e: Span<UInt8>, signature: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        let key = try keys.importPublicKey(n: n, e: e)
        return try signatures.verify(message, key, signature: signature)
    }
}

/// RSA sigGen. With a private key from the vector a signature of PKCS #1 v1.5 is compared. Any
/// other signature is verified by every module, and so is the published one beside it.
final class RSASignatureGenerationTest: CaseExecutor {
    private let gate: Gate
    private let scheme: RSAScheme
    private let modulusBits: Int
    private let keys: any RSAKeys
    private let signatures: any RSASignatures
    private let verifiers: [RSAVerifier]
    private let randomized: RandomizedMessage?
    private var ownKey: (any RSAKey)?
    private(set) var groupAnswer: AnswerSheet?

    init(_ group: VectorGroup, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let (scheme, modulusBits) = try obstructed { () throws(Unsupported) in
            (try group.requireRSAScheme(), try group.requireModulusBits())
        }
        let generation = RSAService.signatureGeneration(scheme, modulusBits: modulusBits)
        signatures = try obstructed { () throws(ServiceError) in
            try gate.rsaSignatures(scheme, for: [generation])
        }
        keys = try obstructed { () throws(ServiceError) in
            try gate.rsaKeys(for: [generation, .keyGeneration(modulusBits: modulusBits)])
        }
        verifiers = try RSAVerifier.all(
            gates, scheme, for: [.signatureVerification(scheme, modulusBits: modulusBits)])
        randomized = try RandomizedMessage.required(by: group)
        self.gate = gate
        self.scheme = scheme
        self.modulusBits = modulusBits
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require([.message])
        let message = vector.bytes(.message)
        if let randomized {
            throw randomized.tooLong(message, 8 * scheme.digest.outputBytes)
        }
        let count = (modulusBits + 7) / 8
        sheet.begin(reserving: count)
        if vector.has(.d) && vector.has(.n) && vector.has(.e) {
            return try signWithGivenKey(vector, count, on: sheet)
        }
        do throws(ModuleError) {
            let key = try makeKey()
            var signature = sheet.octets(.signature, count: count, isCompared: false)
            try signatures.sign(message, key, into: &signature)
            guard let own = groupAnswer else { return .verified(false) }
            let (n, e) = (own.bytes(own.entry(0)), own.bytes(own.entry(1)))
            for verifier in verifiers
            where !(try verifier.verifies(message, n: n, e: e, signature: signature.span)) {
                return .verified(false)
            }
            return .verified(try verifiesPublished(vector))
        } catch {
            throw .module(error)
        }
    }

    private func signWithGivenKey(
        _ vector: borrowing VectorCase, _ count: Int, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        let (n, e) = (vector.bytes(.n), vector.bytes(.e))
        if n.significantBits != modulusBits {
            throw .contradiction("modulo is \(modulusBits) bits, n has \(n.significantBits)")
        }
        do throws(ServiceError) {
            try gate.require(.rsa(.exponent(bits: e.significantBits, isOdd: e.isOdd)))
        } catch {
            throw Obstacle(error)
        }
        let isCompared = scheme.padding == .pkcs1
        do throws(ModuleError) {
            let key = try keys.importKeyPair(vector.rsaNumbers)
            var signature = sheet.octets(.signature, count: count, isCompared: isCompared)
            try signatures.sign(vector.bytes(.message), key, into: &signature)
            if isCompared { return .withVector }
            for verifier in verifiers
            where
                !(try verifier.verifies(
                    vector.bytes(.message), n: n, e: e, signature: signature.span))
            {
                return .verified(false)
            }
            return .verified(try verifiesPublished(vector))
        } catch {
            throw .module(error)
        }
    }

    /// ACVP has one key for each group.
    private func makeKey() throws(ModuleError) -> any RSAKey {
        if let ownKey { return ownKey }
        let key = try keys.generateKey(modulusBits: modulusBits)
        let sheet = AnswerSheet()
        let bytes = (modulusBits + 7) / 8
        sheet.begin(reserving: bytes + 3)
        var n = sheet.octets(.n, count: bytes, isCompared: false)
        try key.write(.n, into: &n)
        // 65537 has three bytes.
        var e = sheet.octets(.e, count: 3, isCompared: false)
        try key.write(.e, into: &e)
        groupAnswer = sheet
        ownKey = key
        return key
    }

    /// The signature that the file expects is of a key that nobody gives away: it cannot be made
    /// again, but it can be verified.
    private func verifiesPublished(_ vector: borrowing VectorCase) throws(ModuleError) -> Bool {
        guard vector.has(.n), vector.has(.e), vector.has(.signature) else { return true }
        let key = try keys.importPublicKey(n: vector.bytes(.n), e: vector.bytes(.e))
        return try signatures.verify(
            vector.bytes(.message), key, signature: vector.bytes(.signature))
    }
}

extension VectorCase {
    /// What the case gives of a key pair.
    var rsaNumbers: RSAKeyNumbers {
        @_lifetime(borrow self)
        get {
            RSAKeyNumbers(
                n: bytes(.n), e: bytes(.e), d: bytes(.d), p: bytes(.p), q: bytes(.q),
                dmp1: bytes(.dmp1), dmq1: bytes(.dmq1), iqmp: bytes(.iqmp))
        }
    }
}

extension Scratch {
    convenience init(copying octets: Span<UInt8>) {
        self.init(count: octets.count)
        copy(from: octets)
    }
}
