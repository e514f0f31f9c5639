import Approval
import Foundation
import Glibc
import NodeChecks
import Testing

/// Whatever a host's tree holds: bounded, and nothing outside it.
@Suite struct HostTreeTests {
    private let fixture = Fixture()

    private func tree() throws -> HostTree {
        try fixture.write()
        return HostTree(root: fixture.root)
    }

    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: fixture.root + path, withDestinationPath: target)
    }

    @Test func linksAndDotsStayBelowTheRoot() throws {
        fixture.files = ["/etc/real": "inside", "/deep/er/x": ""]
        let tree = try tree()
        try link("/absolute", to: "/etc/real")
        try link("/dots", to: "../../../../etc/real")
        try link("/folder", to: "/deep/er")
        #expect(tree.read("/absolute").text == "inside")
        #expect(tree.read("/dots").text == "inside")
        #expect(tree.read("/folder/../../etc/real").text == "inside")
        #expect(tree.read("/../../../etc/real").text == "inside")
        // Every machine has this one outside.
        #expect(tree.read("/../../../../../../etc/passwd") == .absent)
        try link("/out", to: "/etc/passwd")
        #expect(tree.read("/out") == .absent)
    }

    @Test func loopsEnd() throws {
        let tree = try tree()
        try link("/a", to: "b")
        try link("/b", to: "/a")
        try link("/self", to: "self/self")
        #expect(tree.read("/a") == .unreadable("more than 40 symbolic links lead to it"))
        #expect(tree.read("/self").fault?.contains("40 symbolic links") == true)
        let deep = String(repeating: "/d", count: 80)
        fixture.files = [deep + "/file": "x"]
        try fixture.write()
        #expect(tree.read(deep + "/file").fault?.contains("64 directories") == true)
    }

    @Test func onlyRegularFilesAreOpened() throws {
        let tree = try tree()
        #expect(mkfifo(fixture.root + "/fifo", 0o600) == 0)
        try FileManager.default.createDirectory(
            atPath: fixture.root + "/folder", withIntermediateDirectories: false)
        #expect(tree.read("/fifo") == .unreadable("it is a FIFO"))
        #expect(tree.read("/folder") == .unreadable("it is a directory"))
        #expect(tree.read("/") == .unreadable("it is a directory"))
        #expect(HostTree(root: "/").read("/dev/zero") == .unreadable("it is a device"))
        #expect(HostTree(root: "/nowhere").read("/etc/passwd") == .absent)
    }

    @Test func lengthIsBounded() throws {
        fixture.files = ["/long": String(repeating: "x", count: 1001)]
        let tree = try tree()
        #expect(tree.read("/long", limit: 1000).fault == "it is longer than 1000 bytes")
        #expect(tree.read("/long", limit: 1001).text?.count == 1001)
        #expect(tree.list("/", limit: 1) == ["long"])
        #expect(tree.list("/long") == nil)
    }

    /// A /proc/crypto of 100 MB, mostly a hole.
    @Test func aHugeListOfAlgorithmsIsUnknown() throws {
        let fixture = Fixture.sound()
        try fixture.write()
        #expect(truncate(fixture.root + "/proc/crypto", 100 << 20) == 0)
        fixture.files["/proc/crypto"] = nil
        let finding = try fixture.finding("K04")
        #expect(finding.outcome == .unknown)
        #expect(finding.observed == "it is longer than 4194304 bytes")
    }

    @Test func aFIFOInThePlaceOfTheFlagIsUnknown() throws {
        let fixture = Fixture.sound()
        fixture.files["/proc/sys/crypto/fips_enabled"] = nil
        try fixture.write()
        #expect(mkfifo(fixture.root + "/proc/sys/crypto/fips_enabled", 0o600) == 0)
        let finding = try fixture.finding("K01")
        #expect(finding.outcome == .unknown)
        #expect(finding.observed == "it cannot be read: it is a FIFO")
    }

    @Test func bytesThatAreNoTextAreRead() throws {
        let fixture = Fixture.sound()
        try fixture.write()
        for path in ["/etc/os-release", "/proc/crypto", "/proc/self/mountinfo", "/proc/cmdline"] {
            fixture.files[path] = nil
            try Data((0..<4096).map { _ in UInt8.random(in: 0...255) })
                .write(to: URL(filePath: fixture.root + path))
        }
        for check in NodeCheck.table where check.group == .kernel {
            if NodeCheck.judges[check.id] != nil { _ = try fixture.finding(check.id) }
        }
    }

    /// A host root without /proc: it is the same kernel, and this process's own is read.
    @Test func theKernelIsReadWhereItIs() throws {
        fixture.files = ["/etc/os-release": "ID=debian\n"]
        #expect(try fixture.view().kernel.root == "/")
        fixture.files["/proc/sys/kernel/osrelease"] = "6.1"
        #expect(try fixture.view().kernel.root == fixture.root)
    }
}
