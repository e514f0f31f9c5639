import Foundation
import Testing

/// What is said of a provider that is missing, of another kind, badly configured or altered.
@Suite final class ProviderTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test(arguments: [
        ("/nonexistent/fips.so", "No such file or directory"), ("/tmp", "is not a file"),
        ("/dev/null", "is not a file"),
    ])
    func isNoFile(path: String, cause: String) throws {
        expectError(try kat(["--provider", path]), status: 2, path, cause, "--provider")
        let named = try Fipsmark.run(
            try arguments(), environment: ["FIPSMARK_PROVIDER": path], folder: folder)
        expectError(named, status: 2, path, cause, "--provider")
    }

    /// Text cannot be told from a module whose first bytes were altered: it counts as damaged.
    @Test func isText() throws {
        let path = try folder.file("fips.so", String(repeating: "This is text.\n", count: 100))
        expectError(
            try kat(["--provider", path]), status: 1, path, "cannot be loaded", "reinstall")
    }

    @Test(arguments: ["fips.so", "./fips.so", "folder/../fips.so"])
    func isFoundFromTheWorkingFolder(path: String) throws {
        try copyProvider()
        _ = try folder.folder("folder")
        let outcome = try kat(["--provider", path])
        #expect(outcome.status == 0, "\(outcome.talk)")
        #expect(outcome.firstLine.hasPrefix("PASS  1/1 right"))
    }

    @Test(arguments: ["with space", "$HOME", "#1", "quote'\"", "é", "back\\slash"])
    func pathIsTakenAsItIs(name: String) throws {
        let odd = try folder.folder(name)
        try copyProvider(to: odd)
        let outcome = try kat(["--provider", odd.path + "/fips.so"])
        #expect(outcome.status == 0, "\(outcome.talk)")
        #expect(outcome.output.contains(name))
    }

    // MARK: Its configuration

    @Test func configurationIsMissing() throws {
        let path = folder.path + "/nowhere.cnf"
        expectError(
            try kat(["--module-config", path]), status: 2, path, "No such file or directory",
            "fipsinstall")
    }

    @Test func configurationIsAFolder() throws {
        expectError(
            try kat(["--module-config", folder.path]), status: 2, folder.path, "directory",
            "fipsinstall")
    }

    @Test(arguments: [
        ("garbage\n", "line 1: missing equal sign"),
        ("[fips_sect\nactivate = 1\n", "line 1: missing close square bracket"),
        ("\u{0}\u{1}\u{2}", ""),
        ("", "no section with module-mac"),
        ("[fips_sect]\nactivate = 1\n", "no section with module-mac"),
        ("[fips_sect]\nactivate = 1\nmodule-mak = 00\n", "no section with module-mac"),
    ])
    func configurationIsWrong(text: String, cause: String) throws {
        let path = try folder.file("wrong.cnf", text)
        expectError(
            try kat(["--module-config", path]), status: 2, path, cause, "fipsinstall")
    }

    /// The configuration of another file: to the module that is a failed integrity test.
    @Test func integrityValueIsOfAnotherFile() throws {
        let text = try String(contentsOfFile: Fipsmark.moduleConfiguration, encoding: .utf8)
        let start = try #require(text.range(of: "module-mac = ")).upperBound
        var wrong = text
        wrong.replaceSubrange(start...start, with: text[start] == "0" ? "1" : "0")
        let path = try folder.file("other.cnf", wrong)
        expectError(
            try kat(["--module-config", path]), status: 1, try Fipsmark.provider, path,
            "integrity")
    }

    // MARK: Altered files

    /// Thousandths of the file: code, tables, constants, the names at its end.
    @Test(arguments: [1, 40, 100, 200, 300, 400, 500, 600, 700, 800, 900, 999])
    func oneByteIsFlipped(thousandths: Int) throws {
        let bytes = try Data(contentsOf: URL(filePath: Fipsmark.provider)).count
        try expectFailure(flipping: bytes / 1000 * thousandths)
    }

    /// What the dynamic loader reads, before the module can test itself: it may crash, or end the
    /// process with a code of its own.
    @Test(arguments: [0, 4, 5, 16, 18, 32, 40, 74, 86, 104, 164, 219, 8833])
    func oneByteThatTheLoaderReadsIsFlipped(offset: Int) throws {
        try expectFailure(flipping: offset)
    }

    @Test(arguments: [0, 100, 100_000])
    func endIsMissing(bytes: Int) throws {
        try copyProvider { $0.prefix(bytes) }
        try expectFailure()
    }

    private func expectFailure(flipping offset: Int) throws {
        try copyProvider { bytes in
            var altered = bytes
            altered[offset] ^= 1
            return altered
        }
        try expectFailure()
    }

    private func expectFailure() throws {
        let path = folder.path + "/fips.so"
        expectError(try kat(["--provider", path]), status: 1, path)
    }

    /// The provider with its configuration beside it.
    private func copyProvider(
        to target: URL? = nil, _ change: (Data) -> Data = { $0 }
    ) throws {
        let target = target ?? folder
        let bytes = try Data(contentsOf: URL(filePath: Fipsmark.provider))
        try target.file("fips.so", change(bytes))
        try target.file(
            "fipsmodule.cnf", Data(contentsOf: URL(filePath: Fipsmark.moduleConfiguration)))
    }

    private func arguments() throws -> [String] {
        ["kat", "--quiet", "--kats", try Vectors.small(in: folder)]
    }

    private func kat(_ more: [String]) throws -> Outcome {
        try Fipsmark.run(try arguments() + more, folder: folder)
    }
}
