import Foundation
import Testing

/// Reports that cannot be written: exit 2, and what was there before stays.
@Suite final class OutputTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test func fullDevice() throws {
        expectError(
            try kat(["--output", "/dev/full"]), status: 2, "cannot write /dev/full: ",
            "No space left on device")
    }

    @Test func folderInPlaceOfAFile() throws {
        let target = try folder.folder("target")
        expectError(
            try kat(["--output", target.path]), status: 2, "cannot write \(target.path)",
            "directory")
        #expect(try Folder.names(target).isEmpty)
    }

    @Test func missingFolder() throws {
        expectError(
            try kat(["--output", "nowhere/report"]), status: 2,
            "cannot write nowhere/report: ", "No such file or directory")
    }

    @Test func standardOutputIsFull() throws {
        let outcome = try Fipsmark.run(try arguments(), folder: folder, output: "/dev/full")
        expectError(outcome, status: 2, "standard output", "No space left on device")
    }

    @Test func standardOutputIsClosed() throws {
        let outcome = try Fipsmark.runInShell(
            "exec \"$0\" \"$@\" >&-", try arguments(), folder: folder)
        expectError(outcome, status: 2, "standard output", "Bad file descriptor")
    }

    /// A limit that needs no root. Without care it ends the process halfway.
    @Test func fileMayNotBecomeSoLong() throws {
        let target = try folder.folder("target")
        try target.file("report", "before\n")
        // Its default disposition, whatever this test was started with.
        let script = "ulimit -f 1 && exec env --default-signal=XFSZ \"$0\" \"$@\""
        // More than one unit of any shell's ulimit, which is 512 or 1024 bytes.
        let arguments = try arguments() + ["--format", "json", "--output", "target/report"]
        let outcome = try Fipsmark.runInShell(
            script, arguments, folder: folder)
        expectError(outcome, status: 2, "cannot write target/report", "File too large")
        #expect(try Folder.names(target) == ["report"])
        #expect(try content(target, "report") == "before\n")
    }

    /// Needs root, for the file system alone.
    @Test(.enabled(if: SmallFileSystem.isPossible, "mounting a tmpfs needs root"))
    func fullFileSystem() throws {
        let disk = try SmallFileSystem(in: folder)
        defer { disk.unmount() }
        try disk.root.file("report", "before\n")
        try disk.fill()
        let names = try Folder.names(disk.root)
        for path in ["report", "new"] {
            expectError(
                try kat(["--output", disk.root.path + "/\(path)"]), status: 2,
                "cannot write \(disk.root.path)/\(path)", "No space left on device")
            #expect(try Folder.names(disk.root) == names, "no temporary file is left")
            #expect(try content(disk.root, "report") == "before\n")
        }
    }

    private func content(_ folder: URL, _ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    private func arguments() throws -> [String] {
        ["kat", "--quiet", "--kats", try Vectors.small(in: folder)]
    }

    private func kat(_ more: [String]) throws -> Outcome {
        try Fipsmark.run(try arguments() + more, folder: folder)
    }
}

/// A file system of 64 KiB.
private struct SmallFileSystem {
    let root: URL

    /// Tried and not guessed: root inside a container may not mount.
    static let isPossible: Bool = {
        guard let folder = try? Folder.make() else { return false }
        defer { Folder.remove(folder) }
        guard let disk = try? SmallFileSystem(in: folder) else { return false }
        disk.unmount()
        return true
    }()

    init(in folder: URL) throws {
        root = try folder.folder("disk")
        let mount = try Command.run(
            "/usr/bin/env", ["mount", "-t", "tmpfs", "-o", "size=64k", "none", root.path],
            folder: folder)
        if mount.status != 0 { throw Missing(description: mount.talk) }
    }

    /// Writes until nothing more fits.
    func fill() throws {
        let file = try root.file("filler", Data())
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        defer { try? handle.close() }
        while (try? handle.write(contentsOf: Data(count: 4096))) != nil {}
    }

    func unmount() {
        _ = try? Command.run(
            "/usr/bin/env", ["umount", root.path], folder: root.deletingLastPathComponent())
    }
}
