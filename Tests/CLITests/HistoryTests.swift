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
