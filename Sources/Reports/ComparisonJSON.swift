import Approval
import CanonicalJSON

extension RunComparison {
    /// The version of what `json` returns.
    package static let comparisonVersion = "1.0"

    /// The comparison as RFC 8785, ending in one newline.
    package func json(oldFile: String, newFile: String) -> String {
        let record: JSONValue = [
            "comparisonVersion": .string(RunComparison.comparisonVersion),
            "outcome": .string(outcome.rawValue),
            "headline": .string(headline),
            "old": old.json(file: oldFile),
            "new": new.json(file: newFile),
            "regressions": .array(changes(.worse).map(\.json)),
            "warnings": .array(changes(.neither).map(\.json)),
            "improvements": .array(changes(.better).map(\.json)),
            "unchanged": [
                "passing": .integer(unchanged.passing), "failing": .integer(unchanged.failing),
                "notRun": .integer(unchanged.notRun), "cases": .integer(unchanged.cases),
            ],
        ]
        return record.canonicalLine
    }
}

extension RecordedRun {
    fileprivate func json(file: String) -> JSONValue {
        [
            "file": .string(file), "startedAt": .string(startedAt),
            "toolVersion": .string(toolVersion), "verdict": .string(verdict.rawValue),
            "modules": .array(
                modules.map { module in
                    [
                        "role": .string(module.role), "name": .string(module.name),
                        "version": .string(module.version), "sha256": .string(module.sha256),
                    ]
                }),
        ]
    }
}

extension RunComparison.Change {
    fileprivate var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "check": .string(id), "title": .string(title),
            "old": .string(old?.rawValue ?? "missing"),
            "new": .string(new?.rawValue ?? "missing"), "cases": .integer(cases),
            "tcIds": .array(tcIds.map { .integer($0) }), "observed": .string(observed),
        ]
    }
}
