import Approval

extension NodeCheck {
    /// K06.
    @Sendable static func policyIsFIPS(_ view: NodeView) -> Finding {
        let config = "/etc/crypto-policies/config"
        let expected = "FIPS, FIPS:OSPP or FIPS:STIG"
        let method =
            view.files.name(config) + ", state/current"
        let isHost = view.platform.isRHELFamily && !view.isContainer
        let severity: CheckSeverity = isHost ? .required : .warning
        let reading = view.files.read(config)
        guard let text = reading.text else {
            if reading == .absent && !isHost {
                return .notApplicable("this system has no crypto-policies", method: method)
            }
            return Finding(
                reading == .absent ? .fail : .unknown, expected: expected,
                observed: "\(view.files.name(config)): \(reading.fault ?? "")", method: method,
                severity: severity)
        }
        let lines = text.split(whereSeparator: \.isNewline).map(\.trimmed)
        let configured = lines.first { !$0.isEmpty && !$0.hasPrefix("#") } ?? ""
        var finding = Finding(
            .fail, expected: expected, observed: "", method: method, severity: severity)
        if let fault = policyFault(configured) {
            finding.observed = fault
            return finding
        }
        if let current = view.files.read("/etc/crypto-policies/state/current").text?.trimmed,
            current != configured
        {
            finding.observed = "\(configured) is configured, but \(current) is applied"
            finding.remedy = "update-crypto-policies, and reboot"
            return finding
        }
        finding.outcome = .pass
        finding.observed = configured
        return finding
    }

    /// What is wrong with a policy; nil where nothing is.
    private static func policyFault(_ policy: String) -> String? {
        let parts = policy.split(separator: ":").map(String.init)
        guard parts.first == "FIPS" else { return "the policy is \(policy)" }
        let weaker = parts.dropFirst().filter { !["OSPP", "STIG"].contains($0) }
        if weaker.isEmpty { return nil }
        return "\(policy): \(weaker.joined(separator: ", ")) changes what FIPS allows"
    }

    /// K07.
    @Sendable static func bootWasChecked(_ view: NodeView) -> Finding {
        if view.platform.isBottlerocket { return bottlerocketMarkers(view) }
        let release = view.system.kernelRelease
        let hmac = "/boot/.vmlinuz-\(release).hmac"
        let expected = "\(hmac), and dracut's FIPS module"
        let method = "\(view.files.name("/boot")), /usr/lib/dracut/modules.d"
        if view.isContainer {
            return .notChecked(
                "a container has no /boot of the node; mount the host and pass --host-root",
                method: method)
        }
        let modules = view.files.list("/usr/lib/dracut/modules.d") ?? []
        let hasModule = modules.contains { $0.hasSuffix("fips") }
        let hasHMAC = view.files.hasFile(hmac)
        var missing: [String] = []
        if hasHMAC != true { missing.append(hmac) }
        if !hasModule { missing.append("a FIPS module of dracut") }
        return Finding(
            missing.isEmpty ? .pass : .fail, expected: expected,
            observed: missing.isEmpty
                ? "both are there" : "missing: \(missing.joined(separator: ", "))",
            method: method)
    }

    /// Bottlerocket's own services write these after they have compared the kernel and its modules
    /// with their digests.
    private static let markers = [
        "/etc/.fips-kernel-check-passed", "/etc/.fips-module-check-passed",
    ]

    private static func bottlerocketMarkers(_ view: NodeView) -> Finding {
        let expected = "a FIPS variant, and both of its markers"
        let method = markers.map(view.files.name).joined(separator: ", ")
        var finding = Finding(
            .fail, expected: expected, observed: "", method: method, severity: .required,
            remedy: "start the node from a variant that ends in -fips and boot it again")
        if !view.platform.variant.hasSuffix("-fips") {
            finding.observed = "the variant is \(view.platform.variant), which is no FIPS variant"
            return finding
        }
        let missing = markers.filter { view.files.hasFile($0) != true }
        if missing.isEmpty {
            finding.outcome = .pass
            finding.observed = "variant \(view.platform.variant), both markers are there"
        } else {
            finding.observed = "missing: \(missing.joined(separator: ", "))"
        }
        return finding
    }
}
