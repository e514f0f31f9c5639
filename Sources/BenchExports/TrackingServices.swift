import BenchRecord

extension BenchExport {
    /// Bencher's Metric Format: latency in nanoseconds, throughput in bytes a second, cycles.
    func bencherText(_ record: BenchRecord) -> String {
        func measure(_ value: String, _ lower: String, _ upper: String) -> String {
            "{\"value\": \(value), \"lower_value\": \(lower), \"upper_value\": \(upper)}"
        }
        let entries = record.measured.map { point, estimate in
            var measures = [
                "\"latency\": "
                    + measure(
                        nanoseconds(estimate.picoseconds), nanoseconds(estimate.lowerPicoseconds),
                        nanoseconds(estimate.upperPicoseconds))
            ]
            // The slowest time is the lowest rate.
            if let rate = point.bytesPerSecond(estimate.picoseconds),
                let lower = point.bytesPerSecond(estimate.upperPicoseconds),
                let upper = point.bytesPerSecond(estimate.lowerPicoseconds)
            {
                let values = [rate, lower, upper].map(hundredths)
                measures.append("\"throughput\": " + measure(values[0], values[1], values[2]))
            }
            if let cycles = estimate.milliCycles {
                measures.append("\"cycles\": {\"value\": \(thousandths(cycles))}")
            }
            return "  \(jsonString(point.id)): {\n    "
                + measures.joined(separator: ",\n    ") + "\n  }"
        }
        return "{\n" + entries.joined(separator: ",\n") + "\n}\n"
    }

    /// github-action-benchmark, `customSmallerIsBetter`.
    func githubActionText(_ record: BenchRecord) -> String {
        let entries = record.measured.map { point, estimate in
            let batches = point.replicates.reduce(0) { $0 + $1.batches }
            let clean = point.replicates.reduce(0) { $0 + $1.cleanBatches }
            let extra = [
                "workload \(point.workload)", "\(point.replicates.count) processes",
                "\(clean) of \(batches) batches clean", "machine \(record.quietness.grade)",
            ]
            return """
                  {
                    "name": \(jsonString(point.id)),
                    "unit": "ns/op",
                    "value": \(nanoseconds(estimate.picoseconds)),
                    "range": "± \(hundredths(estimate.relativeHalfWidth * 100)) %",
                    "extra": \(jsonString(extra.joined(separator: "\n")))
                  }
                """
        }
        return "[\n" + entries.joined(separator: ",\n") + "\n]\n"
    }

    /// What benchstat reads (Go proposal 14313): a line for each process, since only processes are
    /// independent of each other. Cycles have no place: one process knows its frequency to 100 MHz.
    func benchstatText(_ record: BenchRecord) -> String {
        let fields = record.fingerprint.fields
        var lines = ["goos: linux", "pkg: fipsmark"]
        if let cpu = fields["cpuModel"] { lines.append("cpu: \(oneLine(cpu))") }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) where name != "cpuModel" {
            lines.append("\(configurationKey(name)): \(oneLine(value))")
        }
        for (point, _) in record.measured {
            // Without the number of threads at the end, "AES-256" would be run on 256 of them.
            let name =
                "BenchmarkFIPS/" + point.id.split(separator: " ").joined(separator: "_") + "-1"
            for replicate in point.replicates {
                let count = replicate.cleanBatches * replicate.operationsPerBatch
                var line = "\(name)\t\(max(count, 1))\t\(nanoseconds(replicate.picoseconds)) ns/op"
                if let rate = point.bytesPerSecond(replicate.picoseconds) {
                    line += "\t\(hundredths(rate / 1e6)) MB/s"
                }
                lines.append(line)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A key begins in lower case and has neither capitals nor spaces.
    private func configurationKey(_ name: String) -> String {
        var key = ""
        for character in name {
            if character.isUppercase, key.last?.isLetter == true { key += "-" }
            key += character.isLetter || character.isNumber ? character.lowercased() : "-"
        }
        return key.first?.isLetter == true ? key : "x-" + key
    }

    private func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
