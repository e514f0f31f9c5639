import Foundation
import Testing

/// What `accept` says of the configurations that operators write, with the real provider.
@Suite(.serialized) struct AcceptProgramsTests {
    private func expect(
        _ outcome: Outcome, _ id: String, _ word: String, _ parts: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let check = outcome.check(id)
        #expect(check?.word == word, "\(id): \(outcome.output)", sourceLocation: sourceLocation)
        for part in parts {
            #expect(
                check?.text.contains(part) == true, "no '\(part)' in: \(check?.text ?? "")",
                sourceLocation: sourceLocation)
        }
    }

    @Test func aSoundConfigurationPasses() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.accept(programs.write(programs.sound))
        #expect(outcome.status == 0, "\(outcome.output)")
        // Enumerated before anything is fetched, so that no fallback was loaded (trap 6).
        expect(outcome, "O03", "pass", "fips, base")
        expect(outcome, "O04", "pass", "SHA2-256 comes from fips")
        expect(outcome, "O05", "pass", "OpenSSL FIPS Provider", "sha256", "build ID")
        expect(outcome, "O06", "pass", "Module_Integrity HMAC Pass")
        expect(outcome, "O07", "pass", "they are equal")
        // The callback is there before the configuration loads the provider (trap 7).
        expect(outcome, "O08", "pass", "ran at load")
        expect(outcome, "O10", "pass", "0 wrong, 0 errors")
        expect(outcome, "O11", "pass", "md5: absent", "chacha20-poly1305: absent")
        expect(outcome, "O12", "warn", "MD5 in a context of its own")
        expect(outcome, "O15", "warn", "without the extended master secret", "P-256 negotiated")
        expect(outcome, "O16", "pass")
        expect(outcome, "O17", "pass")
        // The variable that leads here is an override, whatever it leads to.
        expect(outcome, "O02", "warn", "overridden by OPENSSL_CONF")
    }

    /// What is asked later loads the default provider; the list is of before (trap 6).
    @Test func providersAreListedBeforeAnythingLoadsOthers() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.accept(programs.write(programs.sound))
        expect(outcome, "O12", "warn", "MD5 after loading the default provider: open")
        expect(outcome, "O03", "pass", "fips, base")
        #expect(outcome.check("O03")?.text.contains("default") == false)
    }

    /// Providers from 3.1.3 on run their known answers whatever the file says (trap 7).
    @Test func aCopiedInstallStatusIsTold() throws {
        let programs = try AcceptedPrograms()
        let status = "install-status = INSTALL_SELF_TEST_KATS_RUN\n"
        let outcome = try programs.accept(programs.write(programs.sound + status))
        expect(outcome, "O08", "pass", "ran at load; install-status is there and skips nothing")
    }

    /// As Debian ships it: the default provider is active, whatever the kernel says (trap 1).
    @Test func theDistributionsOwnConfigurationFails() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.accept("/etc/ssl/openssl.cnf")
        #expect(outcome.status == 1)
        expect(outcome, "O02", "fail", "names")
        expect(outcome, "O03", "fail", "default: none serves what is marked fips=yes")
        expect(outcome, "O04", "fail", "SHA2-256 comes from default")
        expect(outcome, "O11", "fail", "served: md5, hmac-md5")
        expect(outcome, "O15", "fail", "TLS_CHACHA20_POLY1305_SHA256", "X25519")
    }

    /// Both providers and no property: MD5 works (trap 2).
    @Test func twoProvidersWithoutPropertiesFail() throws {
        let outcome = try AcceptedPrograms().accept(replacing: [
            "alg_section = algorithms": "", "base = base_sect": "default = base_sect",
        ])
        #expect(outcome.status == 1)
        expect(outcome, "O03", "fail", "default beside the FIPS provider")
        expect(outcome, "O04", "fail", "not among the default properties")
        expect(outcome, "O11", "fail", "served: md5")
    }

    /// The same with the property is a warning.
    @Test func twoProvidersWithPropertiesAreAWarning() throws {
        let outcome = try AcceptedPrograms().accept(
            replacing: ["base = base_sect": "default = base_sect"])
        #expect(outcome.status == 0, "\(outcome.output)")
        expect(outcome, "O03", "warn", "default beside the FIPS provider")
        expect(outcome, "O11", "pass")
    }

    /// libcrypto says "self test post failure"; the cause is found again (trap 8).
    @Test func anAlteredIntegrityValueIsNamed() throws {
        let programs = try AcceptedPrograms()
        let module = try programs.write(
            programs.altered("module-mac = F2", "module-mac = F3"), "fipsmodule.cnf")
        let lines = programs.sound.split(separator: "\n").map {
            $0.hasPrefix(".include") ? ".include \(module)" : String($0)
        }
        let outcome = try programs.accept(programs.write(lines.joined(separator: "\n") + "\n"))
        #expect(outcome.status == 1)
        expect(outcome, "O02", "fail", "does not match module-mac")
        expect(outcome, "O03", "fail")
        expect(outcome, "O05", "fail", "does not match module-mac")
        expect(outcome, "O07", "fail", "they differ")
    }

    /// Trap 9: what keeps the FIPS provider away is named.
    @Test(arguments: [
        ("openssl_conf = main", "nodejs_conf = main", "has no 'openssl_conf"),
        (".include ", "# ", "is not included"), ("fips = fips_sect\n", "", "and no fips"),
        (".include /", ".include /usr/local/nowhere/", "cannot be read"),
    ])
    func whatKeepsTheProviderAwayIsNamed(_ old: String, _ new: String, _ cause: String) throws {
        let outcome = try AcceptedPrograms().accept(replacing: [old: new])
        #expect(outcome.status == 1)
        expect(outcome, "O02", "fail", cause)
        expect(outcome, "O03", "fail")
    }

    @Test func anEmptyConfigurationFails() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.accept(programs.write(""))
        #expect(outcome.status == 1)
        expect(outcome, "O02", "fail", "OPENSSL_CONF=", "has no 'openssl_conf")
    }

    /// A debugging aid left in the image (trap 17).
    @Test func aForcedModeIsNamed() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.accept(
            "/etc/ssl/openssl.cnf", environment: ["OPENSSL_FORCE_FIPS_MODE": "0"])
        #expect(outcome.status == 1)
        expect(outcome, "O02", "fail", "OPENSSL_FORCE_FIPS_MODE=0")
    }

    /// A provider goes by the name that the configuration gives it (trap 13).
    @Test func aProviderOfAnotherNameIsAccepted() throws {
        let outcome = try AcceptedPrograms().accept(
            replacing: ["fips = fips_sect": "vendor = fips_sect"])
        #expect(outcome.status == 0, "\(outcome.output)")
        expect(outcome, "O03", "pass", "vendor, base")
        expect(outcome, "O04", "pass", "SHA2-256 comes from vendor")
    }

    @Test func hostileConfigurationsEnd() throws {
        let programs = try AcceptedPrograms()
        let loop = programs.folder.path + "/loop.cnf"
        let sections = (0..<10_000).map { "[s\($0)]\na = 1\n" }.joined()
        let pipe = programs.folder.path + "/pipe.cnf"
        #expect(mkfifo(pipe, 0o600) == 0)
        for configuration in [
            try programs.write(".include \(loop)\n", "loop.cnf"),
            try programs.write(programs.sound + sections, "sections.cnf"), pipe, "/dev/zero",
        ] {
            let outcome = try programs.accept(configuration, seconds: 100)
            #expect(outcome.signal == nil, "\(configuration)")
            #expect(outcome.status == (configuration.hasSuffix("sections.cnf") ? 0 : 1))
        }
    }

    /// Each corruption point, an altered value, a thousand bits: nothing serves afterwards.
    @Test func faultsStopTheModule() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.accept(
            programs.write(programs.sound), ["--inject-faults"], seconds: 900)
        #expect(outcome.status == 0, "\(outcome.output)")
        let check = try #require(outcome.check("O14"))
        #expect(check.word == "pass", "\(check.text)")
        let words = check.text.split(separator: " ")
        // '44 of 44 corrupted self-tests refused', whatever their number is.
        let place = try #require(words.firstIndex(of: "of"))
        #expect(words[place - 1] == words[place + 1])
        #expect((Int(words[place + 1]) ?? 0) > 20)
        #expect(check.text.contains("altered module-mac refused"))
        #expect(check.text.contains("1000 flipped bits"))
        // A bit may make a loop endless, which is counted apart: it serves nothing either.
        #expect(check.text.contains(" hung, 0 answered"))
    }

    @Test func libgcryptIsLookedAtInAChild() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.accept(
            programs.write(programs.sound), ["--cross-check"],
            environment: ["LIBGCRYPT_FORCE_FIPS_MODE": "1"], seconds: 300)
        expect(outcome, "G01", "warn", "is in FIPS mode (LIBGCRYPT_FORCE_FIPS_MODE)")
        expect(outcome, "G02", "pass")
        expect(outcome, "G04", "pass", "alike")
    }
}
