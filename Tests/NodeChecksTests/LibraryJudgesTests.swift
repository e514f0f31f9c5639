import Algorithms
import Approval
import NodeChecks
import Testing

/// O01 to O17 and G01 to G07 by what the libraries said.
@Suite struct LibraryJudgesTests {
    private static let ids =
        (1...17).map { $0 < 10 ? "O0\($0)" : "O\($0)" } + (1...7).map { "G0\($0)" }

    /// Nothing of a sound node fails; the configuration of the fixture is nowhere.
    @Test(arguments: ids.filter { !["O02", "G01", "G06"].contains($0) })
    func aSoundNodePasses(_ id: String) throws {
        let finding = try LibraryFixture().finding(id)
        #expect([.pass, .informational].contains(finding.outcome), "\(finding)")
        #expect(!finding.method.isEmpty)
    }

    /// A child that died, or hung, is never a pass.
    @Test(arguments: ids)
    func withoutASheetNothingPasses(_ id: String) throws {
        let fixture = LibraryFixture()
        fixture.sheets = [:]
        fixture.provider = Fixture.missing
        let finding = try fixture.finding(id)
        #expect(finding.outcome != .pass, "\(finding)")
    }

    /// One row broken, one check red.
    @Test(arguments: [
        ("O01", "mapped", "mapped\t/a/libcrypto.so.3\nmapped\t/b/libcrypto.so.3"),
        ("O01", "libcrypto", "libcrypto\tOpenSSL 1.1.1\t1.1.1\t/usr/lib/libcrypto.so.1.1\t/"),
        ("O03", "approved-provider", ""), ("O03", "provider\tbase", "provider\tdefault\t3\t3\t\t"),
        ("O04", "default-properties", "default-properties\t0"),
        ("O04", "plain-fetch", "plain-fetch\tdefault"),
        ("O09", "option\tsecurity-checks", "option\tsecurity-checks\t0"),
        ("O11", "rejection\tmd5", "rejection\tmd5\tdone, implicit"),
        ("O11", "rejection\tchacha20-poly1305", "rejection\tchacha20-poly1305\tdone, approved"),
        ("O11", "rejection\tx25519", "rejection\tx25519\tdone, implicit"),
        ("O12", "way-around", "way-around\tthe legacy provider\topen"),
        ("O13", "approved\thkdf", "approved\thkdf\tdone, not approved"),
        ("O15", "tls-version\tTLSv1\t", "tls-version\tTLSv1\tnegotiated"),
        ("O15", "tls-group\tX25519", "tls-group\tX25519\tnegotiated"),
        (
            "O15", "tls-suite\tTLS_AES",
            "tls-suite\tTLS_CHACHA20_POLY1305_SHA256\tby default\tnegotiated"
        ),
        ("O15", "tls-suite\tECDHE", "tls-suite\tNULL-SHA\ton demand\tnegotiated"),
        ("O15", "tls-plain", "tls-plain-master-secret\tnegotiated"),
        ("O16", "key-file", "key-file\tnot read"),
        ("O17", "provider\tfips", "provider\tfips\t3.0.8\t3.0.8\trunning\t/usr/lib/fips.so\tF"),
    ])
    func programsThatGetSomethingElseFail(_ id: String, _ row: String, _ other: String) throws {
        let fixture = LibraryFixture()
        fixture.change(.program, row, to: other)
        let finding = try fixture.finding(id)
        #expect(finding.outcome == .fail, "\(finding)")
    }

    @Test(arguments: [
        ("O06", FactSheets.Kind.selfTests, "forced\tKAT", "forced\tKAT_Digest\tSHA2\tFail\t1"),
        ("O06", .selfTests, "self-test", "self-test\tKAT_Digest SHA2"),
        ("O06", .selfTests, "forced\tModule_Integrity", ""),
        ("O06", .selfTests, "forced", ""),
        ("O08", .module, "load-event", "load-event\tModule_Integrity\tHMAC\tPass\t1"),
        ("O05", .module, "state", "state\tthe provider is in its error state"),
        ("O10", .knownAnswers, "known-answers", "known-answers\tSHA2-256\t52\t1\t0\t1"),
        ("O14", .faults, "point", "point\tKAT_Digest\tSHA2\tanswered"),
        ("O14", .faults, "point", "point\tKAT_Digest\tSHA2\tunnoticed"),
        ("O14", .faults, "altered-mac", "altered-mac\tanswered"),
        ("O14", .faults, "flip-outcome\tdied", "flip-outcome\tanswered\t1"),
        ("G02", .gcrypt, "operational", "operational\t0"),
        ("G02", .gcrypt, "self-test", "self-test\tit ended its process (Aborted)"),
        ("G03", .gcrypt, "integrity-note", "integrity-note\t0"),
        ("G04", .gcrypt, "compared", "compared\tSHA2-256\t53\t1\t0\t0\t0"),
        ("G04", .gcrypt, "compared", "compared\tSHA2-256\t53\t0\t0\t1\t0"),
        ("G05", .gcrypt, "indicator", "indicator\tsha2-256\tnot approved\t1"),
        ("G01", .gcrypt, "mode", "mode\t0"),
    ])
    func modulesThatDoSomethingElseFail(
        _ id: String, _ kind: FactSheets.Kind, _ row: String, _ other: String
    ) throws {
        let fixture = LibraryFixture()
        fixture.change(kind, row, to: other)
        let finding = try fixture.finding(id)
        #expect(finding.outcome == .fail, "\(finding)")
    }

    /// A refusal shows a policy only where the same works without it (trap 10).
    @Test func withoutContrastARefusalShowsNothing() throws {
        let fixture = LibraryFixture()
        for rejection in Rejection.all {
            fixture.change(.program, "contrast\t\(rejection.id)\t", to: nil)
        }
        let finding = try fixture.finding("O11")
        #expect(finding.outcome == .unknown)
        #expect(finding.observed.contains("MD5 does not work without the configuration either"))
    }

    /// Another provider beside the FIPS provider is a warning while the properties hold (trap 2).
    @Test(arguments: [("1", CheckSeverity.warning), ("0", .required)])
    func anotherProviderWeighsByTheProperties(
        _ properties: String, _ severity: CheckSeverity
    ) throws {
        let fixture = LibraryFixture()
        fixture.change(.program, "provider\tbase", to: "provider\tdefault\t3\t3\t\t")
        fixture.change(.program, "default-properties", to: "default-properties\t\(properties)")
        #expect(try fixture.finding("O03").severity == severity)
    }

    /// A module that exposes no callback gives a warning, not a failure (trap 7).
    @Test func aModuleWithoutCallbackIsAWarning() throws {
        let fixture = LibraryFixture()
        fixture.change(.selfTests, "forced", to: nil)
        #expect(try fixture.finding("O06").severity == .warning)
    }

    /// A module whose self-tests pass and whose value differs was built with a key of its own.
    @Test func anotherKeyIsNoFailure() throws {
        let fixture = LibraryFixture()
        fixture.change(.module, "mac", to: "mac\taa\tbb\t/nowhere/fipsmodule.cnf")
        #expect(try fixture.finding("O07").outcome == .notApplicable)
        fixture.provider = LoadedModule(
            identity: nil, sha256: "", failure: .selfTestFailed("self test post failure"))
        let finding = try fixture.finding("O07")
        #expect(finding.outcome == .fail)
        // libcrypto drops the reason; the check finds it again (trap 8).
        let identity = try fixture.finding("O05")
        #expect(identity.observed.contains("self test post failure"))
        #expect(identity.observed.contains("does not have the module-mac"))
    }

    /// A vendor's own key is in the vendor's own program, which is asked where there is one.
    @Test(arguments: [
        ("/usr/bin/openssl\tpassed", CheckOutcome.pass, "fipsinstall -verify: passed"),
        ("/usr/bin/openssl\tit ended with 1", .notApplicable, "O06 carries the verdict"),
        ("\tno openssl program belongs to this libcrypto", .notApplicable, "no openssl program"),
    ])
    func theVendorsProgramKnowsTheVendorsKey(
        _ answer: String, _ outcome: CheckOutcome, _ seen: String
    ) throws {
        let fixture = LibraryFixture()
        fixture.change(
            .module, "mac", to: "mac\taa\tbb\t/nowhere/fipsmodule.cnf\nmac-program\t\(answer)")
        let finding = try fixture.finding("O07")
        #expect(finding.outcome == outcome)
        #expect(finding.observed.contains(seen), "\(finding)")
        // A module that does not load has another fault than its value, where that is right.
        fixture.provider = LoadedModule(
            identity: nil, sha256: "", failure: .selfTestFailed("self test post failure"))
        #expect(try fixture.finding("O07").outcome == (outcome == .pass ? .pass : .fail))
        let names = try fixture.finding("O05").observed.contains("does not have the module-mac")
        #expect(names == (outcome != .pass))
    }

    /// libgcrypt lets MD5 through by default, which is known (trap 11).
    @Test func knownDifferencesOfIndicatorsAreTold() throws {
        let fixture = LibraryFixture()
        fixture.sheets[.gcrypt, default: ""] += "indicator\tmd5\tapproved\t0\n"
        let finding = try fixture.finding("G05")
        #expect(finding.outcome == .pass)
        #expect(finding.evidence.contains { $0.contains("COMPAT110") })
    }

    @Test func aNodeWithoutLibgcryptHasNothingToCheck() throws {
        let fixture = LibraryFixture()
        fixture.sheets[.gcrypt] =
            "missing\tlibgcrypt.so.20 is not installed\ngnutls-missing\tno such file\n"
        for id in ["G01", "G02", "G03", "G04", "G05", "G06", "G07"] {
            #expect(try fixture.finding(id).outcome == .notApplicable, "\(id)")
        }
    }

    @Test func skippedIntegrityOfGnuTLSIsAFinding() throws {
        let fixture = LibraryFixture()
        fixture.environment["GNUTLS_SKIP_FIPS_INTEGRITY_CHECKS"] = "1"
        #expect(try fixture.finding("G07").outcome == .fail)
    }

    @Test func faultsAreInjectedOnRequestAlone() throws {
        let fixture = LibraryFixture()
        fixture.injectsFaults = false
        #expect(try fixture.finding("O14").outcome == .notChecked)
    }

    @Test func aFaultThatHungOrWasNotTriedStaysOpen() throws {
        for outcome in ["hung", "not tried"] {
            let fixture = LibraryFixture()
            fixture.change(.faults, "point", to: "point\tKAT_Digest\tSHA2\t\(outcome)")
            #expect(try fixture.finding("O14").outcome == .unknown)
        }
    }

    /// What a library says reaches a terminal and a line of a sheet.
    @Test func aRowHoldsNoControls() {
        #expect(FactSheet.row(["a\tb", "c\nd\u{1B}[2J"]) == "a b\tc d [2J\n")
        #expect(FactSheet(report: "a\tb\n").fault != nil)
        #expect(FactSheet(report: "a\tb\nend\n").value("a") == "b")
    }
}
