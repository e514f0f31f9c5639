import Approval
import BenchRecord
import Evidence
import Foundation
import OpenSSLModule
import Testing

@testable import Fleet

/// Fleets with faults that are known: each is found, and nothing else.
@Suite struct SyntheticFleetTests {
    private let signer: Signer

    init() throws { signer = try Signer() }

    /// Two tenants, four projects and eight clusters of the same size.
    private static func platform(_ size: Int, waiver: Bool = false) -> String {
        var text = "format: fipsmark scopes 1\nmax-age: 7d\nscopes:\n"
        text += "- {kind: tenant, name: t0, fips: on, since: 2026-10-01}\n"
        text += "- {kind: tenant, name: t1}\n"
        for project in 0..<4 {
            text += "- {kind: project, name: p\(project), parent: t\(project / 2)}\n"
        }
        for cluster in 0..<8 {
            let own = cluster == 3 ? ", fips: off" : cluster == 6 ? ", fips: on" : ""
            text += "- {kind: cluster, name: c\(cluster), parent: p\(cluster / 2)\(own), "
            text += "expected-nodes: \(size), policy: validated, profile: node, "
            text += "nodes: {patterns: [\"c\(cluster)-*\"]}}\n"
        }
        return text
    }

    private struct Fault: Sendable {
        let rule: String
        let change: @Sendable (inout SyntheticNode) -> Void
    }

    private static let faults: [Fault] = [
        Fault(rule: "F04") { $0.verdict = "fail" },
        Fault(rule: "F04") { $0.verdict = "unknown" },
        Fault(rule: "F04") { $0.kernel = "0" },
        Fault(rule: "F04") { $0.kernel = "cat: /proc/sys/crypto/fips_enabled: No such file" },
        Fault(rule: "F04") { $0.status = "historical" },
        Fault(rule: "F07") { $0.startedAt = "2026-11-10T00:00:00Z" },
        Fault(rule: "F09") { $0.startedAt = "2026-11-23T00:00:00Z" },
        Fault(rule: "F11") { $0.sunset = "2026-12-31" },
        Fault(rule: "F12") { node in
            node.points = node.points.map { ($0.id, $0.picoseconds * 115 / 100) }
        },
        Fault(rule: "F13") { node in
            node.points = node.points.map {
                ($0.id, $0.picoseconds * ($0.id.contains("SHA2") ? 4 : 1))
            }
        },
        Fault(rule: "F13") { $0.machine["cpuFeatures"] = "aes sha_ni" },
    ]

    /// With a noise of 1 %, as of a good benchmark on a machine that is not alone.
    static func points(
        _ generator: inout Generator,
        of names: [String] = [
            "ACVP-AES-GCM/AES-256 encrypt", "ACVP-AES-CBC/AES-128 encrypt", "SHA2-256/hash",
        ]
    ) -> [(id: String, picoseconds: Int)] {
        names
            .flatMap { name in
                [64, 1024, 16384].map { size in
                    let noise = (0..<12).reduce(0) { sum, _ in sum + generator.next(below: 1001) }
                    let picoseconds = 50_000 + size * 200
                    return (
                        "openssl/\(name)/\(size)",
                        picoseconds + picoseconds * (noise - 6000) / 100_000
                    )
                }
            }
    }

    /// - Returns: rule and node of each fault that was planted.
    private func write(
        _ folder: Folder, size: Int, padding: Int, generator: inout Generator
    ) throws -> Set<String> {
        var planted: Set<String> = ["F01 c3"]
        for cluster in 0..<8 {
            var isOneGone = false
            for number in 0..<size {
                var node = SyntheticNode("c\(cluster)-\(number)")
                node.padding = padding
                node.points = SyntheticFleetTests.points(&generator)
                // What lies in scopes that are off is no finding: c4, c5 and c7.
                let isOn = cluster < 4 || cluster == 6
                var key = Optional(signer.allowed)
                switch generator.next(below: 40) {
                case 0:
                    let fault =
                        SyntheticFleetTests.faults[
                            generator.next(below: SyntheticFleetTests.faults.count)]
                    fault.change(&node)
                    if isOn { planted.insert("\(fault.rule) \(node.name)") }
                case 1:
                    key = generator.next(below: 2) == 0 ? nil : signer.stranger
                    if isOn { planted.insert("F10 \(node.name)") }
                case 2 where !isOneGone:
                    isOneGone = true
                    if isOn { planted.insert("F06 c\(cluster)") }
                    continue
                case 3:
                    var again = node
                    again.version = "3.0.9"
                    try save(again, key, folder, "again-\(node.name)")
                    if isOn { planted.insert("F08 \(node.name)") }
                case 4:
                    // The same report in two places is one.
                    try save(node, key, folder, "copy-\(node.name)")
                default: break
                }
                try save(node, key, folder, node.name)
            }
        }
        return planted
    }

    private func save(
        _ node: SyntheticNode, _ key: SigningKey?, _ folder: Folder, _ name: String
    ) throws {
        for (file, bytes) in try node.bundle(signer, by: key) {
            try folder.write("\(node.name.prefix(2))/\(name)/\(file)", bytes)
        }
    }

    private func judge(_ reports: FleetReports, size: Int) throws -> RollUp {
        let now = try #require(UTCTime.seconds("2026-11-22T12:00:00Z"))
        return RollUp(
            reports, scopes: try Platform.scopes(SyntheticFleetTests.platform(size)),
            inventory: Inventory(), options: RollUp.Options(now: now, asOf: .on("2026-11-22")))
    }

    @Test(arguments: [1, 2, 3])
    func everyFaultIsFoundAndNoOther(_ seed: UInt64) throws {
        let folder = try Folder()
        var generator = Generator(state: seed)
        let planted = try write(folder, size: 40, padding: 400, generator: &generator)
        let reports = try signer.collect([folder.path])
        #expect(reports.problemCount == 0)
        let fleet = try judge(reports, size: 40)
        let found = fleet.findings.filter { $0.outcome != .information }.map {
            "\($0.rule.rawValue) \($0.node.isEmpty ? fleet.scopes.scopes[$0.scope].name : $0.node)"
        }
        #expect(Set(found) == planted)
        #expect(found.count == planted.count)
        #expect(fleet.exitCode == 1)
        #expect(fleet.totals.total == Set(reports.reports.map(\.node)).count)
        // Whatever order threads had, the bytes are the same.
        let again = try judge(try signer.collect([folder.path], threads: 1), size: 40)
        #expect(again.json(toolVersion: "0") == fleet.json(toolVersion: "0"))
        for line in fleet.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    /// Writes a fleet for a measurement (Scripts/bench-fleet): `FIPSMARK_FLEET_NODES` and
    /// `FIPSMARK_FLEET_FOLDER`. With `FIPSMARK_FLEET_LINKED` all nodes have one file of results and
    /// one of points, which 100,000 nodes would fill a disk with.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["FIPSMARK_FLEET_FOLDER"] != nil,
            "it writes files to measure with, where FIPSMARK_FLEET_FOLDER says"))
    func writesAFleet() throws {
        let environment = ProcessInfo.processInfo.environment
        let path = try #require(environment["FIPSMARK_FLEET_FOLDER"])
        let nodes = try #require(environment["FIPSMARK_FLEET_NODES"].flatMap { Int($0) })
        // Written once; each node has its own name in it.
        var model = SyntheticNode("@@@")
        model.padding = 300_000
        let text = String(decoding: model.results, as: UTF8.self)
        let mark = try #require(text.range(of: "@@@"))
        let (head, tail) = (
            Array(text[..<mark.lowerBound].utf8), Array(text[mark.upperBound...].utf8)
        )
        let isLinked = environment["FIPSMARK_FLEET_LINKED"] != nil
        var first: String?
        var generator = Generator(state: 1)
        for number in 0..<nodes {
            var node = SyntheticNode("c\(number % 8)-\(number / 8)")
            if isLinked { generator = Generator(state: 1) }
            // A file may have 65,000 names on ext4.
            if number % 10_000 == 0 { first = nil }
            node.points = SyntheticFleetTests.points(
                &generator, of: (0..<21).map { "ACVP-AES-GCM/operation \($0)" })
            let results = head + Array((isLinked ? "node" : node.name).utf8) + tail
            for (file, bytes) in try node.bundle(signer, by: signer.allowed, results: results) {
                let folder = "\(path)/nodes/\(node.name)"
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true)
                if let first, isLinked, ["results.json", "bench.json"].contains(file) {
                    try FileManager.default.linkItem(
                        atPath: "\(first)/\(file)", toPath: "\(folder)/\(file)")
                } else {
                    try Data(bytes).write(to: URL(filePath: "\(folder)/\(file)"))
                }
            }
            if first == nil { first = "\(path)/nodes/\(node.name)" }
        }
        try Data(signer.allowed.publicPEM.utf8).write(to: URL(filePath: "\(path)/key.pem"))
        try Data(SyntheticFleetTests.platform(nodes / 8).utf8).write(
            to: URL(filePath: "\(path)/scopes.yaml"))
    }
}

/// SplitMix64: the same fleet on every machine.
struct Generator {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) >> 33) % limit
    }
}
