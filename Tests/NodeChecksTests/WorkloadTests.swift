import Approval
import NodeChecks
import Testing

/// W01 to W05, and what decides the whole.
@Suite struct WorkloadTests {
    /// Trap 1: the kernel's flag is on, and the image has no provider.
    @Test func anImageWithoutAProviderFails() throws {
        let fixture = Fixture.withoutProvider()
        try fixture.expect("W02", .fail, "no FIPS provider at /usr/lib/ossl-modules/fips.so")
        let acceptance = try fixture.acceptance()
        #expect(acceptance.exitCode == 1)
        #expect(acceptance.requiredFailures.map(\.check.id) == ["W02"])
        fixture.files["/proc/sys/crypto/fips_enabled"] = "0\n"
        #expect(try fixture.finding("W02").outcome == .notApplicable)
    }

    /// Trap 17, and promises that are not kept.
    @Test(arguments: [
        ("FIPS_ENABLED", "true", CheckSeverity?.some(.required), "there is no FIPS provider"),
        ("OPENSSL_FORCE_FIPS_MODE", "0", .required, "turns OpenSSL's FIPS mode off"),
        ("FIPS_CHECK", "false", nil, "left from a search for faults"),
        ("FIPS_DISABLE", "1", nil, "left from a search for faults"),
        ("GNUTLS_SKIP_FIPS_INTEGRITY_CHECKS", "1", nil, "leaves its integrity test out"),
        ("NSS_FIPS", "0", nil, "turns the library's FIPS mode off"),
        ("GODEBUG", "x=1,fips140=off", nil, "turns Go's FIPS mode off"),
        ("FIPS_ENABLED", "false", nil, "denies FIPS mode"),
    ])
    func aVariableContradicts(
        _ name: String, _ value: String, _ severity: CheckSeverity?, _ message: String
    ) throws {
        let fixture = Fixture.sound()
        if value == "true" { fixture.provider = Fixture.missing }
        fixture.environment[name] = value
        let finding = try fixture.finding("W03")
        #expect(finding.outcome == .fail)
        #expect(finding.severity == severity)
        #expect(finding.observed.contains("\(name)=\(value): "))
        #expect(finding.observed.contains(message))
    }

    @Test(arguments: [
        ("FIPS_ENABLED", "true"), ("OPENSSL_FORCE_FIPS_MODE", "1"), ("NODE_NAME", "n"),
        ("LIBGCRYPT_FORCE_FIPS_MODE", "1"), ("FIPS_CHECK", "true"),
    ])
    func aVariableAgrees(_ name: String, _ value: String) throws {
        let fixture = Fixture.sound()
        fixture.environment[name] = value
        #expect(try fixture.finding("W03").outcome == .pass)
    }

    @Test func aPromiseIsBrokenByTheKernelToo() throws {
        let fixture = Fixture.sound()
        fixture.environment["FIPS_ENABLED"] = "true"
        fixture.files["/proc/sys/crypto/fips_enabled"] = "0\n"
        #expect(try fixture.finding("W03").observed.contains("the kernel's flag is off"))
        // A module alone is not asked about its kernel.
        fixture.options.profile = .module
        #expect(try fixture.finding("W03").outcome == .pass)
    }

    @Test func otherLibrariesAreListed() throws {
        let fixture = Fixture.sound()
        fixture.files["/usr/lib64/libsodium.so.23"] = ""
        fixture.files["/usr/local/lib/libwolfssl.so"] = ""
        fixture.files["/usr/lib64/libz.so.1"] = ""
        let finding = try fixture.finding("W04")
        #expect(finding.evidence.count == 2)
        #expect(finding.evidence[0].hasSuffix("/usr/lib64/libsodium.so.23"))
    }

    @Test(arguments: [
        ("/usr/lib64/libcrypto.so.3", CheckOutcome.pass, "/usr/lib64/libcrypto.so.3"),
        ("/opt/app/libcrypto.so.3", .fail, "not where the system keeps its libraries"),
        ("/usr/bin/fipsmark", .fail, "it is linked into /usr/bin/fipsmark"),
    ])
    func aBundledLibcryptoTestsItself(
        _ path: String, _ outcome: CheckOutcome, _ seen: String
    ) throws {
        let fixture = Fixture.sound()
        fixture.libcrypto = path
        let finding = try fixture.finding("W05")
        #expect(finding.outcome == outcome)
        #expect(finding.observed.contains(seen))
    }

    /// Trap 15: distroless, nothing but the kernel's files and a provider.
    @Test func anEmptyImageIsDecided() throws {
        let fixture = Fixture.sound()
        for path in fixture.files.keys where !path.hasPrefix("/proc/") {
            fixture.files[path] = nil
        }
        fixture.files["/run/.containerenv"] = ""
        let acceptance = try fixture.acceptance()
        #expect(acceptance.exitCode == 0)
        #expect(acceptance.status == .full)
        fixture.options.profile = .module
        #expect(try fixture.acceptance().exitCode == 0)
    }
}
