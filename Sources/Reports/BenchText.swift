package import BenchRecord
import Throughput

extension BenchRecord {
    package var text: String {
        var lines = [headline, ""]
        let version = fingerprint.fields["openssl.version"] ?? "no provider"
        lines += TextLayout.wrapped(
            "\(fingerprint.fields["cpuModel"] ?? "an unknown processor"); \(version); profile "
                + "\(profile), \(startedAt)", indent: 0)
        for module in ["openssl", "gcrypt"] {
            let measured = points.filter { $0.module == module && $0.state == .measured }
            lines += ratesText(module, measured.filter { $0.messageBytes > 0 })
            lines += costsText(module, measured.filter { $0.messageBytes > 0 })
            lines += timesText(module, measured.filter { $0.messageBytes == 0 })
        }
        lines += scalingText + startUpText + missingText
        for finding in findings ?? [] {
            lines += [""] + TextLayout.wrapped("Finding: \(finding)", indent: 0)
        }
        lines += [
            "",
            "Quietness \(quietness.grade): \(percent(quietness.cleanPerMille)) of batches clean",
        ]
        for remark in quietness.remarks { lines += TextLayout.wrapped("- \(remark)", indent: 2) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The first line: what there is, and how far it can be trusted.
    package var headline: String {
        func count(_ state: State) -> Int { points.count { $0.state == state } }
        var parts = ["\(count(.measured)) points measured"]
        if count(.failed) > 0 { parts.append("\(count(.failed)) failed") }
        if count(.inconclusive) > 0 { parts.append("\(count(.inconclusive)) inconclusive") }
        let absent = count(.notOffered) + count(.refused)
        if absent > 0 { parts.append("\(absent) not offered") }
        if let findings, !findings.isEmpty { parts.append("\(findings.count) findings") }
        let word = exitCode == 0 ? "DONE" : exitCode == 1 ? "FAIL" : "UNKNOWN"
        return "\(word)  \(parts.joined(separator: ", ")); quietness \(quietness.grade)"
    }

    /// Of the command: 1 where a module failed, 2 where a point could not be measured.
    package var exitCode: Int32 {
        if points.contains(where: { $0.state == .failed }) { return 1 }
        let measured = points.contains { $0.state == .measured }
        return !measured || points.contains { $0.state == .inconclusive } ? 2 : 0
    }

    private func ratesText(_ module: String, _ points: [Point]) -> [String] {
        let sizes = shownSizes(points)
        if sizes.isEmpty { return [] }
        let fastest = points.compactMap(\.bytesPerSecond).max() ?? 1
        var lines = [
            "",
            TextLayout.left("Throughput, \(module)", 33)
                + sizes.map { TextLayout.right(TextLayout.bytes($0), 10) }.joined(),
        ]
        for row in grouped(points) {
            let rates = sizes.map { size in row.first { $0.messageBytes == size }?.bytesPerSecond }
            lines.append(
                TextLayout.left("  \(row[0].label)", 33)
                    + rates.map {
                        TextLayout.right($0.map { TextLayout.rate(Int($0)) } ?? "", 10)
                    }.joined()
                    + " " + TextLayout.bar((rates.compactMap(\.self).last ?? 0) / fastest, 6))
        }
        return lines.map(trimmed)
    }

    private func costsText(_ module: String, _ points: [Point]) -> [String] {
        if points.isEmpty { return [] }
        var lines = [
            "",
            TextLayout.left("Cost, \(module)", 33)
                + "   a message    a byte  cycles/B      ±    felt",
        ]
        for row in grouped(points) {
            guard let last = row.last else { continue }
            let fit = CostFit(row)
            let fixed = fit.map { TextLayout.duration(picoseconds: Int($0.fixedPicoseconds)) }
            let byte = fit.map { TextLayout.duration(picoseconds: Int($0.picosecondsPerByte)) }
            lines.append(
                TextLayout.left("  \(row[0].label)", 33)
                    + TextLayout.right(fixed ?? "", 12) + TextLayout.right(byte ?? "", 10)
                    + TextLayout.right(last.cyclesPerByte.map(decimal) ?? "", 10)
                    + TextLayout.right(row.compactMap(\.halfWidth).max().map(percent) ?? "", 7)
                    + TextLayout.right(last.felt, 8))
        }
        return lines.map(trimmed)
    }

    private func timesText(_ module: String, _ points: [Point]) -> [String] {
        let slowest = points.compactMap(\.estimate?.picoseconds).max() ?? 0
        if slowest == 0 { return [] }
        var lines = [
            "",
            TextLayout.left("Operations, \(module)", 43)
                + "     time     ±   felt   a second",
        ]
        for point in points {
            guard let estimate = point.estimate else { continue }
            let time = max(estimate.picoseconds, 1)
            let name = "  \(point.label)"
            // A long one has a line of its own.
            let isLong = name.count > 42
            if isLong { lines.append(name) }
            lines.append(
                TextLayout.left(isLong ? "" : name, 43)
                    + TextLayout.right(TextLayout.duration(picoseconds: time), 9)
                    + TextLayout.right(point.halfWidth.map(percent) ?? "", 6)
                    + TextLayout.right(point.felt, 7)
                    + TextLayout.right(TextLayout.grouped(1_000_000_000_000 / time), 11)
                    + " " + TextLayout.bar(Double(time) / Double(slowest), 3))
        }
        return lines.map(trimmed)
    }

    /// What has no number, with its reason.
    private var missingText: [String] {
        var reasons: [(text: String, labels: [String])] = []
        for point in points where point.state != .measured {
            let state =
                switch point.state {
                case .notOffered: "not offered"
                case .inconclusive: "inconclusive"
                default: point.state.rawValue
                }
            let text = "\(point.module): \(state), \(point.reason)"
            let size = point.messageBytes > 0 ? " \(TextLayout.bytes(point.messageBytes))" : ""
            // One that could not be measured differs by length; one that is not there does not.
            let label = point.label + (point.state == .inconclusive ? size : "")
            if let index = reasons.firstIndex(where: { $0.text == text }) {
                if !reasons[index].labels.contains(label) { reasons[index].labels.append(label) }
            } else {
                reasons.append((text, [label]))
            }
        }
        if reasons.isEmpty { return [] }
        return ["", "Not measured"]
            + reasons.flatMap {
                TextLayout.wrapped("\($0.text) (\($0.labels.joined(separator: ", ")))", indent: 2)
            }
    }

    /// At most four lengths fit.
    private func shownSizes(_ points: [Point]) -> [Int] {
        let sizes = Set(points.map(\.messageBytes)).sorted()
        if sizes.count <= 4 { return sizes }
        return [
            sizes[0], sizes[sizes.count / 3], sizes[2 * sizes.count / 3], sizes[sizes.count - 1],
        ]
    }

    private func grouped(_ points: [Point]) -> [[Point]] {
        var rows: [[Point]] = []
        for point in points {
            if rows.last?.first?.label == point.label {
                rows[rows.count - 1].append(point)
            } else {
                rows.append([point])
            }
        }
        return rows
    }

    private func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}

private func percent(_ perMille: Int) -> String { "\(perMille / 10).\(perMille % 10) %" }

private func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
}

extension BenchRecord.Point {
    var label: String { "\(algorithm) \(operation)" }

    var bytesPerSecond: Double? {
        estimate.map { Double(messageBytes) * 1e12 / Double(max($0.picoseconds, 1)) }
    }

    /// Of the interval, as thousandths of the time.
    fileprivate var halfWidth: Int? {
        estimate.map { ($0.upperPicoseconds - $0.lowerPicoseconds) * 500 / max($0.picoseconds, 1) }
    }

    /// How much longer than the estimate a call takes on this machine as it is.
    fileprivate var felt: String {
        guard let estimate else { return "" }
        return "×"
            + decimal(
                Double(estimate.rawMedianPicoseconds) / Double(max(estimate.picoseconds, 1)))
    }
}
