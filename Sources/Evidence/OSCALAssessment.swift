import Approval
import CanonicalJSON

extension Projection {
    package static let assessment = Projection(
        name: "oscal", path: "oscal/assessment-results.json",
        purpose: "the run as an OSCAL assessment result, for tools of governance"
    ) { sources in
        OSCALAssessment(sources).document.canonicalLine
    }
}

/// OSCAL assessment results of one run: observations of everything, and findings only where the
/// run decides.
struct OSCALAssessment {
    let sources: BundleSources
    let times: OSCALTimes
    let tally: OSCALTally
    let modules: OSCALModules
    let subjects: OSCALSubjects
    /// By index of a check: the UUID of its observation, where it failed or is open.
    let observations: [String?]
    /// By index of a group: whether it has something to say in this run.
    let isSpoken: [Bool]

    init(_ sources: BundleSources) {
        self.sources = sources
        times = OSCALTimes(sources)
        let tally = OSCALTally(sources.results, sources.controls)
        self.tally = tally
        var observations = [String?](repeating: nil, count: sources.results.checks.count)
        for index in tally.groups.flatMap(\.notable) + tally.others.notable {
            // By place and not by ID: a run may name one check twice, and no UUID stands twice.
            observations[index] = sources.uuid("oscal/observation/check/\(index)")
        }
        self.observations = observations
        modules = OSCALModules(sources: sources)
        subjects = OSCALSubjects(sources.results, modules)
        let hasFacts = sources.environment.isObserved && !sources.environment.facts.isEmpty
        isSpoken = zip(sources.controls.groups, tally.groups).map { group, counts in
            counts.total > 0 || hasFacts && group.prefixes.contains(OSCALAssessment.facts)
        }
    }

    private static let activity =
        "Stands for the assessment plan, since none was imported: every vector set that was given, "
        + "every limit of the rules and every name that the libraries hand out was asked of the "
        + "modules."

    /// Facts of the node are no checks; their group is the one with this prefix.
    static let facts = "environment/"

    var document: JSONValue {
        let plan = sources.uuid("oscal/plan")
        let resources: [JSONValue] =
            [
                [
                    "uuid": .string(plan), "title": "The automated activity",
                    "description": .string(OSCALAssessment.activity),
                ]
            ] + sources.oscalResources()
        return [
            "assessment-results": [
                "uuid": .string(sources.uuid("oscal/assessment-results")),
                "metadata": sources.oscalMetadata(
                    "Self-test of cryptographic modules, run \(sources.runID)", times),
                "import-ap": [
                    "href": OSCAL.reference(plan),
                    "remarks": "There is no separate plan; the resource describes the activity.",
                ],
                "results": .array([.object(result)]),
                "back-matter": ["resources": .array(resources)],
            ]
        ]
    }

    private var result: [String: JSONValue] {
        var definitions: [String: JSONValue] = [
            "components": .array(modules.components)
        ]
        if sources.environment.isObserved { definitions["inventory-items"] = .array([node]) }
        var members: [String: JSONValue] = [
            "uuid": .string(sources.uuid("oscal/result")),
            "title": .string("Run of \(times.started)"),
            "description": .string(OSCAL.prose(sources.results.headline)),
            "start": .string(times.start), "end": .string(times.end),
            "props": .array([
                OSCAL.property("verdict", sources.results.verdict.rawValue),
                OSCAL.property("as-of", sources.results.asOf.description),
                OSCAL.property("cross-check", sources.results.crossCheck),
                OSCAL.property("run", sources.runID),
                OSCAL.property("results-sha-256", sources.digests.results),
            ]),
            "local-definitions": .object(definitions), "reviewed-controls": reviewed,
            "remarks": .string(BundleSources.scope),
        ]
        let observations = OSCALObservations(self).all
        if !observations.isEmpty { members["observations"] = .array(observations) }
        if sources.options.findings == .narrow {
            let findings = OSCALFindings(self)
            if !findings.risks.isEmpty { members["risks"] = .array(findings.risks) }
            if !findings.all.isEmpty { members["findings"] = .array(findings.all) }
        }
        return members
    }

    private var nodeID: String { sources.uuid("oscal/node") }

    /// Defined where the environment was observed, as facts are there only then.
    var nodeAsSubject: JSONValue {
        .array([["subject-uuid": .string(nodeID), "type": "inventory-item"]])
    }

    /// The node, whose name is in the environment, where a redaction replaces it.
    private var node: JSONValue {
        let items =
            sources.results.modules.indices.map(modules.module)
            + sources.results.libraries.indices.map(modules.library)
        return [
            "uuid": .string(nodeID),
            "description": "The node that the run was made on.",
            "props": .array([OSCAL.named("asset-id", sources.environment.nodeName ?? sources.runID)]
            ),
            "implemented-components": .array(
                items.map { ["component-uuid": .string($0)] }),
        ]
    }

    /// Exactly the controls that the checks of this run speak of.
    private var reviewed: JSONValue {
        var wanted: Set<String> = []
        for (index, group) in sources.controls.groups.enumerated() where isSpoken[index] {
            wanted.formUnion(group.objectives + group.supports)
        }
        let objectives = sources.controls.objectives.filter { wanted.contains($0.id) }
        var controls: [String] = []
        for objective in objectives where !controls.contains(objective.control) {
            controls.append(objective.control)
        }
        if controls.isEmpty {
            return [
                "description": "No check of this run speaks of a control.",
                "control-selections": .array([["description": "None."]]),
            ]
        }
        return [
            "description": "Controls that this run has evidence for, each of them in part.",
            "control-selections": .array([
                [
                    "include-controls": .array(
                        controls.map { ["control-id": .string($0)] })
                ]
            ]),
            "control-objective-selections": .array([
                [
                    "include-objectives": .array(
                        objectives.map { ["objective-id": .string($0.id)] })
                ]
            ]),
        ]
    }
}

/// What an observation is about, and who made it: the same values in thousands of observations.
struct OSCALSubjects {
    let all: JSONValue
    let origins: JSONValue
    private let roles: [String]
    private let ofModule: [JSONValue]

    init(_ results: Results, _ modules: OSCALModules) {
        let references: [JSONValue] = results.modules.indices.map { index in
            ["subject-uuid": .string(modules.module(index)), "type": "component"]
        }
        all = .array(references)
        ofModule = references.map { .array([$0]) }
        roles = results.modules.map(\.role)
        origins = .array([
            [
                "actors": .array([
                    ["type": "tool", "actor-uuid": .string(modules.tool)]
                ])
            ]
        ])
    }

    /// The module that a check's ID names: the last part of a known answer's, else the second.
    func subject(ofCheck id: String) -> JSONValue {
        let parts = id.utf8.split(separator: UInt8(ascii: "/"))
        guard let first = parts.first, parts.count > 1 else { return all }
        let part = first.elementsEqual("kat".utf8) ? parts[parts.count - 1] : parts[1]
        let index = roles.firstIndex { $0.utf8.elementsEqual(part) }
        return index.map { ofModule[$0] } ?? all
    }
}
