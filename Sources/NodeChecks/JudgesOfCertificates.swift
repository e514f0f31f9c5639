import Algorithms
import Approval

extension NodeCheck {
    static var certificateJudges: [NamedJudge] {
        [
            ("C01", hasCertificate), ("C02", sunsetIsFar), ("C03", tableIsFresh),
            ("C04", environmentIsTested), ("C05", inventory),
        ]
    }

    @Sendable private static func hasCertificate(_ view: NodeView) -> Finding {
        let policy = view.options.policy
        var finding = Finding(
            .fail, expected: CertificateStanding.expected(policy), observed: "",
            method: "SHA-256 of the file, name and exact version, in the table dated "
                + "\(view.certificates.date)")
        guard let identity = view.provider.identity, let match = view.certificate else {
            finding.outcome = .unknown
            finding.observed = "no FIPS provider: " + (view.provider.failure?.message ?? "")
            return finding
        }
        let standing = CertificateStanding(match, view)
        finding.observed = "\(identity.name) \(identity.version): \(standing.statement)"
        finding.evidence.append("SHA-256 \(view.provider.sha256)")
        if let certificate = standing.certificate {
            finding.evidence.append(
                "certificate \(certificate.id), \(certificate.standard.rawValue), "
                    + "\(certificate.module), by \(standing.basis)")
            // Verbatim, whatever the sunset says.
            if !certificate.caveat.isEmpty {
                finding.evidence.append("caveat: \(certificate.caveat)")
            }
        }
        if !match.others.isEmpty {
            finding.evidence.append(
                "as much is true of certificates \(match.others.joined(separator: ", "))")
        }
        if standing.satisfies(policy) {
            finding.outcome = .pass
        } else {
            finding.severity = standing.severity(policy)
        }
        return finding
    }

    @Sendable private static func sunsetIsFar(_ view: NodeView) -> Finding {
        guard let certificate = view.certificate?.certificate,
            certificate.status(asOf: view.asOf) == .active
        else { return .notApplicable("no active certificate is known") }
        let expected = "180 days or more"
        guard let sunset = certificate.sunset else {
            return Finding(
                .unknown, expected: expected,
                observed: "the table has no sunset of \(certificate.id)",
                method: "table of certificates")
        }
        let days = sunset.days(since: view.asOf)
        return Finding(
            days < 180 ? .fail : .pass, expected: expected,
            observed: "certificate \(certificate.id) ends on \(sunset), in \(days) days",
            method: "table of certificates, as of \(view.asOf)")
    }

    @Sendable private static func tableIsFresh(_ view: NodeView) -> Finding {
        let date = view.certificates.date
        let days = view.asOf.days(since: date)
        var finding = Finding(
            .pass, expected: "90 days or fewer",
            observed: "the table of \(date) is \(days) days old on \(view.asOf)",
            method: "table of certificates")
        if days > 365 {
            finding.outcome = .unknown
            // What decides by such a table decides nothing.
            finding.severity = view.options.policy == .configured ? .warning : .required
        } else if days > 90 {
            finding.outcome = .fail
        }
        return finding
    }

    @Sendable private static func environmentIsTested(_ view: NodeView) -> Finding {
        guard let certificate = view.certificate?.certificate else {
            return .notApplicable("no certificate is known")
        }
        let processor = Processor(view.kernel).name
        let place = "\(view.platform.name) on \(view.system.machine), \(processor)"
        let tested = certificate.environments
        let method =
            "os-release, uname, /proc/cpuinfo; the table "
            + (tested.isEmpty ? "has no list of tested environments" : "of certificates")
        let affirmed =
            "vendor or user affirmed porting: \(place) is not shown to be a tested "
            + "environment of certificate \(certificate.id)"
        if tested.isEmpty {
            if view.platform.owns(certificate) {
                return .record(
                    "\(place) is the platform of certificate \(certificate.id); its security "
                        + "policy names the machines that were tested", method: method)
            }
            if !KnownPlatform.all.contains(where: { $0.owns(certificate) }) {
                return .record(affirmed, method: method)
            }
            return Finding(
                .fail, expected: "the platform of \(certificate.module)",
                observed: affirmed, method: method, severity: .warning)
        }
        var isSystem = false
        var isTested = false
        var texts: [String] = []
        for each in tested {
            texts.append(each.text)
            if each.machine != view.system.machine || !each.isSystem(view.platform.name) {
                continue
            }
            isSystem = true
            if each.isProcessor(processor) { isTested = true }
        }
        // Another processor under the same system is the port that is affirmed most.
        return Finding(
            isTested ? .pass : isSystem ? .informational : .fail,
            expected: texts.joined(separator: "; "),
            observed: isTested
                ? "\(place) is a tested environment of certificate \(certificate.id)" : affirmed,
            method: method, severity: isSystem ? nil : .warning)
    }

    @Sendable private static func inventory(_ view: NodeView) -> Finding {
        var lines: [String] = []
        if let identity = view.provider.identity, let match = view.certificate {
            let standing = CertificateStanding(match, view)
            lines.append(
                line(
                    identity.name, identity.version, identity.path, standing.certificate,
                    standing.word))
        }
        if !view.options.withoutCrossCheck, let build = view.gcryptBuild {
            lines.append(
                line(
                    "libgcrypt", build.names.last ?? build.version, build.path, build.certificate,
                    build.isValidated ? "validated" : "unvalidated"))
        }
        if let name = view.kernel.read("/proc/sys/crypto/fips_name").text?.trimmed {
            let certificate = view.kernelCertificate
            let isActive = certificate?.status(asOf: view.asOf) == .active
            lines.append(
                line(
                    name, view.system.kernelRelease, "kernel", certificate,
                    isActive ? "validated" : "unvalidated"))
        }
        return .record(
            "\(lines.count) modules", method: "the modules' own words, table of certificates",
            evidence: lines)
    }

    private static func line(
        _ name: String, _ version: String, _ component: String, _ certificate: Certificate?,
        _ word: String
    ) -> String {
        "name=\(name); version=\(version); cmvp_cert=\(certificate?.id ?? "none"); "
            + "cavp_cert=not in this table; esv_cert=not in this table; "
            + "component_name=\(component); component_version=\(version); \(word)"
    }
}

/// What a module's certificate is worth under a policy.
struct CertificateStanding {
    /// That of exactly this module, else the vendor's active one, of which this is a later build.
    let certificate: Certificate?
    let basis: String
    private let status: Certificate.Status?
    private let isUpdate: Bool
    let statement: String

    init(_ match: CertificateMatch, _ view: NodeView) {
        if let certificate = match.certificate {
            self.certificate = certificate
            status = match.status
            isUpdate = false
            basis = match.basis.rawValue
            statement = "certificate \(certificate.id), \(match.statement)"
            return
        }
        // A rebuild has the vendor's version and another hash, or a later number: it is not the
        // validated module, and comes from the one who has it.
        let active = view.certificates.certificates.filter {
            $0.kind == .openssl && view.platform.owns($0) && $0.status(asOf: view.asOf) == .active
        }
        let isVendors = view.platform.known.map { $0.ships(view.provider.identity) } ?? false
        certificate = isVendors ? active.first : nil
        isUpdate = certificate != nil
        status = nil
        basis = "the vendor's platform; its version or file is another"
        statement =
            certificate.map {
                "update stream of certificate \($0.id) (validated: \($0.version)); this build is "
                    + match.statement
            } ?? match.statement
    }

    var word: String {
        status == .active ? "validated" : isUpdate ? "update-stream" : "unvalidated"
    }

    func satisfies(_ policy: CertificatePolicy) -> Bool {
        status == .active || isUpdate && policy == .updateStream
    }

    func severity(_ policy: CertificatePolicy) -> CheckSeverity {
        policy == .validated ? .required : .warning
    }

    static func expected(_ policy: CertificatePolicy) -> String {
        switch policy {
        case .validated: "an active certificate of exactly this module"
        case .updateStream: "an active certificate, or a later build of the vendor's module"
        case .configured: "an active certificate (it does not decide under this policy)"
        }
    }
}

extension KnownPlatform {
    /// Whether a provider of this name is the one that the vendor builds. Upstream's own name says
    /// that nobody changed it, so that a self-built one has it too.
    func ships(_ identity: ModuleIdentity?) -> Bool {
        guard let identity, !modules.isEmpty else { return false }
        return identity.name != "OpenSSL FIPS Provider"
            && vendors.contains { identity.name.hasPrefix($0 + " ") }
    }

    /// `Red Hat Enterprise Linux 9` builds a `Red Hat Enterprise Linux OpenSSL FIPS Provider`.
    private var vendors: [String] {
        modules.map { module in
            module.split(separator: " ").prefix { $0.first?.isNumber != true }
                .joined(separator: " ")
        }
    }
}
