import Algorithms
import Foundation
import Testing

@testable import Approval
@testable import Reports

/// A table of two certificates for tests that need one.
enum SmallTable {
    static let text = """
        {
          "format": "fipsmark certificates 1",
          "date": "2026-04-15",
          "certificates": [
            { "id": "4985", "module": "OpenSSL FIPS Provider", "kind": "openssl",
              "standard": "FIPS 140-3", "level": "1", "version": "3.1.2",
              "exactVersions": ["3.1.2"], "moduleNames": ["OpenSSL FIPS Provider"],
              "status": "active", "sunset": "2030-03-10", "caveat": "No assurance",
              "source": "a test" },
            { "id": "4857", "module": "RHEL 9", "kind": "openssl", "standard": "FIPS 140-3",
              "exactVersions": ["3.0.7-395c1a240fbfffd8"], "versionNamesBuild": "yes",
              "status": "active", "sunset": "2029-10-28", "source": "a test" },
            { "id": "known", "module": "a known file", "kind": "openssl",
              "standard": "FIPS 140-2", "exactVersions": ["9.9.9"],
              "moduleNames": ["OpenSSL FIPS Provider"], "files": ["\(file)"],
              "status": "active", "source": "a test" },
            { "id": "waiting", "module": "OpenSSL FIPS Provider", "kind": "openssl",
              "standard": "FIPS 140-3", "exactVersions": ["3.5.4"],
              "moduleNames": ["OpenSSL FIPS Provider"], "status": "in process",
              "source": "a test" }
          ]
        }
        """
    static let file = String(repeating: "ab", count: 32)
    static let table: CertificateTable = {
        do {
            return try CertificateFile.read(Array(text.utf8))
        } catch {
            preconditionFailure("\(error)")
        }
    }()
}

@Suite struct CertificateTests {
    private static let today = CalendarDate.on("2026-11-22")

    @Test(arguments: [
        ("OpenSSL FIPS Provider", "3.1.2", "00", "4985", CertificateMatch.Basis.nameAndVersion),
        ("any name", "3.0.7-395c1a240fbfffd8", "00", "4857", .build),
        ("any name", "any version", SmallTable.file, "known", .file),
        ("OpenSSL FIPS Provider", "3.5.4", "00", "waiting", .nameAndVersion),
        // A prefix, a name alone, a version alone, a version whose file is known: no ground.
        ("OpenSSL FIPS Provider", "3.1.20", "00", "", .none),
        ("OpenSSL FIPS Provider", "3.1", "00", "", .none),
        ("OpenSSL FIPS Provider", "3.5.7", "00", "", .none),
        ("openssl fips provider", "3.1.2", "00", "", .none),
        ("a rebrand", "3.1.2", "00", "", .none),
        ("any name", "3.0.7", "00", "", .none),
        ("any name", "3.0.7-395c1a240fbfffd9", "00", "", .none),
        ("OpenSSL FIPS Provider", "9.9.9", "00", "", .none),
    ])
    func matchedExactlyOrNotAtAll(
        name: String, version: String, sha256: String, id: String, basis: CertificateMatch.Basis
    ) {
        let match = SmallTable.table.match(
            identity(name, version), sha256: sha256, asOf: CertificateTests.today)
        #expect(match.certificate?.id ?? "" == id)
        #expect(match.basis == basis)
        let unknown = "unknown to table dated 2026-04-15"
        #expect(match.statement.hasPrefix(unknown) == id.isEmpty, "\(match.statement)")
        #expect(!match.statement.contains("not validated"))
    }

    /// The kind keeps a libgcrypt from a provider's certificate.
    @Test func anotherKindOfModuleIsNoMatch() {
        let gcrypt = identity("OpenSSL FIPS Provider", "3.1.2", .gcrypt)
        let match = SmallTable.table.match(
            gcrypt, sha256: SmallTable.file, asOf: CertificateTests.today)
        #expect(match.certificate == nil)
    }

    @Test(arguments: [
        ("2026-01-01", Certificate.Status.active), ("2030-03-10", .active),
        ("2030-03-11", .historical), ("2040-01-01", .historical),
    ])
    func aSunsetMakesItHistorical(date: String, status: Certificate.Status) throws {
        let certificate = try #require(SmallTable.table.certificates.first)
        #expect(certificate.status(asOf: .on(date)) == status)
    }

    /// FIPS 140-2 ended for all at once, with or without a sunset of their own.
    @Test func everyCertificateOfFIPS1402HasEnded() throws {
        let known = try #require(SmallTable.table.certificates.first { $0.id == "known" })
        #expect(known.status(asOf: .on("2026-09-21")) == .active)
        #expect(known.status(asOf: .on("2026-09-22")) == .historical)
    }

    @Test func inProcessIsNeverActive() throws {
        let waiting = try #require(SmallTable.table.certificates.last)
        for date in ["2020-01-01", "2026-11-22", "2040-01-01"] {
            #expect(waiting.status(asOf: .on(date)) == .inProcess)
        }
    }

    @Test func theReportNamesGroundsCaveatAndDate() {
        let match = SmallTable.table.match(
            identity("OpenSSL FIPS Provider", "3.1.2"), sha256: "00", asOf: .on("2030-03-11"))
        let words = match.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
        for part in [
            "certificate 4985 (FIPS 140-3, level 1): historical since its sunset 2030-03-10",
            "exact name and version; the file is not known", "table dated 2026-04-15",
            "caveat: No assurance",
        ] {
            #expect(words.contains(part), "\(part) in \(words)")
        }
    }

    @Test(arguments: [
        (#""2026-04-15""#, #""2026-02-30""#, 3, "'2026-02-30' is no date"),
        (#""2030-03-10""#, #""2030-13-10""#, 8, "'2030-13-10' is no date"),
        (#""2030-03-10""#, #""2030-3-10""#, 8, "is no date"),
        (#""id": "4857""#, #""id": "4985""#, 10, "the ID 4985 stands twice"),
        (#""kind": "openssl""#, #""kind": "opensl""#, 5, "'opensl' is no kind"),
        (#""status": "active""#, #""status": "fine""#, 8, "'fine' is no status"),
        (#""level": "1""#, #""level": "5""#, 6, "'5' is no level"),
        (#""caveat""#, #""cavaet""#, 8, "unknown member 'cavaet'"),
        (
            #""sunset": "2030-03-10""#, #""sunset": "2020-01-01", "validated": "2020-01-02""#, 8,
            "the sunset 2020-01-01 lies before the validation on 2020-01-02"
        ),
        ("certificates 1", "certificates 2", 2, "expected fipsmark certificates 1"),
        (#""FIPS 140-3", "level""#, #""FIPS 140-4", "level""#, 6, "is no standard"),
        (#"["3.1.2"]"#, #"[""]"#, 7, "'exactVersions' holds strings"),
        (#""3.0.7-395c1a240fbfffd8""#, "", 10, "no exactVersions"),
        (
            #""caveat": "No assurance""#, #""environments": [{"system": "S", "machine": "m"}]"#, 8,
            "processor"
        ),
        (
            #""caveat": "No assurance""#,
            #""environments": [{"system": "S", "machine": "m", "processor": "p", "cpu": "p"}]"#, 8,
            "unknown member 'cpu'"
        ),
        ("abab", "abag", 14, "is no SHA-256"), ("\n}", "", 22, "the text ends here"),
    ])
    func whatIsWrongIsRefusedWholeWithItsLine(
        part: String, replacement: String, line: Int, message: String
    ) throws {
        let range = try #require(SmallTable.text.range(of: part))
        let text = SmallTable.text.replacingCharacters(in: range, with: replacement)
        let error = #expect(throws: CertificateFileError.self) {
            try CertificateFile.read(Array(text.utf8))
        }
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
        #expect(abs((error?.line ?? 0) - line) <= 3, "\(String(describing: error))")
    }

    @Test func testedEnvironmentsAreRead() throws {
        let text = SmallTable.text.replacing(
            #""caveat": "No assurance""#,
            with: #""environments": [{"system": "S", "machine": "m", "processor": "p"}]"#)
        let table = try CertificateFile.read(Array(text.utf8))
        let tested = TestedEnvironment(system: "S", machine: "m", processor: "p")
        #expect(table.certificates.first?.environments == [tested])
        #expect(SmallTable.table.certificates.allSatisfy { $0.environments.isEmpty })
    }

    @Test func searchLooksAtNumberModuleAndVersion() {
        let table = SmallTable.table
        #expect(table.search("4985").map(\.id) == ["4985"])
        #expect(table.search("rhel").map(\.id) == ["4857"])
        #expect(table.search("3.1.2").map(\.id) == ["4985"])
        #expect(table.search("140-2").map(\.id) == ["known"])
        #expect(table.search("nothing of the kind").isEmpty)
    }

    private func identity(
        _ name: String, _ version: String, _ role: ModuleIdentity.Role = .openssl
    ) -> ModuleIdentity {
        ModuleIdentity(
            role: role, name: name, version: version, buildInformation: "", path: "/m",
            reachedThrough: "", approvedMode: true)
    }
}
