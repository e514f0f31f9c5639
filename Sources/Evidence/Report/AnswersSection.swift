import Approval
import Markup

extension Report {
    var selfTests: [Element] {
        let state = results.checks.first { $0.id == "state/\(roles[0])" }
        var parts: [Element] = [
            .paragraph([
                "What the module did of itself, as its OSSL_SELF_TEST callback told it. These are ",
                "the module’s own tests inside its boundary (FIPS 140-3 IG 10.3.A). They are ",
                "kept apart from the known answers of section 8, which are an operator’s ",
                "tests from outside.",
            ])
        ]
        if let state {
            parts.append(
                .paragraph([
                    "State at the end of the run: ", Report.mark(state.outcome), " ",
                    .line(state.observed), ".",
                ]))
        }
        parts.append(
            contentsOf: selfTestPart(
                results.loadSelfTests, id: "load", "When the module was loaded"))
        parts.append(
            contentsOf: selfTestPart(
                results.forcedSelfTests, id: "forced", "On demand, during the run"))
        return parts
    }

    private func selfTestPart(
        _ tests: [Results.SelfTest], id: String, _ title: String
    ) -> [Element] {
        let source = "results.selfTests.\(id)"
        let passed = tests.count { $0.phase == "Pass" }
        var part = Element("div")
        part.add(heading: title)
        if tests.isEmpty {
            part.add(
                .paragraph([
                    Standing.plain.mark("none"),
                    .text(
                        id == "load"
                            ? " The module told of no self-test when it was loaded; one whose "
                                + "configuration has an install status tests its integrity alone."
                            : " No self-test was asked for in this run."),
                ]))
            return [part]
        }
        var table = Table(
            "self-tests-\(id)",
            [
                .figure(Figure(passed, "\(source)[phase=Pass].count")), " of ",
                .figure(Figure(tests.count, "\(source).count")), " passed",
            ],
            [
                .init("Algorithm"), .init("Type"), .init("Method"), .init("Result"),
                .init("Time, µs", isNumber: true),
            ], style: "compact wide")
        for (index, test) in tests.enumerated() where table.hasRoom() {
            table.rows.append([
                [.line(test.description, most: 80)], [.line(test.type, most: 80)],
                [.text(Report.method(of: test.type))],
                [
                    (test.phase == "Pass" ? Standing.good : .bad).mark(
                        Evidence.line(test.phase, most: 40))
                ],
                [
                    .measured(
                        Figure(test.durationNanoseconds, "\(source)[\(index)].durationNanoseconds"),
                        Report.microseconds(test.durationNanoseconds))
                ],
            ])
        }
        part.add(table.element)
        return [part]
    }

    /// The methods of SP 800-140B's table of self-tests.
    static func method(of type: String) -> String {
        if type.contains("Integrity") { return "integrity" }
        if type.hasPrefix("KAT") { return "KAT" }
        if type.hasPrefix("PCT") || type.contains("Conditional") { return "PCT" }
        return "other"
    }

    static func microseconds(_ nanoseconds: Int) -> String {
        let tenths = (max(0, nanoseconds) + 50) / 100
        return "\(Figure.grouped(tenths / 10)).\(tenths % 10)"
    }

    var knownAnswers: [Element] {
        guard !results.sets.isEmpty else {
            return [.paragraph([Standing.open.mark("none"), " No vectors were run."])]
        }
        return [
            .paragraph([
                "Published vectors, answered by each module. “Verified” are answers that nobody ",
                "publishes, since they are random: each was verified by the other module or ",
                "by the same one. “Not offered” and “refused” are never a pass.",
            ]), setTable, vectorTable,
        ]
    }

    private var setTable: Element {
        var table = Table(
            "sets-table",
            [
                "Results by algorithm: ", .figure(Figure(results.cases, "results.sets.sum(cases)")),
                " cases. ", .text(crossCheckInWords),
            ],
            [
                .init("Algorithm"), .init("Family"), .init("Cases", isNumber: true),
            ] + roles.map { .init($0) } + [.init("Vectors")])
        for (index, set) in results.sets.enumerated() where table.hasRoom() {
            table.rows.append(
                [
                    [
                        .line(set.name, most: 80), " ",
                        .aside([.line(set.revision, most: 40)]),
                    ],
                    [.line(set.family, most: 40)],
                    [.figure(Figure(set.cases, "results.sets[\(index)].cases"))],
                ] + roles.map { verdicts(index, $0) } + [[.code(set.file, most: 120)]])
        }
        return table.element
    }

    private var crossCheckInWords: String {
        results.crossCheck == "available"
            ? "A second implementation was asked for the same answers."
            : "No second implementation answered: \(Evidence.line(results.crossCheck, most: 160))."
    }

    /// The verdicts of a set on a module that there are any of.
    private func verdicts(_ index: Int, _ module: String) -> Words {
        var counts = Results.Counts()
        for group in results.sets[index].groups where group.module == module {
            counts += group.counts
        }
        var words: Words = []
        let place = "results.sets[\(index)].groups[module=\(Figure.quoted(module))]"
        for verdict in CaseVerdict.allCases where counts[verdict] > 0 {
            if !words.isEmpty { words.append(.lineBreak) }
            let figure = Figure(counts[verdict], "\(place).sum(\(verdict.rawValue))")
            let isBad = verdict == .fail || verdict == .error
            if isBad {
                words.append(.strong(["✗ ", .figure(figure), " ", .text(verdict.words)]))
            } else {
                words += [.figure(figure), .text(" " + verdict.inBrief)]
            }
        }
        return words.isEmpty ? [.aside(["nothing executed"])] : words
    }

    private var vectorTable: Element {
        let files = sources.vectors.files
        let own = files.count { $0.ships }
        var table = Table(
            "vectors-table",
            [
                "Files of vectors and where they come from: ",
                .figure(Figure(files.count, "vectors.files.count")), ", of which ",
                .figure(Figure(own, "vectors.files[ships=yes].count")),
                " ship with fipsmark letter for letter. Origins are whole in ",
                .code(BundleSources.vectorsPath), ".",
            ],
            [
                .init("File and SHA-256"), .init("Cases", isNumber: true), .init("Origin"),
            ], style: "texts")
        table.whole = BundleSources.vectorsPath
        for (index, file) in files.enumerated() where table.hasRoom() {
            let origin: Words =
                file.origins.isEmpty
                ? [Standing.open.mark("brought by the operator")]
                : [.text(Report.origins(file.origins))]
            table.rows.append([
                [.code(file.file, most: 160), .lineBreak, .aside([.code(file.sha256)])],
                [.figure(Figure(file.cases, "vectors.files[\(index)].cases"))],
                origin,
            ])
        }
        return table.element
    }

    /// Where values were published; of a long list of files the beginning.
    private static func origins(_ origins: [String]) -> String {
        let most = 110
        let shown = origins.prefix(2).map { origin in
            let start = origin.unicodeScalars.prefix(most + 1)
            let line = Evidence.line(String(String.UnicodeScalarView(start)), most: most + 1)
            return start.count > most ? "\(line.dropLast())…" : line
        }
        let more = origins.count - shown.count
        return shown.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
    }

    var disagreements: [Element] {
        var parts = [modulesDisagree]
        var table = Table(
            "layers-table", ["Layers of approval that do not say the same"],
            [.init("Rule"), .init("Module"), .init("What differs, and why as far as it is known")])
        for trial in results.trials where !trial.disagreement.isEmpty && table.hasRoom() {
            table.rows.append([
                [.line(trial.rule, most: 80)], [.line(trial.module, most: 40)],
                [.line(trial.disagreement, most: 600)],
            ])
        }
        parts.append(
            table.rows.isEmpty
                ? .paragraph([
                    Standing.good.mark("none"),
                    " Standard, certificate and indicator do not contradict each other where two ",
                    "of them have an opinion.",
                ]) : table.element)
        return parts
    }

    private var modulesDisagree: Element {
        let passed = "results.checks[id^=cross-check/][outcome=pass].count"
        let failed = "results.checks[id^=cross-check/][outcome=fail].count"
        let count = tally.crossCheckCounts
        if count.pass + count.fail == 0 {
            return .paragraph([
                Standing.plain.mark("not compared"), " ", .text(crossCheckInWords),
            ])
        }
        var table = Table(
            "cross-table",
            [
                "Groups of vectors on which the modules say the same and mean different values: ",
                .figure(Figure(count.fail, failed)), "; groups without such a case: ",
                .figure(Figure(count.pass, passed)),
            ], [.init("Check"), .init("Outcome"), .init("Observed")])
        for check in results.checks
        where check.id.hasPrefix("cross-check/") && check.outcome != .pass && table.hasRoom() {
            table.rows.append([
                [.code(check.id, most: 160)], [Report.mark(check.outcome)],
                [.line(check.observed)],
            ])
        }
        if table.rows.isEmpty {
            return .paragraph([
                Standing.good.mark("none"), " On ", .figure(Figure(count.pass, passed)),
                " groups of vectors there is no case on which the modules say the same and mean ",
                "different values.",
            ])
        }
        return table.element
    }
}

extension CaseVerdict {
    var inBrief: String { self == .notComparable ? "verified" : words }
}
