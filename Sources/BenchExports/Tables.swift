import BenchRecord

extension BenchExport {
    /// What Apache Otava analyses: a row for each run, a column for each point, in nanoseconds.
    /// Otava knows no missing numbers and ends on `nan`, so a run that lacks one is left out.
    func otavaText(_ records: [BenchRecord]) -> String {
        let columns = otavaColumns(records).kept
        var text = csvLine(["time", "commit", "profile", "grade"] + columns)
        for record in records {
            let values = Dictionary(
                record.measured.map { ($0.point.id, nanoseconds($0.estimate.picoseconds)) },
                uniquingKeysWith: { first, _ in first })
            let numbers = columns.compactMap { values[$0] }
            guard numbers.count == columns.count else { continue }
            let version = record.fingerprint.fields["openssl.version"] ?? record.toolVersion
            text += csvLine(
                [record.startedAt, version, record.profile, record.quietness.grade] + numbers)
        }
        return text
    }

    /// Points that nine of ten runs have are columns: with fewer, too many runs would be lost.
    private func otavaColumns(_ records: [BenchRecord]) -> (kept: [String], dropped: [String]) {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for point in records.flatMap(\.points) {
            if counts[point.id] == nil { order.append(point.id) }
            counts[point.id, default: 0] += point.estimate == nil ? 0 : 1
        }
        let kept = order.filter { (counts[$0] ?? 0) * 10 >= records.count * 9 }
        return (kept, order.filter { (counts[$0] ?? 0) * 10 < records.count * 9 })
    }

    func leftOutOfOtava(_ records: [BenchRecord]) -> [String] {
        let columns = otavaColumns(records)
        let runs = records.flatMap { record in
            let measured = Set(record.measured.map(\.point.id))
            let missing = columns.kept.filter { !measured.contains($0) }
            return missing.isEmpty
                ? [] : ["the run of \(record.startedAt): no number of \(missing[0])"]
        }
        return columns.dropped.map { "\($0): fewer than nine of ten runs have a number" } + runs
    }

    /// Every point of every record on a line of its own, in whole picoseconds.
    func csvText(_ records: [BenchRecord]) -> String {
        var text = csvLine([
            "started_at", "point", "module", "algorithm", "operation", "message_bytes", "workload",
            "workload_sha256", "state", "reason", "picoseconds", "lower_picoseconds",
            "upper_picoseconds", "milli_cycles", "cycle_source", "raw_median_picoseconds",
            "processes", "clean_batches", "batches",
        ])
        for record in records {
            for point in record.points {
                let estimate = point.estimate
                let numbers = [
                    estimate?.picoseconds, estimate?.lowerPicoseconds, estimate?.upperPicoseconds,
                    estimate?.milliCycles,
                ].map { $0.map(String.init) ?? "" }
                text += csvLine(
                    [
                        record.startedAt, point.id, point.module, point.algorithm, point.operation,
                        String(point.messageBytes), point.workload, point.workloadDigest,
                        point.state.rawValue, point.reason,
                    ] + numbers + [
                        estimate?.cycleSource ?? "",
                        estimate.map { String($0.rawMedianPicoseconds) } ?? "",
                        String(point.replicates.count),
                        String(point.replicates.reduce(0) { $0 + $1.cleanBatches }),
                        String(point.replicates.reduce(0) { $0 + $1.batches }),
                    ])
            }
        }
        return text
    }

    /// A table for a pull request or a summary of CI.
    func markdownText(_ record: BenchRecord) -> String {
        var lines = [
            "### fipsmark bench, \(record.profile)", "",
            "\(record.startedAt), machine \(record.quietness.grade), "
                + "\(record.quietness.cleanPerMille / 10) % of batches clean.", "",
            "| point | ns/op | ± % | MB/s | cycles/op |", "|---|---:|---:|---:|---:|",
        ]
        for point in record.points {
            guard let estimate = point.estimate else {
                let reason = point.reason.isEmpty ? "" : ": \(point.reason)"
                lines.append("| \(cell(point.id)) | \(cell(point.state.rawValue + reason)) | | | |")
                continue
            }
            let rate = point.bytesPerSecond(estimate.picoseconds).map { hundredths($0 / 1e6) }
            let cells = [
                nanoseconds(estimate.picoseconds), hundredths(estimate.relativeHalfWidth * 100),
                rate ?? "", estimate.milliCycles.map(thousandths) ?? "",
            ]
            lines.append("| \(cell(point.id)) | \(cells.joined(separator: " | ")) |")
        }
        lines += ["", "| fingerprint | |", "|---|---|"]
        for (name, value) in record.fingerprint.fields.sorted(by: { $0.key < $1.key }) {
            lines.append("| \(cell(name)) | \(cell(value)) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A bar would begin the next cell, a line break the next row.
    private func cell(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
            .split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
