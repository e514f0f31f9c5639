import Approval
import NodeChecks
import Testing

/// Distributions by their own files, with what is known of them.
@Suite struct PlatformTests {
    private static let general = [
        "SRG-OS-000033-GPOS-00014", "SRG-OS-000396-GPOS-00176", "SRG-OS-000478-GPOS-00223",
    ]

    private static let known: [(String, KnownPlatform.IntegrityValue, String, [String])] = [
        (
            "ID=bottlerocket\nVERSION_ID=1.49.0\nVARIANT_ID=aws-k8s-1.33-fips", .otherModule, "K01",
            general
        ),
        ("ID=\"amzn\"\nVERSION_ID=\"2023\"", .embedded, "K01", general),
        ("ID=\"amzn\"\nVERSION_ID=\"2\"", .besideLibrary, "K01", []),
        ("ID=\"rhel\"\nVERSION_ID=\"8.10\"", .besideLibrary, "K06", ["RHEL-08-010020"]),
        ("ID=\"rhel\"\nVERSION_ID=\"9.4\"", .embedded, "K06", ["RHEL-09-215105"]),
        ("ID=\"rhel\"\nVERSION_ID=\"10.0\"", .embedded, "K01", ["RHEL-10-000500"]),
        (
            "ID=\"rocky\"\nVERSION_ID=\"9.5\"\nID_LIKE=\"rhel centos fedora\"", .embedded, "K06",
            []
        ),
        ("ID=\"almalinux\"\nVERSION_ID=\"9.5\"", .embedded, "K06", []),
        (
            "ID=\"ol\"\nVERSION_ID=\"9.5\"", .embedded, "K01",
            ["OL09-00-000070", "OL09-00-000241"]
        ),
        ("ID=ubuntu\nVERSION_ID=\"22.04\"", .configuration, "K01", ["UBTU-22-671010"]),
        ("ID=ubuntu\nVERSION_ID=\"24.04\"", .configuration, "K01", ["UBTU-24-600030"]),
        ("ID=\"sles\"\nVERSION_ID=\"15.6\"", .embedded, "K01", ["SLES-15-010510"]),
        ("ID=debian\nVERSION_ID='13'", .configuration, "K01", []),
        ("ID=wolfi", .configuration, "K01", []),
        ("ID=chainguard", .configuration, "K01", []),
        ("ID=azurelinux\nVERSION_ID=\"3.0\"", .otherModule, "K01", []),
    ]

    @Test(arguments: known)
    func aPlatformIsKnownByItsFiles(
        _ release: String, _ value: KnownPlatform.IntegrityValue, _ check: String,
        _ requirements: [String]
    ) throws {
        let fixture = Fixture.sound(release)
        let view = try fixture.view()
        #expect(view.platform.known?.integrityValue == value)
        let check = try #require(NodeCheck.named(check))
        #expect(view.platform.requirements(check) == requirements)
    }

    @Test func whatNobodyKnowsIsDecidedAllTheSame() throws {
        let fixture = Fixture.sound("ID=acme\nVERSION_ID=1")
        let view = try fixture.view()
        #expect(view.platform.known == nil)
        #expect(view.platform.name == "acme 1")
        #expect(try fixture.acceptance().exitCode == 0)
    }

    @Test func ubuntuProIsKnownByItsSources() throws {
        let fixture = Fixture.sound("ID=ubuntu\nVERSION_ID=\"22.04\"")
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
        let fixture = Fixture.sound("ID=amzn\nVERSION_ID=2")
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
        let fixture = Fixture.sound("ID=bottlerocket\nVARIANT_ID=\(variant)")
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
        let fixture = Fixture.sound("ID=rhel\nVERSION_ID=9.4")
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
        let fixture = Fixture.sound("ID=rhel\nVERSION_ID=9.4")
        fixture.files["/etc/crypto-policies/config"] = "FIPS\n"
        fixture.files["/etc/crypto-policies/state/current"] = "DEFAULT\n"
        let finding = try fixture.finding("K06")
        #expect(finding.observed == "FIPS is configured, but DEFAULT is applied")
    }

    @Test func aHostOfRHELHasAPolicy() throws {
        let fixture = Fixture.sound("ID=rhel\nVERSION_ID=9.4")
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
