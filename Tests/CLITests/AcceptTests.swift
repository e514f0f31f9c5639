import Foundation
import Testing

/// `accept` and `explain` as somebody calls them. The machine of a test is no FIPS node, so that
/// fixtures stand in for its files.
@Suite final class AcceptTests {
    private let folder: URL

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test func aCheckIsExplained() throws {
        let outcome = try Fipsmark.run(["explain", "k02"], folder: folder)
        #expect(outcome.status == 0)
        #expect(outcome.firstLine == "K02  the flag is the kernel's own")
        #expect(outcome.output.contains("\nstandard  proc(5)"))
        #expect(outcome.output.contains("SI-7(1)"))
        #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let wrong = try Fipsmark.run(["explain", "K2"], folder: folder)
        #expect(wrong.status == 64)
        #expect(wrong.talk.contains("there is no check 'K2'; did you mean K02?"))
    }

    /// A copy of /proc is no proof, whatever it says.
    @Test func aTreeOfFilesIsNoNode() throws {
        let root = try tree(["proc/sys/crypto/fips_enabled": "1\n", "proc/cmdline": "fips=1\n"])
        let outcome = try accept(["--host-root", root])
        #expect(outcome.status == 1)
        #expect(outcome.firstLine.hasPrefix("FIPS FAIL node="))
        #expect(outcome.firstLine.count <= 80 && outcome.firstLine.contains("kernel=on"))
        #expect(outcome.output.contains("K01 pass"))
        #expect(outcome.output.contains("K02 fail"))
        #expect(outcome.output.contains("not on procfs"))
        // A path is not broken, so that it can be copied.
        for line in outcome.output.split(separator: "\n") where line.count > 80 {
            #expect(line.dropFirst(14).allSatisfy { $0 != " " }, "\(line)")
        }
        #expect(!outcome.output.contains("not implemented"))
    }

    @Test func everyFormatAndTheMessageOfTheEnd() throws {
        let root = try tree(["proc/sys/crypto/fips_enabled": "0\n", "proc/cmdline": "quiet\n"])
        let message = folder.path + "/termination-log"
        let report = folder.path + "/report"
        for (format, beginning) in [
            ("json", "{\"asOf\":"), ("junit", "<?xml"), ("sonobuoy", "{\"items\":"),
        ] {
            let outcome = try accept([
                "--host-root", root, "--format", format, "--output", report, "--termination-log",
                message,
            ])
            #expect(outcome.status == 1 && outcome.output.isEmpty)
            #expect(try text(report).hasPrefix(beginning), "\(format)")
            let said = try text(message)
            #expect(said.hasPrefix("FIPS FAIL node=") && said.utf8.count <= 4096)
            #expect(said.contains("K01 fail: 0; do: boot with fips=1"))
        }
    }

    @Test func hostileFilesEndInTime() throws {
        let root = try tree(["proc/sys/x": "", "etc/x": ""])
        #expect(mkfifo(root + "/proc/crypto", 0o600) == 0)
        try FileManager.default.createSymbolicLink(
            atPath: root + "/etc/os-release", withDestinationPath: "os-release")
        try FileManager.default.createSymbolicLink(
            atPath: root + "/etc/crypto-policies", withDestinationPath: "../../../../etc")
        try Data().write(to: URL(filePath: root + "/proc/cmdline"))
        #expect(truncate(root + "/proc/cmdline", 1 << 40) == 0)
        let outcome = try accept(["--host-root", root, "--quiet"])
        #expect(outcome.status == 1 || outcome.status == 2)
        #expect(outcome.output.contains("it is a FIFO"))
    }

    @Test func waiversAreReadWholeOrNotAtAll() throws {
        let root = try tree(["proc/sys/crypto/fips_enabled": "0\n", "proc/cmdline": "quiet\n"])
        let waiver = """
            {"format": "fipsmark waivers 1", "waivers": [{"id": "K01", "owner": "J. Doe",
              "reason": "laboratory", "expires": "2999-01-01"}]}
            """
        let good = try folder.file("good.json", waiver)
        let outcome = try accept(["--host-root", root, "--waivers", good])
        #expect(outcome.output.contains("K01 waived"))
        #expect(outcome.output.contains("waived by J. Doe until 2999-01-01: laboratory"))
        let bad = try folder.file("bad.json", waiver.replacing("K01", with: "K99"))
        let message = folder.path + "/termination-log"
        let refused = try accept(["--waivers", bad, "--termination-log", message])
        expectError(refused, status: 2, "bad.json: line 1", "there is no check K99")
        #expect(try text(message).hasPrefix("FIPS UNKNOWN error: "))
    }

    /// Only what is on the list is printed, whoever has set it.
    @Test func noOtherVariableIsPrinted() throws {
        let outcome = try Fipsmark.run(
            ["accept", "--no-cross-check", "--format", "json"],
            environment: ["FIPS_CHECK": "false", "API_TOKEN": "hunter2", "NODE_NAME": "node-7"],
            folder: folder)
        #expect(outcome.output.contains("FIPS_CHECK=false"))
        #expect(outcome.output.contains(#""name":"node-7""#))
        #expect(!outcome.output.contains("hunter2") && !outcome.talk.contains("hunter2"))
    }

    @Test func nonsenseIsRefused() throws {
        expectError(
            try accept(["--host-root", folder.path + "/none"]), status: 2,
            "cannot read the directory")
        for arguments in [["--profile", "cluster"], ["--policy", "none"], ["--format", "xml"]] {
            #expect(try accept(arguments).status == 64, "\(arguments)")
        }
    }

    private func accept(_ arguments: [String]) throws -> Outcome {
        try Fipsmark.run(["accept", "--no-cross-check"] + arguments, folder: folder)
    }

    private func tree(_ files: [String: String]) throws -> String {
        let root = folder.path + "/root"
        for (path, content) in files {
            let place = URL(filePath: root + "/" + path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content.utf8).write(to: place)
        }
        return root
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}
