import BenchRecord
import ChangePoints
import Evidence

extension BenchExcerpt {
    /// What the run itself timed beside its verdict.
    ///
    /// - Parameter machine: fields of its fingerprint; none where nobody looked.
    init(of results: Results, machine: [String: String]) {
        self.init(
            origin: "run",
            machine: machine.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
            points: results.points.map { point in
                let value = point.estimate?.picosecondsPerOperation ?? 0
                return Point(
                    id: "\(point.module)/\(point.algorithm)/\(point.operation)/"
                        + "\(point.messageBytes)",
                    algorithm: point.algorithm, operation: point.operation,
                    messageBytes: point.messageBytes, module: point.module,
                    reason: point.estimate == nil ? "\(point.state): \(point.reason)" : "",
                    picosecondsPerOperation: value, lowPicoseconds: value, highPicoseconds: value)
            }, history: [])
    }

    /// A record of `bench`, and others before it as its history.
    init(_ record: BenchRecord, history: [BenchRecord]) {
        let machine = record.fingerprint.fields.sorted { $0.key < $1.key }
            .map { (name: $0.key, value: $0.value) }
        let quietness: [(name: String, value: String)] = [
            ("started", record.startedAt), ("profile", record.profile),
            ("quietness", record.quietness.grade),
            ("clean batches per mille", "\(record.quietness.cleanPerMille)"),
        ]
        self.init(
            origin: "bench", machine: quietness + machine,
            points: record.points.map(Point.init),
            history: BenchExcerpt.series(history + [record]))
    }

    /// Of each point of the last record that others have too, the oldest first.
    private static func series(_ records: [BenchRecord]) -> [Series] {
        if records.count < 2 { return [] }
        let ordered = records.sorted { $0.startedAt < $1.startedAt }
        return (ordered.last?.points ?? []).compactMap { point in
            let values = ordered.compactMap { record -> (String, Int)? in
                let same = record.points.first { $0.id == point.id }
                guard let value = same?.estimate?.picoseconds else { return nil }
                return (record.startedAt, value)
            }
            if values.count < 2 { return nil }
            let changes = Set(
                ChangeRule.standard.changePoints(in: values.map { Double($0.1) }).map(\.index))
            return Series(
                id: point.id,
                runs: values.enumerated().map { index, value in
                    Series.Run(
                        startedAt: value.0, picosecondsPerOperation: value.1,
                        isChange: changes.contains(index))
                })
        }
    }
}

extension BenchExcerpt.Point {
    fileprivate init(_ point: BenchRecord.Point) {
        self.init(
            id: point.id, algorithm: point.algorithm, operation: point.operation,
            messageBytes: point.messageBytes, module: point.module,
            reason: point.estimate == nil
                ? "\(point.state.rawValue)" + (point.reason.isEmpty ? "" : ": \(point.reason)")
                : "", picosecondsPerOperation: point.estimate?.picoseconds ?? 0,
            lowPicoseconds: point.estimate?.lowerPicoseconds ?? 0,
            highPicoseconds: point.estimate?.upperPicoseconds ?? 0)
    }
}
