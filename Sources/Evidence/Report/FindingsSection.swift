import Approval
import Markup

/// Findings of the same kind and the same words are told once.
struct FindingGroup {
    let outcome: CheckOutcome
    let severity: CheckSeverity
    /// The first part of the checks' IDs.
    let kind: Substring
    let observed: String
    let controls: Int?
    var checks: [Results.Check]

    /// Each check that decides the run stands alone; warnings of the same words stand together.
    static func all(_ tally: ReportTally) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        var places: [String: Int] = [:]
        for (check, controls) in zip(tally.findings, tally.groupOfFinding) {
            let kind = check.id.prefix { $0 != "/" }
            let key = "\(kind) \(check.outcome.rawValue) \(check.observed)"
            if check.severity != .required, let place = places[key] {
                groups[place].checks.append(check)
                continue
            }
            if check.severity != .required { places[key] = groups.count }
            groups.append(
                FindingGroup(
                    outcome: check.outcome, severity: check.severity, kind: kind,
                    observed: check.observed, controls: controls, checks: [check]))
        }
        return groups
    }

    var isVectors: Bool { kind == "kat" }

    /// What a check of this kind asks for.
    var expected: String {
        switch kind {
        case "kat": "every case of the group gives the published answer"
        case "cross-check": "no case on which the modules say the same and mean different values"
        case "self-test": "the module reports Pass"
        case "state": "the module is operational at the end of the run"
        case "certificate": "a certificate that is known for this file and active on the day"
        case "name": "what the gate refuses is not handed out by the module either"
        case "limit": "the gate refuses the service"
        case "probe": "the module refuses it, or marks it as not approved"
        case "input": "a well-formed file of vectors"
        default: "a pass"
        }
    }

    var remedy: String {
        switch kind {
        case "kat", "cross-check":
            "Run the same vectors again on another node; if it fails there too, replace the "
                + "module's package, and report it to its vendor with the case below."
        case "self-test", "state":
            "Take the node out of service, install the module's package again, and run "
                + "`openssl fipsinstall` as its security policy says."
        case "name", "probe", "limit":
            "Forbid it by policy in the programs that use the module; the module will not."
        case "certificate": "Look the module up at the CMVP, and install one that is validated."
        case "input": "Replace the file by one that its publisher vouches for, and run again."
        default: "See results.json."
        }
    }

    var meaning: String {
        switch kind {
        case "kat", "cross-check":
            "A wrong answer means that the implementation computes something else than the "
                + "standard: data may be unprotected, or unreadable elsewhere."
        case "self-test", "state":
            "A module whose self-test fails is in an error state and must give no service."
        case "name", "probe", "limit":
            "A program that asks for it gets it, with the module loaded and fips=yes asked for."
        case "certificate": "Without a certificate a module counts as no protection at all."
        case "input": "Vectors that cannot be read test nothing."
        default: "The check did not come out as it must."
        }
    }
}

extension Report {
    /// Told one by one; more than these are rows of a table.
    private static let mostTold = 40

    var findings: [Element] {
        let groups = FindingGroup.all(tally)
        if groups.isEmpty {
            return [
                .paragraph([
                    Standing.good.mark("none"), " No check failed, broke off or gave no answer.",
                ])
            ]
        }
        var parts = [introduction(groups)]
        for (index, group) in groups.prefix(Report.mostTold).enumerated() {
            parts.append(article(group, index + 1))
        }
        if groups.count > Report.mostTold {
            parts.append(remaining(groups.dropFirst(Report.mostTold)))
        }
        return parts
    }

    private func introduction(_ groups: [FindingGroup]) -> Element {
        .paragraph([
            "Required checks decide the verdict: ", .figure(tally.checks(.fail, .required)),
            " failed, ", .figure(tally.checks(.error, .required)), " broke off, ",
            .figure(tally.checks(.unknown, .required)), " gave no answer. Warnings do not: ",
            .figure(tally.checks(.fail, .warning)),
            ". Warnings with the same words stand together.",
        ])
    }

    private func article(_ group: FindingGroup, _ number: Int) -> Element {
        let first = group.checks[0]
        let isRequired = group.severity == .required
        let kind = isRequired ? (group.outcome == .fail ? "bad" : "open") : "plain"
        var article = Element("article", [("class", "finding \(kind)")])
        article.add(
            Element(
                "h3", [],
                [
                    .text("\(number). "), .line(title(group), most: 160),
                ]))
        article.add(
            .paragraph([
                Report.mark(group.outcome), " ",
                .aside([.text(isRequired ? "required: decides the verdict" : "warning")]),
            ]))
        let controls = group.controls.map { sources.controls.groups[$0] }
        article.add(
            Element.facts([
                (group.checks.count == 1 ? "Check" : "Checks", names(group)),
                ("Expected", [.text(group.expected)]),
                ("Observed", [.line(group.observed)]),
                ("Why it matters", [.line(controls?.meaning ?? group.meaning, most: 1000)]),
                ("Controls", controlWords(controls)),
                ("STIG", securityRules(controls)),
                ("Fix", [.line(controls?.remedy ?? group.remedy, most: 1000)]),
                ("Evidence", evidence(first)),
            ]))
        if group.isVectors, let cases = failingCases(first) { article.add(cases) }
        return article
    }

    private func title(_ group: FindingGroup) -> String {
        let first = group.checks[0]
        guard group.checks.count > 1 else { return first.title }
        return "\(first.title) and \(group.checks.count - 1) more"
    }

    private func names(_ group: FindingGroup) -> Words {
        let most = 24
        var words: Words = []
        for (index, check) in group.checks.prefix(most).enumerated() {
            if index > 0 { words.append(", ") }
            words.append(.code(check.id, most: 160))
        }
        if group.checks.count > most {
            words.append(
                .text(
                    " and \(Figure.grouped(group.checks.count - most)) more in results.json"))
        }
        return words
    }

    private func controlWords(_ controls: ControlMap.Group?) -> Words {
        guard let controls, !controls.objectives.isEmpty || !controls.also.isEmpty else {
            return [.aside(["no control objective is mapped to it"])]
        }
        return [
            .line(
                (controls.objectives + controls.also).joined(separator: ", "), most: 600)
        ]
    }

    /// The rules of the STIG for the system that os-release names.
    private func securityRules(_ controls: ControlMap.Group?) -> Words {
        guard let system = systemID else {
            return [.aside(["the operating system was not observed"])]
        }
        let rules = controls.map { sources.controls.securityRules(of: $0, on: system) } ?? []
        if rules.isEmpty { return [.aside(["none mapped for ", .line(system, most: 40)])] }
        return [.line(rules.map(\.id).joined(separator: ", "), most: 400)]
    }

    private var systemID: String? {
        sources.environment.fact("os/release").flatMap { Report.osRelease($0.output, "ID") }
    }

    private func evidence(_ check: Results.Check) -> Words {
        var words: Words = [
            "results.json, SHA-256 ", .code(sources.digests.results),
        ]
        if let place = tally.setOfCheck[check.id] {
            let file = results.sets[place].file
            words += [.lineBreak, "vectors ", .code(file, most: 160)]
            if let digest = results.vectors.first(where: { $0.file == file })?.sha256 {
                words += [", SHA-256 ", .code(digest)]
            }
        }
        return words
    }

    /// The first cases of a failing group.
    private func failingCases(_ check: Results.Check) -> Element? {
        guard let place = tally.setOfCheck[check.id] else { return nil }
        let set = results.sets[place]
        guard let group = set.groups.first(where: { $0.check == check.id }) else { return nil }
        let found = set.findings.filter { finding in
            finding.tgId == group.tgId
                && finding.answers.contains { $0.module == group.module && $0.verdict != "pass" }
        }
        guard !found.isEmpty else { return nil }
        let most = 3
        var table = Table(
            "cases-\(place)-\(group.tgId)-\(group.module == roles[0] ? "under-test" : "other")",
            [
                "Cases of this group: ", .figure(count(place, group, .fail)), " wrong, ",
                .figure(count(place, group, .error)), " broke off, ",
                .figure(count(place, group, .pass)), " right. The first of them:",
            ],
            [.init("Case"), .init("Field"), .init("Expected"), .init("Answers")])
        for finding in found.prefix(most) {
            var answers: Words = []
            for answer in finding.answers {
                if !answers.isEmpty { answers.append(.lineBreak) }
                answers += [
                    .line("\(answer.module), \(answer.verdict): ", most: 120),
                    .code(answer.value.isEmpty ? answer.reason : answer.value, most: 160),
                ]
            }
            table.rows.append([
                [.text("tcId \(finding.tcId)")], [.line(finding.field, most: 60)],
                [.code(finding.expected, most: 160)], answers,
            ])
        }
        table.leftOut = max(0, set.findingCount - most)
        return table.element
    }

    private func count(_ set: Int, _ group: Results.Group, _ verdict: CaseVerdict) -> Figure {
        Figure(
            group.counts[verdict],
            "results.sets[\(set)].groups[check=\(Figure.quoted(group.check))]"
                + ".sum(\(verdict.rawValue))")
    }

    private func remaining(_ groups: ArraySlice<FindingGroup>) -> Element {
        var table = Table(
            "more-findings", ["Further findings"],
            [.init("Check"), .init("Outcome"), .init("Severity"), .init("Observed")])
        for group in groups where table.hasRoom() {
            table.rows.append([
                [.code(group.checks[0].id, most: 160)], [Report.mark(group.outcome)],
                [.text(group.severity.rawValue)], [.line(group.observed, most: 160)],
            ])
        }
        return table.element
    }
}
