import Glibc

/// Times as records write them: RFC 3339 in UTC and whole seconds.
package enum UTCTime {
    /// Seconds since 1970; nil where the text is no such time.
    package static func seconds(_ text: String) -> Int? {
        let form = Array("0000-00-00T00:00:00Z".utf8)
        let bytes = Array(text.utf8)
        guard bytes.count == form.count else { return nil }
        var numbers: [Int] = []
        var current = 0
        for (byte, expected) in zip(bytes, form) {
            if expected == UInt8(ascii: "0") {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                current = current * 10 + Int(byte - UInt8(ascii: "0"))
            } else {
                guard byte == expected else { return nil }
                numbers.append(current)
                current = 0
            }
        }
        var parts = unsafe tm()
        unsafe parts.tm_year = Int32(numbers[0] - 1900)
        unsafe parts.tm_mon = Int32(numbers[1] - 1)
        unsafe parts.tm_mday = Int32(numbers[2])
        unsafe parts.tm_hour = Int32(numbers[3])
        unsafe parts.tm_min = Int32(numbers[4])
        unsafe parts.tm_sec = Int32(numbers[5])
        let seconds = unsafe timegm(&parts)
        // What is no date or time became another one.
        return self.text(seconds) == text ? seconds : nil
    }

    package static func text(_ seconds: Int) -> String {
        var seconds = seconds
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        func padded(_ value: Int32, _ width: Int = 2) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = unsafe [
            padded(parts.tm_year + 1900, 4), padded(parts.tm_mon + 1), padded(parts.tm_mday),
        ]
        let time = unsafe [padded(parts.tm_hour), padded(parts.tm_min), padded(parts.tm_sec)]
        return date.joined(separator: "-") + "T" + time.joined(separator: ":") + "Z"
    }

    package static var now: String { text(time(nil)) }

    /// So many seconds from now.
    package static func later(by seconds: Int) -> String { text(time(nil) + seconds) }
}
