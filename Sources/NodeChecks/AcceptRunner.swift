import Approval

/// Runs every check on a node, one after the other, and times each.
package struct AcceptRunner {
    private let judges: [String: Judge]
    private let clock: () -> Int

    /// `clock` counts nanoseconds. The judges can be replaced, so that a test breaks one.
    package init(judges: [String: Judge] = NodeCheck.judges, clock: @escaping () -> Int) {
        self.judges = judges
        self.clock = clock
    }

    package func run(_ view: NodeView, progress: (NodeCheck) -> Void = { _ in }) -> Acceptance {
        var results: [CheckResult] = []
        for check in NodeCheck.table {
            progress(check)
            let start = clock()
            let finding = judge(check, view)
            let waiver = view.options.waivers.first { $0.check == check.id }
            results.append(
                CheckResult(
                    check: check, finding: finding,
                    severity: check.severity(view.options.profile, finding.severity),
                    waiver: waiver, waiverHolds: waiver?.holds(asOf: view.asOf) ?? false,
                    durationNanoseconds: clock() - start,
                    requirements: view.platform.requirements(check)))
        }
        return Acceptance(
            options: view.options, asOf: view.asOf, tableDate: view.certificates.date,
            results: results, summary: view.summary,
            untested: AcceptRunner.untested(results, view.options))
    }

    private func judge(_ check: NodeCheck, _ view: NodeView) -> Finding {
        if check.group == .gcrypt && view.options.withoutCrossCheck {
            return .notApplicable("left out by --no-cross-check")
        }
        return judges[check.id].map { $0(view) } ?? .notChecked("not implemented")
    }

    /// Of a group that has required checks in scope, at least one must have been executed. What is
    /// not applicable is out of scope: a node without libgcrypt has no such group.
    private static func untested(
        _ results: [CheckResult], _ options: AcceptOptions
    ) -> [NodeCheck.Group] {
        [NodeCheck.Group.kernel, .openSSL, .gcrypt].filter { group in
            let required = results.filter {
                $0.check.group == group && $0.severity == .required
            }
            let inScope = required.contains { $0.finding.outcome != .notApplicable }
            // OpenSSL is what the acceptance is about: it cannot be out of scope.
            let counts = group == .openSSL || inScope
            return counts && !required.contains(where: \.isExecuted)
        }
    }
}

extension NodeCheck {
    /// How each check is judged, by its ID: the table that a new check goes into.
    package static let judges: [String: Judge] = Dictionary(
        uniqueKeysWithValues: [
            kernelJudges, kernelInterfaceJudges, openSSLJudges, gcryptJudges, certificateJudges,
            workloadJudges, layerJudges,
        ].joined())

    typealias NamedJudge = (String, Judge)
}
