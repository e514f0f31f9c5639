/// Arithmetic modulo an odd number of several words, in Montgomery's form.
///
/// It makes the keys and signatures of questions, of which the seed is public: it need not take the
/// same time for all numbers, and no module is judged by how fast it is.
struct ModularArithmetic {
    /// Little-endian words below the modulus, times 2^(64 n) for n words.
    typealias Number = [UInt64]

    let modulus: [UInt64]
    /// -1 / modulus, modulo 2^64.
    private let negativeInverse: UInt64
    private let radixSquared: Number

    /// - Parameter octets: the modulus, big-endian.
    init(_ octets: [UInt8]) {
        modulus = ModularArithmetic.words(octets, count: (octets.count + 7) / 8)
        // Newton: each step doubles the bits that are right, and three are from the start.
        var inverse = modulus[0]
        for _ in 0..<5 { inverse = inverse &* (2 &- modulus[0] &* inverse) }
        negativeInverse = 0 &- inverse
        var power = [UInt64](repeating: 0, count: modulus.count)
        power[0] = 1
        for _ in 0..<128 * modulus.count {
            power = ModularArithmetic.add(power, power, modulus)
        }
        radixSquared = power
    }

    var zero: Number { [UInt64](repeating: 0, count: modulus.count) }
    var one: Number { encode([1]) }

    /// Of big-endian bytes, of whatever value.
    func encode(_ octets: [UInt8]) -> Number {
        var value = zero
        let radix = reduced(
            words: {
                var words = zero; words[0] = 256; return words
            }())
        for octet in octets {
            var digit = zero
            digit[0] = UInt64(octet)
            value = add(multiply(value, radix), reduced(words: digit))
        }
        return value
    }

    /// Into the form; the words are below the modulus.
    private func reduced(words: [UInt64]) -> Number { multiply(words, radixSquared) }

    /// Out of the form, as so many big-endian bytes.
    func decode(_ number: Number, bytes count: Int) -> [UInt8] {
        var plain = zero
        plain[0] = 1
        let words = multiply(number, plain)
        return (0..<count).map { index in
            let place = count - 1 - index
            let word = place / 8 < words.count ? words[place / 8] : 0
            return UInt8(truncatingIfNeeded: word >> UInt64(8 * (place % 8)))
        }
    }

    func add(_ left: Number, _ right: Number) -> Number {
        ModularArithmetic.add(left, right, modulus)
    }

    func subtract(_ left: Number, _ right: Number) -> Number {
        let (difference, borrow) = ModularArithmetic.difference(left, right)
        return borrow ? ModularArithmetic.sum(difference, modulus).words : difference
    }

    /// Coarsely integrated operand scanning, word by word.
    func multiply(_ left: Number, _ right: Number) -> Number {
        let count = modulus.count
        var total = [UInt64](repeating: 0, count: count + 2)
        for word in left {
            var carry = accumulate(word, right, into: &total)
            var (sum, overflow) = total[count].addingReportingOverflow(carry)
            total[count] = sum
            total[count + 1] = overflow ? 1 : 0
            carry = accumulate(total[0] &* negativeInverse, modulus, into: &total)
            (sum, overflow) = total[count].addingReportingOverflow(carry)
            total[count] = sum
            total[count + 1] += overflow ? 1 : 0
            // The lowest word is zero now.
            for index in 0...count { total[index] = total[index + 1] }
            total[count + 1] = 0
        }
        let product = Array(total[..<count])
        let (reduced, borrow) = ModularArithmetic.difference(product, modulus)
        return total[count] > 0 || !borrow ? reduced : product
    }

    /// Adds `word` times the numbers to the total, and returns what is beyond its words.
    private func accumulate(
        _ word: UInt64, _ numbers: [UInt64], into total: inout [UInt64]
    ) -> UInt64 {
        var carry: UInt64 = 0
        for index in numbers.indices {
            let product = word.multipliedFullWidth(by: numbers[index])
            let (low, first) = product.low.addingReportingOverflow(carry)
            let (sum, second) = total[index].addingReportingOverflow(low)
            total[index] = sum
            carry = product.high + (first ? 1 : 0) + (second ? 1 : 0)
        }
        return carry
    }

    /// By Fermat: the modulus is prime.
    func inverse(_ number: Number) -> Number {
        var two = zero
        two[0] = 2
        let exponent = ModularArithmetic.difference(modulus, two).words
        var result = one
        for index in (0..<64 * exponent.count).reversed() {
            result = multiply(result, result)
            if exponent[index / 64] >> UInt64(index % 64) & 1 == 1 {
                result = multiply(result, number)
            }
        }
        return result
    }

    /// Little-endian words of big-endian bytes.
    private static func words(_ octets: [UInt8], count: Int) -> [UInt64] {
        var words = [UInt64](repeating: 0, count: count)
        for (index, octet) in octets.reversed().enumerated() {
            words[index / 8] |= UInt64(octet) << UInt64(8 * (index % 8))
        }
        return words
    }

    private static func add(_ left: [UInt64], _ right: [UInt64], _ modulus: [UInt64]) -> [UInt64] {
        let (sum, carry) = sum(left, right)
        let (reduced, borrow) = difference(sum, modulus)
        return carry || !borrow ? reduced : sum
    }

    private static func sum(_ left: [UInt64], _ right: [UInt64]) -> (words: [UInt64], Bool) {
        var words = left
        var carry = false
        for index in words.indices {
            let (first, one) = left[index].addingReportingOverflow(right[index])
            let (second, other) = first.addingReportingOverflow(carry ? 1 : 0)
            words[index] = second
            carry = one || other
        }
        return (words, carry)
    }

    private static func difference(
        _ left: [UInt64], _ right: [UInt64]
    ) -> (words: [UInt64], Bool) {
        var words = left
        var borrow = false
        for index in words.indices {
            let (first, one) = left[index].subtractingReportingOverflow(right[index])
            let (second, other) = first.subtractingReportingOverflow(borrow ? 1 : 0)
            words[index] = second
            borrow = one || other
        }
        return (words, borrow)
    }
}
