import Algorithms

/// A message that is randomised before it is hashed (SP 800-106, section 3), where a group asks for
/// it with the conformance `SP800-106`.
///
/// The padding of a message that is not shorter than the random value is a single bit, after which
/// the message is no whole number of bytes: a module that is byte-oriented cannot hash it.
final class RandomizedMessage {
    private let randomized = Scratch(count: 2 * maximumValueBytes + 2)
    /// SP 800-106, section 3.1: a random value has 80 to 1,024 bits.
    private static let maximumValueBytes = 128

    private init() {}

    static func required(by group: VectorGroup) throws(Obstacle) -> RandomizedMessage? {
        switch group.text(.conformance) {
        case nil: return nil
        case "SP800-106": return RandomizedMessage()
        case let other?:
            throw .unsupported(Unsupported(.testType, "conformance \(other)"))
        }
    }

    /// The message of a signature to be verified, whose random value the vector gives.
    @_lifetime(immortal)
    func randomize(_ vector: borrowing VectorCase) throws(Obstacle) -> Span<UInt8> {
        try vector.require([.message, .randomValue, .randomValueLen])
        let value = vector.bytes(.randomValue)
        let (message, bits) = (vector.bytes(.message), vector.integer(.randomValueLen))
        if bits & 7 != 0 { throw .byteOriented("a random value", bits: bits) }
        guard bits == 8 * value.count, (80...1024).contains(bits) else {
            throw .contradiction("a random value of \(bits) bits")
        }
        if 8 * message.count >= bits - 1 { throw tooLong(message, bits) }
        let count = value.count
        var target = randomized.mutableSpan(first: 2 * count + 2)
        for index in 0..<count {
            let padded = index < message.count ? message[index] : index == message.count ? 0x80 : 0
            target[index] = value[index]
            target[count + index] = padded ^ value[index]
        }
        target[2 * count] = UInt8(truncatingIfNeeded: bits >> 8)
        target[2 * count + 1] = UInt8(truncatingIfNeeded: bits)
        return randomized.span(first: 2 * count + 2)
    }

    /// For a signature to be made the module would choose the random value; ACVP's messages of
    /// 1,024 bits are as long as the longest.
    func tooLong(_ message: Span<UInt8>, _ bits: Int) -> Obstacle {
        .byteOriented("a randomised message", bits: bits + 8 * message.count + 1 + 16)
    }
}
