package import Approval
import Evidence

/// What is known of nodes beside their reports: from `kubectl get nodes`.
package struct Inventory: Sendable {
    package struct Node: Sendable {
        package let createdAt: Int?
        package let labels: [String: String]
    }

    package var nodes: [String: Node] = [:]

    package init() {}
}

/// One node as the fleet sees it.
package struct FleetNode: Sendable {
    package let name: String
    /// The cluster's index; -1 where no cluster selects it.
    package let scope: Int
    /// Empty for a node that is missing; of several the first, by place.
    package var reports: [NodeReport]
    package var verdict: NodeReport.Verdict
    /// Why it is not full, in words.
    package var reason = ""

    /// The worst that any report says of each, by name.
    package var layers: [(name: String, verdict: NodeReport.Verdict)] {
        guard var all = reports.first else { return [] }
        for report in reports.dropFirst() {
            for (name, verdict) in report.layers { all.lower(name, verdict) }
        }
        return all.layers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

/// How many nodes came out how.
package struct NodeCounts: Sendable, Equatable {
    package var full = 0
    package var partial = 0
    package var none = 0
    package var unknown = 0
    /// Of those that are unknown.
    package var missing = 0

    package var total: Int { full + partial + none + unknown }

    mutating func add(_ verdict: NodeReport.Verdict, _ count: Int = 1) {
        switch verdict {
        case .full: full += count
        case .partial: partial += count
        case .none: none += count
        case .unknown: unknown += count
        }
    }

    /// A node that is not known is never averaged away: only where all are known is it full,
    /// partial or none.
    package var verdict: NodeReport.Verdict {
        if total == 0 { return .unknown }
        if none == total { return .none }
        if unknown > 0 { return .unknown }
        return full == total ? .full : .partial
    }
}

/// Nodes, clusters, projects and tenants, each judged.
package struct RollUp: Sendable {
    package struct Options: Sendable {
        /// Seconds since 1970.
        package var now: Int
        package var asOf: CalendarDate
        /// Beside what the scopes say.
        package var maximumAgeSeconds: Int?
        /// When a certificate of that number lapses.
        package var sunsets: [String: String] = [:]

        package init(now: Int, asOf: CalendarDate) {
            self.now = now
            self.asOf = asOf
        }
    }

    package let scopes: Scopes
    package let options: Options
    package internal(set) var nodes: [FleetNode] = []
    package internal(set) var counts: [NodeCounts]
    package internal(set) var findings: [Finding] = []
    /// How fast nodes of each processor are.
    package internal(set) var machines: [MachineSpeed] = []
    package private(set) var problems: [FleetProblem]
    package private(set) var problemCount: Int
    package let ignored: Int
    package let reports: Int
    let inventory: Inventory

    package init(
        _ input: FleetReports, scopes: Scopes, inventory: Inventory, options: Options
    ) {
        self.scopes = scopes
        self.options = options
        self.inventory = inventory
        problems = input.problems
        problemCount = input.problemCount
        ignored = input.ignored
        reports = input.reports.count
        counts = Array(repeating: NodeCounts(), count: scopes.scopes.count)
        group(input.reports)
        for index in nodes.indices {
            nodes[index].reports = NewestReports(nodes[index].reports).reports
        }
        addMissing()
        for index in nodes.indices { judge(index) }
        nodes.sort { ($0.name, $0.scope) < ($1.name, $1.scope) }
        for node in nodes where node.scope >= 0 {
            for scope in scopes.chain(node.scope) {
                counts[scope].add(node.verdict)
                if node.reports.isEmpty { counts[scope].missing += 1 }
            }
        }
        judgeSwitches()
        judgeCounts()
        judgeSpeed()
        applyWaivers()
        findings.sort {
            ($0.order, $0.rule.rawValue, $0.scope, $0.node, $0.message)
                < ($1.order, $1.rule.rawValue, $1.scope, $1.node, $1.message)
        }
    }

    package var exitCode: Int32 {
        if findings.contains(where: { $0.decides && $0.outcome == .fail }) { return 1 }
        let isOpen =
            findings.contains(where: \.decides) || problemCount > 0 || reports == 0
        return isOpen ? 2 : 0
    }

    /// Of all nodes in scopes that are on; of no node nothing is known.
    package var verdict: NodeReport.Verdict {
        var counts = NodeCounts()
        for node in nodes where node.scope >= 0 && scopes.isOn(node.scope) {
            counts.add(node.verdict)
        }
        if problemCount > 0 && counts.verdict != .none { return .unknown }
        return counts.verdict
    }

    /// A node is its name in a cluster: two clusters may have a worker-1 each, where the places of
    /// their reports tell them apart.
    private mutating func group(_ reports: [NodeReport]) {
        var numbers: [String: Int] = [:]
        for report in reports {
            let owners = owners(of: report)
            if owners.count > 1 {
                let names = owners.prefix(4).map { "'\(scopes.scopes[$0].name)'" }
                problemCount += 1
                problems.append(
                    FleetProblem(
                        report.place,
                        "the node '\(report.node)' is selected by the clusters "
                            + names.joined(separator: " and ")
                            + "; make their selectors exclude each other"))
            }
            let scope = owners.count == 1 ? owners[0] : -1
            let key = "\(scope)/\(report.node)"
            if let index = numbers[key] {
                nodes[index].reports.append(report)
            } else {
                numbers[key] = nodes.count
                nodes.append(
                    FleetNode(
                        name: report.node, scope: scope, reports: [report], verdict: .unknown))
            }
        }
    }

    private func owners(of report: NodeReport) -> [Int] {
        scopes.scopes.indices.filter { index in
            let scope = scopes.scopes[index]
            return scope.kind == .cluster && selects(scope, report.node, place: report.place)
        }
    }

    private func selects(_ scope: Scopes.Scope, _ node: String, place: String?) -> Bool {
        if scope.names.contains(node) { return true }
        if scope.patterns.contains(where: { $0.matches(node) }) { return true }
        if let place, scope.sources.contains(where: { $0.matches(place) }) { return true }
        guard !scope.labels.isEmpty, let known = inventory.nodes[node] else { return false }
        return scope.labels.allSatisfy { known.labels[$0.key] == $0.value }
    }

    /// Nodes that are named, by the scopes or the inventory, and have not reported.
    private mutating func addMissing() {
        var reported: Set<String> = []
        for node in nodes { reported.insert("\(node.scope)/\(node.name)") }
        for (index, scope) in scopes.scopes.enumerated() where scope.kind == .cluster {
            var names = scope.names
            for name in inventory.nodes.keys where selects(scope, name, place: nil) {
                names.insert(name)
            }
            for name in names.sorted() where !reported.contains("\(index)/\(name)") {
                nodes.append(
                    FleetNode(
                        name: name, scope: index, reports: [], verdict: .unknown,
                        reason: "has not reported"))
                add(.missing, index, name, .unknown, "has not reported")
            }
        }
    }

    /// What could not be found out matters where the switch is on.
    mutating func add(
        _ rule: Rule, _ scope: Int, _ node: String, _ outcome: Finding.Outcome, _ message: String
    ) {
        let isOn = scope >= 0 && (scopes.isOn(scope) || rule == .tenantOn || rule == .projectOn)
        findings.append(
            Finding(
                rule: rule, scope: scope, node: node, outcome: isOn ? outcome : .information,
                message: Evidence.line(message, most: 300)))
    }

    private mutating func applyWaivers() {
        for index in findings.indices {
            let finding = findings[index]
            guard finding.scope >= 0, finding.outcome != .information else { continue }
            let chain = scopes.chain(finding.scope)
            for waiver in scopes.waivers
            where waiver.rule == finding.rule && chain.contains(waiver.scope)
                && (waiver.node.isEmpty || waiver.node == finding.node)
            {
                let holds = waiver.expires >= options.asOf
                // One that holds stands before one that has expired.
                if findings[index].waiverHolds { break }
                findings[index].waiver = Evidence.line(
                    (holds ? "" : "expired: ") + "\(waiver.owner), until \(waiver.expires): "
                        + waiver.reason)
                findings[index].waiverHolds = holds
            }
        }
    }
}

extension Finding {
    fileprivate var order: Int {
        let order = Outcome.allCases.firstIndex(of: outcome) ?? 0
        return waiverHolds ? order + Outcome.allCases.count : order
    }
}
