/// Spans of time as options and files have them: `500ms`, `30s`, `10m`, `6h`, `7d`.
package enum TimeSpan {
    /// nil where the text is no such span.
    package static func milliseconds(_ text: String) -> Int? {
        let isMilliseconds = text.hasSuffix("ms")
        let unit =
            switch text.utf8.last {
            case UInt8(ascii: "s"): isMilliseconds ? 1 : 1000
            case UInt8(ascii: "m"): 60_000
            case UInt8(ascii: "h"): 3_600_000
            case UInt8(ascii: "d"): 86_400_000
            default: 0
            }
        // Int takes a sign too.
        guard unit > 0, !text.hasPrefix("+"),
            let count = Int(String(text.dropLast(isMilliseconds ? 2 : 1))),
            count > 0, count <= 1_000_000
        else { return nil }
        return count * unit
    }
}
