import Algorithms
import Approval

extension NodeCheck {
    private static let asked = "a fetch and one operation each in the default context of a child"

    static func rejections(_ view: NodeView) -> Finding {
        let program = view.sheets[.program]
        var answers: [String: String] = [:]
        for row in program.all("rejection") where row.count > 1 { answers[row[0]] = row[1] }
        if answers.isEmpty { return .missing(program) }
        func served(_ isCore: Bool) -> [String] {
            Rejection.all.filter {
                // Marked as not approved is a refusal as FIPS 140-3 has it.
                $0.isCore == isCore
                    && ["done, approved", "done, implicit"].contains(answers[$0.id])
            }.map(\.id)
        }
        let (core, others) = (served(true), served(false))
        // A refusal shows a policy only where the same works without it.
        let works = program.all("contrast").filter { ($0.last ?? "").hasPrefix("done") }
            .compactMap(\.first)
        let shown = Rejection.all.filter { rejection in
            works.contains(rejection.id) && !(answers[rejection.id] ?? "").hasPrefix("done")
        }
        var finding = Finding(
            .pass, expected: "what no rule approves is refused, or marked by an indicator",
            observed: "\(answers.count - core.count - others.count) of \(answers.count) refused or "
                + "marked, \(shown.count) of which work without the configuration",
            method: asked,
            evidence: Rejection.all.map { "\($0.id): \(answers[$0.id] ?? "not asked")" })
        if !core.isEmpty {
            finding.outcome = .fail
            finding.observed = "served: \(core.joined(separator: ", "))"
        } else if !works.contains("md5") {
            finding.outcome = .unknown
            finding.observed =
                "MD5 does not work without the configuration either ("
                + "\(program.value("contrast-fault") ?? "refused")): "
                + "that it is refused shows nothing"
        } else if program.fault != nil && answers.count < Rejection.all.count {
            return .missing(program)
        } else if !others.isEmpty {
            finding.outcome = .fail
            finding.severity = .warning
            finding.observed =
                "served, as in some versions of the module: "
                + others.joined(separator: ", ")
            finding.remedy =
                "make fipsmodule.cnf with openssl fipsinstall -pedantic where the "
                + "workload allows it"
        }
        return finding
    }

    static func waysAround(_ view: NodeView) -> Finding {
        let program = view.sheets[.program]
        let ways = program.all("way-around").filter { $0.count > 1 }
        if ways.isEmpty { return .missing(program) }
        let open = ways.filter { $0[1] == "open" }.map { $0[0] }
        let hasLegacy = open.contains("the legacy provider")
        return Finding(
            hasLegacy ? .fail : .informational, expected: "no legacy.so in the image",
            observed: open.isEmpty ? "none is open" : "open: \(open.joined(separator: ", "))",
            method: "property queries, OSSL_LIB_CTX_new, OSSL_PROVIDER_load in a child process",
            severity: hasLegacy ? .warning : nil, evidence: ways.map { $0.joined(separator: ": ") })
    }

    static func transportLayer(_ view: NodeView) -> Finding {
        let program = view.sheets[.program]
        let method = "handshakes in memory through libssl.so.3, with a certificate on P-256"
        if let missing = program.value("tls-missing") {
            // No libssl is no fault; a certificate that cannot be made is one of O10's.
            if missing.contains("libssl") { return .notApplicable(missing, method: method) }
            return .notChecked(missing, method: method)
        }
        let versions = program.all("tls-version").filter { $0.count > 1 }
        let suites = program.all("tls-suite").filter { $0.count > 2 }
        let groups = program.all("tls-group").filter { $0.count > 1 }
        if versions.isEmpty { return .missing(program) }
        func negotiated(_ rows: [[String]]) -> [String] {
            rows.filter { $0.last == "negotiated" }.map { $0[0] }
        }
        func had(_ rows: [[String]]) -> [String] {
            rows.filter { $0.last != "refused" }.map { $0[0] }
        }
        let old = negotiated(versions).filter { !["TLSv1.2", "TLSv1.3"].contains($0) }
        let usual = had(suites.filter { $0[1] == "by default" })
        let demanded = negotiated(suites.filter { $0[1] == "on demand" })
        let bad =
            old + usual.filter { !isApproved(suite: $0) }
            + had(groups).filter { !isApproved(group: $0) }
        let lowered = demanded.filter { !isApproved(suite: $0) }
        let usualResult = program.all("tls-default").first?.joined(separator: " ") ?? "nothing"
        var finding = Finding(
            .pass, expected: "TLS 1.2 and 1.3 with approved suites and groups",
            observed: "by default \(usualResult); \(usual.count) suites; "
                + had(groups).joined(separator: ", "),
            method: method,
            evidence: (versions + suites + groups).map { $0.joined(separator: " ") })
        if !bad.isEmpty {
            finding.outcome = .fail
            finding.observed = "not approved and negotiated: \(bad.joined(separator: ", "))"
        } else if negotiated(versions).isEmpty {
            finding.outcome = .fail
            finding.severity = .warning
            finding.observed = "no version of TLS is negotiated at all"
        } else if !lowered.isEmpty || program.value("tls-plain-master-secret") == "negotiated" {
            finding.outcome = .fail
            finding.severity = .warning
            let plain = "TLS 1.2 without the extended master secret (RFC 7627)"
            finding.observed =
                "negotiated on demand: "
                + (lowered.isEmpty ? [plain] : lowered + [plain]).joined(separator: ", ")
            finding.remedy =
                "set tls1-prf-ems-check = 1 in the FIPS section "
                + "(openssl fipsinstall -ems_check)"
        }
        return finding
    }

    /// SP 800-52 Rev. 2, section 3.3.1: AES with GCM, CCM or CBC; named peers.
    static func isApproved(suite: String) -> Bool {
        let parts = suite.split { $0 == "-" || $0 == "_" }
        let hasAES = parts.contains { $0.hasPrefix("AES") }
        return hasAES && !parts.contains { ["ADH", "AECDH", "SRP", "DSS", "NULL"].contains($0) }
    }

    /// SP 800-186 and SP 800-56A Rev. 3, appendix D; hybrids by SP 800-56C Rev. 2, section 2, where
    /// one part is approved.
    static func isApproved(group: String) -> Bool {
        group.hasPrefix("P-") || group.hasPrefix("ffdhe") || group.contains("MLKEM")
    }

    static func keyFiles(_ view: NodeView) -> Finding {
        let program = view.sheets[.program]
        guard let read = program.value("key-file") else { return .missing(program) }
        return Finding(
            read == "read" ? .pass : .fail, expected: "a public key is read from PEM",
            observed: read, method: "OSSL_STORE_attach of PEM in a child process")
    }

    static func sameForPrograms(_ view: NodeView) -> Finding {
        let program = view.sheets[.program]
        let method = "OSSL_PROVIDER_do_all in a child process with this environment"
        guard let identity = view.provider.identity else {
            return .notChecked("no module was loaded to compare with", method: method)
        }
        if program.rows.isEmpty { return .missing(program) }
        let approved = program.value("approved-provider")
        let row = program.all("provider").first { $0.first == approved && $0.count > 4 }
        let expected = "\(identity.version), \(identity.path)"
        guard let row else {
            return Finding(
                .fail, expected: expected, observed: "programs get no FIPS provider", method: method
            )
        }
        let observed = "\(row[1]), \(row[4])"
        let same =
            row[1] == identity.version
            && (row[4] == identity.path || view.sheets.haveSameDigest(row[4], identity.path))
        return Finding(
            same && view.programsAreApproved ? .pass : .fail, expected: expected,
            observed: observed + (view.programsAreApproved ? "" : ", not by default"),
            method: method)
    }
}

extension FactSheets {
    func haveSameDigest(_ first: String, _ second: String) -> Bool {
        let digest = digest(first)
        return digest != nil && digest == self.digest(second)
    }
}
