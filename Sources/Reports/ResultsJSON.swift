import Algorithms
import Approval
import CanonicalJSON
import KnownAnswers
import Throughput

extension RunRecord {
    /// `results.json`: the canonical record, RFC 8785, ending in one newline.
    package var resultsJSON: String {
        let record: JSONValue = [
            "schemaVersion": .string(RunRecord.schemaVersion),
            "tool": ["name": "fipsmark", "version": .string(toolVersion)],
            "startedAt": .string(startedAt), "asOf": .string(asOf.description),
            "verdict": .string(verdict.rawValue),
            "headline": .string(headline),
            "modules": .array(modules.map(\.json)),
            "libraries": .array(libraries.map(\.json)),
            "crossCheck": .string(crossCheckMissing ?? "available"),
            "crossCheckRequired": .string(crossCheckRequired ? "yes" : "no"),
            "vectors": .array(vectorFiles.map(\.json)),
            "selfTests": .object([
                "load": .array(loadSelfTests.map(\.json)),
                "forced": .array(forcedSelfTests.map(\.json)),
            ]),
            "checks": .array(checks.map(\.json)),
            "inputs": .array(inputs.map(\.json)),
            "sets": .array(sets.map(\.json)),
            "points": .array(measurements.map(\.json)),
            "trials": .array(trials.map(\.json)),
        ]
        return record.canonicalLine
    }
}

extension RunRecord.Library {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "version": .string(version), "path": .string(path),
            "sha256": .string(sha256),
        ]
    }
}

extension RunRecord.VectorFile {
    fileprivate var json: JSONValue { ["file": .string(name), "sha256": .string(sha256)] }
}

extension RunRecord.ModuleRecord {
    fileprivate var json: JSONValue {
        [
            "role": .string(identity.role.rawValue), "name": .string(identity.name),
            "version": .string(identity.version),
            "buildInformation": .string(identity.buildInformation),
            "path": .string(identity.path), "sha256": .string(sha256),
            "reachedThrough": .string(identity.reachedThrough),
            "approvedMode": .string(identity.approvedMode ? "yes" : "no"),
            "certificate": certificate.json,
        ]
    }
}

extension InputReport {
    fileprivate var json: JSONValue {
        [
            "file": .string(file), "message": .string(message),
            "outcome": .string(isError ? "error" : "informational"),
        ]
    }
}

extension SelfTestEvent {
    fileprivate var json: JSONValue {
        [
            "type": .string(type), "description": .string(description), "phase": .string(phase),
            "durationNanoseconds": .integer(durationNanoseconds),
        ]
    }
}

extension Check {
    fileprivate var json: JSONValue {
        [
            "id": .string(id), "title": .string(title), "outcome": .string(outcome.rawValue),
            "severity": .string(severity.rawValue), "observed": .string(observed),
        ]
    }
}

extension SetResult {
    fileprivate var json: JSONValue {
        [
            "file": .string(file), "set": .string(setName), "revision": .string(revision),
            "family": .string(family), "cases": .integer(cases),
            "durationNanoseconds": .integer(durationNanoseconds),
            "groups": .array(checks.map(\.json)), "findings": .array(findings.map(\.json)),
        ]
    }
}

extension GroupCheck {
    fileprivate var json: JSONValue {
        [
            "check": .string(id), "tgId": .integer(tgId), "module": .string(role.rawValue),
            "pass": .integer(counts.pass), "fail": .integer(counts.fail),
            "error": .integer(counts.error), "unsupported": .integer(counts.unsupported),
            "refused": .integer(counts.refused),
            "notComparable": .integer(counts.notComparable),
            "reasons": .array(
                reasons.map { reason in
                    [
                        "verdict": .string(reason.verdict.word),
                        "reason": .string(reason.verdict.explanation),
                        "cases": .integer(reason.cases),
                    ]
                }),
        ]
    }
}

extension CaseFinding {
    fileprivate var json: JSONValue {
        [
            "tgId": .integer(tgId), "tcId": .integer(tcId), "field": .string(field),
            "expected": .string(expected),
            "answers": .array(
                answers.map { answer in
                    [
                        "module": .string(answer.role.rawValue),
                        "verdict": .string(answer.verdict.word),
                        "reason": .string(answer.verdict.explanation),
                        "value": .string(answer.value ?? ""),
                    ]
                }),
        ]
    }
}

extension Measurement {
    fileprivate var json: JSONValue {
        var members: [String: JSONValue] = [
            "algorithm": .string(point.algorithm), "operation": .string(point.operation),
            "messageBytes": .integer(point.messageBytes), "module": .string(role.rawValue),
        ]
        switch result {
        case .measured(let estimate):
            members["state"] = "measured"
            members["picosecondsPerOperation"] = .integer(estimate.picosecondsPerOperation)
            members["bytesPerSecond"] = .integer(
                estimate.bytesPerSecond(messageBytes: point.messageBytes))
            members["spreadPerMille"] = .integer(estimate.spreadPerMille)
            members["batches"] = .integer(estimate.batches)
            members["operationsPerBatch"] = .integer(estimate.operationsPerBatch)
        case .notOffered(let reason):
            members["state"] = "not offered"
            members["reason"] = .string(reason)
        case .refused(let rule):
            members["state"] = "refused"
            members["reason"] = .string(rule.id)
        case .failed(let message):
            members["state"] = "error"
            members["reason"] = .string(message)
        }
        return .object(members)
    }
}
