import Algorithms

/// Puts the numbers of a public key into the form of `KeyAgreement`: one behind the other and of
/// one length. Vectors may leave leading zeros out, and may hold numbers beyond the field, which
/// are for the module to turn away.
final class PublicKeyNumbers {
    private let domain: KeyAgreementDomain
    private let key: Scratch
    /// By how many bytes a number may be too long.
    private static let excess = 64

    init(_ domain: KeyAgreementDomain) {
        self.domain = domain
        key = Scratch(
            count: domain.publicNumbers * (domain.numberBytes + PublicKeyNumbers.excess))
    }

    /// Valid until the next call.
    @_lifetime(immortal)
    func read(
        _ fields: [VectorField], of vector: borrowing VectorCase
    ) throws(Obstacle) -> Span<UInt8> {
        var bytes = domain.numberBytes
        for field in fields {
            if !vector.has(field) {
                throw .unsupported(Unsupported(.missingField, "no \(field.name)"))
            }
            bytes = max(bytes, vector.bytes(field).significantCount)
        }
        if bytes > domain.numberBytes + PublicKeyNumbers.excess {
            throw .contradiction("a public key with a number of \(bytes) bytes")
        }
        var target = key.mutableSpan()
        for (index, field) in fields.enumerated() {
            _ = vector.bytes(field).write(rightAlignedInto: &target, at: index * bytes, bytes)
        }
        return key.span(first: fields.count * bytes)
    }
}

extension Span where Element == UInt8 {
    /// Bytes behind the leading zeros.
    var significantCount: Int {
        var leading = 0
        while leading < count && self[leading] == 0 { leading += 1 }
        return count - leading
    }

    /// Writes a big-endian number into so many bytes; false where it does not fit.
    func write(
        rightAlignedInto target: inout MutableSpan<UInt8>, at start: Int, _ bytes: Int
    ) -> Bool {
        let kept = significantCount
        if kept > bytes { return false }
        for index in 0..<bytes - kept { target[start + index] = 0 }
        for index in 0..<kept {
            target[start + bytes - kept + index] = self[count - kept + index]
        }
        return true
    }
}

extension MutableSpan where Element == UInt8 {
    @_lifetime(self: copy self)
    mutating func fill(from source: Span<UInt8>) {
        for index in source.indices { self[index] = source[index] }
    }
}
