import Approval
import CanonicalJSON
package import NodeChecks

extension Acceptance {
    /// Sonobuoy's manual results (`sonobuoy_results.yaml`), in the part of YAML that is JSON.
    ///
    /// Sonobuoy counts each word of a status as its own: a warning is a pass that says so beside
    /// it, and so is what is waived.
    package var sonobuoy: String {
        let groups = NodeCheck.Group.allCases.map { group -> JSONValue in
            let mine = results.filter { $0.check.group == group }
            var word = "passed"
            if mine.contains(where: \.isRequiredAndOpen) || untested.contains(group) {
                word = "unknown"
            }
            if mine.contains(where: \.isRequiredFailure) { word = "failed" }
            return [
                "name": .string(group.title), "status": .string(word),
                "items": .array(mine.map(\.sonobuoy)),
            ]
        }
        let words: [Status: String] = [
            .full: "passed", .partial: "passed", .none: "failed", .unknown: "unknown",
        ]
        let value: JSONValue = [
            "name": "fipsmark", "status": .string(words[status] ?? "unknown"),
            "meta": [
                "type": "summary", "status": .string(status.rawValue),
                "headline": .string(headline), "cmvpTable": .string("\(tableDate)"),
            ],
            "items": .array(groups),
        ]
        return value.canonicalLine
    }

    /// What Kubernetes keeps of a container that ended: the verdict and what to do, in at most
    /// 4,096 bytes.
    package var terminationMessage: String {
        var text = headline + "\n"
        var left = 0
        for result in requiredFailures + open + warnings {
            let seen = TextLayout.printable(String(result.finding.observed.prefix(300)))
            let line =
                "\(result.check.id) \(result.word): \(seen); do: \(result.remedy)\n"
            // Room for the lines below.
            if text.utf8.count + line.utf8.count > 4096 - 192 {
                left += 1
                continue
            }
            text += line
        }
        for group in untested { text += "group \(group.rawValue): nothing was executed\n" }
        if left > 0 { text += "\(left) more: see the log\n" }
        return text
    }
}

extension CheckResult {
    fileprivate var sonobuoy: JSONValue {
        var details: [String: JSONValue] = [
            "observed": .string(finding.observed), "method": .string(finding.method),
        ]
        if !finding.expected.isEmpty { details["expected"] = .string(finding.expected) }
        if let waiver {
            details["waiver"] = .string(
                (waiverHolds ? "" : "expired, does not hold: ") + waiver.statement)
        }
        var meta: [String: JSONValue] = [
            "id": .string(check.id), "severity": .string(severity.rawValue),
        ]
        if isWarning {
            meta["warn"] = "true"
            details["do"] = .string(remedy)
        }
        var word = "passed"
        if isRequiredFailure {
            word = "failed"
        } else if isRequiredAndOpen {
            word = "unknown"
        } else if !isWaived && [.notChecked, .notApplicable].contains(finding.outcome) {
            word = "skipped"
        }
        if word == "failed" || word == "unknown" { details["do"] = .string(remedy) }
        return [
            "name": .string("\(check.id) \(check.title)"), "status": .string(word),
            "details": .object(details), "meta": .object(meta),
        ]
    }
}
