import Algorithms
import Approval
import Throughput

extension RunRecord {
    /// One table a module: rates by message length with a bar for the longest, then the public-key
    /// operations, which have no length.
    var throughputText: [String] {
        var lines: [String] = []
        for module in modules {
            let measured = measurements.filter { $0.role == module.identity.role }
            lines += ratesText(module.identity.role, measured.filter { $0.point.messageBytes > 0 })
            lines += timesText(module.identity.role, measured.filter { $0.point.messageBytes == 0 })
        }
        let missing = measurements.filter { !$0.isMeasured }
        if !missing.isEmpty {
            lines += ["", "Not measured"]
            for text in missingText(missing) { lines += TextLayout.wrapped(text, indent: 2) }
        }
        return lines
    }

    private func ratesText(
        _ role: ModuleIdentity.Role, _ measurements: [Measurement]
    ) -> [String] {
        let sizes = shownSizes(measurements)
        let rows = grouped(measurements)
        if sizes.isEmpty { return [] }
        let fastest = rows.flatMap(\.self).compactMap(\.bytesPerSecond).max() ?? 1
        let names = max(31, 2 + (rows.map(\.[0].point.label.count).max() ?? 0))
        let bars = min(8, max(0, 79 - names - 10 * sizes.count))
        var lines = [
            "",
            TextLayout.left("Throughput, \(role.rawValue)", names)
                + sizes.map { TextLayout.right(TextLayout.bytes($0), 10) }.joined(),
        ]
        for row in rows {
            let rates = sizes.map { size in
                row.first { $0.point.messageBytes == size }?.bytesPerSecond
            }
            lines.append(
                TextLayout.left("  \(row[0].point.label)", names)
                    + rates.map { TextLayout.right($0.map(TextLayout.rate) ?? "", 10) }.joined()
                    + " "
                    + TextLayout.bar(
                        Double(rates.compactMap { $0 }.last ?? 0) / Double(fastest), bars))
        }
        return lines.map(trimmed)
    }

    private func timesText(
        _ role: ModuleIdentity.Role, _ measurements: [Measurement]
    ) -> [String] {
        var slowest = 0
        for measurement in measurements {
            slowest = max(slowest, measurement.estimate?.picosecondsPerOperation ?? 0)
        }
        if slowest == 0 { return [] }
        var lines = [
            "",
            TextLayout.left("Public-key operations, \(role.rawValue)", 41)
                + "      time  spread     a second",
        ]
        for measurement in measurements {
            guard let estimate = measurement.estimate else { continue }
            let point = measurement.point
            let picoseconds = estimate.picosecondsPerOperation
            lines.append(
                TextLayout.left("  \(point.label)", 41)
                    + TextLayout.right(TextLayout.duration(picoseconds: picoseconds), 10)
                    + TextLayout.right("\(tenths(estimate.spreadPerMille)) %", 8)
                    + TextLayout.right(String(1_000_000_000_000 / max(picoseconds, 1)), 13)
                    + " " + TextLayout.bar(Double(picoseconds) / Double(slowest), 6))
        }
        return lines.map(trimmed)
    }

    /// At most four lengths fit; the shortest and the longest say most.
    private func shownSizes(_ measurements: [Measurement]) -> [Int] {
        let sizes = Set(measurements.map(\.point.messageBytes)).sorted()
        if sizes.count <= 4 { return sizes }
        return [
            sizes[0], sizes[sizes.count / 3], sizes[2 * sizes.count / 3], sizes[sizes.count - 1],
        ]
    }

    /// Measurements of one operation together, in report order.
    private func grouped(_ measurements: [Measurement]) -> [[Measurement]] {
        var rows: [[Measurement]] = []
        for measurement in measurements where measurement.isMeasured {
            if rows.last?.first?.point.label == measurement.point.label {
                rows[rows.count - 1].append(measurement)
            } else {
                rows.append([measurement])
            }
        }
        return rows
    }

    private func missingText(_ measurements: [Measurement]) -> [String] {
        var reasons: [(text: String, labels: [String])] = []
        for measurement in measurements {
            let text = "\(measurement.role.rawValue): \(measurement.reason)"
            let label = measurement.point.label
            if let index = reasons.firstIndex(where: { $0.text == text }) {
                if !reasons[index].labels.contains(label) { reasons[index].labels.append(label) }
            } else {
                reasons.append((text, [label]))
            }
        }
        return reasons.map { "\($0.text) (\($0.labels.joined(separator: ", ")))" }
    }

    private func tenths(_ perMille: Int) -> String { "\(perMille / 10).\(perMille % 10)" }

    private func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}

extension Point {
    fileprivate var label: String { "\(algorithm) \(operation)" }
}

extension Measurement {
    fileprivate var estimate: Estimate? {
        if case .measured(let estimate) = result { estimate } else { nil }
    }

    fileprivate var bytesPerSecond: Int? {
        estimate?.bytesPerSecond(messageBytes: point.messageBytes)
    }

    fileprivate var reason: String {
        switch result {
        case .measured: ""
        case .notOffered(let reason): "not offered, \(reason)"
        case .refused(let rule): "refused, \(rule.id)"
        case .failed(let message): message
        }
    }
}
