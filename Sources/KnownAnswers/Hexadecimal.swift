/// Why a run of hexadecimal digits is not octets.
package enum HexadecimalError: Error, Equatable {
    case oddLength(at: Int)
}

/// Decodes hexadecimal, upper or lower case, sixteen digits at a time.
///
/// Naive decoding costs more than all else that a vector file takes (reference: 3 times a whole
/// JSON decode), so this is the one place outside the modules that reads memory by address. Every
/// load is inside the text and every store checks its bounds.
package enum Hexadecimal {
    /// How far beyond the last octet a store may write.
    static let overrun = 16

    /// Decodes from `position` to the first character that is no hexadecimal digit, and returns
    /// that character's position. `target` has room for what is written and `overrun` more.
    @inline(__always)
    static func decode(
        _ text: Span<UInt8>, at position: Int, into target: inout MutableSpan<UInt8>,
        at start: Int
    ) throws(HexadecimalError) -> Int {
        var read = position
        var write = start
        var raw = unsafe target.mutableBytes
        while read &+ 32 <= text.count, write &+ 16 <= raw.byteCount {
            let digits = unsafe text.bytes.unsafeLoadUnaligned(
                fromByteOffset: read, as: SIMD32<UInt8>.self)
            guard let octets = octets(of: digits) else { break }
            raw.storeBytes(of: octets, toByteOffset: write, as: SIMD16<UInt8>.self)
            read &+= 32
            write &+= 16
        }
        return try decodeTail(text, from: position, read, &raw, write)
    }

    private static func decodeTail(
        _ text: Span<UInt8>, from position: Int, _ begin: Int, _ raw: inout MutableRawSpan,
        _ start: Int
    ) throws(HexadecimalError) -> Int {
        var read = begin
        var write = start
        while read < text.count, let high = value(of: text[read]) {
            guard read + 1 < text.count, let low = value(of: text[read + 1]) else {
                throw .oddLength(at: position)
            }
            raw.storeBytes(of: high << 4 | low, toByteOffset: write, as: UInt8.self)
            read += 2
            write += 1
        }
        return read
    }

    /// Sixteen octets of 32 digits, or nil where a character is no digit.
    @inline(__always)
    private static func octets(of digits: SIMD32<UInt8>) -> SIMD16<UInt8>? {
        let decimal = digits &- 0x30
        let letter = (digits | 0x20) &- 0x61
        let isDecimal = decimal .<= 9
        let isLetter = letter .<= 5
        if !all(isDecimal .| isLetter) { return nil }
        let nibbles = decimal.replacing(with: letter &+ 10, where: isLetter)
        return nibbles.evenHalf &<< 4 | nibbles.oddHalf
    }

    @inline(__always)
    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit &- 0x30
        case 0x61...0x66: digit &- 0x57
        case 0x41...0x46: digit &- 0x37
        default: nil
        }
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
