/// What came of a check: the result words of XCCDF 1.2, section 6.6.4.2.
package enum CheckOutcome: String, Sendable, CaseIterable {
    case pass
    case fail
    case error
    case unknown
    case notApplicable = "notapplicable"
    case notChecked = "notchecked"
    case informational
}

/// How much a check weighs: a required one that fails decides.
package enum CheckSeverity: String, Sendable, CaseIterable {
    case required
    case warning
    case information
}
