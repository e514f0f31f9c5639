package import Approval

/// A run as `results.json` tells it, whole: the source from which every projection is made.
package struct Results: Sendable {
    package static let schemaVersion = "1.4"

    /// The answer of a run.
    package enum Verdict: String, Sendable {
        case pass
        case fail
        case unknown
    }

    /// A module of the run; the module under test has the role `openssl`.
    package struct Module: Sendable {
        package let role: String
        package let name: String
        package let version: String
        package let buildInformation: String
        package let path: String
        /// In hexadecimal; `unknown` where the module is no file.
        package let sha256: String
        package let reachedThrough: String
        package let approvedMode: Bool
        package let certificate: CertificateMatch

        /// Whether the digest of a file is known.
        package var isFile: Bool { sha256.utf8.count == 64 }
    }

    /// What the dated table of certificates said of a module.
    package struct CertificateMatch: Sendable {
        package let id: String
        package let asOf: String
        package let basis: String
        package let caveat: String
        package let level: String
        package let module: String
        package let others: [String]
        package let source: String
        package let standard: String
        package let statement: String
        package let status: String
        package let sunset: String
        package let tableDate: String
    }

    package struct Library: Sendable {
        package let name: String
        package let version: String
        package let path: String
        package let sha256: String
    }

    package struct SelfTest: Sendable {
        package let type: String
        package let description: String
        package let phase: String
        package let durationNanoseconds: Int
    }

    package struct Check: Sendable {
        package let id: String
        package let title: String
        package let outcome: CheckOutcome
        package let severity: CheckSeverity
        package let observed: String

        /// Whether it decides the run.
        package var isRequiredFailure: Bool { severity == .required && outcome == .fail }
        package var isRequiredAndOpen: Bool {
            severity == .required && (outcome == .error || outcome == .unknown)
        }
        /// A finding of a check that does not decide.
        package var isWarning: Bool { severity == .warning && outcome == .fail }
    }

    package struct VectorSet: Sendable {
        package let file: String
        package let name: String
        package let revision: String
        package let family: String
        package let cases: Int
        package let durationNanoseconds: Int
        package let groups: [Group]
        /// The first of them; `findingCount` says how many there are.
        package let findings: [Finding]
        package let findingCount: Int

        /// Of one group more say no more, and where many groups fail one of each is enough;
        /// results.json has them all.
        static func mostFindings(kept: Int) -> Int { kept < 400 ? mostFindings : 1 }

        package static let mostFindings = 20
    }

    /// One vector group on one module.
    package struct Group: Sendable {
        /// The ID of its check.
        package let check: String
        package let tgId: Int
        package let module: String
        package let counts: Counts
        package let reasons: [Reason]
    }

    package struct Counts: Sendable, Equatable {
        package var pass = 0
        package var fail = 0
        package var error = 0
        package var unsupported = 0
        package var refused = 0
        package var notComparable = 0

        package init() {}

        package var executed: Int { pass + fail + error + notComparable }
        package var total: Int { executed + unsupported + refused }

        package static func += (left: inout Counts, right: Counts) {
            left.pass += right.pass
            left.fail += right.fail
            left.error += right.error
            left.unsupported += right.unsupported
            left.refused += right.refused
            left.notComparable += right.notComparable
        }
    }

    package struct Reason: Sendable {
        package let verdict: String
        package let reason: String
        package let cases: Int
    }

    /// A case that failed, broke off, or on which modules differ.
    package struct Finding: Sendable {
        package struct Answer: Sendable {
            package let module: String
            package let verdict: String
            package let reason: String
            /// In hexadecimal where it is octets.
            package let value: String
        }

        package let tgId: Int
        package let tcId: Int
        package let field: String
        package let expected: String
        package let answers: [Answer]
    }

    /// One thing that was timed.
    package struct Point: Sendable {
        package struct Estimate: Sendable {
            package let picosecondsPerOperation: Int
            package let bytesPerSecond: Int
            package let spreadPerMille: Int
            package let batches: Int
            package let operationsPerBatch: Int
        }

        package let algorithm: String
        package let operation: String
        package let messageBytes: Int
        package let module: String
        /// `measured`, `not offered`, `refused` or `error`.
        package let state: String
        package let estimate: Estimate?
        /// Why there is no estimate; empty where there is one.
        package let reason: String
    }

    /// What a module did that was asked directly for what a rule decides.
    package struct Trial: Sendable {
        package let probe: String
        package let module: String
        package let rule: String
        /// The standard's opinion on the day: a `Status`.
        package let standard: String
        package let certificate: String
        package let listing: String
        package let conduct: String
        package let contrast: String
        package let strictest: String
        package let disagreement: String
    }

    /// A file that gave no vectors, or not all of its vectors.
    package struct Input: Sendable {
        package let file: String
        package let message: String
        package let outcome: CheckOutcome
    }

    package struct VectorFile: Sendable {
        package let file: String
        package let sha256: String
    }

    package let asOf: CalendarDate
    package let checks: [Check]
    /// `available`, or why libgcrypt could not cross-check.
    package let crossCheck: String
    package let crossCheckRequired: Bool
    package let headline: String
    package let inputs: [Input]
    package let libraries: [Library]
    package let modules: [Module]
    package let points: [Point]
    package let forcedSelfTests: [SelfTest]
    package let loadSelfTests: [SelfTest]
    package let sets: [VectorSet]
    /// UTC, as `2026-01-31T12:00:00Z`.
    package let startedAt: String
    package let toolVersion: String
    package let trials: [Trial]
    package let vectors: [VectorFile]
    package let verdict: Verdict

    /// The module under test. Every run has one, and it stands first.
    package var moduleUnderTest: Module { modules[0] }

    package func counts(_ module: String) -> Counts {
        sets.reduce(into: Counts()) { sum, set in
            for group in set.groups where group.module == module { sum += group.counts }
        }
    }

    package var cases: Int { sets.reduce(0) { $0 + $1.cases } }
}
