import Approval
import CanonicalJSON

/// The modules, libraries and certificates of a run as OSCAL components. Their UUIDs are the same
/// in every document of a bundle.
struct OSCALModules {
    let sources: BundleSources

    func module(_ index: Int) -> String { sources.uuid("oscal/module/\(index)") }
    func library(_ index: Int) -> String { sources.uuid("oscal/library/\(index)") }
    var tool: String { sources.uuid("oscal/tool") }

    /// The modules, the one under test first, each with its certificate behind it.
    var validated: [[String: JSONValue]] {
        var components: [[String: JSONValue]] = []
        for index in sources.results.modules.indices {
            components.append(software(index))
            if sources.results.modules[index].certificate.isNumbered {
                components.append(validation(index))
            }
        }
        return components
    }

    /// Everything that took part, as it was during the run.
    var components: [JSONValue] {
        var components = validated
        for (index, library) in sources.results.libraries.enumerated() {
            components.append([
                "uuid": .string(self.library(index)), "type": "software",
                "title": .string(OSCAL.prose(library.name)),
                "description": "A library of the node that modules are reached through.",
                "props": .array(
                    [OSCAL.named("version", library.version)] + digest(library.sha256)),
            ])
        }
        components.append([
            "uuid": .string(tool), "type": "software", "title": "fipsmark",
            "description": "What made the run: known-answer tests through the modules.",
            "props": .array([OSCAL.named("version", sources.results.toolVersion)]),
        ])
        // Only what a check of the run says is called otherwise than operational.
        let hasFailed = sources.results.checks.contains {
            $0.outcome == .fail && $0.id == "state/openssl"
        }
        for index in components.indices {
            let isFailed = hasFailed && index == 0
            components[index]["status"] = ["state": isFailed ? "other" : "operational"]
        }
        return components.map { .object($0) }
    }

    private func software(_ index: Int) -> [String: JSONValue] {
        let module = sources.results.modules[index]
        let match = module.certificate
        var properties = [
            OSCAL.named("version", module.version), OSCAL.property("role", module.role),
            OSCAL.property("build-information", module.buildInformation),
            OSCAL.property("reached-through", module.reachedThrough),
            OSCAL.property("approved-mode", module.approvedMode ? "yes" : "no"),
            OSCAL.property("certificate-basis", match.basis),
            OSCAL.property("certificate-statement", match.statement),
            OSCAL.property("certificate-table-date", match.tableDate),
        ]
        properties += digest(module.sha256)
        var component: [String: JSONValue] = [
            "uuid": .string(self.module(index)), "type": "software",
            "title": .string(OSCAL.prose(module.name)),
            "description": .string(
                index == 0 ? "The module under test." : "A module that answers are compared with."),
            "props": .array(properties),
        ]
        if match.isNumbered {
            component["links"] = .array([
                ["href": OSCAL.reference(certificate(index)), "rel": "validation"]
            ])
        }
        return component
    }

    private func certificate(_ index: Int) -> String { sources.uuid("oscal/certificate/\(index)") }

    private func digest(_ sha256: String) -> [JSONValue] {
        OSCAL.isDigest(sha256) ? [OSCAL.property("sha-256", sha256)] : []
    }

    /// What the dated table says; the record at CMVP is linked, and says more.
    private func validation(_ index: Int) -> [String: JSONValue] {
        let match = sources.results.modules[index].certificate
        var properties = [
            OSCAL.named("validation-type", match.validationType),
            OSCAL.named("validation-reference", match.id),
            OSCAL.property("status", match.status), OSCAL.property("status-as-of", match.asOf),
            OSCAL.property("table-date", match.tableDate), OSCAL.property("basis", match.basis),
        ]
        for (name, value) in [
            ("level", match.level), ("sunset", match.sunset), ("caveat", match.caveat),
        ] where !value.isEmpty {
            properties.append(OSCAL.property(name, value))
        }
        return [
            "uuid": .string(certificate(index)), "type": "validation",
            "title": .string("CMVP certificate \(match.id): \(OSCAL.prose(match.module))"),
            "description": .string(
                "Matched by \(OSCAL.prose(match.basis)), in a table dated "
                    + "\(OSCAL.prose(match.tableDate)). The record at CMVP decides."),
            "props": .array(properties),
            "links": .array([
                ["href": .string(match.address), "rel": "validation-details"]
            ]),
        ]
    }
}
