import Approval

extension NodeCheck {
    static var gcryptJudges: [NamedJudge] {
        [
            ("G01", gcryptMode), ("G02", gcryptSelfTests), ("G03", gcryptIntegrity),
            ("G04", sameAnswers), ("G05", sameIndicators), ("G06", gcryptCertificate),
            ("G07", gnuTLS),
        ]
    }

    /// Nil where there is a libgcrypt to judge.
    private static func absence(_ sheet: FactSheet) -> Finding? {
        if sheet.value("library") != nil { return nil }
        if sheet.rows.isEmpty { return .missing(sheet) }
        let reason = sheet.value("missing") ?? sheet.fault ?? "libgcrypt did not say"
        return .notApplicable(reason, method: "dlopen of libgcrypt.so.20 in a child process")
    }

    private static func gcryptMode(_ view: NodeView) -> Finding {
        let sheet = view.sheets[.gcrypt]
        if let absence = absence(sheet) { return absence }
        let isOn = sheet.value("mode") == "1"
        let kernel = view.kernel.read("/proc/sys/crypto/fips_enabled").text?.first == "1"
        let file = view.image.hasFile("/etc/gcrypt/fips_enabled") ?? false
        let variable = view.environment["LIBGCRYPT_FORCE_FIPS_MODE"] != nil
        var sources: [String] = []
        if variable { sources.append("LIBGCRYPT_FORCE_FIPS_MODE") }
        if file { sources.append("/etc/gcrypt/fips_enabled") }
        if kernel { sources.append("the kernel's flag") }
        let by = sources.isEmpty ? "nothing asks for it" : sources.joined(separator: ", ")
        let version = sheet.value("library") ?? ""
        var finding = Finding(
            .pass, expected: "FIPS mode, by the kernel's flag or /etc/gcrypt/fips_enabled",
            observed: "\(version) is \(isOn ? "in" : "not in") FIPS mode (\(by))",
            method: "GCRYCTL_FIPS_MODE_P in a child process")
        if isOn {
            if !kernel && !file {
                finding.outcome = .fail
                finding.severity = .warning
                finding.remedy = "create /etc/gcrypt/fips_enabled: a variable holds for one program"
            }
        } else {
            finding.outcome = .fail
            // Without the flag a node makes no promise that the library breaks.
            if !kernel && !file && !variable { finding.severity = .warning }
        }
        return finding
    }

    private static func gcryptSelfTests(_ view: NodeView) -> Finding {
        let sheet = view.sheets[.gcrypt]
        let method = "GCRYCTL_OPERATIONAL_P, GCRYCTL_SELFTEST before and after, in child processes"
        if let result = sheet.value("self-test"), result != "passed" {
            return Finding(
                .fail, expected: "the self-tests pass", observed: result, method: method)
        }
        if let absence = absence(sheet) { return absence }
        let isOperational = sheet.value("operational") == "1"
        // Outside FIPS mode there is no such state.
        let counts = isOperational || sheet.value("mode") != "1"
        if sheet.value("self-test") == nil { return .missing(sheet) }
        return Finding(
            counts ? .pass : .fail, expected: "operational, and the self-tests pass",
            observed: (counts ? "operational" : "not operational") + "; the self-tests passed",
            method: method)
    }

    private static func gcryptIntegrity(_ view: NodeView) -> Finding {
        let sheet = view.sheets[.gcrypt]
        if let absence = absence(sheet) { return absence }
        let isThere = sheet.value("integrity-note") == "1"
        let path = sheet.value("library", 1) ?? ""
        return Finding(
            isThere ? .pass : .fail, expected: "an ELF note of FDO with the integrity value",
            observed: isThere ? "it is there" : "\(path) has none", method: "the ELF file",
            evidence: [view.sheets.withDigest(path)])
    }

    private static func sameAnswers(_ view: NodeView) -> Finding {
        let sheet = view.sheets[.gcrypt]
        if let absence = absence(sheet) { return absence }
        let method = "fipsmark kat and kat --fresh, a selection, on both libraries"
        if let reason = sheet.value("not-compared") { return .notChecked(reason, method: method) }
        let sets = sheet.all("compared").filter { $0.count > 5 }
        func sum(_ index: Int) -> Int { sets.reduce(0) { $0 + (Int($1[index]) ?? 0) } }
        let cases = sum(1)
        // An error is no answer: libgcrypt in FIPS mode turns short passwords and salts away.
        let (apart, first, second, errors) = (sum(2), sum(3), sum(4), sum(5))
        let seed = sheet.value("seed") ?? ""
        if sheet.fault != nil { return .missing(sheet) }
        var finding = Finding(
            apart + first + second > 0 ? .fail : cases > 0 ? .pass : .unknown,
            expected: "the same answers from both libraries",
            observed: "\(cases) cases in \(sets.count) sets alike, fresh ones from seed \(seed)"
                + (errors > 0 ? "; \(errors) not answered" : ""),
            method: method)
        if finding.outcome == .fail {
            finding.observed =
                "\(apart) disagreements, \(first) wrong of OpenSSL, \(second) wrong "
                + "of libgcrypt; fresh cases from seed \(seed)"
            finding.evidence = sheet.all("difference").map { $0.joined(separator: " ") }
        }
        return finding
    }

    /// Where the two are known to differ, and why.
    private static let knownDifferences: [String: String] = [
        "md5": "GCRY_FIPS_FLAG_REJECT_COMPAT110 lets it through",
        "sha-1": "GCRY_FIPS_FLAG_REJECT_COMPAT110 lets it through",
        "hmac-md5": "GCRY_FIPS_FLAG_REJECT_COMPAT110 lets it through",
        "aes-gcm-with-own-iv": "1.10 leaves GCM out of its indicator",
        "aes-gcm-with-given-iv": "its indicator speaks of the mode, not of the IV",
        "aes-kw": "1.10 leaves KW out of its indicator",
        "aes-xts": "1.10 leaves XTS out of its indicator",
        "pbkdf2-of-1-iteration": "its static indicator does not see the parameters",
        "x25519": "gcry_pk_encrypt is one function for all keys",
    ]

    private static func sameIndicators(_ view: NodeView) -> Finding {
        let sheet = view.sheets[.gcrypt]
        if let absence = absence(sheet) { return absence }
        let method = "GCRYCTL_FIPS_SERVICE_INDICATOR_*; the rules of fipsmark"
        let rows = sheet.all("indicator").filter { $0.count > 2 }
        if rows.isEmpty { return .notApplicable("this libgcrypt has none", method: method) }
        let apart = rows.filter { ($0[1] == "approved") != ($0[2] == "1") }
        let unknown = apart.filter { knownDifferences[$0[0]] == nil }.map { $0[0] }
        return Finding(
            unknown.isEmpty ? .pass : .fail, expected: "approved where a rule approves",
            observed: unknown.isEmpty
                ? "\(rows.count - apart.count) of \(rows.count) agree; the rest differ for a known "
                    + "reason"
                : "they differ on \(unknown.joined(separator: ", "))",
            method: method,
            evidence: apart.map { "\($0[0]): \($0[1]), \(knownDifferences[$0[0]] ?? "unexpected")" }
        )
    }

    private static func gcryptCertificate(_ view: NodeView) -> Finding {
        if let absence = absence(view.sheets[.gcrypt]) { return absence }
        guard let build = view.gcryptBuild else { return .missing(view.sheets[.gcrypt]) }
        var evidence = [view.sheets.withDigest(build.path)]
        if let certificate = build.certificate, !certificate.caveat.isEmpty {
            evidence.append("caveat: \(certificate.caveat)")
        }
        return .record(
            build.statement,
            method: "SHA-256, gcry_get_config, /var/lib/dpkg; the table of certificates dated "
                + "\(view.certificates.date)", evidence: evidence)
    }

    private static func gnuTLS(_ view: NodeView) -> Finding {
        let sheet = view.sheets[.gcrypt]
        let method = "gnutls_fips140_mode_enabled, gnutls_fips140_get_operation_state in a child"
        guard let version = sheet.value("gnutls") else {
            if let missing = sheet.value("gnutls-missing") {
                return .notApplicable(missing, method: method)
            }
            return .missing(sheet)
        }
        let skips = view.environment["GNUTLS_SKIP_FIPS_INTEGRITY_CHECKS"] != nil
        let mode = sheet.value("gnutls", 1) ?? "0"
        let kernel = view.kernel.read("/proc/sys/crypto/fips_enabled").text?.first == "1"
        let isOff = mode == "0"
        return Finding(
            skips || (isOff && kernel) ? .fail : .pass,
            expected: "FIPS mode where the kernel has it; integrity checks not skipped",
            observed: "GnuTLS \(version), FIPS mode \(isOff ? "off" : "on (\(mode))"), SHA-256: "
                + (sheet.value("gnutls", 2) ?? "not told")
                + (skips ? "; GNUTLS_SKIP_FIPS_INTEGRITY_CHECKS is set" : ""),
            method: method,
            remedy: skips ? nil : "install GnuTLS's FIPS build, or GNUTLS_FORCE_FIPS_MODE=1")
    }
}
