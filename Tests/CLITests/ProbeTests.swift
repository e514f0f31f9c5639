import Foundation
import Testing

/// `fipsmark probe`: 0 or 1, and what it remembers.
@Suite(.serialized) struct ProbeTests {
    private let probe = ["probe", "--profile", "module"]

    @Test func aSoundNodePasses() throws {
        let programs = try AcceptedPrograms()
        let outcome = try programs.run(probe, programs.write(programs.sound))
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("FIPS PASS OpenSSL FIPS Provider 3."))
    }

    @Test(arguments: ["/dev/null", "/etc/ssl/openssl.cnf", "/nowhere/openssl.cnf"])
    func withoutTheProviderItFails(_ configuration: String) throws {
        let outcome = try AcceptedPrograms().run(probe, configuration)
        #expect(outcome.status == 1)
        for id in ["O03", "O04", "O05", "O11"] {
            #expect(outcome.output.contains("\n\(id) "), "\(outcome.output)")
        }
    }

    /// What it passed with is remembered, and nothing else is believed.
    @Test func aPassIsRememberedUntilSomethingChanges() throws {
        let programs = try AcceptedPrograms()
        let configuration = try programs.write(programs.sound)
        let folder = programs.folder.path
        let cached = probe + ["--cached", folder]
        func passesFromMemory() throws -> Bool {
            let outcome = try programs.run(cached, configuration)
            #expect(outcome.status == 0, "\(outcome.output)")
            return outcome.output.contains("passed before")
        }
        #expect(try !passesFromMemory())
        #expect(try passesFromMemory())
        // Another variable, another configuration, a file that others may change.
        let other = try programs.run(cached, configuration, ["OPENSSL_FORCE_FIPS_MODE": "1"])
        #expect(other.status == 0 && !other.output.contains("passed before"))
        #expect(try !passesFromMemory())
        _ = try programs.write(programs.sound + "# changed\n")
        #expect(try !passesFromMemory())
        #expect(try passesFromMemory())
        let memory = folder + "/fipsmark-probe-\(geteuid())"
        #expect(chmod(memory, 0o666) == 0)
        #expect(try !passesFromMemory())
        _ = try programs.write("")
        #expect(try programs.run(cached, configuration).status == 1)
        #expect(try programs.run(cached, configuration).status == 1)
    }

    @Test func aDirectoryThatCannotBeWrittenDecidesNothing() throws {
        let programs = try AcceptedPrograms()
        let configuration = try programs.write(programs.sound)
        let outcome = try programs.run(probe + ["--cached", "/proc/nowhere"], configuration)
        #expect(outcome.status == 0)
    }

    /// A file that is no module, or one that is damaged, is a failure and no crash.
    @Test func aDamagedModuleFails() throws {
        let programs = try AcceptedPrograms()
        var bytes = try Data(contentsOf: URL(filePath: try Fipsmark.provider))
        bytes[bytes.count / 2] ^= 1
        let copy = programs.folder.path + "/fips.so"
        try bytes.write(to: URL(filePath: copy))
        let text = programs.sound.replacingOccurrences(of: try Fipsmark.provider, with: copy)
        let outcome = try programs.run(probe, programs.write(text))
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("FIPS FAIL"))
    }
}
