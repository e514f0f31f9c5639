/// One rule of approval: what a standard says about a service, and what to do about it.
///
/// An ID is never reused for another meaning. Rules live as long as the process and are told apart
/// by their ID: deciding a service copies a reference, not a page of text.
package final class Rule: Sendable, Equatable {
    package let id: String
    /// What the rule is about, as an operator would say it.
    package let subject: String
    package let status: Status
    /// The document, its revision and the clause.
    package let citation: String
    package let nextChange: NextChange?
    /// What to use instead; nil where nothing needs replacing.
    package let instead: String?
    /// Changes of the status on known days, the earliest first.
    package let changes: [Change]

    /// Why the rule turned a service away, and with which option it would not have.
    package var refusal: String {
        let words = "\(id): \(subject), \(citation)"
        return status == .legacyUse ? "\(words); legacy use passes with --legacy only" : words
    }

    package static func == (left: Rule, right: Rule) -> Bool {
        left === right || left.id == right.id
    }

    /// A change that is known to come.
    package enum NextChange: Sendable, Equatable {
        /// Published and in force from the date named in it.
        case final(String)
        /// Proposed only; a draft never fails a run.
        case draft(String)
    }

    init(
        _ id: String, _ subject: String, _ status: Status, _ citation: String,
        next: NextChange? = nil, instead: String? = nil
    ) {
        self.id = id
        self.subject = subject
        self.status = status
        self.citation = citation
        self.nextChange = next
        self.instead = instead
        changes = Rule.changesByID[id] ?? []
    }
}

/// The standing of a service today.
package enum Status: String, Sendable, CaseIterable {
    /// An approved security function of SP 800-140C or SP 800-140D.
    case approved
    /// Not approved, but permitted in the approved mode by the Implementation Guidance.
    case allowed
    /// Only for processing what is already protected (a term of SP 800-131A Rev. 2).
    case legacyUse = "legacy use"
    /// Approved only under conditions that a test cannot meet: tests may run it, services may not.
    case testOnly = "test only"
    /// Still usable, at the user's risk; refused here.
    case deprecated
    /// Once approved and no longer so.
    case disallowed
    case nonApproved = "non-approved"

    package var isApproved: Bool { self == .approved || self == .allowed }
}
