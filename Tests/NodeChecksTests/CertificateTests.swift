import Approval
import NodeChecks
import Testing

/// C01 to C05: which certificate it is, and what it is worth under a policy and on a day.
@Suite struct CertificateTests {
    private static let rhel9 = "ID=\"rhel\"\nVERSION_ID=\"9.4\"\nPRETTY_NAME=\"RHEL 9.4\"\n"

    private func finding(
        _ name: String, _ version: String, _ policy: CertificatePolicy = .validated,
        release: String = "ID=debian\nVERSION_ID=\"13\"\n", asOf: String = "2026-05-01",
        check: String = "C01"
    ) throws -> Finding {
        let fixture = Fixture.sound()
        fixture.files["/etc/os-release"] = release
        fixture.provider = Fixture.loaded(name, version)
        fixture.options.policy = policy
        fixture.asOf = asOf
        return try fixture.finding(check)
    }

    @Test func theExactModuleHasItsCertificate() throws {
        let finding = try finding("OpenSSL FIPS Provider", "3.1.2")
        #expect(finding.outcome == .pass)
        #expect(finding.observed.contains("certificate 4985, active as of 2026-05-01"))
        #expect(finding.method.contains("table dated 2026-04-15"))
    }

    /// Trap 4: a self-built or a latest provider behaves well and is not validated. Trap 20: what
    /// the table does not know may be validated meanwhile.
    @Test(arguments: ["3.5.7", "3.1.20", "3.1", "3.2.2"])
    func anotherVersionIsUnknownToTheTable(_ version: String) throws {
        let finding = try finding("OpenSSL FIPS Provider", version)
        #expect(finding.outcome == .fail)
        #expect(finding.severity == .required)
        #expect(finding.observed.contains("unknown to table dated 2026-04-15"))
        #expect(!finding.observed.contains("not validated"))
    }

    /// Trap 5: a rebrand has the version and another name.
    @Test func aRebrandIsNotTheOriginal() throws {
        let finding = try finding("ACME FIPS Provider", "3.1.2")
        #expect(finding.outcome == .fail)
        #expect(finding.observed.contains("4985 has this version and no such name"))
    }

    @Test func whatIsInProcessIsNoCertificate() throws {
        let strict = try finding("OpenSSL FIPS Provider", "3.5.4")
        #expect(strict.outcome == .fail && strict.severity == .required)
        #expect(strict.observed.contains("in process as of 2026-05-01"))
        let configured = try finding("OpenSSL FIPS Provider", "3.5.4", .configured)
        #expect(configured.outcome == .fail && configured.severity == .warning)
    }

    /// Trap 5: only the hash tells RHEL's validated build from a rebuild.
    @Test func onlyTheHashTellsARebuild() throws {
        let name = "Red Hat Enterprise Linux 9 - OpenSSL FIPS Provider"
        let validated = try finding(
            name, "3.0.7-395c1a240fbfffd8", release: CertificateTests.rhel9)
        #expect(validated.outcome == .pass)
        #expect(validated.evidence.contains("caveat: Interim validation"))
        let rebuilt = "3.0.7-0123456789abcdef"
        let strict = try finding(name, rebuilt, release: CertificateTests.rhel9)
        #expect(strict.outcome == .fail && strict.severity == .required)
        #expect(strict.observed.contains("update stream of certificate 4857"))
        let stream = try finding(
            name, rebuilt, .updateStream, release: CertificateTests.rhel9)
        #expect(stream.outcome == .pass)
        // The same file on somebody else's system is nobody's update stream.
        let stray = try finding(name, rebuilt, .updateStream)
        #expect(stray.outcome == .fail && stray.severity == .warning)
        // And a self-built upstream provider on RHEL is not RHEL's.
        let own = try finding(
            "OpenSSL FIPS Provider", "3.5.7", .updateStream, release: CertificateTests.rhel9)
        #expect(own.outcome == .fail)
    }

    /// Trap 19: the verdict is of a day, and says of which.
    @Test func aCertificateLapsesBetweenAcceptanceAndAudit() throws {
        let name = "Red Hat Enterprise Linux 9 - OpenSSL FIPS Provider"
        let version = "3.0.1-3f45e68ee408cd9c"
        let before = try finding(name, version, asOf: "2026-07-30")
        #expect(before.outcome == .pass)
        #expect(before.observed.contains("active as of 2026-07-30"))
        let after = try finding(name, version, asOf: "2026-07-31")
        #expect(after.outcome == .fail)
        #expect(after.observed.contains("historical since its sunset 2026-07-30 as of 2026-07-31"))
        let warned = try finding(name, version, asOf: "2026-06-01", check: "C02")
        #expect(warned.outcome == .fail)
        #expect(warned.observed == "certificate 4746 ends on 2026-07-30, in 59 days")
    }

    @Test(arguments: [
        ("2026-07-14", CheckOutcome.pass, CheckSeverity?.none), ("2026-07-15", .fail, nil),
        ("2027-04-15", .fail, nil), ("2027-04-16", .unknown, .required),
    ])
    func anOldTableSaysLess(
        _ asOf: String, _ outcome: CheckOutcome, _ severity: CheckSeverity?
    ) throws {
        let finding = try finding("OpenSSL FIPS Provider", "3.1.2", asOf: asOf, check: "C03")
        #expect(finding.outcome == outcome)
        #expect(finding.severity == severity)
    }

    @Test func aModuleOfAnotherPlatformIsPorted() throws {
        let name = "Red Hat Enterprise Linux 9 - OpenSSL FIPS Provider"
        let version = "3.0.7-395c1a240fbfffd8"
        let stray = try finding(name, version, check: "C04")
        #expect(stray.outcome == .fail && stray.severity == .warning)
        #expect(stray.observed.contains("vendor or user affirmed porting"))
        let home = try finding(
            name, version, release: CertificateTests.rhel9, check: "C04")
        #expect(home.outcome == .informational)
    }

    /// Where the table lists the machines that were tested, the node is held against them.
    @Test(arguments: [
        ("RHEL 9", "Some CPU 4216", CheckOutcome.pass, CheckSeverity?.none, "is a tested"),
        ("RHEL 9", "Other CPU 1", .informational, nil, "vendor or user affirmed porting"),
        ("RHEL 90", "Some CPU 4216", .fail, .warning, "vendor or user affirmed porting"),
        ("RHEL 9.4", "4216 Other", .informational, nil, "affirmed porting: RHEL 9.4 on x86_64"),
    ])
    func testedEnvironmentsAreCompared(
        _ system: String, _ processor: String, _ outcome: CheckOutcome, _ severity: CheckSeverity?,
        _ message: String
    ) throws {
        let fixture = Fixture.sound()
        fixture.files["/etc/os-release"] = CertificateTests.rhel9
        fixture.files["/proc/cpuinfo"] = "model name : Some(R) CPU 4216 @ 2.10GHz\nflags : aes\n"
        fixture.table = CertificateTable(
            date: Fixture.table.date,
            certificates: [
                Fixture.certificate(
                    "1", "M", versions: ["3.1.2"], names: ["OpenSSL FIPS Provider"],
                    environments: [
                        TestedEnvironment(
                            system: system, machine: "x86_64", processor: processor),
                        TestedEnvironment(
                            system: "RHEL 9", machine: "aarch64", processor: "Some CPU 4216"),
                    ])
            ])
        let finding = try fixture.finding("C04")
        #expect(finding.outcome == outcome && finding.severity == severity, "\(finding)")
        #expect(finding.observed.contains(message), "\(finding)")
        #expect(finding.expected.contains("on x86_64, \(processor)"))
    }

    @Test func theInventoryNamesEveryModule() throws {
        let finding = try finding("OpenSSL FIPS Provider", "3.1.2", check: "C05")
        #expect(finding.evidence.count == 2)
        #expect(finding.evidence[0].contains("cmvp_cert=4985"))
        #expect(finding.evidence[0].hasSuffix("validated"))
        #expect(finding.evidence[1].contains("cmvp_cert=4808"))
    }

    @Test func withoutAModuleThereIsNothingToMatch() throws {
        try Fixture.withoutProvider().expect("C01", .unknown, "install openssl-provider-fips")
    }
}
