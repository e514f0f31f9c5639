import Approval
import BenchRecord
import Evidence
import Testing

@testable import Fleet

/// Each rule with what breaks it, and beside it the same without.
@Suite struct RulesTests {
    private let signer: Signer

    init() throws { signer = try Signer() }

    static let platform = """
        format: fipsmark scopes 1
        scopes:
        - {kind: tenant, name: acme, fips: on, since: 2026-10-01}
        - {kind: project, name: pay, parent: acme, fips: on}
        - kind: cluster
          name: eu
          parent: pay
          max-age: 7d
          policy: validated
          profile: node
          expected-nodes: 2
          nodes: {patterns: ["eu-*"]}

        """

    private func judge(
        _ reports: [NodeReport], _ scopes: String = platform, inventory: String = ""
    ) throws -> RollUp {
        var input = FleetReports()
        input.reports = reports
        let now = try #require(UTCTime.seconds("2026-11-22T12:00:00Z"))
        var options = RollUp.Options(now: now, asOf: .on("2026-11-22"))
        options.sunsets = ["4985": "2030-03-10"]
        return RollUp(
            input, scopes: try Platform.scopes(scopes),
            inventory: try Inventory(Array(inventory.utf8)),
            options: options)
    }

    private func healthy() throws -> [NodeReport] {
        [try signer.report(SyntheticNode("eu-1")), try signer.report(SyntheticNode("eu-2"))]
    }

    private func changed(_ change: (inout SyntheticNode) -> Void) throws -> [NodeReport] {
        var node = SyntheticNode("eu-2")
        change(&node)
        return [try signer.report(SyntheticNode("eu-1")), try signer.report(node)]
    }

    private func rules(_ fleet: RollUp) -> [String] {
        fleet.findings.filter { $0.outcome != .information }.map(\.rule.rawValue)
    }

    @Test func healthyFleetPasses() throws {
        let fleet = try judge(try healthy())
        #expect(fleet.findings.isEmpty && fleet.exitCode == 0 && fleet.verdict == .full)
        #expect(fleet.counts.allSatisfy { $0.verdict == .full && $0.full == 2 })
    }

    @Test func nothingReadIsNoPass() throws {
        let fleet = try judge([])
        #expect(fleet.exitCode == 2 && fleet.verdict == .unknown)
    }

    @Test func f01TenantOnOverProjectOff() throws {
        let scopes = RulesTests.platform.replacing(
            "parent: acme, fips: on", with: "parent: acme, fips: off")
        let fleet = try judge(try healthy(), scopes)
        #expect(rules(fleet) == ["F01"] && fleet.exitCode == 1)
    }

    @Test func f02ProjectOnOverClusterOff() throws {
        let scopes = RulesTests.platform.replacing(
            "  parent: pay\n", with: "  parent: pay\n  fips: off\n"
        ).replacing("fips: on, since: 2026-10-01", with: "fips: off")
        let fleet = try judge(try healthy(), scopes)
        #expect(rules(fleet) == ["F02"] && fleet.exitCode == 1)
    }

    @Test func f03ClusterAloneIsAllowed() throws {
        let scopes = RulesTests.platform.replacing(
            "fips: on, since: 2026-10-01", with: "fips: off"
        ).replacing("parent: acme, fips: on", with: "parent: acme")
            .replacing("  parent: pay\n", with: "  parent: pay\n  fips: on\n")
        let fleet = try judge(try healthy(), scopes)
        #expect(fleet.findings.map(\.rule) == [.clusterAlone] && fleet.exitCode == 0)
        // And where the platform says nothing of itself, nothing contradicts it.
        #expect(fleet.findings.first?.outcome == .information)
    }

    @Test func f04NodeThatFails() throws {
        let fleet = try judge(try changed { $0.verdict = "fail" })
        #expect(rules(fleet) == ["F04"] && fleet.exitCode == 1)
        #expect(fleet.counts.map(\.verdict) == [.partial, .partial, .partial])
    }

    @Test func f04UndecidedNodeIsUnknown() throws {
        let fleet = try judge(try changed { $0.verdict = "unknown" })
        #expect(rules(fleet) == ["F04"] && fleet.exitCode == 2)
        #expect(fleet.counts.map(\.verdict) == [.unknown, .unknown, .unknown])
    }

    @Test func f04LayerOfTheKernel() throws {
        let fleet = try judge(try changed { $0.kernel = "0" })
        #expect(rules(fleet) == ["F04"] && fleet.exitCode == 1)
        #expect(fleet.findings.first?.message.contains("kernel") == true)
    }

    @Test func f04LayerOfTheModule() throws {
        let fleet = try judge(try changed { $0.status = "historical" })
        #expect(rules(fleet) == ["F04"] && fleet.exitCode == 1)
        let lax = RulesTests.platform.replacing("policy: validated", with: "policy: configured")
        #expect(try judge(try changed { $0.status = "historical" }, lax).exitCode == 0)
    }

    private func acceptance(
        _ name: String, source: String = "log", _ change: (inout SyntheticNode) -> Void = { _ in }
    ) throws -> NodeReport {
        var node = SyntheticNode(name)
        change(&node)
        var report = try ReportReader.readSigned(
            try node.signedAcceptance(signer, by: signer.allowed), place: source, try signer.trust)
        report.source = source
        return report
    }

    /// The node passes by itself, and is a finding by the platform's rule.
    @Test func f04LayerOfThePlatform() throws {
        let fleet = try judge(
            try healthy() + [
                try acceptance("eu-2") {
                    $0.verdict = "warn"
                    $0.layers = [("L01", "fail")]
                }
            ])
        #expect(rules(fleet) == ["F04"] && fleet.exitCode == 1)
        #expect(fleet.findings.first?.message.contains("container runtime none: L01") == true)
    }

    /// A workload's verdict counts beside its node's, and its kernel does not.
    @Test func f04Workloads() throws {
        func workload(_ verdict: String, _ source: String) throws -> NodeReport {
            try acceptance("eu-2", source: source) {
                $0.profile = "module"
                $0.kernel = "0"
                $0.verdict = verdict
            }
        }
        let good = try judge(
            try healthy() + [try workload("pass", "a"), try workload("pass", "b")])
        #expect(good.findings.isEmpty && good.exitCode == 0)
        let fleet = try judge(
            try healthy() + [try workload("pass", "a"), try workload("unknown", "b")])
        #expect(rules(fleet) == ["F04"] && fleet.exitCode == 2)
        #expect(fleet.findings.first?.message.contains("workload unknown: O03") == true)
        // Alone it tells nothing of the node.
        let alone = try judge(
            Array(try healthy().prefix(1)) + [
                try acceptance("eu-2") { $0.profile = "module" }
            ])
        #expect(rules(alone) == ["F04"] && alone.exitCode == 2)
    }

    @Test func f04DoesNotMatterWhereOff() throws {
        let scopes = RulesTests.platform.replacing("fips: on, since: 2026-10-01", with: "fips: off")
            .replacing("parent: acme, fips: on", with: "parent: acme")
        let fleet = try judge(try changed { $0.verdict = "fail" }, scopes)
        #expect(rules(fleet).isEmpty && fleet.exitCode == 0)
        #expect(fleet.counts[0].none == 1)
    }

    @Test func f05ByTheInventory() throws {
        let old = "eu-1 2026-11-01T00:00:00Z map[]\neu-2 2026-09-30T23:59:59Z <none>\n"
        let fleet = try judge(try healthy(), inventory: old)
        #expect(rules(fleet) == ["F05"] && fleet.exitCode == 1)
        #expect(fleet.findings.first?.node == "eu-2")
        let new = old.replacing("2026-09-30T23:59:59Z", with: "2026-10-01T00:00:00Z")
        #expect(try judge(try healthy(), inventory: new).exitCode == 0)
    }

    @Test func f05ByAReportFromBefore() throws {
        let scopes = RulesTests.platform.replacing("max-age: 7d", with: "max-age: 400d")
        let fleet = try judge(
            try changed { $0.startedAt = "2026-09-30T00:00:00Z" }, scopes)
        #expect(rules(fleet) == ["F05"] && fleet.exitCode == 1)
    }

    @Test func f06CountAndName() throws {
        let one = Array(try healthy().prefix(1))
        #expect(rules(try judge(one)) == ["F06"])
        let names = RulesTests.platform.replacing(
            "expected-nodes: 2\n", with: "expected-nodes: 1\n"
        )
        .replacing("{patterns:", with: "{names: [eu-7], patterns:")
        // eu-7 matches the cluster's own pattern, which is no overlap with another.
        let fleet = try judge(one, names)
        #expect(rules(fleet) == ["F06"] && fleet.findings.first?.node == "eu-7")
        #expect(fleet.counts[2].missing == 1 && fleet.counts[2].verdict == .unknown)
        #expect(fleet.exitCode == 2)
        let inventory = "eu-1 <none> <none>\neu-2 <none> <none>\n"
        let missing = try judge(one, inventory: inventory)
        #expect(missing.findings.contains { $0.node == "eu-2" && $0.rule == .missing })
    }

    @Test func f07Stale() throws {
        let fleet = try judge(try changed { $0.startedAt = "2026-11-15T11:59:59Z" })
        #expect(rules(fleet) == ["F07"] && fleet.exitCode == 2 && fleet.counts[0].unknown == 1)
        #expect(try judge(try changed { $0.startedAt = "2026-11-15T12:00:00Z" }).exitCode == 0)
    }

    @Test func f08Contradicting() throws {
        var again = SyntheticNode("eu-2")
        again.version = "3.0.9"
        let fleet = try judge(try healthy() + [try signer.report(again)])
        #expect(rules(fleet) == ["F08"] && fleet.exitCode == 2)
        #expect(fleet.counts[2].unknown == 1 && fleet.counts[2].full == 1)
        // The same report twice is one.
        let twice = try healthy()
        #expect(try judge(twice + twice).exitCode == 0)
    }

    /// A continuous run tells again and again, and the last word counts.
    @Test func f08NewestOfOneSource() throws {
        let old = try acceptance("eu-2") {
            $0.verdict = "fail"
            $0.startedAt = "2026-11-22T09:00:00Z"
        }
        let new = try acceptance("eu-2")
        for reports in [[old, new], [new, old]] {
            let fleet = try judge(try healthy() + reports)
            #expect(fleet.findings.isEmpty && fleet.exitCode == 0)
        }
        // In another place it may be another machine, unless it says the same.
        var elsewhere = old
        elsewhere.source = "another log"
        #expect(rules(try judge(try healthy() + [elsewhere, new])) == ["F08"])
        let same = try acceptance("eu-2", source: "another log") {
            $0.startedAt = "2026-11-22T09:00:00Z"
        }
        #expect(try judge(try healthy() + [same, new]).exitCode == 0)
    }

    @Test func f09Clock() throws {
        let fleet = try judge(try changed { $0.startedAt = "2026-11-22T12:05:01Z" })
        #expect(rules(fleet) == ["F09"] && fleet.exitCode == 2)
        #expect(try judge(try changed { $0.startedAt = "2026-11-22T12:05:00Z" }).exitCode == 0)
    }

    @Test func f10NobodyVouches() throws {
        for key in [nil, signer.stranger] {
            let node = SyntheticNode("eu-2")
            let report = try signer.report(try node.bundle(signer, by: key))
            let fleet = try judge(Array(try healthy().prefix(1)) + [report])
            #expect(rules(fleet) == ["F10"] && fleet.exitCode == 2)
            #expect(fleet.counts[2].unknown == 1)
        }
    }

    /// Whoever tells of a failure, it is one.
    @Test func f10LeavesAFailureAFailure() throws {
        var node = SyntheticNode("eu-2")
        node.verdict = "fail"
        let report = try signer.report(try node.bundle(signer, by: nil))
        let fleet = try judge(Array(try healthy().prefix(1)) + [report])
        #expect(rules(fleet).sorted() == ["F04", "F10"] && fleet.exitCode == 1)
    }

    @Test func f11Lapsing() throws {
        let fleet = try judge(try changed { $0.sunset = "2027-05-20" })
        #expect(rules(fleet) == ["F11"] && fleet.exitCode == 0)
        #expect(fleet.findings.first?.outcome == .warning)
        // 180 days, to the day.
        #expect(rules(try judge(try changed { $0.sunset = "2027-05-21" })).isEmpty)
    }

    @Test(arguments: [("2026-11-22", 0), ("2026-11-21", 1)])
    func waiversHoldUntilTheirDay(_ expires: String, _ code: Int32) throws {
        let waiver = """
            waivers:
            - {id: F04, scope: pay, node: eu-2, owner: ops, reason: drained, expires: \(expires)}

            """
        let fleet = try judge(try changed { $0.verdict = "fail" }, RulesTests.platform + waiver)
        #expect(fleet.exitCode == code)
        let finding = try #require(fleet.findings.first)
        #expect(finding.waiverHolds == (code == 0) && finding.waiver?.contains("ops") == true)
        #expect(finding.waiver?.contains("expired") == (code == 1))
        #expect(fleet.text.contains("waiver: "))
        // Another node is not waived.
        let other = RulesTests.platform + waiver.replacing("eu-2", with: "eu-1")
        #expect(try judge(try changed { $0.verdict = "fail" }, other).exitCode == 1)
    }

    @Test func everyRuleHasATestAndAWord() {
        #expect(Rule.allCases.map(\.rawValue) == (1...13).map { $0 < 10 ? "F0\($0)" : "F\($0)" })
        #expect(Set(Rule.allCases.map(\.title)).count == Rule.allCases.count)
    }
}
