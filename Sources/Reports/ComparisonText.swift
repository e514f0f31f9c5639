import Approval

extension RunComparison {
    /// At most 80 characters. Where the numbers are long, words give way to them.
    package var headline: String {
        let word = outcome.rawValue.uppercased()
        let full = "\(word)  \(parts.joined(separator: ", "))"
        if full.count <= TextLayout.columns { return full }
        return "\(word)  \(changes(.worse).count) changes for the worse, "
            + "\(changes(.better).count) for the better"
    }

    private var parts: [String] {
        if outcome == .same {
            return [
                "\(unchanged.passing) checks pass in both", "\(unchanged.failing) fail in both",
                "\(unchanged.notRun) run in neither",
            ]
        }
        func number(_ kind: Change.Kind, _ one: String, _ many: String) -> String? {
            let count = changes(kind).count
            return count == 0 ? nil : count == 1 ? "1 \(one)" : "\(count) \(many)"
        }
        let verified = changes(.noLongerCompared).reduce(0) { $0 + $1.cases }
        let improved = changes(.better).count
        var parts = [
            number(.noLongerPasses, "check no longer passes", "checks no longer pass"),
            number(.failsMore, "fails in more cases", "fail in more cases"),
            number(.failsAnew, "new check fails", "new checks fail"), lostPart,
            verified == 0 ? nil : "\(verified) only verified",
        ].compactMap { $0 }
        if parts.isEmpty && verdictIsWorse {
            parts.append("the verdict was \(old.verdict) and is \(new.verdict)")
        }
        if improved > 0 { parts.append("\(improved) improved") }
        return parts
    }

    private var lostPart: String? {
        let lost = changes(.coverageLost)
        let cases = lost.reduce(0) { $0 + $1.cases }
        let checks = lost.count { $0.cases == 0 }
        let amounts = [(cases, "case"), (checks, "check")].filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return amounts.isEmpty ? nil : amounts.joined(separator: " and ") + " of coverage lost"
    }

    /// The comparison as a person reads it: what is worse first, then what is better.
    ///
    /// - Parameters:
    ///   - oldFile, newFile: the names of the two records.
    package func text(oldFile: String, newFile: String) -> String {
        var lines = [headline, "", "Records"]
        for (name, file, run) in [("old", oldFile, old), ("new", newFile, new)] {
            lines.append("  \(name)  \(file)")
            lines.append(
                "       \(run.verdict.rawValue), \(run.startedAt), fipsmark \(run.toolVersion)")
        }
        if verdictIsWorse {
            lines.append(
                "  The verdict was \(old.verdict.rawValue) and is \(new.verdict.rawValue).")
        }
        lines += modulesText
        for kind in Change.Kind.allCases { lines += text(of: kind) }
        lines += [
            "", "Unchanged",
            "  checks  \(unchanged.passing) pass, \(unchanged.failing) fail, "
                + "\(unchanged.notRun) not run",
            "  cases   \(unchanged.cases) right, each counted on each module",
            "", "Times are not compared.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private var modulesText: [String] {
        var roles: [String] = []
        for module in old.modules + new.modules where !roles.contains(module.role) {
            roles.append(module.role)
        }
        var lines = ["", "Modules"]
        for role in roles {
            let before = old.modules.first { $0.role == role }
            let now = new.modules.first { $0.role == role }
            let told =
                switch (before, now) {
                case (let before?, let now?):
                    if before == now {
                        "\(now.name) \(now.version), the same file"
                    } else if before.name == now.name && before.version == now.version {
                        "\(now.name) \(now.version), another file"
                    } else {
                        "\(before.name) \(before.version), now \(now.name) \(now.version)"
                    }
                case (let before?, nil): "\(before.name) \(before.version), in the old record alone"
                case (nil, let now?): "\(now.name) \(now.version), in the new record alone"
                case (nil, nil): ""
                }
            let indent = 11
            let wrapped = TextLayout.wrapped(told, indent: indent)
            lines.append(TextLayout.left("  \(role)", indent) + wrapped[0].dropFirst(indent))
            lines += wrapped.dropFirst()
        }
        return lines
    }

    /// A module that is gone must not flood the terminal: many changes are told by vector set.
    private func text(of kind: Change.Kind) -> [String] {
        let shown = 20
        let changes = changes(kind)
        if changes.isEmpty { return [] }
        let title = kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst()
        if changes.count <= shown { return ["", title] + changes.flatMap(\.lines) }
        var families: [String] = []
        var sums: [String: (checks: Int, cases: Int)] = [:]
        for change in changes {
            if sums[change.family] == nil { families.append(change.family) }
            sums[change.family, default: (0, 0)].checks += 1
            sums[change.family, default: (0, 0)].cases += change.cases
        }
        return ["", "\(title); --format json has every check"]
            + families.map { family in
                let sum = sums[family] ?? (0, 0)
                return "  \(TextLayout.left(family, 46))\(TextLayout.right("\(sum.checks)", 8))"
                    + " checks"
                    + (sum.cases > 0 ? TextLayout.right("\(sum.cases)", 8) + " cases" : "")
            }
    }
}

extension RunComparison.Change {
    fileprivate var lines: [String] {
        var words = "was \(old?.rawValue ?? "missing"), is \(new?.rawValue ?? "missing")"
        if cases > 0 { words += "; \(cases) case\(cases == 1 ? "" : "s")" }
        let shown = 8
        if !tcIds.isEmpty {
            words += ", tcId " + tcIds.prefix(shown).map { String($0) }.joined(separator: ", ")
            if tcIds.count > shown { words += " and \(tcIds.count - shown) more" }
        }
        if new != nil { words += "; \(observed)" }
        return ["  \(id)"] + TextLayout.wrapped(words, indent: 4)
    }
}
