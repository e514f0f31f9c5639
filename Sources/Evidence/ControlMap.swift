package import CanonicalJSON

/// Which control objectives the checks speak of: the data of `Policy/controls.json`.
///
/// A table beside the program and not inside a bundle: a projection names the objectives, and the
/// manifest names the program that did.
package struct ControlMap: Sendable {
    package static let format = "fipsmark controls 1"

    /// One control objective of a catalogue.
    package struct Objective: Sendable {
        /// As OSCAL's catalogue writes it: `sc-13_obj.b`.
        package let id: String
        /// The control that it belongs to: `sc-13`.
        package let control: String
        package let statement: String
        /// The baselines of SP 800-53B that have the control: letters of `LMH`.
        package let baselines: String
    }

    /// Checks that speak of the same.
    package struct Group: Sendable {
        package let id: String
        package let title: String
        /// IDs of checks begin with one of these.
        package let prefixes: [String]
        /// `verification` (evidence of implementation) or `validation` (of effectiveness), the
        /// words of FedRAMP's IVV-CSO-SEI and IVV-CSO-SEE.
        package let kind: String
        package let objectives: [String]
        /// Those of them that a pass may be said to satisfy, since the run really executes them.
        package let satisfies: [String]
        /// Objectives that the checks are context for, and never decide.
        package let supports: [String]
        /// Elsewhere: SP 800-171, CMMC, FedRAMP, PCI DSS, in the words of those.
        package let also: [String]
        /// What a failure means and what to do, for a person.
        package let meaning: String
        package let remedy: String
    }

    /// A rule of a STIG, by the operating system that it is for.
    package struct SecurityRule: Sendable {
        package let id: String
        /// `ID` of os-release.
        package let system: String
        package let group: String
    }

    /// What a run really executes, and a pass may therefore be said to satisfy. No table can
    /// make it more: whether SC-13 is satisfied is for an assessor alone to say.
    package static let executed: Set = ["si-6_obj.a-1", "si-7.1_obj-1"]

    package let objectives: [Objective]
    package let groups: [Group]
    package let securityRules: [SecurityRule]
    /// The longest first, so that the first that fits decides.
    private let prefixes: [(octets: [UInt8], group: Int)]

    /// The index of a check's group: the longest prefix decides.
    package func groupIndex(ofCheck id: String) -> Int? {
        let octets = id.utf8
        return prefixes.first { octets.starts(with: $0.octets) }?.group
    }

    /// The group of a check: the longest prefix decides.
    package func group(ofCheck id: String) -> Group? { groupIndex(ofCheck: id).map { groups[$0] } }

    package func objective(_ id: String) -> Objective? { objectives.first { $0.id == id } }

    /// The rules of a STIG that a group answers on this operating system.
    package func securityRules(of group: Group, on system: String) -> [SecurityRule] {
        securityRules.filter { $0.group == group.id && $0.system == system }
    }

    /// Reads the table, and refuses references that lead nowhere.
    package init(_ text: [UInt8]) throws(RecordError) {
        let root = try JSONReader.read(text)
        try root.requireOnly(["format", "objectives", "groups", "securityRules"])
        if try root.string("format") != ControlMap.format {
            throw RecordError(at: 0, "expected \(ControlMap.format)")
        }
        var objectives: [Objective] = []
        for node in try root.elements("objectives") {
            try node.requireOnly(["id", "control", "statement", "baselines"])
            objectives.append(
                Objective(
                    id: try node.string("id"), control: try node.string("control"),
                    statement: try node.string("statement"),
                    baselines: try node.string("baselines")))
        }
        var groups: [Group] = []
        for node in try root.elements("groups") { groups.append(try Group(node)) }
        var rules: [SecurityRule] = []
        for node in try root.elements("securityRules") {
            try node.requireOnly(["id", "system", "group"])
            rules.append(
                SecurityRule(
                    id: try node.string("id"), system: try node.string("system"),
                    group: try node.string("group")))
        }
        let known = Set(objectives.map(\.id))
        if known.count < objectives.count { throw RecordError(at: 0, "an objective stands twice") }
        var prefixes: [(octets: [UInt8], group: Int)] = []
        for (index, group) in groups.enumerated() {
            for id in group.objectives + group.supports where !known.contains(id) {
                throw RecordError(at: 0, "group \(group.id) names the unknown objective \(id)")
            }
            let satisfies = ControlMap.executed.intersection(group.objectives)
            if let id = group.satisfies.first(where: { !satisfies.contains($0) }) {
                throw RecordError(at: 0, "group \(group.id) cannot satisfy \(id) by a run")
            }
            prefixes += group.prefixes.map { (Array($0.utf8), index) }
        }
        prefixes.sort { $0.octets.count > $1.octets.count }
        let names = Set(groups.map(\.id))
        if let stray = rules.first(where: { !names.contains($0.group) }) {
            throw RecordError(at: 0, "\(stray.id) names the unknown group \(stray.group)")
        }
        self.objectives = objectives
        self.groups = groups
        securityRules = rules
        self.prefixes = prefixes
    }
}

extension ControlMap.Group {
    fileprivate init(_ node: JSONNode) throws(RecordError) {
        try node.requireOnly([
            "id", "title", "prefixes", "kind", "objectives", "satisfies", "supports", "also",
            "meaning", "remedy",
        ])
        func strings(_ name: String) throws(RecordError) -> [String] {
            var strings: [String] = []
            for element in try node.elements(name) {
                guard case .string(let string) = element.value else {
                    throw RecordError(at: element.position, "expected a string")
                }
                strings.append(string)
            }
            return strings
        }
        id = try node.string("id")
        title = try node.string("title")
        prefixes = try strings("prefixes")
        kind = try node.string("kind")
        objectives = try strings("objectives")
        satisfies = try strings("satisfies")
        supports = try strings("supports")
        also = try strings("also")
        meaning = try node.string("meaning")
        remedy = try node.string("remedy")
        if !["verification", "validation"].contains(kind) {
            throw RecordError(at: node.position, "kind is verification or validation")
        }
    }
}

extension Environment {
    /// `ID` of the node's os-release, such as `rhel`; empty where it was not looked at.
    package var operatingSystem: String {
        for fact in facts where fact.id == "os/release" {
            for line in fact.output.split(separator: "\n") where line.hasPrefix("ID=") {
                return String(line.dropFirst(3).filter { $0 != "\"" && $0 != "'" })
            }
        }
        return ""
    }
}
