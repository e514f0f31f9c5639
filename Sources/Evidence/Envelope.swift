package import CanonicalJSON

/// A DSSE envelope (version 1 of the specification) with one signature, in the one form in which
/// this program writes it: RFC 8785, standard base64, and the keyid that verifiers look for.
package struct Envelope: Sendable, Equatable {
    package static let statementType = "application/vnd.in-toto+json"
    /// Of the canonical record that `accept --format json` prints.
    package static let acceptanceType = "application/vnd.fipsmark.acceptance+json"

    package let payloadType: String
    package let payload: [UInt8]
    /// Empty where a foreign envelope has none.
    package let keyID: String
    /// DER of ECDSA: raw r and s, as JWS has them, neither openssl nor securesystemslib takes.
    package let signature: [UInt8]

    package init(
        payload: [UInt8], type: String = statementType, keyID: String, signature: [UInt8]
    ) {
        payloadType = type
        self.payload = payload
        self.keyID = keyID
        self.signature = signature
    }

    /// A payload that somebody signs now.
    package init(
        signing payload: [UInt8], type: String = statementType, by signer: any EvidenceSigner,
        _ hashing: any Hashing
    ) throws(SigningFailure) {
        self.init(
            payload: payload, type: type, keyID: signer.keyID(hashing),
            signature: try signer.sign(Envelope.preAuthenticationEncoding(payload, type: type)))
    }

    /// What is signed: the lengths keep type and body apart.
    package static func preAuthenticationEncoding(
        _ payload: [UInt8], type: String = statementType
    ) -> [UInt8] {
        Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
    }

    package var signedBytes: [UInt8] {
        Envelope.preAuthenticationEncoding(payload, type: payloadType)
    }

    package var text: String {
        let value: JSONValue = [
            "payload": .string(Base64.encode(payload)), "payloadType": .string(payloadType),
            "signatures": .array([
                ["keyid": .string(keyID), "sig": .string(Base64.encode(signature))]
            ]),
        ]
        return value.canonicalLine
    }

    /// Whether the signature has the one form that this program gives it.
    package func isCanonical(scheme: String) -> Bool {
        let parsed = ECDSASignature(der: signature)
        return parsed != nil && parsed?.normalized(scheme: scheme)?.der == signature
    }

    /// - Parameter isForeign: whether another program's form is taken too: other white space, the
    ///   URL alphabet, no keyid, further members.
    package init(_ text: [UInt8], isForeign: Bool) throws(RecordError) {
        let root = try JSONReader.read(text)
        payloadType = try root.string("payloadType")
        let signatures = try root.elements("signatures")
        guard let first = signatures.first, signatures.count == 1 else {
            throw RecordError(at: root.position, "expected one signature")
        }
        if isForeign, try first.members()["keyid"] == nil {
            keyID = ""
        } else {
            keyID = try first.string("keyid")
        }
        guard let payload = Base64.decode(try root.string("payload")) else {
            throw RecordError(at: root.position, "the payload is no base64")
        }
        guard let signature = Base64.decode(try first.string("sig")) else {
            throw RecordError(at: first.position, "the signature is no base64")
        }
        self.payload = payload
        self.signature = signature
        if !isForeign && Array(self.text.utf8) != text {
            throw RecordError(
                at: 0,
                "not the one form in which fipsmark writes an envelope; for another program's "
                    + "pass --foreign")
        }
    }

    /// What securesystemslib calls a key, which it looks for in an envelope: the digest of its
    /// metadata in OLPC's canonical JSON, which escapes the quote and the backslash alone.
    ///
    /// - Parameter scheme: `ecdsa-sha2-nistp256` or `ecdsa-sha2-nistp384`.
    package static func keyID(publicPEM: String, scheme: String, _ hashing: any Hashing) -> String {
        hashing.sha256(
            "{\"keytype\":\"ecdsa\",\"keyval\":{\"public\":\"\(publicPEM)\"},"
                + "\"scheme\":\"\(scheme)\"}")
    }
}
