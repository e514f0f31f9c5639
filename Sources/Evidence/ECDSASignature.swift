/// A signature of ECDSA in the one form in which this program makes and takes it: strict DER, and
/// the smaller of s and n - s. Both verify, so that without a rule anybody could change a signature
/// without the key.
package struct ECDSASignature: Equatable {
    /// Big-endian, without leading zeros.
    private let r: [UInt8]
    private let s: [UInt8]

    /// The orders of P-256 and P-384 (SP 800-186, section 3.2.1).
    private static let orders: [String: [UInt8]] = [
        "ecdsa-sha2-nistp256": octets(
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        "ecdsa-sha2-nistp384": octets(
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
                + "581a0db248b0a77aecec196accc52973"),
    ]

    /// Nil for what is no DER of two positive integers, or has it in another form.
    package init?(der: [UInt8]) {
        var rest = der[...]
        guard rest.popFirst() == 0x30, let count = rest.popFirst(), count < 0x80,
            Int(count) == rest.count, let r = ECDSASignature.integer(&rest),
            let s = ECDSASignature.integer(&rest), rest.isEmpty
        else { return nil }
        self.r = r
        self.s = s
    }

    private init(r: [UInt8], s: [UInt8]) {
        self.r = r
        self.s = s
    }

    /// With the smaller s; nil for a scheme that is not known or a number out of range.
    package func normalized(scheme: String) -> ECDSASignature? {
        guard let order = ECDSASignature.orders[scheme], !s.isEmpty,
            let other = ECDSASignature.difference(order, s)
        else { return nil }
        return ECDSASignature.isLess(other, s) ? ECDSASignature(r: r, s: other) : self
    }

    package var der: [UInt8] {
        func encoded(_ number: [UInt8]) -> [UInt8] {
            let padding: [UInt8] = (number.first ?? 0) >= 0x80 || number.isEmpty ? [0] : []
            return [0x02, UInt8(padding.count + number.count)] + padding + number
        }
        let body = encoded(r) + encoded(s)
        return [0x30, UInt8(body.count)] + body
    }

    private static func integer(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.popFirst() == 0x02, let count = rest.popFirst(), count > 0, count < 0x80,
            Int(count) <= rest.count
        else { return nil }
        let octets = Array(rest.prefix(Int(count)))
        rest = rest.dropFirst(Int(count))
        // Negative, or longer than it need be.
        if octets[0] >= 0x80 { return nil }
        if octets[0] == 0 && (octets.count == 1 || octets[1] < 0x80) { return nil }
        return octets[0] == 0 ? Array(octets.dropFirst()) : octets
    }

    private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count != right.count
            ? left.count < right.count : left.lexicographicallyPrecedes(right)
    }

    /// Nil where it would be negative.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8]? {
        if isLess(left, right) { return nil }
        var result = left
        var borrow = 0
        for place in 1...left.count {
            let subtrahend = place <= right.count ? Int(right[right.count - place]) : 0
            var digit = Int(left[left.count - place]) - subtrahend - borrow
            borrow = digit < 0 ? 1 : 0
            if digit < 0 { digit += 256 }
            result[result.count - place] = UInt8(digit)
        }
        return Array(result.drop { $0 == 0 })
    }

    private static func octets(_ digits: String) -> [UInt8] {
        var octets: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            let value = UInt8(digit.hexDigitValue ?? 0)
            if let first = high {
                octets.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return octets
    }
}
