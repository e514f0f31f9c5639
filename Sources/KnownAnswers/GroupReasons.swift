extension [GroupCheck.Reason] {
    /// A file may give each of its cases a reason of its own. Beyond so many only the kind of a
    /// reason is told: a list of all would fill the report, and finding one in it take hours.
    private static var mostDetails: Int { 64 }

    mutating func add(_ verdict: Verdict, _ cases: Int) {
        if addToKnown(verdict, cases) { return }
        let verdict = count < Self.mostDetails ? verdict : verdict.withoutDetail
        if addToKnown(verdict, cases) { return }
        append(GroupCheck.Reason(verdict: verdict, cases: cases))
    }

    private mutating func addToKnown(_ verdict: Verdict, _ cases: Int) -> Bool {
        guard let index = firstIndex(where: { $0.verdict == verdict }) else { return false }
        self[index] = GroupCheck.Reason(verdict: verdict, cases: self[index].cases + cases)
        return true
    }
}

extension Verdict {
    /// There are few of these.
    fileprivate var withoutDetail: Verdict {
        switch self {
        case .error: .error("other errors")
        case .unsupported(let unsupported):
            .unsupported(Unsupported(unsupported.reason, "other details"))
        case .pass, .fail, .refused, .notComparable: self
        }
    }
}
