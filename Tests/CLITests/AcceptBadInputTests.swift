import Foundation
import Testing

/// What `accept` is given or finds may be hostile: it ends in bounded time and memory, with a named
/// outcome, and leaves nothing behind.
@Suite final class AcceptBadInputTests {
    private let folder: URL
    private var root: String { folder.path + "/root" }

    init() throws { folder = try Folder.make() }

    deinit { Folder.remove(folder) }

    @Test(arguments: [
        "--waivers", "--certificates", "--provider", "--module-config", "--host-root",
    ])
    func aFIFOIsNotWaitedFor(_ option: String) throws {
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let outcome = try accept([option, pipe])
        #expect(outcome.signal == nil, "it did not end")
        #expect([1, 2].contains(outcome.status), "\(outcome.output)\(outcome.talk)")
        #expect((outcome.output + outcome.talk).contains(pipe))
    }

    /// Mode 000, read by somebody who is not root.
    @Test func whatMustNotBeReadIsUnknown() throws {
        try write([
            "proc/sys/crypto/fips_enabled": "1\n", "proc/crypto": "name : aes\n",
            "proc/cmdline": "fips=1\n", "etc/os-release": "ID=debian\n",
        ])
        let files = ["/proc/sys/crypto/fips_enabled", "/proc/crypto", "/proc/cmdline"]
        for file in files { #expect(chmod(root + file, 0) == 0) }
        let outcome = try accept(["--host-root", root], asNobody: true)
        #expect(outcome.signal == nil)
        for id in ["K01", "K04"] {
            let check = outcome.check(id)
            #expect(check?.word == "unknown", "\(id): \(outcome.output)\(outcome.talk)")
            #expect(check?.text.contains("Permission denied") == true)
        }
    }

    /// A real one, so that what is read counts and not a hole.
    @Test func aHugeListOfAlgorithmsTakesNoMemory() throws {
        try write(["proc/sys/crypto/fips_enabled": "1\n", "proc/cmdline": "fips=1\n"])
        let file = root + "/proc/crypto"
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        let entry = "name : aes\ndriver : a\nselftest : passed\n\n"
        let block = String(repeating: entry, count: 25_000)
        for _ in 0..<100 { try handle.write(contentsOf: Data(block.utf8)) }
        try handle.close()
        let (outcome, peakKiB) = try Fipsmark.runMeasured(
            ["accept", "--no-cross-check", "--quiet", "--host-root", root], folder: folder,
            seconds: 120)
        #expect(outcome.check("K04")?.word == "unknown")
        #expect(outcome.check("K04")?.text.contains("longer than 4194304 bytes") == true)
        #expect(peakKiB < 64 << 10, "\(peakKiB) KiB")
    }

    /// Links in a ring, and links and paths that climb above the root.
    @Test func linksLeadNowhereElse() throws {
        try write(["proc/sys/crypto/x": "", "etc/x": "", "proc/x": ""])
        for (path, target) in [
            ("/proc/crypto", "crypto"), ("/proc/cmdline", "../../../../../../proc/cmdline"),
            ("/proc/sys/crypto/fips_enabled", "/../../../proc/sys/crypto/../crypto/fips_enabled"),
            ("/etc/os-release", "../../../../../../../../etc/os-release"),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: root + path, withDestinationPath: target)
        }
        let outcome = try accept(["--host-root", root, "--format", "json"])
        #expect(outcome.signal == nil && [1, 2].contains(outcome.status))
        #expect(outcome.output.contains(#""platform":"unknown""#), "the host's own was read")
        #expect(outcome.output.contains("more than 40 symbolic links lead to it"))
    }

    /// No report is asked for, and none is left: neither where it runs nor where others put things.
    @Test func nothingIsWritten() throws {
        let places = ["here", "home", "temporary"].map { folder.path + "/" + $0 }
        for place in places {
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: false)
        }
        let outcome = try Fipsmark.run(
            ["accept", "--no-cross-check", "--quiet"],
            environment: [
                "HOME": places[1], "TMPDIR": places[2], "XDG_CACHE_HOME": places[1],
                "XDG_STATE_HOME": places[1],
            ], folder: URL(filePath: places[0]))
        #expect([0, 1, 2].contains(outcome.status))
        for place in places { #expect(try Folder.names(URL(filePath: place)) == []) }
    }

    /// Trap 9: OPENSSL_CONF means nothing to a program with set-user-ID. Only root can make one.
    @Test(.enabled(if: geteuid() == 0, "only root makes a program with set-user-ID of root"))
    func anIgnoredVariableIsNamed() throws {
        let program = folder.path + "/fipsmark"
        try FileManager.default.copyItem(atPath: try Fipsmark.binary, toPath: program)
        #expect(chmod(program, 0o4755) == 0)
        #expect(chmod(folder.path, 0o755) == 0)
        let outcome = try Command.run(
            "/usr/bin/setpriv",
            [
                "--reuid", "65532", "--regid", "65532", "--clear-groups", program, "accept",
                "--profile", "module", "--policy", "configured", "--no-cross-check", "--quiet",
            ],
            environment: ["OPENSSL_CONF": "/opt/app/openssl.cnf"], folder: URL(filePath: "/"))
        let check = try #require(outcome.check("O02"), "\(outcome.output)\(outcome.talk)")
        #expect(check.text.contains("OPENSSL_CONF=/opt/app/openssl.cnf is ignored"), "\(check)")
        #expect(!check.text.contains("overridden"))
    }

    private func accept(_ arguments: [String], asNobody: Bool = false) throws -> Outcome {
        let words = ["accept", "--no-cross-check", "--quiet"] + arguments
        if !asNobody || geteuid() != 0 {
            return try Fipsmark.run(words, folder: folder, seconds: 60)
        }
        #expect(chmod(folder.path, 0o755) == 0)
        let program = folder.path + "/fipsmark"
        try FileManager.default.copyItem(atPath: try Fipsmark.binary, toPath: program)
        return try Command.run(
            "/usr/bin/setpriv",
            ["--reuid", "65532", "--regid", "65532", "--clear-groups", program] + words,
            folder: URL(filePath: "/"))
    }

    private func write(_ files: [String: String]) throws {
        for (path, content) in files {
            let place = URL(filePath: root + "/" + path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content.utf8).write(to: place)
        }
    }
}
