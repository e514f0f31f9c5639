import Approval
import KnownAnswers

/// What became better or worse from one run to another, check by check.
///
/// Cases are counted on each module: one that libgcrypt no longer executes is a case of coverage
/// lost, though the module under test still passes it.
package struct RunComparison: Sendable {
    package enum Outcome: String, Sendable {
        case regression
        case improved
        case same
    }

    /// One check that is not what it was.
    package struct Change: Sendable, Equatable {
        package enum Kind: String, CaseIterable, Sendable {
            case noLongerPasses = "no longer passes"
            case failsMore = "fails in more cases"
            case failsAnew = "fails, and was not run before"
            case coverageLost = "no longer run"
            /// The answer was the expected one, and is only verified now, since it is random.
            case noLongerCompared = "no longer compared"
            /// A warning, which decides no verdict, on what the old record does not mention.
            case warnsAnew = "a warning, and was not asked before"
            case fixed = "passes again"
            case coverageWon = "newly run"

            package var effect: Effect {
                switch self {
                case .noLongerPasses, .failsMore, .failsAnew, .coverageLost, .noLongerCompared:
                    .worse
                case .warnsAnew: .neither
                case .fixed, .coverageWon: .better
                }
            }
        }

        package enum Effect: Sendable {
            case worse
            case neither
            case better
        }

        package let kind: Kind
        package let id: String
        package let title: String
        /// The outcomes; nil in a record that does not have the check.
        package let old: Check.Outcome?
        package let new: Check.Outcome?
        /// How many cases it concerns, 0 where the check has none.
        package let cases: Int
        /// Which they are, where the records say so.
        package let tcIds: [Int]
        /// What the later of the two records that have the check says of it.
        package let observed: String
        /// The vector set and module of a group, else the kind of check: what stands together.
        package let family: String
    }

    /// Checks that are what they were, by what they are.
    package struct Unchanged: Sendable, Equatable {
        package var passing = 0
        package var failing = 0
        package var notRun = 0
        /// Cases that were right, and are, in all groups that did not change.
        package var cases = 0
    }

    package let old: RecordedRun
    package let new: RecordedRun
    package private(set) var changes: [Change] = []
    package private(set) var unchanged = Unchanged()

    package init(old: RecordedRun, new: RecordedRun) {
        self.old = old
        self.new = new
        let before = Dictionary(uniqueKeysWithValues: old.checks.map { ($0.id, $0) })
        let after = Dictionary(uniqueKeysWithValues: new.checks.map { ($0.id, $0) })
        for check in old.checks { compare(check, after[check.id]) }
        for check in new.checks where before[check.id] == nil { compare(nil, check) }
    }

    package var outcome: Outcome {
        if verdictIsWorse || !changes(.worse).isEmpty { return .regression }
        return changes(.better).isEmpty ? .same : .improved
    }

    /// A verdict also rests on what is no check: that something was executed at all, a cross-check
    /// that was required, points that broke.
    package var verdictIsWorse: Bool { old.verdict.rank < new.verdict.rank }

    package func changes(_ kind: Change.Kind) -> [Change] { changes.filter { $0.kind == kind } }

    package func changes(_ effect: Change.Effect) -> [Change] {
        changes.filter { $0.kind.effect == effect }
    }

    private mutating func compare(_ before: Check?, _ now: Check?) {
        guard let latest = now ?? before else { return }
        let (first, second) = (old.groups[latest.id], new.groups[latest.id])
        var found: [Change] = []
        func note(_ kind: Change.Kind, _ cases: Int, _ tcIds: Set<Int>) {
            found.append(
                Change(
                    kind: kind, id: latest.id, title: latest.title, old: before?.outcome,
                    new: now?.outcome, cases: cases, tcIds: tcIds.sorted(),
                    observed: latest.observed,
                    family: (second ?? first)?.family ?? latest.family))
        }
        if first != nil || second != nil {
            GroupDifference(first, second).tell(note)
        } else if let kind = RunComparison.kind(before?.outcome, now?.outcome) {
            let isWarning = before == nil && kind == .failsAnew && latest.severity != .required
            note(isWarning ? .warnsAnew : kind, 0, [])
        }
        changes += found
        if !found.isEmpty { return }
        switch latest.outcome.standing {
        case .good: unchanged.passing += 1
        case .bad: unchanged.failing += 1
        case .open: unchanged.notRun += 1
        }
        unchanged.cases += second?.counts.right ?? 0
    }

    /// What a check without cases went through; nil where it stands as it stood.
    private static func kind(_ before: Check.Outcome?, _ now: Check.Outcome?) -> Change.Kind? {
        switch (before?.standing, now?.standing) {
        case (.good, .bad): .noLongerPasses
        case (.open, .bad), (nil, .bad): .failsAnew
        // A name that the module refused and now hands out outside its approved mode.
        case (.good, .open): now == .informational ? .noLongerPasses : .coverageLost
        case (.good, nil), (.bad, .open), (.bad, nil): .coverageLost
        case (.bad, .good): .fixed
        case (.open, .good): before == .informational ? .fixed : .coverageWon
        case (nil, .good): .coverageWon
        case (.good, .good), (.bad, .bad), (.open, .open), (.open, nil), (nil, .open), (nil, nil):
            nil
        }
    }
}

/// Two times the same vector group on the same module.
private struct GroupDifference {
    private let old: VerdictCounts
    private let new: VerdictCounts
    private let wronged: Set<Int>
    private let righted: Set<Int>

    init(_ old: RecordedRun.Group?, _ new: RecordedRun.Group?) {
        self.old = old?.counts ?? VerdictCounts()
        self.new = new?.counts ?? VerdictCounts()
        let (before, now) = (old?.wrong ?? [], new?.wrong ?? [])
        wronged = now.subtracting(before)
        righted = before.subtracting(now)
    }

    /// Calls `note` for each way in which the group changed, with the number of cases.
    func tell(_ note: (RunComparison.Change.Kind, Int, Set<Int>) -> Void) {
        // One case may have become right while another became wrong: the numbers hide it, the
        // findings do not. Where a record has fewer findings than it counts, the numbers speak.
        let worse = max(wronged.count, new.wrong - old.wrong)
        if worse > 0 {
            let kind: RunComparison.Change.Kind =
                old.put == 0 ? .failsAnew : old.wrong == 0 ? .noLongerPasses : .failsMore
            note(kind, worse, wronged)
        }
        let lost = old.put - new.put
        if lost > 0 { note(.coverageLost, lost, []) }
        let verifiedOnly = min(old.pass - new.pass, new.notComparable - old.notComparable)
        if verifiedOnly > 0 { note(.noLongerCompared, verifiedOnly, []) }
        // A wrong case that is not run any more is not right for that.
        let better = max(righted.count, old.wrong - new.wrong)
        let fixed = lost > 0 ? min(better, new.right - old.right + worse) : better
        if fixed > 0 { note(.fixed, fixed, lost > 0 ? [] : righted) }
        // What became wrong may be among what is new, which is then not better.
        let won = -lost - worse
        if won > 0 { note(.coverageWon, won, []) }
    }
}

extension VerdictCounts {
    fileprivate var right: Int { pass + notComparable }
    fileprivate var wrong: Int { fail + error }
    /// Cases that reached the module, whatever came of it.
    fileprivate var put: Int { right + wrong }
}

extension Check.Outcome {
    fileprivate enum Standing {
        case good
        case bad
        /// It says neither: not run, or told for information.
        case open
    }

    fileprivate var standing: Standing {
        switch self {
        case .pass: .good
        case .fail, .error, .unknown: .bad
        case .notApplicable, .notChecked, .informational: .open
        }
    }
}

extension RecordedRun.Group {
    fileprivate var family: String { "\(setName) \(revision) on \(role)" }
}

extension Check {
    /// `name/openssl/cipher/DES3` is one of the names on openssl, `cross-check/…` has no module.
    fileprivate var family: String {
        let parts = id.split(separator: "/", maxSplits: 2)
        guard parts.count > 1, ["openssl", "gcrypt"].contains(parts[1]) else {
            return String(parts.first ?? "")
        }
        return "\(parts[0]) on \(parts[1])"
    }
}

extension RunVerdict {
    fileprivate var rank: Int {
        switch self {
        case .pass: 0
        case .unknown: 1
        case .fail: 2
        }
    }
}
