import CanonicalJSON

extension Projection {
    package static let billOfMaterials = Projection(
        name: "cbom", path: "cbom.cdx.json",
        purpose: "the cryptography that was tested, as a CycloneDX bill of materials"
    ) { sources in
        BillOfMaterials(sources).document.canonicalLine
    }
}

/// The cryptography of a run as CycloneDX: what was executed, by module. A test sees what it asks
/// for, so that the list calls itself incomplete.
struct BillOfMaterials {
    private let sources: BundleSources
    private let isCurrent: Bool

    init(_ sources: BundleSources) {
        self.sources = sources
        isCurrent = sources.options.billOfMaterials == .current
    }

    var document: JSONValue {
        let version = sources.options.billOfMaterials.rawValue
        let modules = sources.results.modules.indices
        var components = modules.map(module) + sources.results.libraries.indices.map(library)
        var dependencies: [JSONValue] = [
            [
                "ref": "node",
                "dependsOn": .array(components.compactMap { $0.member("bom-ref") }),
            ]
        ]
        for index in modules {
            let assets = MeasuredAssets(sources.results, sources.results.modules[index].role).all
            let described = assets.map { component($0, ofModule: index) }
            dependencies.append([
                "ref": .string(reference(index)),
                "provides": .array(described.compactMap { $0.member("bom-ref") }),
            ])
            components += described
        }
        return [
            "$schema": .string("http://cyclonedx.org/schema/bom-\(version).schema.json"),
            "bomFormat": "CycloneDX", "specVersion": .string(version),
            "serialNumber": .string("urn:uuid:\(sources.uuid("cbom/\(version)"))"), "version": 1,
            "metadata": metadata, "components": .array(components),
            "dependencies": .array(dependencies),
            "compositions": .array([
                ["aggregate": "incomplete", "assemblies": .array(["node"])]
            ]),
        ]
    }

    private var metadata: JSONValue {
        [
            "timestamp": .string(OSCALTimes(sources).observed),
            "lifecycles": .array([["phase": "operations"]]),
            "tools": [
                "components": .array([
                    [
                        "type": "application", "name": "fipsmark",
                        "version": .string(OSCAL.value(sources.results.toolVersion)),
                    ]
                ])
            ],
            // Its name is in the environment alone, where a redaction replaces it.
            "component": [
                "type": "platform", "bom-ref": "node",
                "name": .string("node of run \(sources.runID)"),
            ],
            "properties": .array([
                property("run", sources.runID),
                property("results-sha-256", sources.digests.results),
                property("scope", BundleSources.scope),
            ]),
        ]
    }

    private func reference(_ module: Int) -> String { "module/\(module)" }

    private func property(_ name: String, _ value: String) -> JSONValue {
        ["name": .string("fipsmark:\(name)"), "value": .string(OSCAL.value(value))]
    }

    private func module(_ index: Int) -> JSONValue {
        let module = sources.results.modules[index]
        let match = module.certificate
        var properties = [
            property("role", module.role), property("under-test", index == 0 ? "yes" : "no"),
            property("approved-mode", module.approvedMode ? "yes" : "no"),
            property("certificate-basis", match.basis),
            property("certificate-statement", match.statement),
            property("certificate-table-date", match.tableDate),
        ]
        var members = library(
            reference(index), module.name, module.version, module.sha256)
        if match.isNumbered {
            properties.append(property("certificate", match.id))
            members["externalReferences"] = .array([
                ["type": "certification-report", "url": .string(match.address)]
            ])
        }
        members["properties"] = .array(properties)
        return .object(members)
    }

    private func library(_ index: Int) -> JSONValue {
        let found = sources.results.libraries[index]
        return .object(library("library/\(index)", found.name, found.version, found.sha256))
    }

    private func library(
        _ reference: String, _ name: String, _ version: String, _ sha256: String
    ) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "type": "library", "bom-ref": .string(reference),
            "name": .string(OSCAL.value(name)), "version": .string(OSCAL.value(version)),
        ]
        if OSCAL.isDigest(sha256) {
            members["hashes"] = .array([["alg": "SHA-256", "content": .string(sha256)]])
        }
        return members
    }

    private func component(_ measured: MeasuredAssets.Entry, ofModule index: Int) -> JSONValue {
        let asset = measured.asset
        var algorithm: [String: JSONValue] = [
            "primitive": .string(primitive(asset)),
            "executionEnvironment": "software-plain-ram",
            "certificationLevel": .array([.string(level(asset, ofModule: index))]),
            "cryptoFunctions": .array(asset.functions.map { .string($0) }),
        ]
        // 1.6 has no families, and curves of any name.
        if isCurrent && !asset.family.isEmpty {
            algorithm["algorithmFamily"] = .string(asset.family)
        }
        if !asset.curve.isEmpty {
            algorithm[isCurrent ? "ellipticCurve" : "curve"] = .string(
                isCurrent ? "nist/\(asset.curve)" : asset.curve)
        }
        for (name, value) in [
            ("mode", asset.mode), ("padding", asset.padding),
            ("parameterSetIdentifier", asset.parameterSet),
        ] where !value.isEmpty {
            algorithm[name] = .string(value)
        }
        if let bits = asset.classical { algorithm["classicalSecurityLevel"] = .integer(bits) }
        if let level = asset.quantum { algorithm["nistQuantumSecurityLevel"] = .integer(level) }
        return [
            "type": "cryptographic-asset",
            "bom-ref": .string("\(reference(index))/\(asset.name)"), "name": .string(asset.name),
            "cryptoProperties": [
                "assetType": "algorithm", "algorithmProperties": .object(algorithm),
            ],
            "properties": .array(
                measured.names.map { property("acvp", $0) } + [
                    property("known-answers", measured.outcome)
                ]),
        ]
    }

    /// 1.6 has no word for wrapping keys.
    private func primitive(_ asset: CryptographicAsset) -> String {
        asset.primitive == "key-wrap" && !isCurrent ? "other" : asset.primitive
    }

    /// The level of a certificate that covers this very file or build, and nothing that the
    /// certificate leaves out.
    private func level(_ asset: CryptographicAsset, ofModule index: Int) -> String {
        let match = sources.results.modules[index].certificate
        guard match.isNumbered, match.isExact, match.status == "active" else { return "none" }
        let rule = asset.name.lowercased()
        let listing = sources.policy.overlays.first {
            $0.certificate == match.id && $0.rule == rule
        }?.listing
        if listing == "non-approved" || listing == "absent" { return "none" }
        // A table that names no level leaves it to the certificate's record.
        guard ["1", "2", "3", "4"].contains(match.level) else { return "unknown" }
        return "\(match.standard == "FIPS 140-2" ? "fips140-2" : "fips140-3")-l\(match.level)"
    }
}

/// The algorithms that a module executed: vector sets say which, and timed points say with which
/// parameters.
struct MeasuredAssets {
    struct Entry {
        var asset: CryptographicAsset
        /// ACVP names.
        var names: [String]
        /// The worst of the sets, over all parameters.
        var outcome: String
    }

    private(set) var all: [Entry] = []
    private var places: [String: Int] = [:]

    init(_ results: Results, _ role: String) {
        var parameters: [String: [String]] = [:]
        for point in results.points where point.module == role && point.estimate != nil {
            if parameters[point.algorithm]?.last == point.operation { continue }
            parameters[point.algorithm, default: []].append(point.operation)
        }
        for set in results.sets {
            var counts = Results.Counts()
            for group in set.groups where group.module == role { counts += group.counts }
            if counts.executed == 0 { continue }
            let outcome = counts.fail > 0 ? "fail" : counts.error > 0 ? "error" : "pass"
            for words in parameters[set.name] ?? [""] {
                add(CryptographicAsset(set.name, words), set.name, outcome)
            }
        }
    }

    private mutating func add(_ asset: CryptographicAsset, _ name: String, _ outcome: String) {
        guard let place = places[asset.name] else {
            places[asset.name] = all.count
            all.append(Entry(asset: asset, names: [name], outcome: outcome))
            return
        }
        for function in asset.functions where !all[place].asset.functions.contains(function) {
            all[place].asset.functions.append(function)
        }
        if !all[place].names.contains(name) { all[place].names.append(name) }
        let order = ["pass", "error", "fail"]
        let worst = [outcome, all[place].outcome].max {
            (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0)
        }
        all[place].outcome = worst ?? outcome
    }
}

extension JSONValue {
    /// A member of an object.
    fileprivate func member(_ name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }
}
