/// An elliptic curve by its name in SP 800-186 (and FIPS 186-4 for those since withdrawn).
package enum Curve: String, CaseIterable, Sendable {
    case p192 = "P-192"
    case p224 = "P-224"
    case p256 = "P-256"
    case p384 = "P-384"
    case p521 = "P-521"
    case k163 = "K-163"
    case k233 = "K-233"
    case k283 = "K-283"
    case k409 = "K-409"
    case k571 = "K-571"
    case b163 = "B-163"
    case b233 = "B-233"
    case b283 = "B-283"
    case b409 = "B-409"
    case b571 = "B-571"

    /// Bytes of one coordinate; for the prime curves also of a scalar and of r and s.
    package var fieldBytes: Int {
        switch self {
        case .k163, .b163: 21
        case .p192: 24
        case .p224: 28
        case .k233, .b233: 30
        case .p256: 32
        case .k283, .b283: 36
        case .p384: 48
        case .k409, .b409: 52
        case .p521: 66
        case .k571, .b571: 72
        }
    }

    /// The longest coordinate of any curve, for scratch buffers.
    package static let maximumFieldBytes = 72
}
