package import Approval

/// What became of one case on one module.
package enum Verdict: Equatable, Sendable {
    case pass
    case fail
    /// The module failed the operation, with its own words.
    case error(String)
    case unsupported(Unsupported)
    case refused(Rule)
    /// The answer is random: it was verified, by every module at hand, not compared.
    case notComparable

    /// Whether somebody must look at the case: it was put to the module and went wrong.
    package var isFinding: Bool {
        switch self {
        case .fail, .error: true
        case .pass, .unsupported, .refused, .notComparable: false
        }
    }

    package var word: String {
        switch self {
        case .pass: "pass"
        case .fail: "fail"
        case .error: "error"
        case .unsupported: "unsupported"
        case .refused: "refused"
        case .notComparable: "not comparable"
        }
    }
}

/// Why a case could not be put to a module.
package struct Unsupported: Error, Equatable, Sendable {
    package enum Reason: String, CaseIterable, Sendable {
        case moduleDoesNotOffer
        case moduleIsByteOriented
        case missingField
        /// The vector contradicts itself: a length that is not that of its data.
        case contradictoryVector
        case notInTable
        case testType
        /// The vector leaves open what is right, or not the module but its reader would decide.
        case undecided
    }

    package let reason: Reason
    package let detail: String

    package init(_ reason: Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }
}

/// How many cases ended how.
package struct VerdictCounts: Equatable, Sendable {
    package var pass = 0
    package var fail = 0
    package var error = 0
    package var unsupported = 0
    package var refused = 0
    package var notComparable = 0

    package init() {}

    package var total: Int { pass + fail + error + unsupported + refused + notComparable }

    /// Cases in which the module gave an answer that was judged.
    package var executed: Int { pass + fail + notComparable }

    package mutating func add(_ verdict: Verdict, _ cases: Int = 1) {
        switch verdict {
        case .pass: pass += cases
        case .fail: fail += cases
        case .error: error += cases
        case .unsupported: unsupported += cases
        case .refused: refused += cases
        case .notComparable: notComparable += cases
        }
    }

    package static func += (sum: inout VerdictCounts, other: VerdictCounts) {
        sum.pass += other.pass
        sum.fail += other.fail
        sum.error += other.error
        sum.unsupported += other.unsupported
        sum.refused += other.refused
        sum.notComparable += other.notComparable
    }
}
