import Approval
import CanonicalJSON

extension Projection {
    static let hdf = Projection(
        name: "hdf", path: "hdf.json", purpose: "the checks for MITRE Heimdall and SAF (HDF 1.0)"
    ) { sources in
        HDF(sources: sources, checks: sources.checkTexts).execution.canonicalLine
    }
}

/// The `exec-json` of InSpec: a profile with a control for each check. Heimdall knows severities
/// and outcomes of controls alone, so several checks in one would hide those that were skipped.
private struct HDF {
    let sources: BundleSources
    let checks: [CheckText]

    var execution: JSONValue {
        let results = sources.results
        func total(_ status: String) -> JSONValue {
            ["total": .integer(checks.count { HDF.status($0) == status })]
        }
        return [
            "platform": [
                "name": "linux",
                "release": .string(
                    Evidence.line(sources.environment.fact("kernel/release")?.output ?? "unknown")),
            ],
            "version": .string(Evidence.line(results.toolVersion)),
            "statistics": [
                "controls": [
                    "passed": total("passed"), "failed": total("failed"),
                    "skipped": total("skipped"),
                ]
            ],
            "profiles": .array([
                [
                    "name": "fipsmark", "version": .string(Evidence.line(results.toolVersion)),
                    "title": "Self-test evidence of cryptographic modules, not a validation",
                    "summary": .string(Evidence.line(results.headline)),
                    // What the checks are measured by.
                    "sha256": .string(sources.digests.policy), "supports": .array([]),
                    "attributes": .array([]), "groups": .array(groups),
                    "controls": .array(controls),
                ]
            ]),
        ]
    }

    private var groups: [JSONValue] {
        sources.controls.groups.compactMap { group in
            let members = checks.filter { $0.group?.id == group.id }
            return members.isEmpty
                ? nil
                : [
                    "id": .string(group.id), "title": .string(group.title),
                    "controls": .array(members.map { .string($0.id) }),
                ]
        }
    }

    private var controls: [JSONValue] {
        var names: [String: [JSONValue]] = [:]
        for group in sources.controls.groups {
            names[group.id] = sources.controls.controls(of: group).map { .string($0.spacedName) }
        }
        return checks.map { check in
            var tags: [String: JSONValue] = [
                "nist": .array(check.group.flatMap { names[$0.id] } ?? []),
                "severity": .string(check.check.severity.rawValue),
                "outcome": .string(check.check.outcome.rawValue),
            ]
            if let group = check.group {
                tags["evidence"] = .string(group.kind)
                tags["fix"] = .string(group.remedy)
            }
            return [
                "id": .string(check.id), "title": .string(check.title),
                "desc": .string(check.group?.meaning ?? ""), "impact": .tenths(HDF.impact(check)),
                "refs": .array([]), "tags": .object(tags), "source_location": [:],
                "results": .array([result(check)]),
            ]
        }
    }

    private func result(_ check: CheckText) -> JSONValue {
        var members: [String: JSONValue] = [
            "status": .string(HDF.status(check)), "code_desc": .string(check.id),
            "start_time": .string(Evidence.line(sources.results.startedAt)),
        ]
        switch check.standing {
        case .passed: members["message"] = .string(check.observed)
        case .skipped, .noted:
            members["skip_message"] = .string("\(check.word): \(check.observed)")
        case .failed, .undetermined, .warned: members["message"] = .string(check.finding)
        }
        return .object(members)
    }

    private static func status(_ check: CheckText) -> String {
        switch check.standing {
        case .passed: "passed"
        case .failed: "failed"
        case .undetermined: "error"
        // One error makes a control one that could not be read.
        case .warned: check.check.outcome == .fail ? "failed" : "skipped"
        case .skipped, .noted: "skipped"
        }
    }

    /// In tenths: Heimdall's high, low, and what it takes for not applicable.
    private static func impact(_ check: CheckText) -> Int {
        if check.check.outcome == .notApplicable || check.standing == .noted { return 0 }
        return check.check.severity == .required ? 7 : 3
    }
}
