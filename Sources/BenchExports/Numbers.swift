import BenchRecord

/// Picoseconds as nanoseconds, every digit kept.
func nanoseconds(_ picoseconds: Int) -> String { thousandths(picoseconds) }

/// A whole number of thousandths with its decimal point: 1234 is `1.234`.
func thousandths(_ value: Int) -> String {
    let rest = String(value.magnitude % 1000)
    let padding = String(repeating: "0", count: 3 - rest.count)
    return "\(value < 0 ? "-" : "")\(value.magnitude / 1000).\(padding)\(rest)"
}

/// A number with two digits after the point.
func hundredths(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return String(value) }
    let scaled = Int((value * 100).rounded())
    let rest = scaled.magnitude % 100
    return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
}

/// A string of JSON with its quotes (RFC 8259, section 7).
func jsonString(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\u{0}"..<" ":
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// A field of CSV, in quotes where it needs them (RFC 4180, section 2).
func csvField(_ text: String) -> String {
    guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
    return "\""
        + text.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
}

func csvLine(_ fields: [String]) -> String {
    fields.map(csvField).joined(separator: ",") + "\n"
}
