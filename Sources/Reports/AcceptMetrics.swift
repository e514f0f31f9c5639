import Approval
import BenchRecord
package import NodeChecks

extension Acceptance {
    /// Gauges alone, for OpenMetrics 1.0 and node_exporter's textfile collector.
    package func metrics(version: String, time: String) -> String {
        var text = AcceptMetrics.head(status, exitCode, time)
        text += AcceptMetrics.gauge(
            "check", "What came of each check, always 1.",
            results.map { result in
                let labels = AcceptMetrics.labels([
                    ("id", result.check.id), ("severity", result.severity.rawValue),
                    ("outcome", result.finding.outcome.rawValue),
                    ("waived", result.isWaived ? "yes" : "no"),
                ])
                return (labels, 1)
            })
        text += AcceptMetrics.gauge(
            "kernel", "1 for what the kernel's FIPS flag says, 0 for the others.",
            ["on", "off", "unknown"].map { word in
                ("{state=\"\(word)\"}", word == summary.kernel ? 1 : 0)
            })
        let module = AcceptMetrics.labels([
            ("version", summary.openSSL), ("certificate", summary.certificate),
        ])
        text += AcceptMetrics.gauge("module", "The FIPS provider, always 1.", [(module, 1)])
        if let sunset = summary.sunset {
            let certificate = AcceptMetrics.labels([("certificate", summary.certificate)])
            text += AcceptMetrics.gauge(
                "certificate_sunset_days",
                "Days from the day that is judged to the sunset of the provider's certificate.",
                [(certificate, sunset.days(since: asOf))])
        }
        text += AcceptMetrics.gauge(
            "table_timestamp_seconds", "The date of the table of certificates.",
            [("", UTCTime.seconds("\(tableDate)T00:00:00Z") ?? 0)])
        let source = AcceptMetrics.labels([
            ("profile", options.profile.rawValue), ("policy", options.policy.rawValue),
            ("as_of", "\(asOf)"), ("tool_version", version),
        ])
        text += AcceptMetrics.gauge("source", "How it was judged, always 1.", [(source, 1)])
        return text + "# EOF\n"
    }
}

/// The node's verdict for Prometheus. Names and labels are those of the evidence and of the fleet.
package enum AcceptMetrics {
    /// In the place of a verdict that did not come about: what was known before is not known now.
    package static func unknown(_ reason: String, time: String) -> String {
        let label = labels([("reason", String(reason.prefix(300)))])
        return head(.unknown, 2, time)
            + gauge("fault", "Why there is no verdict, always 1.", [(label, 1)]) + "# EOF\n"
    }

    static func head(_ status: Acceptance.Status, _ code: Int32, _ time: String) -> String {
        let statuses = Acceptance.Status.allCases.map { one in
            ("{status=\"\(one.rawValue)\"}", one == status ? 1 : 0)
        }
        return gauge("status", "1 for the status of the node, 0 for the others.", statuses)
            + gauge("exit_code", "0 accepted, 1 not, 2 not determined.", [("", Int(code))])
            + gauge(
                "timestamp_seconds", "When the node was judged.",
                [("", UTCTime.seconds(time) ?? 0)])
    }

    static func gauge(
        _ name: String, _ help: String, _ samples: [(labels: String, value: Int)]
    ) -> String {
        let full = "fipsmark_accept_\(name)"
        var text = "# TYPE \(full) gauge\n"
        // OpenMetrics 1.0: a unit is the end of the name.
        for unit in ["seconds", "days"] where name.hasSuffix("_\(unit)") {
            text += "# UNIT \(full) \(unit)\n"
        }
        text += "# HELP \(full) \(help)\n"
        for sample in samples { text += "\(full)\(sample.labels) \(sample.value)\n" }
        return text
    }

    static func labels(_ pairs: [(name: String, value: String)]) -> String {
        var text = "{"
        for (name, value) in pairs {
            text += text == "{" ? "\(name)=\"" : ",\(name)=\""
            for scalar in TextLayout.printable(value).unicodeScalars {
                if scalar == "\\" || scalar == "\"" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
            text += "\""
        }
        return text + "}"
    }
}
