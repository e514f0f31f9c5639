import CommandSupport
import KnownAnswers

/// What a check of a response found, as text.
struct ResponseReport {
    let check: ResponseCheck

    /// Wrong, malformed or missing answers fail; a check that could judge nothing shows nothing.
    var status: ExitStatus {
        if check.findings.contains(where: { $0.kind != .undetermined }) { return .failed }
        return check.judged == 0 || !check.findings.isEmpty ? .undetermined : .passed
    }

    var headline: String {
        let verdict =
            switch status {
            case .passed: "PASS"
            case .failed: "FAIL"
            case .undetermined: "UNKNOWN"
            }
        let right = max(0, check.judged - check.wrongCases)
        let parts = [
            (check.count(.wrong), "wrong"), (check.count(.missing), "missing"),
            (check.count(.malformed), "malformed"), (check.cases - check.judged, "not judged"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return ([verdict + "  \(right)/\(check.cases) right"] + parts).joined(separator: ", ")
    }

    var text: String {
        var lines = [headline]
        for finding in check.findings {
            lines.append("")
            lines.append(ResponseReport.title(finding))
            let width = finding.values.map(\.source.count).max() ?? 0
            for value in finding.values {
                let padding = String(repeating: " ", count: width - value.source.count)
                lines.append("    \(value.source)\(padding)  \(value.value)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func title(_ finding: ResponseFinding) -> String {
        let place = [finding.tgId.map { "tgId \($0)" }, finding.tcId.map { "tcId \($0)" }]
            .compactMap { $0 }.joined(separator: ", ")
        let kind =
            switch finding.kind {
            case .malformed: "malformed"
            case .missing: "missing"
            case .wrong: "wrong"
            case .undetermined: "undetermined"
            }
        return "  \(kind): " + (place.isEmpty ? "" : "\(place): ") + finding.message
    }
}
