import Approval
import Foundation
import Glibc
import Testing

@testable import NodeChecks

/// L01 to L04 on trees of files.
@Suite struct LayerTests {
    private let fixture = Fixture.sound()

    init() {
        fixture.table = LayerDecisionTests.table()
    }

    private func program(_ settings: [String] = [], _ function: String = "crypto/aes.New")
        -> [UInt8]
    {
        var executable = ExecutableFixture()
        executable.settings = settings
        executable.functions = ["", "main.main", function, ""]
        return executable.bytes
    }

    private var certified: [UInt8] { program(LayerDecisionTests.frozen) }
    private var boring: [UInt8] { program(["GOEXPERIMENT=boringcrypto"]) }
    private var other: [UInt8] {
        var executable = ExecutableFixture()
        executable.isGo = false
        executable.libraries = ["libc.so.6", "libgcrypt.so.20"]
        return executable.bytes
    }

    private func write(_ path: String, _ bytes: [UInt8]) throws {
        let place = fixture.root + path
        try FileManager.default.createDirectory(
            atPath: (place as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: place))
    }

    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createDirectory(
            atPath: ((fixture.root + path) as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: fixture.root + path, withDestinationPath: target)
    }

    @Test(arguments: [
        ("L01", "containerd"), ("L02", "kubelet"), ("L03", "/opt/cni/bin"),
        ("L04", "/var/lib/kubelet/plugins"),
    ])
    func aNodeWithoutALayerSaysWhatWasLookedFor(_ id: String, _ part: String) throws {
        let finding = try fixture.expect(id, .notApplicable, "none is here: ")
        #expect(finding.observed.contains(part))
    }

    @Test(arguments: [
        ("L01", "/usr/sbin/runc"), ("L01", "/usr/libexec/crio/conmon"),
        ("L01", "/var/lib/k0s/bin/containerd"), ("L02", "/usr/bin/kubelet"),
        ("L02", "/opt/bin/kubeadm"), ("L02", "/var/lib/rancher/rke2/bin/kubectl"),
        ("L02", "/home/kubernetes/bin/kube-proxy"), ("L03", "/opt/cni/bin/cilium-cni"),
        ("L02", "/x86_64-bottlerocket-linux-gnu/sys-root/usr/bin/kubelet"),
        ("L03", "/usr/lib/cni/bridge"), ("L03", "/var/lib/rancher/k3s/data/current/bin/cni"),
        ("L04", "/usr/libexec/kubernetes/kubelet-plugins/volume/exec/a~b/driver"),
        ("L04", "/var/lib/longhorn/engine-binaries/image-1.12/longhorn"),
        ("L04", "/usr/bin/blobfuse2"),
    ])
    func aProgramWithoutAValidatedModuleFails(_ id: String, _ path: String) throws {
        try write(path, program())
        let finding = try fixture.expect(id, .fail, "\(path): go1.27.3; links crypto/aes: ")
        #expect(finding.observed.hasSuffix("(1 of no validated module)"))
        #expect(finding.evidence.count == 1)
        try write(path, certified)
        try fixture.expect(id, .pass, "certificate 5247, active as of 2026-05-01")
    }

    @Test func itIsAWarningAndNothingToAModule() throws {
        try write("/usr/bin/kubelet", program())
        let acceptance = try fixture.acceptance()
        #expect(acceptance.status == .partial && acceptance.exitCode == 0)
        #expect(acceptance.warnings.map(\.check.id) == ["L02"])
        fixture.options.profile = .module
        #expect(try fixture.acceptance().status == .full)
    }

    @Test func aLayerIsAsGoodAsItsWorstFile() throws {
        try write("/usr/bin/containerd", certified)
        try write("/usr/bin/crun", other)
        let sound = try fixture.expect("L01", .pass, "(1 validated, 1 no Go programs)")
        #expect(
            sound.evidence[1].hasSuffix("crun: no Go program, needs libc.so.6, libgcrypt.so.20"))
        try write("/usr/bin/runc", boring)
        try fixture.expect("L01", .informational, "BoringCrypto is linked in")
        #expect(mkfifo(fixture.root + "/usr/bin/podman", 0o600) == 0)
        try fixture.expect("L01", .unknown, "/usr/bin/podman: it is a FIFO (1 unreadable, ")
        try write("/usr/local/bin/dockerd", program())
        try fixture.expect("L01", .fail, "/usr/local/bin/dockerd: ")
    }

    @Test func withoutCryptographyItDoesNotApply() throws {
        try write("/opt/cni/bin/loopback", program([], "main.other"))
        try fixture.expect("L03", .notApplicable, "links no cryptography (1 without")
        try write("/usr/bin/crun", other)
        try fixture.expect("L01", .informational, "no Go program")
    }

    @Test func aFileCountsOnceUnderAllItsNames() throws {
        try write("/usr/sbin/runc", program())
        try link("/usr/bin/runc", to: "../sbin/runc")
        try link("/usr/local/bin/runc", to: "/usr/sbin/runc")
        try fixture.expect("L01", .fail, "/usr/bin/runc: ")
        #expect(try fixture.finding("L01").evidence.count == 1)
    }

    @Test func aLinkThatIsAbsoluteStaysBelowTheRoot() throws {
        try write("/var/lib/rancher/k3s/data/0abc/bin/runc", certified)
        try link("/var/lib/rancher/k3s/data/current", to: "/var/lib/rancher/k3s/data/0abc")
        try fixture.expect("L01", .pass, "/var/lib/rancher/k3s/data/current/bin/runc")
        // Outside there is such a file on every machine.
        try link("/usr/bin/kubelet", to: "/../../../../../../../../bin/sh")
        try fixture.expect("L02", .informational, "a link to what is not there")
    }

    @Test func whatIsNoProgramIsLeftOut() throws {
        try write("/opt/cni/bin/LICENSE", Array("Apache".utf8))
        try write("/opt/cni/bin/empty", [])
        #expect(mkfifo(fixture.root + "/opt/cni/bin/socket", 0o600) == 0)
        try FileManager.default.createDirectory(
            atPath: fixture.root + "/opt/cni/bin/folder", withIntermediateDirectories: false)
        try fixture.expect("L03", .notApplicable, "none is here")
        try write("/opt/cni/bin/wrapper", Array("#!/bin/sh\n".utf8))
        try fixture.expect("L03", .informational, "wrapper: a script")
        // A name that was looked for is told whatever it is.
        try write("/usr/bin/kubelet", Array("text".utf8))
        try fixture.expect("L02", .informational, "kubelet: no ELF file")
    }

    @Test func whatCannotBeReadIsUnknown() throws {
        try write("/usr/bin/kubelet", Array(certified[..<100]))
        try fixture.expect("L02", .unknown, "its program headers lie outside it")
        try write("/usr/bin/kubelet", Array(certified[..<63]))
        try fixture.expect("L02", .unknown, "it ends within its first header")
        try link("/opt/cni/bin", to: "bin")
        try fixture.expect("L03", .unknown, "more than 40 symbolic links")
        try link("/opt/bin", to: "/opt/bin")
        try fixture.expect("L01", .unknown, "/opt/bin: more than 40 symbolic links")
    }

    @Test func soManyFilesAreReadAndNoMore() throws {
        for index in 100..<164 { try write("/opt/cni/bin/plugin\(index)", certified) }
        try fixture.expect("L03", .pass, "(64 validated)")
        for index in 164..<170 { try write("/opt/cni/bin/plugin\(index)", certified) }
        let finding = try fixture.expect("L03", .unknown, "more files: 64 were read")
        #expect(finding.evidence.count == 65)
    }
}
