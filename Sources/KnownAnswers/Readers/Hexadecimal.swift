import CHexadecimal

/// Hexadecimal, upper or lower case.
package enum Hexadecimal {
    /// Decodes from `position` to the first character that is no digit, or for as long as `target`
    /// has room from `start`. Returns the number of digits, which may be odd, and whether the
    /// target was too short to know what follows.
    @inline(__always)
    static func decode(
        _ text: Span<UInt8>, at position: Int, into target: inout MutableSpan<UInt8>,
        at start: Int
    ) -> (digits: Int, tooShort: Bool) {
        // The decoder writes whole blocks: their excess is kept inside the target.
        let room = 2 * (target.count - start - Int(CHEXADECIMAL_OVERRUN))
        let available = text.count - position
        if room < 0 { return (0, true) }
        let digits = unsafe text.withUnsafeBufferPointer { text in
            unsafe target.withUnsafeMutableBufferPointer { target in
                guard let text = text.baseAddress, let target = target.baseAddress else { return 0 }
                return unsafe chexadecimal_decode(
                    text + position, min(available, room), target + start)
            }
        }
        return (digits, digits == room && room < available)
    }

    /// Lower-case hexadecimal, for reports.
    package static func encode(_ octets: Span<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * octets.count)
        for index in octets.indices {
            text.append(digits[Int(octets[index] >> 4)])
            text.append(digits[Int(octets[index] & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
