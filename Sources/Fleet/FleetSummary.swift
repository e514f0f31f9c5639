import BenchRecord
package import CanonicalJSON
package import Evidence

/// What the aggregator signs: a Simple Verification Result of in-toto over every node's report.
package enum FleetSummary {
    package static let predicateType = "https://in-toto.io/attestation/svr/v0.2"
    /// Another number where rules change, so that who trusts it can tell.
    package static let verifier = "https://fipsmark.invalid/fleet/v1"

    /// - Parameter policy: the file of scopes by its name and digest; nil where nobody gave one.
    package static func statement(
        _ fleet: RollUp, policy: (name: String, sha256: String)?
    ) -> JSONValue {
        var subjects: [JSONValue] = []
        var seen: Set<String> = []
        for node in fleet.nodes {
            let path = fleet.path(node.scope)
            for report in node.reports {
                let name = (path.isEmpty ? "" : "\(path)/") + node.name
                if !seen.insert("\(name) \(report.digest)").inserted { continue }
                subjects.append(Statement.descriptor(name, report.digest))
            }
        }
        return [
            "_type": .string(Statement.format),
            "predicateType": .string(predicateType), "subject": .array(subjects),
            "predicate": [
                "verifier": [
                    "id": .string(verifier),
                    "policies": .array(
                        policy.map { [Statement.descriptor($0.name, $0.sha256)] } ?? []),
                ],
                "timeCreated": .string(UTCTime.text(fleet.options.now)),
                "properties": .array(properties(fleet).map { .string($0) }),
            ],
        ]
    }

    /// What passes, and nothing else: a rule that found something, waived or not, is not listed,
    /// and no rule is where something could not be read.
    private static func properties(_ fleet: RollUp) -> [String] {
        if fleet.problemCount > 0 || fleet.reports == 0 { return [] }
        let open = Set(fleet.findings.filter { $0.outcome != .information }.map(\.rule))
        var properties = Rule.allCases.filter { !open.contains($0) && $0 != .clusterAlone }.map {
            "FIPSMARK_\($0.rawValue)"
        }
        if fleet.exitCode == 0 && fleet.verdict == .full {
            properties.append("FIPSMARK_FLEET_FULL")
        }
        return properties
    }

    /// In the envelope of DSSE, as those of bundles are.
    package static func envelope(
        _ statement: JSONValue, _ signer: any EvidenceSigner, _ hashing: any Hashing
    ) throws(SigningFailure) -> String {
        try Envelope(signing: Array(statement.canonicalText.utf8), by: signer, hashing).text
    }
}
