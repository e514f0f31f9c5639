import Algorithms
import Approval

/// Decides a run again, from its own records and the policy of its bundle at the recorded day:
/// whatever was written must follow.
package enum Replay {
    /// What does not follow, in words; empty where all does.
    package static func problems(_ results: Results, _ policy: RulesInForce) -> [String] {
        verdictProblems(results) + groupProblems(results) + ruleProblems(results, policy)
            + certificateProblems(results, policy)
    }

    /// As RunVerdict decides: a failed required check, else what is open, and nothing executed is
    /// never a pass.
    package static func verdict(_ results: Results) -> Results.Verdict {
        if results.checks.contains(where: \.isRequiredFailure) { return .fail }
        if results.checks.contains(where: \.isRequiredAndOpen) { return .unknown }
        if results.counts("openssl").executed == 0 { return .unknown }
        let spoke =
            results.crossCheck == "available" && results.counts("gcrypt").executed > 0
        if results.crossCheckRequired && !spoke { return .unknown }
        if results.points.contains(where: { $0.state == "error" }) { return .unknown }
        return .pass
    }

    private static func verdictProblems(_ results: Results) -> [String] {
        var problems: [String] = []
        let replayed = verdict(results)
        if replayed != results.verdict {
            problems.append(
                "the verdict is \(results.verdict.rawValue), and the checks give "
                    + replayed.rawValue)
        }
        if !results.headline.hasPrefix(results.verdict.rawValue.uppercased() + " ") {
            problems.append("the headline does not begin with the verdict")
        }
        return problems
    }

    /// Each group has its check, with the outcome that its counts give.
    private static func groupProblems(_ results: Results) -> [String] {
        var outcomes: [String: CheckOutcome] = [:]
        for check in results.checks { outcomes[check.id] = check.outcome }
        var problems: [String] = []
        for set in results.sets {
            for group in set.groups {
                let expected = outcome(group.counts)
                if outcomes[group.check] != expected {
                    problems.append(
                        "the counts of \(Evidence.line(group.check)) give \(expected.rawValue), "
                            + "and its check says \(outcomes[group.check]?.rawValue ?? "nothing")")
                }
            }
        }
        return problems
    }

    private static func outcome(_ counts: Results.Counts) -> CheckOutcome {
        if counts.fail > 0 { return .fail }
        if counts.error > 0 { return .error }
        if counts.executed > 0 { return .pass }
        let total = counts.refused + counts.unsupported
        return counts.refused == total ? .notApplicable : .notChecked
    }

    private static func ruleProblems(_ results: Results, _ policy: RulesInForce) -> [String] {
        var rules: [String: RulesInForce.RuleRow] = [:]
        for rule in policy.rules { rules[rule.id] = rule }
        return results.trials.compactMap { trial in
            guard let rule = rules[trial.rule] else {
                return "policy.json has no rule \(Evidence.line(trial.rule))"
            }
            let status = rule.status(on: results.asOf).rawValue
            return status == trial.standard
                ? nil
                : "the rule \(rule.id) is \(status) on \(results.asOf), and the run has "
                    + Evidence.line(trial.standard)
        }
    }

    private static func certificateProblems(
        _ results: Results, _ policy: RulesInForce
    ) -> [String] {
        results.modules.compactMap { module in
            guard let role = ModuleIdentity.Role(rawValue: module.role) else {
                return "there is no module \(Evidence.line(module.role))"
            }
            let identity = ModuleIdentity(
                role: role, name: module.name, version: module.version,
                buildInformation: module.buildInformation, path: module.path,
                reachedThrough: module.reachedThrough, approvedMode: module.approvedMode)
            let match = policy.certificates.match(
                identity, sha256: module.sha256, asOf: results.asOf)
            let recorded = module.certificate
            let isEqual =
                (match.certificate?.id ?? "") == recorded.id
                && match.basis.rawValue == recorded.basis
                && match.statement == recorded.statement
            return isEqual
                ? nil
                : "policy.json gives \(module.role) '\(match.statement)', and the run has "
                    + "'\(Evidence.line(recorded.statement))'; it was made with another table of "
                    + "certificates (--certificates)"
        }
    }
}
