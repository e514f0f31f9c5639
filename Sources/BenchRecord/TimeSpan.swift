/// Spans of time as options and files have them: `500ms`, `30s`, `10m`, `6h`, `7d`.
package enum TimeSpan {
    private static let units = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]

    /// nil where the text is no such span.
    package static func milliseconds(_ text: String) -> Int? {
        let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let count = Int(String(digits) ?? ""), (1...1_000_000).contains(count),
            let unit = units[String(text.dropFirst(digits.count))]
        else { return nil }
        return count * unit
    }
}
