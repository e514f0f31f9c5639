import BenchRecord
import CanonicalJSON

extension RollUp {
    package static let format = "fipsmark fleet 1"

    /// The canonical record: RFC 8785, integers and strings only.
    package func json(toolVersion: String) -> String {
        let tally = tally
        let value: JSONValue = [
            "format": .string(RollUp.format),
            "tool": ["name": "fipsmark", "version": .string(toolVersion)],
            "asOf": .string(UTCTime.text(options.now)), "headline": .string(headline),
            "verdict": .string(verdict.rawValue), "exitCode": .integer(Int(exitCode)),
            "reports": .integer(reports), "ignored": .integer(ignored),
            "counts": totals.json,
            "summary": [
                "failures": .integer(tally.failures), "open": .integer(tally.open),
                "warnings": .integer(tally.warnings), "waived": .integer(tally.waived),
            ],
            "scopes": .array(scopes.scopes.indices.map(scopeJSON)),
            "nodes": .array(nodes.map(nodeJSON)),
            "findings": .array(findings.map(findingJSON)),
            "speed": .array(machines.map(\.json)),
            "problemCount": .integer(problemCount),
            "problems": .array(
                problems.map {
                    ["place": .string($0.place), "message": .string($0.message)]
                }),
        ]
        return value.canonicalLine
    }

    private func scopeJSON(_ index: Int) -> JSONValue {
        let scope = scopes.scopes[index]
        return [
            "path": .string(path(index)), "kind": .string(scope.kind.rawValue),
            "fips": .string(fips(index)), "since": .string(scope.since.map { "\($0)" } ?? ""),
            "verdict": .string(counts[index].verdict.rawValue), "counts": counts[index].json,
        ]
    }

    private func nodeJSON(_ node: FleetNode) -> JSONValue {
        [
            "name": .string(node.name), "scope": .string(path(node.scope)),
            "verdict": .string(node.verdict.rawValue), "reason": .string(node.reason),
            "reports": .array(
                node.reports.map { report in
                    [
                        "kind": .string(report.kind.rawValue), "place": .string(report.place),
                        "sha256": .string(report.digest),
                        "verdict": .string(report.verdict.rawValue),
                        "signature": .string(report.vouching.state.rawValue),
                        "keyId": .string(report.vouching.keyID),
                        "startedAt": .string(report.startedAt.map(UTCTime.text) ?? ""),
                        "module": .string(report.moduleVersion),
                        "moduleSha256": .string(report.moduleDigest),
                        "certificate": .string(report.certificate),
                        "kernel": .string(report.kernel.rawValue),
                        "layers": .array(
                            report.layers.sorted { $0.key < $1.key }.map {
                                ["name": .string($0.key), "verdict": .string($0.value.rawValue)]
                            }),
                    ]
                }),
        ]
    }

    private func findingJSON(_ finding: Finding) -> JSONValue {
        [
            "rule": .string(finding.rule.rawValue), "scope": .string(path(finding.scope)),
            "node": .string(finding.node), "outcome": .string(finding.outcome.rawValue),
            "message": .string(finding.message), "waiver": .string(finding.waiver ?? ""),
            "waived": .string(finding.waiverHolds ? "yes" : "no"),
        ]
    }
}

extension NodeCounts {
    fileprivate var json: JSONValue {
        [
            "full": .integer(full), "partial": .integer(partial), "none": .integer(none),
            "unknown": .integer(unknown), "missing": .integer(missing), "total": .integer(total),
        ]
    }
}

extension MachineSpeed {
    fileprivate var json: JSONValue {
        [
            "machine": .string(name), "origin": .string(isCoarse ? "run" : "bench"),
            "nodes": .integer(nodes),
            "points": .array(
                points.map { point in
                    [
                        "id": .string(point.id), "nodes": .integer(point.nodes),
                        "minimumPicoseconds": .integer(point.minimum),
                        "lowerQuartilePicoseconds": .integer(point.lowerQuartile),
                        "medianPicoseconds": .integer(point.median),
                        "upperQuartilePicoseconds": .integer(point.upperQuartile),
                        "maximumPicoseconds": .integer(point.maximum),
                        "outliers": .integer(point.outliers.count),
                    ]
                }),
        ]
    }
}
