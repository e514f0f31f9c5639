/// A cryptographic module under test.
///
/// Operations come prepared: methods are fetched and contexts allocated once, so that a call in a
/// loop allocates nothing. One instance serves one thread. Engines never hold a module; they hold
/// the gate in front of it (`Approval`).
package protocol Module: ProbedModule, SHA3DerivedModule, ExtendableSignatureModule,
    KeyDerivationModule, KeyAgreementModule, PostQuantumModule, RSAModule, EdDSAModule
{
    var identity: ModuleIdentity { get }

    func digest(_ hash: Hash) throws(ModuleError) -> any Digest
    func extendableOutput(
        _ function: ExtendableOutputFunction
    ) throws(ModuleError) -> any ExtendableOutput
    func hmac(_ hash: Hash) throws(ModuleError) -> any MessageAuthentication
    func gmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication
    func cmac(keyBits: Int) throws(ModuleError) -> any MessageAuthentication
    func blockCipher(
        _ mode: BlockCipherMode, keyBits: Int
    ) throws(ModuleError) -> any BlockCipher
    func gcm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher
    func ccm(keyBits: Int) throws(ModuleError) -> any AuthenticatedCipher
    /// - Parameters:
    ///   - padded: KWP instead of KW.
    ///   - inverse: the inverse cipher function wraps (SP 800-38F, section 5.1).
    func keyWrap(
        keyBits: Int, padded: Bool, inverse: Bool
    ) throws(ModuleError) -> any KeyWrap
    func randomBitGenerator(
        _ mechanism: DRBGMechanism
    ) throws(ModuleError) -> any RandomBitGenerator
    func ellipticCurve(_ curve: Curve, _ hash: Hash?) throws(ModuleError) -> any SignatureScheme

    /// Prepares one thing to be timed; the workload's own definition says what one operation is.
    func timedOperation(_ workload: Workload) throws(ModuleError) -> any TimedOperation

    /// Runs the module's own self-tests now and returns what it reported about each.
    func runSelfTests() throws(ModuleError) -> [SelfTestEvent]

    /// Every algorithm name that the library at hand knows, by its own enumeration.
    func knownNames() throws(ModuleError) -> [KnownName]
    /// Whether the module hands out an implementation of that name in its approved mode.
    func admits(_ name: KnownName) -> Bool
}

/// A hash function.
package protocol Digest: AnyObject {
    /// Writes the digest of `message` to the front of `output`.
    func hash(
        _ message: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// Runs the inner loop of the Monte Carlo test: the message, of `seedCount` digests, is hashed
    /// `rounds` times, each digest replacing the oldest.
    ///
    /// - Parameter messageBytes: the length at which each message is cut or zero-padded on its
    ///   right, which the alternate version of the test asks for; `seeds.count` changes nothing.
    func chain(
        _ seeds: inout MutableSpan<UInt8>, seedCount: Int, messageBytes: Int, rounds: Int
    ) throws(ModuleError)
}

/// A function whose output is as long as is asked for.
package protocol ExtendableOutput: AnyObject {
    /// Fills `output` whole.
    func expand(
        _ message: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError)
}

/// A keyed message authentication code. `iv` is empty for those that take none.
package protocol MessageAuthentication: AnyObject {
    /// Writes the untruncated code to the front of `output`.
    func authenticate(
        key: Span<UInt8>, iv: Span<UInt8>, message: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) throws(ModuleError)
}

/// AES in a mode without authentication.
package protocol BlockCipher: AnyObject {
    /// Begins a message. `iv` is the IV, counter block or tweak; empty for ECB.
    func begin(
        key: Span<UInt8>, iv: Span<UInt8>, encrypting: Bool
    ) throws(ModuleError)
    /// Continues the message by the first `bits` bits of `input`, the first of each byte in its
    /// highest place. XTS and the CS modes take a message in one piece.
    ///
    /// `output` is as long as `input` and may not overlap it; what lies beyond `bits` in it stays.
    /// A number of bits that is not for the mode (`unitBits`, `minimumBits`) is `notOffered`.
    func process(
        _ input: Span<UInt8>, bits: Int, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// Runs the inner loop of the Monte Carlo test: `row` holds units of `unitBytes`, of which the
    /// first `bits` bits count. Step j continues the message by unit j, and writes the unit that is
    /// `distance` bytes behind it.
    func chain(
        _ row: inout MutableSpan<UInt8>, unitBytes: Int, bits: Int, distance: Int, steps: Int
    ) throws(ModuleError)
}

/// Wrapping of keys (SP 800-38F): KW and KWP.
package protocol KeyWrap: AnyObject {
    /// `output` is 8 bytes longer than `plaintext`, which KWP first pads to a multiple of 8 bytes.
    func wrap(
        key: Span<UInt8>, plaintext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// Writes the plaintext to the front of `output`, which is as long as `ciphertext`, and returns
    /// its length; nil where the ciphertext is not authentic, which is an answer.
    func unwrap(
        key: Span<UInt8>, ciphertext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Int?
}

/// Authenticated encryption with associated data.
package protocol AuthenticatedCipher: AnyObject {
    /// Fills `tag` whole; its length is the length asked for.
    func seal(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// Seals with an IV that the module makes itself (SP 800-38D, section 8.2.2) and fills `iv`.
    func sealWithOwnIV(
        key: Span<UInt8>, iv: inout MutableSpan<UInt8>, aad: Span<UInt8>, plaintext: Span<UInt8>,
        ciphertext: inout MutableSpan<UInt8>, tag: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// Returns whether the tag is right; a wrong tag is an answer, not an error.
    func open(
        key: Span<UInt8>, iv: Span<UInt8>, aad: Span<UInt8>, ciphertext: Span<UInt8>,
        tag: Span<UInt8>, plaintext: inout MutableSpan<UInt8>
    ) throws(ModuleError) -> Bool
}

/// A DRBG that takes its entropy from the test vector.
package protocol RandomBitGenerator: AnyObject {
    /// Fills `output` with what the second request of the vector returns.
    func generate(
        _ vector: borrowing DRBGVector, into output: inout MutableSpan<UInt8>
    ) throws(ModuleError)
}

/// ECDSA on one curve, with one hash where a message is signed or verified.
///
/// Numbers are big-endian and, but for a public key under test, of the curve's field length.
package protocol SignatureScheme: AnyObject {
    /// Makes a key pair: private key d, public point (qx, qy).
    func generateKey(
        d: inout MutableSpan<UInt8>, qx: inout MutableSpan<UInt8>, qy: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// Full public-key validation (SP 800-56A Rev. 3, section 5.6.2.3.3).
    func validatesPublicKey(qx: Span<UInt8>, qy: Span<UInt8>) throws(ModuleError) -> Bool
    func sign(
        _ message: Span<UInt8>, d: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>,
        nonce: SignatureNonce, r: inout MutableSpan<UInt8>, s: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    func verify(
        _ message: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, r: Span<UInt8>, s: Span<UInt8>
    ) throws(ModuleError) -> Bool
    /// Verifies a signature in DER, which the module itself decodes; malformed ones are wrong. A
    /// module that takes only numbers answers `notOffered`.
    func verify(
        _ message: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, encoded: Span<UInt8>
    ) throws(ModuleError) -> Bool
    /// Signs what the hash has made of a message: the component of the signature that is left
    /// without step 1 of FIPS 186-5, section 6.4.1. `digest` is as long as the hash's output.
    func signDigest(
        _ digest: Span<UInt8>, d: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>,
        nonce: SignatureNonce, r: inout MutableSpan<UInt8>, s: inout MutableSpan<UInt8>
    ) throws(ModuleError)
    /// The same for verification, FIPS 186-5, section 6.4.2, without its hashing.
    func verifyDigest(
        _ digest: Span<UInt8>, qx: Span<UInt8>, qy: Span<UInt8>, r: Span<UInt8>, s: Span<UInt8>
    ) throws(ModuleError) -> Bool
}

/// Where the per-message secret number of a signature comes from.
package enum SignatureNonce: ~Escapable {
    /// The module's own random bit generator (FIPS 186-5, section 6.3.1).
    case random
    /// The message and the key (FIPS 186-5, section 6.3.2).
    case deterministic
    /// The test vector; a module which cannot be told answers `notOffered`.
    case given(Span<UInt8>)
}

/// One prepared operation, timed in batches.
package protocol TimedOperation: AnyObject {
    /// Repeats the operation `count` times inside the module's own target, return codes checked.
    func run(count: Int) throws(ModuleError)
}
