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
        let (year, month, day) = (numbers[0], numbers[1], numbers[2])
        guard (1...12).contains(month), (1...31).contains(day), numbers[3] < 24, numbers[4] < 60,
            numbers[5] < 61
        else { return nil }
        return days(year, month, day) * 86400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
    }

    package static func text(_ seconds: Int) -> String {
        let day = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        let rest = seconds - day * 86400
        // The year that a day falls into is at most one off the average.
        var year = 1970 + Int((Double(day) / 365.2425).rounded(.down))
        while days(year + 1, 1, 1) <= day { year += 1 }
        while days(year, 1, 1) > day { year -= 1 }
        var month = 12
        while days(year, month, 1) > day { month -= 1 }
        let date = [String(year), two(month), two(day - days(year, month, 1) + 1)]
        let time = [two(rest / 3600), two(rest / 60 % 60), two(rest % 60)]
        return date.joined(separator: "-") + "T" + time.joined(separator: ":") + "Z"
    }

    private static func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }

    /// Days since 1970 of a date of the Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let beforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1]
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let past = year - 1
        let leapDays = past / 4 - past / 100 + past / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400)
        return (year - 1970) * 365 + leapDays + beforeMonth + (isLeap && month > 2 ? 1 : 0) + day
            - 1
    }
}
