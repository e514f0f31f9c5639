package import Approval

/// Somebody's written word that a check may stay as it is until a day.
package struct Waiver: Sendable, Equatable {
    package let check: String
    package let owner: String
    package let reason: String
    /// The last day on which it holds.
    package let expires: CalendarDate

    package init(check: String, owner: String, reason: String, expires: CalendarDate) {
        self.check = check
        self.owner = owner
        self.reason = reason
        self.expires = expires
    }

    package func holds(asOf date: CalendarDate) -> Bool { date <= expires }

    package var statement: String { "waived by \(owner) until \(expires): \(reason)" }
}
