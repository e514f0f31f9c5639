import Algorithms
package import Approval
import KnownAnswers
import Throughput

/// What an auditor counts: one vector group on one module, one refusal, one self-test.
package struct Check: Sendable, Equatable {
    package typealias Outcome = CheckOutcome
    package typealias Severity = CheckSeverity

    /// Stable over runs and releases, never reused.
    package let id: String
    package let title: String
    package let outcome: Outcome
    package let severity: Severity
    /// What was seen, in one sentence.
    package let observed: String
}

extension RunRecord {
    /// Every check of the run, in report order.
    package var checks: [Check] {
        modules.map(\.certificateCheck) + selfTestChecks + crossCheckFailures + kernelChecks
            + sets.flatMap { $0.checks.map(\.check) }
            + sets.flatMap(\.crossChecks) + inputs.compactMap(\.check) + names.map(check)
            + limits.map(\.check) + trials.map(\.check)
    }

    /// Whether a required check came out as one of these. The checks of vector sets, of which there
    /// may be tens of thousands, are not put into words for it.
    func hasRequired(_ outcomes: Check.Outcome...) -> Bool {
        let inSets = sets.contains { set in
            set.checks.contains { outcomes.contains($0.outcome) }
                || (set.disagreements > 0 && outcomes.contains(.fail))
        }
        let others =
            selfTestChecks + crossCheckFailures + inputs.compactMap(\.check) + names.map(check)
            + limits.map(\.check) + trials.map(\.check)
        return inSets
            || others.contains { $0.severity == .required && outcomes.contains($0.outcome) }
    }

    private var selfTestChecks: [Check] {
        var seen: [String: Int] = [:]
        let forced = forcedSelfTests.map { event in
            // A module may test one algorithm twice under one name: the second is /2.
            let name = "\(event.type)/\(event.description)"
            seen[name, default: 0] += 1
            let number = seen[name, default: 1]
            return Check(
                id: "self-test/openssl/\(name)" + (number > 1 ? "/\(number)" : ""),
                title: "self-test \(event.type) \(event.description)",
                outcome: event.phase == "Pass" ? .pass : .fail, severity: .required,
                observed: "\(event.phase) after \(event.durationNanoseconds / 1000) µs")
        }
        return forced + (selfTestsForced ? [selfTestsReported] : []) + [stateAtTheEnd]
    }

    /// A module that reports no self-test when forced to run them has shown nothing.
    private var selfTestsReported: Check {
        Check(
            id: "self-test/openssl", title: "self-tests on demand",
            outcome: forcedSelfTests.isEmpty ? .unknown : .pass, severity: .required,
            observed: "\(forcedSelfTests.count) reported")
    }

    /// A conditional self-test may fail in the middle of a run and leave the module in its error
    /// state, where it offers nothing.
    private var stateAtTheEnd: Check {
        Check(
            id: "state/openssl", title: "the module is operational at the end of the run",
            outcome: moduleFailure == nil ? .pass : .fail, severity: .required,
            observed: moduleFailure ?? "operational")
    }

    /// A libgcrypt that is there and does not pass its own tests is a module that failed.
    private var crossCheckFailures: [Check] {
        guard crossCheckFailed, let crossCheckMissing else { return [] }
        return [
            Check(
                id: "self-test/gcrypt", title: "libgcrypt's own self-test", outcome: .fail,
                severity: .required, observed: crossCheckMissing)
        ]
    }

    /// A kernel that is not lent to programs is no worse for it: what it gives others is not shown.
    private var kernelChecks: [Check] {
        guard let kernelMissing else { return [] }
        return [
            Check(
                id: "state/kernel", title: "the kernel's cryptography can be tested",
                outcome: .notChecked, severity: .warning, observed: kernelMissing)
        ]
    }

    private func check(_ row: RejectionSweep.Row) -> Check {
        let id = "name/\(row.role.rawValue)/\(row.known.operation.rawValue)/\(row.known.name)"
        let rule = row.rule.map { " (\($0.id))" } ?? ""
        let outcome: Check.Outcome =
            switch row.class {
            case .approvedAndTested, .refusedByTheModule: .pass
            case .approvedNotTested: .notChecked
            case .approvedNotOffered: .notApplicable
            case .refusedByTheGate: isFinding(row) ? .fail : .informational
            case .unclassified: .unknown
            }
        return Check(
            id: id, title: "\(row.known.operation.rawValue) \(row.known.name)",
            outcome: outcome, severity: .warning,
            observed: "\(row.class.rawValue)\(rule); the module "
                + (row.admitted ? "hands it out" : "refuses it") + contrasted(row))
    }

    /// Whether a refusal by the module is policy, or the name is merely absent.
    private func contrasted(_ row: RejectionSweep.Row) -> String {
        guard row.class == .refusedByTheModule, row.role == .openssl, let contrast else {
            return ""
        }
        return "; in the default provider it \(contrast.answer(row.known).rawValue)"
    }
}

extension RunRecord.ModuleRecord {
    /// Whether a certificate covers the module is for the table, and only the table, to say: it
    /// never decides a run, since no test shows it.
    fileprivate var certificateCheck: Check {
        let role = identity.role.rawValue
        let outcome: Check.Outcome =
            switch certificate.status {
            case .active?: .pass
            case .historical?, .revoked?, .inProcess?, .notYetValidated?: .fail
            case .unknown?, nil: .notChecked
            }
        return Check(
            id: "certificate/\(role)", title: "CMVP certificate of \(role)", outcome: outcome,
            severity: .warning, observed: certificate.summary)
    }
}

extension GroupCheck {
    /// A group is right when every case that was executed is.
    fileprivate var outcome: Check.Outcome {
        if counts.fail > 0 {
            .fail
        } else if counts.error > 0 {
            .error
        } else if counts.executed > 0 {
            .pass
        } else if counts.refused == counts.total {
            .notApplicable
        } else {
            .notChecked
        }
    }

    package var check: Check {
        Check(
            id: id, title: "\(setName) \(revision) group \(tgId) on \(role.rawValue)",
            outcome: outcome, severity: .required, observed: observed)
    }

    private var observed: String {
        var parts: [String] = []
        for (count, word) in [
            (counts.pass, "pass"), (counts.notComparable, "not comparable"),
            (counts.fail, "fail"), (counts.error, "error"), (counts.refused, "refused"),
            (counts.unsupported, "unsupported"),
        ] where count > 0 {
            parts.append("\(count) \(word)")
        }
        for reason in reasons { parts.append(reason.verdict.explanation) }
        return parts.joined(separator: "; ")
    }
}

extension SetResult {
    /// One check for each group that more than one module executed: do they agree?
    var crossChecks: [Check] {
        let groups = Dictionary(grouping: checks.filter { $0.counts.executed > 0 }, by: \.tgId)
        let disagreements = Dictionary(grouping: findings.filter(\.isDisagreement), by: \.tgId)
        return groups.filter { $0.value.count > 1 }.keys.sorted().map { tgId in
            let cases = disagreements[tgId, default: []].map(\.tcId)
            return Check(
                id: "cross-check/\(groups[tgId]?[0].groupID ?? "")",
                title: "\(setName) \(revision) group \(tgId), the modules' answers compared",
                outcome: cases.isEmpty ? .pass : .fail, severity: .required,
                observed: cases.isEmpty
                    ? "no case on which they say the same and mean different values"
                    : "they differ on tcId \(cases.map { String($0) }.joined(separator: ", "))")
        }
    }
}

extension Verdict {
    /// The reason behind a verdict that has one.
    package var explanation: String {
        switch self {
        case .error(let message): message
        case .unsupported(let unsupported): "\(unsupported.reason.rawValue): \(unsupported.detail)"
        case .refused(let rule): rule.refusal
        case .pass, .fail, .notComparable: word
        }
    }
}

extension RejectionSweep.Limit {
    package var check: Check {
        let module =
            switch refusedByTheModule {
            case true?: "the module refuses it too"
            case false?: "the module by itself does it"
            case nil: "the module does not offer the algorithm"
            }
        return Check(
            id: "limit/\(role.rawValue)/\(rule.id)/\(service)", title: service,
            outcome: refusedByTheGate ? .pass : .fail, severity: .required,
            observed: (refusedByTheGate ? "refused by the gate" : "let through by the gate")
                + " (\(rule.id)); \(module)")
    }
}

extension Measurement {
    package var isMeasured: Bool {
        if case .measured = result { true } else { false }
    }

    /// A point that was offered and then broke.
    package var isFailure: Bool {
        if case .failed = result { true } else { false }
    }
}
