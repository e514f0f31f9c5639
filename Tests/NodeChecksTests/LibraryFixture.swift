import Algorithms
import Approval
import Foundation
import NodeChecks
import Testing

/// A node whose libraries said what a test has them say: sheets of a sound node, of which a test
/// breaks a row.
final class LibraryFixture {
    var sheets: [FactSheets.Kind: String] = [:]
    var environment: [String: String] = [:]
    var options = AcceptOptions(policy: .configured)
    var provider = Fixture.loaded("OpenSSL FIPS Provider", "3.5.7")
    var injectsFaults = true
    /// Of the files of the host; there is none.
    var root = FileManager.default.temporaryDirectory.path + "/fipsmark-no-such-node"
    var table = Fixture.table

    init() {
        sheets[.program] = """
            libcrypto\tOpenSSL 3.0.19\t3.0.19\t/usr/lib/libcrypto.so.3\t/usr/lib/ossl-modules
            configuration\t/nowhere/openssl.cnf\t/
            provider\tfips\t3.5.7\t3.5.7\trunning\t/usr/lib/ossl-modules/fips.so\tOpenSSL
            provider\tbase\t3.0.19\t3.0.19\trunning\t/usr/lib/libcrypto.so.3\tOpenSSL Base Provider
            default-properties\t1
            plain-fetch\tfips
            approved-provider\tfips
            option\tsecurity-checks\t1
            option\ttls1-prf-ems-check\t1
            mapped\t/usr/lib/libcrypto.so.3
            known-answer\tright
            \(LibraryFixture.rejections("rejection", "absent"))
            \(LibraryFixture.rejections("contrast", "done, implicit"))
            approved\tsha2-256\tdone, implicit
            approved\thkdf\tdone, approved
            key-file\tread
            tls-default\tTLSv1.3\tTLS_AES_256_GCM_SHA384\tsecp256r1
            tls-version\tTLSv1\trefused
            tls-version\tTLSv1.2\tnegotiated
            tls-version\tTLSv1.3\tnegotiated
            tls-plain-master-secret\trefused
            tls-suite\tTLS_AES_256_GCM_SHA384\tby default\tnegotiated
            tls-suite\tECDHE-ECDSA-AES256-CCM\ton demand\tnegotiated
            tls-group\tP-256\tnegotiated
            tls-group\tX25519\trefused
            way-around\tthe legacy provider\tclosed

            """
        sheets[.module] = """
            mac\taa\taa\t/nowhere/fipsmodule.cnf
            load-event\tKAT_Digest\tSHA2\tPass\t100
            state\toperational

            """
        sheets[.selfTests] = """
            forced\tModule_Integrity\tHMAC\tPass\t100
            forced\tKAT_Digest\tSHA2\tPass\t100
            self-test\tpassed

            """
        sheets[.knownAnswers] = "known-answers\tSHA2-256\t53\t0\t0\t1\n"
        sheets[.faults] = """
            altered-mac\trefused
            whole-copy\tanswered
            flips\t1000\tabc
            flip-outcome\tdied\t10
            flip-outcome\trefused\t990
            point\tKAT_Digest\tSHA2\trefused

            """
        sheets[.gcrypt] = """
            library\t1.11.0\t/usr/lib/libgcrypt.so.20\tcc
            mode\t1
            operational\t1
            integrity-note\t1
            indicator\tsha2-256\tapproved\t1
            seed\tabc
            compared\tSHA2-256\t53\t0\t0\t0\t0
            self-test\tpassed
            gnutls\t3.8.0\t1\tapproved

            """
    }

    static func rejections(_ key: String, _ answer: String) -> String {
        Rejection.all.map { "\(key)\t\($0.id)\t\(answer)" }.joined(separator: "\n")
    }

    /// Replaces a row by its beginning; by nothing, it goes.
    func change(_ kind: FactSheets.Kind, _ beginning: String, to row: String?) {
        let lines = sheets[kind, default: ""].split(separator: "\n").map(String.init)
        let changed = lines.compactMap { $0.hasPrefix(beginning) ? row : $0 }
        sheets[kind] = changed.joined(separator: "\n") + "\n"
    }

    func finding(_ id: String) throws -> Finding {
        let judge = try #require(NodeCheck.judges[id])
        let texts = sheets
        let provider = provider
        return judge(
            NodeView(
                options: options, certificates: table,
                asOf: try #require(CalendarDate("2026-11-21")), files: HostTree(root: root),
                system: SystemFacts(
                    nodeName: "node-1", kernelRelease: "6.1.0", machine: "x86_64",
                    libcryptoPath: "/usr/lib/libcrypto.so.3", randomIsReady: true,
                    fileSystemType: { _ in nil }, crossesMount: { _ in nil }),
                environment: environment,
                sheets: FactSheets(
                    injectsFaults: injectsFaults,
                    read: { kind in
                        texts[kind].map { FactSheet(report: $0 + "end\n") }
                            ?? FactSheet(missing: "the child process was killed")
                    }), loadProvider: { provider }))
    }
}
