import CanonicalJSON
import Evidence
import EvidenceSigning
import Foundation
import OpenSSLModule
import Testing

@testable import Fleet

/// One node of a synthetic fleet, written as the real programs write it.
struct SyntheticNode {
    var name: String
    var verdict = "pass"
    var kernel = "1"
    var startedAt = "2026-11-22T11:00:00Z"
    var version = "3.1.2"
    var digest = String(repeating: "a", count: 64)
    var certificate = "4985"
    var status = "active"
    var sunset = "2030-03-10"
    var schemaVersion = "1.4"
    /// Of acceptances.
    var profile = "node"
    /// Of acceptances: checks of programs of the platform with their outcomes.
    var layers: [(id: String, outcome: String)] = []
    /// Fields of the machine's fingerprint, and picoseconds of points; without points there is no
    /// table.
    var machine = [
        "cpuModel": "EPYC", "cpuFamily": "25/17/1", "cpuFeatures": "aes sha_ni vaes",
        "hypervisor": "yes", "kernel": "5.14", "openssl.version": "OpenSSL 3.1.2",
        "started": "2026-11-22T11:00:00Z",
    ]
    var points: [(id: String, picoseconds: Int)] = []
    var benchOrigin = "bench"
    /// Bytes of checks that nobody wants to read.
    var padding = 0

    init(_ name: String) { self.name = name }

    private func bytes(_ value: JSONValue) -> [UInt8] {
        Array(value.canonicalLine.utf8)
    }

    private var checks: [JSONValue] {
        (0..<padding / 170).map { number in
            [
                "id": .string("kat/SHA2-256/1.0/\(number)/openssl"),
                "observed": "all \"right\", 12 of 12\\n", "outcome": "pass",
                "severity": "required",
                "title": .string("group \(number) of SHA2-256 on OpenSSL, 12 cases of AFT"),
            ]
        }
    }

    private var acceptanceChecks: [JSONValue] {
        func check(_ id: String, _ outcome: String, _ severity: String) -> [String: JSONValue] {
            [
                "controls": .array([]), "durationMicroseconds": 1, "evidence": .array([]),
                "expected": "1", "id": .string(id), "method": "/proc", "observed": "0",
                "outcome": .string(outcome), "remedy": "", "requirements": .array([]),
                "severity": .string(severity), "title": "",
            ]
        }
        var waived = check("W02", "fail", "required")
        waived["waiver"] = [
            "owner": "a", "reason": "b", "expires": "2027-01-01", "holds": "yes",
        ]
        return [
            .object(check("K01", verdict == "fail" ? "fail" : "pass", "required")),
            .object(check("O03", verdict == "unknown" ? "error" : "pass", "required")),
            .object(check("C02", verdict == "warn" ? "fail" : "pass", "warning")),
            .object(check("G01", "notchecked", "required")), .object(waived),
        ] + layers.map { .object(check($0.id, $0.outcome, "warning")) }
    }

    var results: [UInt8] {
        bytes([
            "schemaVersion": .string(schemaVersion),
            "tool": ["name": "fipsmark", "version": "0.1.0"],
            "startedAt": .string(startedAt), "asOf": "2026-11-22", "verdict": .string(verdict),
            "headline": .string("\(verdict) \(name)"), "crossCheck": "available",
            "crossCheckRequired": "no", "libraries": .array([]), "vectors": .array([]),
            "selfTests": .object(["load": .array([]), "forced": .array([])]),
            "checks": .array(checks), "inputs": .array([]), "sets": .array([]),
            "points": .array([]), "trials": .array([]),
            "modules": .array([
                [
                    "role": "openssl", "name": "OpenSSL FIPS Provider",
                    "version": .string(version), "buildInformation": .string(version),
                    "path": "/usr/lib/fips.so", "sha256": .string(digest),
                    "reachedThrough": "OpenSSL", "approvedMode": "yes",
                    "certificate": [
                        "id": .string(certificate), "asOf": "2026-11-22", "basis": "version",
                        "caveat": "", "level": "1", "module": "", "others": .array([]),
                        "source": "", "standard": "140-3", "statement": "",
                        "status": .string(status), "sunset": .string(sunset),
                        "tableDate": "2026-04-15",
                    ],
                ]
            ]),
        ])
    }

    var environment: [UInt8] {
        bytes(
            Environment(
                isObserved: true, observedAt: startedAt,
                facts: [
                    Environment.Fact(
                        id: "host/name", title: "Name", command: "uname -n", output: name,
                        isIdentity: true),
                    Environment.Fact(
                        id: "kernel/fips_enabled", title: "Flag", command: "cat", output: kernel),
                ], files: []
            ).json)
    }

    var bench: [UInt8] {
        bytes(
            BenchExcerpt(
                origin: benchOrigin,
                machine: machine.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
                points: points.map { point in
                    let parts = point.id.split(separator: "/").map(String.init)
                    return BenchExcerpt.Point(
                        id: point.id, algorithm: parts[1], operation: parts[2],
                        messageBytes: Int(parts[3]) ?? 0, module: parts[0], reason: "",
                        picosecondsPerOperation: point.picoseconds,
                        lowPicoseconds: point.picoseconds * 99 / 100,
                        highPicoseconds: point.picoseconds * 101 / 100)
                }, history: []
            ).json)
    }

    var acceptance: [UInt8] {
        let status = ["pass": "full", "fail": "none", "unknown": "unknown", "warn": "partial"]
        return bytes([
            "schemaVersion": "1.0", "tool": ["name": "fipsmark", "version": "0.1.0", "sha256": ""],
            "time": .string(startedAt),
            "node": [
                "name": .string(name), "openssl": .string(version),
                "certificate": .string(certificate), "kernel": kernel == "1" ? "on" : "off",
                "platform": "", "release": "", "machine": "",
            ],
            "profile": .string(profile), "policy": "validated", "hostRoot": "/", "failOnWarn": "no",
            "asOf": "2026-11-22", "cmvpTable": ["date": "2026-04-15"],
            "checks": .array(acceptanceChecks),
            "untestedGroups": .array([]), "summary": .object([:]), "headline": "",
            "status": .string(status[verdict] ?? ""), "exitCode": 0,
        ])
    }

    /// As `fipsmark evidence sign` prints it.
    func signedAcceptance(_ signer: Signer, by key: SigningKey) throws -> [UInt8] {
        Array(
            try Envelope(
                signing: acceptance, type: Envelope.acceptanceType, by: key, signer.hashing
            ).text.utf8)
    }

    /// The four files that matter of a bundle; nobody signs where there is no key.
    func bundle(
        _ signer: Signer, by key: SigningKey?, results given: [UInt8]? = nil
    ) throws -> [String: [UInt8]] {
        let hashing = signer.hashing
        var files = [("environment.json", environment), ("results.json", given ?? results)]
        if !points.isEmpty { files.append(("bench.json", bench)) }
        let manifest = bytes([
            "format": "fipsmark evidence 1", "runId": "0123456789abcdef",
            "verdict": .string(verdict), "tool": ["name": "fipsmark", "version": "0.1.0"],
            "startedAt": .string(startedAt), "asOf": "2026-11-22", "cases": 1,
            "checks": .array([]),
            "files": .array(
                files.map {
                    [
                        "path": .string($0.0), "sha256": .string(hashing.sha256($0.1)),
                        "bytes": .integer($0.1.count),
                    ]
                }),
            "options": [
                "billOfMaterials": "1.7", "findings": "narrow", "cmmc": "no",
                "formats": .array([]), "marking": "",
            ],
            "hashedBy": "a test", "signer": "the module under test", "keyId": "", "previous": "",
            "original": "",
        ])
        var bundle = Dictionary(uniqueKeysWithValues: files)
        bundle["manifest.json"] = manifest
        if let key {
            let statement: JSONValue = [
                "_type": "https://in-toto.io/Statement/v1",
                "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
                "predicate": ["result": "PASSED"],
                "subject": .array([
                    [
                        "name": "manifest.json",
                        "digest": ["sha256": .string(hashing.sha256(manifest))],
                    ]
                ]),
            ]
            let envelope = try Envelope(
                signing: Array(statement.canonicalText.utf8), by: key, hashing)
            bundle["manifest.dsse.json"] = Array(envelope.text.utf8)
        }
        return bundle
    }
}

/// Keys that this process made in the real module.
struct Signer {
    let hashing: LibraryHashing
    let allowed: SigningKey
    let stranger: SigningKey

    init() throws {
        let pairs = try Signer.pairs.get()
        hashing = try LibraryHashing(nil)
        allowed = try SigningKey(pem: pairs[0], in: nil)
        stranger = try SigningKey(pem: pairs[1], in: nil)
    }

    /// Once: loading the module takes as long as all of its self-tests.
    private static let pairs = Result<[[UInt8]], any Error> {
        let environment = ProcessInfo.processInfo.environment
        let path = environment["FIPSMARK_PROVIDER"] ?? ProviderConfiguration.defaultProviderPath()
        let named =
            environment["FIPSMARK_MODULE_CONFIG"]
            ?? ProviderConfiguration.defaultPath(forProvider: path)
        let module = try OpenSSLModule(
            providerPath: path,
            configuration: try named.map { try ProviderConfiguration(path: $0) })
        return try (0..<2).map { _ in
            try SigningKey(generating: .p256, in: module).privatePEM()
        }
    }

    var trust: FleetTrust {
        get throws {
            FleetTrust(
                hashing: hashing,
                keys: [try VerificationKey(pem: Array(allowed.publicPEM.utf8))])
        }
    }

    func report(_ files: [String: [UInt8]], folder: String = "folder") throws -> NodeReport {
        var parts = BundleParts()
        for (name, text) in files.sorted(by: { $0.key < $1.key }) {
            try parts.add(name, text, place: folder, folder: folder, try trust)
        }
        return try parts.finish(place: folder)
    }

    func report(_ node: SyntheticNode) throws -> NodeReport {
        try report(try node.bundle(self, by: allowed), folder: node.name)
    }

    func collect(_ paths: [String], threads: Int = 2) throws -> FleetReports {
        let pem = Array(allowed.publicPEM.utf8)
        var collector = FleetCollector(threads: threads) { () throws(FleetProblem) in
            guard let hashing = try? LibraryHashing(nil), let key = try? VerificationKey(pem: pem)
            else { throw FleetProblem("test", "no key") }
            return FleetTrust(hashing: hashing, keys: [key])
        }
        return try collector.collect(paths)
    }
}

/// A folder that goes with its owner.
final class Folder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/fleet-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let url = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }
}
