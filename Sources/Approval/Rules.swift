extension Rule {
    /// Every rule, in report order.
    package static let all: [Rule] =
        ciphers + hashes + macs + signatures + keys + derivation + sweep

    /// The rule with this ID, or nil where there is none.
    package static func find(_ id: String) -> Rule? {
        byID[id]
    }

    /// The rule with an ID that our own tables name; an unknown one is a typing error of ours.
    package static func named(_ id: String) -> Rule {
        guard let rule = byID[id] else {
            preconditionFailure("no rule has the ID \(id)")
        }
        return rule
    }

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    // Words that many rows share, so that a new revision of a document is one change.

    /// What is no standard's cannot be cited from one: the lists of what is approved are complete.
    static let notInSP800140C = "SP 800-140C: not among its approved security functions"
    static let notInSP800140D = "SP 800-140D: not among its approved methods"
}

extension Rule.NextChange {
    /// NIST announced the end of SHA-1 outside any draft.
    static let sha1Ends = final(
        "SHA-1 disallowed for applying protection after 2030-12-31 (NIST notice of 2022-12-15)")
    static let digestsOf224Bits = draft(
        "SP 800-131A Rev. 3 ipd: deprecated, disallowed after 2030")
    static let modulusOf2048Bits = draft(
        "SP 800-131A Rev. 3 ipd: 2048 bits deprecated after 2030; "
            + "IR 8547 ipd: disallowed after 2035")
    static let curveP224 = draft(
        "SP 800-131A Rev. 3 ipd: P-224 deprecated after 2030; IR 8547 ipd: disallowed after 2035")
    static let quantumVulnerable = draft("IR 8547 ipd: disallowed after 2035")
    static let keysBelow128Bits = draft(
        "SP 800-131A Rev. 3 ipd: keys below 128 bits disallowed after 2030")
}
