import Algorithms
import Approval

/// What a group of derivations with one output asks: of which method, and from which fields.
struct KeyDerivationPlan {
    let method: KeyDerivationMethod
    var secret = VectorField.z
    /// Joined to the secret, where a hybrid one is used (SP 800-56C Rev. 2, section 2).
    var hybrid: VectorField?
    var salt: VectorField?
    var info: Info = .none
    var label: VectorField?
    var context: VectorField?
    var answer = VectorField.dkm
    var output: Output
    /// What is longer no test asks for; it would be memory that a vector takes.
    var maximumBits = 1 << 24
    /// Whether the service is that of the two-step derivation, of which HKDF is one.
    var isTwoStep = false

    enum Info {
        case none
        case field(VectorField)
        case joined(FixedInfo)
        case tagged(TaggedInfo)
        /// The implementation's own, unless somebody says what it was.
        case fixedData
    }

    enum Output {
        case bits(Int)
        case field(VectorField)

        /// The group's length in bits, where it states one.
        static func bits(_ bits: Int?, orEachCaseOf field: VectorField) -> Output {
            bits.map { .bits($0) } ?? .field(field)
        }
    }

    private init(_ method: KeyDerivationMethod, _ output: Output) {
        self.method = method
        self.output = output
    }

    init(
        _ group: VectorGroup, _ function: KeyDerivationFunction, _ gate: Gate
    ) throws(Obstacle) {
        switch function {
        case .hkdf, .oneStep, .oneStepNoCounter, .twoStep:
            self = try KeyDerivationPlan.agreement(group, function, gate)
        case .keyBased: self = try KeyDerivationPlan.keyBased(group, gate)
        case .kmac: self = try KeyDerivationPlan.kmac(group)
        case .password: self = try KeyDerivationPlan.password(group)
        case .ansX963: self = try KeyDerivationPlan.ansX963(group)
        case .ansX942: self = try KeyDerivationPlan.ansX942(group)
        case .tls12, .tls13, .ssh:
            throw .unsupported(Unsupported(.testType, "not a derivation of one key"))
        }
    }

    /// SP 800-56C: from the shared secret of a key agreement.
    private static func agreement(
        _ group: VectorGroup, _ function: KeyDerivationFunction, _ gate: Gate
    ) throws(Obstacle) -> KeyDerivationPlan {
        let bits = try obstructed { () throws(Unsupported) in try group.integer(.l) }
        let method: KeyDerivationMethod
        switch function {
        case .hkdf:
            method = .hkdf(
                try obstructed { () throws(Unsupported) in try group.requireHash(.hmacAlg) })
        case .twoStep:
            method = try twoStep(group)
        default:
            method = .oneStep(
                try obstructed { () throws(Unsupported) in
                    let name = try group.require(.auxFunction)
                    guard let auxiliary = AuxiliaryFunction(name: name) else {
                        throw Unsupported(.notInTable, "auxFunction \(name)")
                    }
                    return auxiliary
                })
        }
        if function == .oneStepNoCounter {
            throw .module(.notOffered("the one-step KDF without a counter"))
        }
        if group.text(.multiExpansion) == "true" {
            throw .unsupported(Unsupported(.testType, "multiExpansion"))
        }
        var plan = KeyDerivationPlan(method, .bits(bits, orEachCaseOf: .derivedKeyLength))
        plan.isTwoStep = function == .twoStep
        if case .hkdf(let hash) = method {
            // RFC 5869, section 2.3.
            plan.maximumBits = 255 * 8 * hash.outputBytes
        }
        if case .oneStep(.hash) = method {} else { plan.salt = .salt }
        if group.text(.usesHybridSharedSecret) == "true" { plan.hybrid = .t }
        // Where each case has its length it has its whole information too, as with RFC 5869 by
        // itself.
        plan.info = .field(.context)
        if let bits {
            plan.info = .joined(
                try obstructed { () throws(Unsupported) in
                    try FixedInfo(group, outputBits: bits)
                })
        }
        return plan
    }

    /// The modules offer one two-step derivation: HKDF, which is feedback mode with an empty IV and
    /// a counter of 8 bits behind the fixed data (SP 800-56C Rev. 2, section 5.1).
    private static func twoStep(_ group: VectorGroup) throws(Obstacle) -> KeyDerivationMethod {
        let (mode, mac, location, counterBits, ivBits) = try obstructed {
            () throws(Unsupported) in
            (
                try group.require(.kdfMode), try group.require(.macMode),
                try group.requireLocation(), try group.requireInteger(.counterLen),
                try group.integer(.ivLen) ?? 0
            )
        }
        guard mode == "feedback", location == "after fixed data", counterBits == 8, ivBits == 0,
            case .hmac(let hash)? = PseudorandomFunction(name: mac)
        else {
            throw .module(
                .notOffered(
                    "the two-step KDF but HKDF's: \(mode) with \(mac), a counter of "
                        + "\(counterBits) bits \(location), an IV of \(ivBits) bits"))
        }
        return .hkdf(hash)
    }

    /// SP 800-108 in counter and feedback mode.
    private static func keyBased(
        _ group: VectorGroup, _ gate: Gate
    ) throws(Obstacle) -> KeyDerivationPlan {
        let (mode, prf, location, bits) = try obstructed { () throws(Unsupported) in
            let name = try group.require(.macMode)
            guard let prf = PseudorandomFunction(name: name) else {
                throw Unsupported(.notInTable, "macMode \(name)")
            }
            return (
                try group.require(.kdfMode), prf, try group.requireLocation(),
                try group.integer(.keyOutLength)
            )
        }
        let counterBits = try obstructed { () throws(Unsupported) in
            try group.integer(.counterLength) ?? 0
        }
        let known = KeyBasedMode(rawValue: mode)
        let method = KeyDerivationMethod.keyBased(
            known ?? .counter, prf, counterBits: counterBits)
        // What is not approved is refused whether or not the module could do it.
        _ = try obstructed { () throws(ServiceError) in
            try gate.require(.keyDerivation(.derivation(method, keyBits: 112)))
        }
        if known == nil { throw .module(.notOffered("KBKDF in \(mode) mode")) }
        if location != "before fixed data" || ![8, 16, 24, 32].contains(counterBits) {
            throw .module(
                .notOffered("KBKDF with a counter of \(counterBits) bits, \(location)"))
        }
        var plan = KeyDerivationPlan(method, .bits(bits, orEachCaseOf: .derivedKeyLength))
        // SP 800-108 Rev. 1, section 4.1, step 1: as many blocks as the counter can count.
        plan.maximumBits = min(
            plan.maximumBits, ((1 << counterBits) - 1) * 8 * prf.outputBytes)
        plan.secret = .keyIn
        plan.info = .fixedData
        if known == .feedback { plan.salt = .iv }
        plan.answer = .keyOut
        return plan
    }

    private static func kmac(_ group: VectorGroup) throws(Obstacle) -> KeyDerivationPlan {
        let bits = try obstructed { () throws(Unsupported) in
            switch try group.require(.macMode) {
            case "KMAC-128": 128
            case "KMAC-256": 256
            case let other: throw Unsupported(.notInTable, "macMode \(other)")
            }
        }
        var plan = KeyDerivationPlan(.kmac(bits: bits), .field(.derivedKeyLength))
        plan.secret = .keyDerivationKey
        plan.label = .label
        plan.context = .context
        plan.answer = .derivedKey
        return plan
    }

    private static func password(_ group: VectorGroup) throws(Obstacle) -> KeyDerivationPlan {
        let hash = try obstructed { () throws(Unsupported) in try group.requireHash(.hmacAlg) }
        var plan = KeyDerivationPlan(.password(hash), .field(.keyLen))
        plan.secret = .password
        plan.salt = .salt
        plan.answer = .derivedKey
        return plan
    }

    private static func ansX963(_ group: VectorGroup) throws(Obstacle) -> KeyDerivationPlan {
        let (hash, bits) = try obstructed { () throws(Unsupported) in
            (try group.requireHash(), try group.integer(.keyDataLength))
        }
        var plan = KeyDerivationPlan(
            .ansX963(hash), .bits(bits, orEachCaseOf: .derivedKeyLength))
        plan.info = .field(.sharedInfo)
        plan.answer = .keyData
        return plan
    }

    private static func ansX942(_ group: VectorGroup) throws(Obstacle) -> KeyDerivationPlan {
        if group.text(.kdfType) == "concatenation" {
            // Without DER it is the function of ANS X9.63 (SP 800-135 Rev. 1, section 5.1).
            let hash = try obstructed { () throws(Unsupported) in try group.requireHash() }
            var plan = KeyDerivationPlan(.ansX963(hash), .field(.keyLen))
            plan.secret = .zz
            plan.info = .field(.otherInfo)
            plan.answer = .derivedKey
            return plan
        }
        let method: KeyDerivationMethod = try obstructed { () throws(Unsupported) in
            let hash = try group.requireHash()
            switch try group.require(.kdfType) {
            case "DER":
                let name = try group.require(.oid)
                guard let algorithm = WrappingAlgorithm(rawValue: name.uppercased()) else {
                    throw Unsupported(.notInTable, "oid \(name)")
                }
                return .ansX942(hash, algorithm)
            case let other: throw Unsupported(.testType, "kdfType \(other)")
            }
        }
        var plan = KeyDerivationPlan(method, .field(.keyLen))
        plan.secret = .zz
        plan.info = .tagged(TaggedInfo())
        plan.answer = .derivedKey
        return plan
    }
}

extension VectorGroup {
    /// The hash that another property than `hashAlg` names.
    func requireHash(_ property: GroupProperty) throws(Unsupported) -> Hash {
        let name = try require(property)
        // Some sets name the MAC, others its hash.
        let stem = name.hasPrefix("HMAC-") ? String(name.dropFirst(5)) : name
        guard let hash = Hash(rawValue: stem) else {
            throw Unsupported(.notInTable, "\(property.name) \(name)")
        }
        return hash
    }

    private static let locations = [
        ("before-fixed-data", "before fixed data"), ("after-fixed-data", "after fixed data"),
        ("middle-fixed-data", "middle fixed data"), ("before-iterator", "before iterator"),
    ]

    /// `counterLocation`, which tables write with hyphens for its spaces.
    func requireLocation() throws(Unsupported) -> String {
        let location = try require(.counterLocation)
        // Compared and not converted, since a table may have a group for each case.
        for (spelling, name) in VectorGroup.locations where spelling == location { return name }
        return location
    }
}
