import Approval
import BenchRecord
import CanonicalJSON

extension Projection {
    static let sarif = Projection(
        name: "sarif", path: "results.sarif",
        purpose: "the checks as SARIF 2.1.0 with NIST SP 800-53 as its taxonomy"
    ) { sources in SARIF(sources).log.canonicalLine }
}

/// A log with one run: a rule for each group of the control map, a result for each check, those
/// that passed among them, since a log without results looks like one of a tool that did nothing.
private struct SARIF {
    private static let taxonomy = "NIST SP 800-53"
    /// Where every result stands: services that show logs beside a repository want a file, and what
    /// a check is measured by is in this one.
    private static let policy: JSONValue = [
        "artifactLocation": ["uri": .string(BundleSources.policyPath), "index": 1],
        "region": ["startLine": 1],
    ]

    let sources: BundleSources
    let checks: [CheckText]
    private var rules: [JSONValue] = []
    private var ruleIndexes: [String: Int] = [:]
    private var taxa: [JSONValue] = []
    private var taxonIndexes: [String: Int] = [:]

    init(_ sources: BundleSources) {
        self.sources = sources
        checks = sources.checkTexts
        for check in checks where ruleIndexes[check.ruleID] == nil {
            ruleIndexes[check.ruleID] = rules.count
            rules.append(rule(check))
        }
    }

    var log: JSONValue {
        let references: [JSONValue] = [["name": .string(SARIF.taxonomy), "index": 0]]
        return [
            "$schema": .string(
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                    + "sarif-schema-2.1.0.json"),
            "version": "2.1.0",
            "runs": .array([
                [
                    "tool": [
                        "driver": [
                            "name": "fipsmark",
                            "version": .string(Evidence.line(sources.results.toolVersion)),
                            "rules": .array(rules), "supportedTaxonomies": .array(references),
                        ]
                    ],
                    "taxonomies": .array([
                        [
                            "name": .string(SARIF.taxonomy), "organization": "NIST",
                            "version": "5.1.1",
                            "shortDescription": text("Security and privacy controls"),
                            "taxa": .array(taxa),
                        ]
                    ]),
                    "automationDetails": [
                        "id": "fipsmark/", "guid": .string(sources.uuid("sarif")),
                    ],
                    "invocations": .array([invocation]), "artifacts": .array(artifacts),
                    "results": .array(checks.map(result)), "columnKind": "unicodeCodePoints",
                ]
            ]),
        ]
    }

    private var artifacts: [JSONValue] {
        sources.digests.all.map { path, sha256 in
            ["location": ["uri": .string(path)], "hashes": ["sha-256": .string(sha256)]]
        }
    }

    private var invocation: JSONValue {
        let results = sources.results
        let open = checks.filter { $0.standing == .undetermined }
        var members: [String: JSONValue] = [
            "executionSuccessful": .boolean(results.verdict != .unknown),
            "exitCode": results.verdict == .pass ? 0 : results.verdict == .fail ? 1 : 2,
            "toolExecutionNotifications": .array(
                open.map { check in
                    [
                        "level": "error", "message": message(check),
                        "associatedRule": [
                            "id": .string(check.ruleID),
                            "index": .integer(ruleIndexes[check.ruleID] ?? 0),
                        ],
                    ]
                }),
        ]
        if UTCTime.seconds(results.startedAt) != nil {
            members["startTimeUtc"] = .string(results.startedAt)
        }
        return .object(members)
    }

    private mutating func rule(_ check: CheckText) -> JSONValue {
        var members: [String: JSONValue] = ["id": .string(check.ruleID)]
        guard let group = check.group else {
            members["shortDescription"] = text("checks of the kind \(check.kind)")
            return .object(members)
        }
        members["shortDescription"] = text(group.title)
        if !group.meaning.isEmpty { members["fullDescription"] = text(group.meaning) }
        if !group.remedy.isEmpty { members["help"] = text(group.remedy) }
        var tags: [JSONValue] = [.string(group.kind)]
        var relationships: [JSONValue] = []
        for control in sources.controls.controls(of: group) {
            tags.append(.string(control.name))
            relationships.append([
                "kinds": .array(["relevant"]),
                "target": [
                    "id": .string(control.name), "index": .integer(taxon(control)),
                    "toolComponent": ["name": .string(SARIF.taxonomy), "index": 0],
                ],
            ])
        }
        if !relationships.isEmpty { members["relationships"] = .array(relationships) }
        members["properties"] = ["tags": .array(tags)]
        return .object(members)
    }

    private mutating func taxon(_ control: ControlMap.Control) -> Int {
        if let index = taxonIndexes[control.name] { return index }
        taxonIndexes[control.name] = taxa.count
        taxa.append(["id": .string(control.name), "shortDescription": text(control.statement)])
        return taxa.count - 1
    }

    private func result(_ check: CheckText) -> JSONValue {
        // Section 3.27.10: what is no failure has the level none.
        let (kind, level): (JSONValue, JSONValue) =
            switch (check.standing, check.check.outcome) {
            case (.failed, _): ("fail", "error")
            case (.warned, .fail): ("fail", "warning")
            case (.passed, _): ("pass", "none")
            case (_, .notApplicable): ("notApplicable", "none")
            case (.noted, _): ("informational", "none")
            default: ("open", "none")
            }
        let digest = sources.hashing.sha256(check.id)
        return [
            "ruleId": .string(check.ruleID),
            "ruleIndex": .integer(ruleIndexes[check.ruleID] ?? 0),
            "kind": kind, "level": level, "message": message(check),
            "locations": .array([
                [
                    "physicalLocation": SARIF.policy,
                    "logicalLocations": .array([["fullyQualifiedName": .string(check.id)]]),
                ]
            ]),
            // All results stand on one line, by which GitHub would take them for the same.
            "partialFingerprints": [
                "checkID/v1": .string(digest),
                "primaryLocationLineHash": .string("\(digest.prefix(16)):1"),
            ],
            "properties": [
                "outcome": .string(check.check.outcome.rawValue),
                "severity": .string(check.check.severity.rawValue),
            ],
        ]
    }

    private func message(_ check: CheckText) -> JSONValue {
        text(
            check.standing.needsWords
                ? "\(check.title)\n\(check.finding)" : "\(check.title): \(check.observed)")
    }

    /// Sections 3.11.5 and 3.11.6: braces are of placeholders and brackets of links, where they are
    /// not escaped.
    private func text(_ words: String) -> JSONValue {
        if words.utf8.allSatisfy({ !SARIF.special.contains($0) }) {
            return ["text": .string(words)]
        }
        var escaped = ""
        for scalar in words.unicodeScalars {
            switch scalar {
            case "{", "}": escaped.unicodeScalars.append(scalar)
            case "[", "]", "\\": escaped += "\\"
            default: break
            }
            escaped.unicodeScalars.append(scalar)
        }
        return ["text": .string(escaped)]
    }

    private static let special = Array("{}[]\\".utf8)
}

extension CheckText {
    /// Its group's; a check that the control map does not know has a rule all the same.
    fileprivate var ruleID: String { group?.id ?? "unmapped-\(kind)" }
}
