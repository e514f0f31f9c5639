/// An extendable-output function of FIPS 202, section 6.2, by its ACVP name.
package enum ExtendableOutputFunction: String, CaseIterable, Sendable {
    case shake128 = "SHAKE-128"
    case shake256 = "SHAKE-256"
}
