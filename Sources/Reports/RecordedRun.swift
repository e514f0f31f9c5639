import Algorithms
package import CanonicalJSON
import KnownAnswers

/// A run as `results.json` tells it, as far as two runs are compared.
package struct RecordedRun: Sendable {
    struct Module: Sendable, Equatable {
        let role: String
        let name: String
        let version: String
        let sha256: String
    }

    /// One vector group on one module.
    struct Group: Sendable {
        let setName: String
        let revision: String
        let role: String
        let counts: VerdictCounts
        /// The cases that failed or broke off.
        let wrong: Set<Int>
    }

    let toolVersion: String
    let startedAt: String
    package let verdict: RunVerdict
    let modules: [Module]
    /// In report order.
    let checks: [Check]
    /// By the ID of the group's check.
    let groups: [String: Group]

    /// Reads a record that this version of the program could have written.
    ///
    /// Members that a comparison does not look at are not looked at.
    package init(_ text: [UInt8]) throws(RecordError) {
        let record = try JSONReader.read(text)
        let version = try record.string("schemaVersion")
        if version != RunRecord.schemaVersion {
            throw RecordError(
                at: try record.member("schemaVersion").position,
                "the record has schemaVersion \(version), and only \(RunRecord.schemaVersion) can "
                    + "be compared; use the fipsmark that wrote it")
        }
        toolVersion = try record.member("tool").string("version")
        startedAt = try record.string("startedAt")
        verdict = try record.word("verdict", of: RunVerdict.self)
        modules = try RecordedRun.modules(record)
        checks = try RecordedRun.checks(record)
        groups = try RecordedRun.groups(record, Set(checks.map(\.id)))
    }

    private static func modules(_ record: JSONNode) throws(RecordError) -> [Module] {
        var modules: [Module] = []
        for node in try record.elements("modules") {
            modules.append(
                Module(
                    role: try node.string("role"), name: try node.string("name"),
                    version: try node.string("version"), sha256: try node.string("sha256")))
        }
        return modules
    }

    private static func checks(_ record: JSONNode) throws(RecordError) -> [Check] {
        var checks: [Check] = []
        var seen: [String: Check.Outcome] = [:]
        for node in try record.elements("checks") {
            let check = Check(
                id: try node.string("id"), title: try node.string("title"),
                outcome: try node.word("outcome", of: Check.Outcome.self),
                severity: try node.word("severity", of: Check.Severity.self),
                observed: try node.string("observed"))
            if let outcome = seen.updateValue(check.outcome, forKey: check.id) {
                // A file that was brought has one check for each of its problems.
                if check.id.hasPrefix("input/") && outcome == check.outcome { continue }
                throw RecordError(at: node.position, "the check \(check.id) stands twice")
            }
            checks.append(check)
        }
        return checks
    }

    private static func groups(
        _ record: JSONNode, _ checks: Set<String>
    ) throws(RecordError) -> [String: Group] {
        var groups: [String: Group] = [:]
        for set in try record.elements("sets") {
            let wrong = try wrongCases(of: set)
            for node in try set.elements("groups") {
                let id = try node.string("check")
                if !checks.contains(id) {
                    throw RecordError(at: node.position, "the check \(id) of a group is missing")
                }
                let role = try node.string("module")
                let place = Place(role: role, tgId: try node.count("tgId"))
                let group = Group(
                    setName: try set.string("set"), revision: try set.string("revision"),
                    role: role, counts: try counts(node), wrong: wrong[place] ?? [])
                if groups.updateValue(group, forKey: id) != nil {
                    throw RecordError(at: node.position, "the group of \(id) stands twice")
                }
            }
        }
        return groups
    }

    private struct Place: Hashable {
        let role: String
        let tgId: Int
    }

    private static func wrongCases(of set: JSONNode) throws(RecordError) -> [Place: Set<Int>] {
        var wrong: [Place: Set<Int>] = [:]
        for finding in try set.elements("findings") {
            let (tgId, tcId) = (try finding.count("tgId"), try finding.count("tcId"))
            for answer in try finding.elements("answers") {
                // The words of `Verdict`; any other is a case that this module got right or never.
                guard ["fail", "error"].contains(try answer.string("verdict")) else { continue }
                let place = Place(role: try answer.string("module"), tgId: tgId)
                wrong[place, default: []].insert(tcId)
            }
        }
        return wrong
    }

    private static func counts(_ group: JSONNode) throws(RecordError) -> VerdictCounts {
        var counts = VerdictCounts()
        counts.pass = try group.count("pass")
        counts.fail = try group.count("fail")
        counts.error = try group.count("error")
        counts.unsupported = try group.count("unsupported")
        counts.refused = try group.count("refused")
        counts.notComparable = try group.count("notComparable")
        return counts
    }
}
