import Approval
import NodeChecks
import Testing

/// Distributions by their own files, with what is known of them.
@Suite struct PlatformTests {
    struct Known: Sendable {
        let release: String
        let value: KnownPlatform.IntegrityValue
        let check: String
        let requirements: [String]
    }

    private static let general = [
        "SRG-OS-000033-GPOS-00014", "SRG-OS-000396-GPOS-00176", "SRG-OS-000478-GPOS-00223",
    ]

    static let known = [
        Known(
            release: "ID=bottlerocket\nVERSION_ID=1.49.0\nVARIANT_ID=aws-k8s-1.33-fips",
            value: .otherModule, check: "K01", requirements: general),
        Known(
            release: "ID=\"amzn\"\nVERSION_ID=\"2023\"", value: .embedded, check: "K01",
            requirements: general),
        Known(
            release: "ID=\"amzn\"\nVERSION_ID=\"2\"", value: .besideLibrary, check: "K01",
            requirements: []),
        Known(
            release: "ID=\"rhel\"\nVERSION_ID=\"8.10\"", value: .besideLibrary, check: "K06",
            requirements: ["RHEL-08-010020"]),
        Known(
            release: "ID=\"rhel\"\nVERSION_ID=\"9.4\"", value: .embedded, check: "K06",
            requirements: ["RHEL-09-215105"]),
        Known(
            release: "ID=\"rhel\"\nVERSION_ID=\"10.0\"", value: .embedded, check: "K01",
            requirements: ["RHEL-10-000500"]),
        Known(
            release: "ID=\"rocky\"\nVERSION_ID=\"9.5\"\nID_LIKE=\"rhel centos fedora\"",
            value: .embedded, check: "K06", requirements: []),
        Known(
            release: "ID=\"almalinux\"\nVERSION_ID=\"9.5\"", value: .embedded, check: "K06",
            requirements: []),
        Known(
            release: "ID=\"ol\"\nVERSION_ID=\"9.5\"", value: .embedded, check: "K01",
            requirements: ["OL09-00-000070", "OL09-00-000241"]),
        Known(
            release: "ID=ubuntu\nVERSION_ID=\"22.04\"", value: .configuration, check: "K01",
            requirements: ["UBTU-22-671010"]),
        Known(
            release: "ID=ubuntu\nVERSION_ID=\"24.04\"", value: .configuration, check: "K01",
            requirements: ["UBTU-24-600030"]),
        Known(
            release: "ID=\"sles\"\nVERSION_ID=\"15.6\"", value: .embedded, check: "K01",
            requirements: ["SLES-15-010510"]),
        Known(
            release: "ID=debian\nVERSION_ID='13'", value: .configuration, check: "K01",
            requirements: []),
        Known(release: "ID=wolfi", value: .configuration, check: "K01", requirements: []),
        Known(release: "ID=chainguard", value: .configuration, check: "K01", requirements: []),
        Known(
            release: "ID=azurelinux\nVERSION_ID=\"3.0\"", value: .otherModule, check: "K01",
            requirements: []),
    ]

    @Test(arguments: known)
    func aPlatformIsKnownByItsFiles(_ known: Known) throws {
        let fixture = Fixture.sound()
        fixture.files["/etc/os-release"] = known.release + "\n"
        let view = try fixture.view()
        #expect(view.platform.known?.integrityValue == known.value)
        let check = try #require(NodeCheck.named(known.check))
        #expect(view.platform.requirements(check) == known.requirements)
    }

    @Test func whatNobodyKnowsIsDecidedAllTheSame() throws {
        let fixture = Fixture.sound()
        fixture.files["/etc/os-release"] = "ID=acme\nVERSION_ID=1\n"
        let view = try fixture.view()
        #expect(view.platform.known == nil)
        #expect(view.platform.name == "acme 1")
        #expect(try fixture.acceptance().exitCode == 0)
    }

    @Test func ubuntuProIsKnownByItsSources() throws {
        let fixture = Fixture.sound()
        fixture.files["/etc/os-release"] = "ID=ubuntu\nVERSION_ID=\"22.04\"\n"
        let mark = "Ubuntu Pro's FIPS packages"
        #expect(!(try fixture.finding("K09").evidence.contains { $0.hasPrefix(mark) }))
        fixture.files["/etc/apt/sources.list.d/ubuntu-fips-updates.list"] = ""
        #expect(try fixture.finding("K09").evidence.contains { $0.hasPrefix(mark) })
    }

    @Test func theProcessorIsRecorded() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/cpuinfo"] =
            "model name : Some CPU\nflags : fpu aes sha_ni hypervisor\n\nmodel name : Other\n"
        let finding = try fixture.finding("K09")
        #expect(finding.outcome == .informational)
        #expect(finding.evidence.contains("processor Some CPU"))
        #expect(finding.evidence.contains("instructions aes sha_ni"))
        #expect(finding.evidence.contains("runs under a hypervisor"))
    }

    /// A name that begins another one is not that one.
    @Test func amazonLinux2HasNoneOfAmazonLinux2023sCertificates() throws {
        let fixture = Fixture.sound()
        fixture.files["/etc/os-release"] = "ID=amzn\nVERSION_ID=2\n"
        let view = try fixture.view()
        let owned = Fixture.table.certificates.filter(view.platform.owns).map(\.id)
        #expect(owned == ["3618"])
    }

    @Test(arguments: [
        ("aws-k8s-1.33-fips", 2, CheckOutcome.pass, "both markers are there"),
        ("aws-k8s-1.33-fips", 1, .fail, "missing: /etc/.fips-module-check-passed"),
        ("aws-k8s-1.33", 2, .fail, "which is no FIPS variant"),
    ])
    func bottlerocketsMarkers(
        _ variant: String, _ count: Int, _ outcome: CheckOutcome, _ seen: String
    ) throws {
        let fixture = Fixture.sound()
        fixture.files["/etc/os-release"] = "ID=bottlerocket\nVARIANT_ID=\(variant)\n"
        for name in ["kernel", "module"].prefix(count) {
            fixture.files["/etc/.fips-\(name)-check-passed"] = ""
        }
        let finding = try fixture.finding("K07")
        #expect(finding.outcome == outcome)
        #expect(finding.severity == .required)
        #expect(finding.observed.hasSuffix(seen))
    }

    @Test(arguments: [
        ("FIPS", CheckOutcome.pass, "FIPS"), ("# word\nFIPS:OSPP", .pass, "FIPS:OSPP"),
        ("FIPS:STIG", .pass, "FIPS:STIG"), ("DEFAULT", .fail, "the policy is DEFAULT"),
        ("FIPS:AD-SUPPORT", .fail, "AD-SUPPORT changes what FIPS allows"),
        ("FIPS:NO-ENFORCE-EMS:SHA1", .fail, "NO-ENFORCE-EMS, SHA1 changes what FIPS allows"),
        ("FUTURE:FIPS", .fail, "the policy is FUTURE:FIPS"),
    ])
    func theCryptoPolicyIsFIPS(_ text: String, _ outcome: CheckOutcome, _ seen: String) throws {
        let fixture = Fixture.sound()
        fixture.files["/etc/os-release"] = "ID=rhel\nVERSION_ID=9.4\n"
        fixture.files["/etc/crypto-policies/config"] = text + "\n"
        let finding = try fixture.finding("K06")
        #expect(finding.outcome == outcome)
        #expect(finding.severity == .required)
        #expect(finding.observed.hasSuffix(seen))
        // A container's policy is its image's, and the node's decides.
        fixture.files["/run/.containerenv"] = ""
        #expect(try fixture.finding("K06").severity == .warning)
    }

    @Test func whatIsConfiguredMustBeApplied() throws {
        let fixture = Fixture.sound()
        fixture.files["/etc/os-release"] = "ID=rhel\nVERSION_ID=9.4\n"
        fixture.files["/etc/crypto-policies/config"] = "FIPS\n"
        fixture.files["/etc/crypto-policies/state/current"] = "DEFAULT\n"
        let finding = try fixture.finding("K06")
        #expect(finding.observed == "FIPS is configured, but DEFAULT is applied")
    }

    @Test func aHostOfRHELHasAPolicy() throws {
        let fixture = Fixture.sound()
        fixture.files["/etc/os-release"] = "ID=rhel\nVERSION_ID=9.4\n"
        #expect(try fixture.finding("K06").outcome == .fail)
        fixture.files["/.dockerenv"] = ""
        #expect(try fixture.finding("K06").outcome == .notApplicable)
    }

    @Test func theInstallationLeavesHints() throws {
        let fixture = Fixture.sound()
        #expect(try fixture.finding("K10").outcome == .notApplicable)
        fixture.files["/etc/os-release"] = "ID=rhel\nVERSION_ID=9.4\n"
        fixture.files["/root/anaconda-ks.cfg"] = "bootloader --append=\"fips=1\"\n"
        let finding = try fixture.finding("K10")
        #expect(finding.outcome == .informational)
        #expect(finding.observed.contains("RHEL-09-671010 is a permanent finding"))
        #expect(finding.evidence.contains("the installation's record has fips=1"))
    }
}
