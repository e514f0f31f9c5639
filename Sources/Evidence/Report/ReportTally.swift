import Approval

/// What the sections count, counted once.
struct ReportTally {
    /// Checks by outcome and severity.
    private var checks: [CheckOutcome: [CheckSeverity: Int]] = [:]
    /// Outcomes of the checks of each group of controls, by its place in the map; the last is of
    /// checks that no group has.
    private(set) var ofGroups: [[CheckOutcome: Int]]
    /// Outcomes of the comparisons, by ID.
    private(set) var crossChecks: [Substring: CheckOutcome] = [:]
    private(set) var crossCheckCounts = (pass: 0, fail: 0)
    /// What is to be told of: required checks first, then warnings.
    private(set) var findings: [Results.Check] = []
    /// The group of controls of each of `findings`.
    private(set) var groupOfFinding: [Int?] = []
    /// The file of each set, and the set's place, by the ID of a group's check.
    private(set) var setOfCheck: [String: Int] = [:]
    let counts: [String: Results.Counts]

    init(_ sources: BundleSources) {
        let results = sources.results
        ofGroups = Array(repeating: [:], count: sources.controls.groups.count + 1)
        var warnings: [(Results.Check, Int?)] = []
        var required: [(Results.Check, Int?)] = []
        for check in results.checks {
            checks[check.outcome, default: [:]][check.severity, default: 0] += 1
            let group = sources.controls.groupIndex(ofCheck: check.id)
            ofGroups[group ?? ofGroups.count - 1][check.outcome, default: 0] += 1
            if check.id.hasPrefix("cross-check/") {
                crossChecks[check.id.dropFirst("cross-check/".count)] = check.outcome
                if check.outcome == .pass { crossCheckCounts.pass += 1 }
                if check.outcome == .fail { crossCheckCounts.fail += 1 }
            }
            switch check.outcome {
            case .fail, .error, .unknown:
                if check.severity == .required {
                    required.append((check, group))
                } else {
                    warnings.append((check, group))
                }
            case .pass, .notApplicable, .notChecked, .informational: break
            }
        }
        // What failed stands before what broke off.
        required =
            required.filter { $0.0.outcome == .fail } + required.filter { $0.0.outcome != .fail }
        findings = (required + warnings).map(\.0)
        groupOfFinding = (required + warnings).map(\.1)
        var counts: [String: Results.Counts] = [:]
        for (place, set) in results.sets.enumerated() {
            for group in set.groups {
                counts[group.module, default: Results.Counts()] += group.counts
                setOfCheck[group.check] = place
            }
        }
        self.counts = counts
    }

    func checks(_ outcome: CheckOutcome, _ severity: CheckSeverity) -> Figure {
        Figure(
            checks[outcome]?[severity] ?? 0,
            "results.checks[outcome=\(outcome.rawValue)][severity=\(severity.rawValue)].count")
    }

    func checks(_ outcome: CheckOutcome) -> Figure {
        Figure(
            CheckSeverity.allCases.reduce(0) { $0 + checks(outcome, $1).value },
            "results.checks[outcome=\(outcome.rawValue)].count")
    }

    func checks(_ severity: CheckSeverity) -> Figure {
        Figure(
            CheckOutcome.allCases.reduce(0) { $0 + checks($1, severity).value },
            "results.checks[severity=\(severity.rawValue)].count")
    }

    /// Cases of a verdict on a module.
    func cases(_ module: String, _ verdict: CaseVerdict) -> Figure {
        Figure(
            (counts[module] ?? Results.Counts())[verdict],
            "results.sets.groups[module=\(Figure.quoted(module))].sum(\(verdict.rawValue))")
    }
}

/// The verdicts of cases, in the order in which the page tells them.
enum CaseVerdict: String, CaseIterable {
    case pass
    case notComparable
    case fail
    case error
    case refused
    case unsupported

    /// A case whose answer nobody publishes is verified, or modules agree on it.
    var words: String {
        switch self {
        case .pass: "right"
        case .notComparable: "verified or agreed on"
        case .fail: "wrong"
        case .error: "broke off"
        case .refused: "refused"
        case .unsupported: "not offered"
        }
    }
}

extension Results.Counts {
    subscript(verdict: CaseVerdict) -> Int {
        switch verdict {
        case .pass: pass
        case .notComparable: notComparable
        case .fail: fail
        case .error: error
        case .refused: refused
        case .unsupported: unsupported
        }
    }
}
