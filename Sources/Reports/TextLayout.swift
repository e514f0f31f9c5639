/// The small pieces that text reports are set from.
enum TextLayout {
    /// Reports read well on a terminal of this many columns.
    static let columns = 80

    static func left(_ text: String, _ width: Int) -> String {
        text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
    }

    static func right(_ text: String, _ width: Int) -> String {
        text.count >= width ? text : String(repeating: " ", count: width - text.count) + text
    }

    /// A bar of up to `width` columns, in eighths of a column.
    static func bar(_ share: Double, _ width: Int) -> String {
        let eighths = Int((max(0, min(1, share)) * Double(width) * 8).rounded())
        let partial = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let full = String(repeating: "█", count: eighths / 8)
        return left(eighths % 8 == 0 ? full : full + partial[eighths % 8], width)
    }

    /// Digits in groups of three: `1,234,567`.
    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0 && index % 3 == 0 { text = "," + text }
            text = String(digit) + text
        }
        return text
    }

    static func bytes(_ count: Int) -> String {
        switch count {
        case ..<1024: "\(count) B"
        case ..<(1 << 20): "\(count >> 10) KiB"
        default: "\(count >> 20) MiB"
        }
    }

    /// Three significant digits of a rate: `812 kB/s`, `45.1 MB/s`, `3.20 GB/s`.
    static func rate(_ bytesPerSecond: Int) -> String {
        scaled(Double(bytesPerSecond), [(1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s")], "B/s")
    }

    static func duration(picoseconds: Int) -> String {
        scaled(Double(picoseconds), [(1e9, "ms"), (1e6, "µs"), (1e3, "ns")], "ps")
    }

    private static func scaled(
        _ value: Double, _ units: [(size: Double, name: String)], _ smallest: String
    ) -> String {
        for unit in units where value >= unit.size {
            return "\(threeDigits(value / unit.size)) \(unit.name)"
        }
        return "\(Int(value)) \(smallest)"
    }

    private static func threeDigits(_ value: Double) -> String {
        if value >= 99.95 { return String(Int(value.rounded())) }
        let decimals = value >= 9.995 ? 10 : 100
        let scaled = Int((value * Double(decimals)).rounded())
        let fraction = String(scaled % decimals)
        let padding = String(repeating: "0", count: (decimals == 10 ? 1 : 2) - fraction.count)
        return "\(scaled / decimals).\(padding)\(fraction)"
    }

    /// Breaks running text at spaces; the first line starts after `indent` columns too.
    static func wrapped(_ text: String, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = margin
        var width = indent
        for word in text.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init) {
            let isFirst = width == indent
            let isASCII = word.utf8.allSatisfy { $0 < 0x80 }
            let columnsOfWord = isASCII ? word.utf8.count : word.count
            if !isFirst && width + 1 + columnsOfWord > columns {
                lines.append(line)
                (line, width) = (margin, indent)
            } else if !isFirst {
                line += " "
                width += 1
            }
            line += word
            width += columnsOfWord
        }
        if width > indent { lines.append(line) }
        return lines
    }
}
