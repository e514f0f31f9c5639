/// What `verify` says.
package enum VerificationText {
    /// - Parameter key: the digest of the key that is trusted; nil where none is.
    package static func text(
        _ verification: Verification, key: String?, checkedBy: String
    ) -> String {
        var lines = [headline(verification, hasKey: key != nil), ""]
        lines += verification.lines.map {
            "  \($0.holds ? "ok " : "BAD")  \(Evidence.line($0.text))"
        }
        if let manifest = verification.manifest {
            lines += [
                "",
                "run       \(Evidence.line(manifest.runID)), as of \(Evidence.line(manifest.asOf))",
            ]
            if let key { lines.append("key       SHA-256 \(Evidence.line(key))") }
            lines.append("signed    as the bundle says: \(signer(manifest))")
            lines.append("hashed    as the bundle says: by \(Evidence.line(manifest.hashedBy))")
            lines.append("checked   now: by \(Evidence.line(checkedBy))")
            if !manifest.previous.isEmpty {
                lines.append("follows   the manifest \(Evidence.line(manifest.previous))")
            }
            if !manifest.original.isEmpty {
                lines.append("redacted  from the manifest \(Evidence.line(manifest.original))")
            }
        }
        lines += ["", "What this does not show:"]
        lines += [
            "  A node that signs its own results proves that nobody changed them since, not",
            "  that it told the truth. Whoever holds the key could have signed anything.",
            "  It is self-test evidence, not a validation.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// At most 80 characters.
    private static func headline(_ verification: Verification, hasKey: Bool) -> String {
        let bad = verification.lines.count { !$0.holds }
        switch verification.result {
        case .passing: return "VERIFIED  the run passed"
        case .findings:
            let verdict = verification.manifest?.verdict ?? .unknown
            return verdict == .fail
                ? "VERIFIED  the run has findings" : "VERIFIED  the run could not be determined"
        case .notVerified:
            let isConsistent = verification.lines.allSatisfy { $0.holds || $0.isAboutTheSigner }
            return isConsistent && !hasKey
                ? "NOT VERIFIED  signer unknown: consistency only"
                : "NOT VERIFIED  \(bad) \(bad == 1 ? "check does" : "checks do") not hold"
        }
    }

    private static func signer(_ manifest: Manifest) -> String {
        switch manifest.signer {
        case .moduleUnderTest: "by a key in the module under test: by whoever could use that key"
        case .anotherModule: "by a key in another module than the one under test"
        case .outside: "by a key outside the module under test"
        case .nobody: "by nobody when it was made"
        }
    }
}
