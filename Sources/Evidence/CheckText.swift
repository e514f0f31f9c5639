import Approval

/// A check with the words that the formats for test results have of it: each on one line, short
/// and safe, so that a format escapes for its own grammar alone.
struct CheckText {
    /// What a check means for those who count tests.
    enum Standing {
        case passed
        /// Required, and wrong.
        case failed
        /// Required, and could not be determined.
        case undetermined
        /// Wrong or undetermined, and does not decide.
        case warned
        /// Told, and weighed by nobody.
        case noted
        case skipped
    }

    let check: Results.Check
    /// Unlike that of every other check.
    let id: String
    let title: String
    let observed: String
    /// The first word of the ID: `kat`, `name`, `limit`.
    let kind: String
    /// The role of the module that the ID names; empty where it names none.
    let module: String
    let standing: Standing
    /// Of the control map; nil where it knows no group for the check.
    let group: ControlMap.Group?
    /// The cases behind a finding; empty where no cases are.
    let cases: [String]

    /// What is told of one that is not right, a line each.
    var finding: String { (["observed: \(observed)"] + cases).joined(separator: "\n") }

    /// The same, with what it means and what to do: for formats without a place for what all checks
    /// of a group share.
    var findingWithAdvice: String {
        guard let group else { return finding }
        return "\(finding)\nmeans: \(group.meaning)\ndo: \(group.remedy)"
    }

    /// What formats write before the words of a check that neither passed nor failed.
    var word: String {
        standing == .warned ? "warning: \(check.outcome.rawValue)" : check.outcome.rawValue
    }
}

extension CheckText {
    /// The first, the second and the last of the parts of an ID.
    fileprivate static func parts(
        _ id: String
    ) -> (first: Substring, second: Substring, last: Substring) {
        let slash = UInt8(ascii: "/")
        guard let first = id.utf8.firstIndex(of: slash), let last = id.utf8.lastIndex(of: slash)
        else { return (id[...], "", "") }
        let rest = id[id.utf8.index(after: first)...]
        let second = rest.utf8.firstIndex(of: slash) ?? rest.endIndex
        return (id[..<first], rest[..<second], id[id.utf8.index(after: last)...])
    }

    /// Names of suites and rules are made of it, so it holds nothing that a name may not.
    fileprivate static func kind(_ word: Substring) -> String {
        let isName = word.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
        }
        return isName && !word.isEmpty ? String(word) : "other"
    }
}

extension CheckText.Standing {
    init(_ check: Results.Check) {
        self =
            switch (check.outcome, check.severity) {
            case (.pass, _): .passed
            case (.notApplicable, _), (.notChecked, _): .skipped
            case (.informational, _), (_, .information): .noted
            case (.fail, .required): .failed
            case (_, .required): .undetermined
            case (_, .warning): .warned
            }
    }

    var needsWords: Bool { self == .failed || self == .undetermined || self == .warned }
}

extension BundleSources {
    /// The checks in the order of the run.
    ///
    /// A verdict that no check explains, such as that of a run that executed nothing, becomes a
    /// check of its own: no format may look as if such a run had passed.
    var checkTexts: [CheckText] {
        var checks = results.checks
        let isExplained = checks.contains { $0.isRequiredFailure || $0.isRequiredAndOpen }
        if checks.isEmpty || (results.verdict != .pass && !isExplained) {
            checks.append(
                Results.Check(
                    id: "run", title: "the verdict of the run", outcome: results.verdict.outcome,
                    severity: .required, observed: results.headline))
        }
        let cases = FindingText.ofChecks(results)
        let roles = results.modules.map(\.role)
        var used: Set<String> = []
        var places: [String: Int] = [:]
        return checks.map { check in
            let standing = CheckText.Standing(check)
            var id = check.id.isEmpty ? "unnamed" : Evidence.line(check.id)
            if !used.insert(id).inserted {
                var place = places[id, default: 1]
                repeat { place += 1 } while !used.insert("\(id) (\(place))").inserted
                places[id] = place
                id += " (\(place))"
            }
            let parts = CheckText.parts(id)
            return CheckText(
                check: check, id: id, title: Evidence.line(check.title),
                observed: Evidence.line(check.observed), kind: CheckText.kind(parts.first),
                module: roles.first { $0 == parts.second || $0 == parts.last } ?? "",
                standing: standing,
                group: controls.group(ofCheck: check.id),
                cases: standing.needsWords ? cases[check.id] ?? [] : [])
        }
    }
}

extension Results.Verdict {
    fileprivate var outcome: CheckOutcome {
        switch self {
        case .pass: .pass
        case .fail: .fail
        case .unknown: .unknown
        }
    }
}

/// The words of cases that failed, broke off, or on which modules differ.
enum FindingText {
    /// So many cases are told where many groups failed: such a run has one cause, and a reader of
    /// any format but results.json wants to see that it did.
    private static let mostOfRun = 2000

    /// By the ID of a group's check, and of the comparison of its modules.
    static func ofChecks(_ results: Results) -> [String: [String]] {
        var failing = 0
        for set in results.sets where set.findingCount > 0 {
            failing += set.groups.count { $0.counts.fail + $0.counts.error > 0 }
        }
        let most = max(1, min(Results.VectorSet.mostFindings, mostOfRun / max(1, failing)))
        var texts: [String: [String]] = [:]
        for set in results.sets where set.findingCount > 0 {
            let findings = Dictionary(grouping: set.findings, by: \.tgId)
            for group in set.groups {
                guard let all = findings[group.tgId] else { continue }
                let wrong = group.counts.fail + group.counts.error
                if wrong > 0 {
                    let mine = all.filter { finding in
                        finding.answers.contains { $0.module == group.module && $0.isWrong }
                    }
                    texts[group.check] = told(mine, most, of: wrong)
                }
                if let comparison = group.comparison {
                    let differing = all.filter(\.differs)
                    if differing.isEmpty { continue }
                    let isWhole = set.findings.count == set.findingCount
                    texts[comparison] = told(
                        differing, most, of: isWhole ? differing.count : nil)
                }
            }
        }
        return texts
    }

    /// - Parameter count: of all cases; nil where it is not known.
    private static func told(_ findings: [Results.Finding], _ most: Int, of count: Int?) -> [String]
    {
        var lines = findings.prefix(most).map(\.line)
        if let count {
            if count > lines.count {
                lines.append("and \(count - lines.count) more in \(BundleSources.resultsPath)")
            }
        } else {
            lines.append("there may be more in \(BundleSources.resultsPath)")
        }
        return lines
    }
}

extension Results.Group {
    /// The ID of the check that compares this group's modules.
    fileprivate var comparison: String? {
        let parts = check.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 2, parts[0] == "kat" else { return nil }
        return "cross-check/" + parts[1..<(parts.count - 1)].joined(separator: "/")
    }
}

extension Results.Finding.Answer {
    fileprivate var isWrong: Bool { verdict == "fail" || verdict == "error" }
}

extension Results.Finding {
    private static let mostOfValue = 160

    /// Whether two modules answered, and not the same.
    fileprivate var differs: Bool {
        let given = answers.filter { !$0.value.isEmpty }
        return given.dropFirst().contains { $0.value != given[0].value }
    }

    fileprivate var line: String {
        func short(_ text: String) -> String {
            Evidence.line(text, most: Results.Finding.mostOfValue)
        }
        var words = "case \(tcId)"
        if !field.isEmpty { words += ", \(short(field))" }
        if !expected.isEmpty { words += ": expected \(short(expected))" }
        for answer in answers {
            words += "; \(short(answer.module)) \(short(answer.verdict))"
            if answer.reason != answer.verdict { words += " (\(short(answer.reason)))" }
            if !answer.value.isEmpty { words += " \(short(answer.value))" }
        }
        return words
    }

}
