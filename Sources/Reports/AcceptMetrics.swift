import Approval
import BenchRecord
package import NodeChecks

extension Acceptance {
    /// Gauges alone, for OpenMetrics 1.0 and node_exporter's textfile collector.
    package func metrics(version: String, time: String) -> String {
        let metrics = AcceptMetrics(status, exitCode, time)
        metrics.begin("check", "What came of each check, always 1.")
        for result in results {
            metrics.add(
                [
                    "id", result.check.id, "severity", result.severity.rawValue,
                    "outcome", result.finding.outcome.rawValue,
                    "waived", result.isWaived ? "yes" : "no",
                ], 1)
        }
        metrics.begin("kernel", "1 for what the kernel's FIPS flag says, 0 for the others.")
        for word in ["on", "off", "unknown"] {
            metrics.add(["state", word], word == summary.kernel ? 1 : 0)
        }
        metrics.begin("module", "The FIPS provider, always 1.")
        metrics.add(["version", summary.openSSL, "certificate", summary.certificate], 1)
        if let sunset = summary.sunset {
            metrics.begin(
                "certificate_sunset",
                "Days from the day that is judged to the sunset of the provider's certificate.",
                unit: "days")
            metrics.add(["certificate", summary.certificate], sunset.days(since: asOf))
        }
        metrics.begin("table_timestamp", "Date of the table of certificates.", unit: "seconds")
        metrics.add([], UTCTime.seconds("\(tableDate)T00:00:00Z") ?? 0)
        metrics.begin("source", "How it was judged, always 1.")
        metrics.add(
            [
                "profile", options.profile.rawValue, "policy", options.policy.rawValue,
                "as_of", "\(asOf)", "tool_version", version,
            ], 1)
        return metrics.text + "# EOF\n"
    }
}

/// The node's verdict for Prometheus. Names and labels are those of the evidence and of the fleet.
package final class AcceptMetrics {
    fileprivate var text = ""
    private var name = ""

    /// In the place of a verdict that did not come about: what was known before is not known now.
    package static func unknown(_ reason: String, time: String) -> String {
        let metrics = AcceptMetrics(.unknown, 2, time)
        metrics.begin("fault", "Why there is no verdict, always 1.")
        metrics.add(["reason", String(reason.prefix(300))], 1)
        return metrics.text + "# EOF\n"
    }

    fileprivate init(_ status: Acceptance.Status, _ exitCode: Int32, _ time: String) {
        begin("status", "1 for the status of the node, 0 for the others.")
        for one in Acceptance.Status.allCases {
            add(["status", one.rawValue], one == status ? 1 : 0)
        }
        begin("exit_code", "0 accepted, 1 not, 2 not determined.")
        add([], Int(exitCode))
        begin("timestamp", "When the node was judged.", unit: "seconds")
        add([], UTCTime.seconds(time) ?? 0)
    }

    fileprivate func begin(_ name: String, _ help: String, unit: String = "") {
        self.name = "fipsmark_accept_" + name + (unit.isEmpty ? "" : "_" + unit)
        text += "# TYPE " + self.name + " gauge\n"
        if !unit.isEmpty { text += "# UNIT " + self.name + " " + unit + "\n" }
        text += "# HELP " + self.name + " " + help + "\n"
    }

    /// One sample of what was begun; labels are names and values by turns.
    fileprivate func add(_ labels: [String], _ value: Int) {
        text += name
        for (index, label) in labels.enumerated() {
            if index % 2 == 0 {
                text += (index == 0 ? "{" : ",") + label + "=\""
            } else {
                for scalar in TextLayout.printable(label).unicodeScalars {
                    if scalar == "\\" || scalar == "\"" { text += "\\" }
                    text.unicodeScalars.append(scalar)
                }
                text += index == labels.count - 1 ? "\"}" : "\""
            }
        }
        text += " " + String(value) + "\n"
    }
}
