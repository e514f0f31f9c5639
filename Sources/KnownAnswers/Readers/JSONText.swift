extension JSONCursor {
    /// The octets of a string's characters, its escapes resolved (RFC 8259, section 7).
    ///
    /// - Parameter place: what `string()` returned.
    func characters(of place: Range<Int>) throws(VectorError) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(place.count)
        var index = place.lowerBound
        while index < place.upperBound {
            let character = text[index]
            index += 1
            if character != UInt8(ascii: "\\") {
                octets.append(character)
                continue
            }
            // A string does not end in the middle of an escape of one character.
            let escape = text[index]
            index += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): octets.append(escape)
            case UInt8(ascii: "b"): octets.append(0x08)
            case UInt8(ascii: "f"): octets.append(0x0c)
            case UInt8(ascii: "n"): octets.append(0x0a)
            case UInt8(ascii: "r"): octets.append(0x0d)
            case UInt8(ascii: "t"): octets.append(0x09)
            case UInt8(ascii: "u"):
                let scalar = try scalar(at: &index, before: place.upperBound)
                octets.append(contentsOf: String(Character(scalar)).utf8)
            default: throw notAnEscape(at: index - 2)
            }
        }
        return octets
    }

    /// A character beyond the first 65,536 has two escapes, one behind the other.
    private func scalar(
        at index: inout Int, before end: Int
    ) throws(VectorError) -> Unicode.Scalar {
        let start = index - 2
        let first = try unit(at: &index, before: end)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard index + 1 < end, text[index] == UInt8(ascii: "\\"),
            text[index + 1] == UInt8(ascii: "u")
        else { throw notAnEscape(at: start) }
        index += 2
        let second = try unit(at: &index, before: end)
        var decoder = UTF16()
        var units = [UInt16(first), UInt16(second)].makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&units) { return scalar }
        throw notAnEscape(at: start)
    }

    private func unit(at index: inout Int, before end: Int) throws(VectorError) -> UInt32 {
        guard index + 4 <= end,
            text.extracting(index..<index + 4).allHexadecimal,
            let unit = UInt32(text.string(index..<index + 4), radix: 16)
        else { throw notAnEscape(at: index - 2) }
        index += 4
        return unit
    }

    private func notAnEscape(at position: Int) -> VectorError {
        VectorError(
            file: file, place: .byte(position), message: "this is no escape that JSON has")
    }
}

extension Span where Element == UInt8 {
    /// A sign in front of digits would be read as part of a number.
    fileprivate var allHexadecimal: Bool {
        for index in indices where !Character(Unicode.Scalar(self[index])).isHexDigit {
            return false
        }
        return true
    }
}
