import Algorithms
import Approval

/// RSA keyGen: a key pair of the module, of the sizes that FIPS 186-5 asks for, proven by
/// signatures that go both ways.
final class RSAKeyGenerationTest: CaseExecutor {
    private let keys: any RSAKeys
    private let signatures: any RSASignatures
    private let verifiers: [RSAVerifier]
    private let modulusBits: Int
    private let hasRemainders: Bool
    private let signature: Scratch
    private let message = Array("pairwise consistency".utf8)

    init(_ group: VectorGroup, _ gate: Gate, _ gates: [Gate]) throws(Obstacle) {
        let modulusBits = try obstructed { () throws(Unsupported) in
            try group.requireModulusBits()
        }
        // Any approved scheme proves the pair.
        let scheme = RSAScheme(.pkcs1, .function(.sha2_256))
        let services: [RSAService] = [
            .keyGeneration(modulusBits: modulusBits),
            .signatureGeneration(scheme, modulusBits: modulusBits),
            .signatureVerification(scheme, modulusBits: modulusBits),
        ]
        for service in services {
            do throws(ServiceError) { try gate.require(.rsa(service)) } catch {
                throw Obstacle(error)
            }
        }
        try obstructed { () throws(Unsupported) in
            try RSAKeyGenerationTest.requireOwnPrimes(group)
        }
        keys = try obstructed { () throws(ServiceError) in try gate.rsaKeys(for: services) }
        signatures = try obstructed { () throws(ServiceError) in
            try gate.rsaSignatures(scheme, for: services)
        }
        verifiers = try RSAVerifier.all(gates, scheme, for: services)
        self.modulusBits = modulusBits
        hasRemainders = group.text(.keyFormat) != "standard"
        signature = Scratch(count: modulusBits / 8)
    }

    /// The modules draw their primes themselves, and take neither seeds nor candidates.
    private static func requireOwnPrimes(_ group: VectorGroup) throws(Unsupported) {
        if group.text(.testType) == "KAT" {
            throw Unsupported(.moduleDoesNotOffer, "a test of given primes by themselves")
        }
        if group.text(.infoGeneratedByServer) == "true" {
            throw Unsupported(
                .moduleDoesNotOffer, "primes from a given seed or given auxiliary primes")
        }
        for property in [GroupProperty.pMod8, .qMod8] {
            if let residue = try group.integer(property), residue != 0 {
                throw Unsupported(
                    .moduleDoesNotOffer, "primes of a residue modulo 8 that the caller chooses")
            }
        }
        if group.text(.pubExp) == "fixed", let exponent = group.text(.fixedPubExp),
            exponent.drop(while: { $0 == "0" }) != "10001"
        {
            throw Unsupported(.moduleDoesNotOffer, "the public exponent \(exponent)")
        }
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        let (whole, half) = (modulusBits / 8, modulusBits / 16)
        sheet.begin(reserving: 2 * whole + 3 + 5 * half)
        do throws(ModuleError) {
            let key = try keys.generateKey(modulusBits: modulusBits)
            let fields: [(VectorField, RSANumber, Int)] = [
                (.n, .n, whole), (.e, .e, 3), (.p, .p, half), (.q, .q, half),
            ]
            for (field, number, count) in fields {
                var target = sheet.octets(field, count: count, isCompared: false)
                try key.write(number, into: &target)
            }
            // Behind what is answered, where the answer is of the other form.
            let d = Scratch(count: whole)
            var exponent = d.mutableSpan()
            try key.write(.d, into: &exponent)
            if hasRemainders {
                try writeRemainders(key, half, on: sheet)
            } else {
                var target = sheet.octets(.d, count: whole, isCompared: false)
                try key.write(.d, into: &target)
            }
            if !hasApprovedSizes(sheet, d.whole) { return .verified(false) }
            return .verified(try isProven(key, sheet, d.whole))
        } catch {
            throw .module(error)
        }
    }

    private func writeRemainders(
        _ key: any RSAKey, _ half: Int, on sheet: AnswerSheet
    ) throws(ModuleError) {
        let fields: [(VectorField, RSANumber)] = [
            (.dmp1, .dmp1), (.dmq1, .dmq1), (.iqmp, .iqmp),
        ]
        let scratch = Scratch(count: half)
        for (field, number) in fields {
            var value = scratch.mutableSpan()
            do throws(ModuleError) { try key.write(number, into: &value) } catch {
                // A key may be held without them; then the others are the answer.
                guard case .notOffered = error else { throw error }
                continue
            }
            var target = sheet.octets(field, count: half, isCompared: false)
            for index in target.indices { target[index] = value[index] }
        }
    }

    /// FIPS 186-5, Appendix A.1.1 and A.1.3: the modulus, the public exponent, both primes and how
    /// far they lie apart, and the private exponent.
    private func hasApprovedSizes(_ sheet: AnswerSheet, _ d: Span<UInt8>) -> Bool {
        let (n, e) = (sheet.bytes(sheet.entry(0)), sheet.bytes(sheet.entry(1)))
        let (p, q) = (sheet.bytes(sheet.entry(2)), sheet.bytes(sheet.entry(3)))
        return n.significantBits == modulusBits && e.isOdd && e.significantBits > 16
            && p.isOdd && q.isOdd && p.isLargePrime && q.isLargePrime
            && p.bitsOfDistance(to: q) > modulusBits / 2 - 100
            && d.significantBits > modulusBits / 2
    }

    /// What the key signs, every module verifies; and what any signs with it, the module does.
    private func isProven(
        _ key: any RSAKey, _ sheet: AnswerSheet, _ d: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        let (n, e) = (sheet.bytes(sheet.entry(0)), sheet.bytes(sheet.entry(1)))
        let message = message
        for verifier in verifiers {
            var target = signature.mutableSpan()
            try signatures.sign(message.span, key, into: &target)
            if !(try verifier.verifies(message.span, n: n, e: e, signature: target.span)) {
                return false
            }
            let none = Span<UInt8>()
            let pair = try verifier.keys.importKeyPair(
                RSAKeyNumbers(
                    n: n, e: e, d: d, p: none, q: none, dmp1: none, dmq1: none, iqmp: none))
            try verifier.signatures.sign(message.span, pair, into: &target)
            if !(try signatures.verify(message.span, key, signature: target.span)) {
                return false
            }
        }
        return true
    }
}

extension Span where Element == UInt8 {
    /// FIPS 186-5, Appendix A.1.3, step 4.4: at least the root of 2, as far as 64 bits of it tell,
    /// in the place of the first byte.
    fileprivate var isLargePrime: Bool {
        var leading: UInt64 = 0
        for index in 0..<Swift.min(8, count) { leading = leading << 8 | UInt64(self[index]) }
        return leading >= 0xb504_f333_f9de_6484
    }

    /// The bits of the difference of two numbers of one length.
    fileprivate func bitsOfDistance(to other: Span<UInt8>) -> Int {
        guard count == other.count else { return 8 * Swift.max(count, other.count) }
        var isLarger = true
        for index in indices where self[index] != other[index] {
            isLarger = self[index] > other[index]
            break
        }
        var difference = [UInt8](repeating: 0, count: count)
        var borrow = 0
        for index in indices.reversed() {
            let (first, second) = (Int(self[index]), Int(other[index]))
            let value = (isLarger ? first - second : second - first) - borrow
            borrow = value < 0 ? 1 : 0
            difference[index] = UInt8(truncatingIfNeeded: value)
        }
        return difference.span.significantBits
    }
}

/// The primitives of the private key: RSASP1 of a message, RSADP of a ciphertext.
final class RSAPrimitiveTest: CaseExecutor {
    private let keys: any RSAKeys
    private let signing: Bool
    private let modulusBits: Int
    private let needed: FieldSet

    init(_ group: VectorGroup, signing: Bool, _ gate: Gate) throws(Obstacle) {
        let modulusBits = try obstructed { () throws(Unsupported) in
            try group.requireModulusBits()
        }
        let service: RSAService =
            signing
            ? .signaturePrimitive(modulusBits: modulusBits)
            : .decryptionPrimitive(modulusBits: modulusBits)
        keys = try obstructed { () throws(ServiceError) in try gate.rsaKeys(for: [service]) }
        if !signing && group.revision == "1.0" {
            throw .unsupported(
                Unsupported(
                    .testType,
                    "ciphertexts under keys that the module is to make so that some are above n"))
        }
        self.signing = signing
        self.modulusBits = modulusBits
        needed = signing ? [.message, .n, .e] : [.ct, .n, .e]
    }

    func answer(
        _ vector: borrowing VectorCase, on sheet: AnswerSheet
    ) throws(Obstacle) -> Comparison {
        try vector.require(needed)
        if vector.bytes(.n).significantBits != modulusBits {
            throw .contradiction("n has \(vector.bytes(.n).significantBits) bits")
        }
        let count = (modulusBits + 7) / 8
        sheet.begin(reserving: count)
        do throws(ModuleError) {
            let key = try keyPair(vector)
            var target = sheet.octets(signing ? .signature : .pt, count: count)
            let isInRange =
                signing
                ? try keys.sign(representative: vector.bytes(.message), key, into: &target)
                : try keys.decrypt(representative: vector.bytes(.ct), key, into: &target)
            sheet.verdict(isInRange)
        } catch {
            throw .module(error)
        }
        return .withVector
    }

    /// ACVP leaves out d where it gives the numbers of the remainders; the modules want it too.
    private func keyPair(_ vector: borrowing VectorCase) throws(ModuleError) -> any RSAKey {
        let numbers = vector.rsaNumbers
        guard numbers.d.isEmpty, numbers.hasRemainders,
            let d = RSAArithmetic.privateExponent(e: numbers.e, p: numbers.p, q: numbers.q)
        else { return try keys.importKeyPair(numbers) }
        return try keys.importKeyPair(
            RSAKeyNumbers(
                n: numbers.n, e: numbers.e, d: d.span, p: numbers.p, q: numbers.q,
                dmp1: numbers.dmp1, dmq1: numbers.dmq1, iqmp: numbers.iqmp))
    }
}
