import Approval

/// A time as records write it: RFC 3339 in UTC and whole seconds.
package struct UTCMoment {
    /// Since 1970.
    package let seconds: Int

    var milliseconds: Int { seconds * 1000 }

    /// Nil where the text is no such time.
    package init?(_ text: String) {
        let form = Array("0000-00-00T00:00:00Z".utf8)
        let bytes = Array(text.utf8)
        guard bytes.count == form.count else { return nil }
        var numbers: [Int] = [0]
        for (byte, expected) in zip(bytes, form) {
            if expected != UInt8(ascii: "0") {
                guard byte == expected else { return nil }
                numbers.append(0)
            } else {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - 0x30)
            }
        }
        guard let day = CalendarDate(numbers[0], numbers[1], numbers[2]), numbers[3] < 24,
            numbers[4] < 60, numbers[5] < 60
        else { return nil }
        seconds =
            day.days(since: .epoch) * 86400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
    }
}
