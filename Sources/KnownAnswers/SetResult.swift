package import Algorithms
import Approval

/// What one vector set gave, on every module.
package struct SetResult: Sendable {
    /// The file's name, as it is reported.
    package let file: String
    package let setName: String
    package let revision: String
    package let family: String
    package let cases: Int
    /// One check for each group and module, in the file's order.
    package let checks: [GroupCheck]
    /// Every case that did not pass and every disagreement, in the file's order.
    package let findings: [CaseFinding]

    package func isSameSet(as other: SetResult) -> Bool {
        setName == other.setName && revision == other.revision
    }

    package var disagreements: Int { findings.count { $0.isDisagreement } }

    package func counts(_ role: ModuleIdentity.Role) -> VerdictCounts {
        var sum = VerdictCounts()
        for check in checks where check.role == role { sum += check.counts }
        return sum
    }
}

/// What an auditor counts: one group of a vector set on one module.
package struct GroupCheck: Sendable {
    package let setName: String
    package let revision: String
    package let tgId: Int
    package let role: ModuleIdentity.Role
    package let counts: VerdictCounts
    /// Why cases were refused or unsupported, with how many each.
    package let reasons: [Reason]

    package struct Reason: Sendable, Equatable {
        package let verdict: Verdict
        package let cases: Int
    }

    /// Stable over runs and releases: `kat/SHA2-256/1.0/2/openssl`.
    package var id: String { "kat/\(setName)/\(revision)/\(tgId)/\(role.rawValue)" }
}

/// One case that failed, or on which the modules disagree, with all answers side by side.
package struct CaseFinding: Sendable {
    package let tgId: Int
    package let tcId: Int
    package let field: String
    package let expected: String
    /// Each module's verdict and, where it gave one, its answer.
    package let answers: [ModuleAnswer]

    /// Every module says that a negative case is wrong, as it should be, and yet they differ on
    /// what would be right.
    package var isDisagreement: Bool {
        answers.count > 1 && answers.allSatisfy { $0.verdict == .pass }
    }

    package struct ModuleAnswer: Sendable {
        package let role: ModuleIdentity.Role
        package let verdict: Verdict
        package let value: String?
    }
}
