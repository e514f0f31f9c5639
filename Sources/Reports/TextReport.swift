import Algorithms
import Approval
import KnownAnswers
import Throughput

extension RunRecord {
    /// The run as a person reads it: the verdict first, then what it rests on.
    package var text: String {
        var lines = [headline]
        lines += modulesText
        if !forcedSelfTests.isEmpty { lines += selfTestsText }
        if !sets.isEmpty {
            lines += vectorsAreShipped ? knownAnswersText : vectorSetsText
            lines += findingsText
        }
        lines += inputsText
        if !names.isEmpty { lines += refusalsText }
        lines += trialsText
        if !measurements.isEmpty { lines += throughputText }
        return lines.joined(separator: "\n") + "\n"
    }

    private var modulesText: [String] {
        var lines = ["", "Modules"]
        for module in modules {
            let identity = module.identity
            let mode = identity.approvedMode ? "approved mode" : "not in approved mode"
            lines += [
                "  \(TextLayout.left(identity.role.rawValue, 9))\(identity.name) "
                    + "\(identity.version), \(mode)",
                "           \(identity.path)",
                // Two columns to the left, so that its 64 digits end in the 80th.
                "         sha256 \(module.sha256)",
            ]
            lines += TextLayout.wrapped("through \(identity.reachedThrough)", indent: 11)
            lines += module.certificate.lines
        }
        if let crossCheckMissing {
            lines += TextLayout.wrapped(
                "gcrypt   not available, so nothing was cross-checked: \(crossCheckMissing)",
                indent: 2)
        }
        if let kernelMissing {
            lines += TextLayout.wrapped("kernel not tested: \(kernelMissing)", indent: 2)
        }
        return lines
    }

    private var selfTestsText: [String] {
        func sum(_ events: [SelfTestEvent]) -> String {
            let total = events.reduce(0) { $0 + $1.durationNanoseconds }
            return "\(events.filter { $0.phase == "Pass" }.count) passed in "
                + TextLayout.duration(picoseconds: total * 1000)
        }
        return [
            "", "Self-tests of the module",
            "  at load  \(sum(loadSelfTests))", "  forced   \(sum(forcedSelfTests))",
        ]
    }

    private var knownAnswersText: [String] {
        let header = ["cases", "pass", "fail", "error", "refused", "unsupp.", "not comp."]
        var lines = [
            "",
            TextLayout.left("Known answers", 20)
                + header.map { TextLayout.right($0, $0.count > 7 ? 11 : 8) }.joined(),
        ]
        for family in Algorithm.Family.allCases {
            let sets = sets.filter { $0.family == family.rawValue }
            if sets.isEmpty { continue }
            for (index, module) in modules.enumerated() {
                let counts = sets.reduce(into: VerdictCounts()) {
                    $0 += $1.counts(module.identity.role)
                }
                let name = index == 0 ? family.rawValue : ""
                lines.append(
                    "  \(TextLayout.left(name, 10))"
                        + TextLayout.left(module.identity.role.rawValue, 8) + row(counts))
            }
        }
        if sets.contains(where: { $0.checks.contains { $0.counts.notComparable > 0 } }) {
            lines += TextLayout.wrapped(
                "not comp.: the answer is random (keyGen, sigGen) and was verified, by every "
                    + "module at hand that offers it, instead of compared", indent: 2)
        }
        return lines
    }

    private func row(_ counts: VerdictCounts) -> String {
        let numbers = [
            counts.total, counts.pass, counts.fail, counts.error, counts.refused,
            counts.unsupported,
        ]
        return numbers.map { TextLayout.right(String($0), 8) }.joined()
            + TextLayout.right(String(counts.notComparable), 11)
    }

    /// Failing cases with all answers side by side; a broken module must not flood the terminal.
    private var findingsText: [String] {
        let shown = 20
        let all = sets.flatMap { set in set.findings.map { (set, $0) } }
        if all.isEmpty { return [] }
        var lines = ["", "Cases to look at"]
        for (set, finding) in all.prefix(shown) {
            lines.append(
                "  \(set.file): tgId \(finding.tgId), tcId \(finding.tcId), \(finding.field)")
            if !finding.expected.isEmpty { lines += value("expected", finding.expected) }
            for answer in finding.answers {
                lines += value(
                    "\(answer.role.rawValue)", answer.value ?? answer.verdict.explanation)
            }
        }
        if all.count > shown {
            lines.append("  … and \(all.count - shown) more; --format json has them all")
        }
        return lines
    }

    private func value(_ name: String, _ text: String) -> [String] {
        let limit = TextLayout.columns - 14
        let shown = text.count <= limit ? text : "\(text.prefix(limit - 1))…"
        return ["    \(TextLayout.left(name, 9)) \(shown)"]
    }

    private var refusalsText: [String] {
        var lines = [
            "",
            TextLayout.left("Algorithm names", 30)
                + modules.map { TextLayout.right($0.identity.role.rawValue, 10) }.joined(),
        ]
        for kind in RejectionSweep.Class.allCases {
            let counts = modules.map { module in
                names.filter { $0.role == module.identity.role && $0.class == kind }.count
            }
            if kind == .unclassified && counts.allSatisfy({ $0 == 0 }) { continue }
            lines.append(
                "  \(TextLayout.left(kind.rawValue, 28))"
                    + counts.map { TextLayout.right(String($0), 10) }.joined())
        }
        lines += findingNamesText + limitsText
        return lines
    }

    private var findingNamesText: [String] {
        if findings.isEmpty { return [] }
        var lines = TextLayout.wrapped(
            "Not approved, yet handed out by a module in its approved mode:", indent: 2)
        for row in findings {
            lines.append(
                "    \(TextLayout.left(row.known.operation.rawValue, 19))"
                    + TextLayout.left(row.known.name, 22)
                    + "\(TextLayout.left(row.rule?.status.rawValue ?? "", 14))"
                    + (row.rule?.id ?? ""))
        }
        return lines
    }

    private var limitsText: [String] {
        var lines = ["", "Parameter limits: all refused by the gate; by the module itself:"]
        if limits.contains(where: { !$0.refusedByTheGate }) {
            lines[1] = "Parameter limits: NOT all refused by the gate; by the module itself:"
        }
        var services: [String] = []
        for limit in limits where !services.contains(limit.service) {
            services.append(limit.service)
        }
        for service in services {
            let answers = modules.map { module in
                let limit = limits.first {
                    $0.service == service && $0.role == module.identity.role
                }
                return switch limit?.refusedByTheModule {
                case true?: "refused"
                case false?: "done"
                case nil: "not offered"
                }
            }
            let said =
                answers.count == 2 && answers[0] == answers[1]
                ? "both \(answers[0])"
                : zip(modules, answers).map { "\($0.identity.role.rawValue) \($1)" }
                    .joined(separator: ", ")
            lines.append("  \(TextLayout.left(service, 40))\(said)")
        }
        return lines
    }
}
