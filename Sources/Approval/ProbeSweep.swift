package import Algorithms

extension RejectionSweep {
    /// One probe on one module.
    package struct Trial: Sendable {
        package let role: ModuleIdentity.Role
        package let probe: Probe
        package let refusedByTheGate: Bool
        package let contrast: Contrast.Answer
        package let layers: Layers
        /// Whether the module runs in its approved mode, where its answers count.
        package let approvedMode: Bool

        /// Whether rules refuse the service on that day, as a program would use it.
        package var isToBeRefused: Bool { layers.ofTheStandard != .approved }

        /// A module in its approved mode that does what no rule allows, without a mark, and whose
        /// certificate does not speak of it. What may be done to old data, or in a test, a module
        /// cannot tell from what may not.
        package var isFinding: Bool {
            let isForbidden = ![.approved, .allowed, .legacyUse, .testOnly].contains(
                layers.standard)
            guard approvedMode, isForbidden, layers.listing == nil,
                case .done(let indicator)? = layers.module
            else { return false }
            return indicator != .notApproved
        }

        /// What the module does about it, in words.
        package var conduct: String {
            if role == .gcrypt, case .done(let indicator)? = layers.module {
                return "its indicator says \(indicator.rawValue)"
            }
            return switch layers.module {
            case .refused(let reason): "refused (\(reason))"
            case .absent: "not offered"
            case .done(.approved): "done, marked approved"
            case .done(.notApproved): "done, marked not approved"
            case .done(.none): "done, without an indicator"
            case nil: "not asked"
            }
        }
    }

    /// Probes a module around its gate, which is asked what it would have done.
    ///
    /// - Parameters:
    ///   - gate: as a program has it, not as a test.
    ///   - overlay: that of the module's certificate, where one is known.
    package static func trials(
        of gate: Gate, contrast: Contrast, overlay: CertificateOverlay?, asOf: CalendarDate
    ) -> [Trial] {
        let module = gate.ungatedForRejectionSweep
        return Probe.all.compactMap { probe in
            let outcome: ProbeOutcome
            if gate.identity.role == .gcrypt {
                // Below 1.12 its indicators are static: nothing is done.
                guard let question = probe.question, let said = module.indicator(question) else {
                    return nil
                }
                outcome = .done(said)
            } else {
                outcome = module.perform(probe.operation)
            }
            return Trial(
                role: gate.identity.role, probe: probe,
                refusedByTheGate: !gate.lets(probe.rule),
                contrast: gate.identity.role == .openssl ? contrast.answer(probe) : .notRun,
                layers: Layers(probe.rule, asOf: asOf, overlay: overlay, module: outcome),
                approvedMode: gate.identity.approvedMode)
        }
    }
}

extension RejectionSweep {
    /// Rules that refuse and that no call to a module can show, each with the reason.
    package static let notAsked: [String: String] = [
        "aes-xts-transit": "what the data is for is not in the call",
        "aes-key-length": "libraries name AES by the length of its key",
        "aes-ff3-1": "no library here has it",
        "aes-ccm-nonce-length": "only vector files bring one, and are refused before the call",
        "aes-gcm-empty-iv": "only vector files bring one, and are refused before the call",
        "cmac-short-tag": "modules make whole tags, which the caller cuts",
        "cmac-tag-length": "modules make whole tags, which the caller cuts",
        "hmac-short-tag": "modules make whole tags, which the caller cuts",
        "hmac-short-ver": "modules compare no tags; the computation is asked as hmac-short-gen",
        "drbg-tdea": "no library here has it",
        "na-openpgp": "libcrypto has none, and libgcrypt lists no derivation by name",
        "ecdsa-p192-verify": "it needs a signature that nobody here may make",
        "rsa-x931-ver": "it needs a signature that nobody here may make",
        "rsa-siggen-small": "its key is refused first, as rsa-keygen-small",
        "rsa-x931-sign": "it needs an RSA key, whose generation takes longer than the sweep",
        "rsa-pkcs1-xof": "it needs an RSA key, whose generation takes longer than the sweep",
        "rsa-primitive": "it needs an RSA key, whose generation takes longer than the sweep",
        "rsa-pss-salt": "it needs an RSA key, whose generation takes longer than the sweep",
        "rsa-exponent": "where nobody refuses it, a key is made, which takes longer than the sweep",
        "rsa-modulus-length":
            "where nobody refuses it, a key is made, which takes longer than the sweep",
        "rsa-sigver-small": "it needs a signature that nobody here may make",
        "rsa-sigver-exponent": "it needs a signature that nobody here may make",
        "eddsa-context": "only vector files bring one, and are refused before the call",
        "ml-dsa-context": "only vector files bring one, and are refused before the call",
        "slh-dsa-context": "only vector files bring one, and are refused before the call",
        "ml-dsa-short-prehash": "modules sign what was hashed before, and are not told how",
        "slh-dsa-short-prehash": "modules sign what was hashed before, and are not told how",
        "ffdh-fips186": "only vector files bring such a group, and are refused before the call",
        "lms-sign": "no library here has it",
    ]
}
