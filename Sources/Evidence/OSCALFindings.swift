import Approval
import CanonicalJSON

/// Findings and risks: only where the run decides. A failed required check makes an objective not
/// satisfied; a pass satisfies the two objectives that a run really executes, and never SC-13.
struct OSCALFindings {
    let all: [JSONValue]
    let risks: [JSONValue]

    init(_ assessment: OSCALAssessment) {
        let groups = assessment.sources.controls.groups
        let failed = groups.indices.filter { assessment.tally.groups[$0].failed > 0 }
        risks = failed.filter { !groups[$0].objectives.isEmpty }.map(assessment.risk)
        all = assessment.sources.controls.objectives.compactMap(assessment.finding)
    }
}

extension OSCALAssessment {
    private func risk(ofGroup index: Int) -> String {
        sources.uuid("oscal/risk/\(sources.controls.groups[index].id)")
    }

    /// The group's own observation, and those of its required checks that failed.
    private func related(_ groups: [Int]) -> JSONValue {
        var uuids: [JSONValue] = []
        for index in groups {
            uuids.append(["observation-uuid": .string(observation(ofGroup: index))])
            for check in tally.groups[index].notable
            where sources.results.checks[check].isRequiredFailure {
                guard let uuid = observations[check] else { continue }
                uuids.append(["observation-uuid": .string(uuid)])
            }
        }
        return .array(uuids)
    }

    fileprivate func risk(_ index: Int) -> JSONValue {
        let group = sources.controls.groups[index]
        return [
            "uuid": .string(risk(ofGroup: index)), "title": .string(OSCAL.prose(group.title)),
            "description": .string(
                "\(OSCAL.checks(tally.groups[index].failed, "required ")) of this group failed."),
            "statement": .string(OSCAL.prose(group.meaning)), "status": "open",
            "origins": subjects.origins,
            "remediations": .array([
                [
                    "uuid": .string(sources.uuid("oscal/remediation/\(group.id)")),
                    "lifecycle": "recommendation", "title": "What to do",
                    "description": .string(OSCAL.prose(group.remedy)),
                ]
            ]),
            "related-observations": related([index]),
        ]
    }

    fileprivate func finding(_ objective: ControlMap.Objective) -> JSONValue? {
        let groups = sources.controls.groups.indices.filter {
            isSpoken[$0] && sources.controls.groups[$0].objectives.contains(objective.id)
        }
        let failed = groups.filter { tally.groups[$0].failed > 0 }
        if !failed.isEmpty { return notSatisfied(objective, failed) }
        let ran = groups.filter {
            tally.groups[$0].passed > 0
                && sources.controls.groups[$0].satisfies.contains(objective.id)
        }
        let isOpen = groups.contains { tally.groups[$0].open > 0 }
        // What is open anywhere in the run may hide a failure, so that it satisfies nothing.
        guard !ran.isEmpty, !isOpen, sources.results.verdict != .unknown,
            ControlMap.executed.contains(objective.id), objective.control != "sc-13"
        else { return nil }
        let count = OSCAL.checks(ran.reduce(0) { $0 + tally.groups[$1].passed }, "required ")
        let words =
            "Passed: \(count), all that could be executed. Which functions, and how often, is for "
            + "the organization to assign and an assessor to compare."
        return finding(objective, groups, "satisfied", "pass", words, risks: [])
    }

    private func notSatisfied(_ objective: ControlMap.Objective, _ groups: [Int]) -> JSONValue {
        let count = groups.reduce(0) { $0 + tally.groups[$1].failed }
        return finding(
            objective, groups, "not-satisfied", "fail",
            "Failed: \(OSCAL.checks(count, "required ")).",
            risks: groups)
    }

    private func finding(
        _ objective: ControlMap.Objective, _ groups: [Int], _ state: String, _ reason: String,
        _ words: String, risks: [Int]
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "uuid": .string(sources.uuid("oscal/finding/\(objective.id)")),
            "title": .string("\(objective.id) \(state)"),
            "description": .string("\(words) Objective: \(OSCAL.prose(objective.statement))"),
            "origins": subjects.origins,
            "target": [
                "type": "objective-id", "target-id": .string(objective.id),
                "status": ["state": .string(state), "reason": .string(reason)],
            ],
            "related-observations": related(groups),
        ]
        if !risks.isEmpty {
            members["related-risks"] = .array(
                risks.map { ["risk-uuid": .string(risk(ofGroup: $0))] })
        }
        return .object(members)
    }
}
