import Algorithms
import Approval
import Foundation
import NodeChecks
import Testing

/// A node as a directory tree, with what system calls and libraries would say of it.
final class Fixture {
    let root: String
    var files: [String: String] = [:]
    var environment: [String: String] = [:]
    var options = AcceptOptions()
    var asOf = "2026-05-01"
    var table = Fixture.table
    var provider = Fixture.loaded("OpenSSL FIPS Provider", "3.1.2")
    var fileSystemType: UInt? = 0x9fa0
    var proofs: [KernelProof] = []
    var libcrypto = "/usr/lib/x86_64-linux-gnu/libcrypto.so.3"
    var release = "6.1.41-64.118.amzn2023.x86_64"

    init() {
        root = FileManager.default.temporaryDirectory.path + "/fipsmark-node-\(UUID().uuidString)"
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    /// A node on which every check of files and kernel passes.
    static func sound() -> Fixture {
        let fixture = Fixture()
        fixture.files = [
            "/etc/os-release": "ID=amzn\nVERSION_ID=\"2023\"\nPRETTY_NAME=\"Amazon Linux 2023\"\n",
            "/boot/.vmlinuz-6.1.41-64.118.amzn2023.x86_64.hmac": "00",
            "/usr/lib/dracut/modules.d/01fips/module-setup.sh": "",
            "/proc/sys/kernel/osrelease": "6.1.41-64.118.amzn2023.x86_64\n",
            "/proc/sys/crypto/fips_enabled": "1\n",
            "/proc/sys/crypto/fips_name": "Amazon Linux 2023 Kernel Cryptographic API\n",
            "/proc/sys/crypto/fips_version": "6.1.41-64.118.amzn2023.x86_64\n",
            "/proc/cmdline": "BOOT_IMAGE=/vmlinuz root=/dev/vda1 fips=1 quiet\n",
            "/proc/self/mountinfo": mounts,
            "/proc/crypto": crypto,
        ]
        return fixture
    }

    /// The same of another distribution, by its os-release.
    static func sound(_ release: String) -> Fixture {
        let fixture = sound()
        fixture.files["/etc/os-release"] = release + "\n"
        return fixture
    }

    /// A node whose kernel was not booted for FIPS mode, and is not in it.
    static func withoutFIPSMode() -> Fixture {
        let fixture = sound()
        fixture.files["/proc/sys/crypto/fips_enabled"] = "0\n"
        fixture.files["/proc/cmdline"] = "quiet\n"
        return fixture
    }

    /// Only the image is wrong: it has no FIPS provider.
    static func withoutProvider() -> Fixture {
        let fixture = sound()
        fixture.provider = missing
        return fixture
    }

    /// As a container sees them, with runc's read-only bind of /proc/sys.
    static let mounts = """
        100 99 0:50 / / rw,relatime - overlay overlay rw,lowerdir=a
        101 100 0:51 / /proc rw,nosuid - proc proc rw
        102 101 0:51 /sys /proc/sys ro,nosuid - proc proc rw

        """

    static let crypto =
        ["aes", "gcm(aes)", "sha256", "hmac(sha256)", "drbg_nopr_hmac_sha256", "md5"]
        .map { "name         : \($0)\ndriver       : \($0)-x\nselftest     : passed\n" }
        .joined(separator: "\n")

    static func loaded(
        _ name: String, _ version: String, sha256: String = String(repeating: "a", count: 64)
    ) -> LoadedModule {
        LoadedModule(
            identity: ModuleIdentity(
                role: .openssl, name: name, version: version, buildInformation: version,
                path: "/usr/lib/ossl-modules/fips.so", reachedThrough: "libcrypto 3.0.19",
                approvedMode: true), sha256: sha256, failure: nil)
    }

    static let missing = LoadedModule(
        identity: nil, sha256: "",
        failure: .couldNotRun(
            "no FIPS provider at /usr/lib/ossl-modules/fips.so; install openssl-provider-fips"))

    static func certificate(
        _ id: String, _ module: String, kind: Certificate.Kind = .openssl, versions: [String],
        names: [String] = [], build: Bool = false, status: Certificate.Status = .active,
        sunset: String? = nil, caveat: String = "", environments: [TestedEnvironment] = []
    ) -> Certificate {
        Certificate(
            id: id, module: module, kind: kind, standard: .fips140Third, level: "1",
            version: versions.first ?? "", exactVersions: versions, moduleNames: names,
            versionNamesBuild: build, files: [], status: status, validated: nil,
            sunset: sunset.flatMap { CalendarDate($0) }, caveat: caveat, source: "", note: "",
            environments: environments)
    }

    private static var tableDate: CalendarDate {
        guard let date = CalendarDate(2026, 4, 15) else { preconditionFailure("no date") }
        return date
    }

    static let table = CertificateTable(
        date: tableDate,
        certificates: [
            certificate(
                "4985", "OpenSSL FIPS Provider", versions: ["3.1.2"],
                names: ["OpenSSL FIPS Provider"], sunset: "2030-03-10"),
            certificate(
                "in-process-3.5.4", "OpenSSL FIPS Provider", versions: ["3.5.4"],
                names: ["OpenSSL FIPS Provider"], status: .inProcess),
            certificate(
                "4857", "Red Hat Enterprise Linux 9 OpenSSL", versions: ["3.0.7-395c1a240fbfffd8"],
                build: true, sunset: "2029-10-28", caveat: "Interim validation"),
            certificate(
                "4746", "Red Hat Enterprise Linux 9 OpenSSL", versions: ["3.0.1-3f45e68ee408cd9c"],
                build: true, sunset: "2026-07-30", caveat: "Interim validation"),
            certificate(
                "4808", "Amazon Linux 2023 kernel", kind: .kernel,
                versions: ["6.1.41-64.118.amzn2023"], build: true, sunset: "2029-09-22"),
            certificate(
                "3618", "Amazon Linux 2 kernel", kind: .kernel, versions: ["4.14"], build: true,
                status: .historical),
        ])

    func write() throws {
        for (path, text) in files {
            let place = root + path
            try FileManager.default.createDirectory(
                atPath: (place as NSString).deletingLastPathComponent,
                withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: place))
        }
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true)
    }

    func view() throws -> NodeView {
        try write()
        let type = fileSystemType
        options.hostRoot = root
        let provider = provider
        let proofs = proofs
        let view = NodeView(
            options: options, certificates: table,
            asOf: try #require(CalendarDate(asOf)), files: HostTree(root: root),
            system: SystemFacts(
                nodeName: "node-1", kernelRelease: release, machine: "x86_64",
                libcryptoPath: libcrypto, randomIsReady: true, fileSystemType: { _ in type },
                crossesMount: { _ in nil }), environment: environment,
            loadProvider: { provider })
        view.kernelProofs = { proofs }
        return view
    }

    func finding(_ id: String) throws -> Finding {
        let judge = try #require(NodeCheck.judges[id])
        return judge(try view())
    }

    /// What is found, whose text has `part` in it.
    @discardableResult
    func expect(
        _ id: String, _ outcome: CheckOutcome, _ part: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Finding {
        let finding = try finding(id)
        #expect(finding.outcome == outcome, sourceLocation: sourceLocation)
        #expect(
            part.isEmpty || finding.observed.contains(part), "no '\(part)' in: \(finding.observed)",
            sourceLocation: sourceLocation)
        return finding
    }

    /// The whole, with a pass where a check asks a library, which no tree of files has.
    func acceptance() throws -> Acceptance {
        var judges = NodeCheck.judges
        for check in NodeCheck.table where check.group == .openSSL || check.group == .gcrypt {
            judges[check.id] = { _ in
                Finding(.pass, expected: "", observed: "", method: "a fixture")
            }
        }
        judges["K05"] = { _ in Finding(.pass, expected: "", observed: "", method: "a fixture") }
        return AcceptRunner(judges: judges, clock: { 0 }).run(try view())
    }
}
