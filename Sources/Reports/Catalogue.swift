import Algorithms
package import Approval
import CanonicalJSON

/// The table of algorithms and the rules on one day, for every format.
package struct Catalogue: Sendable {
    private let asOf: CalendarDate
    private let legacy: Bool
    /// Cases that ship, by algorithm.
    private let cases: [String: Int]

    package init(asOf: CalendarDate, legacy: Bool, cases: [String: Int]) {
        self.asOf = asOf
        self.legacy = legacy
        self.cases = cases
    }

    /// One line of the catalogue: an algorithm under the rule of its usual service, or a rule.
    private struct Row {
        let kind: String
        let name: String
        let rule: Rule
        var limits: [Rule] = []
        var openssl = ""
        var libgcrypt = ""
        var cases = ""
    }

    /// In the order of `columns`.
    private func fields(_ row: Row) -> [String] {
        let listing = CertificateOverlay.of(certificate: "4985")?.listing(row.rule)
        return [
            row.kind, row.name, row.rule.status(on: asOf).rawValue, row.rule.subject,
            row.limits.map(\.id).joined(separator: ", "), row.rule.citation, row.rule.next,
            row.rule.instead ?? "", row.openssl, row.libgcrypt, listing?.rawValue ?? "", row.cases,
        ]
    }

    private static let columns = [
        "kind", "name", "status", "subject", "limits", "citation", "next change", "instead",
        "OpenSSL from", "libgcrypt from", "certificate 4985", "cases shipped",
    ]

    private var algorithms: [Row] {
        Algorithm.table.map { algorithm in
            let offering = Offering.of(algorithm: algorithm.name)
            return Row(
                kind: "algorithm", name: algorithm.name, rule: algorithm.rule,
                limits: offering?.limits ?? [], openssl: offering?.openssl ?? "",
                libgcrypt: offering?.libgcrypt ?? "",
                cases: String(cases[algorithm.name] ?? 0))
        }
    }

    private var rules: [Row] { Rule.all.map { Row(kind: "rule", name: $0.id, rule: $0) } }

    /// Every row of the table of algorithms.
    package var text: String {
        var lines = [
            TextLayout.left("Algorithm", 26) + TextLayout.left("status", 14)
                + TextLayout.right("cases", 6) + "  approved as"
        ]
        for row in algorithms {
            lines.append(
                TextLayout.left(row.name, 26)
                    + TextLayout.left(row.rule.status(on: asOf).rawValue, 14)
                    + TextLayout.right(row.cases, 6) + "  \(row.rule.id)")
        }
        lines += [
            "",
            "\(Rule.all.count) rules decide \(NameEntry.all.flatMap(\.names).count) names;"
                + " 'fipsmark algorithms NAME' explains one,",
            "and --format markdown has them all.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    package var csv: String {
        ([Catalogue.columns] + (algorithms + rules).map(fields)).map { fields in
            fields.map(Catalogue.quoted).joined(separator: ",")
        }.joined(separator: "\r\n") + "\r\n"
    }

    /// RFC 4180, section 2.
    private static func quoted(_ field: String) -> String {
        let isPlain = !field.contains { [",", "\"", "\n", "\r"].contains($0) }
        return isPlain ? field : "\"\(field.replacing("\"", with: "\"\""))\""
    }

    package var markdown: String {
        let standing =
            "As of \(asOf). OpenSSL from 3.0 and libgcrypt from 1.8 on: the first "
            + "version that offers it."
        return """
            # Algorithms

            \(standing)

            \(table(algorithms, leavingOut: ["kind", "subject", "instead"]))

            # Rules

            \(table(rules, leavingOut: [
                "kind", "limits", "OpenSSL from", "libgcrypt from", "cases shipped",
            ]))

            """
    }

    private func table(_ rows: [Row], leavingOut: Set<String>) -> String {
        let shown = Catalogue.columns.indices.filter { !leavingOut.contains(Catalogue.columns[$0]) }
        func line(_ fields: [String]) -> String {
            "| " + shown.map { fields[$0].replacing("|", with: "\\|") }.joined(separator: " | ")
                + " |"
        }
        let rule = "|" + shown.map { _ in "---|" }.joined()
        return ([line(Catalogue.columns), rule] + rows.map { line(fields($0)) })
            .joined(separator: "\n")
    }

    package var json: String {
        func value(_ row: Row) -> JSONValue {
            let names = [
                "kind", "name", "status", "subject", "limits", "citation", "nextChange", "instead",
                "openssl", "libgcrypt", "certificate4985", "cases",
            ]
            return .object(
                Dictionary(uniqueKeysWithValues: zip(names, fields(row).map { .string($0) }))
                    .filter { $0.value != .string("") })
        }
        let record: JSONValue = [
            "asOf": .string(asOf.description), "algorithms": .array(algorithms.map(value)),
            "rules": .array(rules.map(value)),
        ]
        return record.canonicalLine
    }
}

extension Rule {
    /// The next change in words; drafts are called so.
    var next: String {
        switch nextChange {
        case .final(let change): change
        case .draft(let change): "\(change) (draft)"
        case nil: ""
        }
    }
}
