/// What a fleet is held to. IDs are never used again.
package enum Rule: String, Sendable, CaseIterable {
    case tenantOn = "F01"
    case projectOn = "F02"
    case clusterAlone = "F03"
    case notPassing = "F04"
    case olderThanSwitch = "F05"
    case missing = "F06"
    case stale = "F07"
    case contradicting = "F08"
    case clock = "F09"
    case notVouchedFor = "F10"
    case lapsing = "F11"
    case slowerThanPeers = "F12"
    case accelerationLost = "F13"

    package var title: String {
        switch self {
        case .tenantOn: "a tenant that is on has every project and cluster in it on"
        case .projectOn: "a project that is on has every cluster in it on"
        case .clusterAlone: "a cluster may be on alone"
        case .notPassing: "every node and layer of a scope that is on passes"
        case .olderThanSwitch: "no node is older than the switch"
        case .missing: "every expected node has reported, and no other"
        case .stale: "every report is as new as the scope demands"
        case .contradicting: "no node reports twice with different content"
        case .clock: "no report comes from the future"
        case .notVouchedFor: "every report is signed by an allowed key"
        case .lapsing: "no certificate lapses within 180 days"
        case .slowerThanPeers: "no node is slower than its peers beyond the noise"
        case .accelerationLost: "no node has lost its processor's acceleration"
        }
    }
}

/// One thing that a rule found.
package struct Finding: Sendable, Equatable {
    /// The worst first.
    package enum Outcome: String, Sendable, CaseIterable {
        /// Exit code 1.
        case fail
        /// Exit code 2: it could not be determined.
        case unknown
        case warning
        case information
    }

    package let rule: Rule
    /// The scope's index; -1 for what lies in none.
    package let scope: Int
    /// Empty where it is of the scope itself.
    package let node: String
    package let outcome: Outcome
    package let message: String
    /// Nil where nobody waived it.
    package var waiver: String?
    package var waiverHolds = false

    /// Whether it decides the fleet.
    package var decides: Bool { !waiverHolds && (outcome == .fail || outcome == .unknown) }
}
