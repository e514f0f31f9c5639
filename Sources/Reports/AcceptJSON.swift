import Approval
import CanonicalJSON
package import NodeChecks

/// The tool that wrote a report, which no acceptance knows by itself.
package struct ReportingTool: Sendable {
    package let version: String
    /// SHA-256 of the executable; empty where it could not be read.
    package let sha256: String
    /// UTC, as `2026-01-31T12:00:00Z`.
    package let time: String

    package init(version: String, sha256: String, time: String) {
        self.version = version
        self.sha256 = sha256
        self.time = time
    }
}

extension Acceptance {
    /// The canonical record, in the form of RFC 8785.
    package func json(_ tool: ReportingTool) -> String {
        let value: JSONValue = [
            "schemaVersion": .string(Acceptance.schemaVersion),
            "tool": [
                "name": "fipsmark", "version": .string(tool.version),
                "sha256": .string(tool.sha256),
            ],
            "time": .string(tool.time),
            "node": [
                "name": .string(summary.node), "openssl": .string(summary.openSSL),
                "certificate": .string(summary.certificate), "kernel": .string(summary.kernel),
                "platform": .string(summary.platform), "release": .string(summary.release),
                "machine": .string(summary.machine),
            ],
            "profile": .string(options.profile.rawValue),
            "policy": .string(options.policy.rawValue),
            "hostRoot": .string(options.hostRoot),
            "failOnWarn": .string(options.failOnWarning ? "yes" : "no"),
            "asOf": .string("\(asOf)"),
            "cmvpTable": ["date": .string("\(tableDate)")],
            "checks": .array(results.map(\.json)),
            "untestedGroups": .array(untested.map { .string(String($0.rawValue)) }),
            "summary": .object(counts),
            "headline": .string(headline),
            "status": .string(status.rawValue),
            "exitCode": .integer(Int(exitCode)),
        ]
        return value.canonicalLine
    }

    private var counts: [String: JSONValue] {
        var counts: [String: JSONValue] = [:]
        for outcome in CheckOutcome.allCases {
            counts[outcome.rawValue] = .integer(results.count { $0.finding.outcome == outcome })
        }
        counts["requiredFailures"] = .integer(requiredFailures.count)
        counts["requiredOpen"] = .integer(open.count)
        counts["warnings"] = .integer(warnings.count)
        counts["waived"] = .integer(waived.count)
        return counts
    }
}

extension CheckResult {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(check.id), "title": .string(check.title),
            "severity": .string(severity.rawValue),
            "outcome": .string(finding.outcome.rawValue),
            "expected": .string(finding.expected), "observed": .string(finding.observed),
            "method": .string(finding.method), "remedy": .string(remedy),
            "evidence": .array(finding.evidence.map { .string($0) }),
            "controls": .array(check.controls.flatMap(\.identifiers).map { .string($0) }),
            "requirements": .array(requirements.map { .string($0) }),
            "durationMicroseconds": .integer(durationNanoseconds / 1000),
        ]
        if let waiver {
            members["waiver"] = [
                "owner": .string(waiver.owner), "reason": .string(waiver.reason),
                "expires": .string("\(waiver.expires)"),
                "holds": .string(waiverHolds ? "yes" : "no"),
            ]
        }
        return .object(members)
    }
}
