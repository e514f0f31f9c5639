/// What one timed operation of AES in another mode than GCM is. The key is reused and the IV is
/// new for each message, but for CMAC, whose key is set anew as HMAC's is.
package enum CipherWorkload: Sendable, Hashable {
    case process(BlockCipherMode, keyBits: Int, encrypting: Bool, messageBytes: Int)
    /// An IV of 12 bytes, AAD of 16 bytes, message, 128-bit tag.
    case sealCCM(keyBits: Int, messageBytes: Int)
    case openCCM(keyBits: Int, messageBytes: Int)
    /// The key that wraps is set anew for each message; `messageBytes` is the key that is wrapped.
    case wrap(keyBits: Int, padded: Bool, messageBytes: Int)
    case unwrap(keyBits: Int, padded: Bool, messageBytes: Int)
    case cmac(keyBits: Int, messageBytes: Int)
}

/// What one timed operation with SHA-3's permutation is: a message of so many bytes, and an output
/// of twice the security strength.
package enum KeccakWorkload: Sendable, Hashable {
    case expand(ExtendableOutputFunction, messageBytes: Int)
    /// No function name, a customization of 16 bytes; KMAC's key of 32 bytes is set anew.
    case derive(SHA3DerivedFunction, messageBytes: Int)
}
