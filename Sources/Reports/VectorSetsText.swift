import Algorithms
import Approval
package import KnownAnswers

extension RunRecord {
    /// One line for each vector set that somebody brought, then how much of all was covered.
    var vectorSetsText: [String] {
        var lines = [
            "",
            TextLayout.left("Vector sets", 30)
                + ["cases", "right", "wrong", "refused", "unsupp.", "cases/s"].map {
                    TextLayout.right($0, $0 == "wrong" ? 7 : 8)
                }.joined(),
        ]
        for set in sets { lines += line(set) }
        return lines + coverageText + refusedText
    }

    private func line(_ set: SetResult) -> [String] {
        let counts = set.counts(.openssl)
        let name = "\(set.setName) \(set.revision)"
        let seconds = Double(max(set.durationNanoseconds, 1)) / 1e9
        // Cases that were only counted have no speed.
        let rate =
            counts.executed > 0 ? TextLayout.grouped(Int(Double(set.cases) / seconds)) : "-"
        let numbers = [
            counts.total, counts.pass + counts.notComparable, counts.fail + counts.error,
            counts.refused, counts.unsupported,
        ]
        var row = ""
        for (index, number) in numbers.enumerated() {
            row += TextLayout.right(String(number), index == 2 ? 7 : 8)
        }
        row += TextLayout.right(rate, 9)
        if name.count <= 27 { return ["  \(TextLayout.left(name, 28))" + row] }
        return ["  \(name)", String(repeating: " ", count: 30) + row]
    }

    /// Executed, refused and unsupported cases of everything that was given, with the reasons.
    private var coverageText: [String] {
        let roles = modules.map(\.identity.role)
        let sums = roles.map { (counts: counts($0), unsupported: unsupported($0)) }
        var lines = [
            "",
            TextLayout.left("Coverage of all that was given", 50)
                + roles.map { TextLayout.right($0.rawValue, 10) }.joined(),
        ]
        func add(
            _ name: String, _ count: ((VerdictCounts, [Unsupported.Reason: Int])) -> Int
        ) {
            let numbers = sums.map(count)
            if numbers.allSatisfy({ $0 == 0 }) { return }
            lines.append(
                TextLayout.left("  \(name)", 50)
                    + numbers.map { TextLayout.right(String($0), 10) }.joined())
        }
        add("executed") { $0.0.executed }
        add("  of these not published: verified, or agreed on") { $0.0.notComparable }
        add("refused: not approved") { $0.0.refused }
        for reason in Unsupported.Reason.allCases {
            add("unsupported: \(reason.words)") { $0.1[reason, default: 0] }
        }
        add("error") { $0.0.error }
        add("all cases") { $0.0.total }
        return lines
    }

    private func unsupported(_ role: ModuleIdentity.Role) -> [Unsupported.Reason: Int] {
        var sums: [Unsupported.Reason: Int] = [:]
        for reason in reasons(role) {
            if case .unsupported(let unsupported) = reason.verdict {
                sums[unsupported.reason, default: 0] += reason.cases
            }
        }
        return sums
    }

    private func reasons(_ role: ModuleIdentity.Role) -> [GroupCheck.Reason] {
        sets.flatMap { set in set.checks.filter { $0.role == role }.flatMap(\.reasons) }
    }

    /// Each rule by which cases were refused, with its citation.
    private var refusedText: [String] {
        var sums: [(rule: Rule, cases: Int)] = []
        for reason in reasons(.openssl) {
            guard case .refused(let rule) = reason.verdict else { continue }
            if let index = sums.firstIndex(where: { $0.rule == rule }) {
                sums[index].cases += reason.cases
            } else {
                sums.append((rule, reason.cases))
            }
        }
        if sums.isEmpty { return [] }
        var lines = ["", "Refused before the module was called"]
        for sum in sums.sorted(by: { $0.cases > $1.cases }) {
            lines.append(
                "  \(TextLayout.left(sum.rule.id, 26))"
                    + TextLayout.right(String(sum.cases), 8))
            lines += TextLayout.wrapped("\(sum.rule.subject): \(sum.rule.citation)", indent: 4)
            if sum.rule.status == .legacyUse {
                lines.append("    legacy use passes with --legacy only")
            }
        }
        return lines
    }

    /// Files without vectors, and files that could not be read.
    var inputsText: [String] {
        var lines: [String] = []
        for (title, isError) in [("Could not be read", true), ("Held no vectors", false)] {
            let shown = inputs.filter { $0.isError == isError }
            if shown.isEmpty { continue }
            lines += ["", title]
            for input in shown {
                lines += TextLayout.wrapped("\(input.file): \(input.message)", indent: 2)
            }
        }
        return lines
    }
}

extension Unsupported.Reason {
    /// As reports say it.
    package var words: String {
        switch self {
        case .moduleDoesNotOffer: "the module does not offer it"
        case .moduleIsByteOriented: "the module is byte-oriented"
        case .missingField: "the file lacks a field"
        case .contradictoryVector: "the vector contradicts itself"
        case .notInTable: "not in the table of algorithms"
        case .testType: "the kind of test"
        case .undecided: "the vector leaves open what is right"
        }
    }
}
