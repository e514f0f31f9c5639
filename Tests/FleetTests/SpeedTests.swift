import Approval
import BenchRecord
import Evidence
import Testing

@testable import Fleet

/// Nodes beside their peers.
@Suite struct SpeedTests {
    private let signer: Signer

    init() throws { signer = try Signer() }

    private func judge(
        _ count: Int, seed: UInt64 = 1, change: (Int, inout SyntheticNode) -> Void = { _, _ in }
    ) throws -> RollUp {
        var generator = Generator(state: seed)
        var input = FleetReports()
        for number in 0..<count {
            var node = SyntheticNode("eu-\(number)")
            node.points = SyntheticFleetTests.points(&generator)
            change(number, &node)
            input.reports.append(try signer.report(node))
        }
        let scopes = """
            format: fipsmark scopes 1
            scopes:
            - {kind: cluster, name: eu, fips: on, nodes: {patterns: ["eu-*"]}}

            """
        let now = try #require(UTCTime.seconds("2026-11-22T12:00:00Z"))
        return RollUp(
            input, scopes: try Platform.scopes(scopes), inventory: Inventory(),
            options: RollUp.Options(now: now, asOf: .on("2026-11-22")))
    }

    private func found(_ fleet: RollUp) -> [String] {
        fleet.findings.map { "\($0.rule.rawValue) \($0.node)" }
    }

    /// Of thousands of comparisons none is an alarm.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func peersAreAlike(_ seed: UInt64) throws {
        #expect(try judge(30, seed: seed).findings.isEmpty)
    }

    @Test func distributionIsTold() throws {
        let fleet = try judge(5) { number, node in
            node.points = [("openssl/SHA2-256/hash/64", 1000 + number * 10)]
        }
        let machine = try #require(fleet.machines.first)
        #expect(machine.name == "EPYC, virtual" && machine.nodes == 5 && !machine.isCoarse)
        #expect(
            machine.points == [
                PointDistribution(
                    id: "openssl/SHA2-256/hash/64", nodes: 5, minimum: 1000, lowerQuartile: 1010,
                    median: 1020, upperQuartile: 1030, maximum: 1040, outliers: [])
            ])
    }

    @Test func f12SlowNode() throws {
        let fleet = try judge(12) { number, node in
            guard number == 7 else { return }
            node.points = node.points.map { ($0.id, $0.picoseconds * 112 / 100) }
            node.machine["kernel"] = "4.18"
        }
        #expect(found(fleet) == ["F12 eu-7"] && fleet.exitCode == 0)
        let finding = try #require(fleet.findings.first)
        #expect(finding.outcome == .warning)
        #expect(finding.message.hasPrefix("everything takes 1"))
        #expect(finding.message.contains("kernel 4.18, not 5.14"))
    }

    @Test func f12SlowPoint() throws {
        let fleet = try judge(12) { number, node in
            if number == 7 { node.points[4].picoseconds = node.points[4].picoseconds * 13 / 10 }
        }
        #expect(found(fleet) == ["F12 eu-7"])
        #expect(fleet.findings.first?.message.contains("AES-128 encrypt/1024") == true)
        #expect(fleet.machines[0].points.map(\.outliers.count).reduce(0, +) == 1)
    }

    @Test func f13LostInstructions() throws {
        let fleet = try judge(12) { number, node in
            guard number == 3 else { return }
            node.points = node.points.map {
                ($0.id, $0.id.contains("SHA2") ? $0.picoseconds * 4 : $0.picoseconds)
            }
            node.machine["ia32cap"] = ":~0x20000000"
        }
        #expect(found(fleet) == ["F13 eu-3"])
        #expect(fleet.findings.first?.message.contains("ia32cap :~0x20000000, not none") == true)
    }

    /// Where a noisy machine left points open, those that are lost may be half of the rest.
    @Test(arguments: [
        ["SHA2-256/hash"], ["SHA2-256/hash", "ACVP-AES-GCM/AES-256 encrypt"],
        ["SHA2-256/hash", "HMAC-SHA2-256/generate", "ACVP-AES-GCM/AES-256 encrypt"],
    ])
    func f13OfFewPoints(_ names: [String]) throws {
        let fleet = try judge(4) { number, node in
            node.points = names.map { name in
                let isLost = number == 3 && name.contains("SHA2")
                return ("openssl/\(name)/1024", (isLost ? 3000 : 1000) + number)
            }
        }
        #expect(found(fleet) == ["F13 eu-3"])
    }

    @Test func f13MissingFeature() throws {
        let fleet = try judge(12) { number, node in
            if number == 3 { node.machine["cpuFeatures"] = "aes vaes" }
        }
        #expect(found(fleet) == ["F13 eu-3"])
        #expect(fleet.findings.first?.message.contains("shows no sha_ni") == true)
    }

    /// Another processor may be as slow as it likes, and three nodes know no peers.
    @Test func onlyPeersAreCompared() throws {
        let other = try judge(12) { number, node in
            guard number < 3 else { return }
            node.machine["cpuModel"] = "Atom"
            node.points = node.points.map { ($0.id, $0.picoseconds * 9) }
        }
        #expect(other.findings.isEmpty && other.machines.map(\.nodes) == [3, 9])
    }

    /// What a run times beside its verdict is coarse: a tenth is noise there, and a loss is not.
    @Test func tablesOfRunsAreCoarse() throws {
        func fleet(_ factor: Int) throws -> RollUp {
            try judge(12) { number, node in
                node.benchOrigin = "run"
                if number == 3 {
                    node.points = node.points.map { ($0.id, $0.picoseconds * factor / 100) }
                }
            }
        }
        #expect(try fleet(112).findings.isEmpty)
        #expect(found(try fleet(300)) == ["F12 eu-3"])
        // The longest message of each operation.
        #expect(try fleet(100).machines[0].points.map(\.id).allSatisfy { $0.hasSuffix("/16384") })
    }

    /// Whoever has no key says nothing of what is usual.
    @Test func onlyVouchedSpeedsCount() throws {
        var node = SyntheticNode("eu-1")
        node.points = [("openssl/SHA2-256/hash/64", 1000)]
        var files = try node.bundle(signer, by: signer.allowed)
        #expect(try signer.report(files).speed?.picoseconds == [1000])
        node.points = [("openssl/SHA2-256/hash/64", 999)]
        files["bench.json"] = node.bench
        let report = try signer.report(files)
        #expect(report.vouching.state == .broken)
        #expect(report.vouching.problem.contains("bench.json"))
    }

    /// A machine that nobody looked at has no peers.
    @Test func withoutAMachineNothingIsCompared() throws {
        let fleet = try judge(12) { _, node in node.machine = [:] }
        #expect(fleet.machines.isEmpty && fleet.findings.isEmpty)
    }

    @Test func everyOutputTellsOfIt() throws {
        let fleet = try judge(12) { number, node in
            if number == 7 { node.points[4].picoseconds *= 3 }
        }
        #expect(fleet.text.contains("speed of 12 nodes, EPYC, virtual, by bench"))
        #expect(fleet.text.contains(/AES-128 encrypt\/1024 .* \+(19|20|21)\d %/))
        for line in fleet.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(fleet.html.contains("<circle"))
        #expect(
            fleet.metrics.contains("fipsmark_fleet_point_picoseconds{machine=\"EPYC, virtual\""))
        let json = fleet.json(toolVersion: "0")
        #expect(json.contains("\"medianPicoseconds\""))
        _ = try RecordedFleet(Array(json.utf8))
    }
}
