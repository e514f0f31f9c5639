import Markup

/// The points of a family, arranged for plots and for the table.
struct FamilyOfPoints {
    struct Algorithm {
        let name: String
        /// Operations in the order of the run; the first is the one that is plotted.
        var operations: [String]
        /// By module.
        var points: [String: [Int]]
    }

    let name: String
    var algorithms: [Algorithm] = []

    static func all(_ sources: BundleSources) -> [FamilyOfPoints] {
        var familyOf: [String: String] = [:]
        for set in sources.results.sets where familyOf[set.name] == nil {
            familyOf[set.name] = set.family
        }
        var families: [FamilyOfPoints] = []
        var placeOfFamily: [String: Int] = [:]
        var placeOf: [String: Int] = [:]
        for (index, point) in sources.bench.points.enumerated() {
            let name = familyOf[point.algorithm] ?? "Others"
            let family = placeOfFamily[name] ?? families.count
            if family == families.count {
                placeOfFamily[name] = family
                families.append(FamilyOfPoints(name: name))
            }
            let place = placeOf[point.algorithm] ?? families[family].algorithms.count
            if place == families[family].algorithms.count {
                placeOf[point.algorithm] = place
                families[family].algorithms.append(
                    Algorithm(name: point.algorithm, operations: [], points: [:]))
            }
            families[family].algorithms[place].add(point, at: index)
        }
        return families
    }
}

extension FamilyOfPoints.Algorithm {
    fileprivate mutating func add(_ point: BenchExcerpt.Point, at index: Int) {
        // A point's operations follow one another; whether one is new is seen at the last.
        if operations.last != point.operation && operations.count < 1000 {
            if !operations.contains(point.operation) { operations.append(point.operation) }
        }
        points[point.module, default: []].append(index)
    }
}

extension Report {
    private static let mostPlots = 24
    private static let mostSeries = 12
    private static let mostHistories = 12

    var benchmarks: [Element] {
        let points = sources.bench.points
        var parts: [Element] = [
            .paragraph([
                "Operations only: no control rests on a throughput, and no number here changes ",
                "the verdict. ",
                .figure(Figure(points.count, "bench.points.count")), " points were asked for by ",
                .code("fipsmark " + sources.bench.origin, most: 40), ".",
            ])
        ]
        if !sources.bench.machine.isEmpty {
            parts.append(
                Element.facts(
                    sources.bench.machine.prefix(40).map {
                        (Evidence.line($0.name, most: 60), [.line($0.value, most: 200)])
                    }))
        }
        let families = FamilyOfPoints.all(sources)
        let plots = families.compactMap(figure).prefix(Report.mostPlots)
        if !plots.isEmpty {
            parts.append(Element("h3", text: "Throughput by message size"))
            parts.append(
                .paragraph([
                    "Of each algorithm the first operation that was timed. Both scales are ",
                    "logarithmic, and the same for the modules of a family; algorithms are ",
                    "told apart by their sign and their name.",
                ]))
            parts += plots
        }
        if let table = pointTable(families) { parts.append(table) }
        parts += history
        return parts
    }

    private func figure(_ family: FamilyOfPoints) -> Element? {
        let points = sources.bench.points
        var sizes = Set<Int>()
        var lowest = Int.max
        var highest = 0
        var panels: [(String, [ThroughputPlot.Series?])] = []
        for role in roles {
            let series = family.algorithms.prefix(Report.mostSeries).map {
                algorithm -> ThroughputPlot.Series? in
                var values: [(bytes: Int, rate: Int)] = []
                for index in algorithm.points[role] ?? [] {
                    guard points[index].operation == algorithm.operations.first,
                        let rate = Throughput.rate(points[index]), values.count < 64
                    else { continue }
                    values.append((points[index].messageBytes, rate))
                }
                values.sort { $0.bytes < $1.bytes }
                for value in values {
                    sizes.insert(value.bytes)
                    lowest = min(lowest, value.rate)
                    highest = max(highest, value.rate)
                }
                return values.isEmpty
                    ? nil
                    : ThroughputPlot.Series(
                        algorithm: algorithm.name, operation: algorithm.operations[0],
                        values: values)
            }
            if series.contains(where: { $0 != nil }) { panels.append((role, series)) }
        }
        // One length alone is a row of the table, and no plot.
        guard !panels.isEmpty, sizes.count > 1 else { return nil }
        var frame = Element("div", [("class", "panels")])
        for (role, series) in panels {
            let plot = ThroughputPlot(
                family: family.name, module: role, series: series, sizes: sizes.sorted(),
                lowest: max(1, lowest - lowest / 8), highest: highest + highest / 8)
            frame.add(
                Element(
                    "div", [("class", "panel")],
                    [
                        .element(Element("p", [("class", "label")], [.line(role, most: 40)])),
                        .element(plot.element),
                    ]))
        }
        var figure = Element("figure")
        figure.add(Element("figcaption", [], [.line(family.name, most: 60)]))
        figure.add(frame)
        let more = family.algorithms.count - Report.mostSeries
        if more > 0 {
            figure.add(
                .note([
                    .text(
                        more == 1
                            ? "One more algorithm of the family is in the table."
                            : "\(more) more algorithms of the family are in the table.")
                ]))
        }
        return figure
    }

    private func pointTable(_ families: [FamilyOfPoints]) -> Element? {
        var table = Table(
            "points-table",
            [
                "The slowest and the fastest operation of each algorithm, at the longest message ",
                "that was timed; where there is no message, the time of an operation",
            ],
            [.init("Algorithm"), .init("Operations", isNumber: true), .init("Message")]
                + roles.map { .init($0, isNumber: true) })
        table.whole = BundleSources.benchPath
        for family in families {
            for algorithm in family.algorithms where table.hasRoom() {
                var longest = 0
                for role in roles {
                    for index in algorithm.points[role] ?? []
                    where sources.bench.points[index].isMeasured {
                        longest = max(longest, sources.bench.points[index].messageBytes)
                    }
                }
                table.rows.append(
                    [
                        [.line(algorithm.name, most: 80)],
                        [
                            .figure(
                                Figure(
                                    algorithm.operations.count,
                                    "bench.points[algorithm=\(Figure.quoted(algorithm.name))]"
                                        + ".distinct(operation)"))
                        ],
                        [longest == 0 ? .aside(["none"]) : .text(Throughput.size(longest))],
                    ] + roles.map { range(algorithm, $0, longest) })
            }
        }
        return table.rows.isEmpty ? nil : table.element
    }

    /// Of what was measured at one length the ends; or why nothing was.
    private func range(_ algorithm: FamilyOfPoints.Algorithm, _ role: String, _ bytes: Int) -> Words
    {
        let points = sources.bench.points
        let of = algorithm.points[role] ?? []
        let measured = of.filter { points[$0].isMeasured && points[$0].messageBytes == bytes }
        guard
            let fastest = measured.min(by: {
                points[$0].picosecondsPerOperation < points[$1].picosecondsPerOperation
            }),
            let slowest = measured.max(by: {
                points[$0].picosecondsPerOperation < points[$1].picosecondsPerOperation
            })
        else {
            let reason = of.first.map { points[$0].reason } ?? ""
            return [.aside([reason.isEmpty ? "not timed" : .line(reason, most: 120)])]
        }
        let one = shown(slowest)
        return fastest == slowest ? [one] : [one, " – ", shown(fastest)]
    }

    private func shown(_ index: Int) -> Element.Content {
        let point = sources.bench.points[index]
        let figure = Figure(
            point.picosecondsPerOperation, "bench.points[\(index)].picosecondsPerOperation")
        if let rate = Throughput.rate(point) {
            return .measured(figure, Throughput.words(rate))
        }
        return .measured(figure, Throughput.duration(point.picosecondsPerOperation))
    }

    private var history: [Element] {
        let all = sources.bench.history
        guard !all.isEmpty else {
            return [
                Element("h3", text: "History"),
                .paragraph([.aside(["No earlier runs stand in this bundle."])]),
            ]
        }
        var parts = [
            Element("h3", text: "History"),
            .paragraph([
                "Time per operation over earlier runs on the same machine; lower is faster. A ",
                "flag with a date marks a run from which on something changed for good.",
            ]),
        ]
        for (index, series) in all.prefix(Report.mostHistories).enumerated() {
            var figure = Element("figure", [("class", "history")])
            figure.add(Element("figcaption", [], [.line(series.id, most: 120)]))
            figure.add(HistoryLine(series: series).element)
            figure.add(.paragraph(historyInWords(index, series)))
            parts.append(figure)
        }
        if all.count > Report.mostHistories {
            parts.append(
                .note([
                    "And ", .text(Figure.grouped(all.count - Report.mostHistories)), " more in ",
                    .code(BundleSources.benchPath), ".",
                ]))
        }
        return parts
    }

    private func historyInWords(_ index: Int, _ series: BenchExcerpt.Series) -> Words {
        let place = "bench.history[\(index)].runs"
        let changes = series.runs.filter(\.isChange)
        var words: Words = [
            .figure(Figure(series.runs.count, place + ".count")), " runs, ",
            .figure(Figure(changes.count, place + "[change=yes].count")),
            changes.count == 1 ? " change" : " changes",
        ]
        for (count, change) in changes.prefix(12).enumerated() {
            words += [count == 0 ? ": " : ", ", .time(HistoryLine.day(change.startedAt))]
        }
        if let last = series.runs.last {
            words += [
                "; the last run took ",
                .measured(
                    Figure(
                        last.picosecondsPerOperation,
                        "\(place)[\(series.runs.count - 1)].picosecondsPerOperation"),
                    Throughput.duration(last.picosecondsPerOperation)),
            ]
        }
        return words + ["."]
    }
}
