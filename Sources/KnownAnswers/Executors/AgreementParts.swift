import Algorithms

/// One key of a party to an agreement, by its fields in a vector.
struct AgreementKeyFields {
    let secret: VectorField
    /// A point's coordinates, or the one number of a finite field.
    let numbers: [VectorField]

    static let ownEphemeralPoint = AgreementKeyFields(
        secret: .ephemeralPrivateIut, numbers: [.ephemeralPublicIutX, .ephemeralPublicIutY])
    static let ownStaticPoint = AgreementKeyFields(
        secret: .staticPrivateIut, numbers: [.staticPublicIutX, .staticPublicIutY])
    static let otherEphemeralPoint = AgreementKeyFields(
        secret: .ephemeralPrivateServer,
        numbers: [.ephemeralPublicServerX, .ephemeralPublicServerY])
    static let otherStaticPoint = AgreementKeyFields(
        secret: .staticPrivateServer, numbers: [.staticPublicServerX, .staticPublicServerY])
    static let ownEphemeralNumber = AgreementKeyFields(
        secret: .ephemeralPrivateIut, numbers: [.ephemeralPublicIut])
    static let ownStaticNumber = AgreementKeyFields(
        secret: .staticPrivateIut, numbers: [.staticPublicIut])
    static let otherEphemeralNumber = AgreementKeyFields(
        secret: .ephemeralPrivateServer, numbers: [.ephemeralPublicServer])
    static let otherStaticNumber = AgreementKeyFields(
        secret: .staticPrivateServer, numbers: [.staticPublicServer])
}

/// Which keys of a scheme's two parties meet, in the order in which their secrets are joined.
struct AgreementParts {
    /// Into `own`, and the fields of the other party's key.
    let parts: [(own: Int, other: AgreementKeyFields)]
    let own: [AgreementKeyFields]

    /// - Parameters:
    ///   - scheme: by its ACVP name; nil for the primitive alone.
    ///   - role: of the implementation under test; `initiator` is party U of SP 800-56A.
    init(
        _ function: KeyAgreementFunction, scheme: String?, role: String?
    ) throws(Unsupported) {
        if function == .cofactorPrimitive {
            own = [
                AgreementKeyFields(secret: .privateIut, numbers: [.publicIutX, .publicIutY])
            ]
            parts = [
                (
                    0,
                    AgreementKeyFields(
                        secret: .privateServer, numbers: [.publicServerX, .publicServerY])
                )
            ]
            return
        }
        let meetings = try AgreementParts.meetings(scheme ?? "missing", role ?? "missing")
        let isOnCurve = function == .ellipticCurveSecret
        // Static keys last, ephemeral ones are of this agreement alone.
        let kinds = [Lifetime.ephemeral, .lasting].filter { kind in
            meetings.contains { $0.own == kind }
        }
        own = kinds.map { kind in
            switch kind {
            case .ephemeral: isOnCurve ? .ownEphemeralPoint : .ownEphemeralNumber
            case .lasting: isOnCurve ? .ownStaticPoint : .ownStaticNumber
            }
        }
        parts = meetings.map { meeting in
            let other: AgreementKeyFields =
                switch meeting.other {
                case .ephemeral: isOnCurve ? .otherEphemeralPoint : .otherEphemeralNumber
                case .lasting: isOnCurve ? .otherStaticPoint : .otherStaticNumber
                }
            return (kinds.firstIndex(of: meeting.own) ?? 0, other)
        }
    }

    private enum Lifetime {
        case ephemeral
        case lasting
    }

    /// SP 800-56A Rev. 3, section 6: Z is Ze || Zs where there are both.
    private static func meetings(
        _ scheme: String, _ role: String
    ) throws(Unsupported) -> [(own: Lifetime, other: Lifetime)] {
        guard ["initiator", "responder"].contains(role) else {
            throw Unsupported(.testType, "kasRole \(role)")
        }
        let isInitiator = role == "initiator"
        switch scheme {
        case "fullUnified", "dhHybrid1": return [(.ephemeral, .ephemeral), (.lasting, .lasting)]
        case "ephemeralUnified", "dhEphem": return [(.ephemeral, .ephemeral)]
        case "staticUnified", "dhStatic": return [(.lasting, .lasting)]
        // Party U alone has an ephemeral key.
        case "onePassUnified", "dhHybridOneFlow":
            return [
                isInitiator ? (.ephemeral, .lasting) : (.lasting, .ephemeral),
                (.lasting, .lasting),
            ]
        case "onePassDh", "dhOneFlow":
            return [isInitiator ? (.ephemeral, .lasting) : (.lasting, .ephemeral)]
        case "fullMqv", "onePassMqv", "mqv1", "mqv2":
            throw Unsupported(.moduleDoesNotOffer, "no module has MQV (scheme \(scheme))")
        default: throw Unsupported(.testType, "scheme \(scheme)")
        }
    }
}
