/// The encoding of ECDSA signatures in DER: a SEQUENCE of two INTEGERs (RFC 3279, section 2.2.3).
enum SignatureEncoding {
    /// Where r and s stand, without a leading zero; nil where the encoding is not strict DER or a
    /// number is negative.
    static func numbers(in encoded: [UInt8]) -> (r: Range<Int>, s: Range<Int>)? {
        guard let content = contents(of: 0x30, encoded, 0..<encoded.count),
            content.upperBound == encoded.count,
            let r = contents(of: 0x02, encoded, content),
            let s = contents(of: 0x02, encoded, r.upperBound..<content.upperBound),
            s.upperBound == content.upperBound,
            let first = magnitude(encoded, r), let second = magnitude(encoded, s)
        else { return nil }
        return (first, second)
    }

    /// The contents of the element at the front of a range.
    private static func contents(
        of tag: UInt8, _ encoded: [UInt8], _ range: Range<Int>
    ) -> Range<Int>? {
        guard range.count >= 2, encoded[range.lowerBound] == tag else { return nil }
        var start = range.lowerBound + 2
        var count = Int(encoded[range.lowerBound + 1])
        if count >= 0x80 {
            // X.690, section 10.1: the fewest octets that do. Four hold any length.
            let octets = count & 0x7f
            guard 1...4 ~= octets, start + octets <= range.upperBound else { return nil }
            count = encoded[start..<start + octets].reduce(0) { $0 << 8 | Int($1) }
            if count < 0x80 || encoded[start] == 0 { return nil }
            start += octets
        }
        if count > range.upperBound - start { return nil }
        return start..<start + count
    }

    /// X.690, section 8.3.2: the first nine bits of an integer are not all alike.
    private static func magnitude(_ encoded: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        guard let first = range.first, encoded[first] < 0x80 else { return nil }
        if encoded[first] > 0 || range.count == 1 { return range }
        return encoded[first + 1] < 0x80 ? nil : range.dropFirst()
    }
}
