import Approval
import Markup

/// Cases that were not executed, by module, verdict and reason.
struct ReasonTally {
    struct Entry {
        let module: String
        let verdict: String
        let reason: String
        var cases: Int
        var groups: Int
    }

    private(set) var entries: [Entry] = []

    init(_ results: Results) {
        var places: [String: Int] = [:]
        for set in results.sets {
            for group in set.groups {
                for reason in group.reasons {
                    let key = "\(group.module) \(reason.verdict) \(reason.reason)"
                    if let place = places[key] {
                        entries[place].cases += reason.cases
                        entries[place].groups += 1
                    } else {
                        places[key] = entries.count
                        entries.append(
                            Entry(
                                module: group.module, verdict: reason.verdict,
                                reason: reason.reason, cases: reason.cases, groups: 1))
                    }
                }
            }
        }
    }
}

extension Report {
    private static let unchecked: [CheckOutcome] = [
        .notChecked, .notApplicable, .unknown, .error,
    ]

    var notChecked: [Element] {
        var parts: [Element] = [
            .paragraph([
                "Nothing that was not tested counts as a pass: ",
                .figure(tally.checks(.notChecked)), " checks were not checked, ",
                .figure(tally.checks(.notApplicable)), " did not apply, ",
                .figure(tally.checks(.unknown)), " gave no answer and ",
                .figure(tally.checks(.error)), " broke off.",
            ])
        ]
        parts += [reasonTable, otherTable, inputTable].compactMap { $0 }
        return parts
    }

    private var reasonTable: Element? {
        let entries = ReasonTally(results).entries
        var table = Table(
            "reasons-table", ["Cases without a verdict of right or wrong, and why"],
            [
                .init("Reason"), .init("Module"), .init("Verdict"),
                .init("Cases", isNumber: true), .init("Groups", isNumber: true),
            ], style: "texts")
        for entry in entries where table.hasRoom() {
            let place =
                "results.sets.groups[module=\(Figure.quoted(entry.module))]"
                + ".reasons[verdict=\(Figure.quoted(entry.verdict))]"
                + "[reason=\(Figure.quoted(entry.reason))]"
            let (kind, words) = Report.reason(entry.reason)
            table.rows.append([
                [.line(words)] + (kind.isEmpty ? [] : [.lineBreak, .aside([.line(kind)])]),
                [.line(entry.module, most: 40)],
                [.line(CaseVerdict(rawValue: entry.verdict)?.words ?? entry.verdict, most: 40)],
                [.figure(Figure(entry.cases, place + ".sum(cases)"))],
                [.figure(Figure(entry.groups, place + ".count"))],
            ])
        }
        return table.rows.isEmpty ? nil : table.element
    }

    /// `moduleDoesNotOffer: words` as the kind, in English, and the words.
    static func reason(_ text: String) -> (kind: String, words: String) {
        guard text.utf8.count < 2000, let colon = text.firstIndex(of: ":") else {
            return ("", text)
        }
        let words = text[text.index(after: colon)...].drop { $0 == " " }
        let kind =
            switch text[..<colon] {
            case "moduleDoesNotOffer": ""
            case let other: "\(other)"
            }
        return (kind, String(words))
    }

    /// Checks that are not of vectors, by what was observed.
    private var otherTable: Element? {
        struct Entry {
            let kind: Substring
            let outcome: CheckOutcome
            let observed: String
            let first: String
            var count: Int
        }
        var entries: [Entry] = []
        var places: [String: Int] = [:]
        for check in results.checks where Report.unchecked.contains(check.outcome) {
            let kind = check.id.prefix { $0 != "/" }
            if kind == "kat" { continue }
            let key = "\(kind) \(check.outcome.rawValue) \(check.observed)"
            if let place = places[key] {
                entries[place].count += 1
            } else {
                places[key] = entries.count
                entries.append(
                    Entry(
                        kind: kind, outcome: check.outcome, observed: check.observed,
                        first: check.title, count: 1))
            }
        }
        var table = Table(
            "unchecked-table", ["Other checks that were not checked, did not apply or broke off"],
            [
                .init("Check"), .init("Outcome"), .init("Observed"),
                .init("Checks", isNumber: true),
            ], style: "texts")
        for entry in entries where table.hasRoom() {
            let place =
                "results.checks[id^=\(entry.kind)/][outcome=\(entry.outcome.rawValue)]"
                + "[observed=\(Figure.quoted(entry.observed))].count"
            table.rows.append([
                [.line(entry.first, most: 160)], [Report.mark(entry.outcome)],
                [.line(entry.observed, most: 240)], [.figure(Figure(entry.count, place))],
            ])
        }
        return table.rows.isEmpty ? nil : table.element
    }

    private var inputTable: Element? {
        var table = Table(
            "inputs-table", ["Files that gave no vectors, or not all of theirs"],
            [.init("File"), .init("Outcome"), .init("What was found")])
        for input in results.inputs where table.hasRoom() {
            table.rows.append([
                [.code(input.file, most: 160)], [Report.mark(input.outcome)],
                [.line(input.message)],
            ])
        }
        return table.rows.isEmpty ? nil : table.element
    }
}
