/// One small thing that a module is asked to do for the sake of its answer: does it refuse, does it
/// mark the service by its indicator, or does it do it? Everything is named as libcrypto does.
package enum ProbeOperation: Sendable {
    case encrypt(String, keyBytes: Int, ivBytes: Int)
    case decrypt(String, keyBytes: Int, ivBytes: Int)
    case digest(String)
    case authenticate(String, keyBytes: Int, [ProbeParameter] = [])
    case derive(String, outputBytes: Int, [ProbeParameter])
    case generateKey(String, [ProbeParameter] = [])
    /// Key pairs of one's own, agreed upon with themselves.
    case agree(String, [ProbeParameter] = [], agreement: [ProbeParameter] = [])
    /// A key pair is made, and signs a message; without a digest where the algorithm takes none.
    case sign(String, [ProbeParameter] = [], digest: String? = nil)
    /// A key pair of the domain parameters of RFC 5114, section 2.3 is made, and signs.
    case signWithDSA(digest: String)
    /// A key is encrypted under a public key of 2048 bits.
    case encryptKey(padding: String)
}

/// A parameter of a probe, by its key in libcrypto's tables.
package struct ProbeParameter: Sendable {
    package enum Value: Sendable {
        case text(String)
        case integer(Int)
        case octets([UInt8])
    }

    package let key: StaticString
    package let value: Value

    package init(_ key: StaticString, _ value: Value) {
        self.key = key
        self.value = value
    }
}

/// What libgcrypt is asked about instead: its static service indicators, by libgcrypt's names.
package enum IndicatorQuestion: Sendable, Equatable {
    case cipher(String, mode: String)
    case digest(String)
    case mac(String)
    /// A key derivation by its number in gcrypt.h.
    case derivation(Int)
    case function(String)
}

/// What a module's own indicator says of a service that it performed.
package enum Indicator: String, Sendable, CaseIterable {
    case approved
    case notApproved = "not approved"
    /// The module has none for it: that it performed the service is all that it says.
    case none = "implicit"
}

/// What a module made of a probe.
package enum ProbeOutcome: Sendable, Equatable {
    case done(Indicator)
    case refused(String)
    /// The module hands out no such algorithm.
    case absent
}

/// A module that can be probed.
package protocol ProbedModule: AnyObject {
    /// Does what is asked, around every gate.
    func perform(_ operation: ProbeOperation) -> ProbeOutcome
    /// What a static indicator says, without doing anything; nil where there is none.
    func indicator(_ question: IndicatorQuestion) -> Indicator?
}

extension ProbedModule {
    package func perform(_ operation: ProbeOperation) -> ProbeOutcome { .absent }
    package func indicator(_ question: IndicatorQuestion) -> Indicator? { nil }
}
