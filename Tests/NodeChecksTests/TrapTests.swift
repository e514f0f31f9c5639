import Algorithms
import Approval
import Foundation
import NodeChecks
import Testing

/// The traps of operators that need what libraries said: verdict, weight and message of each. Those
/// of kernels, certificates and variables have their fixtures in `KernelTests`, `CertificateTests`
/// and `WorkloadTests`; `AcceptProgramsTests` sets the real libraries up wrongly.
@Suite struct TrapTests {
    private func expect(
        _ finding: Finding, _ outcome: CheckOutcome, _ severity: CheckSeverity?, _ message: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(finding.outcome == outcome, "\(finding)", sourceLocation: sourceLocation)
        #expect(finding.severity == severity, "\(finding)", sourceLocation: sourceLocation)
        #expect(
            finding.observed.contains(message), "\(finding)", sourceLocation: sourceLocation)
    }

    /// Trap 4: Amazon Linux 2023.7's provider 3.2.2 is active in the place of the certified 3.0.8.
    @Test func theLatestProviderIsNotTheCertifiedOne() throws {
        let fixture = Fixture.sound()
        fixture.provider = Fixture.loaded("OpenSSL FIPS Provider", "3.2.2")
        expect(
            try fixture.finding("C01"), .fail, .required,
            "OpenSSL FIPS Provider 3.2.2: unknown to table dated 2026-04-15")
    }

    /// Trap 7: a callback that was set too late, or that the module does not have, sees nothing.
    @Test func noEventsAreNoProof() throws {
        let fixture = LibraryFixture()
        fixture.change(.selfTests, "forced", to: nil)
        fixture.change(.module, "load-event", to: nil)
        expect(
            try fixture.finding("O06"), .fail, .warning,
            "they passed, but the module exposes no callback: none is listed")
        expect(try fixture.finding("O08"), .notChecked, nil, "it exposes no callback")
    }

    /// Trap 7: a copied install-status has providers 3.0 and 3.1 skip their known answers, and
    /// defer-tests has 4.0 wait with them.
    @Test(arguments: [
        (
            "install-status = INSTALL_SELF_TEST_KATS_RUN", CheckOutcome.fail,
            CheckSeverity?.some(.required), "install-status has the module skip them"
        ),
        ("defer-tests = 1", .pass, nil, "defer-tests has each wait for the first use"),
        ("defer-tests = 0", .fail, nil, "none ran at load"),
    ])
    func selfTestsThatDidNotRunAreMissed(
        _ setting: String, _ outcome: CheckOutcome, _ severity: CheckSeverity?, _ message: String
    ) throws {
        let files = try Configuration(Configuration.sound, module: setting)
        let fixture = files.fixture()
        fixture.options = AcceptOptions(policy: .validated)
        fixture.change(
            .module, "load-event", to: "load-event\tModule_Integrity\tHMAC\tPass\t100")
        expect(try fixture.finding("O08"), outcome, severity, message)
    }

    /// Trap 9: the verdict on configurations that give programs no FIPS provider.
    @Test(arguments: [
        ("", "has no 'openssl_conf = …' before its first section"),
        (Configuration.sound.replacing("openssl_conf", with: "nodejs_conf"), "one program alone"),
        (
            Configuration.sound.replacing("fips = fips_sect", with: "fips = fips_section"),
            "section [fips_section] of provider fips is not there or empty"
        ),
        (
            Configuration.sound.replacing("ROOT/fipsmodule.cnf", with: "fipsmodule.cnf"),
            "fipsmodule.cnf is not included"
        ),
        // Upstream's path, where Alpine and Wolfi keep theirs in /etc/ssl.
        (
            Configuration.sound.replacing(
                "ROOT/fipsmodule.cnf", with: "/usr/local/ssl/fipsmodule.cnf"),
            "fipsmodule.cnf is not included"
        ),
    ])
    func aConfigurationWithoutTheProviderFails(_ text: String, _ message: String) throws {
        let files = try Configuration(text, module: "")
        let fixture = files.fixture()
        fixture.change(.program, "approved-provider", to: nil)
        fixture.change(.program, "plain-fetch", to: "plain-fetch\tdefault")
        expect(try fixture.finding("O02"), .fail, nil, message)
        expect(try fixture.finding("O03"), .fail, nil, "none serves what is marked fips=yes")
    }

    /// Trap 9: where the include failed, its cause stands beside it.
    @Test(arguments: [
        ("fipsmodule.cnf", "'.include fipsmodule.cnf' is relative"),
        ("/usr/local/ssl/fipsmodule.cnf", "/usr/local/ssl/fipsmodule.cnf cannot be read"),
    ])
    func aFailedIncludeIsEvidence(_ path: String, _ message: String) throws {
        let files = try Configuration(
            Configuration.sound.replacing("ROOT/fipsmodule.cnf", with: path), module: "")
        let fixture = files.fixture()
        fixture.change(.program, "approved-provider", to: nil)
        let finding = try fixture.finding("O02")
        #expect(finding.evidence.contains { $0.contains(message) }, "\(finding)")
    }

    /// Trap 9: 0 switches nothing off in older versions, and everything in newer ones.
    @Test func zeroDoesNotActivate() throws {
        let files = try Configuration(Configuration.sound, module: "", activate: "0")
        let fixture = files.fixture()
        fixture.change(.program, "approved-provider", to: nil)
        expect(try fixture.finding("O02"), .fail, nil, "'activate = 0', which libcrypto up to 3.1")
    }

    /// Trap 9: a file without a word is a valid configuration, and turns FIPS mode off.
    @Test func anEmptyFileIsAnOverride() throws {
        let files = try Configuration("", module: "")
        let fixture = files.fixture()
        fixture.environment["OPENSSL_CONF"] = files.path
        fixture.change(.program, "approved-provider", to: nil)
        expect(try fixture.finding("O02"), .fail, nil, "(OPENSSL_CONF=\(files.path))")
    }

    /// Trap 9: secure_getenv(3) gives a program with set-user-ID nothing.
    @Test func anIgnoredVariableIsNoOverride() throws {
        let files = try Configuration(Configuration.sound, module: "")
        let fixture = files.fixture()
        fixture.environment["OPENSSL_CONF"] = "/opt/app/openssl.cnf"
        let finding = try fixture.finding("O02")
        let message = "OPENSSL_CONF=/opt/app/openssl.cnf is ignored, as in any program"
        expect(finding, .fail, .warning, message)
        #expect(!finding.observed.contains("overridden"))
        #expect(finding.remedy?.hasPrefix("set \(files.path) up: such a program") == true)
        // Where it would have been the one that counts, the verdict is that of the other.
        fixture.change(.program, "approved-provider", to: nil)
        expect(try fixture.finding("O02"), .fail, nil, message)
    }

    /// Trap 11: libgcrypt aborts where it cannot read the flag.
    @Test func aLibraryThatAbortsFails() throws {
        let fixture = LibraryFixture()
        fixture.sheets[.gcrypt] =
            "self-test\tlibgcrypt.so.20 ended its process (Aborted)\n"
            + "missing\tlibgcrypt.so.20 ended its process (Aborted)\n"
        expect(
            try fixture.finding("G02"), .fail, nil, "libgcrypt.so.20 ended its process (Aborted)")
        expect(try fixture.finding("G01"), .notApplicable, nil, "ended its process (Aborted)")
    }

    /// Trap 11: what 1.10 says of GCM and MD5 is known, and what nobody expects is not.
    @Test func knownGapsOfIndicatorsAreNoFailure() throws {
        let fixture = LibraryFixture()
        fixture.sheets[.gcrypt, default: ""] +=
            "indicator\taes-gcm-with-own-iv\tnot approved\t1\nindicator\tmd5\tapproved\t0\n"
        let known = try fixture.finding("G05")
        expect(known, .pass, nil, "1 of 3 agree; the rest differ for a known reason")
        #expect(known.evidence.contains { $0.hasSuffix("1.10 leaves GCM out of its indicator") })
        fixture.sheets[.gcrypt, default: ""] += "indicator\thmac-sha2-256\tnot approved\t1\n"
        expect(try fixture.finding("G05"), .fail, nil, "they differ on hmac-sha2-256")
    }

    /// Trap 12: what older modules serve is a warning; what they do not have is no wrong answer.
    @Test func expectationsFollowTheVersion() throws {
        let fixture = LibraryFixture()
        fixture.change(.program, "rejection\tx25519", to: "rejection\tx25519\tdone, implicit")
        expect(
            try fixture.finding("O11"), .fail, .warning,
            "served, as in some versions of the module: x25519")
        fixture.sheets[.knownAnswers] =
            "known-answers\tSHA2-256\t53\t0\t0\t1\nknown-answers\tML-KEM\t0\t0\t0\t1\n"
        expect(try fixture.finding("O10"), .pass, nil, "53 right, 0 wrong, 0 errors in 2 sets")
    }

    /// Trap 13: Azure Linux's provider is called symcryptprovider.
    @Test func aProviderGoesByAnyName() throws {
        let fixture = LibraryFixture()
        fixture.change(
            .program, "provider\tfips",
            to: "provider\tsymcryptprovider\t1\t1\trunning\t/usr/lib/symcryptprovider.so\tS")
        fixture.change(.program, "plain-fetch", to: "plain-fetch\tsymcryptprovider")
        fixture.change(.program, "approved-provider", to: "approved-provider\tsymcryptprovider")
        expect(try fixture.finding("O03"), .pass, nil, "symcryptprovider, base")
        expect(try fixture.finding("O04"), .pass, nil, "SHA2-256 comes from symcryptprovider")
    }

    /// Traps 15 and 16: what a container cannot see is said to be so, and a host root gives it.
    @Test func aContainerSeesNoBootOfItsNode() throws {
        let fixture = Fixture.sound()
        fixture.files["/run/.containerenv"] = ""
        expect(
            try fixture.finding("K07"), .notChecked, nil,
            "a container has no /boot of the node; mount the host and pass --host-root")
        expect(
            try fixture.finding("K06"), .notApplicable, nil, "this system has no crypto-policies")
        fixture.files["/run/.containerenv"] = nil
        try FileManager.default.removeItem(atPath: fixture.root + "/run/.containerenv")
        let host = try fixture.finding("K07")
        expect(host, .pass, nil, "both are there")
        #expect(host.method.hasPrefix(fixture.root + "/boot"))
    }
}

/// An openssl.cnf and a fipsmodule.cnf on real files.
private final class Configuration {
    static let sound = """
        openssl_conf = openssl_init
        .include ROOT/fipsmodule.cnf
        [openssl_init]
        providers = provider_sect
        alg_section = algorithm_sect
        [provider_sect]
        fips = fips_sect
        base = base_sect
        [base_sect]
        activate = 1
        [algorithm_sect]
        default_properties = fips=yes

        """

    private let root =
        FileManager.default.temporaryDirectory.path
        + "/fipsmark-trap-\(UUID().uuidString)"
    var path: String { root + "/openssl.cnf" }

    init(_ text: String, module: String, activate: String = "1") throws {
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true)
        try write(text.replacing("ROOT", with: root), "openssl.cnf")
        try write(
            "[fips_sect]\nactivate = \(activate)\nmodule-mac = AA:BB\n\(module)\n",
            "fipsmodule.cnf")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func fixture() -> LibraryFixture {
        let fixture = LibraryFixture()
        fixture.change(.program, "configuration", to: "configuration\t\(path)\t/")
        return fixture
    }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: root + "/" + name))
    }
}
