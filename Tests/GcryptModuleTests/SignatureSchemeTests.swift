import Algorithms
import Testing

@testable import GcryptModule

/// RFC 6979, appendix A.2.5: P-256 with SHA-256, message "sample".
@Suite struct SignatureSchemeTests {
    private let module: GcryptModule
    private let message = Array("sample".utf8)
    private let d = bytes("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")
    private let qx = bytes("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6")
    private let qy = bytes("7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299")
    private let k = bytes("a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60")
    private let r = bytes("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716")
    private let s = bytes("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")

    init() throws {
        module = try GcryptModule()
    }

    @Test func deterministicNonce() throws {
        var (first, second) = (zeros(32), zeros(32))
        var firstSpan = first.mutableSpan
        var secondSpan = second.mutableSpan
        try scheme().sign(
            message.span, d: d.span, qx: qx.span, qy: qy.span, nonce: .deterministic,
            r: &firstSpan, s: &secondSpan)
        #expect(first == r)
        #expect(second == s)
    }

    @Test func givenNonce() throws {
        var (first, second) = (zeros(32), zeros(32))
        var firstSpan = first.mutableSpan
        var secondSpan = second.mutableSpan
        try scheme().sign(
            message.span, d: d.span, qx: qx.span, qy: qy.span, nonce: .given(k.span),
            r: &firstSpan, s: &secondSpan)
        #expect(first == r)
        #expect(second == s)
    }

    @Test func verify() throws {
        #expect(try verify(message, qx, r, s))
        #expect(try !verify(Array("simple".utf8), qx, r, s))
        #expect(try !verify(message, changed(qx), r, s), "a point off the curve")
        #expect(try !verify(message, [1] + qx, r, s), "a coordinate that is too long")
        #expect(try !verify(message, qx, changed(r), s))
        #expect(try !verify(message, qx, r, changed(s)))
        #expect(try !verify(message, qx, zeros(32), s))
        #expect(try !verify(message, qx, r, []))
    }

    @Test(arguments: [Curve.p224, .p256, .p384, .p521])
    func roundTrip(curve: Curve) throws {
        let scheme = try module.ellipticCurve(curve, .sha2_384)
        let bytes = curve.fieldBytes
        var (d, x, y) = (zeros(bytes), zeros(bytes), zeros(bytes))
        var dSpan = d.mutableSpan
        var xSpan = x.mutableSpan
        var ySpan = y.mutableSpan
        try scheme.generateKey(d: &dSpan, qx: &xSpan, qy: &ySpan)
        #expect(try scheme.validatesPublicKey(qx: x.span, qy: y.span))
        var (first, second) = (zeros(bytes), zeros(bytes))
        var firstSpan = first.mutableSpan
        var secondSpan = second.mutableSpan
        try scheme.sign(
            message.span, d: d.span, qx: x.span, qy: y.span, nonce: .random, r: &firstSpan,
            s: &secondSpan)
        #expect(
            try scheme.verify(
                message.span, qx: x.span, qy: y.span, r: first.span, s: second.span))
    }

    @Test func publicKeyValidation() throws {
        #expect(try validates(qx, qy))
        #expect(try validates([0] + qx, qy), "a leading zero changes no number")
        #expect(try !validates(changed(qx), qy), "off the curve")
        #expect(try !validates([1] + qx, qy), "beyond the field, cut it would be the right one")
        #expect(try !validates(zeros(32), zeros(32)))
    }

    /// The field's prime added to a coordinate leaves the equation true, but not the range.
    @Test func coordinateOutOfRange() throws {
        // x = 5 on P-256, and 5 + p, both with the same y.
        let y = bytes("459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc")
        #expect(try validates([5], y))
        let beyond = bytes("ffffffff00000001000000000000000000000001000000000000000000000004")
        #expect(try !validates(beyond, y))
    }

    @Test func binaryCurvesAreNotOffered() {
        #expect(throws: ModuleError.self) { try module.ellipticCurve(.b233, nil) }
    }

    private func scheme() throws -> any SignatureScheme {
        try module.ellipticCurve(.p256, .sha2_256)
    }

    private func verify(
        _ message: [UInt8], _ qx: [UInt8], _ r: [UInt8], _ s: [UInt8]
    ) throws -> Bool {
        try scheme().verify(message.span, qx: qx.span, qy: qy.span, r: r.span, s: s.span)
    }

    private func validates(_ qx: [UInt8], _ qy: [UInt8]) throws -> Bool {
        try scheme().validatesPublicKey(qx: qx.span, qy: qy.span)
    }

    private func changed(_ number: [UInt8]) -> [UInt8] {
        var changed = number
        changed[31] ^= 1
        return changed
    }
}
