/// A group of safe prime for finite-field key agreement, by its ACVP name (SP 800-56A Rev. 3,
/// Appendix D, Tables 25 and 26). The generator of each is 2.
package enum SafePrimeGroup: String, CaseIterable, Sendable {
    case ffdhe2048
    case ffdhe3072
    case ffdhe4096
    case ffdhe6144
    case ffdhe8192
    case modp2048 = "MODP-2048"
    case modp3072 = "MODP-3072"
    case modp4096 = "MODP-4096"
    case modp6144 = "MODP-6144"
    case modp8192 = "MODP-8192"

    /// The length of the prime, and so of a public key and of a shared secret.
    package var bits: Int {
        switch self {
        case .ffdhe2048, .modp2048: 2048
        case .ffdhe3072, .modp3072: 3072
        case .ffdhe4096, .modp4096: 4096
        case .ffdhe6144, .modp6144: 6144
        case .ffdhe8192, .modp8192: 8192
        }
    }

    package var bytes: Int { bits / 8 }

    /// The longest prime of any group, for scratch buffers.
    package static let maximumBytes = 1024

    /// The prime p, big-endian, from its definition:
    /// 2^b - 2^(b-64) + (floor(2^(b-130) c) + X) 2^64 - 1, where c is e (RFC 7919, Appendix A) or
    /// pi (RFC 3526, sections 3 to 7).
    package var prime: [UInt8] {
        // c / 4 is below 1, and its first b-128 bits are floor(2^(b-130) c). The last -1 borrows
        // from them and leaves ones behind it.
        let count = (bits - 128) / 64
        var middle = Array(quarterOfConstant(words: count + 2).prefix(count))
        var carry = offset - 1
        for index in middle.indices.reversed() {
            let (sum, overflow) = middle[index].addingReportingOverflow(carry)
            middle[index] = sum
            carry = overflow ? 1 : 0
        }
        return ([.max] + middle + [.max]).flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    /// q = (p - 1) / 2, the order of the generator, as long as p.
    package var order: [UInt8] {
        let prime = prime
        return prime.indices.map { index in
            (index > 0 ? prime[index - 1] << 7 : 0) | prime[index] >> 1
        }
    }

    /// X of the prime's definition.
    private var offset: UInt64 {
        switch self {
        case .ffdhe2048: 560_316
        case .ffdhe3072: 2_625_351
        case .ffdhe4096: 5_736_041
        case .ffdhe6144: 15_705_020
        case .ffdhe8192: 10_965_728
        case .modp2048: 124_476
        case .modp3072: 1_690_314
        case .modp4096: 240_904
        case .modp6144: 929_484
        case .modp8192: 4_743_158
        }
    }

    private func quarterOfConstant(words: Int) -> [UInt64] {
        switch self {
        case .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144, .ffdhe8192:
            Fraction.quarterOfE(words: words)
        case .modp2048, .modp3072, .modp4096, .modp6144, .modp8192:
            Fraction.quarterOfPi(words: words)
        }
    }
}

/// Binary fractions below 1: words of 64 bits, the first the most significant.
private enum Fraction {
    /// The sum of 1 / (4 k!).
    static func quarterOfE(words: Int) -> [UInt64] {
        var term = quotient(1, 4, words: words)
        var sum = term
        var divisor: UInt64 = 1
        while term.contains(where: { $0 != 0 }) {
            divide(&term, by: divisor)
            add(term, to: &sum)
            // 1/4 once for 0! and once for 1!.
            divisor += 1
        }
        return sum
    }

    /// Machin: pi / 4 = 4 arctan(1/5) - arctan(1/239).
    static func quarterOfPi(words: Int) -> [UInt64] {
        var sum = arctangent(times: 4, 5, words: words)
        subtract(arctangent(times: 1, 239, words: words), from: &sum)
        return sum
    }

    /// `factor` times the arctangent of 1 / x, which is below 1.
    private static func arctangent(times factor: UInt64, _ x: UInt64, words: Int) -> [UInt64] {
        var power = quotient(factor, x, words: words)
        var sum = power
        var divisor: UInt64 = 1
        while power.contains(where: { $0 != 0 }) {
            divide(&power, by: x * x)
            divisor += 2
            var term = power
            divide(&term, by: divisor)
            if divisor % 4 == 3 { subtract(term, from: &sum) } else { add(term, to: &sum) }
        }
        return sum
    }

    private static func quotient(
        _ dividend: UInt64, _ divisor: UInt64, words: Int
    ) -> [UInt64] {
        var remainder = dividend
        return (0..<words).map { _ in
            let (quotient, rest) = divisor.dividingFullWidth((remainder, 0))
            remainder = rest
            return quotient
        }
    }

    private static func divide(_ number: inout [UInt64], by divisor: UInt64) {
        var remainder: UInt64 = 0
        for index in number.indices {
            (number[index], remainder) = divisor.dividingFullWidth((remainder, number[index]))
        }
    }

    private static func add(_ number: [UInt64], to sum: inout [UInt64]) {
        var carry = false
        for index in sum.indices.reversed() {
            let (first, one) = sum[index].addingReportingOverflow(number[index])
            let (second, other) = first.addingReportingOverflow(carry ? 1 : 0)
            sum[index] = second
            carry = one || other
        }
    }

    private static func subtract(_ number: [UInt64], from sum: inout [UInt64]) {
        var borrow = false
        for index in sum.indices.reversed() {
            let (first, one) = sum[index].subtractingReportingOverflow(number[index])
            let (second, other) = first.subtractingReportingOverflow(borrow ? 1 : 0)
            sum[index] = second
            borrow = one || other
        }
    }
}
