extension Rule {
    /// A change of a rule's status on a known day. Only what is published and final is one: drafts
    /// stand in `nextChange`, and decide nothing.
    package struct Change: Sendable, Equatable {
        /// The first day of the new status.
        package let from: CalendarDate
        package let was: Status
        package let becomes: Status

        init(_ from: String, _ was: Status, _ becomes: Status) {
            self.from = .on(from)
            self.was = was
            self.becomes = becomes
        }
    }

    /// The status on a day. `status` itself is that of the day on which the rules were written.
    package func status(on date: CalendarDate) -> Status {
        guard let first = changes.first else { return status }
        return changes.last { $0.from <= date }?.becomes ?? first.was
    }

    /// The changes of each rule that has any, the earliest first.
    static let changesByID: [String: [Change]] = {
        var changes: [String: [Change]] = [:]
        // SP 800-131A Rev. 2, sections 2, 6 and 10: deprecated through 2023, then disallowed.
        for id in ["tdea3-enc", "cmac-tdea", "rsa-pkcs1-enc"] {
            changes[id] = [Change("2024-01-01", .deprecated, .disallowed)]
        }
        // FIPS 186-5 of 2023-02-03 leaves them out; FIPS 186-4 remained in effect for a year more.
        for id in ["dsa-sign", "rsa-x931-sign"] {
            changes[id] = [Change("2024-02-03", .approved, .disallowed)]
        }
        for id in ["dsa-verify", "rsa-x931-ver"] {
            changes[id] = [Change("2024-02-03", .approved, .legacyUse)]
        }
        for id in ["ed25519", "ed448", "detecdsa"] {
            changes[id] = [Change("2023-02-03", .nonApproved, .approved)]
        }
        // The day of the IG D.S that names it.
        changes["hybrid-x25519-mlkem768"] = [Change("2026-04-09", .nonApproved, .allowed)]
        // FIPS 203, FIPS 204 and FIPS 205.
        for set in ["kem-512", "kem-768", "kem-1024", "dsa-44", "dsa-65", "dsa-87"] {
            changes["ml-\(set)"] = [Change("2024-08-13", .nonApproved, .approved)]
        }
        for function in ["sha2", "shake"] {
            for set in ["128s", "128f", "192s", "192f", "256s", "256f"] {
                changes["slh-dsa-\(function)-\(set)"] = [
                    Change("2024-08-13", .nonApproved, .approved)
                ]
            }
        }
        // NIST's notice of 2022-12-15: no SHA-1 to apply protection after 2030-12-31; what was
        // protected before may be processed.
        for id in ["hmac-sha-1-gen", "hash-drbg-sha1", "hmac-drbg-sha1", "aes-cbc-hmac-sha1"] {
            changes[id] = [Change("2031-01-01", .approved, .disallowed)]
        }
        for id in ["sha1-other", "hmac-sha-1-ver"] {
            changes[id] = [Change("2031-01-01", .approved, .legacyUse)]
        }
        return changes
    }()
}
