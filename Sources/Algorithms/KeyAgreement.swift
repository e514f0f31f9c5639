/// What a vector set of key agreement (SP 800-56A Rev. 3) tests.
package enum KeyAgreementFunction: Sendable, Equatable {
    /// The shared secret of an elliptic-curve scheme: KAS-ECC-SSC.
    case ellipticCurveSecret
    /// The primitive alone, section 5.7.1.2: KAS-ECC CDH-Component.
    case cofactorPrimitive
    /// The shared secret of a finite-field scheme: KAS-FFC-SSC.
    case finiteFieldSecret
    /// Keys in groups of safe prime, section 5.6.1.1.
    case safePrimeKeyGen
    case safePrimeKeyVer
}

/// Where two parties agree: on a curve or in a group of safe prime.
///
/// A public key is the point's two coordinates, one behind the other and of one length, or the
/// number y. All numbers are big-endian.
package enum KeyAgreementDomain: Hashable, Sendable {
    case curve(Curve)
    case group(SafePrimeGroup)

    package var name: String {
        switch self {
        case .curve(let curve): curve.rawValue
        case .group(let group): group.rawValue
        }
    }

    /// Of a coordinate or a number of the field, and so of a private key and a shared secret
    /// (SP 800-56A Rev. 3, Appendix C.1).
    package var numberBytes: Int {
        switch self {
        case .curve(let curve): curve.fieldBytes
        case .group(let group): group.bytes
        }
    }

    /// How many numbers a public key is.
    package var publicNumbers: Int {
        switch self {
        case .curve: 2
        case .group: 1
        }
    }

    package var publicBytes: Int { publicNumbers * numberBytes }

    /// The longest number of any domain, for scratch buffers.
    package static let maximumNumberBytes = SafePrimeGroup.maximumBytes
}

/// One party's side of Diffie-Hellman in one domain. Private keys have `numberBytes`; public ones
/// under test may be longer than `publicBytes`, when a number is beyond the field.
package protocol KeyAgreement: AnyObject {
    func generateKey(
        privateKey: inout MutableSpan<UInt8>, publicKey: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// Full public-key validation (SP 800-56A Rev. 3, sections 5.6.2.3.1 and 5.6.2.3.3).
    func validatesPublicKey(_ publicKey: Span<UInt8>) throws(ModuleError) -> Bool
    /// Whether both halves are in their ranges and belong together (sections 5.6.2.1.2 to
    /// 5.6.2.1.4).
    func validatesPair(
        privateKey: Span<UInt8>, publicKey: Span<UInt8>
    ) throws(ModuleError) -> Bool
    /// Validates the other party's public key and fills `secret`, which has `numberBytes`
    /// (sections 5.7.1.1 and 5.7.1.2). False where the keys are no keys, which is an answer.
    func agree(
        privateKey: Span<UInt8>, with publicKey: Span<UInt8>,
        secret: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool
}

package protocol KeyAgreementModule: AnyObject {
    func keyAgreement(_ domain: KeyAgreementDomain) throws(ModuleError) -> any KeyAgreement
    /// Prepares one of these to be timed.
    func timedKeyAgreement(
        _ workload: KeyAgreementWorkload
    ) throws(ModuleError) -> any TimedOperation
}

extension KeyAgreementModule {
    package func keyAgreement(
        _ domain: KeyAgreementDomain
    ) throws(ModuleError) -> any KeyAgreement {
        throw .notOffered("key agreement in \(domain.name) is not offered by this module")
    }

    package func timedKeyAgreement(
        _ workload: KeyAgreementWorkload
    ) throws(ModuleError) -> any TimedOperation {
        throw .notOffered("key agreement is not offered by this module")
    }
}

package enum KeyAgreementWorkload: Sendable, Hashable {
    /// Another party's public key is validated and the secret computed; one's own key is reused.
    case agree(KeyAgreementDomain)
    /// The same in a context that is made for it.
    case agreeAnew(KeyAgreementDomain)
    /// In groups of safe prime; on curves it is `Workload.generateKey`.
    case generateKey(SafePrimeGroup)
}
