package import Algorithms

/// What a library without a policy makes of the names and services that are refused: where they
/// work there, a refusal is policy; where they do not, it is mere absence and shows nothing.
package struct Contrast: Sendable {
    package enum Answer: String, Sendable, CaseIterable {
        case works = "works"
        case refused = "is refused too"
        case absent = "is absent too"
        case notRun = "was not tried"
    }

    private let names: Set<String>
    private let probes: [String: Answer]
    /// Why there was no contrast; nil where there was.
    package let missing: String?

    package init(missing: String) {
        names = []
        probes = [:]
        self.missing = missing
    }

    /// Reads what `report` wrote; nil for anything else, and for less than all of it.
    package init?(report: String) {
        var names: Set<String> = []
        var probes: [String: Answer] = [:]
        var lines = report.split(separator: "\n")
        guard lines.popLast() == "end" else { return nil }
        for line in lines {
            let fields = line.split(separator: "\t").map(String.init)
            if fields.count == 3, fields[0] == "name" {
                names.insert("\(fields[1])/\(fields[2])")
            } else if fields.count == 3, fields[0] == "probe",
                let answer = Answer(rawValue: fields[2])
            {
                probes[fields[1]] = answer
            } else {
                return nil
            }
        }
        self.names = names
        self.probes = probes
        missing = nil
    }

    /// Asks for every name and probe that a rule refuses; one line for each answer.
    package static func report(
        offers: (KnownName.Operation, String) -> Bool,
        perform: (ProbeOperation) -> ProbeOutcome
    ) -> String {
        var lines: [String] = []
        for entry in NameEntry.all where !Rule.named(entry.ruleID).status.isApproved {
            for name in entry.names where offers(entry.operation, name) {
                lines.append("name\t\(entry.operation.rawValue)\t\(name)")
            }
        }
        for probe in Probe.all where !probe.rule.status.isApproved {
            let answer: Answer =
                switch perform(probe.operation) {
                case .done: .works
                case .refused: .refused
                case .absent: .absent
                }
            lines.append("probe\t\(probe.id)\t\(answer.rawValue)")
        }
        return (lines + ["end"]).joined(separator: "\n") + "\n"
    }

    package func answer(_ known: KnownName) -> Answer {
        if missing != nil { return .notRun }
        let works = ([known.name] + known.aliases).contains { name in
            names.contains("\(known.operation.rawValue)/\(name.uppercased())")
        }
        return works ? .works : .absent
    }

    package func answer(_ probe: Probe) -> Answer { probes[probe.id] ?? .notRun }
}
