import Algorithms
import Approval

/// Numbers that a vector leaves to its reader: made of public test data, and by no module.
enum RSAArithmetic {
    /// The private exponent d of a key that is given by its factors, big-endian and as long as n;
    /// nil where there is none, or where e has more than 62 bits.
    ///
    /// With f = (p - 1)(q - 1) and k = -1/f modulo e, d is (1 + k f) / e, without a remainder.
    static func privateExponent(
        e: Span<UInt8>, p: Span<UInt8>, q: Span<UInt8>
    ) -> [UInt8]? {
        if !(2...62).contains(e.significantBits) || !p.isOdd || !q.isOdd { return nil }
        var exponent: UInt64 = 0
        for index in e.indices { exponent = exponent << 8 | UInt64(e[index]) }
        let product = multiply(decrement(p), decrement(q))
        var remainder: UInt64 = 0
        for octet in product {
            remainder = UInt64((UInt128(remainder) << 8 | UInt128(octet)) % UInt128(exponent))
        }
        guard let inverse = inverse(of: remainder, modulo: exponent) else { return nil }
        let factor = exponent - inverse
        // 1 + k f, one byte at a time from its end, with eight bytes more for the carry.
        var sum = [UInt8](repeating: 0, count: product.count + 8)
        var carry: UInt128 = 1
        for index in sum.indices.reversed() {
            let octet = index >= 8 ? product[index - 8] : 0
            carry += UInt128(factor) * UInt128(octet)
            sum[index] = UInt8(truncatingIfNeeded: carry)
            carry >>= 8
        }
        var rest: UInt128 = 0
        for index in sum.indices {
            rest = rest << 8 | UInt128(sum[index])
            sum[index] = UInt8(truncatingIfNeeded: rest / UInt128(exponent))
            rest %= UInt128(exponent)
        }
        return rest == 0 ? Array(sum[8...]) : nil
    }

    /// Of an odd number: its last bit goes.
    private static func decrement(_ number: Span<UInt8>) -> [UInt8] {
        var octets = number.indices.map { number[$0] }
        octets[octets.count - 1] &= 0xfe
        return octets
    }

    private static func multiply(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var product = [UInt8](repeating: 0, count: left.count + right.count)
        for (leftIndex, octet) in left.enumerated().reversed() {
            var carry: UInt32 = 0
            for rightIndex in right.indices.reversed() {
                let place = leftIndex + rightIndex + 1
                carry += UInt32(octet) * UInt32(right[rightIndex]) + UInt32(product[place])
                product[place] = UInt8(truncatingIfNeeded: carry)
                carry >>= 8
            }
            product[leftIndex] = UInt8(truncatingIfNeeded: carry)
        }
        return product
    }

    /// Euclid's extended algorithm.
    private static func inverse(of number: UInt64, modulo modulus: UInt64) -> UInt64? {
        var (larger, smaller) = (Int128(modulus), Int128(number % modulus))
        var (before, now): (Int128, Int128) = (0, 1)
        while smaller > 0 {
            let quotient = larger / smaller
            (larger, smaller) = (smaller, larger - quotient * smaller)
            (before, now) = (now, before - quotient * now)
        }
        if larger != 1 { return nil }
        return UInt64(before < 0 ? before + Int128(modulus) : before)
    }
}
