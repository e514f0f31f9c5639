package import Evidence

/// Who vouches for a report.
package struct Vouching: Sendable, Equatable {
    /// Only what an allowed key signed can count as passing.
    package enum State: String, Sendable {
        case allowed
        case unknownKey = "unknown key"
        case unsigned
        /// There is a signature, or a digest, and it is of something else.
        case broken
    }

    package var state: State
    /// Of the key that signed; empty where nobody did.
    package var keyID = ""
    /// Why the signature is broken; empty else.
    package var problem = ""

    static func broken(_ problem: String, by keyID: String = "") -> Vouching {
        Vouching(state: .broken, keyID: keyID, problem: problem)
    }
}

/// Who is trusted, who computes digests, and what reports have alike; one for each thread.
package struct FleetTrust {
    package let hashing: any Hashing
    let words = SharedWords()
    private let keys: [(id: String, key: any Verification.PublicKey)]

    package init(hashing: any Hashing, keys: [any Verification.PublicKey]) {
        self.hashing = hashing
        self.keys = keys.map { ($0.keyID(hashing), $0) }
    }

    func vouching(_ envelope: Envelope) -> Vouching {
        guard let trusted = keys.first(where: { $0.id == envelope.keyID }) else {
            return Vouching(
                state: .unknownKey, keyID: Evidence.line(envelope.keyID, most: 64))
        }
        if !trusted.key.verifies(envelope.signature, of: envelope.signedBytes) {
            return .broken("the signature is not by the key that it names", by: trusted.id)
        }
        return Vouching(state: .allowed, keyID: trusted.id)
    }
}
