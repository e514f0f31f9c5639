import Algorithms
import Approval
import Glibc

extension NodeCheck {
    static var openSSLJudges: [NamedJudge] {
        [
            ("O01", libcrypto), ("O02", configuration), ("O03", providers),
            ("O04", defaultProperties), ("O05", moduleIdentity), ("O06", selfTests),
            ("O07", moduleMAC), ("O08", installStatus), ("O09", hardening),
            ("O10", knownAnswers), ("O11", rejections), ("O12", waysAround),
            ("O13", indicators), ("O14", faults), ("O15", transportLayer), ("O16", keyFiles),
            ("O17", sameForPrograms),
        ]
    }

    private static func libcrypto(_ view: NodeView) -> Finding {
        let program = view.sheets[.program]
        guard let name = program.value("libcrypto"), let number = program.value("libcrypto", 1),
            let path = program.value("libcrypto", 2)
        else { return .missing(program) }
        let mapped = program.all("mapped").compactMap(\.first)
        let isOld = Int(number.prefix { $0 != "." }).map { $0 < 3 } ?? true
        return Finding(
            isOld || mapped.count > 1 ? .fail : .pass, expected: "one libcrypto, 3.0 or later",
            observed: "\(name), \(path)"
                + (mapped.count > 1 ? "; mapped too: \(mapped.joined(separator: ", "))" : ""),
            method: "OpenSSL_version, dladdr, /proc/self/maps of a child process",
            evidence: (mapped.isEmpty ? [path] : mapped).map(view.sheets.withDigest))
    }

    /// Variables that lead libcrypto away from what the image was set up with.
    private static let overrides = [
        "OPENSSL_CONF", "OPENSSL_CONF_INCLUDE", "OPENSSL_MODULES", "LD_PRELOAD", "LD_LIBRARY_PATH",
    ]

    private static func configuration(_ view: NodeView) -> Finding {
        let program = view.sheets[.program]
        guard let path = program.value("configuration") else { return .missing(program) }
        let settings = view.programSettings
        var finding = Finding(
            .pass, expected: "a configuration that gives programs the FIPS provider",
            observed: path, method: "CONF_get1_default_config_file; the files themselves",
            evidence: settings.tree.files.map(view.sheets.withDigest))
        // CONF_get1_default_config_file(3) gives the variable's very words, or does not read it.
        let isIgnored = view.environment["OPENSSL_CONF"].map { $0 != path } ?? false
        var forced = overrides.filter {
            view.environment[$0] != nil && !(isIgnored && $0.hasPrefix("OPENSSL_"))
        }
        if view.environment["OPENSSL_FORCE_FIPS_MODE"] == "0" {
            forced.append("OPENSSL_FORCE_FIPS_MODE=0")
        }
        if isIgnored, let value = view.environment["OPENSSL_CONF"] {
            finding.observed +=
                "; OPENSSL_CONF=\(value) is ignored, as in any program with set-user-ID, "
                + "set-group-ID or file capabilities"
            finding.remedy = "set \(path) up: such a program reads no other configuration"
        }
        let named = forced.map { name in
            view.environment[name].map { "\(name)=\($0)" } ?? name
        }.joined(separator: ", ")
        finding.evidence += program.all("configuration-fault").compactMap(\.first)
        if view.programsAreApproved {
            if !forced.isEmpty {
                finding.outcome = .fail
                finding.severity = .warning
                finding.observed += "; overridden by \(named)"
                finding.remedy = "unset \(forced.joined(separator: ", ")), or set it for the image"
            } else if let problem = settings.tree.problems.first {
                finding.outcome = .fail
                finding.severity = .warning
                finding.observed += "; \(problem)"
            } else if isIgnored {
                finding.outcome = .fail
                finding.severity = .warning
            }
            return finding
        }
        finding.outcome = .fail
        // Where nothing is wrong with it, the module itself may not have loaded.
        let other = view.provider.failure?.message ?? "no cause is found in it"
        let causes = settings.causes.isEmpty ? [other] : settings.causes
        finding.observed += forced.isEmpty ? "" : " (\(named))"
        finding.observed += ": \(causes[0])"
        finding.evidence += causes.dropFirst()
        if let fault = program.value("configuration-fault") {
            finding.observed += "; libcrypto: \(fault)"
        }
        return finding
    }

    private static func providers(_ view: NodeView) -> Finding {
        let program = view.sheets[.program]
        let rows = program.all("provider")
        if rows.isEmpty, program.fault != nil { return .missing(program) }
        let approved = program.value("approved-provider")
        let others = rows.compactMap(\.first).filter {
            $0 != approved && $0 != "base" && $0 != "null"
        }
        let list = rows.compactMap(\.first).joined(separator: ", ")
        var finding = Finding(
            .pass, expected: "the FIPS provider and base, no other",
            observed: list.isEmpty ? "no provider is active" : list,
            method: "OSSL_PROVIDER_do_all in a child process, before any fetch",
            evidence: rows.map { $0.joined(separator: " ") })
        if approved == nil {
            finding.outcome = .fail
            finding.observed += ": none serves what is marked fips=yes"
            if let cause = view.programSettings.causes.first { finding.observed += "; \(cause)" }
            if let failure = view.provider.failure { finding.evidence.append(failure.message) }
        } else if !others.isEmpty {
            finding.outcome = .fail
            finding.severity = view.programsAreApproved ? .warning : .required
            finding.observed += ": \(others.joined(separator: ", ")) beside the FIPS provider"
        }
        return finding
    }

    private static func defaultProperties(_ view: NodeView) -> Finding {
        let program = view.sheets[.program]
        guard let properties = program.value("default-properties"),
            let origin = program.value("plain-fetch")
        else { return .missing(program) }
        var finding = Finding(
            view.programsAreApproved ? .pass : .fail,
            expected: "default_properties has fips=yes, and SHA2-256 comes from the FIPS provider",
            observed: "fips=yes is \(properties == "1" ? "" : "not ")among the default properties; "
                + "SHA2-256 comes from \(origin)",
            method: "EVP_default_properties_is_fips_enabled, EVP_MD_fetch in a child process")
        // The properties can be set while no provider answers to them: then every fetch fails.
        if properties == "1" && origin == "none" {
            finding.observed += ": every fetch fails"
            finding.remedy = "activate the FIPS provider, see O03; its file may be missing"
        }
        return finding
    }

    private static func moduleIdentity(_ view: NodeView) -> Finding {
        let method = "OSSL_PROVIDER_get_params, dladdr, the ELF file"
        guard let identity = view.provider.identity else {
            let failure = view.provider.failure?.message ?? "it was not loaded"
            let isAbsent: Bool
            if case .some(.couldNotRun) = view.provider.failure {
                isAbsent = true
            } else {
                isAbsent = false
            }
            let cause = view.sheets[.module].integrityFault.map { "; \($0)" } ?? ""
            // What is not there cannot carry a workload; nothing is left to determine.
            return Finding(
                .fail, expected: "a FIPS provider that runs", observed: failure + cause,
                method: method,
                remedy: isAbsent
                    ? "install the FIPS provider and make fipsmodule.cnf with openssl fipsinstall"
                    : nil)
        }
        let sheet = view.sheets[.module]
        let state = sheet.value("state") ?? "operational"
        let build = sheet.value("build-id").map { ["build ID \($0)"] } ?? []
        return Finding(
            state == "operational" ? .pass : .fail, expected: "a FIPS provider that runs",
            observed: "\(identity.name) \(identity.version), \(identity.path), \(state)",
            method: method,
            evidence: ["sha256 \(view.provider.sha256)"] + build
                + ["build \(identity.buildInformation)", identity.reachedThrough]
                + (sheet.fault == nil ? owner(of: identity.path, view.image) : []))
    }

    /// The package that a file came with, where dpkg or apk recorded it.
    private static func owner(of path: String, _ image: HostTree) -> [String] {
        // Packages own nothing elsewhere (FHS 3.0), and to read thousands of names takes 1 ms.
        if !["/usr/", "/lib", "/opt/"].contains(where: path.hasPrefix) { return [] }
        let folder = "/var/lib/dpkg/info"
        // Thousands of names, in which the C library looks ten times as fast.
        let names = image.list(folder) { name in
            name.hasSuffix(".list")
                && (unsafe strstr(name, "fips") != nil || name.hasPrefix("libssl3"))
        }
        for name in names ?? [] {
            let lines = image.read("\(folder)/\(name)").text?.lines() ?? []
            if lines.contains(where: { $0 == path || "/usr\($0)" == path }) {
                return ["package \(name.dropLast(5))"]
            }
        }
        return []
    }
}

extension NodeView {
    /// The file system that libraries are loaded from, whatever host is looked at.
    var image: HostTree { HostTree(root: "/") }

    /// Whether programs get every service from the FIPS provider (O04).
    var programsAreApproved: Bool {
        let program = sheets[.program]
        let approved = program.value("approved-provider")
        return approved != nil && program.value("default-properties") == "1"
            && program.value("plain-fetch") == approved
    }
}

extension Finding {
    /// A child process that did not say what was asked.
    static func missing(_ sheet: FactSheet) -> Finding {
        Finding(
            .error, expected: "", observed: sheet.fault ?? "the library did not say",
            method: "a child process of fipsmark")
    }
}

extension FactSheet {
    /// Why a module that says no more than that its self-test failed may have refused to load: its
    /// file is not the one that the configuration was made for.
    var integrityFault: String? {
        guard let computed = value("mac"), let recorded = value("mac", 1), computed != recorded,
            let path = value("mac", 2), value("mac-program", 1) != "passed"
        else { return nil }
        return "the file does not have the module-mac that \(path) records"
    }
}
