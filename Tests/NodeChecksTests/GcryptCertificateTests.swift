import Approval
import Foundation
import NodeChecks
import Testing

/// G06, and libgcrypt in C05: a certificate is of one build, on its own platform.
@Suite final class GcryptCertificateTests {
    private let node = Fixture()
    private let libraries = LibraryFixture()

    init() throws {
        node.files["/etc/os-release"] = "ID=ubuntu\nVERSION_ID=\"22.04\"\n"
        try node.write()
        libraries.root = node.root
        libraries.table = CertificateTable(
            date: Fixture.table.date,
            certificates: [
                Fixture.certificate(
                    "4793", "Ubuntu 22.04 libgcrypt", kind: .libgcrypt,
                    versions: ["1.9.4-3ubuntu3+Fips1.2"], build: true, sunset: "2029-09-09"),
                Fixture.certificate(
                    "5117", "Rocky Linux 9 (CIQ) libgcrypt", kind: .libgcrypt,
                    versions: ["1.10.0-10"], build: true),
                Fixture.certificate(
                    "1", "Ubuntu 22.04 libgcrypt", kind: .libgcrypt, versions: ["1.9.0-old"],
                    build: true, sunset: "2026-01-01"),
            ])
    }

    private static let label = "cross-check only, not validated cryptography; "

    @Test(arguments: [
        ("1.9.4-3ubuntu3+Fips1.2", "certificate 4793, active as of 2026-11-21, by exact", true),
        ("1.9.4-3ubuntu3+Fips1.20", label + "unknown to table dated 2026-04-15", false),
        ("1.10.0-10", label + "certificate 5117 has this version on another platform", false),
        ("1.9.0-old", label + "certificate 1, historical since", false),
    ])
    func onlyTheVeryBuildHasACertificate(
        _ build: String, _ message: String, _ isValidated: Bool
    ) throws {
        libraries.change(
            .gcrypt, "library",
            to: "library\t1.9.4\t/usr/lib/libgcrypt.so.20\tcc 1; fips-mode y A vendor \(build); x")
        let finding = try libraries.finding("G06")
        #expect(finding.outcome == .informational)
        let words = "libgcrypt 1.9.4 (\(build)): \(message)"
        #expect(finding.observed.hasPrefix(words), "\(finding)")
        #expect(finding.method.contains("table of certificates dated 2026-04-15"))
        let inventory = try libraries.finding("C05").evidence
        let start = "name=libgcrypt; version=\(build)"
        let line = try #require(inventory.first { $0.hasPrefix(start) })
        #expect(line.hasSuffix(isValidated ? "; validated" : "; unvalidated"), "\(line)")
    }

    /// The version alone is every distribution's.
    @Test func aBareVersionIsNoBuild() throws {
        let finding = try libraries.finding("G06")
        let label = GcryptCertificateTests.label
        #expect(
            finding.observed == "libgcrypt 1.11.0: \(label)unknown to table dated 2026-04-15")
        libraries.options.withoutCrossCheck = true
        #expect(try !libraries.finding("C05").evidence.contains { $0.contains("libgcrypt") })
    }

    /// What dpkg installed, and not a copy of it elsewhere.
    @Test func thePackageSaysWhichBuildItIs() throws {
        let file = "/lib/x86_64-linux-gnu/libgcrypt.so.20"
        node.files["/var/lib/dpkg/info/libgcrypt20:amd64.list"] = "/.\n/lib\n\(file)\n"
        node.files["/var/lib/dpkg/info/libgcrypt20-dev.list"] = "/usr/include/gcrypt.h\n"
        node.files["/var/lib/dpkg/status"] = """
            Package: libgcrypt20-dev
            Version: 9

            Package: libgcrypt20
            Status: install ok installed
            Version: 1.9.4-3ubuntu3+Fips1.2

            Package: zlib1g
            Version: 1

            """
        try node.write()
        let tree = HostTree(root: node.root)
        let version = "1.9.4-3ubuntu3+Fips1.2"
        #expect(tree.packageVersion(of: "libgcrypt20", with: file) == version)
        #expect(tree.packageVersion(of: "libgcrypt20", with: "/usr\(file)") == version)
        #expect(tree.packageVersion(of: "libgcrypt20", with: "/opt\(file)") == nil)
        #expect(tree.packageVersion(of: "libgcrypt", with: file) == nil)
    }
}
