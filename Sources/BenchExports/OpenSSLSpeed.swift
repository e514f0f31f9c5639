import BenchRecord

extension BenchExport {
    /// The lines that `openssl speed -mr` writes: what was measured (+DT, +R), then a table of
    /// bytes a second (+H, +F), and signatures of one curve as rates (+F4).
    func openSSLSpeedText(_ record: BenchRecord) -> String {
        var lines: [String] = []
        var order: [String] = []
        var rates: [String: [Int: Double]] = [:]
        for (point, estimate) in record.measured {
            // A colon separates fields.
            let name = "\(point.algorithm) \(point.operation)"
                .split(separator: ":", omittingEmptySubsequences: false).joined(separator: "-")
            let count = point.replicates.reduce(0) {
                $0 + $1.cleanBatches * $1.operationsPerBatch
            }
            if count > 0 {
                let elapsed = Double(count) * Double(estimate.picoseconds) / 1e12
                lines.append("+DT:\(name):\(max(1, Int(elapsed))):\(point.messageBytes)")
                lines.append("+R:\(count):\(name):\(sixDigits(elapsed))")
            }
            if let rate = point.bytesPerSecond(estimate.picoseconds) {
                if rates[name] == nil { order.append(name) }
                rates[name, default: [:]][point.messageBytes] = rate
            }
        }
        let sizes = Set(rates.values.flatMap(\.keys)).sorted()
        if !sizes.isEmpty { lines.append("+H:" + sizes.map(String.init).joined(separator: ":")) }
        for (index, name) in order.enumerated() {
            // As openssl writes it, 0 is a length that was not measured.
            let values = sizes.map { hundredths(rates[name]?[$0] ?? 0) }
            lines.append("+F:\(index):\(name):\(values.joined(separator: ":"))")
        }
        return (lines + signatures(record)).map { $0 + "\n" }.joined()
    }

    /// `+F4:index:bits:signatures a second:verifications a second`.
    private func signatures(_ record: BenchRecord) -> [String] {
        let made = record.measured.filter { $0.point.algorithm == "ECDSA-sigGen" }
        return made.enumerated().compactMap { index, signing in
            let verifying = record.measured.first {
                $0.point.algorithm == "ECDSA-sigVer" && $0.point.module == signing.point.module
                    && $0.point.operation == signing.point.operation
            }
            let bits = signing.point.operation.split { !$0.isNumber }.first.flatMap { Int($0) }
            guard let verifying, let bits else { return nil }
            let perSecond = [signing.estimate, verifying.estimate].map {
                sixDigits(1e12 / Double($0.picoseconds))
            }
            return "+F4:\(index):\(bits):\(perSecond.joined(separator: ":"))"
        }
    }

    private func sixDigits(_ value: Double) -> String {
        let scaled = Int((value * 1e6).rounded())
        let rest = String(scaled % 1_000_000)
        return "\(scaled / 1_000_000)." + String(repeating: "0", count: 6 - rest.count) + rest
    }
}
