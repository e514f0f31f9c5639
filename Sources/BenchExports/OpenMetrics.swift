import BenchRecord

extension BenchExport {
    /// A file for node_exporter's textfile collector. All families are gauges and the last line is
    /// a comment to older readers, so it is OpenMetrics and Prometheus' text format 0.0.4 at once.
    func openMetricsText(_ record: BenchRecord) -> String {
        var text = ""
        func family(_ name: String, unit: String = "", _ help: String, _ samples: [String]) {
            if samples.isEmpty { return }
            let full = "fipsmark_bench_\(name)" + (unit.isEmpty ? "" : "_\(unit)")
            text += "# TYPE \(full) gauge\n"
            if !unit.isEmpty { text += "# UNIT \(full) \(unit)\n" }
            text += "# HELP \(full) \(help)\n"
            text += samples.map { "\(full)\($0)\n" }.joined()
        }
        let measured = record.measured
        func samples(_ value: (BenchRecord.Estimate) -> String?) -> [String] {
            measured.compactMap { point, estimate in
                value(estimate).map { "\(labels(pointLabels(point))) \($0)" }
            }
        }
        family(
            "operation", unit: "seconds", "Time of one operation, low quantile of clean batches.",
            samples { seconds($0.picoseconds) })
        family(
            "operation_lower", unit: "seconds", "Lower end of the interval of 95 percent.",
            samples { seconds($0.lowerPicoseconds) })
        family(
            "operation_upper", unit: "seconds", "Upper end of the interval of 95 percent.",
            samples { seconds($0.upperPicoseconds) })
        family(
            "operation_raw_median", unit: "seconds", "Median of all batches, clean or not.",
            samples { seconds($0.rawMedianPicoseconds) })
        family(
            "operation", unit: "cycles", "Core cycles of one operation.",
            samples { $0.milliCycles.map(thousandths) })
        family(
            "point_measured", "1 where the point has a number, else 0 and why.",
            record.points.map {
                let state = [("state", $0.state.rawValue)]
                return "\(labels(pointLabels($0) + state)) \($0.estimate == nil ? 0 : 1)"
            })
        family(
            "first_use", unit: "seconds", "First use of an operation in a process.",
            record.points.compactMap { point in
                point.firstUsePicoseconds.map { "\(labels(pointLabels(point))) \(seconds($0))" }
            })
        startUp(record, family)
        family(
            "clean", unit: "ratio", "Batches that passed every gate.",
            [" \(thousandths(record.quietness.cleanPerMille))"])
        if let finished = UTCTime.seconds(record.finishedAt) {
            family(
                "last_run_timestamp", unit: "seconds", "When the run ended.", [" \(finished)"])
        }
        let run = [
            ("tool_version", record.toolVersion), ("profile", record.profile),
            ("grade", record.quietness.grade),
        ]
        let fields = record.fingerprint.fields.sorted { $0.key < $1.key }
        family(
            "fingerprint", "What must be equal for two runs to be compared.",
            [labels(run + fields.map { ("fingerprint_" + labelName($0.key), $0.value) }) + " 1"])
        return text + "# EOF\n"
    }

    private func startUp(
        _ record: BenchRecord,
        _ family: (_ name: String, _ unit: String, _ help: String, _ samples: [String]) -> Void
    ) {
        guard let startUp = record.startUp else { return }
        family(
            "provider_load", "seconds", "The provider's load, with its self-tests.",
            [" \(seconds(startUp.loadPicoseconds))"])
        // A module may run two tests of one name; their place tells them apart.
        family(
            "self_test", "seconds", "One of the provider's self-tests at its load.",
            startUp.selfTests.enumerated().map { place, test in
                let names = [
                    ("place", String(place + 1)), ("type", test.type),
                    ("description", test.description),
                ]
                return "\(labels(names)) \(seconds(test.picoseconds))"
            })
    }

    private func pointLabels(_ point: BenchRecord.Point) -> [(String, String)] {
        [
            ("module", point.module), ("algorithm", point.algorithm),
            ("operation", point.operation), ("message_bytes", String(point.messageBytes)),
            ("workload", point.workload),
        ]
    }

    private func labels(_ pairs: [(name: String, value: String)]) -> String {
        let escaped = pairs.map { name, value in
            var text = ""
            for character in value {
                switch character {
                case "\\": text += "\\\\"
                case "\"": text += "\\\""
                case "\n", "\r\n": text += "\\n"
                default: text.append(character)
                }
            }
            return "\(name)=\"\(text)\""
        }
        return "{\(escaped.joined(separator: ","))}"
    }

    private func labelName(_ name: String) -> String {
        String(
            name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    /// Every digit of a picosecond, without an exponent.
    private func seconds(_ picoseconds: Int) -> String {
        let digits = String(picoseconds)
        let padded = String(repeating: "0", count: max(0, 13 - digits.count)) + digits
        return "\(padded.dropLast(12)).\(padded.suffix(12))"
    }
}
