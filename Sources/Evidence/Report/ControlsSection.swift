import Approval
import Markup

extension Report {
    var controlMap: [Element] {
        let controls = sources.controls
        guard !controls.groups.isEmpty else {
            return [.paragraph([.aside(["This program has no table of controls."])])]
        }
        var parts: [Element] = [
            .paragraph([
                "Which objectives of SP 800-53A the checks speak of. A check supports an ",
                "objective; whether a control is satisfied is the assessor’s finding. SC-13 is ",
                "never called satisfied here. ",
                .strong(["Verification"]), " is evidence that something is implemented, ",
                .strong(["validation"]),
                " that it is effective (FedRAMP IVV-CSO-SEI and IVV-CSO-SEE).",
            ])
        ]
        parts.append(groupTable)
        parts.append(objectiveTable)
        return parts
    }

    private var groupTable: Element {
        var table = Table(
            "controls-table", ["Groups of checks and what they speak of"],
            [
                .init("Checks"), .init("Kind"), .init("Outcome"), .init("Objectives"),
                .init("Context"),
                .init("Elsewhere"),
            ])
        for (index, group) in sources.controls.groups.enumerated() where table.hasRoom() {
            table.rows.append([
                [.line(group.title, most: 160)], [.line(group.kind, most: 40)],
                outcomes(index), Report.identifiers(group.objectives),
                Report.identifiers(group.supports),
                [.line(group.also.joined(separator: "; "))],
            ])
        }
        let unmapped = tally.ofGroups[sources.controls.groups.count]
        if !unmapped.isEmpty {
            table.rows.append([
                ["checks of no group"], [.aside(["none"])],
                outcomes(sources.controls.groups.count), [.aside(["none"])], [.aside(["none"])],
                [.aside(["none"])],
            ])
        }
        return table.element
    }

    private func outcomes(_ group: Int) -> Words {
        var words: Words = []
        for outcome in CheckOutcome.allCases {
            guard let count = tally.ofGroups[group][outcome] else { continue }
            if !words.isEmpty { words.append(.lineBreak) }
            let prefixes =
                group < sources.controls.groups.count ? sources.controls.groups[group].id : "-"
            let source =
                "results.checks[group=\(Figure.quoted(prefixes))]"
                + "[outcome=\(outcome.rawValue)].count"
            words += [.figure(Figure(count, source)), " ", Report.mark(outcome)]
        }
        return words.isEmpty ? [.aside(["no check in this run"])] : words
    }

    private var objectiveTable: Element {
        var table = Table(
            "objectives-table", ["The objectives, in the words of the catalogue"],
            [.init("Objective"), .init("Control"), .init("Statement"), .init("Baselines")])
        table.whole = "the table of controls"
        for objective in sources.controls.objectives where table.hasRoom() {
            table.rows.append([
                Report.identifiers([objective.id]),
                [.line(objective.control.uppercased(), most: 40)],
                [.line(objective.statement, most: 1000)],
                [.text(Report.baselines(objective.baselines))],
            ])
        }
        return table.element
    }

    /// IDs of the catalogue, each on one line.
    private static func identifiers(_ ids: [String]) -> Words {
        var words: Words = []
        for id in ids {
            if !words.isEmpty { words.append(", ") }
            words.append(
                .element(Element("span", [("class", "whole")], [.line(id, most: 40)])))
        }
        return words
    }

    private static func baselines(_ letters: String) -> String {
        let names = letters.compactMap { letter -> String? in
            switch letter {
            case "L": "low"
            case "M": "moderate"
            case "H": "high"
            default: nil
            }
        }
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    var upcomingChanges: [Element] {
        var dated: [(date: CalendarDate, subject: String, words: String, citation: String)] = []
        for rule in sources.policy.rules {
            for change in rule.changes where change.from > results.asOf {
                dated.append(
                    (
                        change.from, rule.subject,
                        "from \(change.was.rawValue) to \(change.becomes.rawValue)", rule.citation
                    ))
            }
        }
        dated.sort { ($0.date, $0.subject) < ($1.date, $1.subject) }
        var parts: [Element] = [
            .paragraph([
                "What is known to change after ", .time(results.asOf.description),
                ". A draft decides nothing, and no check fails because of one.",
            ])
        ]
        var table = Table(
            "dated-table", ["Changes that are published and in force from a day"],
            [.init("From"), .init("Service"), .init("Change"), .init("Reference"), .init("Text")])
        table.whole = BundleSources.policyPath
        let sunset = results.moduleUnderTest.certificate
        if let day = CalendarDate(sunset.sunset), day > results.asOf {
            dated.insert(
                (
                    day, "certificate #\(sunset.id)", "sunset: historical from the next day on",
                    sunset.module
                ), at: 0)
        }
        for change in dated where table.hasRoom() {
            table.rows.append([
                [.time(change.date.description)], [.line(change.subject, most: 200)],
                [.line(change.words, most: 120)], [.line(change.citation, most: 200)],
                [.strong(["final"])],
            ])
        }
        parts.append(
            table.rows.isEmpty
                ? .paragraph([.aside(["No final change is known after that day."])])
                : table.element)
        parts.append(announced)
        return parts
    }

    /// Changes in words, each once, with the services that they are for.
    private var announced: Element {
        var order: [String] = []
        var entries: [String: (isDraft: Bool, subjects: [String])] = [:]
        for rule in sources.policy.rules where !rule.next.isEmpty {
            let key = (rule.nextIsDraft ? "draft " : "final ") + rule.next
            if entries[key] == nil { order.append(key) }
            entries[key, default: (rule.nextIsDraft, [])].subjects.append(rule.subject)
        }
        var table = Table(
            "announced-table", ["Changes that are announced or proposed"],
            [.init("Change"), .init("Text"), .init("Services")])
        table.whole = BundleSources.policyPath
        for key in order where table.hasRoom() {
            guard let entry = entries[key] else { continue }
            table.rows.append([
                [.line(String(key.dropFirst(6)), most: 300)],
                [
                    entry.isDraft
                        ? Standing.plain.mark("draft: decides nothing")
                        : .strong(["final"])
                ],
                [.line(entry.subjects.joined(separator: "; "), most: 900)],
            ])
        }
        return table.element
    }
}
