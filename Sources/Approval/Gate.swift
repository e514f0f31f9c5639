package import Algorithms

/// Why a service was not handed out: the rule that forbids it, or the module itself.
package enum ServiceError: Error, Equatable, Sendable {
    case refused(Refusal)
    case module(ModuleError)
}

/// The gate in front of one module. Engines hold gates, never modules: whatever they ask for is
/// decided by the rules first, and what is refused never reaches a call into C.
package final class Gate {
    let module: any Module
    private let purpose: Purpose
    /// Whether services of legacy use pass, which is for the caller to say.
    package let allowsLegacyUse: Bool
    /// The day as on which rules decide; nil for the day on which they were written.
    private let asOf: CalendarDate?
    /// Of the module's identity, which is many words to copy.
    package let role: ModuleIdentity.Role

    /// - Parameter legacy: whether services of legacy use pass: the caller says by it that the data
    ///   was protected when the algorithm was still approved (SP 800-131A Rev. 2, section 1.2).
    package init(
        _ module: any Module, for purpose: Purpose, legacy: Bool = false,
        asOf: CalendarDate? = nil
    ) {
        role = module.identity.role
        self.module = module
        self.purpose = purpose
        allowsLegacyUse = legacy
        self.asOf = asOf
    }

    package var identity: ModuleIdentity { module.identity }

    /// The rule that lets a service pass.
    @discardableResult
    package func require(_ service: Service) throws(ServiceError) -> Rule {
        let rule = service.rule
        if lets(rule) { return rule }
        throw .refused(Refusal(rule: rule, service: service))
    }

    /// Whether services under the rule pass.
    package func lets(_ rule: Rule) -> Bool {
        // Few rules ever change, and a case of a vector file may ask each time.
        let isFixed = rule.changes.isEmpty
        let status = isFixed ? rule.status : asOf.map { rule.status(on: $0) } ?? rule.status
        return status.isApproved || (status == .testOnly && purpose == .test)
            || (status == .legacyUse && allowsLegacyUse)
    }

    package func digest(_ hash: Hash) throws(ServiceError) -> any Digest {
        try require(.hash(hash))
        return try ask { () throws(ModuleError) in try module.digest(hash) }
    }

    package func extendableOutput(
        _ function: ExtendableOutputFunction
    ) throws(ServiceError) -> any ExtendableOutput {
        try require(.extendableOutput(function))
        return try ask { () throws(ModuleError) in try module.extendableOutput(function) }
    }

    package func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int, encrypting: Bool
    ) throws(ServiceError) -> any BlockCipher {
        try require(
            encrypting
                ? .encryption(mode, keyBits: keyBits) : .decryption(mode, keyBits: keyBits))
        return try ask { () throws(ModuleError) in
            try module.blockCipher(mode, keyBits: keyBits)
        }
    }

    package func ccm(
        keyBits: Int, tagBits: Int, encrypting: Bool
    ) throws(ServiceError) -> any AuthenticatedCipher {
        try require(
            encrypting
                ? .ccmEncryption(keyBits: keyBits, tagBits: tagBits)
                : .ccmDecryption(keyBits: keyBits, tagBits: tagBits))
        return try ask { () throws(ModuleError) in try module.ccm(keyBits: keyBits) }
    }

    package func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool, wrapping: Bool
    ) throws(ServiceError) -> any KeyWrap {
        try require(
            wrapping
                ? .keyWrapping(keyBits: keyBits, padded: padded)
                : .keyUnwrapping(keyBits: keyBits, padded: padded))
        return try ask { () throws(ModuleError) in
            try module.keyWrap(keyBits: keyBits, padded: padded, inverse: inverse)
        }
    }

    package func cmac(
        keyBits: Int, tagBits: Int, verifying: Bool
    ) throws(ServiceError) -> any MessageAuthentication {
        try require(
            verifying
                ? .cmacVerification(keyBits: keyBits, tagBits: tagBits)
                : .cmacGeneration(keyBits: keyBits, tagBits: tagBits))
        return try ask { () throws(ModuleError) in try module.cmac(keyBits: keyBits) }
    }

    package func hmac(
        _ hash: Hash, keyBits: Int, tagBits: Int, verifying: Bool
    ) throws(ServiceError) -> any MessageAuthentication {
        try require(
            verifying
                ? .macVerification(hash, keyBits: keyBits, tagBits: tagBits)
                : .macGeneration(hash, keyBits: keyBits, tagBits: tagBits))
        return try ask { () throws(ModuleError) in try module.hmac(hash) }
    }

    package func gmacGeneration(
        keyBits: Int, tagBits: Int, ivConstruction: Service.IVConstruction
    ) throws(ServiceError) -> any MessageAuthentication {
        try require(
            .gmacGeneration(keyBits: keyBits, tagBits: tagBits, ivConstruction: ivConstruction))
        return try ask { () throws(ModuleError) in try module.gmac(keyBits: keyBits) }
    }

    package func gmacVerification(
        keyBits: Int, tagBits: Int
    ) throws(ServiceError) -> any MessageAuthentication {
        try require(.gmacVerification(keyBits: keyBits, tagBits: tagBits))
        return try ask { () throws(ModuleError) in try module.gmac(keyBits: keyBits) }
    }

    package func gcmEncryption(
        keyBits: Int, tagBits: Int, ivConstruction: Service.IVConstruction
    ) throws(ServiceError) -> any AuthenticatedCipher {
        try require(
            .gcmEncryption(keyBits: keyBits, tagBits: tagBits, ivConstruction: ivConstruction))
        return try ask { () throws(ModuleError) in try module.gcm(keyBits: keyBits) }
    }

    package func gcmDecryption(
        keyBits: Int, tagBits: Int
    ) throws(ServiceError) -> any AuthenticatedCipher {
        try require(.gcmDecryption(keyBits: keyBits, tagBits: tagBits))
        return try ask { () throws(ModuleError) in try module.gcm(keyBits: keyBits) }
    }

    package func randomBitGenerator(
        _ mechanism: DRBGMechanism
    ) throws(ServiceError) -> any RandomBitGenerator {
        try require(.randomBits(mechanism))
        return try ask { () throws(ModuleError) in try module.randomBitGenerator(mechanism) }
    }

    /// A scheme for all of `services`, which name one curve and at most one hash.
    package func signatureScheme(
        _ curve: Curve, _ hash: Hash?, for services: [Service]
    ) throws(ServiceError) -> any SignatureScheme {
        for service in services { try require(service) }
        return try ask { () throws(ModuleError) in try module.ellipticCurve(curve, hash) }
    }

    package func timedOperation(
        _ workload: Workload
    ) throws(ServiceError) -> any TimedOperation {
        try require(workload.service)
        return try ask { () throws(ModuleError) in try module.timedOperation(workload) }
    }

    /// The module without the gate, for the rejection sweep alone: it shows that the module
    /// refuses by itself what the gate refuses too.
    package var ungatedForRejectionSweep: any Module { module }

    /// Asks the module, for what the rules have let pass.
    func ask<Answer>(
        _ question: () throws(ModuleError) -> Answer
    ) throws(ServiceError) -> Answer {
        do {
            return try question()
        } catch {
            throw .module(error)
        }
    }
}

extension Workload {
    /// The service that the timed operation is an instance of.
    package var service: Service {
        switch self {
        case .seal(let keyBits, _):
            .gcmEncryption(keyBits: keyBits, tagBits: 128, ivConstruction: .givenByTheCaller)
        case .open(let keyBits, _): .gcmDecryption(keyBits: keyBits, tagBits: 128)
        case .gmac(let keyBits, _):
            .gmacGeneration(keyBits: keyBits, tagBits: 128, ivConstruction: .givenByTheCaller)
        case .digest(let hash, _): .hash(hash)
        case .hmac(let hash, _):
            .macGeneration(hash, keyBits: 256, tagBits: 8 * hash.outputBytes)
        case .generate(let mechanism, _): .randomBits(mechanism)
        case .generateKey(let curve): .keyGeneration(curve)
        case .sign(let curve, let hash): .signatureGeneration(curve, hash)
        case .signDeterministically(let curve, let hash):
            .deterministicSignatureGeneration(curve, hash)
        case .verify(let curve, let hash): .signatureVerification(curve, hash)
        case .validatePublicKey(let curve): .publicKeyValidation(curve)
        case .cipher(let workload): workload.service
        case .keccak(let workload): workload.service
        case .keyDerivation(let workload): .keyDerivation(workload.service)
        case .keyAgreement(let workload): workload.service
        case .postQuantum(let workload): .postQuantum(workload.service)
        case .rsa(let workload): workload.service
        case .eddsa(let workload): workload.service
        case .reusing(let workload): workload.service
        }
    }
}
