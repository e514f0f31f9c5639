import Foundation
import Testing

@Suite struct InstallTests {
    @Test func theCopyIsTheExecutable() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let target = folder.path + "/fipsmark"
        // What was there before gives way, and no umask takes from the mode.
        try Data("old".utf8).write(to: URL(filePath: target))
        let outcome = try Fipsmark.runInShell(
            "umask 077; exec \"$0\" \"$@\"", ["install", folder.path], folder: folder)
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        let attributes = try FileManager.default.attributesOfItem(atPath: target)
        #expect(attributes[.posixPermissions] as? Int == 0o755)
        let binary = try Data(contentsOf: URL(filePath: try Fipsmark.binary))
        #expect(try Data(contentsOf: URL(filePath: target)) == binary)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["fipsmark"])
        let copy = try Command.run(target, ["--version"], folder: folder)
        #expect(copy.output == (try Fipsmark.run(["--version"], folder: folder)).output)
    }

    /// A full disk, here a limit on the size of a file, leaves nothing and what there was.
    @Test func halfOfItIsNeverThere() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        try Data("old".utf8).write(to: URL(filePath: folder.path + "/fipsmark"))
        let outcome = try Fipsmark.runInShell(
            "ulimit -f 100; exec \"$0\" \"$@\"", ["install", folder.path], folder: folder)
        #expect(outcome.status == 2)
        #expect(outcome.talk.contains("nothing was changed"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["fipsmark"])
        let left = try String(contentsOfFile: folder.path + "/fipsmark", encoding: .utf8)
        #expect(left == "old")
    }

    @Test func whatIsNoDirectoryIsRefused() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        try Data("a file".utf8).write(to: folder.appending(path: "file"))
        try FileManager.default.createDirectory(
            at: folder.appending(path: "taken/fipsmark"), withIntermediateDirectories: true)
        for (name, words) in [
            ("file", "it is no directory"), ("missing", "No such file"),
            ("taken", "Is a directory"),
        ] {
            let outcome = try Fipsmark.run(["install", folder.path + "/" + name], folder: folder)
            #expect(outcome.status == 2, "\(name)")
            #expect(outcome.talk.contains(words), "\(name): \(outcome.talk)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/taken")
        #expect(left == ["fipsmark"])
        #expect(try Fipsmark.run(["install"], folder: folder).status == 64)
    }

    @Test func versionSaysWhichFileItIs() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        let outcome = try Fipsmark.run(["--version"], folder: folder)
        #expect(outcome.status == 0 && outcome.talk.isEmpty)
        let lines = outcome.output.split(separator: "\n")
        try #require(lines.count == 4)
        #expect(lines[0].wholeMatch(of: /fipsmark [0-9]+\.[0-9]+\.[0-9]+/) != nil)
        #expect(lines[1].wholeMatch(of: /commit ([0-9a-f]{40}(\+changes)?|unknown .*)/) != nil)
        let sum = try Command.run("/usr/bin/sha256sum", [try Fipsmark.binary], folder: folder)
        #expect(lines[2] == "sha256 " + sum.output.prefix(64))
        #expect(lines[3].hasPrefix("hashed by the provider "))
    }

    /// The digest is of the file and not something that was noted when it was built.
    @Test func anotherFileHasAnotherDigest() throws {
        let folder = try Folder.make()
        defer { Folder.remove(folder) }
        #expect(try Fipsmark.run(["install", folder.path], folder: folder).status == 0)
        let copy = folder.path + "/fipsmark"
        let handle = try FileHandle(forWritingTo: URL(filePath: copy))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data([0]))
        try handle.close()
        let before = try Fipsmark.run(["--version"], folder: folder)
        let after = try Command.run(copy, ["--version"], folder: folder)
        #expect(after.status == 0 && after.output != before.output)
    }
}
