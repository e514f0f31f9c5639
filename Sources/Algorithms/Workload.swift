/// What one timed operation is. A whole message each time, as programs use it: what a program
/// does once (fetch, key schedule of a reused key) is outside, what it does per message is inside.
package enum Workload: Sendable, Hashable {
    /// New IV, AAD of 16 bytes, message, 128-bit tag; the key is reused.
    case seal(keyBits: Int, messageBytes: Int)
    case open(keyBits: Int, messageBytes: Int)
    /// New IV and the whole message as AAD, 128-bit tag; the key is reused.
    case gmac(keyBits: Int, messageBytes: Int)
    case digest(Hash, messageBytes: Int)
    /// The key is set anew for each message.
    case hmac(Hash, messageBytes: Int)
    /// Output of an instantiated generator, no additional input.
    case generate(DRBGMechanism, messageBytes: Int)
    case generateKey(Curve)
    /// A 32-byte message, hashed and signed; the key is reused, its context set up anew.
    case sign(Curve, Hash)
    case signDeterministically(Curve, Hash)
    case verify(Curve, Hash)
    case validatePublicKey(Curve)
    case cipher(CipherWorkload)
    case keccak(KeccakWorkload)
    case keyDerivation(KeyDerivationWorkload)
    case keyAgreement(KeyAgreementWorkload)
    case postQuantum(PostQuantumWorkload)
    case rsa(RSAWorkload)
    case eddsa(EdDSAWorkload)
    /// The same of an HMAC whose key is set once, or of a signature or key encapsulation whose
    /// context is.
    indirect case reusing(Workload)
}
