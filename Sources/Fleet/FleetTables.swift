import BenchRecord
import Evidence

/// The fleet for spreadsheets and for Prometheus.
extension RollUp {
    /// RFC 4180, a line for each node.
    package var csv: String {
        var text =
            "node,scope,fips,verdict,reason,signature,started_at,module,module_sha256,certificate,"
            + "kernel,layers,sha256\r\n"
        for node in nodes {
            let first = node.reports.first
            let layers = node.layers.map { "\($0.name)=\($0.verdict.rawValue)" }
            let fields = [
                node.name, path(node.scope), node.scope < 0 ? "" : fips(node.scope),
                node.verdict.rawValue, node.reason, first?.vouching.state.rawValue ?? "",
                first?.startedAt.map(UTCTime.text) ?? "", first?.moduleVersion ?? "",
                first?.moduleDigest ?? "", first?.certificate ?? "", first?.kernel.rawValue ?? "",
                layers.joined(separator: ";"),
                first?.digest ?? "",
            ]
            text += fields.map(RollUp.field).joined(separator: ",") + "\r\n"
        }
        return text
    }

    private static func field(_ text: String) -> String {
        var text = Evidence.line(text)
        // A spreadsheet would calculate it.
        if let first = text.utf8.first, [0x3D, 0x2B, 0x2D, 0x40].contains(first) {
            text = "'" + text
        }
        let isPlain = text.utf8.allSatisfy { ![0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        if isPlain { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }

    /// Gauges alone, for OpenMetrics 1.0 and node_exporter's textfile collector.
    package var metrics: String {
        var text = ""
        func gauge(_ name: String, _ help: String, _ samples: [(labels: String, value: Int)]) {
            if samples.isEmpty { return }
            text += "# TYPE fipsmark_fleet_\(name) gauge\n# HELP fipsmark_fleet_\(name) \(help)\n"
            for sample in samples {
                text += "fipsmark_fleet_\(name)\(sample.labels) \(sample.value)\n"
            }
        }
        var nodes: [(labels: String, value: Int)] = []
        var verdicts: [(labels: String, value: Int)] = []
        var switches: [(labels: String, value: Int)] = []
        for (index, scope) in scopes.scopes.enumerated() {
            let place =
                "kind=\"\(scope.kind.rawValue)\",scope=\"\(RollUp.escaped(path(index)))\""
            let count = counts[index]
            for verdict in NodeReport.Verdict.allCases {
                let number =
                    switch verdict {
                    case .full: count.full
                    case .partial: count.partial
                    case .none: count.none
                    case .unknown: count.unknown
                    }
                let labels = "{\(place),verdict=\"\(verdict.rawValue)\"}"
                nodes.append((labels, number))
                verdicts.append((labels, count.verdict == verdict ? 1 : 0))
            }
            switches.append(("{\(place)}", scopes.isOn(index) ? 1 : 0))
        }
        gauge("nodes", "Nodes of a scope by verdict.", nodes)
        gauge("verdict", "1 for the verdict of a scope, 0 for the others.", verdicts)
        gauge("switch", "1 where FIPS is switched on, by the scope or around it.", switches)
        gauge(
            "findings", "What the rules found, without what is waived.",
            Rule.allCases.flatMap { rule in
                Finding.Outcome.allCases.map { outcome in
                    (
                        "{rule=\"\(rule.rawValue)\",outcome=\"\(outcome.rawValue)\"}",
                        findings.count {
                            $0.rule == rule && $0.outcome == outcome && !$0.waiverHolds
                        }
                    )
                }
            })
        gauge(
            "point_picoseconds",
            "Time of an operation by quantile over the nodes with one processor.",
            machines.flatMap { machine in
                machine.points.flatMap { point in
                    [
                        ("0", point.minimum), ("0.25", point.lowerQuartile),
                        ("0.5", point.median), ("0.75", point.upperQuartile),
                        ("1", point.maximum),
                    ].map { quantile, value in
                        (
                            "{machine=\"\(RollUp.escaped(machine.name))\","
                                + "origin=\"\(machine.isCoarse ? "run" : "bench")\","
                                + "point=\"\(RollUp.escaped(point.id))\",quantile=\"\(quantile)\"}",
                            value
                        )
                    }
                }
            })
        gauge("unreadable", "Reports that could not be read.", [("", problemCount)])
        gauge("exit_code", "0 passed, 1 failed, 2 not determined.", [("", Int(exitCode))])
        return text + "# EOF\n"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
