import Algorithms
import Approval

extension NodeCheck {
    static var workloadJudges: [NamedJudge] {
        [
            ("W01", scope), ("W02", imageHasProvider), ("W03", variablesHold),
            ("W04", otherLibraries), ("W05", ownLibcrypto),
        ]
    }

    @Sendable private static func scope(_ view: NodeView) -> Finding {
        var evidence: [String] = []
        // The kernel gives the first namespaces these numbers (include/linux/proc_ns.h).
        for (name, first) in [("pid", "pid:[4026531836]"), ("user", "user:[4026531837]")] {
            let link = HostTree(root: "/").link("/proc/self/ns/\(name)")
            let word = link.map { $0 == first ? "the node's own" : "another" } ?? "unknown"
            evidence.append("\(name) namespace: \(word)")
        }
        let mounts = Mount.all(view.kernel) ?? []
        let backEnds = "/etc/crypto-policies/back-ends"
        if mounts.contains(where: { $0.point.hasPrefix(backEnds) }) {
            evidence.append("the runtime mounts \(backEnds)")
        }
        for mark in ["/run/secrets/system-fips", "/etc/system-fips"]
        where view.files.hasFile(mark) == true {
            evidence.append("\(view.files.name(mark)) is there")
        }
        let place = view.isContainer ? "a container" : "no container"
        var seen = "\(place); files of \(view.platform.name)"
        if view.files.root != "/" {
            seen +=
                " below \(view.files.root); libraries of "
                + Platform(HostTree(root: "/")).name
        }
        return .record(seen, method: "/proc/self/ns, mountinfo, os-release", evidence: evidence)
    }

    @Sendable private static func imageHasProvider(_ view: NodeView) -> Finding {
        let expected = "a FIPS provider while the kernel's flag is on"
        let provider = view.provider
        if let identity = provider.identity {
            return Finding(
                .pass, expected: expected, observed: identity.path,
                method: "the module that was loaded")
        }
        let method = "the folder in which libcrypto keeps its modules"
        if view.flag != .on {
            return .notApplicable(
                "the kernel's flag is \(view.flag.word), so that nothing demands one",
                method: method)
        }
        let reason = provider.failure?.message ?? "it was not loaded"
        return Finding(.fail, expected: expected, observed: reason, method: method)
    }

    /// Libraries that bring cryptography of their own, by the beginning of their files' names.
    private static let others = [
        "libboringssl", "libmbedcrypto", "libsodium", "libtomcrypt", "libwolfssl",
        "libcrypto.so.1", "libnss3", "libnettle", "libbotan", "libcryptopp",
    ]

    @Sendable private static func otherLibraries(_ view: NodeView) -> Finding {
        var found: [String] = []
        var folders = ["/usr/lib", "/usr/lib64", "/usr/local/lib"]
        // On most systems these are links to those.
        for folder in ["/lib", "/lib64"] where view.files.link(folder) != "usr\(folder)" {
            folders.append(folder)
        }
        for machine in ["x86_64-linux-gnu", "aarch64-linux-gnu"] {
            folders += folders.filter { $0.hasSuffix("/lib") }.map { "\($0)/\(machine)" }
        }
        var seen: Set<String> = []
        for folder in folders {
            let names = view.files.list(folder) { name in
                others.contains { name.hasPrefix($0) } && name.contains(".so")
            }
            for name in names ?? [] {
                if seen.insert(name).inserted { found.append(view.files.name("\(folder)/\(name)")) }
            }
        }
        let text = found.isEmpty ? "none" : "\(found.count) files"
        return .record(
            "\(text); cryptography that is linked into executables is not looked for",
            method: "names of files in the library folders", evidence: found.sorted())
    }

    @Sendable private static func ownLibcrypto(_ view: NodeView) -> Finding {
        let expected = "the system's own libcrypto, linked dynamically"
        let method = "dladdr of OpenSSL_version"
        guard let path = view.system.libcryptoPath else {
            return Finding(
                .unknown, expected: expected, observed: "the loader does not say where it is",
                method: method)
        }
        let isLibrary = path.split(separator: "/").last?.hasPrefix("libcrypto.so") ?? false
        let folders = ["/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/"]
        if !isLibrary || !folders.contains(where: path.hasPrefix) {
            return Finding(
                .fail, expected: expected,
                observed: isLibrary
                    ? "\(path), which is not where the system keeps its libraries"
                    : "it is linked into \(path)", method: method)
        }
        return Finding(.pass, expected: expected, observed: path, method: method)
    }
}
