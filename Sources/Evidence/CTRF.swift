import Approval
import BenchRecord
import CanonicalJSON

extension Projection {
    static let ctrf = Projection(
        name: "ctrf", path: "ctrf.json", purpose: "the checks in the Common Test Report Format 1.0"
    ) { sources in
        CTRF(sources: sources, checks: sources.checkTexts).report.canonicalLine
    }
}

private struct CTRF {
    let sources: BundleSources
    let checks: [CheckText]

    var report: JSONValue {
        let results = sources.results
        var members: [String: JSONValue] = [
            "reportFormat": "CTRF", "specVersion": "1.0.0", "generatedBy": "fipsmark",
            "reportId": .string(sources.uuid("ctrf")), "runId": .string(sources.runID),
            "results": [
                "tool": [
                    "name": "fipsmark", "version": .string(Evidence.line(results.toolVersion)),
                ],
                "summary": summary, "tests": .array(checks.map(test)),
                "environment": [
                    "healthy": .boolean(results.verdict == .pass),
                    "appName": .string(Evidence.line(results.moduleUnderTest.name)),
                    "appVersion": .string(Evidence.line(results.moduleUnderTest.version)),
                ],
                "extra": [
                    "verdict": .string(results.verdict.rawValue),
                    "headline": .string(Evidence.line(results.headline)),
                    "asOf": .string("\(results.asOf)"),
                    "resultsSHA256": .string(sources.digests.results),
                ],
            ],
        ]
        if UTCTime.seconds(sources.environment.observedAt) != nil {
            members["timestamp"] = .string(sources.environment.observedAt)
        }
        return .object(members)
    }

    private var summary: JSONValue {
        let start = UTCTime.seconds(sources.results.startedAt).map { $0 * 1000 } ?? 0
        // What was observed of the node was observed when the run had ended.
        let stop = UTCTime.seconds(sources.environment.observedAt).map { $0 * 1000 } ?? start
        var members: [String: JSONValue] = [
            "tests": .integer(checks.count), "start": .integer(start),
            "stop": .integer(max(start, stop)),
        ]
        for status in ["passed", "failed", "skipped", "pending", "other"] {
            members[status] = .integer(checks.count { CTRF.status($0) == status })
        }
        return .object(members)
    }

    private func test(_ check: CheckText) -> JSONValue {
        var members: [String: JSONValue] = [
            "testId": .string(check.id), "name": .string("\(check.id): \(check.title)"),
            "status": .string(CTRF.status(check)),
            "rawStatus": .string(check.check.outcome.rawValue),
            // Checks are not timed one by one.
            "duration": 0,
            "suite": .array([check.kind, check.module].filter { !$0.isEmpty }.map { .string($0) }),
            "tags": .array([.string(check.check.severity.rawValue)]),
        ]
        switch check.standing {
        case .passed: break
        case .skipped, .noted: members["message"] = .string("\(check.word): \(check.observed)")
        case .failed, .undetermined, .warned:
            members["message"] = .string("\(check.word): \(check.observed)")
            members["trace"] = .string(check.findingWithAdvice)
        }
        return .object(members)
    }

    /// A check that could not be determined is one that failed: who gates by the count of failures
    /// must not let it through, and `rawStatus` tells them apart.
    private static func status(_ check: CheckText) -> String {
        switch check.standing {
        case .passed: "passed"
        case .failed, .undetermined: "failed"
        case .warned, .noted: "other"
        case .skipped: "skipped"
        }
    }
}
