import CanonicalJSON

extension Projection {
    package static let components = Projection(
        name: "components", path: "oscal/component-definition.json",
        purpose: "the modules and their certificates as OSCAL components, for a system's plan"
    ) { sources in
        OSCALComponents(sources).document.canonicalLine
    }
}

/// The modules of a run as components that a plan of a system can take over.
struct OSCALComponents {
    let sources: BundleSources

    init(_ sources: BundleSources) { self.sources = sources }

    private static let catalogue =
        "https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/"
        + "json/NIST_SP-800-53_rev5_catalog.json"

    private static let contribution =
        "Offers the cryptography that the run tested. That the system uses no other, and what it "
        + "needs, is for its plan to say."

    var document: JSONValue {
        let times = OSCALTimes(sources)
        var components = OSCALModules(sources: sources).validated
        components[0]["control-implementations"] = .array([implementation])
        return [
            "component-definition": [
                "uuid": .string(sources.uuid("oscal/component-definition")),
                "metadata": sources.oscalMetadata(
                    "Cryptographic modules of run \(sources.runID)", times),
                "components": .array(components.map { .object($0) }),
                "back-matter": ["resources": .array(sources.oscalResources())],
            ]
        ]
    }

    /// What the module can contribute, and no claim on behalf of a system.
    private var implementation: JSONValue {
        [
            "uuid": .string(sources.uuid("oscal/implementation")),
            "source": .string(OSCALComponents.catalogue),
            "description": "What the module can contribute to controls of SP 800-53, revision 5.",
            "implemented-requirements": .array([
                [
                    "uuid": .string(sources.uuid("oscal/implementation/sc-13")),
                    "control-id": "sc-13",
                    "description": .string(OSCALComponents.contribution),
                ]
            ]),
        ]
    }
}
