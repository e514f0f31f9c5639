import Approval
package import NodeChecks

extension Acceptance {
    /// JUnit's XML, as kube-bench writes it: a suite for each group, a case for each check.
    ///
    /// The format has no word for a warning or a waiver: both are cases that passed, with the word
    /// in their output.
    package var junit: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let wrong = results.filter(\.isRequiredFailure).count
        let stray = results.filter(\.isRequiredAndOpen).count + untested.count
        text += "<testsuites name=\"fipsmark accept\" tests=\"\(results.count + untested.count)\" "
        text += "failures=\"\(wrong)\" errors=\"\(stray)\">\n"
        for group in NodeCheck.Group.allCases {
            let mine = results.filter { $0.check.group == group }
            let empty = untested.contains(group)
            let time = mine.reduce(0) { $0 + $1.durationNanoseconds }
            text += "  <testsuite name=\"\(XMLText.escaped(group.title))\" "
            text += "tests=\"\(mine.count + (empty ? 1 : 0))\" "
            text += "failures=\"\(mine.count { $0.isRequiredFailure })\" "
            text += "errors=\"\(mine.count { $0.isRequiredAndOpen } + (empty ? 1 : 0))\" "
            text += "time=\"\(XMLText.seconds(time))\">\n"
            for result in mine { text += result.junit(group) }
            if empty {
                text += "    <testcase classname=\"fipsmark.\(group.rawValue)\" "
                text += "name=\"group \(group.rawValue)\"><error message=\"nothing that is "
                text += "required was executed\"/></testcase>\n"
            }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }
}

extension CheckResult {
    fileprivate func junit(_ group: NodeCheck.Group) -> String {
        let seen = XMLText.escaped(finding.observed)
        var body = "expected: \(finding.expected)\nobserved: \(finding.observed)\n"
        body += "read: \(finding.method)\n"
        for line in finding.evidence { body += "evidence: \(line)\n" }
        if let waiver {
            body += "waiver: \(waiverHolds ? "" : "expired, does not hold: ")\(waiver.statement)\n"
        }
        if isWarning { body += "warning: \(finding.outcome.rawValue)\n" }
        if isRequiredFailure || isRequiredAndOpen || isWarning { body += "do: \(remedy)\n" }
        var text = "    <testcase classname=\"fipsmark.\(group.rawValue)\" name=\"\(check.id) "
        text += "\(XMLText.escaped(check.title))\" "
        text += "time=\"\(XMLText.seconds(durationNanoseconds))\">\n"
        if isRequiredFailure {
            text += "      <failure message=\"\(seen)\"/>\n"
        } else if isRequiredAndOpen {
            text += "      <error message=\"\(seen)\"/>\n"
        } else if finding.outcome == .notChecked || finding.outcome == .notApplicable {
            text += "      <skipped message=\"\(seen)\"/>\n"
        }
        text += "      <system-out>\(XMLText.escaped(body))</system-out>\n"
        return text + "    </testcase>\n"
    }
}

/// Text inside XML 1.0, which has no place for most control characters, escaped or not.
private enum XMLText {
    static func escaped(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": shown += "&amp;"
            case "<": shown += "&lt;"
            case ">": shown += "&gt;"
            case "\"": shown += "&quot;"
            case "\n", "\t": shown.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || [0xFFFE, 0xFFFF].contains(scalar.value):
                shown += "?"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    static func seconds(_ nanoseconds: Int) -> String {
        let micro = String(nanoseconds / 1000 % 1_000_000)
        return "\(nanoseconds / 1_000_000_000)."
            + String(repeating: "0", count: 6 - micro.count) + micro
    }
}
