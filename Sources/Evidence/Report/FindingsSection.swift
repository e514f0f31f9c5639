import Approval
import Markup

/// Findings that are told together.
struct FindingGroup {
    /// The same words of several checks.
    struct Entry {
        let observed: String
        var checks: [Results.Check]
    }

    let outcome: CheckOutcome
    let severity: CheckSeverity
    /// The first part of the checks' IDs.
    let kind: Substring
    let controls: Int?
    var entries: [Entry]

    var first: Results.Check { entries[0].checks[0] }
    var count: Int { entries.reduce(0) { $0 + $1.checks.count } }

    /// Each check that decides the run stands alone; warnings of one kind stand together.
    static func all(_ tally: ReportTally) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        var places: [String: (group: Int, entry: Int)] = [:]
        for (check, controls) in zip(tally.findings, tally.groupOfFinding) {
            let kind = check.id.prefix { $0 != "/" }
            let entry = Entry(observed: check.observed, checks: [check])
            if check.severity != .required {
                let key = "\(kind) \(check.outcome.rawValue) \(controls ?? -1)"
                let whole = "\(key) \(check.observed)"
                if let place = places[whole] {
                    groups[place.group].entries[place.entry].checks.append(check)
                    continue
                }
                if let place = places[key] {
                    places[whole] = (place.group, groups[place.group].entries.count)
                    groups[place.group].entries.append(entry)
                    continue
                }
                places[key] = (groups.count, 0)
                places[whole] = (groups.count, 0)
            }
            groups.append(
                FindingGroup(
                    outcome: check.outcome, severity: check.severity, kind: kind,
                    controls: controls, entries: [entry]))
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
            ". Warnings of one kind stand together.",
        ])
    }

    private func article(_ group: FindingGroup, _ number: Int) -> Element {
        let isRequired = group.severity == .required
        let kind = isRequired ? (group.outcome == .fail ? "bad" : "open") : "plain"
        let controls = group.controls.map { sources.controls.groups[$0] }
        var article = Element("article", [("class", "finding \(kind)")])
        article.add(
            Element(
                "h3", [],
                [
                    .text("\(number). "), .line(title(group, controls), most: 160),
                ]))
        article.add(
            .paragraph([
                Report.mark(group.outcome), " ",
                .aside([
                    .text(
                        isRequired
                            ? "required: decides the verdict"
                            : "warning: does not decide the verdict")
                ]),
            ]))
        let isOne = group.count == 1
        var facts: [(String, Words)] = []
        if isOne { facts.append(("Check", [.code(group.first.id, most: 160)])) }
        facts.append(("Expected", [.text(group.expected)]))
        if isOne { facts.append(("Observed", [.line(group.first.observed)])) }
        facts += [
            ("Why it matters", [.line(controls?.meaning ?? group.meaning, most: 1000)]),
            ("Controls", controlWords(controls)),
            ("STIG", securityRules(controls)),
            ("Fix", [.line(controls?.remedy ?? group.remedy, most: 1000)]),
            ("Evidence", evidence(group.first)),
        ]
        article.add(Element.facts(facts))
        if !isOne { article.add(entries(of: group, number)) }
        if group.isVectors, isOne, let cases = failingCases(group.first) { article.add(cases) }
        return article
    }

    private func title(_ group: FindingGroup, _ controls: ControlMap.Group?) -> String {
        group.count == 1
            ? group.first.title
            : "\(controls?.title ?? String(group.kind)): \(Figure.grouped(group.count)) checks"
    }

    private func entries(of group: FindingGroup, _ number: Int) -> Element {
        var table = Table(
            "finding-\(number)", ["What was observed, and in which checks"],
            [.init("Observed"), .init("Checks")], style: "texts")
        for entry in group.entries {
            if table.rows.count == 40 {
                table.leftOut += 1
            } else {
                table.rows.append([[.line(entry.observed, most: 240)], names(entry)])
            }
        }
        return table.element
    }

    private func names(_ entry: FindingGroup.Entry) -> Words {
        let most = 24
        var words: Words = []
        for (index, check) in entry.checks.prefix(most).enumerated() {
            if index > 0 { words.append(", ") }
            words.append(.code(check.id, most: 160))
        }
        if entry.checks.count > most {
            words.append(
                .text(" and \(Figure.grouped(entry.checks.count - most)) more in results.json"))
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
        let system = sources.environment.operatingSystem
        if system.isEmpty { return [.aside(["the operating system was not observed"])] }
        let rules = controls.map { sources.controls.securityRules(of: $0, on: system) } ?? []
        if rules.isEmpty { return [.aside(["none mapped for ", .line(system, most: 40)])] }
        return [.line(rules.map(\.id).joined(separator: ", "), most: 400)]
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
                [.code(group.first.id, most: 160)], [Report.mark(group.outcome)],
                [.text(group.severity.rawValue)], [.line(group.first.observed, most: 160)],
            ])
        }
        return table.element
    }
}
