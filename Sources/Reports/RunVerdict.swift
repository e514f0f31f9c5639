import Algorithms
import Approval
import KnownAnswers
import Throughput

/// The one answer of a run, which is its exit code too (ARCHITECTURE.md, Errors and exit codes).
package enum RunVerdict: String, Sendable {
    case pass
    case fail
    case unknown

    package var exitCode: Int32 {
        switch self {
        case .pass: 0
        case .fail: 1
        case .unknown: 2
        }
    }
}

extension RunRecord {
    /// Any failed required check makes it fail, else anything that could not be determined makes
    /// it unknown; nothing tested is never a pass.
    package var verdict: RunVerdict {
        if hasRequired(.fail) { return .fail }
        if hasRequired(.error, .unknown) { return .unknown }
        let executed =
            knownAnswersRequested
            ? counts(.openssl).executed > 0
            : measurements.contains { $0.role == .openssl && $0.isMeasured }
        if !executed { return .unknown }
        if crossCheckRequired && !crossCheckSpoke { return .unknown }
        if measurements.contains(where: { $0.isFailure }) { return .unknown }
        return .pass
    }

    /// At most 80 characters: what a person sees first and a log keeps. Where the numbers are long,
    /// words give way to them.
    package var headline: String {
        let full = "\(verdict.rawValue.uppercased())  \(tested("unsupported")); \(crossCheck)"
        let short =
            "\(verdict.rawValue.uppercased()) \(tested("unsupp.")); "
            + crossCheck.replacing("libgcrypt", with: "gcrypt")
        let all = [full + kernel, short + kernel, full]
        return all.first { $0.count <= TextLayout.columns } ?? short
    }

    private func tested(_ unsupported: String) -> String {
        if !knownAnswersRequested {
            let measured = measurements.filter { $0.role == .openssl && $0.isMeasured }
            return "\(measured.count) points measured"
        }
        let counts = counts(.openssl)
        let total = unsupported.count > 7 ? "/\(cases)" : ""
        return "\(counts.pass + counts.notComparable)\(total) right, \(counts.fail) wrong"
            + part(counts.error, "error") + part(counts.refused, "refused")
            + part(counts.unsupported, unsupported)
    }

    /// What the kernel made of it, where it was asked.
    private var kernel: String {
        if kernelMissing != nil { return ", no kernel" }
        let counts = counts(.kernel)
        if counts.fail + counts.error > 0 {
            return ", kernel \(counts.fail) wrong" + part(counts.error, "error")
        }
        return counts.executed > 0 ? ", kernel agrees" : ""
    }

    private var crossCheck: String {
        if crossCheckMissing != nil { return "no libgcrypt" }
        if !knownAnswersRequested { return "with libgcrypt" }
        let counts = counts(.gcrypt)
        let disagreements = sets.reduce(0) { $0 + $1.disagreements }
        if disagreements > 0 { return "libgcrypt differs on \(disagreements)" }
        if counts.fail > 0 { return "libgcrypt \(counts.fail) wrong" }
        if counts.error > 0 { return "libgcrypt \(counts.error) error" }
        return counts.executed > 0 ? "libgcrypt agrees" : "no cross-check"
    }

    /// Whether libgcrypt is there and, where vectors were run, executed any of them.
    private var crossCheckSpoke: Bool {
        crossCheckMissing == nil && (!knownAnswersRequested || counts(.gcrypt).executed > 0)
    }

    private func part(_ count: Int, _ word: String) -> String {
        count == 0 ? "" : ", \(count) \(word)"
    }
}
