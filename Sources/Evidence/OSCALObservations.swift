import Approval
import CanonicalJSON

/// One observation for each group of the control map, and one for each check that failed or could
/// not be decided.
struct OSCALObservations {
    let assessment: OSCALAssessment

    init(_ assessment: OSCALAssessment) { self.assessment = assessment }

    private var sources: BundleSources { assessment.sources }

    var all: [JSONValue] {
        let controls = sources.controls
        var observations: [JSONValue] = []
        for index in controls.groups.indices where assessment.isSpoken[index] {
            observations.append(group(index))
        }
        if assessment.tally.others.total > 0 { observations.append(others) }
        let evidence = references([BundleSources.resultsPath])
        let properties = controls.groups.map { group in
            common(group) + group.objectives.map { OSCAL.property("objective", $0) }
        }
        for (index, group) in assessment.tally.groupOfCheck.enumerated() {
            guard let uuid = assessment.observations[index] else { continue }
            observations.append(
                observation(
                    uuid, sources.results.checks[index], group.map { properties[$0] } ?? [],
                    evidence, group.map { controls.groups[$0].method } ?? "TEST"))
        }
        return observations
    }

    private func observation(
        _ uuid: String, _ check: Results.Check, _ properties: [JSONValue], _ evidence: JSONValue,
        _ method: String
    ) -> JSONValue {
        [
            "uuid": .string(uuid),
            "title": .string(OSCAL.prose(check.title)),
            "description": .string(OSCAL.prose(check.observed)),
            "props": .array(
                [
                    OSCAL.property("check", check.id),
                    OSCAL.property("outcome", check.outcome.rawValue),
                    OSCAL.property("severity", check.severity.rawValue),
                ] + properties),
            "methods": .array([.string(method)]),
            "types": .array([check.isRequiredFailure ? "finding" : "control-objective"]),
            "origins": assessment.subjects.origins,
            "subjects": assessment.subjects.subject(ofCheck: check.id),
            "relevant-evidence": evidence, "collected": .string(assessment.times.started),
        ]
    }

    private func group(_ index: Int) -> JSONValue {
        let group = sources.controls.groups[index]
        let counts = assessment.tally.groups[index]
        let isFacts = counts.total == 0
        var properties = common(group)
        for id in group.objectives + group.supports {
            let name = group.objectives.contains(id) ? "objective" : "supports"
            let baselines = sources.controls.objective(id)?.baselines ?? ""
            properties.append(OSCAL.property(name, id, class: baselines))
        }
        properties += group.also.map { OSCAL.property("reference", $0) }
        properties += sources.controls.securityRules(
            of: group, on: sources.environment.operatingSystem
        ).map { OSCAL.property("stig", $0.id) }
        properties += isFacts ? facts : outcomes(counts)
        let what =
            isFacts
            ? "\(sources.environment.facts.count) facts of the node, which no check judges."
            : "\(OSCAL.checks(counts.total)): \(counts.words)."
        return [
            "uuid": .string(assessment.observation(ofGroup: index)),
            "title": .string(OSCAL.prose(group.title)), "description": .string(what),
            "props": .array(properties), "methods": .array([.string(group.method)]),
            "types": .array(["control-objective"]), "origins": assessment.subjects.origins,
            "subjects": isFacts ? assessment.nodeAsSubject : assessment.subjects.all,
            "relevant-evidence": references(evidence(group, isFacts)),
            "collected": .string(isFacts ? assessment.times.observed : assessment.times.started),
        ]
    }

    /// Checks of a newer program or of somebody else's, which speak of no control.
    private var others: JSONValue {
        let counts = assessment.tally.others
        return [
            "uuid": .string(sources.uuid("oscal/observation/others")),
            "title": "Checks that the control map does not know",
            "description": .string("\(OSCAL.checks(counts.total)): \(counts.words)."),
            "props": .array(outcomes(counts)), "methods": .array(["TEST"]),
            "types": .array(["control-objective"]), "origins": assessment.subjects.origins,
            "subjects": assessment.subjects.all,
            "relevant-evidence": references([BundleSources.resultsPath]),
            "collected": .string(assessment.times.started),
        ]
    }

    private func common(_ group: ControlMap.Group) -> [JSONValue] {
        [OSCAL.property("check-group", group.id), OSCAL.property("kind", group.kind)]
    }

    private func outcomes(_ counts: OSCALTally.Group) -> [JSONValue] {
        var properties = [
            OSCAL.property("outcome", counts.outcome.rawValue),
            OSCAL.property("checks", String(counts.total)),
        ]
        if !counts.notable.isEmpty {
            // A failure that decides nothing is a warning, and the outcome alone does not say so.
            let decides = counts.failed + counts.open > 0
            properties.append(
                OSCAL.property(
                    "severity", (decides ? CheckSeverity.required : .warning).rawValue))
        }
        for outcome in CheckOutcome.allCases where counts.count(outcome) > 0 {
            properties.append(OSCAL.property(outcome.rawValue, String(counts.count(outcome))))
        }
        return properties
    }

    /// Facts that name a machine or a tenant stay in the environment, and out of here; so do whole
    /// files.
    private var facts: [JSONValue] {
        [OSCAL.property("outcome", CheckOutcome.informational.rawValue)]
            + sources.environment.facts.filter { !$0.isIdentity }.map { fact in
                let count = fact.output.utf8.count
                let isLine = count <= 200 && !fact.output.utf8.contains(UInt8(ascii: "\n"))
                let output = isLine ? fact.output : "\(count) bytes, in environment.json"
                return OSCAL.property("fact", "\(fact.id): \(output)")
            }
    }

    private func evidence(_ group: ControlMap.Group, _ isFacts: Bool) -> [String] {
        if isFacts { return [BundleSources.environmentPath] }
        if group.prefixes.contains("certificate/") {
            return [BundleSources.resultsPath, BundleSources.policyPath]
        }
        let hasVectors = group.prefixes.contains { $0.hasPrefix("kat/") }
        return [BundleSources.resultsPath] + (hasVectors ? [BundleSources.vectorsPath] : [])
    }

    private func references(_ paths: [String]) -> JSONValue {
        .array(
            paths.map { path in
                [
                    "href": OSCAL.reference(sources.uuid("oscal/source/\(path)")),
                    "description": .string("\(path), with its digest in the back matter"),
                ]
            })
    }
}

extension OSCALAssessment {
    func observation(ofGroup index: Int) -> String {
        sources.uuid("oscal/observation/group/\(sources.controls.groups[index].id)")
    }

}

extension ControlMap.Group {
    /// SP 800-53A: what is executed is a test, what is looked at is an examination.
    var method: String { kind == "validation" ? "TEST" : "EXAMINE" }
}
