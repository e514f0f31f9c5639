import Foundation
import Testing

/// O07 on a provider that was built with another key than OpenSSL's public one, as with Configure's
/// `--fips-key`: the real provider, libcrypto and openssl program with that key changed in them.
@Suite(.serialized) final class AcceptVendorKeyTests {
    private let programs: AcceptedPrograms
    private let configuration: String
    private let libraries: String
    private var program: String { programs.folder.path + "/vendor/bin/openssl" }

    private static let systems = "/usr/bin/openssl"
    /// INSTALL.md of OpenSSL, `--fips-key`; and another one.
    private static let publicKey =
        "f4556650ac31d35461610bac4ed81b1a181b2d8a43ea2854cbae22ca74560813"
    private static let key = String(repeating: "5a", count: 32)

    init() throws {
        programs = try AcceptedPrograms()
        let vendor = programs.folder.appending(path: "vendor")
        libraries = vendor.path + "/lib"
        for name in ["bin", "lib"] {
            try FileManager.default.createDirectory(
                at: vendor.appending(path: name), withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(
            atPath: try AcceptVendorKeyTests.libcrypto(programs.folder),
            toPath: libraries + "/libcrypto.so.3")
        let module = libraries + "/fips.so"
        let (old, new) = (AcceptVendorKeyTests.publicKey, AcceptVendorKeyTests.key)
        let provider = try Fipsmark.provider
        try AcceptVendorKeyTests.replace(
            AcceptVendorKeyTests.bytes(old), by: AcceptVendorKeyTests.bytes(new), in: provider,
            to: module)
        let settings = vendor.path + "/fipsmodule.cnf"
        let made = try Command.run(
            AcceptVendorKeyTests.systems,
            [
                "fipsinstall", "-module", module, "-out", settings, "-provider_name", "fips",
                "-mac_name", "HMAC", "-macopt", "digest:SHA256", "-macopt", "hexkey:\(new)",
                "-quiet",
            ], environment: ["OPENSSL_CONF": "/dev/null"], folder: programs.folder)
        guard made.status == 0 else { throw Missing(description: "fipsinstall: \(made.talk)") }
        let lines = programs.sound.split(separator: "\n").map { line in
            line.hasPrefix(".include")
                ? ".include \(settings)"
                : line.hasPrefix("module = ") ? "module = \(module)" : String(line)
        }
        configuration = try programs.write(lines.joined(separator: "\n") + "\n")
    }

    @Test func theVendorsProgramVerifiesTheValue() throws {
        let old = Data(AcceptVendorKeyTests.publicKey.utf8)
        let new = Data(AcceptVendorKeyTests.key.utf8)
        try AcceptVendorKeyTests.replace(
            old, by: new, in: AcceptVendorKeyTests.systems, to: program)
        let check = try accept()
        #expect(check.word == "pass", "\(check)")
        #expect(check.text.contains("the key is not OpenSSL's public one"))
        #expect(check.text.contains("vendor/bin/openssl fipsinstall -verify: passed"), "\(check)")
    }

    /// One that does not know the key, and none at all: the module's own test decides.
    @Test func withoutItTheModulesOwnTestDecides() throws {
        try FileManager.default.copyItem(atPath: AcceptVendorKeyTests.systems, toPath: program)
        let other = try accept()
        #expect(other.word == "n/a", "\(other)")
        #expect(other.text.contains("it ended with 1") && other.text.contains("O06 carries"))
        try FileManager.default.removeItem(atPath: program)
        let none = try accept()
        #expect(none.word == "n/a")
        #expect(none.text.contains("no openssl program belongs to this libcrypto"), "\(none)")
    }

    /// Whatever lies there: it is ended, with what it started.
    @Test func aProgramThatHangsIsEnded() throws {
        let script = "#!/bin/sh\ntrap '' ALRM TERM HUP INT\nsleep 1000\nsleep 1000\n"
        try Data(script.utf8).write(to: URL(filePath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let check = try accept()
        #expect(check.word == "n/a", "\(check)")
        #expect(check.text.contains("it did not end by itself within 10 s"), "\(check)")
    }

    private func accept() throws -> (word: String, text: String) {
        let outcome = try programs.accept(
            configuration, environment: ["LD_LIBRARY_PATH": libraries])
        let tested = outcome.check("O06")
        #expect(tested?.word == "pass", "\(outcome.output)")
        return try #require(outcome.check("O07"), "\(outcome.output)\(outcome.talk)")
    }

    private static func bytes(_ digits: String) -> Data {
        var data = Data()
        var rest = digits[...]
        while !rest.isEmpty {
            data.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return data
    }

    /// The last one: what stands before it in the module is the question of a self-test.
    private static func replace(
        _ old: Data, by new: Data, in file: String, to copy: String
    ) throws {
        var content = try Data(contentsOf: URL(filePath: file))
        guard let range = content.range(of: old, options: .backwards) else {
            throw Missing(description: "\(file) does not have OpenSSL's key")
        }
        content.replaceSubrange(range, with: new)
        try content.write(to: URL(filePath: copy))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: copy)
    }

    private static func libcrypto(_ folder: URL) throws -> String {
        let script = #"ldd "$0" | sed -n 's/.*libcrypto\.so\.3 => \([^ ]*\).*/\1/p'"#
        let found = try Command.run("/bin/sh", ["-c", script, try Fipsmark.binary], folder: folder)
        return found.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
