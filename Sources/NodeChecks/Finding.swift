package import Approval

/// What a check found, in the words that every format prints.
package struct Finding: Sendable, Equatable {
    package var outcome: CheckOutcome
    package var expected: String
    package var observed: String
    /// How it was read: a path, a call, a name.
    package var method: String
    /// Where what was found changes how much the check weighs.
    package var severity: CheckSeverity?
    /// What to do, where the finding knows better than the check.
    package var remedy: String?
    /// Lines that an auditor keeps: digests, lists, the certificate's caveat.
    package var evidence: [String]

    package init(
        _ outcome: CheckOutcome, expected: String, observed: String, method: String,
        severity: CheckSeverity? = nil, remedy: String? = nil, evidence: [String] = []
    ) {
        self.outcome = outcome
        self.expected = expected
        self.observed = observed
        self.method = method
        self.severity = severity
        self.remedy = remedy
        self.evidence = evidence
    }

    /// What could not be looked at, and why.
    package static func notChecked(_ reason: String, method: String = "") -> Finding {
        Finding(.notChecked, expected: "", observed: reason, method: method)
    }

    /// What this node has none of, or need not have.
    package static func notApplicable(_ reason: String, method: String = "") -> Finding {
        Finding(.notApplicable, expected: "", observed: reason, method: method)
    }

    /// A record without a verdict.
    package static func record(
        _ observed: String, method: String, evidence: [String] = []
    ) -> Finding {
        Finding(
            .informational, expected: "", observed: observed, method: method,
            evidence: evidence)
    }
}

/// Looks at a node and judges one check.
package typealias Judge = @Sendable (NodeView) -> Finding
