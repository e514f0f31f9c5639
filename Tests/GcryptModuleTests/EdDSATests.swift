import Algorithms
import Testing

@testable import GcryptModule

/// RFC 8032, sections 7.1 to 7.5.
@Suite struct EdDSATests {
    private let module: GcryptModule

    init() throws {
        module = try GcryptModule()
    }

    struct Example: Sendable {
        let curve: EdwardsCurve
        let preHash: Bool
        let d, q, message, context, signature: String
    }

    private static let examples = [
        Example(
            curve: .ed25519, preHash: false,
            d: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            q: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            message: "72", context: "",
            signature: """
                92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
                085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
                """),
        Example(
            curve: .ed25519, preHash: true,
            d: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            q: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            message: "616263", context: "",
            signature: """
                98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41
                31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406
                """),
        Example(
            curve: .ed448, preHash: false,
            d: """
                c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463a
                fbea67c5e8d2877c5e3bc397a659949ef8021e954e0a12274e
                """,
            q: """
                43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c086
                6aea01eb00742802b8438ea4cb82169c235160627b4c3a9480
                """,
            message: "03", context: "666f6f",
            signature: """
                d4f8f6131770dd46f40867d6fd5d5055de43541f8c5e35abbcd001b32a89f7d2
                151f7647f11d8ca2ae279fb842d607217fce6e042f6815ea000c85741de5c8da
                1144a6a1aba7f96de42505d7a7298524fda538fccbbb754f578c1cad10d54d0d
                5428407e85dcbc98a49155c13764e66c3c00
                """),
    ]

    @Test(arguments: examples)
    func published(example: Example) throws {
        let scheme = try module.edwardsCurve(example.curve, preHash: example.preHash)
        let (d, q) = (bytes(example.d), bytes(example.q))
        let (message, context) = (bytes(example.message), bytes(example.context))
        var signature = zeros(example.curve.signatureBytes)
        var target = signature.mutableSpan
        try scheme.sign(
            message.span, d: d.span, q: q.span, context: context.span, into: &target)
        let right = bytes(example.signature)
        #expect(signature == right)
        func verifies(
            _ message: [UInt8], _ q: [UInt8], _ context: [UInt8], _ signature: [UInt8]
        ) throws -> Bool {
            try scheme.verify(
                message.span, q: q.span, context: context.span, signature: signature.span)
        }
        #expect(try verifies(message, q, context, right))
        #expect(try !verifies(message + [0], q, context, right))
        #expect(try !verifies(message, q, context, [right[0] ^ 1] + right.dropFirst()))
        #expect(try !verifies(message, q, context, Array(right.dropLast())))
        #expect(try !verifies(message, q, context, right + [0]))
        #expect(try !verifies(message, Array(q.dropLast()), context, right))
        if !context.isEmpty { #expect(try !verifies(message, q, [1], right)) }
    }

    @Test(arguments: EdwardsCurve.allCases)
    func keys(curve: EdwardsCurve) throws {
        let scheme = try module.edwardsCurve(curve, preHash: false)
        var (d, q) = (zeros(curve.keyBytes), zeros(curve.keyBytes))
        var secret = d.mutableSpan
        var point = q.mutableSpan
        try scheme.generateKey(d: &secret, q: &point)
        #expect(try scheme.validatesPublicKey(q.span))
        #expect(d != q && d != zeros(curve.keyBytes))
        #expect(try !scheme.validatesPublicKey(q.span.extracting(droppingLast: 1)))
        // Of any octets, about half are no point's.
        var wrong = 0
        for octet in UInt8(2)..<34 {
            let middle = [UInt8](repeating: octet, count: curve.keyBytes - 1)
            let candidate = middle + [curve == .ed25519 ? 1 : 0]
            if try !scheme.validatesPublicKey(candidate.span) { wrong += 1 }
        }
        #expect((4..<29).contains(wrong), "\(wrong) of 32")
    }

    /// It would end the process: nobody may do that with a file.
    @Test(arguments: EdwardsCurve.allCases)
    func keysThatLibgcryptDoesNotSurvive(curve: EdwardsCurve) throws {
        let scheme = try module.edwardsCurve(curve, preHash: false)
        let signature = zeros(curve.signatureBytes)
        for octet: UInt8 in [0, 1, 2, 3, 0xff] {
            let q = [octet] + zeros(curve.keyBytes - 1)
            let error = thrown { () throws(ModuleError) in
                _ = try scheme.validatesPublicKey(q.span)
            }
            let other = thrown { () throws(ModuleError) in
                _ = try scheme.verify(
                    [1].span, q: q.span, context: Span(), signature: signature.span)
            }
            for error in [error, other] {
                guard case .notOffered = error else {
                    Issue.record("\(curve.name): \(String(describing: error))")
                    continue
                }
            }
        }
    }
}
