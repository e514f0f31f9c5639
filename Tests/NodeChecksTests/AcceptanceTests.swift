import Approval
import NodeChecks
import Testing

/// How findings become one verdict.
@Suite struct AcceptanceTests {
    @Test func aSoundNodeWithAnActiveCertificateIsFull() throws {
        let acceptance = try Fixture.sound().acceptance()
        #expect(acceptance.status == .full)
        #expect(acceptance.exitCode == 0)
        #expect(acceptance.warnings.isEmpty)
        #expect(acceptance.summary.certificate == "4985")
        #expect(acceptance.results.count == NodeCheck.table.count)
    }

    @Test func aWarningMakesItPartial() throws {
        let fixture = Fixture.sound()
        fixture.environment["FIPS_CHECK"] = "false"
        #expect(try fixture.acceptance().status == .partial)
        fixture.options.failOnWarning = true
        let strict = try fixture.acceptance()
        #expect(strict.status == .none && strict.exitCode == 1)
    }

    @Test func theFlagDecides() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/sys/crypto/fips_enabled"] = "0\n"
        fixture.files["/proc/cmdline"] = "quiet\n"
        let acceptance = try fixture.acceptance()
        #expect(acceptance.status == .none && acceptance.exitCode == 1)
        #expect(acceptance.requiredFailures.map(\.check.id) == ["K01"])
        // In a module's profile the kernel is information.
        fixture.options.profile = .module
        #expect(try fixture.acceptance().exitCode == 0)
    }

    @Test func aFailureOutweighsWhatIsUnknown() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/sys/crypto/fips_enabled"] = nil
        #expect(try fixture.acceptance().exitCode == 2)
        fixture.environment["OPENSSL_FORCE_FIPS_MODE"] = "0"
        fixture.provider = Fixture.missing
        fixture.environment["FIPS_ENABLED"] = "true"
        #expect(try fixture.acceptance().exitCode == 1)
    }

    @Test func nothingTestedIsNoPass() throws {
        let fixture = Fixture.sound()
        var judges = NodeCheck.judges
        for check in NodeCheck.table {
            switch check.group {
            case .openSSL, .gcrypt: judges[check.id] = { _ in .notApplicable("not here") }
            case .kernel, .certificates, .workload, .layers: break
            }
        }
        let acceptance = AcceptRunner(judges: judges, clock: { 0 }).run(try fixture.view())
        // libgcrypt may be missing; OpenSSL may not.
        #expect(acceptance.untested == [.openSSL])
        #expect(acceptance.status == .unknown && acceptance.exitCode == 2)
    }

    @Test func aSkippedRequiredCheckIsUnknown() throws {
        let fixture = Fixture.sound()
        var judges = NodeCheck.judges
        for check in NodeCheck.table where check.group != .kernel {
            judges[check.id] = { _ in
                Finding(.pass, expected: "", observed: "", method: "")
            }
        }
        judges["O04"] = nil
        let runner = AcceptRunner(judges: judges, clock: { 0 })
        let acceptance = runner.run(try fixture.view())
        #expect(acceptance.exitCode == 2)
        #expect(acceptance.open.map(\.check.id) == ["O04"])
    }

    @Test func aWaiverHoldsUntilItsDay() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/sys/crypto/fips_enabled"] = "0\n"
        fixture.files["/proc/cmdline"] = "quiet\n"
        fixture.options.waivers = [
            Waiver(
                check: "K01", owner: "J. Doe", reason: "laboratory",
                expires: try #require(CalendarDate(fixture.asOf)))
        ]
        let waived = try fixture.acceptance()
        #expect(waived.status == .partial && waived.exitCode == 0)
        #expect(waived.waived.map(\.check.id) == ["K01"])
        fixture.asOf = "2026-05-02"
        let expired = try fixture.acceptance()
        #expect(expired.exitCode == 1)
        #expect(expired.results[0].waiver != nil && !expired.results[0].waiverHolds)
    }

    @Test func libgcryptCanBeLeftOut() throws {
        let fixture = Fixture.sound()
        fixture.options.withoutCrossCheck = true
        let acceptance = try fixture.acceptance()
        #expect(acceptance.exitCode == 0)
        #expect(
            acceptance.results.filter { $0.check.group == .gcrypt }
                .allSatisfy { $0.finding.outcome == .notApplicable })
    }

    @Test func eachCheckIsTimed() throws {
        var now = 0
        let runner = AcceptRunner {
            now += 5
            return now
        }
        let acceptance = runner.run(try Fixture.sound().view())
        #expect(acceptance.results.allSatisfy { $0.durationNanoseconds == 5 })
    }
}
