package import BenchRecord

/// The formats of other tools that records of measurements are written in: text made from records
/// and nothing else. No number is invented: a point without an estimate is left out where its
/// format has no place for the reason, and `leftOut` names it.
package enum BenchExport: String, CaseIterable, Sendable {
    case bencher
    case githubAction = "github-action-benchmark"
    case benchstat
    case openSSLSpeed = "openssl-speed"
    case openMetrics = "openmetrics"
    case otava
    case markdown
    case csv

    /// Whether several records make one file: the others hold one run by their nature.
    package var takesSeveralRecords: Bool {
        switch self {
        case .benchstat, .otava, .csv: true
        case .bencher, .githubAction, .openSSLSpeed, .openMetrics, .markdown: false
        }
    }

    /// Whether the format tells why a point has no number.
    package var tellsStates: Bool {
        switch self {
        case .openMetrics, .markdown, .csv: true
        case .bencher, .githubAction, .benchstat, .openSSLSpeed, .otava: false
        }
    }

    /// The text of the format.
    /// - Parameter records: one, or several where the format takes them; in the order of time.
    package func text(of records: [BenchRecord]) -> String {
        precondition(records.count == 1 || takesSeveralRecords, "one record makes one file")
        switch self {
        case .bencher: return records.map(bencherText).joined()
        case .githubAction: return records.map(githubActionText).joined()
        case .benchstat: return records.map(benchstatText).joined(separator: "\n")
        case .openSSLSpeed: return records.map(openSSLSpeedText).joined()
        case .openMetrics: return records.map(openMetricsText).joined()
        case .otava: return otavaText(records)
        case .markdown: return records.map(markdownText).joined()
        case .csv: return csvText(records)
        }
    }

    /// Points that the text does not name, and runs that it does not hold, with the reason.
    package func leftOut(of records: [BenchRecord]) -> [String] {
        if tellsStates { return [] }
        if self == .otava { return leftOutOfOtava(records) }
        return records.flatMap(\.points).filter { $0.estimate == nil }.map {
            "\($0.id): \($0.state.rawValue)" + ($0.reason.isEmpty ? "" : " (\($0.reason))")
        }
    }
}

extension BenchRecord {
    /// Points that have a number.
    var measured: [(point: Point, estimate: Estimate)] {
        points.compactMap { point in point.estimate.map { (point, $0) } }
    }
}

extension BenchRecord.Point {
    /// What one operation of so many picoseconds makes in a second; nil without a message length.
    func bytesPerSecond(_ picoseconds: Int) -> Double? {
        messageBytes > 0 && picoseconds > 0
            ? Double(messageBytes) * 1e12 / Double(picoseconds) : nil
    }
}

extension BenchRecord.Estimate {
    /// Half the interval, as a part of the value: 0.004 for ± 0.4 %.
    var relativeHalfWidth: Double {
        picoseconds > 0
            ? Double(upperPicoseconds - lowerPicoseconds) / 2 / Double(picoseconds) : 0
    }
}
