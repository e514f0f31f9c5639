import Approval
import BenchRecord

extension Scopes {
    /// A platform of a hundred thousand nodes has fewer.
    private static let mostScopes = 10_000
    private static let mostWaivers = 10_000
    /// Patterns are compared in pairs.
    private static let mostPatterns = 5_000

    /// Reads and checks a whole file of scopes; the first thing that is wrong ends it.
    package init(_ value: ConfigurationValue) throws(ScopesError) {
        var root = try ConfigurationMap(value, "the file")
        let format = try root.required("format")
        if format != Scopes.format {
            throw ScopesError(
                root.line, "format '\(shown(format))', and this program knows '\(Scopes.format)'")
        }
        if let age = try root.text("max-age") {
            maximumAgeSeconds = try Scopes.seconds(age, root.line)
        }
        let items = try root.list("scopes")
        if items.isEmpty { throw ScopesError(root.line, "the file has no scopes") }
        if items.count > Scopes.mostScopes {
            throw ScopesError(
                root.line, "\(items.count) scopes; there may be \(Scopes.mostScopes)")
        }
        var parents: [(name: String, line: Int)?] = []
        for item in items {
            let (scope, parent) = try Scopes.scope(item)
            scopes.append(scope)
            parents.append(parent)
        }
        let numbers = try resolve(parents)
        try checkSelectors()
        for item in try root.list("waivers") { waivers.append(try Scopes.waiver(item, numbers)) }
        if waivers.count > Scopes.mostWaivers {
            throw ScopesError(
                root.line, "\(waivers.count) waivers; there may be \(Scopes.mostWaivers)")
        }
        try root.end()
    }

    private static func name(_ text: String, _ line: Int, _ what: String) throws(ScopesError) {
        if text.isEmpty || text.utf8.count > FleetLimits.nameBytes {
            throw ScopesError(
                line, "\(what) '\(shown(text))' has not 1 to \(FleetLimits.nameBytes) bytes")
        }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        if !isPlain {
            throw ScopesError(
                line, "\(what) '\(shown(text))' may have neither white space nor '/'")
        }
    }

    private static func scope(
        _ value: ConfigurationValue
    ) throws(ScopesError) -> (Scope, parent: (name: String, line: Int)?) {
        var map = try ConfigurationMap(value, "a scope")
        let kindText = try map.required("kind")
        guard let kind = Kind(rawValue: kindText) else {
            throw ScopesError(
                map.line, "kind '\(shown(kindText))' is none of tenant, project and cluster")
        }
        let name = try map.required("name")
        try Scopes.name(name, map.line, "the name")
        var scope = Scope(kind: kind, name: name, line: map.line)
        let parent = try map.text("parent").map { (name: $0, line: map.line) }
        try readSwitch(&map, &scope)
        if let text = try map.text("expected-nodes") {
            guard let count = Int(text), (0...10_000_000).contains(count) else {
                throw ScopesError(map.line, "expected-nodes takes a number, not '\(shown(text))'")
            }
            scope.expectedNodes = count
        }
        if let age = try map.text("max-age") {
            scope.maximumAgeSeconds = try seconds(age, map.line)
        }
        scope.policy = try word(
            &map, "policy", ["validated", "update-stream", "configured"])
        scope.profile = try word(&map, "profile", ["node", "module"])
        if let nodes = map.value("nodes") {
            if kind != .cluster {
                throw ScopesError(
                    nodes.line, "only a cluster selects nodes; '\(name)' is a \(kind)")
            }
            try readSelector(nodes, &scope)
        } else if kind == .cluster {
            throw ScopesError(map.line, "the cluster '\(name)' selects no nodes; give it 'nodes'")
        }
        if scope.expectedNodes != nil && kind != .cluster {
            throw ScopesError(map.line, "only a cluster has expected-nodes")
        }
        try map.end()
        return (scope, parent)
    }

    private static func readSwitch(
        _ map: inout ConfigurationMap, _ scope: inout Scope
    ) throws(ScopesError) {
        // YAML 1.1 reads on and off as true and false; the text is the same either way.
        switch try map.text("fips") {
        case nil: break
        case "on", "true", "yes": scope.isOn = true
        case "off", "false", "no": scope.isOn = false
        case .some(let text):
            throw ScopesError(map.line, "fips is on or off, not '\(shown(text))'")
        }
        if let text = try map.text("since") {
            guard let since = CalendarDate(text) else {
                throw ScopesError(
                    map.line, "since takes a day such as 2026-10-01, not '\(shown(text))'")
            }
            if scope.isOn != true {
                throw ScopesError(map.line, "since is of a switch that is on")
            }
            scope.since = since
        }
    }

    private static func word(
        _ map: inout ConfigurationMap, _ key: String, _ words: [String]
    ) throws(ScopesError) -> String? {
        guard let text = try map.text(key) else { return nil }
        if words.contains(text) { return text }
        throw ScopesError(
            map.line, "\(key) '\(shown(text))' is none of \(words.joined(separator: ", "))")
    }

    private static func readSelector(
        _ value: ConfigurationValue, _ scope: inout Scope
    ) throws(ScopesError) {
        var map = try ConfigurationMap(value, "nodes of '\(scope.name)'")
        for (text, line) in try map.texts("names") {
            try name(text, line, "the node")
            if !scope.names.insert(text).inserted {
                throw ScopesError(line, "the node '\(shown(text))' stands twice")
            }
        }
        for (text, line) in try map.texts("patterns") {
            try name(text, line, "the pattern")
            scope.patterns.append(Glob(text))
        }
        for (text, line) in try map.texts("sources") {
            if text.isEmpty || text.utf8.count > 4096 {
                throw ScopesError(line, "a source has 1 to 4096 bytes")
            }
            scope.sources.append(Glob(text))
        }
        if let labels = map.value("labels") {
            guard case .map(let pairs) = labels.content else {
                throw ScopesError(labels.line, "labels are a map")
            }
            var seen: Set<String> = []
            for pair in pairs {
                if !seen.insert(pair.key).inserted {
                    throw ScopesError(pair.line, "the label '\(shown(pair.key))' stands twice")
                }
                scope.labels.append((pair.key, try pair.value.text("a label")))
            }
        }
        try map.end()
        let isEmpty =
            scope.names.isEmpty && scope.patterns.isEmpty && scope.sources.isEmpty
            && scope.labels.isEmpty
        if isEmpty { throw ScopesError(map.line, "the cluster '\(scope.name)' selects no nodes") }
    }

    /// - Returns: scopes by name.
    private mutating func resolve(
        _ parents: [(name: String, line: Int)?]
    ) throws(ScopesError) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for (index, scope) in scopes.enumerated() {
            if let first = numbers.updateValue(index, forKey: scope.name) {
                throw ScopesError(
                    scope.line,
                    "the scope '\(scope.name)' stands twice, first on line \(scopes[first].line)")
            }
        }
        for (index, parent) in parents.enumerated() {
            guard let parent else { continue }
            guard let number = numbers[parent.name] else {
                throw ScopesError(
                    parent.line,
                    "the parent '\(shown(parent.name))' of '\(scopes[index].name)' does not exist")
            }
            scopes[index].parent = number
        }
        for index in scopes.indices { try checkCycle(index) }
        for scope in scopes {
            guard let parent = scope.parent.map({ scopes[$0] }) else { continue }
            let isBelow =
                scope.kind == .project && parent.kind == .tenant
                || scope.kind == .cluster && parent.kind != .cluster
            if !isBelow {
                throw ScopesError(
                    scope.line,
                    "the \(scope.kind) '\(scope.name)' cannot lie in the \(parent.kind) "
                        + "'\(parent.name)'")
            }
        }
        return numbers
    }

    private func checkCycle(_ start: Int) throws(ScopesError) {
        var names = [scopes[start].name]
        var seen: Set<Int> = [start]
        var index = start
        while let parent = scopes[index].parent {
            names.append(scopes[parent].name)
            if !seen.insert(parent).inserted {
                throw ScopesError(
                    scopes[start].line,
                    "the scopes lie in each other: \(names.prefix(8).joined(separator: " in "))")
            }
            // Deeper than tenant, project and cluster it is wrong already, and said by kinds.
            if names.count > 64 { return }
            index = parent
        }
    }

    /// Two clusters may not select one node.
    private func checkSelectors() throws(ScopesError) {
        var owners: [String: Int] = [:]
        var patterns: [(owner: Int, glob: Glob)] = []
        for (index, scope) in scopes.enumerated() {
            for name in scope.names.sorted() {
                if let other = owners.updateValue(index, forKey: name) {
                    throw overlap(other, index, "both name the node '\(name)'")
                }
            }
            patterns += scope.patterns.map { (index, $0) }
        }
        if patterns.count > Scopes.mostPatterns {
            throw ScopesError(
                0, "\(patterns.count) patterns; there may be \(Scopes.mostPatterns)")
        }
        for (number, one) in patterns.enumerated() {
            for two in patterns[(number + 1)...] where one.owner != two.owner {
                if one.glob.overlaps(two.glob) {
                    throw overlap(
                        one.owner, two.owner,
                        "a node may match '\(one.glob.text)' and '\(two.glob.text)'")
                }
            }
        }
        for (name, owner) in owners.sorted(by: { $0.key < $1.key }) {
            for pattern in patterns where pattern.owner != owner && pattern.glob.matches(name) {
                throw overlap(
                    pattern.owner, owner, "the node '\(name)' matches '\(pattern.glob.text)'")
            }
        }
    }

    private func overlap(_ one: Int, _ two: Int, _ reason: String) -> ScopesError {
        ScopesError(
            scopes[two].line,
            "the clusters '\(scopes[one].name)' and '\(scopes[two].name)' overlap: \(reason)")
    }

    private static func waiver(
        _ value: ConfigurationValue, _ numbers: [String: Int]
    ) throws(ScopesError) -> Waiver {
        var map = try ConfigurationMap(value, "a waiver")
        let id = try map.required("id")
        guard let rule = Rule(rawValue: id) else {
            throw ScopesError(map.line, "the waiver is of '\(shown(id))', and no rule is called so")
        }
        let scope = try map.required("scope")
        guard let number = numbers[scope] else {
            throw ScopesError(
                map.line, "the waiver is for the scope '\(shown(scope))', which does not exist")
        }
        let node = try map.text("node") ?? ""
        let owner = try map.required("owner")
        let reason = try map.required("reason")
        let day = try map.required("expires")
        guard let expires = CalendarDate(day) else {
            throw ScopesError(
                map.line, "expires takes a day such as 2026-12-31, not '\(shown(day))'")
        }
        try map.end()
        return Waiver(
            rule: rule, scope: number, node: node, owner: owner, reason: reason, expires: expires)
    }

    /// `90m`, `24h`, `7d`.
    package static func seconds(_ text: String, _ line: Int) throws(ScopesError) -> Int {
        if let span = TimeSpan.milliseconds(text), span % 1000 == 0 { return span / 1000 }
        throw ScopesError(line, "an age is a number with s, m, h or d behind, not '\(shown(text))'")
    }
}
