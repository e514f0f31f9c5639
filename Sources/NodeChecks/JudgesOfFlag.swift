import Approval

extension NodeCheck {
    /// K02. Each way to fake the flag leaves a trace that another one does not: a file of another
    /// file system its type, a bind of a proc file a line in mountinfo, a hidden mount openat2's
    /// refusal, and any of them the kernel's own command line and behaviour.
    @Sendable static func flagIsGenuine(_ view: NodeView) -> Finding {
        var finding = Finding(
            .pass, expected: "the kernel's own file, and a kernel that does as it says",
            observed: "", method: view.kernel.name(KernelFlag.path))
        if case .undetermined(let reason) = view.flag {
            finding.outcome = .unknown
            finding.observed = reason
            return finding
        }
        if let fault = mountFault(view, &finding) ?? bootFault(view, &finding)
            ?? algorithmFault(view) ?? proofFault(view, &finding)
        {
            finding.outcome = .fail
            finding.observed = fault
            return finding
        }
        // Something has to speak for the file; what could not be asked does not.
        if finding.evidence.isEmpty {
            finding.outcome = .unknown
            finding.observed = "neither mounts nor the command line can be read"
        } else {
            finding.observed = "nothing contradicts the flag, which is \(view.flag.word)"
        }
        return finding
    }

    /// PROC_SUPER_MAGIC of statfs(2).
    private static let procfs: UInt = 0x9fa0

    private static func mountFault(_ view: NodeView, _ finding: inout Finding) -> String? {
        let type = view.kernel.ask(KernelFlag.path, view.system.fileSystemType)
        if let type, type != procfs {
            return "the file lies on a file system of type 0x\(String(type, radix: 16)), not on "
                + "procfs: it is not the kernel's"
        }
        var allowed = false
        if let mounts = Mount.all(view.kernel) {
            for mount in mounts {
                switch Standing(mount, view.kernel) {
                case .elsewhere: continue
                case .readOnlyBind: allowed = true
                case .fake:
                    return "\(mount.source) (\(mount.type), its \(mount.root)) is mounted at "
                        + "\(mount.point): what is read there is not the kernel's"
                }
            }
            finding.evidence.append("mountinfo has nothing over it")
            finding.method += ", mountinfo"
        }
        // Only the running kernel's own /proc can be asked by path.
        if view.kernel.root == "/",
            let crosses = view.system.crossesMount("sys/crypto/fips_enabled")
        {
            if crosses && !allowed {
                return "openat2 finds a mount between /proc and the file that mountinfo does not "
                    + "show"
            }
            finding.evidence.append(
                crosses ? "the only mount is the runtime's own of /proc/sys" : "no mount crossed")
            finding.method += ", openat2"
        }
        return nil
    }

    private static func bootFault(_ view: NodeView, _ finding: inout Finding) -> String? {
        guard let boot = BootArguments(view.kernel) else { return nil }
        let isOn = view.flag == .on
        if boot.fips != isOn && !(boot.fips == nil && !isOn) {
            let said = boot.fips.map { $0 ? "fips=1" : "fips=0" } ?? "nothing of FIPS"
            return "the flag is \(view.flag.word), but the kernel was booted with \(said) "
                + "(\(boot.source))"
        }
        finding.evidence.append("booted with \(isOn ? "fips=1" : "FIPS off") (\(boot.source))")
        finding.method += ", \(boot.source)"
        return nil
    }

    /// Newer kernels write `fips :` lines while FIPS is on; older ones never do.
    private static func algorithmFault(_ view: NodeView) -> String? {
        guard view.flag == .off,
            let text = view.kernel.read("/proc/crypto", limit: 4 << 20).text,
            KernelAlgorithm.all(text).contains(where: { $0.fips != nil })
        else { return nil }
        return "the flag is off, but /proc/crypto says which algorithms FIPS allows: the flag is "
            + "not the kernel's"
    }

    /// A policy is all that can refuse a short key or equal halves to an algorithm that is there.
    private static func proofFault(_ view: NodeView, _ finding: inout Finding) -> String? {
        for proof in view.proofs {
            guard let refused = proof.refused else {
                finding.evidence.append("not asked, \(proof.name): \(proof.detail)")
                continue
            }
            if refused != (view.flag == .on) {
                return "the flag is \(view.flag.word), but the kernel "
                    + "\(refused ? "refuses" : "takes") \(proof.name) (\(proof.detail)): what it "
                    + "does is not FIPS mode \(view.flag.word)"
            }
            finding.evidence.append(
                "the kernel \(refused ? "refuses" : "takes") \(proof.name), as it should")
            finding.method += finding.method.hasSuffix("AF_ALG") ? "" : ", AF_ALG"
        }
        return nil
    }

    /// What a mount means for the flag.
    private enum Standing {
        case elsewhere
        /// What runc makes of /proc/sys: the same files, read-only.
        case readOnlyBind
        case fake

        init(_ mount: Mount, _ kernel: HostTree) {
            let escaped = kernel.root.split(separator: " ", omittingEmptySubsequences: false)
                .joined(separator: "\\040")
            let prefix = escaped == "/" ? "" : escaped
            var point = mount.point
            if !prefix.isEmpty && point.hasPrefix(prefix + "/") {
                point = String(point.dropFirst(prefix.count))
            }
            switch point {
            case "/proc": self = mount.type == "proc" && mount.root == "/" ? .elsewhere : .fake
            case "/proc/sys":
                self = mount.type == "proc" && mount.root == "/sys" ? .readOnlyBind : .fake
            case "/proc/sys/crypto": self = .fake
            case let other: self = other.hasPrefix("/proc/sys/crypto/") ? .fake : .elsewhere
            }
        }
    }
}

/// Something that the kernel refuses in FIPS mode alone.
package struct KernelProof: Sendable, Equatable {
    /// Such as `an HMAC key of 4 bytes`.
    package let name: String
    /// Nil where it could not be asked.
    package let refused: Bool?
    /// The call and its answer, or why it could not be asked.
    package let detail: String

    package init(name: String, refused: Bool?, detail: String) {
        self.name = name
        self.refused = refused
        self.detail = detail
    }
}
