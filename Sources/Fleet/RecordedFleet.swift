package import CanonicalJSON
import Evidence

/// A fleet as `--format json` told it, for a comparison.
package struct RecordedFleet: Sendable {
    package struct Node: Sendable, Equatable {
        var verdict = ""
        var reason = ""
        var modules: [String] = []
        var certificates: [String] = []
    }

    package let asOf: String
    package let verdict: String
    /// By scope and name.
    package private(set) var nodes: [String: Node] = [:]
    package private(set) var scopes: [String: String] = [:]
    /// What F11 found, with the number of nodes.
    package private(set) var lapsing: [String: Int] = [:]

    package init(_ text: [UInt8]) throws(RecordError) {
        var reader = try CanonicalReader(text)
        try reader.open()
        asOf = try reader.string("asOf")
        try reader.skip("counts")
        try reader.skip("exitCode")
        try reader.key("findings")
        var lapsing: [String: Int] = [:]
        try reader.eachElement { item throws(RecordError) in
            try item.open()
            let message = try item.string("message")
            try item.skip("node")
            try item.skip("outcome")
            if try item.string("rule") == Rule.lapsing.rawValue {
                lapsing[message, default: 0] += 1
            }
            try item.skip("scope")
            try item.skip("waived")
            try item.skip("waiver")
            try item.close()
        }
        self.lapsing = lapsing
        let start = reader.position
        let format = try reader.string("format")
        if format != RollUp.format {
            throw RecordError(
                at: start, "format '\(shown(format))', and this program knows '\(RollUp.format)'")
        }
        try reader.skip("headline")
        try reader.skip("ignored")
        try reader.key("nodes")
        var nodes: [String: Node] = [:]
        try reader.eachElement { item throws(RecordError) in
            let (name, node) = try RecordedFleet.node(&item)
            if nodes.updateValue(node, forKey: name) != nil {
                throw RecordError(at: item.position, "the node '\(shown(name))' stands twice")
            }
        }
        self.nodes = nodes
        try reader.skip("problemCount")
        try reader.skip("problems")
        try reader.skip("reports")
        try reader.key("scopes")
        var scopes: [String: String] = [:]
        try reader.eachElement { item throws(RecordError) in
            try item.open()
            try item.skip("counts")
            try item.skip("fips")
            try item.skip("kind")
            let path = try item.string("path")
            try item.skip("since")
            scopes[path] = try item.string("verdict")
            try item.close()
        }
        self.scopes = scopes
        try reader.skip("speed")
        try reader.skip("summary")
        try reader.skip("tool")
        verdict = try reader.string("verdict")
        try reader.close()
        try reader.finish()
    }

    private static func node(
        _ reader: inout CanonicalReader
    ) throws(RecordError) -> (String, Node) {
        var node = Node()
        try reader.open()
        let name = try reader.string("name")
        node.reason = try reader.string("reason")
        try reader.key("reports")
        var modules: Set<String> = []
        var certificates: Set<String> = []
        try reader.eachElement { item throws(RecordError) in
            try item.open()
            certificates.insert(try item.string("certificate"))
            try item.skip("kernel")
            try item.skip("keyId")
            try item.skip("kind")
            try item.skip("layers")
            let version = try item.string("module")
            let digest = try item.string("moduleSha256")
            modules.insert(
                digest.isEmpty ? version : "\(version) \(digest.prefix(12))")
            try item.skip("place")
            try item.skip("sha256")
            try item.skip("signature")
            try item.skip("startedAt")
            try item.skip("verdict")
            try item.close()
        }
        node.modules = modules.sorted()
        node.certificates = certificates.sorted()
        let scope = try reader.string("scope")
        node.verdict = try reader.string("verdict")
        try reader.close()
        return (scope.isEmpty ? name : "\(scope)/\(name)", node)
    }
}

/// What changed between two records of one fleet.
package struct FleetComparison: Sendable {
    package struct Change: Sendable, Equatable {
        /// `gained`, `lost`, `verdict`, `module`, `certificate`, `scope`.
        package let kind: String
        package let name: String
        package let before: String
        package let after: String
    }

    package private(set) var changes: [Change] = []
    /// A node or a scope that was better before, or is gone.
    package private(set) var isWorse = false
    /// Certificates that lapse, as the later record tells, with their nodes.
    package let lapsing: [(message: String, nodes: Int)]
    private let before: String
    private let after: String

    package init(_ before: RecordedFleet, _ after: RecordedFleet) {
        self.before = before.asOf
        self.after = after.asOf
        lapsing = after.lapsing.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let order = NodeReport.Verdict.allCases.map(\.rawValue)
        func isLower(_ new: String, than old: String) -> Bool {
            (order.firstIndex(of: new) ?? 0) < (order.firstIndex(of: old) ?? 0)
        }
        for (path, old) in before.scopes.sorted(by: { $0.key < $1.key }) {
            let new = after.scopes[path] ?? "gone"
            if new == old { continue }
            changes.append(Change(kind: "scope", name: path, before: old, after: new))
            isWorse = isWorse || isLower(new, than: old)
        }
        for (path, new) in after.scopes.sorted(by: { $0.key < $1.key })
        where before.scopes[path] == nil {
            changes.append(Change(kind: "scope", name: path, before: "none yet", after: new))
        }
        for name in Set(before.nodes.keys).union(after.nodes.keys).sorted() {
            guard let old = before.nodes[name] else {
                let verdict = after.nodes[name]?.verdict ?? ""
                changes.append(Change(kind: "gained", name: name, before: "", after: verdict))
                continue
            }
            guard let new = after.nodes[name] else {
                changes.append(Change(kind: "lost", name: name, before: old.verdict, after: ""))
                isWorse = true
                continue
            }
            if old.verdict != new.verdict {
                changes.append(
                    Change(kind: "verdict", name: name, before: old.verdict, after: new.verdict))
                isWorse = isWorse || isLower(new.verdict, than: old.verdict)
            }
            let parts = [
                ("module", old.modules, new.modules),
                ("certificate", old.certificates, new.certificates),
            ]
            for (kind, one, two) in parts where one != two && !two.isEmpty {
                func words(_ values: [String]) -> String {
                    values.map { $0.isEmpty ? "unknown" : $0 }.joined(separator: " + ")
                }
                changes.append(
                    Change(kind: kind, name: name, before: words(one), after: words(two)))
            }
        }
    }

    private func count(_ kind: String) -> Int { changes.count { $0.kind == kind } }

    package var text: String {
        var lines = [
            "FLEET \(isWorse ? "WORSE" : changes.isEmpty ? "SAME" : "NO WORSE")  "
                + "\(count("gained")) gained, \(count("lost")) lost, \(count("verdict")) verdicts, "
                + "\(count("module")) modules",
            Evidence.line("from \(before) to \(after)"),
        ]
        let most = 40
        let titles = [
            ("scope", "verdicts of scopes"), ("lost", "nodes lost"),
            ("verdict", "verdicts of nodes"), ("module", "modules"),
            ("certificate", "certificates"), ("gained", "nodes gained"),
        ]
        for (kind, title) in titles where count(kind) > 0 {
            let mine = changes.filter { $0.kind == kind }
            lines += ["", "\(title): \(mine.count)"]
            for change in mine.prefix(most) {
                let arrow =
                    kind == "gained"
                    ? change.after
                    : kind == "lost" ? change.before : "\(change.before) → \(change.after)"
                lines += RollUp.wrapped(
                    Evidence.line("\(change.name): \(arrow)"), indent: 2)
            }
            if mine.count > most {
                lines.append("  \(mine.count - most) more: --format json has all")
            }
        }
        if !lapsing.isEmpty { lines += ["", "certificates that lapse within 180 days"] }
        for item in lapsing.prefix(most) {
            lines += RollUp.wrapped(
                Evidence.line(item.message) + ": \(RollUp.number(item.nodes, "node"))", indent: 2)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    package var json: String {
        let value: JSONValue = [
            "format": "fipsmark fleet comparison 1", "before": .string(before),
            "after": .string(after),
            "lapsing": .array(
                lapsing.map { ["message": .string($0.message), "nodes": .integer($0.nodes)] }),
            "worse": .string(isWorse ? "yes" : "no"),
            "changes": .array(
                changes.map {
                    [
                        "kind": .string($0.kind), "name": .string($0.name),
                        "before": .string($0.before), "after": .string($0.after),
                    ]
                }),
        ]
        return value.canonicalLine
    }
}
