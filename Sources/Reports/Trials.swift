import Algorithms
import Approval
import CanonicalJSON

extension RejectionSweep.Trial {
    /// What is refused must be by the gate. What the module does about it by itself is a finding at
    /// worst: the layer in front of it is what a run tests.
    var check: Check {
        let isLetThrough = isToBeRefused && !refusedByTheGate
        let outcome: Check.Outcome =
            isLetThrough || isFinding ? .fail : layers.module == .absent ? .notApplicable : .pass
        let gate = refusedByTheGate ? "refused by the gate" : "let through by the gate"
        let contrasted =
            isToBeRefused && role == .openssl
            ? "; in the default provider it \(contrast.rawValue)" : ""
        return Check(
            id: "probe/\(role.rawValue)/\(probe.rule.id)/\(probe.id)",
            title: "\(probe.rule.subject), asked of \(role.rawValue) directly",
            outcome: outcome, severity: isLetThrough ? .required : .warning,
            observed: "\(gate) (\(probe.rule.id)); by the module \(conduct)\(contrasted)")
    }

    var json: JSONValue {
        [
            "probe": .string(probe.id), "module": .string(role.rawValue),
            "rule": .string(probe.rule.id), "standard": .string(layers.standard.rawValue),
            "certificate": .string(layers.certificate ?? ""),
            "listing": .string(layers.listing?.rawValue ?? ""), "conduct": .string(conduct),
            "contrast": .string(contrast.rawValue),
            "strictest": .string(layers.strictest.words),
            "disagreement": .string(layers.disagreement ?? ""),
        ]
    }
}

extension RunRecord {
    /// What the modules do by themselves about what is refused, and where the layers disagree.
    var trialsText: [String] {
        if trials.isEmpty { return [] }
        var lines = ["", "Refused by rule, and asked of the module directly"]
        for trial in trials where trial.role == .openssl && trial.isToBeRefused {
            let word =
                switch trial.layers.module {
                case .refused: "refused"
                case .absent: "not offered"
                case .done(.notApproved): "marked"
                case .done: trial.isFinding ? "DONE" : "done"
                case nil: "not asked"
                }
            lines.append(
                "  \(TextLayout.left(trial.probe.id, 40))\(TextLayout.left(word, 13))"
                    + "default: \(trial.contrast.rawValue)")
        }
        lines += TextLayout.wrapped(
            "marked: the module does it, and its indicator says not approved; done: it may be "
                + "legacy use or a test; DONE: neither refused nor marked, and no certificate "
                + "lists it, which is a finding", indent: 2)
        if let missing = contrast?.missing {
            lines += TextLayout.wrapped("no contrast: \(missing)", indent: 2)
        }
        return lines + namesInContrast + disagreementsText
    }

    /// Names that the module does not hand out: how many of them by policy.
    private var namesInContrast: [String] {
        guard let contrast, contrast.missing == nil else { return [] }
        let refused = names.filter { $0.role == .openssl && $0.class == .refusedByTheModule }
        let works = refused.filter { contrast.answer($0.known) == .works }
        return TextLayout.wrapped(
            "Of \(refused.count) names that the module refuses, \(works.count) work in the default "
                + "and legacy providers here: their refusal is policy."
                + (works.count == refused.count
                    ? "" : " The others are absent there too, and show nothing."),
            indent: 2)
    }

    private var disagreementsText: [String] {
        var lines: [String] = []
        for trial in trials {
            guard let disagreement = trial.layers.disagreement else { continue }
            lines += TextLayout.wrapped(
                "\(trial.probe.id) on \(trial.role.rawValue): \(disagreement); so "
                    + trial.layers.strictest.words, indent: 4)
        }
        return lines.isEmpty
            ? []
            : ["", "Standard, certificate and indicator disagree; the strictest counts"] + lines
    }
}
