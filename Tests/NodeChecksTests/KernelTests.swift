import Approval
import NodeChecks
import Testing

/// K01 to K04 on trees of files. The traps are those of a node's operators.
@Suite struct KernelTests {
    @Test(arguments: [
        ("1\n", CheckOutcome.pass, "1"), ("0\n", .fail, "0"),
        ("2\n", .unknown, "it says '2', which is neither 0 nor 1"),
        ("", .unknown, "it says '', which is neither 0 nor 1"),
    ])
    func theFlagIsWhatTheFileSays(_ text: String, _ outcome: CheckOutcome, _ seen: String) throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/sys/crypto/fips_enabled"] = text
        let finding = try fixture.finding("K01")
        #expect(finding.outcome == outcome)
        #expect(finding.observed == seen)
        #expect(finding.method == fixture.root + "/proc/sys/crypto/fips_enabled")
    }

    @Test func aKernelWithoutTheFlagIsUnknown() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/sys/crypto/fips_enabled"] = nil
        let finding = try fixture.finding("K01")
        #expect(finding.outcome == .unknown)
        #expect(finding.observed.contains("built without CONFIG_CRYPTO_FIPS"))
    }

    @Test func aSoundFlagIsGenuine() throws {
        let finding = try Fixture.sound().finding("K02")
        #expect(finding.outcome == .pass)
        #expect(finding.observed == "nothing contradicts the flag, which is on")
    }

    /// Trap 3: a file with a 1 is mounted over the flag.
    @Test(arguments: [
        ("0:51 /sys/crypto/other /proc/sys/crypto/fips_enabled", "proc proc"),
        ("8:1 /tmp/one /proc/sys/crypto/fips_enabled", "ext4 /dev/vda1"),
        ("0:60 / /proc/sys/crypto", "tmpfs tmpfs"), ("0:60 / /proc/sys", "tmpfs tmpfs"),
        ("0:51 /1/sys /proc/sys", "proc proc"), ("0:51 /1 /proc", "proc proc"),
    ])
    func aMountOverTheFlagIsAFake(_ place: String, _ type: String) throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/self/mountinfo"] =
            Fixture.mounts + "110 101 \(place) rw shared:1 - \(type) rw\n"
        let finding = try fixture.finding("K02")
        #expect(finding.outcome == .fail)
        #expect(finding.observed.contains("what is read there is not the kernel's"))
        #expect(try #require(NodeCheck.named("K02")).remedy.contains("remove the mount"))
    }

    /// Trap 3: gVisor and its like make a /proc of their own.
    @Test func aSyntheticProcIsAFake() throws {
        let fixture = Fixture.sound()
        fixture.fileSystemType = 0x0102_1994
        let finding = try fixture.finding("K02")
        #expect(finding.outcome == .fail)
        #expect(finding.observed.contains("type 0x1021994, not on procfs"))
    }

    @Test(arguments: [
        ("1", "root=/dev/vda1 quiet", "booted with nothing of FIPS"),
        ("1", "fips=1 fips=0", "booted with fips=0"),
        ("1", "quiet -- fips=1", "booted with nothing of FIPS"),
        ("0", "fips=1", "the flag is off, but the kernel was booted with fips=1"),
    ])
    func theCommandLineContradicts(_ flag: String, _ line: String, _ message: String) throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/sys/crypto/fips_enabled"] = flag
        fixture.files["/proc/cmdline"] = line
        try fixture.expect("K02", .fail, message)
    }

    @Test func theBootConfigurationSpeaksToo() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/cmdline"] = "root=/dev/vda1 bootconfig\n"
        fixture.files["/proc/bootconfig"] = "kernel.quiet = \"\"\nkernel.fips = \"1\"\n"
        let finding = try fixture.expect("K02", .pass)
        #expect(finding.method.contains("/proc/bootconfig"))
    }

    @Test func aFlagThatIsTrulyOffIsGenuine() throws {
        let fixture = Fixture.withoutFIPSMode()
        try fixture.expect("K02", .pass)
        try fixture.expect("K01", .fail)
    }

    @Test func linesOfFIPSContradictAFlagThatIsOff() throws {
        let fixture = Fixture.withoutFIPSMode()
        fixture.files["/proc/crypto"] =
            "name : aes\ndriver : fips(ansi_cprng)\nselftest : passed\n"
        try fixture.expect("K02", .pass)
        fixture.files["/proc/crypto"] = "name : aes\nselftest : passed\nfips : yes\n"
        try fixture.expect("K02", .fail, "the flag is not the kernel's")
    }

    @Test func behaviourContradictsAFakedFlag() throws {
        let fixture = Fixture.sound()
        let name = "an HMAC key of 4 bytes"
        fixture.proofs = [KernelProof(name: name, refused: false, detail: "setsockopt: 0")]
        try fixture.expect("K02", .fail, "the kernel takes an HMAC key of 4 bytes")
        fixture.proofs = [KernelProof(name: name, refused: true, detail: "setsockopt: EINVAL")]
        #expect(try fixture.finding("K02").outcome == .pass)
    }

    /// Trap 14: seccomp forbids AF_ALG, which is no fault of the node's.
    @Test func aForbiddenSocketDoesNotFailTheFlag() throws {
        let fixture = Fixture.sound()
        fixture.proofs = [
            KernelProof(name: "equal XTS halves", refused: nil, detail: "socket: EPERM")
        ]
        let finding = try fixture.finding("K02")
        #expect(finding.outcome == .pass)
        #expect(finding.evidence.contains("not asked, equal XTS halves: socket: EPERM"))
    }

    @Test func nothingThatSpeaksForTheFlagIsUnknown() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/self/mountinfo"] = nil
        fixture.files["/proc/cmdline"] = nil
        #expect(try fixture.finding("K02").outcome == .unknown)
    }

    @Test func theKernelsCertificateIsThatOfItsExactVersion() throws {
        let fixture = Fixture.sound()
        #expect(try fixture.finding("K03").outcome == .pass)
        #expect(try fixture.finding("K03").observed.contains("certificate 4808, active"))
        fixture.release = "6.1.41-64.1180.amzn2023.x86_64"
        fixture.files["/proc/sys/crypto/fips_version"] = fixture.release
        let finding = try fixture.finding("K03")
        #expect(finding.outcome == .fail)
        #expect(finding.observed.contains("unknown to table dated 2026-04-15"))
        #expect(finding.observed.contains("of this platform's kernels: 4808 (active)"))
    }

    @Test func anUntestedAlgorithmFails() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/crypto"] =
            Fixture.crypto + "\nname : cbc(aes)\ndriver : cbc-aes-x\nselftest : unknown\n"
        let finding = try fixture.finding("K04")
        #expect(finding.outcome == .fail)
        #expect(finding.severity == nil)
        #expect(finding.observed.contains("cbc(aes) (cbc-aes-x): selftest unknown"))
    }

    @Test func anInternalAlgorithmIsNobodysBusiness() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/crypto"] =
            Fixture.crypto
            + "\nname : cbc(aes)\ndriver : __x\nselftest : unknown\ninternal : yes\n"
        #expect(try fixture.finding("K04").outcome == .pass)
    }

    @Test func whatIsNotLoadedIsAWarning() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/crypto"] = "name : aes\ndriver : aes-x\nselftest : passed\n"
        let finding = try fixture.finding("K04")
        #expect(finding.outcome == .fail)
        #expect(finding.severity == .warning)
        #expect(finding.observed.contains("none is loaded of: gcm, sha2, hmac, drbg"))
    }
}
