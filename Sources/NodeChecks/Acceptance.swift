package import Approval

/// One check as it came out on this node.
package struct CheckResult: Sendable, Equatable {
    package let check: NodeCheck
    package let finding: Finding
    package let severity: CheckSeverity
    /// The waiver that names it, whether it holds or not.
    package let waiver: Waiver?
    package let waiverHolds: Bool
    package let durationNanoseconds: Int
    /// STIG or SRG IDs of the platform that was found, which this check answers.
    package let requirements: [String]

    /// Whether somebody answers for this finding, which therefore decides nothing.
    package var isWaived: Bool { waiverHolds && !isGood }

    /// Whether there is nothing about it that a waiver could cover.
    private var isGood: Bool {
        switch finding.outcome {
        case .pass, .notApplicable, .informational: true
        case .fail, .error, .unknown, .notChecked: false
        }
    }

    /// What was done and decided, whatever came of it.
    package var isExecuted: Bool {
        switch finding.outcome {
        case .pass, .fail: true
        case .error, .unknown, .notApplicable, .notChecked, .informational: false
        }
    }

    package var isRequiredFailure: Bool {
        severity == .required && finding.outcome == .fail && !isWaived
    }

    /// A required check that was left out or stayed open keeps the whole open.
    package var isRequiredAndOpen: Bool {
        severity == .required && !isWaived
            && [.error, .unknown, .notChecked].contains(finding.outcome)
    }

    /// What is told and does not decide; a warning that was not asked for is none.
    package var isWarning: Bool {
        severity == .warning && !isWaived
            && [.fail, .error, .unknown].contains(finding.outcome)
    }

    package var remedy: String { finding.remedy ?? check.remedy }
}

/// The acceptance of one node. Every format is a projection of it.
package struct Acceptance: Sendable {
    /// The version of the JSON (accept.schema.json).
    package static let schemaVersion = "1.0"

    package let options: AcceptOptions
    /// The day on which certificates and waivers are judged.
    package let asOf: CalendarDate
    package let tableDate: CalendarDate
    package let results: [CheckResult]
    package let summary: NodeSummary
    /// Groups of which nothing that is required was executed, which must not look like a pass.
    package let untested: [NodeCheck.Group]

    package var requiredFailures: [CheckResult] { results.filter(\.isRequiredFailure) }
    package var open: [CheckResult] { results.filter(\.isRequiredAndOpen) }
    package var warnings: [CheckResult] { results.filter(\.isWarning) }
    package var waived: [CheckResult] { results.filter(\.isWaived) }

    package enum Status: String, Sendable, CaseIterable {
        case full
        case partial
        case none
        case unknown
    }

    package var status: Status {
        if !requiredFailures.isEmpty { return .none }
        if !open.isEmpty || !untested.isEmpty { return .unknown }
        if options.failOnWarning, let code = warningCode { return code == 1 ? .none : .unknown }
        return warnings.isEmpty && waived.isEmpty ? .full : .partial
    }

    /// 0 accepted, 1 not, 2 could not be determined.
    package var exitCode: Int32 {
        switch status {
        case .full, .partial: 0
        case .none: 1
        case .unknown: 2
        }
    }

    /// Where warnings count as failures: 1, or 2 where all of them stayed open.
    private var warningCode: Int? {
        if warnings.isEmpty { return nil }
        return warnings.contains { $0.finding.outcome == .fail } ? 1 : 2
    }
}

/// What `accept` was asked to do.
package struct AcceptOptions: Sendable {
    package var profile: AcceptProfile
    package var policy: CertificatePolicy
    package var failOnWarning: Bool
    /// Whether libgcrypt and GnuTLS are left out by request.
    package var withoutCrossCheck: Bool
    package var hostRoot: String
    package var waivers: [Waiver]

    package init(
        profile: AcceptProfile = .node, policy: CertificatePolicy = .validated,
        failOnWarning: Bool = false, withoutCrossCheck: Bool = false, hostRoot: String = "/",
        waivers: [Waiver] = []
    ) {
        self.profile = profile
        self.policy = policy
        self.failOnWarning = failOnWarning
        self.withoutCrossCheck = withoutCrossCheck
        self.hostRoot = hostRoot
        self.waivers = waivers
    }
}

/// What the first line says of the node.
package struct NodeSummary: Sendable, Equatable {
    package var node: String
    package var openSSL: String
    package var certificate: String
    package var kernel: String
    package var platform: String
    package var release: String
    package var machine: String
    /// Of the certificate, where one is known and has an end.
    package var sunset: CalendarDate?

    package init(
        node: String, openSSL: String, certificate: String, kernel: String, platform: String,
        release: String, machine: String, sunset: CalendarDate? = nil
    ) {
        self.node = node
        self.openSSL = openSSL
        self.certificate = certificate
        self.kernel = kernel
        self.platform = platform
        self.release = release
        self.machine = machine
        self.sunset = sunset
    }
}
