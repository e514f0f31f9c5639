import Approval

extension NodeCheck {
    static var kernelJudges: [NamedJudge] {
        [
            ("K01", flagIsSet), ("K02", flagIsGenuine), ("K03", kernelIsKnown),
            ("K04", selfTestsPassed), ("K06", policyIsFIPS), ("K07", bootWasChecked),
            ("K08", randomIsReady), ("K09", nodeIdentity), ("K10", installation),
        ]
    }

    @Sendable private static func flagIsSet(_ view: NodeView) -> Finding {
        let method = view.kernel.name(KernelFlag.path)
        switch view.flag {
        case .on: return Finding(.pass, expected: "1", observed: "1", method: method)
        case .off: return Finding(.fail, expected: "1", observed: "0", method: method)
        case .undetermined(let reason):
            return Finding(.unknown, expected: "1", observed: reason, method: method)
        }
    }

    @Sendable private static func kernelIsKnown(_ view: NodeView) -> Finding {
        let expected = "a kernel whose certificate is active"
        let method = view.kernel.name("/proc/sys/crypto/fips_name") + ", fips_version; uname"
        guard let name = view.kernel.read("/proc/sys/crypto/fips_name").text?.trimmed,
            let version = view.kernel.read("/proc/sys/crypto/fips_version").text?.trimmed
        else {
            return Finding(
                .fail, expected: expected,
                observed: "the kernel does not name its module (release "
                    + "\(view.system.kernelRelease))", method: method)
        }
        let match = view.kernelCertificate
        let seen = "\(name), version \(version)"
        guard let match else {
            let owned = view.certificates.certificates.filter {
                $0.kind == .kernel && view.platform.owns($0)
            }.map { "\($0.id) (\($0.status(asOf: view.asOf).rawValue))" }
            let others =
                owned.isEmpty
                ? "" : "; of this platform's kernels: \(owned.joined(separator: ", "))"
            return Finding(
                .fail, expected: expected,
                observed: "\(seen): unknown to table dated \(view.certificates.date)\(others)",
                method: method)
        }
        let status = match.status(asOf: view.asOf)
        return Finding(
            status == .active ? .pass : .fail, expected: expected,
            observed: "\(seen): certificate \(match.id), \(status.rawValue) as of \(view.asOf)",
            method: method)
    }

    @Sendable private static func selfTestsPassed(_ view: NodeView) -> Finding {
        let expected = "selftest : passed for every approved algorithm"
        let method = view.kernel.name("/proc/crypto")
        guard let text = view.kernel.read("/proc/crypto", limit: 4 << 20).text else {
            let fault = view.kernel.read("/proc/crypto", limit: 4 << 20).fault ?? ""
            return Finding(.unknown, expected: expected, observed: fault, method: method)
        }
        let entries = KernelAlgorithm.all(text)
        let approved = entries.filter { $0.set != nil && !$0.isInternal }
        let untested = approved.filter { $0.selfTest != "passed" }
        let disabled = approved.filter { $0.fips == false && $0.selfTest == "passed" }
        let missing = KernelAlgorithm.sets.filter { set in !approved.contains { $0.set == set } }
        if entries.isEmpty {
            return Finding(
                .unknown, expected: expected, observed: "it lists no algorithm", method: method)
        }
        if !untested.isEmpty || !disabled.isEmpty {
            let names = untested.map { "\($0.name) (\($0.driver)): selftest \($0.selfTest)" }
            let refused = disabled.map { "\($0.name) (\($0.driver)): fips no" }
            let all = (names + refused).prefix(20)
            return Finding(
                .fail, expected: expected,
                observed: "\(untested.count + disabled.count) of \(approved.count) approved "
                    + "algorithms are not usable: \(all.joined(separator: ", "))",
                method: method)
        }
        let seen = "\(approved.count) of \(approved.count) approved algorithms passed"
        if !missing.isEmpty {
            return Finding(
                .fail, expected: expected,
                observed: "\(seen); none is loaded of: \(missing.joined(separator: ", "))",
                method: method, severity: .warning,
                remedy: "load the modules (modprobe \(missing.joined(separator: " "))); the kernel "
                    + "loads them when they are first used")
        }
        return Finding(.pass, expected: expected, observed: seen, method: method)
    }

    @Sendable private static func randomIsReady(_ view: NodeView) -> Finding {
        let folder = "/proc/sys/kernel/random/"
        var evidence: [String] = []
        for name in ["entropy_avail", "poolsize"] {
            if let value = view.kernel.read(folder + name).text {
                evidence.append("\(name) \(value.trimmed)")
            }
        }
        let current = "/sys/class/misc/hw_random/rng_current"
        if let source = HostTree(root: "/").read(current).text {
            evidence.append("hardware source \(source.trimmed)")
        }
        return Finding(
            view.system.randomIsReady ? .pass : .fail, expected: "an answer without waiting",
            observed: view.system.randomIsReady ? "it answers" : "it would wait",
            method: "getrandom(GRND_NONBLOCK)", evidence: evidence)
    }

    @Sendable private static func nodeIdentity(_ view: NodeView) -> Finding {
        let processor = Processor(view.kernel)
        var evidence = ["processor \(processor.name)"]
        evidence.append("instructions \(processor.features.joined(separator: " "))")
        if processor.isVirtual { evidence.append("runs under a hypervisor") }
        if let known = view.platform.known {
            evidence.append("integrity value of its modules: \(known.integrityValue.rawValue)")
        }
        // Ubuntu's FIPS packages come with a subscription alone, from sources of their own.
        let sources = view.files.list("/etc/apt/sources.list.d") ?? []
        if let source = sources.first(where: { $0.contains("ubuntu-fips") }) {
            evidence.append("Ubuntu Pro's FIPS packages: /etc/apt/sources.list.d/\(source)")
        }
        return .record(
            "\(view.platform.name); Linux \(view.system.kernelRelease) on \(view.system.machine)",
            method: "\(view.files.name("/etc/os-release")), uname, /proc/cpuinfo",
            evidence: evidence)
    }

    @Sendable private static func installation(_ view: NodeView) -> Finding {
        let platform = view.platform
        guard platform.isRHELFamily,
            ["9", "10"].contains(String(platform.version.prefix { $0 != "." }))
        else { return .notApplicable("only RHEL 9 and 10 and their kin ask for it") }
        var evidence: [String] = []
        for path in ["/etc/system-fips", "/var/log/anaconda", "/root/anaconda-ks.cfg"] {
            if view.files.hasFile(path) == true || view.files.list(path, limit: 1) != nil {
                evidence.append("\(view.files.name(path)) is there")
            }
        }
        if let text = view.files.read("/root/anaconda-ks.cfg").text {
            let says = text.contains("fips=1")
            evidence.append("the installation's record \(says ? "has" : "does not have") fips=1")
        }
        let ids = platform.requirements(named("K10") ?? table[0])
        let finding =
            ids.isEmpty
            ? ""
            : "; \(ids.joined(separator: ", ")) is a permanent finding"
                + " where it was not"
        return .record(
            "it cannot be determined whether FIPS mode was chosen at installation\(finding)",
            method: "files of the installer", evidence: evidence)
    }
}

/// What /proc/cpuinfo says of the first processor.
struct Processor {
    let name: String
    /// Those of its instructions that cryptography uses, in the kernel's words.
    let features: [String]
    let isVirtual: Bool

    private static let cryptographic: Set<String> = [
        "aes", "avx", "avx2", "avx512f", "pclmulqdq", "pmull", "rdrand", "rdseed", "sha1", "sha2",
        "sha3", "sha512", "sha_ni", "ssse3", "vaes", "vpclmulqdq",
    ]

    init(_ kernel: HostTree) {
        var name = "unknown"
        var flags: [String] = []
        // Of a machine with hundreds of processors the text is long, and each says the same.
        let text = kernel.read("/proc/cpuinfo", limit: 16 << 20).text ?? ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { break }
            let parts = line.split(separator: ":", maxSplits: 1).map(\.trimmed)
            if parts.count < 2 { continue }
            switch parts[0] {
            case "model name", "CPU part": name = parts[1]
            case "flags", "Features": flags = parts[1].split(separator: " ").map(String.init)
            default: break
            }
        }
        self.name = name
        features = flags.filter { Processor.cryptographic.contains($0) }.sorted()
        isVirtual = flags.contains("hypervisor")
    }
}
