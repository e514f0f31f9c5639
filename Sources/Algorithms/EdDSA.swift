/// What a row of the table does with EdDSA.
package enum EdDSAFunction: Sendable, Hashable {
    case keyGen
    case keyVer
    case sigGen
    case sigVer
}

/// An Edwards curve by its ACVP name (SP 800-186, section 3.1).
package enum EdwardsCurve: String, CaseIterable, Sendable {
    case ed25519 = "ED-25519"
    case ed448 = "ED-448"

    /// Bytes of a key, private or public (FIPS 186-5, section 7.2).
    package var keyBytes: Int { self == .ed25519 ? 32 : 57 }
    /// FIPS 186-5, section 7.6.
    package var signatureBytes: Int { 2 * keyBytes }
    /// As FIPS 186-5 and the modules spell it.
    package var name: String { self == .ed25519 ? "Ed25519" : "Ed448" }

    package static let maximumKeyBytes = 57
}

/// EdDSA on one curve, of the message (Ed25519, Ed448) or of its digest (Ed25519ph, Ed448ph).
///
/// Keys and signatures are octets as FIPS 186-5, section 7 encodes them.
package protocol EdwardsScheme: AnyObject {
    func generateKey(
        d: inout MutableSpan<UInt8>, q: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// Whether the octets are those of a point of the curve.
    func validatesPublicKey(_ q: Span<UInt8>) throws(ModuleError) -> Bool
    /// Fills `signature`.
    func sign(
        _ message: Span<UInt8>, d: Span<UInt8>, q: Span<UInt8>, context: Span<UInt8>,
        into signature: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// A wrong signature, of whatever length, is an answer, and so is a key that is no point.
    func verify(
        _ message: Span<UInt8>, q: Span<UInt8>, context: Span<UInt8>, signature: Span<UInt8>
    ) throws(ModuleError) -> Bool
}

/// What a module offers of EdDSA.
package protocol EdDSAModule: AnyObject {
    /// - Parameter preHash: Ed25519ph or Ed448ph (FIPS 186-5, section 7.8).
    func edwardsCurve(
        _ curve: EdwardsCurve, preHash: Bool
    ) throws(ModuleError) -> any EdwardsScheme
    func timedEdDSA(_ workload: EdDSAWorkload) throws(ModuleError) -> any TimedOperation
}

extension EdDSAModule {
    package func edwardsCurve(
        _ curve: EdwardsCurve, preHash: Bool
    ) throws(ModuleError) -> any EdwardsScheme {
        throw .notOffered("\(curve.name) is not offered by this module")
    }
    package func timedEdDSA(
        _ workload: EdDSAWorkload
    ) throws(ModuleError) -> any TimedOperation {
        throw .notOffered("EdDSA is not offered by this module")
    }
}

/// What one timed operation of EdDSA is: a 32-byte message; keys are made beforehand.
package enum EdDSAWorkload: Sendable, Hashable {
    case generateKey(EdwardsCurve)
    case sign(EdwardsCurve)
    case verify(EdwardsCurve)
}
