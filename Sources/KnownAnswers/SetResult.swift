package import Algorithms
import Approval

/// What one vector set gave, on every module.
package struct SetResult: Sendable {
    /// The file's name, as it is reported.
    package let file: String
    package let setName: String
    package let revision: String
    package let family: String
    package private(set) var cases: Int
    /// One check for each group and module, in the file's order.
    package private(set) var checks: [GroupCheck]
    /// Every case that did not pass and every disagreement, in the file's order.
    package private(set) var findings: [CaseFinding]
    /// What kept some of its cases from being read.
    package var problem: VectorError?
    package var durationNanoseconds = 0

    /// The family of sets that are not in the table of algorithms.
    package static let familyOfOthers = "other"

    package init(
        file: String, setName: String, revision: String, family: String, cases: Int = 0,
        checks: [GroupCheck] = [], findings: [CaseFinding] = []
    ) {
        self.cases = cases
        self.checks = checks
        self.findings = findings
        self.file = file
        self.setName = setName
        self.revision = revision
        self.family = family
    }

    /// Adds what came of a group, or of a part of one.
    mutating func add(_ checks: [GroupCheck], _ findings: [CaseFinding], cases: Int) {
        self.cases += cases
        self.findings += findings
        for check in checks {
            // Parts of one group follow each other: its check, if there is one, is among the last.
            var index = self.checks.count - 1
            while index >= 0, self.checks[index].tgId == check.tgId,
                self.checks[index].role != check.role
            { index -= 1 }
            if index >= 0, self.checks[index].tgId == check.tgId {
                self.checks[index] += check
            } else {
                self.checks.append(check)
            }
        }
    }

    /// Marks every check as one of a file that somebody brought.
    package mutating func setOrigin(_ origin: String) {
        for index in checks.indices { checks[index].origin = origin }
    }

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
    /// The file, of a set that somebody brought; the sets that ship need none.
    package var origin: String?
    package private(set) var counts: VerdictCounts
    /// Why cases were refused or unsupported, with how many each.
    package private(set) var reasons: [Reason]

    package struct Reason: Sendable, Equatable {
        package let verdict: Verdict
        package let cases: Int
    }

    /// A group of which no case was put to the module.
    static func leavingOut(
        _ cases: Int, for verdict: Verdict, setName: String, revision: String, tgId: Int,
        role: ModuleIdentity.Role
    ) -> GroupCheck {
        var counts = VerdictCounts()
        counts.add(verdict, cases)
        return GroupCheck(
            setName: setName, revision: revision, tgId: tgId, role: role, counts: counts,
            reasons: [Reason(verdict: verdict, cases: cases)])
    }

    package init(
        setName: String, revision: String, tgId: Int, role: ModuleIdentity.Role,
        counts: VerdictCounts, reasons: [Reason]
    ) {
        self.setName = setName
        self.revision = revision
        self.tgId = tgId
        self.role = role
        self.counts = counts
        self.reasons = reasons
    }

    static func += (sum: inout GroupCheck, part: GroupCheck) {
        sum.counts += part.counts
        for reason in part.reasons { sum.reasons.add(reason.verdict, reason.cases) }
    }

    /// Stable over runs and releases: `kat/SHA2-256/1.0/2/openssl`, or, of a set that somebody
    /// brought, `kat/FILE:SHA2-256/1.0/2/openssl`.
    package var id: String { "kat/\(groupID)/\(role.rawValue)" }

    /// Without the module.
    package var groupID: String {
        (origin.map { "\($0):" } ?? "") + "\(setName)/\(revision)/\(tgId)"
    }
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
