import Approval

/// The checks of a run by group of the control map.
struct OSCALTally {
    /// What the checks of one group came to.
    struct Group {
        var counts = [Int](repeating: 0, count: CheckOutcome.allCases.count)
        /// Required ones that passed, failed, or could not be decided.
        var passed = 0
        var failed = 0
        var open = 0
        /// Indices of the checks that failed or could not be decided, of any severity.
        var notable: [Int] = []

        var total: Int { counts.reduce(0, +) }

        func count(_ outcome: CheckOutcome) -> Int {
            CheckOutcome.allCases.firstIndex(of: outcome).map { counts[$0] } ?? 0
        }

        /// The worst that there is; what was not tested comes behind what was.
        var outcome: CheckOutcome {
            let order: [CheckOutcome] = [
                .fail, .error, .unknown, .pass, .notChecked, .notApplicable, .informational,
            ]
            return order.first { count($0) > 0 } ?? .notChecked
        }

        /// `3 fail, 40 pass`, in the order of the words.
        var words: String {
            CheckOutcome.allCases.filter { count($0) > 0 }
                .map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ")
        }
    }

    /// In the order of the control map.
    private(set) var groups: [Group]
    /// Checks that the map does not know.
    private(set) var others = Group()
    /// For each check the index of its group.
    private(set) var groupOfCheck: [Int?] = []

    init(_ results: Results, _ controls: ControlMap) {
        groups = [Group](repeating: Group(), count: controls.groups.count)
        groupOfCheck.reserveCapacity(results.checks.count)
        for (index, check) in results.checks.enumerated() {
            let group = controls.groupIndex(ofCheck: check.id)
            groupOfCheck.append(group)
            if let group {
                OSCALTally.add(check, index, to: &groups[group])
            } else {
                OSCALTally.add(check, index, to: &others)
            }
        }
    }

    private static func add(_ check: Results.Check, _ index: Int, to group: inout Group) {
        if let place = CheckOutcome.allCases.firstIndex(of: check.outcome) {
            group.counts[place] += 1
        }
        let isOpen = check.outcome == .error || check.outcome == .unknown
        if isOpen || check.outcome == .fail { group.notable.append(index) }
        if check.severity != .required { return }
        if check.outcome == .pass { group.passed += 1 }
        if check.isRequiredFailure { group.failed += 1 }
        if isOpen { group.open += 1 }
    }
}
