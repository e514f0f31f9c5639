/// Of what a node's reports tell again and again, the newest.
///
/// A continuous run tells of the same node in one file, or in several. What differs in several may
/// be of two machines of one name: both stay, for F08.
struct NewestReports {
    private(set) var reports: [NodeReport] = []
    /// Where the report stands that another one with the same key tells again.
    private var places: [String: Int] = [:]

    init(_ all: [NodeReport]) {
        for report in all { add(report) }
    }

    private mutating func add(_ report: NodeReport) {
        let keys = NewestReports.keys(report)
        let known = keys.compactMap { places[$0] }.first { place in
            // One that differs and is as old is of another machine, or of a clock that stands.
            reports[place].digest == report.digest
                || reports[place].startedAt != report.startedAt
        }
        let place = known ?? reports.count
        if known == nil {
            reports.append(report)
        } else if isBetter(report, than: reports[place]) {
            reports[place] = report
        }
        for key in keys { places[key] = place }
    }

    private func isBetter(_ report: NodeReport, than old: NodeReport) -> Bool {
        // The same document in two places, of which one is signed, is signed.
        if report.digest == old.digest {
            return old.vouching.state != .allowed && report.vouching.state == .allowed
        }
        return (old.startedAt ?? 0) < (report.startedAt ?? 0)
    }

    private static func keys(_ report: NodeReport) -> [String] {
        let kind = "\(report.kind.rawValue) \(report.profile)"
        var keys = ["\(kind) \(report.digest)"]
        // Nobody knows which one is newer.
        if report.startedAt == nil { return keys }
        keys.append("\(kind) \(report.source)")
        // Two workloads of a node may well say the same.
        if !report.isWorkload {
            let layers = report.layers.sorted { $0.key < $1.key }
                .map { "\($0.key) \($0.value.rawValue)" }
            keys.append(
                [
                    kind, report.verdict.rawValue, report.moduleVersion, report.moduleDigest,
                    report.certificate, report.kernel.rawValue, report.vouching.state.rawValue,
                ].joined(separator: "\n") + layers.joined(separator: "\n"))
        }
        return keys
    }
}
