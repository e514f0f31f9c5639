/// A function of SP 800-185 by its ACVP name: derived from SHA-3's permutation and customizable.
package enum SHA3DerivedFunction: String, CaseIterable, Hashable, Sendable {
    case cSHAKE128 = "cSHAKE-128"
    case cSHAKE256 = "cSHAKE-256"
    case kmac128 = "KMAC-128"
    case kmac256 = "KMAC-256"

    /// Whether it takes a key: KMAC, not cSHAKE.
    package var isKeyed: Bool { self == .kmac128 || self == .kmac256 }

    /// The security strength (SP 800-185, sections 3.1 and 4.1).
    package var strengthBits: Int {
        switch self {
        case .cSHAKE128, .kmac128: 128
        case .cSHAKE256, .kmac256: 256
        }
    }
}

/// cSHAKE (SP 800-185, section 3): an output as long as is asked for, set apart by two strings.
package protocol CustomizableOutput: AnyObject {
    /// Fills `output` whole.
    ///
    /// - Parameters:
    ///   - functionName: the string N, which NIST alone defines.
    ///   - customization: the string S, which is the caller's.
    func expand(
        _ message: Span<UInt8>, functionName: Span<UInt8>, customization: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError)
}

/// KMAC (SP 800-185, section 4): a code as long as is asked for.
package protocol CustomizableAuthentication: AnyObject {
    /// Fills `output` whole. Its length is part of what is authenticated, unless the code is
    /// `extendable` (KMACXOF, section 4.3.1), where longer codes begin with the shorter.
    func authenticate(
        key: Span<UInt8>, message: Span<UInt8>, customization: Span<UInt8>, extendable: Bool,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError)
}

/// What a module offers of SP 800-185.
package protocol SHA3DerivedModule: AnyObject {
    /// - Parameter function: one without a key.
    func customizableOutput(
        _ function: SHA3DerivedFunction
    ) throws(ModuleError) -> any CustomizableOutput
    /// - Parameter function: one with a key.
    func customizableAuthentication(
        _ function: SHA3DerivedFunction
    ) throws(ModuleError) -> any CustomizableAuthentication
}

extension SHA3DerivedModule {
    package func customizableOutput(
        _ function: SHA3DerivedFunction
    ) throws(ModuleError) -> any CustomizableOutput {
        throw .notOffered("\(function.rawValue) is not offered by this module")
    }

    package func customizableAuthentication(
        _ function: SHA3DerivedFunction
    ) throws(ModuleError) -> any CustomizableAuthentication {
        throw .notOffered("\(function.rawValue) is not offered by this module")
    }
}
