import Algorithms
import Approval

extension NodeCheck {
    /// W03.
    @Sendable static func variablesHold(_ view: NodeView) -> Finding {
        var broken: [String] = []
        var forced: [String] = []
        for (name, value) in view.environment.sorted(by: { $0.key < $1.key }) {
            switch VariableMeaning(name, value, view) {
            case .none: continue
            case .broken(let reason): broken.append("\(name)=\(value): \(reason)")
            case .forced(let reason): forced.append("\(name)=\(value): \(reason)")
            }
        }
        var finding = Finding(
            .pass, expected: "no variable that forces or denies FIPS mode against what is",
            observed: "", method: "the variables that libraries and deployments use for it")
        finding.evidence = broken + forced
        if !broken.isEmpty {
            finding.outcome = .fail
            finding.severity = .required
            finding.observed = broken.joined(separator: "; ")
        } else if !forced.isEmpty {
            finding.outcome = .fail
            finding.observed = forced.joined(separator: "; ")
        } else {
            finding.observed = "none"
            finding.evidence = []
        }
        return finding
    }
}

/// What a variable says of FIPS mode, beside what is.
private enum VariableMeaning {
    case none
    /// It promises what is not so, or turns FIPS mode off.
    case broken(String)
    /// It changes a mode, or is left from a search for faults.
    case forced(String)

    init(_ name: String, _ value: String, _ view: NodeView) {
        let isOn = ["1", "true", "yes", "on"].contains(value.lowercased())
        let isOff = ["0", "false", "no", "off"].contains(value.lowercased())
        let kernelIsOn = view.flag == .on
        switch name {
        case "FIPS_ENABLED":
            // What a Harness delegate and deployments with global.fips set.
            self = VariableMeaning.promise(isOn, isOff, view)
        case "OPENSSL_FORCE_FIPS_MODE" where value == "0":
            self =
                kernelIsOn
                ? .broken(
                    "it turns OpenSSL's FIPS mode off on RHEL and Ubuntu, though the flag is on")
                : .forced("it would turn OpenSSL's FIPS mode off on RHEL and Ubuntu")
        case "OPENSSL_FORCE_FIPS_MODE", "LIBGCRYPT_FORCE_FIPS_MODE":
            self =
                kernelIsOn
                ? .none : .forced("it forces the library's FIPS mode, and the kernel's flag is off")
        case "GNUTLS_FORCE_FIPS_MODE", "NSS_FIPS", "OPENSSL_FIPS":
            if isOff && kernelIsOn {
                self = .forced("it turns the library's FIPS mode off, though the flag is on")
            } else if isOn && !kernelIsOn {
                self = .forced("it forces the library's FIPS mode, and the kernel's flag is off")
            } else {
                self = .none
            }
        case "GNUTLS_SKIP_FIPS_INTEGRITY_CHECKS":
            self = .forced("GnuTLS leaves its integrity test out")
        case "GODEBUG" where value.contains("fips140=off") && kernelIsOn:
            self = .forced("it turns Go's FIPS mode off, though the flag is on")
        case "FIPS_CHECK" where isOff, "FIPS_DISABLE" where !isOff:
            self = .forced("it is left from a search for faults, and switches a check off")
        default: self = .none
        }
    }

    private static func promise(_ isOn: Bool, _ isOff: Bool, _ view: NodeView) -> VariableMeaning {
        if isOn && view.provider.identity == nil {
            let reason = view.provider.failure?.message ?? "it was not loaded"
            return .broken("it promises FIPS mode, and there is no FIPS provider: \(reason)")
        }
        if isOn && view.flag == .off && view.options.profile == .node {
            return .broken("it promises FIPS mode, and the kernel's flag is off")
        }
        if isOff && view.flag == .on {
            return .forced("it denies FIPS mode, and the kernel's flag is on")
        }
        return .none
    }
}
