import Approval
import Markup

/// How a service stands in the three layers of approval, which are never merged.
struct LayersShown: Equatable {
    let standard: String
    let certificate: String
    let module: String

    /// - Parameter trial: what the module under test did; nil where it was not asked.
    init(_ report: Report, rule id: String, trial: Results.Trial?) {
        let rule = report.rules[id]
        standard = rule?.status(on: report.results.asOf).rawValue ?? "not in the policy"
        let match = report.results.moduleUnderTest.certificate
        if match.id.isEmpty {
            certificate = "no certificate"
        } else if let listing = report.listings[match.id]?[id] {
            certificate = listing
        } else {
            certificate = report.listings[match.id] == nil ? "table not held" : "not listed"
        }
        module = trial?.conduct ?? "not asked"
    }

    var cells: [Words] {
        [[mark(standard)], [mark(certificate)], [mark(module)]]
    }

    private func mark(_ words: String) -> Element.Content {
        LayersShown.mark(words)
    }

    static func mark(_ words: String) -> Element.Content {
        switch words {
        case "approved", "allowed", "done, marked approved", "its indicator says approved":
            Standing.good.mark(words)
        case "disallowed", "non-approved", "absent", "done, marked not approved",
            "its indicator says not approved":
            Standing.bad.mark(words)
        case "deprecated", "legacy use", "test only": Standing.open.mark(words)
        default: .aside([.line(words, most: 120)])
        }
    }
}

extension Report {
    private struct AlgorithmRow {
        let name: String
        let family: String
        var sets: [Int]
    }

    var approvedServices: [Element] {
        let day = results.asOf.description
        var table = Table(
            "approved-table",
            [
                "Services that were tested or asked for, in the columns of SP 800-140B; the ",
                "standard as of ", .time(day),
                ". No source of this bundle has CAVP certificates (—): see the security policy.",
            ],
            [
                .init("Algorithm"), .init("CAVP"), .init("Properties"),
                .init("Reference"), .init("Engines, groups"), .init("Standard"),
                .init("Certificate"), .init("Module’s indicator"),
            ], style: "services")
        let trials = trialsUnderTest
        var shown = Set<String>()
        for algorithm in algorithms {
            let agreement = agreement(of: algorithm.sets)
            for group in services(of: algorithm.name, trials) {
                shown.formUnion(group.rules.map(\.id))
                guard table.hasRoom() else { continue }
                table.rows.append(row(algorithm.name, group, agreement))
            }
        }
        for trial in results.trials where trial.module == roles[0] {
            guard let rule = rules[trial.rule], rule.status(on: results.asOf).isApproved,
                shown.insert(trial.rule).inserted, table.hasRoom()
            else { continue }
            let layers = LayersShown(self, rule: rule.id, trial: trial)
            table.rows.append(
                row(
                    "asked directly", ServiceGroup(rules: [rule], layers: layers),
                    [.aside(["not compared"])]))
        }
        if table.rows.isEmpty {
            return [.paragraph(["No vectors were run and no service was asked for."])]
        }
        return [
            .paragraph([
                "Three opinions on each service stand apart, and the strictest counts: what the ",
                "standard says, what the module’s certificate lists, and what the module ",
                "itself said at run time (FIPS 140-3 IG 2.4.C). A module without an ",
                "indicator for a service has no opinion; that it was fetched with ",
                .code("fips=yes"), " is none.",
            ]), table.element,
        ]
    }

    private func row(_ name: String, _ group: ServiceGroup, _ agreement: Words) -> [Words] {
        [
            [.line(name, most: 80)], ["—"],
            [
                .line(group.rules.map(\.subject).joined(separator: "; "), most: 700)
            ],
            [
                .line(group.rules[0].citation, most: 200), .lineBreak,
                .aside([.line(ids(group.rules), most: 200)]),
            ],
            agreement,
        ] + group.layers.cells
    }

    private func ids(_ rules: [RulesInForce.RuleRow]) -> String {
        let shown = rules.prefix(4).map(\.id).joined(separator: ", ")
        return rules.count > 4 ? "\(shown) and \(rules.count - 4) more" : shown
    }

    /// Rules of one algorithm that stand alike in every layer.
    private struct ServiceGroup {
        var rules: [RulesInForce.RuleRow]
        let layers: LayersShown
    }

    private func services(
        of algorithm: String, _ trials: [String: Results.Trial]
    ) -> [ServiceGroup] {
        var groups: [ServiceGroup] = []
        for id in ServiceRules.of(algorithm: algorithm) {
            guard let rule = rules[id] else { continue }
            let layers = LayersShown(self, rule: id, trial: trials[id])
            let place = groups.firstIndex {
                $0.layers == layers && $0.rules[0].citation == rule.citation
            }
            if let place {
                groups[place].rules.append(rule)
            } else {
                groups.append(ServiceGroup(rules: [rule], layers: layers))
            }
        }
        return groups
    }

    /// What the module under test did, by rule. Of several trials of one rule the first that says
    /// something against it stands.
    private var trialsUnderTest: [String: Results.Trial] {
        var trials: [String: Results.Trial] = [:]
        for trial in results.trials where trial.module == roles[0] {
            if trials[trial.rule] == nil || trial.strictest == "not approved" {
                trials[trial.rule] = trial
            }
        }
        return trials
    }

    private var algorithms: [AlgorithmRow] {
        var rows: [AlgorithmRow] = []
        var places: [String: Int] = [:]
        for (index, set) in results.sets.enumerated() {
            if let place = places[set.name] {
                rows[place].sets.append(index)
            } else {
                places[set.name] = rows.count
                rows.append(AlgorithmRow(name: set.name, family: set.family, sets: [index]))
            }
        }
        return rows
    }

    /// How many groups of vectors were compared, and on how many the modules differ.
    private func agreement(of sets: [Int]) -> Words {
        var agreeing = 0
        var differing = 0
        var groups = Set<Substring>()
        var prefix: Substring = ""
        for set in sets {
            for group in results.sets[set].groups {
                let name = group.check.dropFirst("kat/".count).dropLast(group.module.count + 1)
                guard groups.insert(name).inserted else { continue }
                prefix = name.dropLast(String(group.tgId).utf8.count)
                switch tally.crossChecks[name] {
                case .pass?: agreeing += 1
                case .fail?: differing += 1
                default: break
                }
            }
        }
        let checks = "results.checks[id^=\(Figure.quoted("cross-check/\(prefix)"))]"
        // With several sets of one algorithm there is no one place to count in.
        func count(_ value: Int, _ source: String) -> Element.Content {
            sets.count == 1 ? .figure(Figure(value, source)) : .text(Figure.grouped(value))
        }
        if differing > 0 {
            return [
                Standing.bad.mark("differ"), " on ",
                count(differing, checks + "[outcome=fail].count"), " of ",
                count(agreeing + differing, checks + ".count"),
            ]
        }
        if agreeing > 0 {
            return [
                Standing.good.mark("agree"), " on ",
                count(agreeing, checks + "[outcome=pass].count"), " of ",
                count(
                    groups.count, "results.sets[\(sets[0])].groups.distinct(tgId)"),
            ]
        }
        return [.aside(["one engine alone"])]
    }

    var nonApprovedServices: [Element] {
        var parts = [trialTable, limitTable].compactMap { $0 }
        parts += nameTables
        if parts.isEmpty {
            return [
                .paragraph(["No service that is not approved was asked for in this run."])
            ]
        }
        return [
            .paragraph([
                "Our gate refuses each of these before any call. To see whether the module ",
                "refuses by itself too, it was asked past the gate. ",
                "What a module does here on its own is a fact about the module; a program that ",
                "asks for it gets it.",
            ])
        ] + parts
    }

    private var trialTable: Element? {
        var conduct: [String: [String: String]] = [:]
        for trial in results.trials {
            conduct[trial.probe, default: [:]][trial.module] = trial.conduct
        }
        var table = Table(
            "refused-table", ["Non-approved services, asked of each module directly"],
            [
                .init("Name"), .init("Use and function"), .init("Standard"),
                .init("Instead"),
            ] + roles.map { .init("\($0) by itself") } + [.init("In the default provider")],
            style: "services")
        var shown = Set<String>()
        for trial in results.trials {
            let status = rules[trial.rule]?.status(on: results.asOf)
            guard !(status?.isApproved ?? ["approved", "allowed"].contains(trial.standard)),
                shown.insert(trial.probe).inserted, table.hasRoom()
            else { continue }
            let rule = rules[trial.rule]
            table.rows.append(
                [
                    [.line(trial.rule, most: 80)],
                    [
                        .line(rule?.subject ?? trial.probe), .lineBreak,
                        .aside([.line(rule?.citation ?? "", most: 200)]),
                    ],
                    [LayersShown.mark(status?.rawValue ?? trial.standard)],
                    [.line(rule?.instead ?? "", most: 160)],
                ]
                    + roles.map { role in
                        Report.conduct(conduct[trial.probe]?[role] ?? "not asked")
                    } + [[.line(trial.contrast, most: 80)]])
        }
        return table.rows.isEmpty ? nil : table.element
    }

    /// Refusing is good here, and doing it without a word is not.
    static func conduct(_ words: String) -> Words {
        let parts = words.split(separator: " (", maxSplits: 1)
        if parts.count == 2, parts[0] == "refused" {
            return [
                Standing.good.mark("refused"), .lineBreak,
                .aside([
                    .line(String(parts[1].last == ")" ? parts[1].dropLast() : parts[1]), most: 70)
                ]),
            ]
        }
        if words.hasPrefix("refused") || words == "not offered" || words.hasPrefix("absent")
            || words.hasSuffix("not approved")
        {
            return [Standing.good.mark(words)]
        }
        if words.hasPrefix("done") || words.hasSuffix("says approved") {
            return [Standing.open.mark(words)]
        }
        return [.aside([.line(words, most: 160)])]
    }

    private var limitTable: Element? {
        var table = Table(
            "limits-table",
            ["Parameters beyond a limit: what the gate and the module by itself did"],
            [
                .init("Name"), .init("Rule"), .init("Module"), .init("Outcome"), .init("Observed"),
            ])
        for check in results.checks where check.id.hasPrefix("limit/") {
            guard table.hasRoom() else { continue }
            let parts = check.id.split(separator: "/", maxSplits: 3)
            guard parts.count > 2 else { continue }
            table.rows.append([
                [.line(check.title, most: 160)], [.line(String(parts[2]), most: 80)],
                [.line(String(parts[1]), most: 40)], [Report.mark(check.outcome)],
                [.line(check.observed, most: 240)],
            ])
        }
        return table.rows.isEmpty ? nil : table.element
    }

    private struct NameGroup {
        let module: Substring
        let outcome: CheckOutcome
        let observed: String
        var names: [Substring]
        var count: Int
    }

    private var nameGroups: [NameGroup] {
        var groups: [NameGroup] = []
        var places: [String: Int] = [:]
        for check in results.checks where check.id.hasPrefix("name/") {
            let parts = check.id.split(separator: "/", maxSplits: 3)
            guard parts.count == 4 else { continue }
            let key = "\(parts[1]) \(check.outcome.rawValue) \(check.observed)"
            if let place = places[key] {
                groups[place].count += 1
                if groups[place].names.count < 24 { groups[place].names.append(parts[3]) }
            } else {
                places[key] = groups.count
                groups.append(
                    NameGroup(
                        module: parts[1], outcome: check.outcome, observed: check.observed,
                        names: [parts[3]], count: 1))
            }
        }
        return groups
    }

    private var nameTables: [Element] {
        let groups = nameGroups
        guard !groups.isEmpty else { return [] }
        var counts = Table(
            "names-counts", ["Names that the libraries enumerate, by outcome"],
            [.init("Module")]
                + CheckOutcome.allCases.map { .init($0.rawValue, isNumber: true) },
            style: "compact")
        for role in roles {
            let words = CheckOutcome.allCases.map { outcome -> Words in
                let sum = groups.reduce(0) { sum, group in
                    group.module == role && group.outcome == outcome ? sum + group.count : sum
                }
                return [
                    .figure(
                        Figure(
                            sum,
                            "results.checks[id^=\(Figure.quoted("name/\(role)/"))]"
                                + "[outcome=\(outcome.rawValue)].count"))
                ]
            }
            counts.rows.append([[.line(role, most: 40)]] + words)
        }
        var table = Table(
            "names-table",
            [
                "Names that a module hands out although no rule approves them. Names that passed ",
                "are counted above; names that were not checked stand in section 10.",
            ],
            [.init("Names"), .init("Module"), .init("Outcome"), .init("Observed")], style: "texts")
        for group in groups
        where group.outcome != .pass && group.outcome != .notChecked && table.hasRoom() {
            var names = group.names.map(String.init).joined(separator: ", ")
            if group.count > group.names.count {
                names += " and \(group.count - group.names.count) more"
            }
            table.rows.append([
                [.line(names)], [.line(String(group.module), most: 40)],
                [Report.mark(group.outcome)], [.line(group.observed, most: 240)],
            ])
        }
        return [counts.element] + (table.rows.isEmpty ? [] : [table.element])
    }
}
