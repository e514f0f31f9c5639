import Approval

/// What every output says alike.
extension RollUp {
    package struct Tally: Sendable, Equatable {
        package var failures = 0
        package var open = 0
        package var warnings = 0
        package var waived = 0
    }

    package var tally: Tally {
        var tally = Tally()
        for finding in findings {
            if finding.waiverHolds {
                tally.waived += 1
                continue
            }
            switch finding.outcome {
            case .fail: tally.failures += 1
            case .unknown: tally.open += 1
            case .warning: tally.warnings += 1
            case .information: break
            }
        }
        return tally
    }

    package var totals: NodeCounts {
        var counts = NodeCounts()
        for node in nodes {
            counts.add(node.verdict)
            if node.reports.isEmpty { counts.missing += 1 }
        }
        return counts
    }

    /// At most 80 columns.
    package var headline: String {
        let word = exitCode == 0 ? "PASS" : exitCode == 1 ? "FAIL" : "UNKNOWN"
        let counts = totals
        var text = "FLEET \(word)  \(RollUp.number(counts.total, "node")): \(counts.full) full, "
        text += "\(counts.partial) partial, \(counts.none) none, \(counts.unknown) unknown"
        let tally = tally
        let findings = tally.failures + tally.open
        if findings > 0 { text += "; \(RollUp.number(findings, "finding"))" }
        return text.count <= 80 ? text : "\(text.prefix(79))…"
    }

    /// The scopes as a tree, siblings with the worst first.
    package var tree: [(scope: Int, depth: Int)] {
        var children: [Int: [Int]] = [:]
        for (index, scope) in scopes.scopes.enumerated() {
            children[scope.parent ?? -1, default: []].append(index)
        }
        let order = NodeReport.Verdict.allCases
        var tree: [(scope: Int, depth: Int)] = []
        func walk(_ parent: Int, _ depth: Int) {
            let sorted = (children[parent] ?? []).sorted { one, two in
                let left = order.firstIndex(of: counts[one].verdict) ?? 0
                let right = order.firstIndex(of: counts[two].verdict) ?? 0
                return (left, scopes.scopes[one].name) < (right, scopes.scopes[two].name)
            }
            for scope in sorted {
                tree.append((scope, depth))
                walk(scope, depth + 1)
            }
        }
        walk(-1, 0)
        return tree
    }

    /// `on`, `off`, or that it follows what it lies in.
    package func fips(_ scope: Int) -> String {
        switch scopes.scopes[scope].isOn {
        case true: "on"
        case false: "off"
        case nil: scopes.isOn(scope) ? "inherited" : "off"
        }
    }

    package func path(_ scope: Int) -> String { scope < 0 ? "" : scopes.path(scope) }

    static func number(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}
