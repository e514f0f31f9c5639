import Approval
package import NodeChecks

extension Acceptance {
    private static let word: [Acceptance.Status: String] = [
        .full: "PASS", .partial: "PASS", .none: "FAIL", .unknown: "UNKNOWN",
    ]

    /// At most 80 columns, whatever the node is called.
    package var headline: String {
        // What is information decides nothing, whatever comes of it.
        let deciding = results.filter { $0.severity != .information }
        let executed = deciding.count { $0.isExecuted }
        let passed = deciding.count { $0.finding.outcome == .pass }
        // A question mark leaves the node's name more room than a word does.
        let short = { (word: String) in word == "unknown" ? "?" : word }
        var rest = " openssl=\(summary.openSSL) cert=\(short(summary.certificate))"
        rest += " kernel=\(short(summary.kernel)) checks=\(passed)/\(executed)"
        if !warnings.isEmpty { rest += " warn=\(warnings.count)" }
        if !waived.isEmpty { rest += " waived=\(waived.count)" }
        let head = "FIPS \(Acceptance.word[status] ?? "UNKNOWN") node="
        let room = max(1, TextLayout.columns - head.count - rest.count)
        return String(
            (head + Acceptance.shortened(TextLayout.printable(summary.node), room) + rest).prefix(
                80))
    }

    private static func shortened(_ name: String, _ room: Int) -> String {
        name.count <= room ? name : name.prefix(room - 1) + "…"
    }

    /// For people: the verdict, what stands in its way, and every check.
    package var text: String {
        var lines = [headline, ""]
        lines += TextLayout.wrapped(
            "status \(status.rawValue), exit code \(exitCode); "
                + "profile \(options.profile.rawValue), policy \(options.policy.rawValue); "
                + "certificates of \(tableDate), judged as of \(asOf)", indent: 0)
        for group in untested {
            lines += TextLayout.wrapped(
                "nothing that is required was executed of group \(group.rawValue) "
                    + "(\(group.title)): that is no pass", indent: 0)
        }
        for group in NodeCheck.Group.allCases {
            lines += ["", group.title]
            for result in results where result.check.group == group { lines += result.lines }
        }
        lines.append("")
        lines += TextLayout.wrapped(
            "This is evidence of configuration and behaviour, not a validation: the CMVP validates "
                + "modules, not nodes. 'fipsmark explain ID' says what a check is for.", indent: 0)
        return lines.joined(separator: "\n") + "\n"
    }
}

extension CheckResult {
    /// The outcome as a person reads it; a failed warning is a warning.
    package var word: String {
        if isWaived { return "waived" }
        if finding.outcome == .fail && severity == .warning { return "warn" }
        return switch finding.outcome {
        case .notApplicable: "n/a"
        case .notChecked: "skipped"
        case .informational: "info"
        // Of a kernel that a module's profile does not judge, nothing is a failure.
        case .fail, .error, .unknown:
            severity == .information ? "info" : finding.outcome.rawValue
        case .pass: finding.outcome.rawValue
        }
    }

    fileprivate var lines: [String] {
        let head = "\(check.id) \(TextLayout.left(word, 8)) \(check.title)"
        let time = TextLayout.duration(picoseconds: durationNanoseconds * 1000)
        var lines = [
            TextLayout.left(head, TextLayout.columns - 8) + TextLayout.right(time, 8)
        ]
        var rows: [(String, String)] = []
        if !finding.expected.isEmpty { rows.append(("expected", finding.expected)) }
        rows.append(("observed", finding.observed))
        if !finding.method.isEmpty { rows.append(("read", finding.method)) }
        for line in finding.evidence { rows.append(("evidence", line)) }
        if !requirements.isEmpty { rows.append(("answers", requirements.joined(separator: ", "))) }
        if let waiver {
            rows.append(
                ("waiver", (waiverHolds ? "" : "expired, does not hold: ") + waiver.statement))
        }
        if isRequiredFailure || isRequiredAndOpen || isWarning { rows.append(("do", remedy)) }
        for (label, value) in rows {
            // What comes from a node's files may hold anything; a terminal must not obey it.
            let wrapped = TextLayout.wrapped(TextLayout.printable(value), indent: 14)
            for (index, line) in wrapped.enumerated() {
                lines.append(
                    index == 0 ? "    " + TextLayout.left(label, 10) + line.dropFirst(14) : line)
            }
        }
        return lines
    }
}

extension TextLayout {
    /// The text with control characters made visible.
    static func printable(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            // Marks that change the direction of what follows can hide words from a reader.
            let isDirection =
                (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value)
            shown.unicodeScalars.append(isControl || isDirection ? "?" : scalar)
        }
        return shown
    }
}

extension NodeCheck {
    /// What `explain` prints.
    package var explanation: String {
        var lines = ["\(id)  \(title)", ""]
        lines += TextLayout.wrapped(purpose, indent: 0) + [""]
        lines.append("severity  \(severity(.node, nil).rawValue) in profile node")
        if severity(.module, nil) != severity(.node, nil) {
            lines.append("          \(severity(.module, nil).rawValue) in profile module")
        }
        lines.append("standard  \(standard)")
        let identifiers = controls.flatMap(\.identifiers).joined(separator: ", ")
        for (index, line) in TextLayout.wrapped(identifiers, indent: 10).enumerated() {
            lines.append(index == 0 ? "controls  " + line.dropFirst(10) : line)
        }
        for (index, line) in TextLayout.wrapped(remedy, indent: 10).enumerated() {
            lines.append(index == 0 ? "do        " + line.dropFirst(10) : line)
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
