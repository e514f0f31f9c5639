package import Approval
package import CanonicalJSON

/// The policy that a run was decided by, as data: rules, certificates and their overlays. It
/// answers for any day without the program that made it.
package struct RulesInForce: Sendable {
    package static let format = "fipsmark policy 1"

    package struct RuleRow: Sendable, Equatable {
        package let id: String
        package let subject: String
        package let status: Status
        package let citation: String
        /// What to use instead; empty where nothing needs replacing.
        package let instead: String
        /// A change that is known to come, in words; empty where none is.
        package let next: String
        /// Whether the next change is a draft, which decides nothing.
        package let nextIsDraft: Bool
        package let changes: [Change]

        package struct Change: Sendable, Equatable {
            package let from: CalendarDate
            package let was: Status
            package let becomes: Status
        }

        package func status(on date: CalendarDate) -> Status {
            guard let first = changes.first else { return status }
            return changes.last { $0.from <= date }?.becomes ?? first.was
        }
    }

    package struct OverlayRow: Sendable, Equatable {
        package let certificate: String
        package let rule: String
        package let listing: String
    }

    package let rules: [RuleRow]
    package let overlays: [OverlayRow]
    /// The table of certificates as the run had it, canonical.
    package let certificateText: [UInt8]
    package let certificates: CertificateTable

    package func rule(_ id: String) -> RuleRow? { rules.first { $0.id == id } }

    /// Our own rules beside a table of certificates.
    ///
    /// - Parameter certificates: the file's bytes.
    package init(certificates text: [UInt8]) throws(CertificateFileError) {
        certificates = try CertificateFile.read(text)
        do throws(RecordError) {
            let table = try JSONReader.read(text)
            certificateText = Array(table.jsonValue.canonicalText.utf8)
        } catch {
            throw CertificateFileError(line: 1, message: error.message)
        }
        rules = Rule.all.map(RuleRow.init)
        overlays = CertificateOverlay.all.flatMap { overlay in
            overlay.ruleIDs.map { id in
                OverlayRow(
                    certificate: overlay.certificate, rule: id,
                    listing: overlay.listing(.named(id))?.rawValue ?? "")
            }
        }
    }

    package var json: JSONValue {
        [
            "format": .string(RulesInForce.format), "rules": .array(rules.map(\.json)),
            "overlays": .array(
                overlays.map { row in
                    [
                        "certificate": .string(row.certificate), "rule": .string(row.rule),
                        "listing": .string(row.listing),
                    ]
                }),
            "certificates": .string(String(decoding: certificateText, as: UTF8.self)),
        ]
    }

    package init(_ text: [UInt8]) throws(RecordError) {
        var reader = try CanonicalReader(text)
        try reader.open()
        let place = reader.position
        certificateText = Array(try reader.string("certificates").utf8)
        do throws(CertificateFileError) {
            certificates = try CertificateFile.read(certificateText)
        } catch {
            throw RecordError(at: place, "the table of certificates: \(error.message)")
        }
        try reader.require("format", RulesInForce.format)
        overlays = try reader.list("overlays") { item throws(RecordError) in
            try item.open()
            let certificate = try item.string("certificate")
            let listing = try item.string("listing")
            let rule = try item.string("rule")
            try item.close()
            return OverlayRow(certificate: certificate, rule: rule, listing: listing)
        }
        rules = try reader.list("rules", RuleRow.init)
        try reader.close()
        try reader.finish()
    }
}

extension RulesInForce.RuleRow {
    fileprivate init(_ rule: Rule) {
        id = rule.id
        subject = rule.subject
        status = rule.status
        citation = rule.citation
        instead = rule.instead ?? ""
        switch rule.nextChange {
        case .final(let words)?: (next, nextIsDraft) = (words, false)
        case .draft(let words)?: (next, nextIsDraft) = (words, true)
        case nil: (next, nextIsDraft) = ("", false)
        }
        changes = rule.changes.map { Change(from: $0.from, was: $0.was, becomes: $0.becomes) }
    }

    fileprivate var json: JSONValue {
        [
            "id": .string(id), "subject": .string(subject), "status": .string(status.rawValue),
            "citation": .string(citation), "instead": .string(instead), "next": .string(next),
            "draft": .string(nextIsDraft ? "yes" : "no"),
            "changes": .array(
                changes.map { change in
                    [
                        "from": .string(change.from.description),
                        "was": .string(change.was.rawValue),
                        "becomes": .string(change.becomes.rawValue),
                    ]
                }),
        ]
    }

    fileprivate init(_ reader: inout CanonicalReader) throws(RecordError) {
        try reader.open()
        changes = try reader.list("changes") { item throws(RecordError) in
            try item.open()
            let becomes: Status = try item.word("becomes")
            let place = item.position
            guard let from = CalendarDate(try item.string("from")) else {
                throw RecordError(at: place, "from is no date")
            }
            let was: Status = try item.word("was")
            try item.close()
            return Change(from: from, was: was, becomes: becomes)
        }
        citation = try reader.string("citation")
        nextIsDraft = try reader.flag("draft")
        id = try reader.string("id")
        instead = try reader.string("instead")
        next = try reader.string("next")
        status = try reader.word("status")
        subject = try reader.string("subject")
        try reader.close()
    }
}
