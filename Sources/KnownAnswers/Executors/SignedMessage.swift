import Algorithms

/// What the `message` of a signature's cases is. In a group with `componentTest` it is the digest
/// already: the module signs or verifies without the first step of FIPS 186-5, section 6.4.
///
/// The component is a CVL of its own in CAVP. Its curves and hashes are bound by the same rules, so
/// that it needs no service of its own.
struct SignedMessage {
    /// The length of the digest; nil where the module makes it.
    private let digestBytes: Int?

    init(_ group: VectorGroup, _ hash: SignatureHash) throws(Obstacle) {
        switch group.text(.componentTest) {
        case nil, "false": digestBytes = nil
        case "true": digestBytes = hash.outputBytes
        case let other?:
            throw .unsupported(Unsupported(.testType, "componentTest \(other)"))
        }
        // What is hashed already cannot be randomised any more.
        if digestBytes != nil, let conformance = group.text(.conformance) {
            throw .unsupported(Unsupported(.testType, "conformance \(conformance) of a component"))
        }
    }

    /// A digest of another length is the vector's mistake, not the module's.
    func require(_ message: Span<UInt8>) throws(Obstacle) {
        guard let digestBytes, message.count != digestBytes else { return }
        throw .contradiction("a digest of \(message.count) bytes, of a hash of \(digestBytes)")
    }

    func sign(
        with scheme: any SignatureScheme, _ message: Span<UInt8>, d: Span<UInt8>,
        qx: Span<UInt8>, qy: Span<UInt8>, nonce: borrowing SignatureNonce,
        r: inout MutableSpan<UInt8>, s: inout MutableSpan<UInt8>
    ) throws(ModuleError) {
        if digestBytes == nil {
            try scheme.sign(message, d: d, qx: qx, qy: qy, nonce: nonce, r: &r, s: &s)
        } else {
            try scheme.signDigest(message, d: d, qx: qx, qy: qy, nonce: nonce, r: &r, s: &s)
        }
    }

    func verify(
        with scheme: any SignatureScheme, _ message: Span<UInt8>, qx: Span<UInt8>,
        qy: Span<UInt8>, r: Span<UInt8>, s: Span<UInt8>
    ) throws(ModuleError) -> Bool {
        if digestBytes == nil {
            try scheme.verify(message, qx: qx, qy: qy, r: r, s: s)
        } else {
            try scheme.verifyDigest(message, qx: qx, qy: qy, r: r, s: s)
        }
    }
}
