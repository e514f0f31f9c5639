import Approval
import BenchRecord

extension Projection {
    static let metrics = Projection(
        name: "metrics", path: "metrics.prom",
        purpose: "the run as gauges, for OpenMetrics and node_exporter's textfile collector"
    ) { sources in
        var exposition = Exposition()
        exposition.addRun(sources)
        exposition.addSelfTests(sources.results)
        exposition.addPoints(sources.bench)
        return exposition.text + "# EOF\n"
    }
}

/// Gauges alone, without times of samples, so that OpenMetrics 1.0 and Prometheus' text format
/// 0.0.4 read the same. Names begin with the command whose numbers they are; labels and units are
/// those of `fipsmark bench --format openmetrics`.
private struct Exposition {
    typealias Labels = [(name: String, value: String)]

    private(set) var text = ""

    private mutating func add(
        _ name: String, unit: String = "", _ help: String, _ samples: [(Labels, String)]
    ) {
        if samples.isEmpty { return }
        let full = "fipsmark_\(name)" + (unit.isEmpty ? "" : "_\(unit)")
        text += "# TYPE \(full) gauge\n"
        if !unit.isEmpty { text += "# UNIT \(full) \(unit)\n" }
        text += "# HELP \(full) \(help)\n"
        var seen: Set<String> = []
        for (labels, value) in samples {
            let pairs = labels.map { "\($0.name)=\"\(Exposition.escaped($0.value))\"" }
            let series = full + (pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}")
            // A second sample of a series would make the whole file unreadable; such a run is not
            // one that fipsmark wrote, and the sources have both.
            if seen.insert(series).inserted { text += "\(series) \(value)\n" }
        }
    }

    mutating func addRun(_ sources: BundleSources) {
        let results = sources.results
        add(
            "run_verdict", "1 for the verdict of the run, 0 for the others.",
            ["pass", "fail", "unknown"].map {
                ([("verdict", $0)], $0 == results.verdict.rawValue ? "1" : "0")
            })
        var counts: [String: Int] = [:]
        for check in results.checks {
            counts[check.severity.rawValue + check.outcome.rawValue, default: 0] += 1
        }
        var checks: [(Labels, String)] = []
        for severity in CheckSeverity.allCases {
            for outcome in CheckOutcome.allCases {
                checks.append(
                    (
                        [("severity", severity.rawValue), ("outcome", outcome.rawValue)],
                        String(counts[severity.rawValue + outcome.rawValue, default: 0])
                    ))
            }
        }
        add("run_checks", "Checks by what came of them.", checks)
        add("run_cases", "Cases of known answers by verdict.", cases(results))
        add(
            "run_certificate_sunset", unit: "days",
            "Days from the day that the run speaks of to the certificate's sunset.",
            results.modules.compactMap { module in
                guard let sunset = CalendarDate(module.certificate.sunset) else { return nil }
                return (
                    [("module", module.role), ("certificate", module.certificate.id)],
                    String(sunset.days(since: results.asOf))
                )
            })
        add(
            "run_module", "Modules of the run, always 1.",
            results.modules.map { module in
                (
                    [
                        ("module", module.role), ("name", module.name),
                        ("version", module.version), ("sha256", module.sha256),
                        ("certificate", module.certificate.id),
                        ("certificate_status", module.certificate.status),
                    ], "1"
                )
            })
        if let started = UTCTime.seconds(results.startedAt) {
            add(
                "run_start_timestamp", unit: "seconds", "When the run began.",
                [([], String(started))])
        }
        add(
            "run_source", "The run that all of it is of, always 1.",
            [
                (
                    [
                        ("run", sources.runID), ("as_of", "\(results.asOf)"),
                        ("tool_version", results.toolVersion),
                    ], "1"
                )
            ])
    }

    private func cases(_ results: Results) -> [(Labels, String)] {
        results.modules.flatMap { module in
            let counts = results.counts(module.role)
            return [
                ("pass", counts.pass), ("fail", counts.fail), ("error", counts.error),
                ("unsupported", counts.unsupported), ("refused", counts.refused),
                ("not comparable", counts.notComparable),
            ].map { verdict, count in
                ([("module", module.role), ("verdict", verdict)], String(count))
            }
        }
    }

    /// A module may run two tests of one name; their place tells them apart.
    mutating func addSelfTests(_ results: Results) {
        var samples: [(Labels, String)] = []
        for (moment, tests) in [
            ("load", results.loadSelfTests), ("forced", results.forcedSelfTests),
        ] {
            for (place, test) in tests.enumerated() {
                samples.append(
                    (
                        [
                            ("moment", moment), ("place", String(place + 1)), ("type", test.type),
                            ("description", test.description), ("phase", test.phase),
                        ], Exposition.decimal(test.durationNanoseconds, 9)
                    ))
            }
        }
        add(
            "run_self_test", unit: "seconds",
            "The module's own self-tests, at its load and on demand.", samples)
    }

    mutating func addPoints(_ bench: BenchExcerpt) {
        let isBench = bench.origin == "bench"
        let command = isBench ? "bench" : "run"
        let measured = bench.points.filter(\.isMeasured)
        func times(_ picoseconds: (BenchExcerpt.Point) -> Int) -> [(Labels, String)] {
            measured.map { ($0.labels, Exposition.decimal(picoseconds($0), 12)) }
        }
        add(
            "\(command)_operation", unit: "seconds",
            isBench
                ? "Time of one operation, low quantile of clean batches."
                : "Time of one operation, as the table of the run has it.",
            times(\.picosecondsPerOperation))
        if isBench {
            add(
                "bench_operation_lower", unit: "seconds",
                "Lower end of the interval of 95 percent.", times(\.lowPicoseconds))
            add(
                "bench_operation_upper", unit: "seconds",
                "Upper end of the interval of 95 percent.", times(\.highPicoseconds))
        }
        add(
            "\(command)_operation", unit: "bytes_per_second",
            "Bytes of message in a second of such operations.",
            measured.compactMap { point in
                point.bytesPerSecond.map { (point.labels, String($0)) }
            })
        add(
            "\(command)_point_measured", "1 where the point has a number, else 0 and why.",
            bench.points.map { ($0.labels + [("state", $0.state)], $0.isMeasured ? "1" : "0") })
    }

    private static func escaped(_ value: String) -> String {
        let line = Evidence.line(value)
        if !line.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }) {
            return line
        }
        return line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// Every digit, without an exponent.
    private static func decimal(_ count: Int, _ places: Int) -> String {
        let digits = String(max(0, count))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return "\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}

extension BenchExcerpt.Point {
    fileprivate var labels: [(name: String, value: String)] {
        [
            ("module", module), ("algorithm", algorithm), ("operation", operation),
            ("message_bytes", String(messageBytes)),
        ]
    }

    fileprivate var state: String { isMeasured ? "measured" : reason }
}
