import BenchRecord
import Evidence

extension RollUp {
    private static let columns = 80
    /// Of one rule on a screen; JSON has all.
    private static let mostShown = 20

    /// For people: the answer, the scopes with the worst first, and what was found.
    package var text: String {
        var lines = [headline, ""]
        lines += RollUp.wrapped(
            "as of \(UTCTime.text(options.now)); \(RollUp.number(reports, "report")), "
                + "\(ignored) other files, members or lines", indent: 0)
        lines += ["", row("scope", "fips", "verdict", ["full", "part", "none", "unkn"])]
        for (scope, depth) in tree {
            let counts = counts[scope]
            let name = String(repeating: "  ", count: depth) + scopes.scopes[scope].name
            lines.append(
                row(
                    name, fips(scope), counts.verdict.rawValue,
                    [counts.full, counts.partial, counts.none, counts.unknown].map(String.init)))
        }
        let alone = nodes.filter { $0.scope < 0 }
        if !alone.isEmpty {
            lines.append("")
            lines += RollUp.wrapped(
                "in no scope, and so not judged: \(RollUp.number(alone.count, "node")), "
                    + alone.prefix(5).map { Evidence.line($0.name, most: 60) }
                    .joined(separator: ", ") + (alone.count > 5 ? ", …" : ""), indent: 0)
        }
        for rule in Rule.allCases { lines += section(rule) }
        lines += speedLines
        lines += problemLines
        lines.append("")
        lines += RollUp.wrapped(
            "This is evidence of configuration and behaviour, not a validation: the CMVP "
                + "validates modules, not fleets.", indent: 0)
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(
        _ name: String, _ fips: String, _ verdict: String, _ numbers: [String]
    ) -> String {
        let shown = name.count <= 30 ? name : "\(name.prefix(29))…"
        var line = RollUp.left(shown, 30) + " " + RollUp.left(fips, 9) + " "
        line += RollUp.left(verdict, 8)
        for number in numbers { line += RollUp.right(number, 7) }
        return line
    }

    private func section(_ rule: Rule) -> [String] {
        let mine = findings.filter { $0.rule == rule }
        if mine.isEmpty { return [] }
        let counted = mine.filter { $0.outcome != .information }
        var lines = ["", "\(rule.rawValue) \(rule.title): \(counted.count) found"]
        for finding in mine.prefix(RollUp.mostShown) {
            var words = finding.outcome.rawValue
            if finding.waiverHolds { words = "waived" }
            let node = finding.node.isEmpty ? "" : " \(finding.node)"
            let scope = finding.scope < 0 ? "no scope" : path(finding.scope)
            lines += RollUp.wrapped(
                "\(words): \(scope)\(node): \(finding.message)", indent: 2)
            if let waiver = finding.waiver {
                lines += RollUp.wrapped("waiver: \(waiver)", indent: 4)
            }
        }
        if mine.count > RollUp.mostShown {
            lines.append("  \(mine.count - RollUp.mostShown) more: --format json has all")
        }
        return lines
    }

    private var problemLines: [String] {
        if problemCount == 0 { return [] }
        var lines = ["", "could not be read: \(problemCount)"]
        for problem in problems.prefix(RollUp.mostShown) {
            lines += RollUp.wrapped(
                Evidence.line("\(problem.place): \(problem.message)"), indent: 2)
        }
        if problemCount > RollUp.mostShown {
            lines.append("  \(problemCount - RollUp.mostShown) more: --format json has the first")
        }
        return lines
    }

    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    /// Words in lines; a word that is longer than a line is broken.
    static func wrapped(_ text: String, indent: Int) -> [String] {
        let room = columns - indent - 2
        var lines: [String] = []
        var line = ""
        func end() {
            let space = String(repeating: " ", count: lines.isEmpty ? indent : indent + 2)
            lines.append(space + line)
            line = ""
        }
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            var rest = word
            if !line.isEmpty && line.count + 1 + rest.count > room { end() }
            while rest.count > room {
                line = String(rest.prefix(room))
                end()
                rest = rest.dropFirst(room)
            }
            line += (line.isEmpty ? "" : " ") + rest
        }
        if !line.isEmpty { end() }
        return lines
    }
}
