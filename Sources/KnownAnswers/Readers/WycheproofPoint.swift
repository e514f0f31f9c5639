import Algorithms

/// The public keys of Wycheproof's files of ECDH: a point, alone or inside a SubjectPublicKeyInfo.
///
/// The modules take coordinates. So only what is written in the one way that names the curve can be
/// put to them; of everything else our reader would decide, not the module.
struct WycheproofPoint {
    private let curve: Curve?
    private let isEncoded: Bool

    init(_ curve: Curve?, isEncoded: Bool) {
        self.curve = curve
        self.isEncoded = isEncoded
    }

    static func field(of member: Span<UInt8>) -> VectorField? {
        // The key as it is written, until it is taken apart.
        if member.matches("public") { return .staticPublicServer }
        if member.matches("private") { return .staticPrivateIut }
        if member.matches("shared") { return .z }
        return nil
    }

    /// Why a group of that type is left out; nil where it is not.
    static func unreadable(_ type: String) -> Unsupported? {
        if ["EcdhTest", "EcdhEcpointTest"].contains(type) { return nil }
        return Unsupported(.undecided, "keys of \(type), in PEM or JSON, are for a reader to judge")
    }

    /// The group's parameters as ACVP states them.
    static func properties(curve: String) -> [PropertyValue] {
        [
            PropertyValue(.testType, text: "VAL"),
            PropertyValue(.domainParameterGenerationMode, text: curve),
            PropertyValue(.scheme, text: "staticUnified"),
            PropertyValue(.kasRole, text: "initiator"),
        ]
    }

    /// Makes the coordinates of the other party's key; otherwise the reason why not.
    func takeApart(_ vector: inout VectorCase) -> Unsupported? {
        // On a curve that is refused nothing need be taken apart.
        guard let curve, let prefix = prefix(curve) else { return nil }
        let key = WycheproofPoint.octets(of: vector)
        let bytes = curve.fieldBytes
        if key.count != prefix.count + 2 * bytes || !key.starts(with: prefix) {
            return Unsupported(
                .undecided, "a public key that is not an uncompressed point of the named curve")
        }
        for (field, place) in [
            (VectorField.staticPublicServerX, prefix.count),
            (.staticPublicServerY, prefix.count + bytes),
        ] {
            let start = vector.end
            let number = Array(key[place..<place + bytes])
            vector.append(number.span)
            vector.point(field, at: start)
        }
        vector.remove(.staticPublicServer)
        return nil
    }

    private static func octets(of vector: borrowing VectorCase) -> [UInt8] {
        let octets = vector.bytes(.staticPublicServer)
        return octets.indices.map { octets[$0] }
    }

    /// What stands before X || Y (SEC 1, sections 2.3.3 and C.3); nil for other curves than these.
    private func prefix(_ curve: Curve) -> [UInt8]? {
        // SEC 2, Appendix A.2: the identifiers of the named curves.
        let name: [UInt8]
        switch curve {
        case .p224: name = [0x2b, 0x81, 0x04, 0x00, 0x21]
        case .p256: name = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
        case .p384: name = [0x2b, 0x81, 0x04, 0x00, 0x22]
        case .p521: name = [0x2b, 0x81, 0x04, 0x00, 0x23]
        default: return nil
        }
        if !isEncoded { return [4] }
        let publicKey: [UInt8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
        let algorithm = identifier(publicKey) + identifier(name)
        let header = [0x30] + length(algorithm.count) + algorithm
        let pointBytes = 2 + 2 * curve.fieldBytes
        let bits = [0x03] + length(pointBytes) + [0, 4]
        let whole = header.count + 1 + length(pointBytes).count + pointBytes
        return [0x30] + length(whole) + header + bits
    }

    private func identifier(_ octets: [UInt8]) -> [UInt8] { [0x06] + length(octets.count) + octets }

    /// DER's length of at most 255 bytes.
    private func length(_ count: Int) -> [UInt8] {
        count < 128 ? [UInt8(count)] : [0x81, UInt8(count)]
    }
}
