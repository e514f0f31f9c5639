import Foundation
import Testing

/// `fipsmark history` is another executable: found, run with the same arguments, or explained.
@Suite struct HistoryTests {
    /// A copy, beside which there is no fipsmark-history.
    private func lonely(_ folder: URL) throws -> String {
        let copy = folder.appending(path: "fipsmark").path
        try FileManager.default.copyItem(atPath: try Fipsmark.binary, toPath: copy)
        return copy
    }

    @Test func whereItIsMissingTheMessageSaysHowToGetIt() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try Command.run(
            try lonely(folder), ["history", "list"], environment: ["PATH": ""], folder: folder)
        expectError(outcome, status: 2, "fipsmark-history", "make history")
    }

    /// A history that knows of more noise than the processes show leaves a loss open.
    @Test func aHistoryTellsTheNoise() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let base = try folder.file("base.json", BenchTests.record(picoseconds: 100_000))
        let slower = try folder.file("slower.json", BenchTests.record(picoseconds: 103_125))
        let copy = try lonely(folder)
        let tools = try folder.folder("tools")
        func compare(_ script: String) throws -> Outcome {
            let path = try tools.file("fipsmark-history", "#!/bin/sh\n\(script)\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            return try Command.run(
                copy, ["compare", base, slower, "--history", "h.sqlite"],
                environment: ["PATH": "\(tools.path):/usr/bin:/bin"], folder: folder)
        }
        #expect(try compare("true").status == 1)
        let known = try compare(
            "[ \"$*\" = \"noise \(base) --history h.sqlite\" ] || exit 3\n"
                + "echo '20000 12 p'")
        #expect(known.status == 2, "\(known.output) \(known.talk)")
        #expect(known.output.contains("noise in its history, 2.0 %"))
        expectError(try compare("echo 'not a number here'"), status: 2, "another version")
        expectError(try compare("exit 2"), status: 2, "could not tell the noise")
    }

    @Test func itIsFoundOnPathAndGetsEveryArgument() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let tools = try folder.folder("tools")
        let script = try tools.file(
            "fipsmark-history", "#!/bin/sh\nprintf '[%s]' \"$@\"\nexit 7\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        let outcome = try Command.run(
            try lonely(folder), ["history", "show", "a b", "--history", "--help", ""],
            environment: ["PATH": "/nowhere:\(tools.path)"], folder: folder)
        #expect(outcome.status == 7)
        #expect(outcome.output == "[show][a b][--history][--help][]")
    }
}
