import Algorithms
import Approval

/// Decides a run again, from its own records and the policy of its bundle at the recorded day:
/// whatever was written must follow.
package enum Replay {
    /// What does not follow, in words; empty where all does.
    package static func problems(_ results: Results, _ policy: RulesInForce) -> [String] {
        verdictProblems(results) + checkProblems(results) + groupProblems(results)
            + ruleProblems(results, policy) + certificateProblems(results, policy)
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
        if !isHeadline(results) {
            problems.append("the headline does not tell the verdict and the counts of the module")
        }
        return problems
    }

    /// `RunRecord.headline` in either length: its numbers are the module's, and its other words are
    /// of a closed list, since people read it first.
    private static func isHeadline(_ results: Results) -> Bool {
        let counts = results.counts("openssl")
        let words = results.headline.split(separator: " ")
        guard words.count > 4, words[0] == results.verdict.rawValue.uppercased() else {
            return false
        }
        let right = counts.pass + counts.notComparable
        guard ["\(right)", "\(right)/\(results.cases)"].contains(String(words[1])),
            words[2] == "right,", words[3] == "\(counts.fail)", words[4].hasPrefix("wrong")
        else { return false }
        return words.dropFirst(4).allSatisfy { word in
            let plain = word.filter { !",;.".contains($0) }
            return Int(plain) != nil || headlineWords.contains(plain)
        }
    }

    private static let headlineWords: Set<String> = [
        "wrong", "error", "refused", "unsupported", "unsupp", "libgcrypt", "gcrypt", "agrees",
        "differs", "on", "no", "cross-check", "kernel", "with",
    ]

    /// Each ID once, and nobody made a check weigh less than it does.
    private static func checkProblems(_ results: Results) -> [String] {
        let deciding = ["kat/", "cross-check/", "self-test/", "state/openssl", "limit/", "input/"]
        var seen: Set<String> = []
        var problems: [String] = []
        for check in results.checks {
            let id = Evidence.line(check.id)
            // A file that was brought has a check for each of its problems.
            if !seen.insert(check.id).inserted && !check.id.hasPrefix("input/") {
                problems.append("the check \(id) stands twice")
            }
            if check.severity != .required && deciding.contains(where: check.id.hasPrefix) {
                problems.append("the check \(id) decides, and its severity is not required")
            }
        }
        for input in results.inputs where input.outcome == .error {
            if !seen.contains("input/\(input.file)") {
                problems.append("the input \(Evidence.line(input.file)) has no check")
            }
        }
        for test in results.forcedSelfTests {
            if !seen.contains("self-test/openssl/\(test.type)/\(test.description)") {
                problems.append("the self-test \(Evidence.line(test.description)) has no check")
            }
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
            let listing = policy.overlays.first {
                $0.certificate == trial.certificate && $0.rule == trial.rule
            }
            if !trial.listing.isEmpty && listing?.listing != trial.listing {
                return "no overlay of policy.json gives \(Evidence.line(trial.probe)) the listing "
                    + Evidence.line(trial.listing)
            }
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
            let certificate = match.certificate
            let isEqual =
                (certificate?.id ?? "") == recorded.id && match.basis.rawValue == recorded.basis
                && match.statement == recorded.statement
                && (match.status?.rawValue ?? "unknown to the table") == recorded.status
                && (certificate?.source ?? "") == recorded.source
                && (certificate?.caveat ?? "") == recorded.caveat
                && (certificate?.level ?? "") == recorded.level
                && (certificate?.module ?? "") == recorded.module
                && (certificate?.standard.rawValue ?? "") == recorded.standard
                && (certificate?.sunset?.description ?? "") == recorded.sunset
                && match.tableDate.description == recorded.tableDate
                && match.asOf.description == recorded.asOf && match.others == recorded.others
            return isEqual
                ? nil
                : "policy.json gives \(module.role) '\(match.statement)', and the run has "
                    + "'\(Evidence.line(recorded.statement))'; it was made with another table of "
                    + "certificates (--certificates)"
        }
    }
}
