package import Algorithms

/// Walks every algorithm name that the libraries at hand know, and every parameter limit of the
/// gate, and shows for each who refuses it: the gate, the module, both or nobody.
package enum RejectionSweep {
    /// Where a name stands.
    package enum Class: String, Sendable, CaseIterable {
        case approvedAndTested = "approved and tested"
        /// Approved, and no vector of it was executed on this module in this run.
        case approvedNotTested = "approved, not tested here"
        case approvedNotOffered = "approved, not offered"
        /// The gate refuses it; the module would not.
        case refusedByTheGate = "refused by the gate"
        /// The gate refuses it, and so does the module by itself.
        case refusedByTheModule = "refused by the module"
        /// No rule knows the name: a gap in our tables.
        case unclassified
    }

    /// One name on one module.
    package struct Row: Sendable, Equatable {
        package let role: ModuleIdentity.Role
        package let known: KnownName
        package let `class`: Class
        package let rule: Rule?
        /// Whether the module hands out the name in its approved mode.
        package let admitted: Bool

        /// A name that is not approved and that the module, in its approved mode, hands out.
        package func isFinding(approvedMode: Bool) -> Bool {
            approvedMode && self.class == .refusedByTheGate
        }
    }

    /// Classifies every name that the module's library enumerates.
    ///
    /// - Parameter tested: the algorithms (`Algorithm.name`) of which vectors were executed on the
    ///   module, and right.
    package static func names(
        of gate: Gate, tested: Set<String>
    ) throws(ModuleError) -> [Row] {
        let module = gate.ungatedForRejectionSweep
        var rows: [Row] = []
        for known in try module.knownNames() {
            rows.append(
                classify(
                    known, gate.identity.role, admitted: module.admits(known), tested: tested))
        }
        return rows
    }

    static func classify(
        _ known: KnownName, _ role: ModuleIdentity.Role, admitted: Bool, tested: Set<String>
    ) -> Row {
        guard let entry = NameEntry.entry(for: known) else {
            return Row(
                role: role, known: known, class: .unclassified, rule: nil, admitted: admitted)
        }
        let rule = Rule.named(entry.ruleID)
        let known = entry.canonical(known)
        let result: Class =
            if !rule.status.isApproved {
                admitted ? .refusedByTheGate : .refusedByTheModule
            } else if !admitted {
                .approvedNotOffered
            } else {
                entry.isTested(by: tested) ? .approvedAndTested : .approvedNotTested
            }
        return Row(role: role, known: known, class: result, rule: rule, admitted: admitted)
    }

    /// A service beyond a limit: what the gate says, and what the module does when asked anyway.
    package struct Limit: Sendable {
        package let role: ModuleIdentity.Role
        package let rule: Rule
        package let service: String
        package let refusedByTheGate: Bool
        /// Nil where the module does not offer the algorithm at all.
        package let refusedByTheModule: Bool?
    }

    /// Asks for a service on the far side of each limit, of the gate and around it.
    package static func limits(of gate: Gate) -> [Limit] {
        let module = gate.ungatedForRejectionSweep
        return attempts.map { attempt in
            var refused = false
            do throws(ServiceError) {
                try gate.require(attempt.service)
            } catch {
                if case .refused = error { refused = true }
            }
            return Limit(
                role: gate.identity.role, rule: attempt.service.rule,
                service: attempt.description, refusedByTheGate: refused,
                refusedByTheModule: moduleRefuses(attempt, module))
        }
    }

    private static func moduleRefuses(_ attempt: Attempt, _ module: any Module) -> Bool? {
        do throws(ModuleError) {
            try attempt.perform(module)
            return false
        } catch {
            if case .notOffered = error { return attempt.absenceIsRefusal ? true : nil }
            return true
        }
    }
}

extension NameEntry {
    /// Whether every algorithm that the name stands for was tested; one that is named without a
    /// mode and so has no row of its own (`ML-KEM`) stands for all modes in the table.
    fileprivate func isTested(by tested: Set<String>) -> Bool {
        !algorithms.isEmpty
            && algorithms.allSatisfy { name in
                if Algorithm.named(name) != nil { return tested.contains(name) }
                let modes = Algorithm.table.filter { $0.name.hasPrefix(name + "-") }
                return !modes.isEmpty && modes.allSatisfy { tested.contains($0.name) }
            }
    }
}

/// One service beyond a limit, with the call that asks a module for it.
private struct Attempt {
    let description: String
    let service: Service
    /// Where the limit is the parameter's value itself, a module without it refuses it.
    let absenceIsRefusal: Bool
    let perform: @Sendable (any Module) throws(ModuleError) -> Void

    init(
        _ description: String, _ service: Service, absenceIsRefusal: Bool = false,
        _ perform: @escaping @Sendable (any Module) throws(ModuleError) -> Void
    ) {
        self.description = description
        self.service = service
        self.absenceIsRefusal = absenceIsRefusal
        self.perform = perform
    }
}

private let attempts: [Attempt] = [
    Attempt(
        "HMAC-SHA2-256 with a key of 104 bits",
        .macGeneration(.sha2_256, keyBits: 104, tagBits: 256)
    ) { module throws(ModuleError) in
        let key = [UInt8](repeating: 1, count: 13)
        var code = [UInt8](repeating: 0, count: Hash.maximumOutputBytes)
        var output = code.mutableSpan
        try module.hmac(.sha2_256).authenticate(
            key: key.span, iv: Span(), message: key.span, into: &output)
    },
    Attempt(
        "AES-128-GCM with the caller's IV",
        .gcmEncryption(keyBits: 128, tagBits: 128, ivConstruction: .givenByTheCaller)
    ) { module throws(ModuleError) in
        let key = [UInt8](repeating: 1, count: 16)
        var ciphertext = [UInt8](repeating: 0, count: 16)
        var tag = ciphertext
        var output = ciphertext.mutableSpan
        var code = tag.mutableSpan
        try module.gcm(keyBits: 128).seal(
            key: key.span, iv: key.span.extracting(first: 12), aad: Span(), plaintext: key.span,
            ciphertext: &output, tag: &code)
    },
    shortTag(bits: 64),
    shortTag(bits: 32),
    shortTag(bits: 24),
    shortTagOfCCM(bits: 48),
    shortTagOfCCM(bits: 40),
    Attempt(
        "AES-XTS with keys of 192 bits", .encryption(.xts, keyBits: 192), absenceIsRefusal: true
    ) { module throws(ModuleError) in
        try encryptWithXTS(module, keyBits: 192, dataUnitBytes: 16)
    },
    Attempt("AES-128-XTS with two equal keys", .xtsWithEqualKeys) { module throws(ModuleError) in
        try encryptWithXTS(module, keyBits: 128, dataUnitBytes: 16, equalKeys: true)
    },
    Attempt(
        "AES-128-XTS on a data unit of 15 bytes", .xtsDataUnit(bits: 120)
    ) { module throws(ModuleError) in
        try encryptWithXTS(module, keyBits: 128, dataUnitBytes: 15)
    },
    Attempt(
        "AES-128-XTS on a unit of 2^20+1 blocks", .xtsDataUnit(bits: (128 << 20) + 128)
    ) { module throws(ModuleError) in
        try encryptWithXTS(module, keyBits: 128, dataUnitBytes: (16 << 20) + 16)
    },
    wrappedKey("AES-128-KW of 8 bytes", bytes: 8, padded: false),
    wrappedKey("AES-128-KWP of nothing", bytes: 0, padded: true),
    Attempt(
        "hashDRBG with SHA2-224", .randomBits(.hash(.sha2_224)), absenceIsRefusal: true
    ) { module throws(ModuleError) in
        _ = try module.randomBitGenerator(.hash(.sha2_224))
    },
    Attempt(
        "hmacDRBG with SHA2-512/256", .randomBits(.hmac(.sha2_512_256)), absenceIsRefusal: true
    ) { module throws(ModuleError) in
        _ = try module.randomBitGenerator(.hmac(.sha2_512_256))
    },
    derivation(
        "PBKDF2 with 999 iterations",
        .password(.sha2_256, saltBits: 128, iterations: 999, outputBits: 112)),
    derivation(
        "PBKDF2 with a salt of 120 bits",
        .password(.sha2_256, saltBits: 120, iterations: 1000, outputBits: 112)),
    derivation(
        "PBKDF2 of 104 bits",
        .password(.sha2_256, saltBits: 128, iterations: 1000, outputBits: 104)),
    derivation("HKDF from 104 bits", .derivation(.hkdf(.sha2_256), keyBits: 104)),
    derivation(
        "the ANS X9.63 KDF with SHA-1", .derivation(.ansX963(.sha1), keyBits: 112)),
    keyGeneration(.p192),
    keyGeneration(.b233),
    keyGeneration(.k233),
    Attempt(
        "ECDSA on P-256 with SHA-1", .signatureGeneration(.p256, .sha1), absenceIsRefusal: true
    ) { module throws(ModuleError) in
        let scheme = try module.ellipticCurve(.p256, .sha1)
        let key = try KeyPair(scheme, .p256)
        try key.sign(scheme)
    },
    Attempt(
        "KMAC-128 with a key of 104 bits",
        .sha3Derived(.authentication(.kmac128, keyBits: 104, tagBits: 256))
    ) { module throws(ModuleError) in try authenticateWithKMAC(module, keyBytes: 13, tagBytes: 32)
    },
    Attempt(
        "KMAC-128 with a tag of 24 bits",
        .sha3Derived(.authentication(.kmac128, keyBits: 256, tagBits: 24))
    ) { module throws(ModuleError) in try authenticateWithKMAC(module, keyBytes: 32, tagBytes: 3) },
    agreement(.p192),
    agreement(.k233),
]

private func authenticateWithKMAC(
    _ module: any Module, keyBytes: Int, tagBytes: Int
) throws(ModuleError) {
    let key = [UInt8](repeating: 1, count: keyBytes)
    var code = [UInt8](repeating: 0, count: tagBytes)
    var output = code.mutableSpan
    try module.customizableAuthentication(.kmac128).authenticate(
        key: key.span, message: key.span, customization: Span(), extendable: false, into: &output)
}

private func shortTag(bits: Int) -> Attempt {
    Attempt(
        "AES-128-GCM with a tag of \(bits) bits", .gcmDecryption(keyBits: 128, tagBits: bits)
    ) { module throws(ModuleError) in
        let key = [UInt8](repeating: 1, count: 16)
        var plaintext = [UInt8](repeating: 0, count: 16)
        var output = plaintext.mutableSpan
        _ = try module.gcm(keyBits: 128).open(
            key: key.span, iv: key.span.extracting(first: 12), aad: Span(),
            ciphertext: key.span, tag: key.span.extracting(first: bits / 8), plaintext: &output)
    }
}

private func shortTagOfCCM(bits: Int) -> Attempt {
    Attempt(
        "AES-128-CCM with a tag of \(bits) bits", .ccmEncryption(keyBits: 128, tagBits: bits)
    ) { module throws(ModuleError) in
        let key = [UInt8](repeating: 1, count: 16)
        var ciphertext = [UInt8](repeating: 0, count: 16)
        var tag = [UInt8](repeating: 0, count: bits / 8)
        var output = ciphertext.mutableSpan
        var code = tag.mutableSpan
        try module.ccm(keyBits: 128).seal(
            key: key.span, iv: key.span.extracting(first: 12), aad: Span(), plaintext: key.span,
            ciphertext: &output, tag: &code)
    }
}

private func encryptWithXTS(
    _ module: any Module, keyBits: Int, dataUnitBytes: Int, equalKeys: Bool = false
) throws(ModuleError) {
    let first = [UInt8](repeating: 1, count: keyBits / 8)
    let keys = first + (equalKeys ? first : [UInt8](repeating: 2, count: keyBits / 8))
    let plaintext = [UInt8](repeating: 0, count: dataUnitBytes)
    var ciphertext = plaintext
    var output = ciphertext.mutableSpan
    let cipher = try module.blockCipher(.xts, keyBits: keyBits)
    try cipher.begin(key: keys.span, iv: first.span.extracting(first: 16), encrypting: true)
    try cipher.process(plaintext.span, bits: 8 * dataUnitBytes, into: &output)
}

private func wrappedKey(_ description: String, bytes: Int, padded: Bool) -> Attempt {
    Attempt(description, .wrappedKey(bytes: bytes, padded: padded)) { module throws(ModuleError) in
        let key = [UInt8](repeating: 1, count: 16)
        var ciphertext = [UInt8](repeating: 0, count: bytes + 8)
        var output = ciphertext.mutableSpan
        try module.keyWrap(keyBits: 128, padded: padded, inverse: false).wrap(
            key: key.span, plaintext: key.span.extracting(first: bytes), into: &output)
    }
}

private func derivation(_ description: String, _ service: KeyDerivationService) -> Attempt {
    Attempt(description, .keyDerivation(service)) { module throws(ModuleError) in
        let secret = [UInt8](repeating: 1, count: 14)
        var output = [UInt8](repeating: 0, count: 14)
        switch service {
        case .derivation(let method, let keyBits):
            var target = output.mutableSpan
            try module.keyDerivation(method).derive(
                KeyDerivationInputs(
                    secret: secret.span.extracting(first: keyBits / 8), salt: secret.span,
                    info: secret.span, label: Span(), context: Span()), into: &target)
        case .password(let hash, let saltBits, let iterations, let outputBits):
            let salt = [UInt8](repeating: 2, count: saltBits / 8)
            output.removeLast(output.count - outputBits / 8)
            var target = output.mutableSpan
            try module.keyDerivation(.password(hash)).derive(
                KeyDerivationInputs(
                    secret: secret.span, salt: salt.span, info: Span(), label: Span(),
                    context: Span(), iterations: iterations), into: &target)
        case .twoStep: return
        }
    }
}

private func keyGeneration(_ curve: Curve) -> Attempt {
    Attempt(
        "a key pair on \(curve.rawValue)", .keyGeneration(curve), absenceIsRefusal: true
    ) { module throws(ModuleError) in
        _ = try KeyPair(try module.ellipticCurve(curve, nil), curve)
    }
}

private func agreement(_ curve: Curve) -> Attempt {
    Attempt(
        "ECDH on \(curve.rawValue)", .keyAgreement(.sharedSecret(.curve(curve))),
        absenceIsRefusal: true
    ) { module throws(ModuleError) in
        let agreement = try module.keyAgreement(.curve(curve))
        var d = [UInt8](repeating: 0, count: curve.fieldBytes)
        var q = d + d
        var secret = d
        var privateKey = d.mutableSpan
        var publicKey = q.mutableSpan
        try agreement.generateKey(privateKey: &privateKey, publicKey: &publicKey)
        var z = secret.mutableSpan
        _ = try agreement.agree(privateKey: d.span, with: q.span, secret: &z)
    }
}

/// A key pair for an attempt, which ends with it.
private struct KeyPair {
    private var d: [UInt8]
    private var qx: [UInt8]
    private var qy: [UInt8]

    init(_ scheme: any SignatureScheme, _ curve: Curve) throws(ModuleError) {
        var (d, qx, qy) = (
            [UInt8](repeating: 0, count: curve.fieldBytes),
            [UInt8](repeating: 0, count: curve.fieldBytes),
            [UInt8](repeating: 0, count: curve.fieldBytes)
        )
        var secret = d.mutableSpan
        var x = qx.mutableSpan
        var y = qy.mutableSpan
        try scheme.generateKey(d: &secret, qx: &x, qy: &y)
        (self.d, self.qx, self.qy) = (d, qx, qy)
    }

    func sign(_ scheme: any SignatureScheme) throws(ModuleError) {
        var r = d
        var s = d
        var first = r.mutableSpan
        var second = s.mutableSpan
        try scheme.sign(
            qx.span, d: d.span, qx: qx.span, qy: qy.span, nonce: .random, r: &first, s: &second)
    }
}
