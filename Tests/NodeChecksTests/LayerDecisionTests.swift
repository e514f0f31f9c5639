import Approval
import Testing

@testable import NodeChecks

/// Each row of the table of decisions.
@Suite struct LayerDecisionTests {
    private typealias Standing = LayerDecision.Standing

    static let frozen = ["GOFIPS140=v1.0.0-c2097c7c", "DefaultGODEBUG=x=1,fips140=on"]

    static func table(_ status: Certificate.Status = .active) -> CertificateTable {
        CertificateTable(
            date: Fixture.table.date,
            certificates: Fixture.table.certificates + [
                Fixture.certificate(
                    "5247", "Go Cryptographic Module", kind: .other,
                    versions: ["v1.0.0-c2097c7c"], status: status)
            ])
    }

    private func decision(
        _ version: String, _ settings: [String],
        _ linked: String? = "crypto/aes",
        _ status: Certificate.Status = .active
    ) throws -> LayerDecision {
        var fixture = ExecutableFixture()
        fixture.version = version
        fixture.settings = settings
        let tree = TreeOfFiles()
        let executable = try #require(try tree.executable(fixture.bytes))
        let build = try #require(GoBuildInformation.read(executable))
        return LayerDecision(
            build, linked, LayerDecisionTests.table(status),
            asOf: try #require(CalendarDate("2026-05-01")))
    }

    @Test(
        arguments: [
            ("go1.27.3", frozen, Standing.validated, "certificate 5247, active"),
            (
                "go1.27.3", ["GOFIPS140=v1.0.0-c2097c7c", "DefaultGODEBUG=fips140=only"],
                Standing.validated, ""
            ),
            (
                "go1.27.3", ["GOFIPS140=v1.0.0-c2097c7c", "DefaultGODEBUG=fips140=off"],
                Standing.undecided,
                "off by default"
            ),
            ("go1.27.3", ["GOFIPS140=v1.0.0-c2097c7c"], Standing.undecided, "off by default"),
            // The last one counts, as in internal/godebug.
            (
                "go1.27.3", ["GOFIPS140=v1.0.0-c2097c7c", "DefaultGODEBUG=fips140=on,fips140=off"],
                Standing.undecided, "off by default"
            ),
            (
                "go1.24.3", ["GOFIPS140=v1.0.0", "DefaultGODEBUG=fips140=on"], Standing.undecided,
                "unknown to table dated 2026-04-15"
            ),
            (
                "go1.27.3", ["GOFIPS140=v1.26.0", "DefaultGODEBUG=fips140=on"], Standing.undecided,
                "unknown to table dated 2026-04-15"
            ),
            (
                "go1.27.3", ["GOFIPS140=latest", "DefaultGODEBUG=fips140=on"], Standing.against,
                "no validated version"
            ),
            ("go1.27.3", ["GOFIPS140=off"], Standing.against, "Go's own cryptography"),
            ("go1.27.3", [], Standing.against, "Go's own cryptography"),
            ("go1.27.3", ["DefaultGODEBUG=fips140=on"], Standing.against, "Go's own cryptography"),
            (
                "go1.19.8", ["CGO_ENABLED=1", "-tags=seccomp"], Standing.against,
                "Go's own cryptography"
            ),
            ("go1.18beta1", [], Standing.against, "Go's own cryptography"),
            ("go1.24.6 X:boringcrypto", [], Standing.undecided, "BoringCrypto"),
            ("go1.27.3-X:boringcrypto,noswissmap", [], Standing.undecided, "BoringCrypto"),
            ("go1.23.4", ["GOEXPERIMENT=boringcrypto"], Standing.undecided, "BoringCrypto"),
            ("go1.23.4+boring", [], Standing.undecided, "BoringCrypto"),
            ("go1.18.10b7", [], Standing.undecided, "BoringCrypto"),
            (
                "go1.26.3", ["microsoft_systemcrypto=1", "GOFIPS140=latest"], Standing.undecided,
                "system's libcrypto"
            ),
            (
                "go1.22.5 X:strictfipsruntime,systemcrypto", [], Standing.undecided,
                "system's libcrypto"
            ),
            (
                "go1.25.0 X:opensslcrypto", ["-tags=requirefips"], Standing.undecided,
                "system's libcrypto"
            ),
            (
                "go1.25.0", ["-tags=goexperiment.systemcrypto,cgo"], Standing.undecided,
                "system's libcrypto"
            ),
            (
                "go1.25.0", ["GOEXPERIMENT=nosystemcrypto"], Standing.against,
                "Go's own cryptography"
            ),
            (
                "go1.22.5 (Red Hat 1.22.5-1.el9) X:strictfipsruntime", ["CGO_ENABLED=1"],
                Standing.undecided,
                "stops where that is not in FIPS mode"
            ),
            (
                "go1.22.5 (Red Hat 1.22.5-1.el9)", ["CGO_ENABLED=1"], Standing.undecided,
                "while the kernel's"
            ),
            (
                "go1.22.5 (Red Hat 1.22.5-1.el9)", ["CGO_ENABLED=0"], Standing.against,
                "Go's own cryptography"
            ),
            (
                "go1.22.5 (Red Hat 1.22.5-1.el9)", ["CGO_ENABLED=1", "-tags=no_openssl"],
                Standing.against,
                ""
            ),
        ] as [(String, [String], LayerDecision.Standing, String)])
    func aBuildDecides(
        _ version: String, _ settings: [String], _ standing: LayerDecision.Standing,
        _ part: String
    ) throws {
        let found = try decision(version, settings)
        #expect(found.standing == standing, "\(found.reason)")
        #expect(part.isEmpty || found.reason.contains(part), "\(found.reason)")
    }

    @Test func withoutCryptographyNothingIsDecided() throws {
        for settings in [[], Self.frozen, ["GOEXPERIMENT=boringcrypto"]] {
            #expect(try decision("go1.27.3", settings, "").standing == Standing.noCryptography)
        }
        #expect(try decision("go1.27.3", [], nil).standing == Standing.undecided)
    }

    @Test func aCertificateThatEndedDecidesAgainst() throws {
        let found = try decision("go1.27.3", Self.frozen, "crypto/aes", .historical)
        #expect(found.standing == Standing.against)
        #expect(found.reason == "certificate 5247, historical as of 2026-05-01")
    }
}
