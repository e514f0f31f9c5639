/// The lengths that standards allow to keys, IVs and messages. Modules check some of them and read
/// beyond the end with others, so each is asked for before a call: lengths come from vectors.
package enum Lengths {
    @inline(__always)
    package static func require(
        key: Int, _ keyBytes: Int, iv: Int, _ ivBytes: Int, _ name: @autoclosure () -> String
    ) throws(ModuleError) {
        if key != keyBytes || iv != ivBytes {
            throw .notOffered(
                "\(name()) has a key of \(8 * keyBytes) and an IV of \(8 * ivBytes) bits, "
                    + "not of \(8 * key) and \(8 * iv)")
        }
    }

    /// SP 800-38C, appendix A.1. A message whose length the field for it cannot hold is one that
    /// a module counts wrong or calls not authentic.
    package static func requireCCM(
        iv: Int, tag: Int, payload: Int
    ) throws(ModuleError) {
        guard 7...13 ~= iv else { throw .notOffered("AES-CCM has no IVs of \(8 * iv) bits") }
        guard 4...16 ~= tag, tag & 1 == 0 else {
            throw .notOffered("AES-CCM has no tags of \(8 * tag) bits")
        }
        let lengthBits = 8 * (15 - iv)
        if lengthBits < 63, payload >> lengthBits != 0 {
            throw .notOffered(
                "AES-CCM with an IV of \(8 * iv) bits takes no payload of \(payload) bytes")
        }
    }

    /// SP 800-38F, section 5.3.1, Table 1, but for its upper ends, which no memory holds.
    package static func requireKeyWrap(
        plaintext bytes: Int, padded: Bool
    ) throws(ModuleError) {
        if padded ? bytes < 1 : bytes < 16 || bytes & 7 != 0 {
            throw .notOffered("AES-\(padded ? "KWP" : "KW") wraps no \(8 * bytes) bits")
        }
    }

    package static func requireKeyWrap(
        ciphertext bytes: Int, padded: Bool
    ) throws(ModuleError) {
        if bytes < (padded ? 16 : 24) || bytes & 7 != 0 {
            throw .notOffered("AES-\(padded ? "KWP" : "KW") unwraps no \(8 * bytes) bits")
        }
    }

    /// What wrapping makes of so many bytes (SP 800-38F, section 5.3.1).
    package static func wrappedKey(plaintext bytes: Int) -> Int {
        (bytes + 7) / 8 * 8 + 8
    }
}
