import Approval
import Evidence

extension RollUp {
    /// Clocks of nodes may differ by so much.
    private static let clockSeconds = 300
    private static let lapseDays = 180

    /// Everything that the reports of one node say, the worst of it counting.
    mutating func judge(_ index: Int) {
        let node = nodes[index]
        if node.reports.isEmpty { return }
        var worst = NodeReport.Verdict.full
        var reasons: [String] = []
        func lower(_ verdict: NodeReport.Verdict, _ reason: String) {
            let order = NodeReport.Verdict.allCases
            if (order.firstIndex(of: verdict) ?? 0) < (order.firstIndex(of: worst) ?? 0) {
                worst = verdict
                reasons.insert(reason, at: 0)
            } else {
                reasons.append(reason)
            }
        }
        var doubts: [(Rule, String)] = contradictions(node)
        // Two reports by one stranger are one doubt.
        var told: Set<String> = []
        for report in node.reports {
            doubts += self.doubts(report, node).filter {
                told.insert("\($0.0.rawValue) \($0.1)").inserted
            }
            for (verdict, reason) in failures(report, node) { lower(verdict, reason) }
        }
        let failed = reasons.joined(separator: "; ")
        for (rule, message) in doubts {
            add(rule, node.scope, node.name, .unknown, message)
        }
        reasons = doubts.reversed().map { "\($0.0.rawValue) \($0.1)" } + reasons
        // A failure stays one, whoever tells of it; all else that is in doubt is not known.
        let isFailure = worst == .none && doubts.allSatisfy { $0.0 == .notVouchedFor }
        if !doubts.isEmpty && !isFailure { worst = .unknown }
        nodes[index].verdict = worst
        nodes[index].reason = Evidence.line(reasons.joined(separator: "; "), most: 300)
        let isOn = node.scope >= 0 && scopes.isOn(node.scope)
        if isOn && (isFailure || doubts.isEmpty) && (worst == .none || worst == .unknown) {
            add(
                .notPassing, node.scope, node.name, worst == .none ? .fail : .unknown,
                failed)
        }
        judgeAge(node)
        judgeCertificates(node)
    }

    /// F08.
    private func contradictions(_ node: FleetNode) -> [(Rule, String)] {
        for kind in [NodeReport.Kind.run, .acceptance, .sonobuoy] {
            let same = node.reports.filter { $0.kind == kind && !$0.isWorkload }
            let digests = Set(same.map(\.digest))
            if digests.count > 1 {
                let places = same.prefix(3).map(\.place).joined(separator: ", ")
                return [(.contradicting, "\(digests.count) different reports: \(places)")]
            }
        }
        return []
    }

    /// F07, F09 and F10: why nothing follows from a report.
    private func doubts(_ report: NodeReport, _ node: FleetNode) -> [(Rule, String)] {
        var doubts: [(Rule, String)] = []
        let age = node.scope < 0 ? nil : maximumAge(node.scope)
        if let startedAt = report.startedAt {
            if startedAt > options.now + RollUp.clockSeconds {
                doubts.append((.clock, "reports from \(startedAt - options.now) s in the future"))
            } else if let age, options.now - startedAt > age {
                let hours = (options.now - startedAt) / 3600
                doubts.append((.stale, "reported \(hours) h ago, and \(age / 3600) h are allowed"))
            }
        } else if age != nil {
            doubts.append((.stale, "the report does not say when it was made"))
        }
        switch report.vouching.state {
        case .allowed: break
        case .unsigned: doubts.append((.notVouchedFor, "the report is unsigned"))
        case .unknownKey:
            doubts.append(
                (.notVouchedFor, "signed by the unknown key \(report.vouching.keyID.prefix(16))…"))
        case .broken: doubts.append((.notVouchedFor, report.vouching.problem))
        }
        return doubts
    }

    private func maximumAge(_ scope: Int) -> Int? {
        let ages = [
            scopes.nearest(scope) { $0.maximumAgeSeconds } ?? scopes.maximumAgeSeconds,
            options.maximumAgeSeconds,
        ]
        return ages.compactMap { $0 }.min()
    }

    /// F04: what a report says itself, and what the scope demands beside it.
    private func failures(
        _ report: NodeReport, _ node: FleetNode
    ) -> [(NodeReport.Verdict, String)] {
        var failures: [(NodeReport.Verdict, String)] = []
        let what =
            report.kind == .run ? "run" : report.isWorkload ? "workload" : "acceptance"
        let bad = report.kind == .acceptance ? report.badLayers : ""
        switch report.verdict {
        case .full: break
        case .partial:
            failures.append((.partial, "\(what): with warnings or waivers"))
            let worst = report.layers.values.contains(NodeReport.Verdict.none)
            // `accept` only warns of a layer, and says nothing of scopes.
            if !bad.isEmpty {
                failures.append((worst ? .none : .unknown, "a layer does not pass" + bad))
            }
        case .none: failures.append((.none, "\(what): a required check failed" + bad))
        case .unknown:
            failures.append((.unknown, "\(what): a required check was not decided" + bad))
        }
        guard node.scope >= 0 else { return failures }
        // A workload's acceptance stands beside that of its node, which tells of the kernel.
        let isBeside = report.isWorkload && node.reports.contains { !$0.isWorkload }
        if scopes.nearest(node.scope, { $0.profile }) == "node" && !isBeside {
            switch report.kernel {
            case .on: break
            case .off: failures.append((.none, "kernel: its FIPS flag is off"))
            case .unknown: failures.append((.unknown, "kernel: its FIPS flag is not known"))
            }
            if report.profile == "module" {
                failures.append((.unknown, "judged by the profile module, and node is demanded"))
            }
        }
        if let policy = scopes.nearest(node.scope, { $0.policy }) {
            failures += policyFailures(report, policy)
        }
        return failures
    }

    private func policyFailures(
        _ report: NodeReport, _ policy: String
    ) -> [(NodeReport.Verdict, String)] {
        // The strictest first: a stricter policy than demanded is no loss.
        let order = ["validated", "update-stream", "configured"]
        if report.kind == .acceptance {
            let found = order.firstIndex(of: report.policy) ?? order.count
            if found <= (order.firstIndex(of: policy) ?? 0) { return [] }
            return [(.unknown, "judged by the policy \(report.policy), and \(policy) is demanded")]
        }
        // A run tells what the table said of its module, and judges by no policy. Of a vendor's
        // later build, which update-stream allows, it says nothing that decides.
        if report.kind == .run && policy == "validated" && report.certificateStatus != "active" {
            let status = report.certificateStatus.isEmpty ? "unknown" : report.certificateStatus
            return [(.none, "module: the status of its certificate is '\(status)', not active")]
        }
        if report.kind == .sonobuoy && policy != "configured" {
            return [
                (.unknown, "the report does not say by which policy, and \(policy) is demanded")
            ]
        }
        return []
    }

    /// F05: by the inventory, else by a report from before the switch, which no newer node has.
    private mutating func judgeAge(_ node: FleetNode) {
        guard node.scope >= 0, let since = scopes.since(node.scope) else { return }
        let switched = since.days(since: .epoch) * 86400
        let created = inventory.nodes[node.name]?.createdAt
        let first = node.reports.compactMap(\.startedAt).min()
        if let created {
            if created < switched {
                add(
                    .olderThanSwitch, node.scope, node.name, .fail,
                    "made \((switched - created) / 86400 + 1) days before the switch of \(since)")
            }
        } else if let first, first < switched {
            add(
                .olderThanSwitch, node.scope, node.name, .fail,
                "reported before the switch of \(since)")
        }
    }

    /// F11: one finding for a certificate of a node.
    private mutating func judgeCertificates(_ node: FleetNode) {
        var seen: Set<String> = []
        for report in node.reports where !report.certificate.isEmpty {
            let known = report.sunset.isEmpty ? options.sunsets[report.certificate] : report.sunset
            guard seen.insert(report.certificate).inserted, let known,
                let sunset = CalendarDate(known)
            else { continue }
            let days = sunset.days(since: options.asOf)
            if days < 0 {
                add(
                    .lapsing, node.scope, node.name, .warning,
                    "certificate \(report.certificate) lapsed on \(sunset)")
            } else if days < RollUp.lapseDays {
                add(
                    .lapsing, node.scope, node.name, .warning,
                    "certificate \(report.certificate) lapses in \(days) days, on \(sunset)")
            }
        }
    }

    /// F01, F02 and F03.
    mutating func judgeSwitches() {
        for (index, scope) in scopes.scopes.enumerated() {
            let around = scopes.chain(index).dropFirst()
            let on = around.filter { scopes.scopes[$0].isOn == true }
            // Silence follows what lies around it; an explicit off contradicts it.
            if scope.isOn == false {
                for outer in on {
                    let rule: Rule = scopes.scopes[outer].kind == .tenant ? .tenantOn : .projectOn
                    add(
                        rule, index, "", .fail,
                        "the \(scope.kind) is off in the \(scopes.scopes[outer].kind) "
                            + "'\(scopes.scopes[outer].name)', which is on")
                }
            } else if scope.kind == .cluster && scope.isOn == true && on.isEmpty
                && scope.parent != nil
            {
                add(.clusterAlone, index, "", .information, "on by itself, which is allowed")
            }
        }
    }

    /// F06 for counts.
    mutating func judgeCounts() {
        for (index, scope) in scopes.scopes.enumerated() where scope.kind == .cluster {
            let reported = counts[index].total - counts[index].missing
            if let expected = scope.expectedNodes {
                if reported != expected {
                    add(
                        .missing, index, "", .unknown,
                        "\(RollUp.number(reported, "node")) reported, and \(expected) expected")
                }
            } else if reported == 0 && counts[index].missing == 0 {
                add(.missing, index, "", .unknown, "no node reported")
            }
        }
    }
}
