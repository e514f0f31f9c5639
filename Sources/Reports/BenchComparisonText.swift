import CanonicalJSON
package import Throughput

extension BenchComparison {
    package func text(base: String, candidate: String) -> String {
        var lines = [headline, ""]
        lines += TextLayout.wrapped("base \(base), candidate \(candidate)", indent: 0)
        if !differences.isEmpty {
            lines += TextLayout.wrapped(
                "compared though these differ: \(differences.joined(separator: ", "))", indent: 0)
        }
        for (verdict, title) in [
            (Verdict.regression, "Slower"), (.inconclusive, "Inconclusive"),
            (.noChange, "No change"),
        ] {
            let points = points.filter { $0.verdict == verdict }
            if points.isEmpty { continue }
            let head = TextLayout.left(title, 46) + " change    95 % interval  detects"
            lines += ["", head] + points.flatMap(rows)
        }
        let missing = [
            ("only in the base", onlyInBase), ("only in the candidate", onlyInCandidate),
        ]
        for (name, ids) in missing where !ids.isEmpty {
            lines += [""]
            lines += TextLayout.wrapped("\(ids.count) points \(name), not compared", indent: 0)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The first line: the verdict, and what it stands on.
    package var headline: String {
        let slower = points.count { $0.verdict == .regression }
        let unclear = points.count { $0.verdict == .inconclusive }
        let word = exitCode == 1 ? "SLOWER" : exitCode == 0 ? "SAME" : "UNKNOWN"
        return "\(word)  \(points.count) points compared: \(slower) slower, "
            + "\(points.count - slower - unclear) without change, \(unclear) inconclusive"
    }

    private func rows(_ point: Point) -> [String] {
        let note = point.reason.isEmpty ? [] : TextLayout.wrapped(point.reason, indent: 4)
        guard let effect = point.effect else { return ["  \(point.id)"] + note }
        let interval = "\(signed(effect.lower)) to \(signed(effect.upper))"
        let figures =
            TextLayout.right(signed(effect.value), 7) + TextLayout.right(interval, 17)
            + TextLayout.right(signed(effect.smallestDetectable), 9)
        let name = "  \(point.id)"
        // A long name has a line of its own.
        let head =
            name.count < 46
            ? [TextLayout.left(name, 46) + figures]
            : [name, TextLayout.left("", 46) + figures]
        return head + note
    }

    package func json(base: String, candidate: String) -> String {
        func millionths(_ value: Double) -> JSONValue { .integer(Int((value * 1e6).rounded())) }
        let rows = points.map { point -> JSONValue in
            var members: [String: JSONValue] = [
                "id": .string(point.id), "verdict": .string(point.verdict.rawValue),
                "reason": .string(point.reason),
            ]
            if let effect = point.effect {
                members["changePerMillion"] = millionths(effect.value)
                members["lowerPerMillion"] = millionths(effect.lower)
                members["upperPerMillion"] = millionths(effect.upper)
                members["smallestDetectablePerMillion"] = millionths(effect.smallestDetectable)
                members["thresholdPerMillion"] = millionths(effect.threshold)
            }
            return .object(members)
        }
        let strings = { (values: [String]) in JSONValue.array(values.map { .string($0) }) }
        let record: JSONValue = [
            "schema": "fipsmark-bench-comparison/1", "base": .string(base),
            "candidate": .string(candidate), "exitCode": .integer(Int(exitCode)),
            "differences": strings(differences), "onlyInBase": strings(onlyInBase),
            "onlyInCandidate": strings(onlyInCandidate), "points": .array(rows),
        ]
        return record.canonicalLine
    }
}

/// A share in percent with its sign and one decimal.
private func signed(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths < 0 ? "-" : "+")\(abs(tenths) / 10).\(abs(tenths) % 10) %"
}
